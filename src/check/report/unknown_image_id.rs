//! The id of an image that nothing else knows.

use super::build_log::{BuildLog, tagged};
use super::image_list::{self, is_id};
use super::markdown::Markdown;
use crate::check::{Finding, ReportCase, Rule, Run, Severity, Source};
use crate::evidence::{Evidence, Seen};

/// The rule.
pub(super) const RULE: Rule =
    Rule { id: "unknown-image-id", severity: Severity::Warning, is_default: true, run: Run::Report(check) };

fn check(case: &ReportCase<'_>, markdown: &Markdown, found: &mut Vec<Finding>) {
    let logs: Vec<BuildLog> = markdown.listings.iter().filter_map(BuildLog::read).collect();
    let rows = markdown.listings.iter().flat_map(image_list::rows);
    let evidence = case.seen.and_then(evidence);
    for row in rows {
        let Some(id) = row.id else { continue };
        let name = tagged(&row.name);
        let built: Vec<&BuildLog> =
            logs.iter().filter(|log| log.names.contains(&name) && !log.ids.is_empty()).collect();
        if built.is_empty() {
            continue;
        }
        let place = id_place(case.source, row.line, &id);
        if !built.iter().any(|log| log.ids.iter().any(|known| is_same(known, &id))) {
            let message = format!("`{name}` has the id {id} here, and the build above gave it another one");
            let because = format!("the build wrote {}", built[0].ids.join(", "));
            let help = "show the build and the list of the same image";
            found.push(Finding::new(place, message).because(because).help(help));
        } else if let Some(evidence) = evidence.filter(|evidence| !knows(evidence, &id)) {
            let message = format!("no image that `msgen verify` saw has the id {id}");
            let ids: Vec<&str> = evidence.images.iter().map(|image| image.id.as_str()).collect();
            let because = format!("it saw {}", ids.join(", "));
            let help = "the report and the evidence are of different images: build once, and show that one";
            found.push(Finding::new(place, message).because(because).help(help));
        }
    }
}

fn evidence(seen: &Seen) -> Option<&Evidence> {
    seen.evidence.as_ref().filter(|evidence| evidence.images.iter().any(|image| is_id(&image.id)))
}

fn id_place(source: &Source, line: usize, id: &str) -> crate::check::Place {
    let whole = source.line(line);
    let at = source.text[whole.bytes.clone()].find(id).unwrap_or(0);
    source.at(whole.bytes.start + at..whole.bytes.start + at + id.len())
}

/// Whether one id is the beginning of the other.
fn is_same(one: &str, other: &str) -> bool {
    let [one, other] = [one, other].map(|id| id.trim_start_matches("sha256:"));
    one.starts_with(other) || other.starts_with(one)
}

/// Whether the evidence has the id anywhere: an engine may list an image by one of several digests.
fn knows(evidence: &Evidence, id: &str) -> bool {
    evidence.images.iter().any(|image| is_same(&image.id, id))
        || evidence.transcripts.iter().any(|transcript| transcript.output.contains(id))
}
