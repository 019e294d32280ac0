//! Evidence of another Dockerfile than the one that is there.

use super::markdown::Markdown;
use crate::check::{Finding, ReportCase, Rule, Run, Severity, Source};

/// The rule.
pub(super) const RULE: Rule =
    Rule { id: "stale-evidence", severity: Severity::Warning, is_default: true, run: Run::Report(check) };

/// How a block begins that shows older figures.
const MARK: &str = "> **Stale:**";

fn check(case: &ReportCase<'_>, _: &Markdown, found: &mut Vec<Finding>) {
    let (Some((dockerfile, _)), Some(seen)) = (case.dockerfile, case.seen) else { return };
    let measured = seen.evidence.as_ref().map(|evidence| (&evidence.dockerfile, &evidence.taken, "verify"));
    let compared = seen.comparison.as_ref().and_then(|comparison| {
        let chosen = comparison.rows.iter().find(|row| row.is_chosen)?;
        Some((&chosen.dockerfile, &comparison.taken, "compare"))
    });
    for (file, taken, command) in measured.into_iter().chain(compared) {
        if file.holds(&dockerfile.text) {
            continue;
        }
        let line = first_stale(case.source, command);
        let message = format!("`msgen {command}` measured another Dockerfile than the one that is there");
        found.push(
            Finding::new(case.source.line(line), message)
                .because(format!("the evidence was taken at {taken}, and {} has changed since", dockerfile.name))
                .help(format!("run `msgen {command}` again")),
        );
    }
}

/// The first line that says so itself; the first of the report where none does.
fn first_stale(source: &Source, command: &str) -> usize {
    let says = |line: &usize| {
        let text = source.line_text(*line);
        text.starts_with(MARK) && text.contains(command)
    };
    (1..=source.line_count()).find(says).unwrap_or(1)
}
