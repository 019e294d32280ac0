//! For people: each finding with the lines that it is about.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use annotate_snippets::{AnnotationKind, Group, Level, Message, Origin, Renderer, Snippet, normalize_untrusted_str};

use super::Checked;
use crate::check::page::Page;
use crate::check::{FileDrift, Finding, Severity, Source};
use crate::output::colored_diff;

/// A finding in more lines shows only the first of them.
const MOST_LINES: usize = 4;

/// So many lines of a difference are shown.
const MOST_CHANGES: usize = 30;

/// Every finding with its excerpt, for a terminal of `width` columns; coloured, for whoever writes it to strip.
#[must_use]
pub fn plain(checked: &Checked, pages: &BTreeMap<&str, Page>, width: usize) -> String {
    let renderer = Renderer::styled().term_width(width);
    let mut text = String::new();
    for (index, finding) in checked.findings.iter().enumerate() {
        let source = checked.file(&finding.place.file);
        let before = index.checked_sub(1).map(|before| &checked.findings[before]);
        let advice = advice(finding, before.filter(|before| before.rule == finding.rule));
        text.push_str(&renderer.render(&[one(finding, pages.get(finding.rule), source).elements(advice)]));
        text.push_str("\n\n");
        let is_of = |drift: &&FileDrift| drift.path == finding.place.file && drift.rule() == Some(finding.rule);
        if let Some(drift) = checked.drift.iter().find(is_of) {
            text.push_str(&diff(&drift.diff));
        }
    }
    text
}

/// The beginning of what `msgen init` would change.
fn diff(diff: &str) -> String {
    let lines: Vec<&str> = diff.lines().collect();
    let mut shown = colored_diff(&lines[..lines.len().min(MOST_CHANGES)].join("\n"));
    if let Some(more) = lines.len().checked_sub(MOST_CHANGES).filter(|more| *more > 0) {
        // Writing into a String cannot fail.
        let _ = writeln!(shown, "… {more} more lines: `msgen init --dry-run` shows them");
    }
    shown.push('\n');
    shown
}

/// A finding with its excerpt.
fn one<'a>(finding: &'a Finding, page: Option<&'a Page>, source: Option<&'a Source>) -> Group<'a> {
    let level = match finding.severity {
        Severity::Note => Level::NOTE,
        Severity::Warning => Level::WARNING,
        Severity::Error => Level::ERROR,
    };
    let title = page.map_or(finding.message.as_str(), |page| &page.title);
    let title = level.primary_title(title).id(finding.rule);
    let Some(source) = source else {
        return title.element(Origin::path(&finding.place.file).line(finding.place.lines.start));
    };
    let label = normalize_untrusted_str(&finding.message);
    let shown = AnnotationKind::Primary.span(shown(finding, source)).label(label);
    title.element(Snippet::source(&source.text).path(&finding.place.file).annotation(shown))
}

/// What follows from a finding, and what to do. What the finding before it has said is not said again.
fn advice(finding: &Finding, before: Option<&Finding>) -> Vec<Message<'static>> {
    let fix =
        |finding: &Finding| finding.fix.as_ref().map_or_else(String::new, |fix| format!("--fix can {}", fix.title));
    let parts = |finding: &Finding| [finding.because.clone(), finding.help.clone(), fix(finding)];
    let said = before.map(parts).unwrap_or_default();
    let new = parts(finding).into_iter().zip([Level::NOTE, Level::HELP, Level::HELP]).zip(said);
    new.filter(|((text, _), said)| !text.is_empty() && text != said)
        .map(|((text, level), _)| level.message(normalize_untrusted_str(&text)))
        .collect()
}

/// The bytes that are underlined: without the end of the line, and not more than a few lines.
fn shown(finding: &Finding, source: &Source) -> std::ops::Range<usize> {
    let (bytes, lines) = (&finding.place.bytes, finding.place.lines);
    let text = source.text.get(bytes.clone()).unwrap_or_default();
    let kept = if lines.end - lines.start < MOST_LINES { text } else { text.lines().next().unwrap_or_default() };
    bytes.start..bytes.start + kept.trim_end().len()
}
