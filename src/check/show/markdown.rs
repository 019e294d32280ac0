//! Markdown, for a workflow's summary: the rubric, then what was found.

use std::fmt::Write as _;

use super::Checked;
use super::rubric::points;
use crate::check::rubric::{Rubric, State};
use crate::error::Error;
use crate::markdown::cell;

/// Everything as tables; `error` is what could not be judged.
#[must_use]
pub fn markdown(checked: &Checked, error: Option<&Error>) -> String {
    let mut text = String::new();
    for one in &checked.rubrics {
        rubric(&mut text, one);
    }
    text.push_str("## Findings\n\n");
    // Writing into a String cannot fail.
    let _ = writeln!(text, "{}.", capitalized(&checked.summary()));
    if !checked.findings.is_empty() {
        text.push_str("\n| File | Line | Rule | What | What to do |\n| --- | ---: | --- | --- | --- |\n");
    }
    for finding in &checked.findings {
        let what = format!("**{}**: {}", finding.severity.word(), cell(&finding.message));
        let help = match (&finding.help, &finding.fix) {
            (help, Some(fix)) if help.is_empty() => format!("`msgen check --fix` can {}", fix.title),
            (help, _) => help.clone(),
        };
        let (file, line) = (cell(&finding.place.file), finding.place.lines.start);
        let _ = writeln!(text, "| {file} | {line} | `{}` | {what} | {} |", finding.rule, cell(&help));
    }
    if let Some(error) = error {
        let _ = writeln!(text, "\n## Not judged\n\n{}.", cell(&error.what));
        let parts = [("Where", &error.place), ("What to do", &error.help)];
        for (word, part) in parts.into_iter().filter_map(|(word, part)| Some((word, part.as_ref()?))) {
            let _ = writeln!(text, "\n{word}: {}", cell(part));
        }
    }
    text
}

fn rubric(text: &mut String, rubric: &Rubric) {
    let has_points = rubric.has_points();
    let (head, dashes) = if has_points { ("Points | ", "---: | ") } else { ("", "") };
    // Writing into a String cannot fail.
    let _ = writeln!(text, "## Rubric: {}\n", cell(&rubric.title));
    let _ = writeln!(text, "| Criterion | State | {head}Why |\n| --- | --- | {dashes}--- |");
    for judged in &rubric.criteria {
        let word = judged.state.word();
        let state = if judged.state == State::NotMet { format!("**{word}**") } else { word.to_owned() };
        let points = if has_points { format!("{} | ", points(judged)) } else { String::new() };
        let because: Vec<String> = judged.reasons().iter().map(|reason| cell(reason)).collect();
        let _ = writeln!(text, "| {} | {state} | {points}{} |", cell(&judged.title), because.join("<br>"));
    }
    let _ = writeln!(text, "\n{}.", rubric.counted());
    let sum = rubric.sum();
    if !sum.is_empty() {
        let _ = writeln!(text, "\n{}.", capitalized(&cell(&sum)));
    }
    text.push('\n');
}

fn capitalized(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
