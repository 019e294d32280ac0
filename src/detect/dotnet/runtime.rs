//! What the program needs from the system it runs on: cultures, time zones, a temporary folder; and its health path.

use super::choice::Choice;
use super::source::Source;
use crate::detect::Finding;

/// Paths that only say how the service is, the most telling first.
const HEALTH: &[&str] =
    &["/health", "/healthz", "/health/live", "/livez", "/ready", "/readyz", "/ping", "/status", "/api/health"];

/// Cultures, time zones, temporary files, health.
pub(super) fn findings(choice: &Choice<'_>, sources: &[Source<'_>]) -> Vec<Finding> {
    let mut findings = Vec::new();
    let call = |names: &[&str]| {
        let mut sources = sources.iter();
        sources.find_map(|source| {
            let at = names.iter().flat_map(|name| source.calls(name)).next()?;
            Some(source.call(at))
        })
    };
    let is_invariant = choice.candidates.iter().all(|project| project.flag("InvariantGlobalization").is_some());
    if !is_invariant && let Some(evidence) = call(&["CultureInfo", "GetCultureInfo", "UseRequestLocalization"]) {
        findings.push(Finding::sure("globalization", true, evidence));
    }
    if let Some(evidence) = call(&["FindSystemTimeZoneById", "GetSystemTimeZones"]) {
        findings.push(Finding::sure("time-zones", true, evidence));
    }
    if let Some(evidence) = call(&["GetTempPath", "GetTempFileName", "CreateTempSubdirectory"]) {
        findings.push(Finding::sure("temp", true, evidence));
    }
    findings.extend(health(sources));
    findings
}

/// The first of [`HEALTH`] that stands in the program as a text.
fn health(sources: &[Source<'_>]) -> Option<Finding> {
    let texts = sources.iter().flat_map(|source| (0..source.tokens.len()).map(move |at| (source, at)));
    let ranked = texts.filter_map(|(source, at)| {
        let rank = HEALTH.iter().position(|path| source.tokens.text(at) == Some(*path))?;
        Some((rank, source, at))
    });
    let (rank, source, at) = ranked.min_by_key(|(rank, _, _)| *rank)?;
    Some(Finding::sure("health-path", HEALTH[rank], source.evidence(at..at + 1)))
}
