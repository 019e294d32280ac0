//! Where the program listens: port, interface, and the variables that set them.

use std::ops::Range;

use super::code::Code;
use super::source::Source;
use super::value::{Piece, Value};
use crate::answers::Evidence;
use crate::detect::Finding;

/// Paths of functions that open the port at their first argument.
const OPENERS: &[&[&str]] = &[
    &["TcpListener", "::", "bind", "("],
    &["TcpListener", "::", "new", "("],
    &["Server", "::", "bind", "("],
    &["Server", "::", "try_bind", "("],
    &["Server", "::", "http", "("],
    &["axum_server", "::", "bind", "("],
];

/// Methods that open the port at their first argument, and a word that the file has where it is a server's method.
const METHODS: &[(&[&str], &str)] = &[
    (&[".", "bind", "("], "HttpServer"),
    (&[".", "bind_auto_h2c", "("], "HttpServer"),
    (&[".", "run", "("], "warp"),
    (&[".", "serve", "("], "tonic"),
    (&[".", "listen", "("], "tide"),
];

/// Variables that name the port of the service, should a listener not be understood.
const VARIABLES: &[&str] = &["PORT", "HTTP_PORT", "SERVER_PORT", "APP_PORT", "LISTEN_PORT"];

/// One place where the program listens.
#[derive(Debug)]
struct Listener {
    port: Option<i64>,
    /// The interface, when it is known.
    host: Option<String>,
    host_variable: Option<(String, Evidence)>,
    port_variable: Option<(String, Evidence)>,
    evidence: Evidence,
}

/// What the listeners of the program say.
pub(super) fn findings(code: &Code<'_>) -> Vec<Finding> {
    if let Some((source, range)) = code.first(&[&["rocket", "::", "build", "("], &["#", "[", "launch", "]"]]) {
        return rocket(&source.evidence(range));
    }
    let mut listeners = listeners(code);
    if listeners.is_empty() {
        listeners.extend(by_name(code));
    }
    // A person can change a port that a variable sets: that is the service; a literal beside it is a side entrance.
    listeners.sort_by_key(|listener| listener.port_variable.is_none());
    let mut findings = ports(&listeners);
    let Some(first) = listeners.first() else { return findings };
    if let Some((variable, evidence)) = &first.port_variable {
        findings.push(Finding::sure("port-variable", variable.as_str(), evidence.clone()));
    }
    if let Some((variable, evidence)) = &first.host_variable {
        findings.push(Finding::sure("host-variable", variable.as_str(), evidence.clone()));
    }
    if listeners.iter().all(|listener| listener.host.as_deref().is_some_and(is_loopback)) {
        let evidence = first.host_variable.as_ref().map_or(&first.evidence, |(_, evidence)| evidence);
        findings.push(Finding::sure("loopback", true, evidence.clone()));
    }
    findings
}

/// Rocket reads its own variables, and listens on 127.0.0.1:8000 without them.
fn rocket(evidence: &Evidence) -> Vec<Finding> {
    vec![
        Finding::sure("port", 8000, evidence.clone()),
        Finding::sure("port-variable", "ROCKET_PORT", evidence.clone()),
        Finding::sure("host-variable", "ROCKET_ADDRESS", evidence.clone()),
        Finding::sure("loopback", true, evidence.clone()),
    ]
}

/// The port, or the doubt between several.
fn ports(listeners: &[Listener]) -> Vec<Finding> {
    let mut ports: Vec<(i64, Evidence)> = Vec::new();
    for listener in listeners {
        let Some(port) = listener.port else { continue };
        if ports.iter().all(|(known, _)| *known != port) {
            let evidence = listener.port_variable.as_ref().map_or(&listener.evidence, |(_, evidence)| evidence);
            ports.push((port, evidence.clone()));
        }
    }
    match &ports[..] {
        [] => Vec::new(),
        [(port, evidence)] => vec![Finding::sure("port", *port, evidence.clone())],
        several => {
            let candidates = several.iter().map(|(port, evidence)| ((*port).into(), evidence.clone()));
            vec![Finding::doubt("port", candidates.collect())]
        }
    }
}

/// Every listener whose address says something, in the order of files and lines.
fn listeners(code: &Code<'_>) -> Vec<Listener> {
    let mut found = Vec::new();
    let is_used = |word: &str| code.sources.iter().any(|source| source.find(&[word]).next().is_some());
    let methods: Vec<&[&str]> = METHODS.iter().filter(|(_, word)| is_used(word)).map(|(method, _)| *method).collect();
    for source in &code.sources {
        for at in source.places() {
            let Some(open) = opening(&methods, source, at) else { continue };
            let Some(range) = source.arguments(open).into_iter().next() else { continue };
            let values = code.evaluate(source, &range);
            found.extend(values.iter().filter_map(|value| Listener::new(value, source.evidence(at..range.end + 1))));
        }
    }
    found
}

/// The bracket of a call at `at` that opens a port; `methods` are those that do in this code.
fn opening(methods: &[&[&str]], source: &Source<'_>, at: usize) -> Option<usize> {
    let mut calls = OPENERS.iter().chain(methods);
    calls.find(|path| source.tokens.is_sequence(at, path)).map(|path| at + path.len() - 1)
}

/// The variables that by their names must be the port, where no listener was understood.
fn by_name(code: &Code<'_>) -> Option<Listener> {
    code.sources.iter().find_map(|source| {
        let reads = source.places().find(|at| {
            let is_call = source.tokens.is(at + 1, "(") && matches!(source.tokens.word(*at), Some("var" | "var_os"));
            is_call && source.tokens.text(at + 2).is_some_and(|name| VARIABLES.contains(&name))
        })?;
        let statement = expression_around(source, reads);
        let port = code.evaluate(source, &statement).into_iter().next()?;
        let value = Value::join([Value::literal("unknown:"), port]);
        Listener::new(&value, source.evidence(statement)).map(|listener| Listener { host: None, ..listener })
    })
}

/// The expression with all its methods that the call at `at` is a part of.
fn expression_around(source: &Source<'_>, at: usize) -> Range<usize> {
    let tokens = &source.tokens;
    let mut start = at;
    while start >= 2 && tokens.is(start - 1, "::") {
        start -= 2;
    }
    let mut end = at;
    while end < tokens.len() && ![";", ",", ")", "}", "{"].iter().any(|stop| tokens.is(end, stop)) {
        end = tokens.close(end).max(end) + 1;
    }
    start..end.min(tokens.len())
}

impl Listener {
    /// Reads an address; `None` where it says nothing.
    fn new(value: &Value, evidence: Evidence) -> Option<Self> {
        let pieces = &value.pieces;
        let colon = pieces.iter().rposition(|piece| piece.text.as_deref().is_some_and(|text| text.contains(':')))?;
        let whole = &pieces[colon];
        let (head, tail) = whole.text.as_deref()?.rsplit_once(':')?;
        let host = text(&pieces[..colon]).map(|host| host + head);
        let port = text(&pieces[colon + 1..]).and_then(|rest| format!("{tail}{rest}").parse::<u16>().ok());
        let variable = |pieces: &[Piece]| pieces.iter().find_map(|piece| piece.variable.clone());
        let port_variable = variable(&pieces[colon + 1..]);
        // Port 0 is any free port: a test, not a service.
        let port = port.filter(|port| *port > 0).map(i64::from);
        if port.is_none() && port_variable.is_none() {
            return None;
        }
        Some(Self { port, host, host_variable: variable(&pieces[..colon]), port_variable, evidence })
    }
}

/// The pieces as one text, when all are known.
fn text(pieces: &[Piece]) -> Option<String> {
    pieces.iter().map(|piece| piece.text.as_deref()).collect()
}

/// Whether nothing outside the container can reach this interface.
fn is_loopback(host: &str) -> bool {
    let host = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || host == "::1" || host.starts_with("127.")
}
