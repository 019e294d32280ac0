//! The end of the container on SIGTERM.

use std::fmt::Write;
use std::time::Duration;

use super::container::Container;
use super::process::Handler;
use super::{Limits, Record};
use crate::engine::Call;
use crate::error::Result;
use crate::evidence::{ImageFacts, StopFacts};

/// The check.
pub(super) const ID: &str = "stops-on-sigterm";
pub(super) const TITLE: &str = "The program ends by itself when it is asked to stop.";

/// The exit code of a process that was killed.
const KILLED: i64 = 137;

/// How much longer the engine may take than it gives the program.
const SLACK: u64 = 30;

/// Shells, which start a program and keep its signals to themselves.
const SHELLS: [&str; 4] = ["sh", "ash", "bash", "dash"];

/// Stops it, times that, and says why where it had to be killed.
pub(super) fn stop(
    container: &Container<'_>,
    image: &ImageFacts,
    limits: &Limits,
    handler: Handler,
    record: &mut Record,
) -> Result<Option<StopFacts>> {
    let before = container.state()?;
    if !before.is_running {
        let code = before.exit_code.map_or_else(|| "unknown".to_owned(), |code| code.to_string());
        let detail = format!("it had ended by itself before it was asked to; exit code: {code}");
        let help = "keep the program running until it gets SIGTERM; its log says what ended it";
        record.failed(ID, TITLE, detail, "the program ends after it has answered", help);
        return Ok(None);
    }
    let grace = limits.stop.as_secs().to_string();
    let limit = limits.stop + Duration::from_secs(SLACK);
    // Not --time: newer Docker says that this is its old name.
    let call = Call::new(["stop", "-t", &grace, container.name()]).limit(limit);
    let reply = container.shown("stop", &call, record)?;
    if let Some(transcript) = record.transcripts.last_mut() {
        let _ = writeln!(transcript.output, "took {}.{:03} s", reply.took.as_secs(), reply.took.subsec_millis());
    }
    let call = Call::new(["container", "inspect", "--format", "{{.State.ExitCode}}", container.name()]);
    let exit_code = container.shown("exit", &call, record)?.stdout.trim().parse().unwrap_or(-1);
    let milliseconds = u64::try_from(reply.took.as_millis()).unwrap_or(u64::MAX);
    // The time says nothing of this: it holds the engine's own work, which takes seconds where the machine is busy.
    let killed = exit_code == KILLED || !reply.is_ok();
    let facts = StopFacts { milliseconds, exit_code, killed };
    let signal = if image.config.stop_signal.is_empty() { "SIGTERM" } else { image.config.stop_signal.as_str() };
    let took = format!("{}.{:01} s", milliseconds / 1000, milliseconds % 1000 / 100);
    if killed {
        let detail = format!("{signal} did not end it: after {took} it was killed, with exit code {exit_code}");
        let (cause, help) = why(image, signal, handler);
        record.failed(ID, TITLE, detail, cause, help);
    } else {
        let detail = format!("{signal} ended it, with exit code {exit_code}; the engine's stop command took {took}");
        record.passed(ID, TITLE, detail);
    }
    Ok(Some(facts))
}

/// Why it did not stop, and what to do about it.
fn why(image: &ImageFacts, signal: &str, handler: Handler) -> (String, &'static str) {
    let first = image.config.entrypoint.iter().chain(&image.config.cmd).next().map_or("", String::as_str);
    let name = first.rsplit('/').next().unwrap_or(first);
    if SHELLS.contains(&name) {
        return (
            format!("process 1 is a shell, which does not pass {signal} on to the program that it started"),
            "write ENTRYPOINT or CMD in the exec form, or let the script end with `exec PROGRAM`",
        );
    }
    let cause = match handler {
        Handler::None => format!(
            "process 1 ignores {signal}: the kernel shows no handler for it, and gives process 1 no default one"
        ),
        Handler::Own => format!("the program handles {signal}, but does not end within the grace period"),
        Handler::Unknown => format!(
            "process 1 ignores {signal}, or takes too long to end: the kernel gives process 1 no default handler"
        ),
    };
    let help = match handler {
        Handler::Own => {
            "close the listening socket, finish what is under way within a few seconds, then end the program"
        }
        _ => {
            "handle SIGTERM in the program and end it there; or let an init start it, which passes the signal on: `--set init=yes`"
        }
    };
    (cause, help)
}
