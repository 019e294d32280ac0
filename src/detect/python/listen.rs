//! Where the program listens: port, interface, and the variables that set them.

use std::ops::Range;

use super::project::Project;
use super::source::{Call, Source};
use super::start::Start;
use super::value::{Value, evaluate};
use crate::answers::{self, Evidence};
use crate::detect::Finding;

/// Where a call says host and port.
enum Place {
    /// One argument `(host, port)`.
    Pair(usize),
    /// Two arguments, by position; both have names as well. Then the host where none is given.
    Two(usize, usize, &'static str),
}

/// Calls that open a port: name, place, port where none is given. Nothing is given by position at 9.
const LISTENERS: &[(&str, Place, &str)] = &[
    ("http.server.HTTPServer", Place::Pair(0), ""),
    ("http.server.ThreadingHTTPServer", Place::Pair(0), ""),
    ("socketserver.TCPServer", Place::Pair(0), ""),
    ("socketserver.ThreadingTCPServer", Place::Pair(0), ""),
    ("gevent.pywsgi.WSGIServer", Place::Pair(0), ""),
    ("wsgiref.simple_server.make_server", Place::Two(0, 1, ""), ""),
    ("asyncio.start_server", Place::Two(1, 2, ""), ""),
    ("uvicorn.run", Place::Two(9, 9, "127.0.0.1"), "8000"),
    ("uvicorn.Config", Place::Two(9, 9, "127.0.0.1"), "8000"),
    ("waitress.serve", Place::Two(9, 9, ""), "8080"),
    ("aiohttp.web.run_app", Place::Two(9, 9, ""), "8080"),
    ("bottle.run", Place::Two(9, 9, "127.0.0.1"), "8080"),
];

/// Frameworks whose application object has a method that opens the port, with the host where none is given.
const OBJECTS: &[(&str, &str)] = &[
    ("flask.Flask", "127.0.0.1"),
    ("quart.Quart", "127.0.0.1"),
    ("sanic.Sanic", "127.0.0.1"),
    ("bottle.Bottle", "127.0.0.1"),
    ("apiflask.APIFlask", "127.0.0.1"),
    ("robyn.Robyn", "127.0.0.1"),
];

/// Servers that end by themselves on SIGTERM, also as process 1.
const STOPPING: &[&str] = &["gunicorn", "uvicorn", "hypercorn", "granian", "daphne"];

/// One place where the program listens.
struct Listener {
    port: Value,
    host: Value,
    evidence: Evidence,
}

/// Whether a call opens a port.
pub(super) fn is_listener(call: &Call<'_, '_>) -> bool {
    let name = call.name();
    LISTENERS.iter().any(|(known, ..)| *known == name)
        || matches!(call.last(), "run" | "listen" | "serve_forever" | "run_app")
}

/// Whether a call starts the server that a framework brings along: `app.run()`, `bottle.run(app)`.
pub(super) fn runs_framework(sources: &[Source<'_>], call: &Call<'_, '_>) -> bool {
    let is_method = || call.written().strip_suffix(".run").is_some_and(|object| made_by(sources, object).is_some());
    call.name() == "bottle.run" || is_method()
}

/// `port` and, where the program opens it itself, what changes it; `handles-stop`.
pub(super) fn findings(sources: &[Source<'_>], start: &Start, project: &Project) -> Vec<Finding> {
    let listeners: Vec<Listener> =
        sources.iter().flat_map(Source::calls).filter_map(|call| listener(sources, &call)).collect();
    let mut findings = ports(&listeners);
    let first = listeners.iter().find(|one| one.port.variable.is_some()).or(listeners.first());
    if let Some(first) = first.filter(|_| start.is_own) {
        for (question, value) in [("port-variable", &first.port), ("host-variable", &first.host)] {
            if let Some((variable, evidence)) = &value.variable {
                findings.push(Finding::sure(question, variable.as_str(), evidence.clone()));
            }
        }
        if listeners.iter().all(|one| one.host.text.as_deref().is_some_and(is_loopback)) {
            findings.push(Finding::sure("loopback", true, first.evidence.clone()));
        }
    }
    let stops = match &start.server {
        Some((server, evidence)) => STOPPING.contains(server).then(|| evidence.clone()),
        None => sources.iter().find_map(|source| handler(source, start, project)),
    };
    findings.extend(stops.map(|evidence| Finding::sure("handles-stop", true, evidence)));
    findings
}

/// The port, or the ports in doubt.
fn ports(listeners: &[Listener]) -> Vec<Finding> {
    let mut candidates: Vec<(answers::Value, Evidence)> = Vec::new();
    for one in listeners {
        let port = one.port.text.as_deref().and_then(|text| text.replace('_', "").parse::<u16>().ok());
        if let Some(port) = port.filter(|port| *port > 0).map(|port| answers::Value::from(i64::from(port)))
            && candidates.iter().all(|(known, _)| *known != port)
        {
            candidates.push((port, one.evidence.clone()));
        }
    }
    match candidates.as_slice() {
        [] => Vec::new(),
        [(port, evidence)] => vec![Finding::sure("port", port.clone(), evidence.clone())],
        _ => vec![Finding::doubt("port", candidates)],
    }
}

fn listener(sources: &[Source<'_>], call: &Call<'_, '_>) -> Option<Listener> {
    let value = |range: Option<Range<usize>>, default: &str| match range {
        Some(range) if call.source.tokens.is(range.start, "None") => literal(""),
        Some(range) => evaluate(sources, call.source, range),
        None => literal(default),
    };
    let name = call.name();
    if let Some((_, place, default)) = LISTENERS.iter().find(|(known, ..)| *known == name) {
        let (port, host) = match place {
            Place::Pair(nth) => pair(sources, call, call.positional(*nth)?)?,
            Place::Two(host, port, usual) => {
                (value(call.argument(*port, "port"), default), value(call.argument(*host, "host"), usual))
            }
        };
        return Some(Listener { port, host, evidence: call.evidence() });
    }
    let written = call.written();
    let object = written.strip_suffix(".run")?;
    let usual = made_by(sources, object)?;
    Some(Listener {
        port: value(call.argument(1, "port"), ""),
        host: value(call.argument(0, "host"), usual),
        evidence: call.evidence(),
    })
}

/// The host that the framework takes whose object is called `name`.
fn made_by(sources: &[Source<'_>], name: &str) -> Option<&'static str> {
    let object = name.rsplit('.').next().unwrap_or(name);
    sources.iter().find_map(|source| {
        source.assigned(object).into_iter().find_map(|range| {
            let call = Call::whole(source, &range)?;
            let name = call.name();
            let known = OBJECTS.iter().find(|(known, _)| *known == name).map(|(_, host)| *host);
            known.or_else(|| matches!(call.last(), "create_app" | "make_app" | "get_app").then_some("127.0.0.1"))
        })
    })
}

/// Host and port of an address `("", 8080)`, which a name may stand for.
fn pair(sources: &[Source<'_>], call: &Call<'_, '_>, range: Range<usize>) -> Option<(Value, Value)> {
    let tokens = &call.source.tokens;
    let mut range = range;
    if let Some(name) = tokens.word(range.start).filter(|_| range.len() == 1) {
        range = call.source.assigned(name).into_iter().next()?;
    }
    tokens.is(range.start, "(").then_some(())?;
    let parts = tokens.split(range.start + 1..tokens.close(range.start), ",");
    let [host, port] = parts.as_slice() else { return None };
    Some((evaluate(sources, call.source, port.clone()), evaluate(sources, call.source, host.clone())))
}

/// Where the program ends by itself on SIGTERM: a handler, or a server that brings one.
fn handler(source: &Source<'_>, start: &Start, project: &Project) -> Option<Evidence> {
    let brings = |name: &str| {
        matches!(name, "uvicorn.run" | "aiohttp.web.run_app" | "uvicorn.Server" | "hypercorn.asyncio.serve")
            && project.needs(name.split('.').next().unwrap_or_default()).is_some()
    };
    let mut calls = source.calls().filter(|_| start.is_own);
    let found = calls.find(|call| {
        let name = call.name();
        let first = call.positional(0).unwrap_or_default();
        let is_term = first.clone().any(|at| call.source.tokens.is(at, "SIGTERM"));
        brings(&name) || (is_term && (name == "signal.signal" || call.last() == "add_signal_handler"))
    })?;
    Some(found.evidence())
}

fn literal(text: &str) -> Value {
    Value { text: Some(text.to_owned()), variable: None }
}

/// Whether nothing outside the container can reach this interface.
fn is_loopback(host: &str) -> bool {
    host == "localhost" || host == "::1" || host.starts_with("127.")
}
