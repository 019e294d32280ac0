//! Why a container does not answer: its state, its log and its sockets tell.

use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use super::Messages;
use super::container::State;

/// As many lines of a log are told.
const LINES: usize = 6;

/// What is said of something that failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Diagnosis {
    /// What was seen.
    pub detail: String,
    /// Why.
    pub cause: String,
    /// What to do about it.
    pub help: String,
}

impl Diagnosis {
    fn new(detail: String, cause: impl Into<String>, help: impl Into<String>) -> Self {
        Self { detail, cause: cause.into(), help: help.into() }
    }
}

/// Why it ended, or never began: `said` is what the engine said when it started it.
pub(super) fn ended(state: &State, said: &str, log: &str, messages: &Messages) -> Diagnosis {
    let code = state.exit_code.map_or_else(|| "no exit code".to_owned(), |code| format!("exit code {code}"));
    // What the program said is told first: the engine only says that it could not go on.
    let words =
        [log, state.error.as_str(), said].into_iter().find(|words| !words.trim().is_empty()).unwrap_or_default();
    // Podman keeps neither an error nor an exit code of a container that it could not start.
    let detail = if said.is_empty() && state.error.is_empty() && state.exit_code.is_some() {
        format!("the program ended with {code} before it answered{}", last_words(words))
    } else {
        format!("the engine could not start it{}", last_words(words))
    };
    if state.is_starved {
        return Diagnosis::new(detail, "the kernel killed it for its memory", "give the container more memory");
    }
    if let Some(message) = messages.explain(&format!("{log}\n{}\n{said}", state.error)) {
        return Diagnosis::new(detail, message.cause.as_str(), message.fix.as_str());
    }
    let (cause, help) = match state.exit_code.filter(|_| said.is_empty()) {
        Some(0) => (
            "the program came to its end: a container lives as long as its process 1",
            "keep the service in the foreground: start the server itself, not a command that leaves it in the background",
        ),
        Some(132 | 134..=136 | 139) => (
            "the program was ended by a signal of the processor or of itself: a crash",
            "run the same build outside a container with a debugger; see that it was built for this machine and C library",
        ),
        Some(137) => ("something killed it", "see the engine's log; a lack of memory is the usual reason"),
        None => ("the engine refused it", "see what the engine says"),
        Some(_) => (
            "the program gave up when it started",
            "read its last words; it must start with the environment that the image gives it, and nothing else",
        ),
    };
    Diagnosis::new(detail, cause, help)
}

/// Why it runs and does not answer on `port`: `error` is what the last question met.
pub(super) fn silent(
    port: u16,
    error: &str,
    listening: Option<&[SocketAddr]>,
    waited: Duration,
    log: &str,
    messages: &Messages,
) -> Diagnosis {
    let waited = format!("no answer on port {port} for {} s: {error}", waited.as_secs());
    let end = last_words(log);
    let message = messages.explain(log);
    let Some(sockets) = listening else {
        let detail = format!("{waited}; its sockets cannot be read from here{end}");
        return match message {
            Some(message) => Diagnosis::new(detail, message.cause.as_str(), message.fix.as_str()),
            None => Diagnosis::new(
                detail,
                format!(
                    "the program listens on another port than {port}, on the loopback interface only, or not at all"
                ),
                format!("listen on 0.0.0.0:{port}; or name the right port: `--set port=…`"),
            ),
        };
    };
    let on_port: Vec<&SocketAddr> = sockets.iter().filter(|socket| socket.port() == port).collect();
    let named = sockets.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    let detail = |what: String| format!("{waited}; {what}{end}");
    if !on_port.is_empty() && on_port.iter().all(|socket| is_loopback(socket.ip())) {
        return Diagnosis::new(
            detail(format!("it listens on {named}")),
            format!(
                "the program listens on the container's own loopback interface only, where nobody outside reaches port {port}"
            ),
            format!(
                "listen on every interface, 0.0.0.0:{port} or [::]:{port}; many servers read it from a variable or a flag: `--set host-variable=HOST`"
            ),
        );
    }
    if !on_port.is_empty() {
        return Diagnosis::new(
            detail(format!("it listens on {named}")),
            "the program takes connections on its port and does not answer HTTP there",
            "see that it is an HTTP server without TLS, and that it does not wait for something else before it answers",
        );
    }
    if let Some(message) = message.filter(|_| sockets.is_empty()) {
        return Diagnosis::new(detail("nothing listens".to_owned()), message.cause.as_str(), message.fix.as_str());
    }
    if sockets.is_empty() {
        return Diagnosis::new(
            detail("nothing listens in the container".to_owned()),
            "the program runs, and has opened no port",
            "see what it waits for; a start that takes longer than this needs `--start-limit`",
        );
    }
    let others = ports(sockets);
    Diagnosis::new(
        detail(format!("it listens on {named}")),
        format!("the program listens on port {others}, and {port} is exposed and asked"),
        format!("name the port that it listens on, `--set port={others}`, or let it listen on {port}"),
    )
}

/// The ports of sockets that somebody outside could reach, or of all where nobody could.
fn ports(sockets: &[SocketAddr]) -> String {
    let open: Vec<&SocketAddr> = sockets.iter().filter(|socket| !is_loopback(socket.ip())).collect();
    let chosen = if open.is_empty() { sockets.iter().collect() } else { open };
    let mut ports: Vec<u16> = chosen.into_iter().map(SocketAddr::port).collect();
    ports.sort_unstable();
    ports.dedup();
    ports.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

fn is_loopback(address: IpAddr) -> bool {
    address.is_loopback()
}

/// The end of a log, for a detail.
fn last_words(log: &str) -> String {
    let lines: Vec<&str> = log.lines().map(str::trim_end).filter(|line| !line.is_empty()).collect();
    if lines.is_empty() {
        return "; it said nothing".to_owned();
    }
    format!("; its last words:\n{}", lines[lines.len().saturating_sub(LINES)..].join("\n"))
}
