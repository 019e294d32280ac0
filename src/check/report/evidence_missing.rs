//! Blocks of the report that wait for a measurement.

use super::markdown::Markdown;
use crate::check::{Finding, ReportCase, Rule, Run, Severity};
use crate::report::Report;

/// The rule.
pub(super) const RULE: Rule =
    Rule { id: "evidence-missing", severity: Severity::Warning, is_default: true, run: Run::Report(check) };

/// What a block says that nobody measured yet; `templates/reports/blocks/` writes them so.
const WAITING: &[&str] = &["Not measured yet", "Not checked yet", "| not measured |", "TODO: paste the output"];

fn check(case: &ReportCase<'_>, _: &Markdown, found: &mut Vec<Finding>) {
    let Ok(report) = Report::parse(&case.source.text, &case.source.name) else { return };
    let waits =
        |id: &&str| report.content(id).is_some_and(|content| WAITING.iter().any(|words| content.contains(words)));
    let waiting: Vec<&str> = report.blocks().iter().map(|block| block.id.as_str()).filter(waits).collect();
    let Some(first) = report.blocks().iter().find(|block| waiting.first() == Some(&block.id.as_str())) else { return };
    let message = match waiting.as_slice() {
        [one] => format!("the block `{one}` waits for a measurement"),
        [first, others @ ..] => format!("{first} and {} more blocks wait for a measurement", others.len()),
        [] => return,
    };
    let help = if case.seen.is_some_and(|seen| seen.evidence.is_some()) {
        "`msgen init` puts in what `msgen verify` measured"
    } else {
        "`msgen verify` builds the image, measures it and fills them in"
    };
    found.push(Finding::new(case.source.line(first.line), message).help(help));
}
