//! Where the program listens: port, interface, and the variable that sets the port.

use super::choice::Choice;
use super::settings;
use super::source::Source;
use crate::answers::Evidence;
use crate::context::Context;
use crate::detect::Finding;

/// The variable by which the server takes its ports where the program says nothing else.
const SERVER_VARIABLE: &str = "ASPNETCORE_HTTP_PORTS";

/// Methods that take addresses such as `http://*:5000`.
const ADDRESSES: &[&str] = &["UseUrls", "Run", "RunAsync", "Add"];

/// One place where the program listens.
struct Listener {
    port: Option<i64>,
    /// The variable in the place of the port.
    by_name: bool,
    is_loopback: bool,
    evidence: Evidence,
}

/// What the program and its settings say about where it listens.
pub(super) fn findings(context: &Context, choice: &Choice<'_>, sources: &[Source<'_>]) -> Vec<Finding> {
    let mut listeners: Vec<Listener> = sources.iter().flat_map(of_source).collect();
    if listeners.is_empty() {
        let projects = choice.candidates.iter();
        let addresses = projects.flat_map(|project| settings::addresses(context, &project.path));
        listeners.extend(addresses.filter_map(|(url, evidence)| of_url(&url, evidence)));
    }
    // An image has no certificate for HTTPS: where both are offered, the plain one is the service's.
    let variable = sources.iter().find_map(port_variable);
    let is_web = choice.candidates.iter().all(|project| project.is_web());
    let Some(first) = listeners.first() else {
        let seen = || Evidence::new(choice.candidates[0].path.as_str(), None, "the server's own variable");
        return if is_web && !choice.candidates.is_empty() {
            vec![Finding::sure("port-variable", SERVER_VARIABLE, seen()), Finding::sure("port-form", "port", seen())]
        } else {
            Vec::new()
        };
    };
    let mut findings = Vec::new();
    let default = variable.as_ref().and_then(|(_, default, _)| *default);
    let mut ports: Vec<(i64, Evidence)> = Vec::new();
    for listener in &listeners {
        let port = listener.port.or(default.filter(|_| listener.by_name));
        if let Some(port) = port.filter(|port| ports.iter().all(|(known, _)| known != port)) {
            ports.push((port, listener.evidence.clone()));
        }
    }
    match ports.as_slice() {
        [] => {}
        [(port, evidence)] => findings.push(Finding::sure("port", *port, evidence.clone())),
        several => {
            let candidates = several.iter().map(|(port, evidence)| ((*port).into(), evidence.clone()));
            findings.push(Finding::doubt("port", candidates.collect()));
        }
    }
    if let Some((name, _, evidence)) = variable.filter(|_| listeners.iter().any(|listener| listener.by_name)) {
        findings.push(Finding::sure("port-variable", name, evidence.clone()));
        findings.push(Finding::sure("port-form", "port", evidence));
    }
    if listeners.iter().all(|listener| listener.is_loopback) {
        findings.push(Finding::sure("loopback", true, first.evidence.clone()));
    }
    findings
}

/// The listeners of one file.
fn of_source(source: &Source<'_>) -> Vec<Listener> {
    let mut found = Vec::new();
    for name in ADDRESSES {
        for at in source.calls(name) {
            let is_url_list = source.tokens.is_before(at, ".")
                && (*name != "Add" || at >= 2 && matches!(source.tokens.word(at - 2), Some("Urls" | "Prefixes")));
            let urls = source.literals(at).filter(|_| is_url_list).flat_map(|(_, text)| text.split(';'));
            found.extend(urls.filter_map(|url| of_url(url, source.call(at))));
        }
    }
    for (name, is_loopback) in [("ListenAnyIP", false), ("ListenLocalhost", true), ("Listen", false)] {
        for at in source.calls(name).filter(|&at| source.tokens.is_before(at, ".")) {
            let port = source.literals(at).next().and_then(|(_, text)| text.parse().ok());
            let is_loopback =
                is_loopback || (at..source.tokens.close(at + 1)).any(|at| source.tokens.is(at, "Loopback"));
            let by_name = port.is_none();
            found.push(Listener { port, by_name, is_loopback, evidence: source.call(at) });
        }
    }
    found
}

/// Reads `http://localhost:5000`; what needs a certificate is left out.
fn of_url(url: &str, evidence: Evidence) -> Option<Listener> {
    let rest = url.trim().strip_prefix("http://")?;
    let authority = rest.split('/').next().unwrap_or_default();
    let (host, port) = authority.rsplit_once(':').unwrap_or((authority, "80"));
    let by_name = port.starts_with('{');
    let port = port.parse::<u16>().ok().map(i64::from);
    let is_loopback = host == "localhost" || host == "[::1]" || host.starts_with("127.");
    (port.is_some() || by_name).then_some(Listener { port, by_name, is_loopback, evidence })
}

/// The variable with `PORT` in its name that the program reads, with the default beside it.
fn port_variable(source: &Source<'_>) -> Option<(String, Option<i64>, Evidence)> {
    source.calls("GetEnvironmentVariable").find_map(|at| {
        let (_, name) = source.literals(at).next().filter(|(_, name)| name.ends_with("PORT"))?;
        let end = source.tokens.close(at + 1);
        let default = (end..end + 4).find_map(|at| {
            let text = source.tokens.text(at).or_else(|| source.tokens.number(at))?;
            text.parse::<u16>().ok().map(i64::from)
        });
        Some((name.to_owned(), default, source.call(at)))
    })
}
