//! Where the program listens: port, interface, and the variables that set them.

use std::ops::Range;

use super::code::{Code, Value};
use super::package::Package;
use super::source::Source;
use crate::answers::{Evidence, Value as Answer};
use crate::detect::Finding;

/// Variables that name the port of the service, should a listener not be understood.
const VARIABLES: &[&str] = &["PORT", "APP_PORT", "SERVER_PORT", "HTTP_PORT", "LISTEN_PORT", "API_PORT"];

/// One place where the program listens.
struct Listener {
    port: Value,
    host: Option<Value>,
    /// Whether the framework takes the loopback interface where no host is given.
    is_shy: bool,
    evidence: Evidence,
}

impl Listener {
    /// Whether nothing outside the container reaches it.
    fn is_loopback(&self) -> bool {
        match &self.host {
            Some(host) if host.is_doubtful => false,
            Some(host) => host.literal.as_deref().is_some_and(|host| matches!(host, "127.0.0.1" | "localhost" | "::1")),
            None => self.is_shy,
        }
    }
}

/// What the listeners of the program say; `port` is one that the start script sets.
pub(super) fn findings(code: &Code<'_, '_>, package: &Package, port: Option<(i64, Evidence)>) -> Vec<Finding> {
    let mut listeners = listeners(code, package);
    listeners.sort_by_key(|listener| listener.port.variable.is_none());
    let mut findings = Vec::new();
    let mut ports: Vec<(i64, Evidence)> = port.into_iter().collect();
    if ports.is_empty() {
        for listener in &listeners {
            let seen = || listener.port.evidence.clone().unwrap_or_else(|| listener.evidence.clone());
            let Some(port) = listener.port.port() else { continue };
            if ports.iter().all(|(known, _)| *known != port) {
                ports.push((port, seen()));
            }
        }
        // A port that a variable sets is the service; a literal beside it is a side entrance.
        if listeners.first().is_some_and(|first| first.port.variable.is_some() && first.port.port().is_some()) {
            ports.truncate(1);
        }
    }
    match &ports[..] {
        [] => {}
        [(port, evidence)] => findings.push(Finding::sure("port", *port, evidence.clone())),
        several => findings.push(Finding::doubt(
            "port",
            several.iter().map(|(port, evidence)| (Answer::from(*port), evidence.clone())).collect(),
        )),
    }
    let variable = listeners.first().map_or_else(
        || setting(code),
        |first| {
            let variable = first.port.variable.clone()?;
            Some((variable, first.port.evidence.clone().unwrap_or_else(|| first.evidence.clone()), None))
        },
    );
    if let Some((variable, evidence, port)) = variable {
        findings.push(Finding::sure("port-variable", variable, evidence.clone()));
        findings.extend(port.filter(|_| ports.is_empty()).map(|port| Finding::sure("port", port, evidence)));
    }
    let Some(first) = listeners.first() else { return findings };
    if let Some((variable, host)) = first.host.as_ref().and_then(|host| Some((host.variable.clone()?, host))) {
        let seen = host.evidence.clone().unwrap_or_else(|| first.evidence.clone());
        findings.push(Finding::sure("host-variable", variable, seen));
    }
    if listeners.iter().all(Listener::is_loopback) {
        findings.push(Finding::sure("loopback", true, first.evidence.clone()));
    }
    findings
}

/// Every place where the program listens, in the order of files and lines.
fn listeners(code: &Code<'_, '_>, package: &Package) -> Vec<Listener> {
    let mut found = Vec::new();
    // Fastify takes the loopback interface unless told otherwise; Express and Node's own server take every one.
    let fastify = package.requires("fastify") && !package.requires("express");
    let is_shy = fastify || package.requires("@nestjs/platform-fastify");
    for (source, text, at) in code.calls(&["listen"]) {
        let arguments = Code::arguments(source, at);
        let Some(first) = arguments.first().filter(|_| at >= 3 && source.tokens.is(at - 3, ".")) else { continue };
        let evidence = source.evidence(text, at - 2, first.end.saturating_sub(1));
        let listener = if source.tokens.is(first.start, "{") {
            of_object(code, source, text, first, "host", evidence)
        } else {
            let host = arguments.get(1).filter(|range| is_host(source, range));
            let host = host.map(|range| code.evaluate(source, text, range.clone())).filter(|host| !is_number(host));
            Listener { port: code.evaluate(source, text, first.clone()), host, is_shy: false, evidence }
        };
        found.push(Listener { is_shy, ..listener });
    }
    let mut objects = Vec::new();
    if package.requires("@hono/node-server") {
        objects.push(("serve", "hostname"));
    }
    if package.requires("@hapi/hapi") {
        objects.extend([("server", "host"), ("Server", "host")]);
    }
    for (name, host) in objects {
        let names = [name];
        let calls: Vec<_> = code
            .sources
            .iter()
            .flat_map(|&(source, text)| {
                let called =
                    |at: &usize| source.tokens.is(*at, names[0]) && source.tokens.is_sequence(at + 1, &["(", "{"]);
                (0..source.tokens.len()).filter(called).map(move |at| (source, text, at + 2)).collect::<Vec<_>>()
            })
            .collect();
        for (source, text, at) in calls {
            let Some(first) = Code::arguments(source, at).into_iter().next() else { continue };
            let evidence = source.evidence(text, at - 2, first.end.saturating_sub(1));
            found.push(of_object(code, source, text, &first, host, evidence));
        }
    }
    found
}

fn of_object<'s, 'a>(
    code: &Code<'s, 'a>,
    source: &'s Source<'a>,
    text: &'a str,
    object: &Range<usize>,
    host: &str,
    evidence: Evidence,
) -> Listener {
    let value = |name: &str| Some(code.evaluate(source, text, Code::property(source, object, name)?));
    Listener { port: value("port").unwrap_or_default(), host: value(host), is_shy: false, evidence }
}

/// Whether the second argument may be an interface: not a function, not a number.
fn is_host(source: &Source<'_>, range: &Range<usize>) -> bool {
    let tokens = &source.tokens;
    let is_function =
        range.clone().any(|at| tokens.is(at, "=>") || tokens.is(at, "function") || tokens.is(at, "async"));
    !is_function && range.len() <= 12
}

fn is_number(value: &Value) -> bool {
    value.port().is_some() || (value.literal.is_none() && value.variable.is_none())
}

/// A variable of [`VARIABLES`] that the code reads somewhere, with its default.
fn setting(code: &Code<'_, '_>) -> Option<(String, Evidence, Option<i64>)> {
    for name in VARIABLES {
        for &(source, text) in &code.sources {
            let pattern = ["process", ".", "env", ".", name];
            let found = source.tokens.find(&pattern).next();
            if let Some(at) = found {
                let end = (at + 5..source.tokens.len()).find(|end| {
                    [",", ";", "}"].iter().any(|mark| source.tokens.is(*end, mark))
                        || source.tokens.line(*end) > source.tokens.line(at)
                });
                let value = code.evaluate(source, text, at..end.unwrap_or(source.tokens.len()));
                return Some(((*name).to_owned(), source.evidence(text, at, at + 4), value.port()));
            }
        }
    }
    None
}
