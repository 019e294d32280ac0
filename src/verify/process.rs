//! Who the program is: by the kernel where msgen sees it, else by what the engine says.

use super::Record;
use super::container::{Container, State};
use super::socket::listening;
use super::task::{INITS, Task};
use crate::engine::{Engine, Program};
use crate::error::Result;
use crate::evidence::{ImageFacts, ProcessFacts, Size};

/// The bit of SIGTERM in the kernel's masks of signals.
const SIGTERM: u64 = 1 << 14;

/// How memory is measured.
const MEMORY: &str =
    "VmHWM in /proc/PID/status after the answers: the most memory that the program's process had at once";

/// Whether process 1 has a handler for SIGTERM.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Handler {
    /// It has one.
    Own,
    /// It has none, and the kernel then ignores the signal.
    None,
    /// The kernel could not be asked.
    #[default]
    Unknown,
}

/// What could be seen of a running program.
#[derive(Debug, Default)]
pub(super) struct Seen {
    /// The program's process.
    pub process: Option<ProcessFacts>,
    /// Its memory.
    pub memory: Option<Size>,
    /// The sockets that listen.
    pub listening: Option<Vec<std::net::SocketAddr>>,
    /// Whether process 1 handles SIGTERM.
    pub handler: Handler,
}

/// Looks at the program. What the kernel of another machine knows cannot be read, and then the engine is asked.
pub(super) fn look(
    engine: &dyn Engine,
    container: &Container<'_>,
    state: &State,
    image: &ImageFacts,
    record: &mut Record,
) -> Result<Seen> {
    let top = container.top(record)?;
    let Some(first) = Task::read(engine, state.pid).filter(|task| task.is_ours(engine, state, image)) else {
        let process = if top.is_ok() { by_engine(engine.program(), &top.stdout) } else { None };
        return Ok(Seen { process, ..Seen::default() });
    };
    let handler = match first.mask("SigCgt") {
        Some(mask) if mask & SIGTERM != 0 => Handler::Own,
        Some(_) => Handler::None,
        None => Handler::Unknown,
    };
    let listening = listening(engine, state.pid);
    let program = if first.is_init() { first.only_child(engine) } else { Some(first) };
    let Some(task) = program else { return Ok(Seen { listening, handler, ..Seen::default() }) };
    let kilobytes = task.field("VmHWM").and_then(|value| value.split_whitespace().next()?.parse::<u64>().ok());
    let memory = kilobytes.map(|count| Size { bytes: count * 1024, method: MEMORY.to_owned() });
    Ok(Seen { process: task.facts(engine), memory, listening, handler })
}

/// The program as the engine's list of processes has it: a heading, then a line for each.
fn by_engine(program: Program, table: &str) -> Option<ProcessFacts> {
    let rows = table.lines().skip(1).map(|line| line.split_whitespace().collect::<Vec<_>>());
    let rows: Vec<_> = rows.filter(|row| row.len() > 3).collect();
    let is_init = |row: &&Vec<&str>| row[3].rsplit('/').next().is_some_and(|name| INITS.contains(&name));
    let row = rows.iter().find(|row| !is_init(row))?;
    let method = match program {
        Program::Docker => "docker top: ids as the engine's machine has them",
        Program::Podman => "podman top",
    };
    let number = |word: &str| if word == "root" { Some(0) } else { word.parse().ok() };
    Some(ProcessFacts {
        uid: number(row[1])?,
        gid: number(row[2])?,
        groups: Vec::new(),
        capabilities: None,
        no_new_privileges: None,
        arguments: row[3..].iter().map(|word| (*word).to_owned()).collect(),
        method: method.to_owned(),
    })
}

/// Says who the program is, by what was seen of it.
pub(super) fn check(seen: &Seen, wanted: Option<(u32, u32)>, record: &mut Record) {
    let Some(process) = &seen.process else {
        for (id, title) in CHECKS {
            record.skipped(id, title, "neither the kernel nor the engine shows the program's process here");
        }
        return;
    };
    let [user, capabilities, privileges] = CHECKS;
    let who = format!("user {}, group {}, by {}", process.uid, process.gid, process.method);
    let fix = "write USER with a number in the final stage: USER 65532:65532 (`--set user=65532:65532`)";
    if process.uid == 0 {
        record.failed(user.0, user.1, who, "the program runs as root", fix);
    } else if wanted.is_some_and(|wanted| wanted != (process.uid, process.gid)) {
        let (uid, gid) = wanted.unwrap_or_default();
        let cause =
            format!("msgen.toml plans user {uid}, group {gid}, and the Dockerfile or the entrypoint has another");
        record.failed(user.0, user.1, who, cause, "let `msgen init` write the Dockerfile again, or change the answer");
    } else {
        record.passed(user.0, user.1, who);
    }
    let elsewhere = "the engine runs elsewhere: only the kernel of its machine knows";
    match &process.capabilities {
        None => record.skipped(capabilities.0, capabilities.1, elsewhere),
        Some(mask) if mask.bytes().all(|digit| digit == b'0') => {
            record.passed(capabilities.0, capabilities.1, format!("CapEff {mask}"));
        }
        Some(mask) => {
            let cause = "the engine gave the program capabilities although all were dropped";
            record.failed(
                capabilities.0,
                capabilities.1,
                format!("CapEff {mask}"),
                cause,
                "see how the engine is set up",
            );
        }
    }
    match process.no_new_privileges {
        None => record.skipped(privileges.0, privileges.1, elsewhere),
        Some(true) => record.passed(privileges.0, privileges.1, "NoNewPrivs 1"),
        Some(false) => {
            let cause = "the engine did not set no-new-privileges although it was asked to";
            record.failed(privileges.0, privileges.1, "NoNewPrivs 0", cause, "see how the engine is set up");
        }
    }
}

/// The checks of the process.
pub(super) const CHECKS: [(&str, &str); 3] = [
    ("process-non-root", "The kernel runs the program as a user that is not root."),
    ("no-capabilities", "The program has no capability."),
    ("no-new-privileges", "The program can gain no privileges."),
];
