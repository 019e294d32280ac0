//! A question of the report that its author has not answered.

use super::markdown::{Line, Markdown};
use crate::check::{Finding, ReportCase, Rule, Run, Severity};
use crate::report::Report;

/// The rule.
pub(super) const RULE: Rule =
    Rule { id: "unanswered-question", severity: Severity::Warning, is_default: true, run: Run::Report(check) };

/// What stands where an answer is due.
const TODO: &str = "TODO";

fn check(case: &ReportCase<'_>, markdown: &Markdown, found: &mut Vec<Finding>) {
    // What waits in msgen's own blocks is for `msgen verify` to fill in: the rule evidence-missing tells of all at once.
    let report = Report::parse(&case.source.text, &case.source.name).ok();
    let blocks = report.as_ref().map(Report::blocks).unwrap_or_default();
    for number in 1..=case.source.line_count() {
        let line = case.source.line_bytes(number);
        if blocks.iter().any(|block| block.content.contains(&line.start)) {
            continue;
        }
        let text = case.source.line_text(number);
        let start = line.start;
        let at = match markdown.line(case.source, number) {
            Line::Listing(at) if markdown.listings[at].is_words() => {
                Some(text.len() - text.trim_start().len()).filter(|at| text[*at..].starts_with("TODO:"))
            }
            Line::Listing(_) | Line::Html => None,
            Line::Words => text
                .match_indices(TODO)
                .map(|(at, _)| at)
                .find(|at| is_due(text, *at) && markdown.words.iter().any(|words| words.contains(&(start + at)))),
        };
        let Some(at) = at else { continue };
        let place = case.source.at(start + at..start + text.trim_end().len());
        let question = text[at + TODO.len()..].trim_matches(|c: char| c.is_whitespace() || "*_:]|".contains(c));
        let message = if question.is_empty() {
            "a question is left open".to_owned()
        } else {
            format!("a question is left open: {question}")
        };
        let help = "answer it in its place, and take the TODO away; what does not apply may be deleted";
        found.push(Finding::new(place, message).help(help));
    }
}

/// Whether the word stands for an answer: first in its line or cell, or with a colon behind it. A sentence may well
/// speak of a TODO.
fn is_due(text: &str, at: usize) -> bool {
    let (before, after) = (&text[..at], &text[at + TODO.len()..]);
    let part_of_word = |letter: Option<char>| letter.is_some_and(|letter| letter.is_alphanumeric() || letter == '_');
    if part_of_word(before.chars().next_back()) && !before.ends_with('_') || part_of_word(after.chars().next()) {
        return false;
    }
    let before = before.rsplit('|').next().unwrap_or_default();
    let is_first = before.chars().all(|c| !c.is_alphabetic() && c != '`');
    is_first || after.trim_start_matches(['*', '_', ']']).starts_with(':')
}
