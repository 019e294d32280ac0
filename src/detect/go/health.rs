//! The route that tells whether the service is well.

use super::call::Call;
use super::code::Code;
use super::source::Source;
use crate::answers::Evidence;
use crate::detect::Finding;

/// Paths that only say how the service is, the most telling first.
const PATHS: &[&str] =
    &["/health", "/healthz", "/health/live", "/livez", "/ready", "/readyz", "/ping", "/status", "/api/health"];

/// Methods that register a handler for a path.
const REGISTERS: &[&str] = &[
    "HandleFunc",
    "Handle",
    "GET",
    "Get",
    "Any",
    "All",
    "HEAD",
    "Head",
    "Add",
    "Method",
    "MethodFunc",
    "Route",
    "Path",
];

/// The first of [`PATHS`] that the program serves.
pub(super) fn finding(code: &Code<'_, '_>) -> Option<Finding> {
    let mut best: Option<(usize, Evidence)> = None;
    for source in &code.sources {
        for at in 0..source.tokens.len() {
            let found = match Call::at(source, at) {
                Some(call) => registered(&call).map(|path| (path, call.range())),
                None => compared(source, at).map(|path| (path, at..at + 2)),
            };
            let Some((path, range)) = found else { continue };
            let Some(rank) = PATHS.iter().position(|known| *known == path) else { continue };
            if best.as_ref().is_none_or(|(known, _)| rank < *known) {
                best = Some((rank, source.evidence(range)));
            }
        }
    }
    best.map(|(rank, evidence)| Finding::sure("health-path", PATHS[rank], evidence))
}

/// The path that a call registers for GET, with the prefixes of the groups around it.
fn registered(call: &Call<'_, '_>) -> Option<String> {
    if !call.is_qualified() || !REGISTERS.contains(&call.name()) {
        return None;
    }
    let pattern = (0..2).filter_map(|nth| call.text(nth)).find(|text| text.contains('/'))?;
    let path = match pattern.split_once(' ') {
        Some(("GET" | "HEAD", path)) => path.trim_start(),
        Some(_) => return None,
        None => pattern,
    };
    let path = path.strip_suffix("{$}").unwrap_or(path);
    Some(format!("{}{path}", prefix(call)))
}

/// The path that `case "/health":` or `== "/health"` at `at` compares with.
fn compared(source: &Source<'_>, at: usize) -> Option<String> {
    let compares = source.tokens.is(at, "case") || source.tokens.is(at, "==");
    source.tokens.text(at + 1).filter(|_| compares).map(str::to_owned)
}

/// What the groups a call stands in put before its path: `r.Route("/api", func(r chi.Router) { … })`, and
/// `api := r.Group("/api")`.
fn prefix(call: &Call<'_, '_>) -> String {
    let groups = ["Group", "Route", "PathPrefix"];
    let tokens = &call.source.tokens;
    let mut prefix = String::new();
    let mut inner = call.at;
    while let Some(open) = tokens.open(inner) {
        let around = open.checked_sub(1).and_then(|name| Call::at(call.source, name));
        if let Some(path) = around.filter(|around| groups.contains(&around.name())).and_then(|around| around.text(0)) {
            prefix.insert_str(0, path);
        }
        inner = open;
    }
    let Some(function) = call.source.function_at(call.at) else { return prefix };
    let Some(receiver) = call.receiver() else { return prefix };
    let assigned = function.body.clone().find(|at| tokens.word(*at) == Some(receiver) && tokens.is(at + 1, ":="));
    let made = assigned.map(|at| tokens.expression(at + 2)).and_then(|expression| {
        expression.filter_map(|at| Call::at(call.source, at)).find(|made| groups.contains(&made.name()))
    });
    if let Some(path) = made.and_then(|made| made.text(0)) {
        prefix.insert_str(0, path);
    }
    prefix
}
