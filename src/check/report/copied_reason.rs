//! A sentence of the author's own text that a reason's page has too.

use std::ops::Range;

use super::markdown::{Line, Markdown};
use crate::check::{Finding, ReportCase, Rule, Run, Severity};
use crate::report::Report;
use crate::teach::{Word, words};

/// The rule.
pub(super) const RULE: Rule =
    Rule { id: "copied-reason", severity: Severity::Warning, is_default: true, run: Run::Report(check) };

fn check(case: &ReportCase<'_>, markdown: &Markdown, found: &mut Vec<Finding>) {
    let text = &case.source.text;
    for paragraph in own_paragraphs(case, markdown) {
        for said in unquoted(&text[paragraph.clone()]) {
            let base = paragraph.start + said.start;
            let own = words(&text[base..paragraph.start + said.end]);
            let Some(shared) = case.catalog.phrases().shared(&own) else { continue };
            let bytes = |word: &Word| base + word.bytes.start..base + word.bytes.end;
            let place = case.source.at(bytes(&own[shared.start]).start..bytes(&own[shared.end - 1]).end);
            let copied = text[place.bytes.clone()].split_whitespace().collect::<Vec<_>>().join(" ");
            found.push(
                Finding::new(place, format!("this is what `msgen explain` says: \"{copied}\""))
                    .because("the report is asked for what its author found out")
                    .help("say it in words of your own, or mark it as a quotation with `> ` and name where it is from"),
            );
        }
    }
}

/// The paragraphs of the author's own words, in bytes: outside of msgen's blocks, of listings, HTML and quotations.
fn own_paragraphs(case: &ReportCase<'_>, markdown: &Markdown) -> Vec<Range<usize>> {
    let report = Report::parse(&case.source.text, &case.source.name).ok();
    let blocks = report.as_ref().map(Report::blocks).unwrap_or_default();
    let mut paragraphs: Vec<Range<usize>> = Vec::new();
    let mut is_open = false;
    for number in 1..=case.source.line_count() {
        let line = case.source.line_bytes(number);
        let is_block = blocks.iter().any(|block| block.content.contains(&line.start));
        let is_own = !line.is_empty()
            && !is_block
            && !markdown.is_quoted(&line)
            && markdown.line(case.source, number) == Line::Words;
        match paragraphs.last_mut().filter(|_| is_own && is_open) {
            Some(paragraph) => paragraph.end = line.end,
            None if is_own => paragraphs.push(line),
            None => {}
        }
        is_open = is_own;
    }
    paragraphs
}

/// The parts of a paragraph that do not stand between quotation marks.
fn unquoted(text: &str) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut done = 0;
    while let Some((at, open)) = text[done..].char_indices().find(|(_, letter)| matches!(letter, '"' | '“' | '«')) {
        let close = match open {
            '“' => '”',
            '«' => '»',
            _ => '"',
        };
        let from = done + at + open.len_utf8();
        let Some(length) = text[from..].find(close) else { break };
        parts.push(done..done + at);
        done = from + length + close.len_utf8();
    }
    parts.push(done..text.len());
    parts
}
