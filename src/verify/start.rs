//! The hardened container, from start to stop.

use super::container::{Container, hardened, try_shell};
use super::probe::{self, Readiness};
use super::silence::{self, Diagnosis};
use super::{Expected, Limits, Messages, Record, process, stop};
use crate::engine::{Engine, Litter};
use crate::error::Result;
use crate::evidence::{ImageFacts, RunFacts};

/// The check.
pub(super) const STARTS: (&str, &str) =
    ("starts", "The container starts with everything taken away that it can do without.");

/// What every container is started with and judged by.
#[derive(Clone, Copy)]
pub struct Bench<'a> {
    /// The engine.
    pub engine: &'a dyn Engine,
    /// Where its things go.
    pub litter: &'a Litter,
    /// How long anything may take.
    pub limits: &'a Limits,
    /// What known messages mean.
    pub messages: &'a Messages,
}

/// Starts the image `tag`, asks it, looks at its process and stops it. None where it did not start.
///
/// # Errors
/// The engine's command cannot be started, or the person interrupted.
pub fn start(
    bench: &Bench<'_>,
    tag: &str,
    image: &ImageFacts,
    expected: &Expected,
    record: &mut Record,
) -> Result<Option<RunFacts>> {
    let Bench { engine, litter, limits, messages } = *bench;
    try_shell(engine, litter, tag, record)?;
    // Before the clock starts: the program has no part in it.
    let network = Container::network(engine, litter)?;
    let began = engine.now();
    let container = Container::run(engine, litter, tag, network, expected, record)?;
    let readiness = if container.reply.is_ok() {
        probe::wait(engine, &container, expected.port, began, limits.start)?
    } else {
        Readiness::Ended
    };
    container.list(record)?;
    let state = container.state()?;
    if readiness == Readiness::Ended {
        let said = if container.reply.is_ok() { String::new() } else { container.reply.said() };
        let why = silence::ended(&state, &said, &container.log()?, messages);
        failed(STARTS, why, record);
        let rest = [probe::ANSWERS, probe::HEALTH].into_iter().chain(process::CHECKS).chain([(stop::ID, stop::TITLE)]);
        rest.for_each(|(id, title)| record.skipped(id, title, "the program did not start"));
        return Ok(None);
    }
    record.passed(STARTS.0, STARTS.1, hardened(expected).join(" "));

    let mut run = RunFacts {
        arguments: container.arguments.clone(),
        first_answer: None,
        answers: Vec::new(),
        process: None,
        memory: None,
        listening: None,
        stop: None,
    };
    if let Readiness::Answered(after) = &readiness {
        run.first_answer = Some(u64::try_from(after.as_millis()).unwrap_or(u64::MAX));
        let asked = probe::ask(engine, &container, expected, record)?;
        probe::check(&asked, expected, &container.log()?, messages, record);
        run.answers = probe::facts(&asked);
    }
    let seen = process::look(engine, &container, &state, image, record)?;
    if let Readiness::Silent(error) = &readiness {
        let log = container.log()?;
        let sockets = seen.listening.as_deref();
        let why = silence::silent(expected.port, error, sockets, limits.start, &log, messages);
        failed(probe::ANSWERS, why, record);
        record.skipped(probe::HEALTH.0, probe::HEALTH.1, "the program does not answer at all");
    }
    process::check(&seen, expected.user, record);
    run.listening = seen.listening.map(|sockets| sockets.iter().map(ToString::to_string).collect());
    (run.process, run.memory) = (seen.process, seen.memory);
    run.stop = stop::stop(&container, image, limits, seen.handler, record)?;
    Ok(Some(run))
}

fn failed((id, title): (&str, &str), why: Diagnosis, record: &mut Record) {
    record.failed(id, title, why.detail, why.cause, why.help);
}
