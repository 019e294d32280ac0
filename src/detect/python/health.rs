//! The route that tells whether the service is well.

use super::django::Django;
use super::source::{Call, Source};
use crate::answers::Evidence;
use crate::detect::Finding;

/// Paths that only say how the service is, the most telling first.
const PATHS: &[&str] = &[
    "/health",
    "/healthz",
    "/health/",
    "/healthz/",
    "/health/live",
    "/livez",
    "/ready",
    "/readyz",
    "/ping",
    "/status",
    "/api/health",
    "/api/healthz",
    "/api/v1/health",
];

/// Methods that register a handler for GET.
const REGISTERS: &[&str] =
    &["get", "route", "api_route", "add_url_rule", "add_api_route", "add_route", "add_get", "Route"];

/// The first of [`PATHS`] that the service answers.
pub(super) fn finding(sources: &[Source<'_>], django: Option<&Django>) -> Option<Finding> {
    let mut found: Vec<(String, Evidence)> = Vec::new();
    for source in sources {
        for call in source.calls() {
            let path = match django {
                Some(django) => site_path(django, &call),
                None => registered(sources, &call),
            };
            found.extend(path.map(|path| (path, call.evidence())));
        }
        if django.is_none() {
            found.extend(compared(source));
        }
    }
    let rank = |path: &str| PATHS.iter().position(|known| *known == path);
    let (path, evidence) =
        found.into_iter().filter(|(path, _)| rank(path).is_some()).min_by_key(|(path, _)| rank(path))?;
    Some(Finding::sure("health-path", path, evidence))
}

/// `path("health/", …)` in the root configuration of a site.
fn site_path(django: &Django, call: &Call<'_, '_>) -> Option<String> {
    let is_root = django.urls.as_deref() == Some(call.source.path);
    let includes = call.positional(1).is_some_and(|view| call.source.tokens.is(view.start, "include"));
    (is_root && call.last() == "path" && !includes).then(|| call.text(0).map(|path| format!("/{path}")))?
}

/// The path that a call registers, with the prefixes of the router it belongs to.
fn registered(sources: &[Source<'_>], call: &Call<'_, '_>) -> Option<String> {
    if !REGISTERS.contains(&call.last()) {
        return None;
    }
    // What stands before a path is looked for in all files: only where it can make one of the paths.
    let path = call.text(0).filter(|path| path.starts_with('/') && PATHS.iter().any(|known| known.ends_with(path)))?;
    let written = call.written();
    let holder = written.split('.').next().unwrap_or_default();
    Some(format!("{}{path}", prefix(sources, call.source, holder)?))
}

/// What stands before the paths of the router `name`; none where it cannot be known.
fn prefix(sources: &[Source<'_>], source: &Source<'_>, name: &str) -> Option<String> {
    let router = source.assigned(name).into_iter().find_map(|range| Call::whole(source, &range));
    let Some(router) = router.filter(|call| matches!(call.last(), "APIRouter" | "Blueprint")) else {
        return Some(String::new());
    };
    let text = |call: &Call<'_, '_>| {
        let range = ["prefix", "url_prefix"].iter().find_map(|name| call.named(name));
        range.map_or(Some(String::new()), |range| call.source.tokens.text(range.start).map(str::to_owned))
    };
    let includes = |call: &Call<'_, '_>| {
        let tokens = &call.source.tokens;
        let argument = call.positional(0).unwrap_or_default();
        let last = argument.end.checked_sub(1).and_then(|at| tokens.word(at));
        let is_of_module = argument.clone().any(|at| tokens.word(at) == Some(source.stem()));
        let imported = call.source.resolve(last.unwrap_or_default());
        matches!(call.last(), "include_router" | "register_blueprint")
            && (is_of_module || call.source.path == source.path || imported.contains(source.stem()))
            && (last == Some(name) || imported.ends_with(&format!(".{name}")))
    };
    let outer = sources.iter().flat_map(Source::calls).find(includes);
    Some(format!("{}{}", outer.as_ref().map_or(Some(String::new()), text)?, text(&router)?))
}

/// `self.path == "/health"` and `self.path in ("/", "/health")`.
fn compared(source: &Source<'_>) -> Vec<(String, Evidence)> {
    let tokens = &source.tokens;
    let of_path = |at: usize| tokens.word(at).is_some_and(|word| word == "path" || word == "PATH_INFO");
    let mut found = Vec::new();
    for at in (0..tokens.len()).filter(|at| of_path(*at)) {
        let line = source.rest_of_line(at);
        let compares = tokens.is(at + 1, "==") || tokens.is(at + 1, "in");
        let texts = (at + 2..line.end).filter(|_| compares).filter_map(|end| Some((tokens.text(end)?, end)));
        found.extend(texts.map(|(text, end)| (text.to_owned(), source.evidence(at..end + 1))));
    }
    found
}
