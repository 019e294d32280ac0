//! Where the program listens: port, interface, and the variables that set them.

use super::framework::{self, Framework};
use super::module::Module;
use super::settings::{Found, Settings};
use super::source::Source;
use super::value::{Value, evaluate};
use crate::answers::Evidence;
use crate::detect::Finding;

/// Variables that name the port of the service, should a listener not be understood.
const VARIABLES: &[&str] = &["PORT", "HTTP_PORT", "SERVER_PORT", "APP_PORT", "LISTEN_PORT"];

/// One place where the program listens.
#[derive(Debug, Default)]
struct Listener {
    port: Option<(i64, Evidence)>,
    port_variable: Option<(String, Evidence)>,
    host: Option<(String, Evidence)>,
    host_variable: Option<(String, Evidence)>,
}

/// What the module says of its port, by its framework's settings or by its source.
pub(super) fn findings(module: &Module, settings: &Settings, sources: &[&Source<'_>]) -> Vec<Finding> {
    let listener = match framework::find(module) {
        Some((framework, used)) => vec![by_framework(framework, settings, &used.evidence)],
        None => [by_ktor(settings), in_sources(sources)].into_iter().find(|list| !list.is_empty()).unwrap_or_default(),
    };
    describe(&listener)
}

/// Settings of Spring Boot, Quarkus or Micronaut: a variable of theirs sets the port whatever the project does.
fn by_framework(framework: &Framework, settings: &Settings, used: &Evidence) -> Listener {
    let port = settings.get(framework.port);
    let host = settings.get(framework.host);
    let evidence = port.as_ref().map_or_else(|| used.clone(), |port| port.evidence.clone());
    let own = |found: &Option<Found>| found.as_ref().and_then(|found| found.variable.clone());
    let number = match &port {
        Some(found) => found.value.as_ref().and_then(|value| value.parse().ok()),
        None => Some(framework::PORT),
    };
    let host_variable = own(&host).unwrap_or_else(|| framework.host_variable.to_owned());
    Listener {
        port: number.filter(|port| *port > 0).map(|port| (port, evidence.clone())),
        port_variable: Some((own(&port).unwrap_or_else(|| framework.port_variable.to_owned()), evidence)),
        host_variable: host.as_ref().map(|host| (host_variable, host.evidence.clone())),
        host: host.and_then(|host| Some((host.value?, host.evidence))),
    }
}

/// Ktor's `application.conf` or `application.yaml`.
fn by_ktor(settings: &Settings) -> Vec<Listener> {
    let Some(port) = settings.get("ktor.deployment.port") else { return Vec::new() };
    let host = settings.get("ktor.deployment.host");
    let number = port.value.as_ref().and_then(|value| value.parse().ok());
    let seen = |found: &Found, text: Option<String>| text.map(|text| (text, found.evidence.clone()));
    vec![Listener {
        port: number.map(|number| (number, port.evidence.clone())),
        port_variable: seen(&port, port.variable.clone()),
        host_variable: host.as_ref().and_then(|host| seen(host, host.variable.clone())),
        host: host.as_ref().and_then(|host| seen(host, host.value.clone())),
    }]
}

/// Every listener in the source; where none is understood, a variable whose name tells.
fn in_sources(sources: &[&Source<'_>]) -> Vec<Listener> {
    let mut found: Vec<Listener> = sources.iter().flat_map(|source| calls(source)).collect();
    if found.is_empty() {
        found.extend(sources.iter().find_map(|source| telling(source)));
    }
    // What a person can set is the service; a literal beside it is a side entrance.
    found.sort_by_key(|listener| listener.port_variable.is_none());
    found
}

/// The calls of one file that open a port.
fn calls(source: &Source<'_>) -> Vec<Listener> {
    let tokens = &source.tokens;
    let mut found = Vec::new();
    for at in (0..tokens.len()).filter(|&at| tokens.is(at + 1, "(")) {
        let Some(name) = tokens.word(at) else { continue };
        let is_method = tokens.is_before(at, ".");
        let arguments = source.arguments(at + 1);
        let last = arguments.len().saturating_sub(1);
        // Which arguments are the port and the host.
        let (port, host) = match name {
            "InetSocketAddress" if !is_client(source, at) => (last, (last == 1).then_some(0)),
            "ServerSocket" => (0, (arguments.len() == 3).then_some(2)),
            "embeddedServer" => (1, Some(2)),
            "start" if is_method && source.imports("io.javalin") => (last, (last == 1).then_some(0)),
            "listen" if is_method && source.imports("io.vertx") => (0, (last == 1).then_some(1)),
            "addHttpListener" if is_method => (0, Some(1)),
            "port" if is_method && source.imports("io.helidon") => (0, None),
            "port" if !is_method && source.imports("spark") => (0, None),
            "forPort" if is_method => (0, None),
            "Server" if source.imports("org.eclipse.jetty") => (0, None),
            _ => continue,
        };
        let named = |name: &str| {
            let is_it =
                |range: &&std::ops::Range<usize>| tokens.is(range.start, name) && tokens.is(range.start + 1, "=");
            arguments.iter().find(is_it).map(|range| range.start + 2..range.end)
        };
        let is_named =
            |range: &std::ops::Range<usize>| tokens.word(range.start).is_some() && tokens.is(range.start + 1, "=");
        let nth = |nth: usize| arguments.get(nth).filter(|range| !is_named(range)).cloned();
        let evidence = source.evidence(at..tokens.close(at + 1) + 1);
        let port = named("port").or_else(|| nth(port)).map(|range| evaluate(source, range));
        let host = named("host").or_else(|| host.and_then(nth)).map(|range| evaluate(source, range));
        found.extend(port.and_then(|port| Listener::new(&port, host.as_ref(), &evidence)));
    }
    found
}

/// Whether the address at `at` is one that the program connects to.
fn is_client(source: &Source<'_>, at: usize) -> bool {
    let tokens = &source.tokens;
    let around = tokens.open(at).and_then(|open| open.checked_sub(1)).and_then(|name| tokens.word(name));
    matches!(around, Some("connect" | "Proxy"))
}

/// A variable that by its name must be the port.
fn telling(source: &Source<'_>) -> Option<Listener> {
    let tokens = &source.tokens;
    tokens.find(&["getenv"]).find_map(|at| {
        let end = (at..tokens.len()).find(|&end| tokens.is(end, ";") || tokens.line(end) > tokens.line(at) + 1);
        let value = evaluate(source, at..end.unwrap_or(tokens.len()));
        let (name, evidence) = value.variable.clone()?;
        VARIABLES.contains(&name.as_str()).then(|| Listener::new(&value, None, &evidence)).flatten()
    })
}

impl Listener {
    /// Nothing is known where neither a port nor a variable is.
    fn new(port: &Value, host: Option<&Value>, evidence: &Evidence) -> Option<Self> {
        let number = port.port();
        if number.is_none() && port.variable.is_none() {
            return None;
        }
        let seen = port.variable.as_ref().map_or(evidence, |(_, evidence)| evidence);
        Some(Self {
            port: number.map(|number| (number, seen.clone())),
            port_variable: port.variable.clone(),
            host: host.and_then(|host| Some((host.text()?.to_owned(), evidence.clone()))),
            host_variable: host.and_then(|host| host.variable.clone()),
        })
    }
}

/// The listeners as answers.
fn describe(listeners: &[Listener]) -> Vec<Finding> {
    let mut ports: Vec<&(i64, Evidence)> = Vec::new();
    for port in listeners.iter().filter_map(|listener| listener.port.as_ref()) {
        if ports.iter().all(|known| known.0 != port.0) {
            ports.push(port);
        }
    }
    let mut findings = Vec::new();
    match &ports[..] {
        [] => {}
        [(port, evidence)] => findings.push(Finding::sure("port", *port, evidence.clone())),
        several => {
            let candidates = several.iter().map(|(port, evidence)| ((*port).into(), evidence.clone())).collect();
            findings.push(Finding::doubt("port", candidates));
        }
    }
    let Some(first) = listeners.first() else { return findings };
    let text = |question, found: &Option<(String, Evidence)>| {
        found.as_ref().map(|(text, evidence)| Finding::sure(question, text.as_str(), evidence.clone()))
    };
    findings.extend(text("port-variable", &first.port_variable));
    findings.extend(text("host-variable", &first.host_variable));
    let is_local = |listener: &Listener| listener.host.as_ref().is_some_and(|(host, _)| is_loopback(host));
    if let Some((_, evidence)) = first.host.as_ref().filter(|_| listeners.iter().all(is_local)) {
        findings.push(Finding::sure("loopback", true, evidence.clone()));
    }
    findings
}

/// Whether nothing outside the container can reach this interface.
fn is_loopback(host: &str) -> bool {
    let host = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || host == "::1" || host.starts_with("127.")
}
