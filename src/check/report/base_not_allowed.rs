//! A final image on a base that the profile does not accept.

use super::markdown::Markdown;
use crate::check::{Finding, ReportCase, Rule, Run, Severity};
use crate::document::Document;

/// The rule.
pub(super) const RULE: Rule =
    Rule { id: "base-not-allowed", severity: Severity::Warning, is_default: true, run: Run::Report(check) };

fn check(case: &ReportCase<'_>, markdown: &Markdown, found: &mut Vec<Finding>) {
    let Some(profile) = case.profile.filter(|profile| !profile.bases.is_empty()) else { return };
    let Some((_, document)) = case.dockerfile else { return };
    let Some(base) = final_base(document) else { return };
    // The id of a base is a part of the names of its images.
    let lower = base.to_lowercase();
    if lower.contains('$') || profile.bases.iter().any(|id| lower.contains(id.as_str())) {
        return;
    }
    let line = shown_on(markdown, base).unwrap_or(1);
    let message = format!("the final image starts from `{base}`, which the profile does not accept");
    found.push(
        Finding::new(case.source.line(line), message)
            .because(format!("the profile `{}` ({}) accepts {}", profile.id, profile.title, profile.bases.join(", ")))
            .help("`msgen init --base …` writes the Dockerfile on another base; `msgen list` shows which it can have"),
    );
}

/// What the final stage starts from in the end.
fn final_base(document: &Document) -> Option<&str> {
    let stages: Vec<_> = document.stages().collect();
    let mut last = stages.last()?;
    // An earlier stage may be its base; each step goes to an earlier one.
    while let Some(earlier) =
        stages[..last.index].iter().find(|stage| stage.name.is_some_and(|name| name.eq_ignore_ascii_case(last.base)))
    {
        last = earlier;
    }
    Some(last.base)
}

/// The last line of the report that lists it.
fn shown_on(markdown: &Markdown, base: &str) -> Option<usize> {
    let lines = markdown.listings.iter().flat_map(|listing| &listing.lines);
    let from = |text: &str| {
        let mut words = text.split_whitespace();
        words.next().is_some_and(|word| word.eq_ignore_ascii_case("FROM")) && words.any(|word| word == base)
    };
    lines.filter(|(_, text)| from(text)).map(|(line, _)| *line).next_back()
}
