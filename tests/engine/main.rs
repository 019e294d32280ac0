//! The engine tests: what `msgen init` writes is built, started, asked and stopped for real.
//!
//! ```text
//! cargo test --test engine                   all of it, two at a time
//! cargo test --test engine -- --list         what there is
//! cargo test --test engine go/alpine         what has this in its name
//! ```
//!
//! ```text
//! main
//! ├── run      every case of snapshots/ that has a case.toml: build, look inside, start hardened, probe, stop
//! ├── check    BuildKit's own checks of the same Dockerfile
//! ├── seed     the five seeds against their hand-written Dockerfiles: image and context are smaller
//! ├── cgo      a C library that the base has not: what happens by hand, and what msgen does about it
//! ├── broken   twelve images broken on purpose: `msgen verify` names the cause, and passes the same image mended
//! ├── record   the started container by itself, and the recordings of the tests that need no engine
//! ├── cross    an image for another platform, built without emulation
//! ├── evidence the report of each seed, from an empty checkout by one command
//! ├── killed   msgen verify, killed at any moment: nothing is left
//! ├── starter  what `msgen starter` lays down, in every language, and the road of a student through it
//! ├── compare  every base and the single stage of one program, side by side
//! ├── rule     what each rule of `msgen check` calls wrong is wrong on a real engine, and mended it is not
//! ├── toy      a language of one's own, laid over the catalogue with --templates
//! ├── count    the sizes of saved images against tar and gzip, in both of the engine's stores
//! └── budget   what each case's image may weigh: tests/engine/sizes.json
//!       │
//!       ├── case, cell, project, plan   a case, its cell, a copy of its fixture, what msgen planned for it
//!       ├── need                        what it needs that this machine may not have
//!       ├── build, proxy                an image of it, with modules where it needs some
//!       ├── student                     what a student writes into a Dockerfile and a report
//!       ├── container, task, probe      the image as a running process
//!       ├── image, inside, leak         what is in it, and what must not be
//!       ├── context                     what the builder was sent
//!       ├── store                       a second engine, with the store that the person's own has not
//!       ├── ledger, size                what was measured and what was left out: the tables at the end
//!       └── docker, process, scrap      one call, its time limit, and the clearing away after it
//! ```
//!
//! They are no part of plain `cargo test`, because they need a Docker engine. Where none answers they say so and
//! exit with 75: a rung of the ladder that cannot run never passes in silence. A case that one machine cannot prove is
//! named at the end, with what is missing; where the catalogue calls its cell proved, it fails instead.

mod broken;
mod budget;
mod build;
mod case;
mod cell;
mod cgo;
mod check;
mod compare;
mod container;
mod context;
mod count;
mod cross;
mod docker;
mod evidence;
mod image;
mod inside;
mod killed;
mod leak;
mod ledger;
mod need;
mod plan;
mod probe;
mod process;
mod project;
mod proxy;
mod record;
mod recorder;
mod rule;
mod run;
mod scrap;
mod seed;
mod size;
mod starter;
mod store;
mod student;
mod task;
mod toy;

use std::process::ExitCode;
use std::sync::Arc;

use libtest_mimic::{Arguments, Failed, Trial};

/// What every fallible function of these tests returns.
type Result<T> = std::result::Result<T, Failed>;

/// `EX_TEMPFAIL` of sysexits: nothing is wrong with msgen, there is only no engine.
const NO_ENGINE: u8 = 75;

/// As many tests at once, unless `--test-threads` says otherwise: each of them keeps a compiler busy.
const THREADS: usize = 2;

fn main() -> ExitCode {
    let mut arguments = Arguments::from_args();
    arguments.test_threads.get_or_insert(THREADS);
    let engine = if arguments.list { Ok(docker::Engine::default()) } else { docker::engine() };
    let trials = match trials(engine.as_ref().cloned().unwrap_or_default()) {
        Ok(trials) => trials,
        Err(error) => {
            eprintln!("engine tests: {}", error.message().unwrap_or("the cases cannot be read"));
            return ExitCode::FAILURE;
        }
    };
    if let Err(error) = engine {
        return no_engine(&arguments, &trials, &error);
    }
    scrap::sweep_on_interrupt();
    let conclusion = libtest_mimic::run(&arguments, trials);
    scrap::sweep();
    if process::is_interrupted() { ExitCode::from(scrap::INTERRUPTED) } else { conclusion.exit_code() }
}

/// Every test there is.
fn trials(engine: docker::Engine) -> Result<Vec<Trial>> {
    let cases = case::all()?;
    let ledger = Arc::new(ledger::Ledger::new(engine)?);
    let mut trials = budget::trials(&cases);
    trials.extend(broken::trials());
    trials.extend(cases.iter().map(check::trial));
    trials.extend(cgo::trials());
    trials.extend(cross::trials(&cases)?);
    trials.extend(count::trials(&ledger));
    trials.extend(compare::trials());
    trials.push(toy::trial());
    trials.extend(killed::trials());
    trials.extend(cases.iter().map(|case| run::trial(case, &ledger)));
    trials.extend(record::trials());
    trials.extend(rule::trials()?);
    trials.extend(seed::trials(&cases, &ledger)?);
    trials.extend(starter::trials(&ledger)?);
    trials.extend(evidence::trials(&cases)?);
    Ok(trials)
}

/// Says what was not run, why, and what to do about it.
fn no_engine(arguments: &Arguments, trials: &[Trial], error: &Failed) -> ExitCode {
    let not_run: Vec<&str> = trials.iter().filter(|trial| !arguments.is_filtered_out(trial)).map(Trial::name).collect();
    eprintln!("engine tests: NOT RUN, because no Docker engine answers");
    eprintln!("  asked:   {}", error.message().unwrap_or("docker version").replace('\n', "\n           "));
    eprintln!(
        "  to do:   install Docker Engine 23 or later with buildx (https://docs.docker.com/engine/install/), start it,"
    );
    eprintln!("           or let DOCKER_HOST name one on this machine; then run `cargo test --test engine` again");
    eprintln!("  not run: {} tests", not_run.len());
    for name in not_run {
        eprintln!("           {name}");
    }
    ExitCode::from(NO_ENGINE)
}
