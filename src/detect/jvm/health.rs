//! The route that tells whether the service is well.

use super::framework;
use super::module::Module;
use super::settings::Settings;
use super::source::Source;
use crate::answers::Evidence;
use crate::detect::Finding;

/// Paths that only say how the service is, the most telling first.
const PATHS: &[&str] =
    &["/health", "/healthz", "/health/live", "/livez", "/ready", "/readyz", "/ping", "/status", "/api/health"];

/// The route of the framework's own health endpoint, else the first of [`PATHS`] that the source serves.
pub(super) fn finding(module: &Module, settings: &Settings, sources: &[&Source<'_>]) -> Option<Finding> {
    of_framework(module, settings).or_else(|| {
        let served = sources.iter().flat_map(|source| served(source));
        let (rank, evidence) = served.min_by_key(|(rank, _)| *rank)?;
        Some(Finding::sure("health-path", PATHS[rank], evidence))
    })
}

fn of_framework(module: &Module, settings: &Settings) -> Option<Finding> {
    let (framework, _) = framework::find(module)?;
    let used = module.library(framework.health)?;
    let base = settings.get(framework.health_base).and_then(|found| Some((found.value?, found.evidence)));
    let (path, evidence) = match base {
        Some((base, evidence)) => (format!("{}/health", base.trim_end_matches('/')), evidence),
        None => (framework.health_path.to_owned(), used.evidence.clone()),
    };
    Some(Finding::sure("health-path", path, evidence))
}

/// The paths of [`PATHS`] that a file serves, with their rank.
fn served<'s>(source: &'s Source<'_>) -> impl Iterator<Item = (usize, Evidence)> + 's {
    let tokens = &source.tokens;
    (0..tokens.len()).filter_map(move |at| {
        let text = tokens.text(at)?;
        // An argument, a value of an annotation, a branch, or one side of a comparison.
        let before = ["(", "=", "case", "==", "{", ","].iter().any(|mark| tokens.is_before(at, mark));
        let is_route = before || tokens.is(at + 1, "->");
        let is_asked = tokens.open(at).is_some_and(|open| {
            let around = open.checked_sub(1).and_then(|name| tokens.word(name));
            matches!(around, Some("create" | "URI" | "URL" | "println" | "uri"))
        });
        // What stands before a path takes a while to find: only where it can make one of the paths.
        if !is_route || is_asked || !PATHS.iter().any(|known| known.ends_with(text)) {
            return None;
        }
        let path = format!("{}{text}", prefix(source, at));
        let rank = PATHS.iter().position(|known| *known == path)?;
        Some((rank, source.evidence(at.saturating_sub(2)..at + 1)))
    })
}

/// What stands before the path at `at`: Ktor's `route("/api") { … }` around it, or the annotation of its class.
fn prefix(source: &Source<'_>, at: usize) -> String {
    let tokens = &source.tokens;
    let mut prefix = String::new();
    let mut inner = at;
    while let Some(open) = tokens.open(inner) {
        // route("/api") {
        let group = open
            .checked_sub(1)
            .filter(|_| tokens.is(open, "{"))
            .and_then(|close| tokens.opening(close).filter(|&open| tokens.is(open, "(")));
        if let Some(group) = group.filter(|group| ["route", "path"].iter().any(|name| tokens.is_before(*group, name)))
            && let Some(path) = tokens.text(group + 1)
        {
            prefix.insert_str(0, path);
        }
        inner = open;
    }
    let is_mapping = at >= 3
        && tokens.open(at).is_some_and(|open| {
            open.checked_sub(1)
                .and_then(|name| tokens.word(name))
                .is_some_and(|name| name.ends_with("Mapping") || matches!(name, "Get" | "Path"))
        });
    let is_on_class = |mark: usize| tokens.open(mark).is_none() && tokens.is_before(mark, "@");
    let class = ["RequestMapping", "Path", "Controller"].iter().find_map(|name| {
        let mark = tokens.find(std::slice::from_ref(name)).find(|&mark| is_on_class(mark))?;
        tokens.text(mark + 2).filter(|_| mark + 2 != at)
    });
    match class {
        Some(path) if is_mapping && tokens.open(tokens.open(at).unwrap_or(0)).is_some() => {
            format!("{}{prefix}", path.trim_end_matches('/'))
        }
        _ => prefix,
    }
}
