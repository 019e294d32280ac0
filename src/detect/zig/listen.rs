//! Where the program listens: port, interface, and the variables that set them.

use std::ops::Range;

use super::source::Source;
use super::value::Value;
use crate::answers::Evidence;
use crate::detect::Finding;

/// Functions that make an address of an interface and a port, with the places of both among the arguments. `resolve`
/// takes an `Io` first.
const ADDRESSES: &[(&str, usize, usize)] = &[
    ("parseIp", 0, 1),
    ("parseIp4", 0, 1),
    ("parseIp6", 0, 1),
    ("resolveIp", 0, 1),
    ("resolveIp6", 1, 2),
    ("initIp4", 0, 1),
    ("initIp6", 0, 1),
    ("parse", 0, 1),
    ("resolve", 1, 2),
];

/// Packages whose server takes `.port` in its options.
const FRAMEWORKS: &[&str] = &["httpz", "zap", "tokamak", "jetzig", "zinc", "dusty"];

/// One place where the program listens.
struct Listener {
    port: Value,
    host: Value,
    evidence: Evidence,
}

/// What the program says about where it listens.
pub(super) fn findings(program: &[&Source<'_>]) -> Vec<Finding> {
    let serves = |source: &Source<'_>| {
        ["listen", "bind", "listenAndServe", "start"].iter().any(|name| source.calls(name).next().is_some())
    };
    if !program.iter().any(|source| serves(source)) {
        return Vec::new();
    }
    let mut listeners: Vec<Listener> = program.iter().flat_map(|source| listeners(program, source)).collect();
    // A port that a variable sets is the service; a literal beside it is a side entrance.
    listeners.sort_by_key(|listener| listener.port.variable.is_none());
    let mut findings = ports(&listeners);
    let Some(first) = listeners.first() else { return findings };
    if let Some((variable, evidence)) = &first.port.variable {
        findings.push(Finding::sure("port-variable", variable.as_str(), evidence.clone()));
        findings.push(Finding::sure("port-form", "port", evidence.clone()));
    }
    if let Some((variable, evidence)) = &first.host.variable {
        findings.push(Finding::sure("host-variable", variable.as_str(), evidence.clone()));
    }
    if listeners.iter().all(|listener| listener.host.text.as_deref().is_some_and(is_loopback)) {
        findings.push(Finding::sure("loopback", true, first.evidence.clone()));
    }
    findings
}

/// The port, or the doubt between several.
fn ports(listeners: &[Listener]) -> Vec<Finding> {
    let mut ports: Vec<(i64, Evidence)> = Vec::new();
    for listener in listeners {
        let port = listener.port.text.as_ref().and_then(|text| text.replace('_', "").parse::<u16>().ok());
        let Some(port) = port.filter(|port| *port > 0).map(i64::from) else { continue };
        if ports.iter().all(|(known, _)| *known != port) {
            let variable = listener.port.variable.as_ref().map(|(_, evidence)| evidence.clone());
            ports.push((port, variable.unwrap_or_else(|| listener.evidence.clone())));
        }
    }
    match ports.as_slice() {
        [] => Vec::new(),
        [(port, evidence)] => vec![Finding::sure("port", *port, evidence.clone())],
        several => {
            let candidate = |(port, evidence): &(i64, Evidence)| ((*port).into(), evidence.clone());
            vec![Finding::doubt("port", several.iter().map(candidate).collect())]
        }
    }
}

/// The listeners of one file.
fn listeners(program: &[&Source<'_>], source: &Source<'_>) -> Vec<Listener> {
    let mut found = Vec::new();
    for at in 0..source.tokens.len() {
        found.extend(address(program, source, at).or_else(|| shorthand(program, source, at)));
    }
    let frameworks = source.calls("@import").filter_map(|at| source.text_at(source.arguments(at).first()?));
    if frameworks.into_iter().any(|name| FRAMEWORKS.contains(&name)) {
        found.extend(options(program, source));
    }
    found
}

/// `Address.parseIp("0.0.0.0", 8080)` and its like.
fn address(program: &[&Source<'_>], source: &Source<'_>, at: usize) -> Option<Listener> {
    let tokens = &source.tokens;
    let (name, host, port) = ADDRESSES.iter().find(|(name, _, _)| tokens.is(at, name) && tokens.is(at + 1, "("))?;
    let is_method = tokens.is_before(at, ".");
    let of_address = at >= 2 && tokens.word(at - 2).is_some_and(|holder| holder.ends_with("Address"));
    if !is_method || (matches!(*name, "parse" | "resolve") && !of_address) {
        return None;
    }
    let arguments = source.arguments(at);
    let (host, port) = (arguments.get(*host)?.clone(), arguments.get(*port)?.clone());
    let host = numbers(source, host.clone())
        .map_or_else(|| Value::of(program, source, host), |text| Value { text: Some(text), variable: None });
    // A name or an address of somewhere else is what a client connects to.
    let is_own = host.text.as_deref().is_none_or(|text| is_loopback(text) || is_anywhere(text));
    let evidence = source.evidence(source.call_range(at));
    is_own.then(|| Listener { port: Value::of(program, source, port), host, evidence })
}

/// `.unspecified(8080)`, `.loopback(8080)`, and `.all(8080)`, `.localhost(8080)` of packages.
fn shorthand(program: &[&Source<'_>], source: &Source<'_>, at: usize) -> Option<Listener> {
    let tokens = &source.tokens;
    let host = match tokens.word(at).filter(|_| tokens.is_before(at, ".") && tokens.is(at + 1, "("))? {
        "unspecified" | "all" => "0.0.0.0",
        "loopback" | "localhost" => "127.0.0.1",
        _ => return None,
    };
    let [port] = source.arguments(at).try_into().ok()?;
    let port = Value::of(program, source, port);
    let is_port = port.variable.is_some() || port.text.as_deref().is_some_and(|text| text.parse::<u16>().is_ok());
    let host = Value { text: Some(host.to_owned()), variable: None };
    is_port.then(|| Listener { port, host, evidence: source.evidence(source.call_range(at)) })
}

/// `.port = 8080` in the options of a server, with `.address` or `.interface` beside it.
fn options(program: &[&Source<'_>], source: &Source<'_>) -> Vec<Listener> {
    let tokens = &source.tokens;
    let fields = tokens.find(&[".", "port", "="]).filter_map(|at| Some((at, tokens.open(at)?)));
    fields
        .filter(|(_, open)| tokens.is(*open, "{"))
        .filter_map(|(at, open)| {
            let port = source.field(open, "port")?;
            let host = ["address", "interface", "host", "bind"].iter().find_map(|name| source.field(open, name));
            let evidence = source.evidence(at..port.end);
            let host = host.map(|range| Value::of(program, source, range)).unwrap_or_default();
            Some(Listener { port: Value::of(program, source, port), host, evidence })
        })
        .collect()
}

/// The address in `.{ 127, 0, 0, 1 }` or `[4]u8{ 127, 0, 0, 1 }`, or in a constant that is one.
fn numbers(source: &Source<'_>, range: Range<usize>) -> Option<String> {
    let tokens = &source.tokens;
    let declared = tokens.word(range.start).filter(|_| range.len() == 1).and_then(|name| source.declared(name));
    let range = declared.unwrap_or(range);
    let open = range.into_iter().find(|at| tokens.is(*at, "{"))?;
    let parts = tokens.split(open + 1..tokens.close(open), ",");
    let parts: Vec<&str> = parts.into_iter().filter_map(|part| tokens.number(part.start)).collect();
    (parts.len() == 4).then(|| parts.join("."))
}

fn is_loopback(host: &str) -> bool {
    host == "localhost" || host == "::1" || host.starts_with("127.")
}

fn is_anywhere(host: &str) -> bool {
    matches!(host, "0.0.0.0" | "::" | "*" | "")
}
