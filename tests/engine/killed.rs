//! `msgen verify`, killed at any moment: nothing is left in the engine or on disk, no file is half-written, and the next
//! run works.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use libtest_mimic::Trial;
use rustix::process::{Pid, Signal, kill_process};

use crate::Result;
use crate::docker::Docker;
use crate::project::Project;
use crate::run::complain;
use crate::scrap::Scrap;

/// A project that builds in seconds.
const FIXTURE: &str = "c-make";

/// What a run calls everything it makes.
const NAME: &str = "msgen-verify";

/// How long a moment may take to come.
const COMING: Duration = Duration::from_secs(300);

/// How long it may take until everything is gone.
const GONE: Duration = Duration::from_secs(60);

/// Looks for the moment this often.
const PERIOD: Duration = Duration::from_millis(20);

/// The moments, by what the engine has of the run.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Moment {
    /// Nothing is made yet.
    AtOnce,
    /// The first image is there.
    Image,
    /// The network is there.
    Network,
    /// The container runs.
    Container,
}

/// The tests.
pub fn trials() -> Vec<Trial> {
    let kill = Signal::KILL;
    let moments = [
        ("killed::at_once_it_leaves_nothing", Moment::AtOnce, kill),
        ("killed::while_it_builds_it_leaves_nothing", Moment::Image, kill),
        ("killed::before_the_start_it_leaves_nothing", Moment::Network, kill),
        ("killed::while_the_container_runs_it_leaves_nothing", Moment::Container, kill),
        ("killed::a_termination_while_the_container_runs_leaves_nothing", Moment::Container, Signal::TERM),
        ("killed::an_interrupt_while_it_builds_leaves_nothing", Moment::Image, Signal::INT),
        ("killed::an_interrupt_while_the_container_runs_leaves_nothing", Moment::Container, Signal::INT),
    ];
    moments.into_iter().map(|(name, moment, signal)| Trial::test(name, move || kill_at(moment, signal))).collect()
}

fn kill_at(moment: Moment, signal: Signal) -> Result<()> {
    let scrap = Scrap::new()?;
    let project = Project::copy(FIXTURE, "killed", &scrap)?;
    project.plan(["--base", "scratch"])?;
    let before = contents(&project)?;

    let temporary = scrap.folder().join("temporary");
    fs::create_dir_all(&temporary)?;
    let mut child = verify(&project.folder, &temporary)?;
    let run = format!("{:x}-", child.id());
    wait_for(moment, &run, &mut child)?;
    let pid = Pid::from_child(&child);
    kill_process(pid, signal)?;
    let status = child.wait()?;

    let mut faults = Vec::new();
    if signal == Signal::INT && status.code() != Some(130) {
        faults.push(format!("an interrupt ends it with {status}, and not with 130"));
    }
    faults.extend(what_is_left(&run, &temporary)?);
    if contents(&project)? != before {
        faults.push("files of the project were changed".to_owned());
    }
    let again = verify(&project.folder, &temporary)?.wait_with_output()?;
    if again.status.code() != Some(0) {
        faults.push(format!("the next run ends with {}: {}", again.status, String::from_utf8_lossy(&again.stderr)));
    }
    if !project.folder.join("docs/evidence/evidence.json").is_file() {
        faults.push("the next run keeps no evidence".to_owned());
    }
    complain(&faults)
}

/// Starts the real `msgen verify`, whose temporary files go to a folder of the test's.
fn verify(folder: &Path, temporary: &Path) -> Result<Child> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_msgen"));
    command.arg("verify").arg(folder).env("TMPDIR", temporary);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    Ok(command.spawn()?)
}

/// Waits until the run has come so far.
fn wait_for(moment: Moment, run: &str, child: &mut Child) -> Result<()> {
    let start = Instant::now();
    loop {
        let is_there = match moment {
            Moment::AtOnce => true,
            Moment::Image => !images(run)?.is_empty(),
            Moment::Network => !labelled("network", run)?.is_empty(),
            Moment::Container => !labelled("container", run)?.is_empty(),
        };
        if is_there {
            return Ok(());
        }
        if let Some(status) = child.try_wait()? {
            return Err(format!("it ended with {status} before the moment came").into());
        }
        if start.elapsed() > COMING {
            return Err("the moment did not come".into());
        }
        thread::sleep(PERIOD);
    }
}

/// What is left of the run when there was time enough to remove it.
fn what_is_left(run: &str, temporary: &Path) -> Result<Vec<String>> {
    let start = Instant::now();
    loop {
        let mut left = images(run)?;
        left.extend(labelled("container", run)?);
        left.extend(labelled("network", run)?);
        left.extend(files(temporary)?.iter().map(|path| path.display().to_string()));
        if left.is_empty() || start.elapsed() > GONE {
            return Ok(left.into_iter().map(|what| format!("{what} is left")).collect());
        }
        thread::sleep(PERIOD);
    }
}

fn images(run: &str) -> Result<Vec<String>> {
    let listed = Docker::new(["image", "ls", "--format", "{{.Tag}}", NAME]).run()?;
    Ok(listed.lines().filter(|tag| tag.starts_with(run)).map(str::to_owned).collect())
}

/// The containers or networks of the run.
fn labelled(kind: &str, run: &str) -> Result<Vec<String>> {
    let format = format!("{{{{.ID}}}} {{{{.Label \"{NAME}\"}}}}");
    let filter = format!("label={NAME}");
    let mut arguments = vec![kind, "ls", "--filter", &filter, "--format", &format];
    if kind == "container" {
        arguments.push("--all");
    }
    let listed = Docker::new(arguments).run()?;
    let ours = listed.lines().filter_map(|line| line.split_once(' ')).filter(|(_, label)| label.starts_with(run));
    Ok(ours.map(|(id, _)| format!("{kind} {id}")).collect())
}

fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    Ok(fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path())).collect::<std::io::Result<_>>()?)
}

/// Every file of the project with what it holds.
fn contents(project: &Project) -> Result<Vec<(String, Vec<u8>)>> {
    let mut files = project.files()?;
    files.sort_unstable();
    files.into_iter().map(|path| Ok((path.clone(), fs::read(project.folder.join(path))?))).collect()
}
