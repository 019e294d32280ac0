//! Where the program listens: port, interface, and the variable that sets them.

use std::collections::BTreeMap;

use super::code::{Call, Code, Value};
use crate::answers::Evidence;
use crate::detect::Finding;

/// Functions and methods that take a port: name, and which argument it is.
const PORTS: &[(&str, usize)] = &[
    ("htons", 0),
    ("getaddrinfo", 1),
    ("uv_ip4_addr", 1),
    ("uv_ip6_addr", 1),
    ("MHD_start_daemon", 1),
    ("evhttp_bind_socket", 2),
    ("evhttp_bind_socket_with_handle", 2),
    ("mg_http_listen", 1),
    ("mg_bind", 1),
    ("listen", 1),
    ("bind_to_port", 1),
    ("addListener", 1),
    ("port", 0),
    ("endpoint", 1),
    ("set_port", 0),
];

/// Variables that name the port or the interface.
const PORT_VARIABLES: &[&str] = &["PORT", "HTTP_PORT", "SERVER_PORT", "APP_PORT", "LISTEN_PORT"];
const HOST_VARIABLES: &[&str] = &["HOST", "BIND", "BIND_ADDR", "LISTEN_ADDR", "HTTP_HOST", "SERVER_HOST", "ADDRESS"];

/// What the source says about where the program listens.
pub(super) fn findings(code: &Code<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    findings.extend(port(code));
    findings.extend(variable(code, "port-variable", |name| PORT_VARIABLES.contains(&name) || name.ends_with("_PORT")));
    findings.extend(variable(code, "host-variable", |name| HOST_VARIABLES.contains(&name)));
    findings.extend(loopback(code));
    findings
}

/// The port, or the doubt between several.
fn port(code: &Code<'_>) -> Option<Finding> {
    let mut found: BTreeMap<i64, Evidence> = BTreeMap::new();
    let mut through: Vec<&str> = Vec::new();
    for call in code.calls() {
        let Some((_, nth)) = PORTS.iter().find(|(name, _)| *name == call.name()) else { continue };
        if call.name() == "listen" && !is_method(&call) {
            continue;
        }
        let Some(range) = call.arguments.get(*nth) else { continue };
        match code.value(call.source, range.clone()).and_then(|(value, named)| Some((number(&value)?, named))) {
            Some((port, named)) => _ = found.entry(port).or_insert_with(|| named.unwrap_or_else(|| call.evidence())),
            None if range.len() == 1 => through.extend(call.source.tokens.word(range.start)),
            None => {}
        }
    }
    // A port that comes as a parameter is told by the calls of that function.
    if found.is_empty() {
        for (function, nth) in parameters(code, &through) {
            for call in code.calls().filter(|call| call.name() == function) {
                let Some(range) = call.arguments.get(nth) else { continue };
                let value = code.value(call.source, range.clone());
                if let Some((port, named)) = value.and_then(|(value, named)| Some((number(&value)?, named))) {
                    found.entry(port).or_insert_with(|| named.unwrap_or_else(|| call.evidence()));
                }
            }
        }
    }
    // Else a name that says what it is.
    if found.is_empty() {
        for (_, value, evidence) in code.names().filter(|(name, _, _)| is_port_name(name)) {
            let Some(port) = number(value) else { continue };
            found.entry(port).or_insert_with(|| evidence.clone());
        }
    }
    let mut found = found.into_iter();
    let first = found.next()?;
    let rest: Vec<_> = found.collect();
    Some(if rest.is_empty() {
        Finding::sure("port", first.0, first.1)
    } else {
        let all = std::iter::once(first).chain(rest);
        Finding::doubt("port", all.map(|(port, evidence)| (port.into(), evidence)).collect())
    })
}

/// A port in a number, in digits, or at the end of an address.
fn number(value: &Value) -> Option<i64> {
    let port = match value {
        Value::Number(port) => *port,
        Value::Text(text) => {
            let digits = text.rsplit(':').next().unwrap_or(text).trim_end_matches('/');
            digits.parse().ok()?
        }
    };
    (1..=65535).contains(&port).then_some(port)
}

/// Whether a call is one of a method: `server.listen(…)`.
fn is_method(call: &Call<'_, '_>) -> bool {
    call.source.tokens.is_before(call.at, ".") || call.source.tokens.is_before(call.at, "->")
}

/// Whether a name says that it is the port of the service: `PORT`, `DEFAULT_PORT`, `kServerPort`.
fn is_port_name(name: &str) -> bool {
    let mut words = String::new();
    let mut was_lower = false;
    for letter in name.chars() {
        if letter.is_ascii_uppercase() && was_lower {
            words.push('_');
        }
        was_lower = letter.is_ascii_lowercase();
        words.push(letter.to_ascii_lowercase());
    }
    let common =
        ["default", "server", "http", "listen", "app", "service", "web", "tcp", "bind", "k", "g", "s", "my", "number"];
    let own: Vec<&str> = words.split('_').filter(|word| !word.is_empty() && !common.contains(word)).collect();
    own == ["port"]
}

/// Functions with a parameter of one of these names, and which one it is.
fn parameters<'c>(code: &'c Code<'_>, names: &[&str]) -> Vec<(&'c str, usize)> {
    let mut found = Vec::new();
    for source in &code.sources {
        let tokens = &source.tokens;
        for at in 0..tokens.len() {
            let Some(name) = tokens.word(at).filter(|_| tokens.is(at + 1, "(")) else { continue };
            let close = tokens.close(at + 1);
            if !tokens.is(close + 1, "{") {
                continue;
            }
            for (nth, range) in tokens.split(at + 2..close, ",").into_iter().enumerate() {
                let last = range.end.checked_sub(1).and_then(|last| tokens.word(last));
                if range.len() > 1 && last.is_some_and(|last| names.contains(&last)) {
                    found.push((name, nth));
                }
            }
        }
    }
    found
}

/// The one variable of the environment whose name `fits`.
fn variable(code: &Code<'_>, question: &'static str, fits: impl Fn(&str) -> bool) -> Option<Finding> {
    let mut found: BTreeMap<String, Evidence> = BTreeMap::new();
    for call in code.calls().filter(|call| matches!(call.name(), "getenv" | "secure_getenv")) {
        let Some(range) = call.arguments.first() else { continue };
        let Some((Value::Text(name), _)) = code.value(call.source, range.clone()) else { continue };
        if fits(&name) {
            found.entry(name).or_insert_with(|| call.evidence());
        }
    }
    let mut found = found.into_iter();
    let (name, evidence) = found.next()?;
    found.next().is_none().then(|| Finding::sure(question, name, evidence))
}

/// Whether everything that listens does so where nobody outside the container can reach it.
fn loopback(code: &Code<'_>) -> Option<Finding> {
    let servers = code.sources.iter().filter(|source| !source.has("connect"));
    let mut seen = None;
    for source in servers {
        let binds = source.has("bind") || source.has("listen");
        for at in 0..source.tokens.len() {
            let open = matches!(
                source.tokens.word(at),
                Some("INADDR_ANY" | "in6addr_any" | "IN6ADDR_ANY_INIT" | "AI_PASSIVE")
            );
            let open_text = source.tokens.text(at).is_some_and(|text| text.contains("0.0.0.0") || text == "::");
            if open || open_text {
                return None;
            }
            let is_name = matches!(source.tokens.word(at), Some("INADDR_LOOPBACK" | "in6addr_loopback"));
            let host = source.tokens.text(at).map(|text| text.strip_prefix("http://").unwrap_or(text));
            let is_host = host.is_some_and(|host| host == "localhost" || host.split(':').next() == Some("127.0.0.1"));
            if seen.is_none() && (is_name || is_host && binds) {
                seen = Some(source.evidence(at..at + 1));
            }
        }
    }
    seen.map(|evidence| Finding::sure("loopback", true, evidence))
}
