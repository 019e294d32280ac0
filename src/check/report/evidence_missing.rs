//! Blocks of the report that wait for a measurement, or that a course demands and the author took away.

use super::markdown::Markdown;
use crate::check::{Finding, ReportCase, Rule, Run, Severity};
use crate::report::{Block, Report};

/// The rule.
pub(super) const RULE: Rule =
    Rule { id: "evidence-missing", severity: Severity::Warning, is_default: true, run: Run::Report(check) };

/// What a block says that nobody measured yet; `templates/reports/blocks/` writes them so.
const WAITING: &[&str] = &["Not measured yet", "Not checked yet", "| not measured |", "TODO: paste the output"];

/// What the block begins with in which the author pastes by hand what msgen fills the other one with.
const BY_HAND: &str = "slot-";

fn check(case: &ReportCase<'_>, _: &Markdown, found: &mut Vec<Finding>) {
    let demanded = case.profile.map_or(&[][..], |profile| &profile.required_evidence);
    let report = match Report::parse(&case.source.text, &case.source.name) {
        Ok(report) => report,
        Err(error) if !demanded.is_empty() => {
            let place = case.source.line(1);
            let message = format!("the evidence cannot be found between the marks: {}", error.what);
            found.push(Finding::new(place, message).help(error.help.unwrap_or_default()));
            return;
        }
        Err(_) => return,
    };
    found.extend(waiting(case, &report));
    for id in demanded.iter().filter(|id| !has(&report, id) && !has(&report, &format!("{BY_HAND}{id}"))) {
        found.push(gone(case, &report, id));
    }
}

/// The blocks that wait, told of in one finding.
fn waiting(case: &ReportCase<'_>, report: &Report<'_>) -> Option<Finding> {
    let waits = |block: &&Block| is_waiting(report, &block.id) && !is_filled(report, &twin(&block.id));
    let waiting: Vec<&Block> = report.blocks().iter().filter(waits).collect();
    let (first, message) = match waiting.as_slice() {
        [] => return None,
        [one] => (one, format!("the block `{}` waits for a measurement", one.id)),
        [first, others @ ..] => {
            (first, format!("{} and {} more blocks wait for a measurement", first.id, others.len()))
        }
    };
    let help = if case.seen.is_some_and(|seen| seen.evidence.is_some()) {
        "`msgen init` puts in what `msgen verify` measured"
    } else {
        "`msgen verify` builds the image, measures it and fills them in"
    };
    Some(Finding::new(case.source.line(first.line), message).help(help))
}

/// A block that the profile demands, and that is not there or says nothing.
fn gone(case: &ReportCase<'_>, report: &Report<'_>, id: &str) -> Finding {
    let emptied = report.blocks().iter().find(|block| block.id == *id);
    let message = match emptied {
        Some(_) => format!("the block `{id}` is empty"),
        None => format!("the block `{id}` is not there"),
    };
    let who = case.profile.map(|profile| format!("{} demands what it shows", profile.who()));
    Finding::new(case.source.line(emptied.map_or(1, |block| block.line)), message).because(who.unwrap_or_default()).help(
        format!(
            "write `<!-- msgen:begin {id} -->` and `<!-- msgen:end {id} -->` where it belongs, each on a line of its own: \
             `msgen init` fills it, and `msgen verify` measures"
        ),
    )
}

/// The block that shows the same, by hand or by msgen.
fn twin(id: &str) -> String {
    id.strip_prefix(BY_HAND).map_or_else(|| format!("{BY_HAND}{id}"), str::to_owned)
}

/// Whether a block is there and says something, be it that it waits.
fn has(report: &Report<'_>, id: &str) -> bool {
    report.content(id).is_some_and(|content| !content.trim().is_empty())
}

fn is_waiting(report: &Report<'_>, id: &str) -> bool {
    report.content(id).is_some_and(|content| WAITING.iter().any(|words| content.contains(words)))
}

fn is_filled(report: &Report<'_>, id: &str) -> bool {
    has(report, id) && !is_waiting(report, id)
}
