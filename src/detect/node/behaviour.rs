//! What the program does while it runs: the health route, the end on SIGTERM, files it writes.

use std::collections::{BTreeMap, BTreeSet};

use super::code::Code;
use super::package::Package;
use crate::answers::Evidence;
use crate::context::Context;
use crate::detect::Finding;

/// Paths that only say how the service is, the most telling first.
const PATHS: &[&str] = &[
    "/health",
    "/healthz",
    "/healthcheck",
    "/health-check",
    "/health/live",
    "/livez",
    "/ready",
    "/readyz",
    "/ping",
    "/status",
    "/api/health",
    "/_health",
];

/// Methods that register a handler for a path.
const REGISTERS: &[&str] = &["get", "use", "all", "route", "head", "Get", "Controller"];

/// Packages that end the program on SIGTERM when they are called.
const STOPPERS: &[(&str, &[&str])] = &[
    ("close-with-grace", &["closeWithGrace"]),
    ("@godaddy/terminus", &["createTerminus"]),
    ("http-graceful-shutdown", &["gracefulShutdown"]),
    ("fastify-graceful-shutdown", &["register"]),
];

/// Functions of `fs` that write to the path they are given.
const WRITERS: &[&str] =
    &["writeFile", "writeFileSync", "appendFile", "appendFileSync", "mkdir", "mkdirSync", "createWriteStream"];

/// Functions that read a file or a folder, or serve one.
const READERS: &[&str] = &[
    "readFile",
    "readFileSync",
    "createReadStream",
    "readdir",
    "readdirSync",
    "sendFile",
    "static",
    "serveStatic",
    "register",
];

/// `health-path`, `handles-stop` and `writes`.
pub(super) fn findings(code: &Code<'_, '_>, package: &Package) -> Vec<Finding> {
    let mut findings = Vec::new();
    findings.extend(health(code).map(|(path, evidence)| Finding::sure("health-path", path, evidence)));
    findings.extend(stop(code, package).map(|evidence| Finding::sure("handles-stop", true, evidence)));
    let writes = writes(code);
    if let Some(evidence) = writes.values().next().cloned() {
        findings.push(Finding::sure("writes", writes.into_keys().collect::<Vec<_>>(), evidence));
    }
    findings
}

/// The first of [`PATHS`] that the program serves.
fn health(code: &Code<'_, '_>) -> Option<(String, Evidence)> {
    let mut found: Vec<(usize, Evidence)> = Vec::new();
    for (source, text, at) in code.calls(REGISTERS) {
        // `@Get('health')` of Nest has no slash.
        let decorator = at >= 3 && source.tokens.is(at - 3, "@");
        let method = source.tokens.is(at.saturating_sub(3), ".");
        let path = source.tokens.text(at).filter(|path| decorator || (method && path.starts_with('/')));
        found.extend(path.and_then(rank).map(|rank| (rank, source.evidence(text, at - 2, at))));
    }
    for &(source, text) in &code.sources {
        let tokens = &source.tokens;
        for at in 2..tokens.len() {
            let Some(path) = tokens.text(at) else { continue };
            let compared = ["===", "=="].iter().any(|same| tokens.is(at - 1, same))
                && ["url", "pathname", "path"].iter().any(|name| tokens.is(at - 2, name));
            let declared = tokens.is(at - 1, ":") && ["path", "url"].iter().any(|name| tokens.is(at - 2, name));
            if compared || declared || tokens.is(at - 1, "case") {
                found.extend(rank(path).map(|rank| (rank, source.evidence(text, at - 2, at))));
            }
        }
    }
    let (rank, evidence) = found.into_iter().min_by_key(|(rank, _)| *rank)?;
    Some((PATHS[rank].to_owned(), evidence))
}

fn rank(path: &str) -> Option<usize> {
    let path = path.trim_matches('/');
    PATHS.iter().position(|known| known.trim_start_matches('/') == path)
}

/// Where the program ends by itself on SIGTERM.
fn stop(code: &Code<'_, '_>, package: &Package) -> Option<Evidence> {
    for (source, text, at) in code.calls(&["on", "once", "addListener", "prependListener"]) {
        let of_process = at >= 4 && source.tokens.is_sequence(at - 4, &["process", "."]);
        if of_process && source.tokens.text(at) == Some("SIGTERM") {
            return Some(source.evidence(text, at - 4, at));
        }
    }
    // A list of signals that is walked over.
    for &(source, text) in &code.sources {
        let tokens = &source.tokens;
        let listed = (1..tokens.len()).find(|at| {
            tokens.text(*at) == Some("SIGTERM")
                && (tokens.is(at - 1, "[") || tokens.is(at - 1, ","))
                && tokens.open(*at).is_some_and(|open| tokens.is(open, "["))
        });
        if let Some(at) = listed.filter(|_| {
            tokens.find(&["process", ".", "on"]).chain(tokens.find(&["process", ".", "once"])).next().is_some()
        }) {
            return Some(source.evidence(text, at, at));
        }
    }
    if let Some((source, text, at)) = code.calls(&["enableShutdownHooks"]).next() {
        return Some(source.evidence(text, at - 2, at));
    }
    STOPPERS.iter().filter(|(name, _)| package.requires(name)).find_map(|(_, names)| {
        let (source, text, at) = code.calls(names).next()?;
        Some(source.evidence(text, at - 2, at - 2))
    })
}

/// Paths that the program writes, where they stand in the code.
fn writes(code: &Code<'_, '_>) -> BTreeMap<String, Evidence> {
    let mut found = BTreeMap::new();
    for (source, text, at) in code.calls(WRITERS) {
        let Some(path) = source.tokens.text(at).filter(|path| !path.is_empty()) else { continue };
        let is_whole = source.tokens.is(at + 1, ",") || source.tokens.is(at + 1, ")");
        if is_whole && !path.contains("${") && !path.starts_with("/tmp") && !path.starts_with("/dev/") {
            found.entry(path.to_owned()).or_insert_with(|| source.evidence(text, at - 2, at));
        }
    }
    found
}

/// Files and folders of the project that the program names where it reads.
pub(super) fn reads(context: &Context, code: &Code<'_, '_>) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for (source, _, at) in code.calls(READERS) {
        let texts = (at..source.tokens.close(at - 1)).filter_map(|at| source.tokens.text(at));
        let paths = texts.map(|text| text.trim_start_matches(['.', '/']).trim_end_matches('/').to_owned());
        found.extend(paths.filter(|path| !path.is_empty() && !path.starts_with("src/") && context.exists(path)));
    }
    found
}
