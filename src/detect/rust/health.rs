//! The route that tells whether the service is well.

use super::code::Code;
use super::source::Source;
use crate::answers::Evidence;
use crate::detect::Finding;

/// Paths that only say how the service is, the most telling first.
const PATHS: &[&str] =
    &["/health", "/healthz", "/health/live", "/livez", "/ready", "/readyz", "/ping", "/status", "/api/health"];

/// Calls whose first argument is a path that is served.
const REGISTERS: &[&str] = &["route", "at", "resource", "path", "get", "with_path"];

/// The first of [`PATHS`] that the program serves.
pub(super) fn finding(code: &Code<'_>) -> Option<Finding> {
    // What a nested router serves has a prefix that stands elsewhere.
    let is_nested = code.sources.iter().any(has_prefix);
    let mut best: Option<(usize, Evidence)> = None;
    for source in &code.sources {
        for at in source.places() {
            let Some(path) = source.tokens.text(at).filter(|_| is_served(source, at, is_nested)) else { continue };
            let path = if path.starts_with('/') { path.to_owned() } else { format!("/{path}") };
            let Some(rank) = PATHS.iter().position(|known| *known == path) else { continue };
            if best.as_ref().is_none_or(|(known, _)| rank < *known) {
                best = Some((
                    rank,
                    source.evidence(if source.tokens.is_before(at, "(") {
                        at.saturating_sub(2)..at + 1
                    } else {
                        at..at + 1
                    }),
                ));
            }
        }
    }
    best.map(|(rank, evidence)| Finding::sure("health-path", PATHS[rank], evidence))
}

/// Whether routes of this file get a prefix: `.nest("/api", …)`, `web::scope("/api")`, `mount("/api", …)`.
fn has_prefix(source: &Source<'_>) -> bool {
    source.places().any(|at| {
        let is_group = matches!(source.tokens.word(at), Some("nest" | "scope" | "mount" | "nest_service"));
        is_group && source.tokens.is(at + 1, "(") && source.tokens.text(at + 2).is_some_and(|path| path != "/")
    })
}

/// Whether the text at `at` is a path that answers GET.
fn is_served(source: &Source<'_>, at: usize, is_nested: bool) -> bool {
    let tokens = &source.tokens;
    let is_arm = tokens.is(at + 1, "=>") || tokens.is_sequence(at + 1, &[")", "=>"]);
    if is_arm || tokens.is_before(at, "==") || tokens.is(at + 1, "|") || tokens.is_before(at, "|") {
        return true;
    }
    let Some(name) = at.checked_sub(2).filter(|_| tokens.is_before(at, "(")) else { return false };
    if tokens.is(name, "!") {
        return at >= 3 && tokens.is(at - 3, "path");
    }
    let is_attribute = at >= 4 && tokens.is(at - 3, "[") && tokens.is(at - 4, "#");
    let registers = tokens.word(name).is_some_and(|name| REGISTERS.contains(&name));
    if is_attribute {
        return !is_nested && tokens.is(name, "get");
    }
    // A route beside others that are nested stands at the top only if the router it belongs to nests them itself.
    registers
        && !(tokens.is(name, "get") && tokens.is_before(name, "."))
        && (!is_nested || has_prefix_in_function(source, at))
}

/// Whether the function around `at` is the one that nests the others.
fn has_prefix_in_function(source: &Source<'_>, at: usize) -> bool {
    let Some(function) = source.function_at(at) else { return false };
    function.body.clone().any(|at| source.tokens.is(at, "nest") && source.tokens.text(at + 2).is_some())
}
