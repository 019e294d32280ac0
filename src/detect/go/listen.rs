//! Where the program listens: port, interface, and the variable or flag that sets them.

use std::ops::Range;

use super::call::Call;
use super::code::Code;
use super::source::Source;
use super::value::{Piece, Value};
use crate::answers::Evidence;
use crate::detect::Finding;

/// Frameworks whose own method opens the port: import path, methods.
const FRAMEWORKS: &[(&str, &[&str])] = &[
    ("github.com/gin-gonic/gin", &["Run", "RunTLS"]),
    ("github.com/labstack/echo", &["Start", "StartTLS", "StartAutoTLS"]),
    ("github.com/gofiber/fiber", &["Listen", "ListenTLS"]),
    ("github.com/kataras/iris", &["Listen"]),
];

/// Variables and flags that name the port of the service, should a listener not be understood.
const VARIABLES: &[&str] = &[
    "PORT",
    "HTTP_PORT",
    "SERVER_PORT",
    "APP_PORT",
    "LISTEN_PORT",
    "ADDR",
    "HTTP_ADDR",
    "LISTEN",
    "LISTEN_ADDR",
    "BIND_ADDR",
];
const FLAGS: &[&str] = &["port", "http-port", "addr", "address", "http", "http-addr", "listen", "listen-addr", "bind"];

/// One place where the program listens.
#[derive(Debug)]
struct Listener {
    port: Option<i64>,
    /// The interface, when it is known; empty for all of them.
    host: Option<String>,
    host_setting: Option<Piece>,
    port_setting: Option<Piece>,
    /// Whether the setting holds host and port together.
    is_address: bool,
    evidence: Evidence,
}

/// Whether the code opens a port, known or not.
pub(super) fn opens_a_port(code: &Code<'_, '_>) -> bool {
    let (known, are_all) = listeners(code);
    !known.is_empty() || !are_all
}

/// What the listeners of the program say.
pub(super) fn findings(code: &Code<'_, '_>) -> Vec<Finding> {
    let (mut listeners, are_all) = listeners(code);
    if !are_all || listeners.is_empty() {
        listeners.splice(0..0, settings(code));
    }
    // A person can change a port that a variable sets: that is the service; a literal beside it is a side entrance.
    let is_free = |listener: &Listener| listener.port_setting.as_ref().is_some_and(|piece| piece.variable.is_some());
    listeners.sort_by_key(|listener| !is_free(listener));
    let mut findings = ports(&listeners);
    let Some(first) = listeners.first() else { return findings };
    if let Some(setting) = &first.port_setting {
        let seen = || setting.evidence.clone().unwrap_or_else(|| first.evidence.clone());
        if let Some(variable) = &setting.variable {
            findings.push(Finding::sure("port-variable", variable.as_str(), seen()));
        }
        if let Some(flag) = &setting.flag {
            findings.push(Finding::sure("port-flag", flag.as_str(), seen()));
        }
        findings.push(Finding::sure("port-form", if first.is_address { "address" } else { "port" }, seen()));
    }
    let host = first.host_setting.as_ref().and_then(|piece| Some((piece.variable.as_deref()?, piece)));
    if let Some((variable, piece)) = host {
        let seen = piece.evidence.clone().unwrap_or_else(|| first.evidence.clone());
        findings.push(Finding::sure("host-variable", variable, seen));
    }
    if listeners.iter().all(|listener| listener.host.as_deref().is_some_and(is_loopback)) {
        let piece = first.host_setting.as_ref().or(first.port_setting.as_ref().filter(|_| first.is_address));
        let seen = piece.and_then(|piece| piece.evidence.clone()).unwrap_or_else(|| first.evidence.clone());
        findings.push(Finding::sure("loopback", true, seen));
    }
    findings
}

/// The port, or the doubt between several.
fn ports(listeners: &[Listener]) -> Vec<Finding> {
    let mut ports: Vec<(i64, Evidence)> = Vec::new();
    for listener in listeners {
        let Some(port) = listener.port else { continue };
        if ports.iter().all(|(known, _)| *known != port) {
            let setting = listener.port_setting.as_ref().and_then(|piece| piece.evidence.clone());
            ports.push((port, setting.unwrap_or_else(|| listener.evidence.clone())));
        }
    }
    match &ports[..] {
        [] => Vec::new(),
        [(port, evidence)] => vec![Finding::sure("port", *port, evidence.clone())],
        several => {
            let candidate = |(port, evidence): &(i64, Evidence)| ((*port).into(), evidence.clone());
            vec![Finding::doubt("port", several.iter().map(candidate).collect())]
        }
    }
}

/// Every listener whose address says something, in the order of files and lines, and whether these are all.
fn listeners(code: &Code<'_, '_>) -> (Vec<Listener>, bool) {
    let mut found = Vec::new();
    let mut are_all = true;
    for source in &code.sources {
        for at in 0..source.tokens.len() {
            let call = Call::at(source, at);
            let address = match &call {
                Some(call) => of_call(code, call),
                None => server_address(source, at).map(|range| (code.evaluate(source, range.clone()), range)),
            };
            let Some((value, range)) = address else { continue };
            let evidence = match &call {
                Some(call) => call.evidence(),
                None => source.evidence(range.start.saturating_sub(2)..range.end),
            };
            let listener = Listener::new(&value, evidence);
            are_all &= listener.is_some();
            found.extend(listener);
        }
    }
    (found, are_all)
}

/// The address that a call listens on.
fn of_call<'s, 'a>(code: &Code<'s, 'a>, call: &Call<'s, 'a>) -> Option<(Value, Range<usize>)> {
    let arguments = call.arguments();
    let http = ["net/http", "github.com/valyala/fasthttp"];
    let nth = if http.iter().any(|path| call.is(path, &["ListenAndServe", "ListenAndServeTLS"])) {
        0
    } else if call.name() == "Listen" && ["tcp", "tcp4"].iter().any(|tcp| (0..2).any(|nth| call.text(nth) == Some(tcp)))
    {
        if call.text(0).is_some() { 1 } else { 2 }
    } else if call.is_qualified() && call.package().is_none() {
        let opens = |(path, names): &&(&str, &[&str])| names.contains(&call.name()) && code.uses(path);
        let (path, _) = FRAMEWORKS.iter().find(opens)?;
        if arguments.is_empty() && path.ends_with("/gin") && call.source.uses(path) && !call.source.uses("os/exec") {
            let port = Value::variable("PORT", Some("8080".to_owned()), None);
            return Some((Value::join([Value::literal(":"), port]), call.range()));
        }
        0
    } else {
        return None;
    };
    let range = arguments.into_iter().nth(nth)?;
    Some((code.evaluate(call.source, range.clone()), range))
}

/// The address in `http.Server{Addr: …}` that opens at `at`, or in `server.Addr = …`.
fn server_address(source: &Source<'_>, at: usize) -> Option<Range<usize>> {
    let tokens = &source.tokens;
    if tokens.is(at, "Server") && tokens.is(at + 1, "{") && at >= 2 && tokens.is(at - 1, ".") {
        let package = source.import(tokens.word(at - 2)?)?;
        let fields = tokens.split(at + 2..tokens.close(at + 1), ",");
        let field =
            fields.into_iter().find(|field| tokens.is(field.start, "Addr") && tokens.is(field.start + 1, ":"))?;
        return (package == "net/http").then_some(field.start + 2..field.end);
    }
    if tokens.is(at, "Addr") && tokens.is(at + 1, "=") && at >= 2 && tokens.is(at - 1, ".") {
        let holder = tokens.word(at - 2)?.to_ascii_lowercase();
        return ["srv", "server"].iter().any(|name| holder.contains(name)).then(|| tokens.expression(at + 2));
    }
    None
}

/// The settings that by their names must be the port, where a listener was not understood.
fn settings(code: &Code<'_, '_>) -> Vec<Listener> {
    let telling = |name: &str| VARIABLES.contains(&name) || FLAGS.contains(&name);
    let calls = code.calls().filter(|call| (0..2).any(|nth| call.text(nth).is_some_and(telling)));
    let values = calls.map(|call| (code.evaluate(call.source, call.range()), call));
    let named = values.filter(|(value, _)| match &value.pieces[..] {
        [Piece { variable: Some(name), .. }] => VARIABLES.contains(&name.as_str()),
        [Piece { flag: Some(name), .. }] => FLAGS.contains(&name.as_str()),
        _ => false,
    });
    let listeners = named.filter_map(|(value, call)| Listener::new(&value, call.evidence()));
    // Without a default only the name can tell whether an address is meant.
    let is_port = |name: &Option<String>| name.as_ref().is_some_and(|name| name.to_ascii_lowercase().ends_with("port"));
    let is_bare = |piece: &Piece| piece.text.is_none() && (is_port(&piece.variable) || is_port(&piece.flag));
    let named = listeners.map(|listener| {
        let is_bare = listener.port_setting.as_ref().is_some_and(is_bare);
        Listener { is_address: listener.is_address && !is_bare, ..listener }
    });
    named.collect()
}

impl Listener {
    /// Reads an address; `None` where nothing is known about it.
    fn new(value: &Value, evidence: Evidence) -> Option<Self> {
        if value.is_unknown() {
            return None;
        }
        let colon = value.pieces.iter().rposition(|piece| piece.text.as_deref().is_some_and(|text| text.contains(':')));
        let (before, joint, after) = match colon {
            Some(at) => (&value.pieces[..at], Some(&value.pieces[at]), &value.pieces[at + 1..]),
            None => (&[][..], None, &value.pieces[..]),
        };
        let (head, tail) = joint.and_then(|piece| piece.text.as_deref()?.rsplit_once(':')).unwrap_or_default();
        let host = text(before).map(|host| host + head).filter(|_| joint.is_some());
        let port = text(after).map(|rest| format!("{tail}{rest}"));
        let whole = joint.filter(|piece| piece.is_setting());
        let port_setting = after.iter().find(|piece| piece.is_setting()).or(whole).cloned();
        // A variable alone, read where an address is due, holds an address unless its default is a bare number.
        let is_address = whole.is_some() || (joint.is_none() && port.is_none());
        let port = port.and_then(|port| match port.as_str() {
            "http" => Some(80),
            "https" => Some(443),
            digits => digits.parse::<u16>().ok().filter(|port| *port > 0).map(i64::from),
        });
        if port.is_none() && port_setting.is_none() {
            return None;
        }
        let host_setting = before.iter().find(|piece| piece.is_setting()).cloned();
        Some(Self { port, host, host_setting, port_setting, is_address, evidence })
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
