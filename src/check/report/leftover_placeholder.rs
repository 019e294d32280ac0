//! Something of a template that was never filled in.

use std::ops::Range;

use super::markdown::{Line, Listing, Markdown};
use super::placeholder::{blanks, bracketed, names, unfilled_sizes, unknown_tag};
use crate::check::{Finding, ReportCase, Rule, Run, Severity, Source};

/// The rule.
pub(super) const RULE: Rule =
    Rule { id: "leftover-placeholder", severity: Severity::Warning, is_default: true, run: Run::Report(check) };

/// What editors and templates write where a picture needs words.
const PICTURE_WORDS: &[&str] = &["alt text", "alt", "alt-text", "image alt text", "image description"];

fn check(case: &ReportCase<'_>, markdown: &Markdown, found: &mut Vec<Finding>) {
    let source = case.source;
    let mut places = pictures(markdown);
    let tags = markdown.tags.iter().cloned().chain((1..=source.line_count()).filter_map(|number| {
        let place = source.line_bytes(number);
        let text = source.line_text(number);
        let start = place.start + (text.len() - text.trim_start().len());
        (markdown.line(source, number) == Line::Html).then(|| start..(start + text.trim().len()))
    }));
    for bytes in tags.filter(|bytes| unknown_tag(&source.text, bytes)) {
        let message = format!("`{}` was never filled in", &source.text[bytes.clone()]);
        places.push((bytes, message));
    }
    for number in 1..=source.line_count() {
        let start = source.line_bytes(number).start;
        let of_line = of_line(source, markdown, number).into_iter();
        places.extend(of_line.map(|(bytes, message)| (start + bytes.start..start + bytes.end, message)));
    }
    for (bytes, message) in places {
        let help = "write what it stands for, or delete it";
        found.push(Finding::new(source.at(bytes), message).help(help));
    }
}

/// The pictures whose words nobody wrote.
fn pictures(markdown: &Markdown) -> Vec<(Range<usize>, String)> {
    let mut places = Vec::new();
    for (words, bytes) in &markdown.pictures {
        let words = words.trim();
        if PICTURE_WORDS.iter().any(|known| known.eq_ignore_ascii_case(words)) {
            places.push((bytes.clone(), format!("the picture is described as `{words}`")));
        } else if words.starts_with('[') && words.ends_with(']') {
            places.push((bytes.clone(), format!("the description of the picture still has its brackets: `{words}`")));
        }
    }
    places
}

/// What a line has, with its bytes in the line.
fn of_line(source: &Source, markdown: &Markdown, number: usize) -> Vec<(Range<usize>, String)> {
    let text = source.line_text(number);
    let start = source.line_bytes(number).start;
    let listing = match markdown.line(source, number) {
        Line::Listing(at) => Some(&markdown.listings[at]),
        Line::Words => None,
        Line::Html => return Vec::new(),
    };
    // A program's source may well have an example in a comment.
    let is_ours = listing.is_none_or(|listing| listing.is_words() || listing.is_shell());
    let is_code = |at: &usize| listing.is_some() || markdown.code.iter().any(|code| code.contains(&(start + at)));
    let mut found: Vec<(Range<usize>, &str)> = Vec::new();
    let blanks = blanks(text).into_iter().filter(|bytes| is_ours && is_code(&bytes.start));
    found.extend(names(text).into_iter().chain(blanks).map(|bytes| (bytes, "stands for a name of yours")));
    let unfilled = bracketed(text).into_iter().chain(unfilled_sizes(text));
    let unfilled = unfilled.filter(|bytes| !is_code(&bytes.start));
    found.extend(unfilled.map(|bytes| (bytes, "was never filled in")));
    let empty = || listing.and_then(|listing| no_output(listing, number, text));
    let stand_in = stand_in(text).filter(|_| is_ours).or_else(empty);
    found.extend(stand_in.map(|bytes| (bytes, "stands where something real should")));
    found.into_iter().map(|(bytes, what)| (bytes.clone(), format!("`{}` {what}", &text[bytes]))).collect()
}

/// A line that announces something which is not the author's: `Example output:`, or the words of a typesetter.
fn stand_in(text: &str) -> Option<Range<usize>> {
    let lower = text.to_ascii_lowercase();
    if let Some(at) = lower.find("lorem ipsum") {
        return Some(at..at + "lorem ipsum".len());
    }
    let bare = lower.trim_matches(|c: char| !c.is_alphanumeric());
    (bare == "example output").then(|| lower.find(bare).unwrap_or(0)).map(|at| at..at + bare.len())
}

/// The output of a command that says that there is none.
fn no_output(listing: &Listing, number: usize, text: &str) -> Option<Range<usize>> {
    let at = listing.lines.iter().position(|(line, _)| *line == number)?;
    let (_, command) = listing.lines.get(at.checked_sub(1)?)?;
    let says = text.to_ascii_lowercase().trim_start().starts_with("nothing here");
    (says && command.trim_start().starts_with("$ ")).then(|| 0..text.trim_end().len())
}
