//! A rubric for people: each criterion with what came of it, and why.

use std::fmt::Write as _;

use annotate_snippets::normalize_untrusted_str;
use anstyle::{AnsiColor, Style};

use crate::check::rubric::{Judged, Rubric, State};

/// The widest word for a state.
const STATE: usize = "not judged".len();

/// The rubric as lines, coloured, for whoever writes it to strip.
#[must_use]
pub fn rubric(rubric: &Rubric) -> String {
    let bold = Style::new().bold();
    let mut text = format!("{bold}Rubric: {}{bold:#}\n\n", normalize_untrusted_str(&rubric.title));
    let has_points = rubric.has_points();
    let points: Vec<String> =
        rubric.criteria.iter().map(|judged| if has_points { points(judged) } else { String::new() }).collect();
    let width = points.iter().map(|points| points.chars().count()).max().unwrap_or(0);
    for (judged, points) in rubric.criteria.iter().zip(&points) {
        let style = match judged.state {
            State::Met => AnsiColor::Green.on_default(),
            State::NotMet => AnsiColor::Red.on_default(),
            State::ByHand | State::NotJudged => AnsiColor::Yellow.on_default(),
        };
        let gap = if width > 0 { format!("{points:>width$}  ") } else { String::new() };
        // Writing into a String cannot fail.
        let title = normalize_untrusted_str(&judged.title);
        let _ = writeln!(text, "  {style}{:STATE$}{style:#}  {gap}{title}", judged.state.word());
        let indent = " ".repeat(STATE + 4 + gap.chars().count());
        for reason in judged.reasons() {
            let _ = writeln!(text, "{indent}{}", normalize_untrusted_str(&reason));
        }
    }
    let _ = writeln!(text, "\n{}", rubric.counted());
    let sum = rubric.sum();
    if !sum.is_empty() {
        let _ = writeln!(text, "{sum}");
    }
    text
}

/// What a criterion earned of what it gives: `2/2`, `–/2`.
pub(super) fn points(judged: &Judged) -> String {
    match (judged.earned, judged.points) {
        (Some(earned), Some(points)) => format!("{earned}/{points}"),
        (None, Some(points)) => format!("–/{points}"),
        (_, None) => String::new(),
    }
}
