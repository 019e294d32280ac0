//! What the program does with the system it runs on, and which files beside `*.zig` it is compiled from.

use std::collections::BTreeMap;

use super::package::Packages;
use super::script::Script;
use super::source::Source;
use super::{folder, resolve};
use crate::answers::Evidence;
use crate::context::Context;
use crate::detect::Finding;

/// Paths that only say how the service is, the most telling first.
const HEALTH: &[&str] =
    &["/health", "/healthz", "/health/live", "/livez", "/ready", "/readyz", "/ping", "/status", "/api/health"];

/// Functions that open a file or a folder by a path.
const READERS: &[&str] = &["openFile", "openDir", "readFileAlloc", "readFile", "openIterableDir", "openFileZ"];
const WRITERS: &[&str] = &["createFile", "makeDir", "makePath", "writeFile", "createDir", "createDirPath"];

/// Signals, health, certificates, time zones, and files at run time.
pub(super) fn findings(context: &Context, program: &[&Source<'_>]) -> Vec<Finding> {
    let mut findings = Vec::new();
    let first = |found: &dyn Fn(&Source<'_>) -> Option<Evidence>| program.iter().find_map(|source| found(source));
    let sure = |question: &'static str, evidence: Option<Evidence>| {
        evidence.map(|evidence| Finding::sure(question, true, evidence))
    };
    findings.extend(sure("handles-stop", first(&handler)));
    findings.extend(health(program));
    findings.extend(sure("certificates", first(&client)));
    findings.extend(sure("time-zones", first(&zones)));
    findings.extend(sure("temp", first(&temporary)));
    let (mut assets, mut writes) = (BTreeMap::new(), BTreeMap::new());
    for source in program {
        for (path, evidence) in opened(source, READERS) {
            if let Some(path) = resolve("", &path).filter(|path| !path.is_empty() && context.exists(path)) {
                assets.entry(path).or_insert(evidence);
            }
        }
        writes.extend(opened(source, WRITERS).filter(|(path, _)| !path.is_empty() && !path.starts_with("/tmp")));
    }
    findings.extend(list("assets", assets));
    findings.extend(list("writes", writes));
    findings
}

/// The files that are compiled into the program or needed to compile it.
pub(super) fn compiled(
    context: &Context,
    packages: &Packages,
    script: &Script,
    sources: &[&Source<'_>],
) -> Vec<Finding> {
    let mut embedded = BTreeMap::new();
    for source in sources {
        for at in source.calls("@embedFile") {
            let path = source.arguments(at).first().and_then(|argument| source.text_at(argument));
            let Some(path) = path.and_then(|path| resolve(folder(source.path), path)) else { continue };
            if context.exists(&path) {
                embedded.entry(path).or_insert_with(|| source.evidence(source.call_range(at)));
            }
        }
    }
    let named = packages.paths().chain(script.paths.iter().cloned());
    let mut others: Vec<String> = Vec::new();
    for path in named.filter(|path| context.exists(path) && !super::has_extension(path, "zig")) {
        if !super::has_extension(&path, "zon") && !others.contains(&path) {
            others.push(path);
        }
    }
    let mut findings: Vec<Finding> = list("embed", embedded).into_iter().collect();
    if !others.is_empty() {
        let evidence = Evidence::new(super::SCRIPT, None, "paths of the packages and of the build script");
        findings.push(Finding::sure("sources", others, evidence));
    }
    if let Some(evidence) = &script.compiles_c {
        findings.push(Finding::sure("compiles-c", true, evidence.clone()));
    }
    findings
}

/// The place that installs a handler for SIGTERM.
fn handler(source: &Source<'_>) -> Option<Evidence> {
    let calls = ["sigaction", "signal", "signalfd", "sigaddset", "sigprocmask"];
    let mut calls = calls.into_iter().flat_map(|name| source.calls(name));
    let at = calls.find(|&at| {
        let range = at + 2..source.tokens.close(at + 1);
        range.into_iter().any(|place| source.tokens.is(place, "TERM") || source.tokens.is(place, "SIGTERM"))
    })?;
    Some(source.evidence(source.call_range(at)))
}

/// The first of [`HEALTH`] that stands in the program as a text.
fn health(program: &[&Source<'_>]) -> Option<Finding> {
    let texts = program.iter().flat_map(|source| (0..source.tokens.len()).map(move |at| (*source, at)));
    let ranked = texts.filter_map(|(source, at)| {
        let rank = HEALTH.iter().position(|path| source.tokens.text(at) == Some(*path))?;
        Some((rank, source, at))
    });
    let (rank, source, at) = ranked.min_by_key(|(rank, _, _)| *rank)?;
    Some(Finding::sure("health-path", HEALTH[rank], source.evidence(at..at + 1)))
}

/// The place that opens connections to others.
fn client(source: &Source<'_>) -> Option<Evidence> {
    let uses = [&["http", ".", "Client"][..], &["crypto", ".", "tls", ".", "Client"], &["Certificate", ".", "Bundle"]];
    uses.iter().find_map(|words| source.tokens.find(words).next().map(|at| source.evidence(at..at + words.len())))
}

/// The place that reads time zones from the system.
fn zones(source: &Source<'_>) -> Option<Evidence> {
    let is_zone = |at: &usize| {
        source.tokens.text(*at).is_some_and(|text| text.starts_with("/usr/share/zoneinfo") || text == "/etc/localtime")
    };
    (0..source.tokens.len()).find(is_zone).map(|at| source.evidence(at..at + 1))
}

/// The place that uses the folder for temporary files.
fn temporary(source: &Source<'_>) -> Option<Evidence> {
    let is_temporary =
        |at: &usize| source.tokens.text(*at).is_some_and(|text| text == "/tmp" || text.starts_with("/tmp/"));
    (0..source.tokens.len()).find(is_temporary).map(|at| source.evidence(at..at + 1))
}

/// The literal paths that calls of `names` are given.
fn opened<'s>(source: &'s Source<'_>, names: &'s [&'s str]) -> impl Iterator<Item = (String, Evidence)> + 's {
    names.iter().flat_map(|name| source.calls(name)).filter_map(|at| {
        let path = source.arguments(at).iter().find_map(|argument| source.text_at(argument).map(str::to_owned))?;
        Some((path, source.evidence(source.call_range(at))))
    })
}

/// A list with the evidence of its first item.
fn list(question: &'static str, found: BTreeMap<String, Evidence>) -> Option<Finding> {
    let evidence = found.values().next()?.clone();
    Some(Finding::sure(question, found.into_keys().collect::<Vec<_>>(), evidence))
}
