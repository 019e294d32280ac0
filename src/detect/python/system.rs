//! What the program needs from the system it runs on: time zones, a temporary folder, files it reads and writes.

use std::collections::BTreeMap;

use super::django::Django;
use super::project::Project;
use super::source::{Call, Source};
use super::value::evaluate;
use crate::answers::Evidence;
use crate::context::Context;
use crate::detect::Finding;

/// `time-zones`, `temp`, `writes` and `assets`.
pub(super) fn findings(
    context: &Context,
    sources: &[Source<'_>],
    project: &Project,
    django: Option<&Django>,
) -> Vec<Finding> {
    let calls = || sources.iter().flat_map(Source::calls);
    let first = |is_wanted: &dyn Fn(&Call<'_, '_>) -> bool| calls().find(is_wanted).map(|call| call.evidence());
    let mut findings = Vec::new();
    // The package tzdata brings the zones along.
    let brings_zones = project.needs("tzdata").is_some_and(|need| need.is_direct);
    let zones = first(&loads_zone).or_else(|| django?.time_zone(sources)).filter(|_| !brings_zones);
    findings.extend(zones.map(|evidence| Finding::sure("time-zones", true, evidence)));
    let temp = first(&|call| call.name().starts_with("tempfile."));
    findings.extend(temp.map(|evidence| Finding::sure("temp", true, evidence)));

    let (mut writes, mut reads) = (BTreeMap::new(), BTreeMap::new());
    for call in calls() {
        let Some((path, is_written)) = opened(sources, &call) else { continue };
        let path = path.trim_start_matches("./");
        if is_written && !path.starts_with("/tmp/") && !path.starts_with("/dev/") && path != ":memory:" {
            writes.entry(path.to_owned()).or_insert_with(|| call.evidence());
        } else if !is_written && !path.is_empty() && !path.starts_with(['/', '.']) && context.exists(path) {
            reads.entry(path.to_owned()).or_insert_with(|| call.evidence());
        }
    }
    reads.retain(|path, _| !writes.contains_key(path));
    findings.extend([("writes", writes), ("assets", reads)].into_iter().filter_map(|(id, found)| list(id, found)));
    findings
}

/// Whether a call looks up a zone in the files of the system.
fn loads_zone(call: &Call<'_, '_>) -> bool {
    matches!(call.name().as_str(), "zoneinfo.ZoneInfo" | "dateutil.tz.gettz") && call.text(0) != Some("UTC")
}

/// The path that a call opens, unless a variable says another, and whether it writes there.
fn opened<'a>(sources: &[Source<'a>], call: &Call<'_, 'a>) -> Option<(String, bool)> {
    // A name in lower case may stand for another file at each call.
    let is_lower = |name: &str| name.bytes().any(|byte| byte.is_ascii_lowercase());
    let path = || {
        let (tokens, range) = (&call.source.tokens, call.positional(0)?);
        let is_open = range.clone().any(|at| {
            let leads_on = [".", "("].iter().any(|next| tokens.is(at + 1, next));
            tokens.word(at).is_some_and(is_lower) && !leads_on
        });
        evaluate(sources, call.source, range).text.filter(|_| !is_open)
    };
    match call.name().as_str() {
        "open" | "io.open" => {
            let tokens = &call.source.tokens;
            let mode = call.argument(1, "mode").and_then(|range| tokens.text(range.start)).unwrap_or("r");
            Some((path()?, mode.contains(['w', 'a', 'x', '+'])))
        }
        "sqlite3.connect" | "os.makedirs" | "os.mkdir" | "logging.FileHandler" => Some((path()?, true)),
        _ => None,
    }
}

/// A list with the evidence of its first item.
fn list(question: &'static str, found: BTreeMap<String, Evidence>) -> Option<Finding> {
    let evidence = found.values().next()?.clone();
    Some(Finding::sure(question, found.into_keys().collect::<Vec<_>>(), evidence))
}
