//! Mends what findings say can be mended mechanically, and looks again: a fix that does not take its fault away, or
//! brings another one, is left out.

use std::collections::BTreeMap;

use super::{Edit, Finding, Source};
use crate::document::{Document, Item};

/// A file after mending.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mended {
    /// Its new text.
    pub source: Source,
    /// What was done, in the order of the findings: the titles of the fixes.
    pub done: Vec<String>,
}

/// Applies the fixes of `findings` to the file `source`. Of fixes that touch the same text the first wins; the others
/// need another run. `check` gives what is found in the file with another text; none where it is no longer what it was.
/// None where nothing can be mended.
pub fn mend(source: &Source, findings: &[Finding], check: impl Fn(&Source) -> Option<Vec<Finding>>) -> Option<Mended> {
    let mut known = count(&check(source)?);
    let (mut edits, mut mended): (Vec<&Edit>, Option<Mended>) = (Vec::new(), None);
    for finding in findings.iter().filter(|finding| finding.place.file == source.name) {
        let Some(fix) = &finding.fix else { continue };
        if fix.edits.iter().any(|new| edits.iter().any(|old| overlap(new, old))) {
            continue;
        }
        let tried: Vec<&Edit> = edits.iter().copied().chain(&fix.edits).collect();
        let Some(next) = apply(source, &tried) else { continue };
        let Some(found) = check(&next).filter(|_| directives(&next) == directives(source)).map(|found| count(&found))
        else {
            continue;
        };
        let of = |counts: &BTreeMap<&str, usize>, rule: &str| counts.get(rule).copied().unwrap_or(0);
        let brings_none = found.iter().all(|(rule, number)| *number <= of(&known, rule));
        if brings_none && of(&found, finding.rule) < of(&known, finding.rule) {
            let mut done = mended.map(|mended| mended.done).unwrap_or_default();
            done.push(fix.title.clone());
            mended = Some(Mended { source: next, done });
            (known, edits) = (found, tried);
        }
    }
    mended
}

/// How often each rule found something.
fn count(findings: &[Finding]) -> BTreeMap<&'static str, usize> {
    let mut counts = BTreeMap::new();
    for finding in findings {
        *counts.entry(finding.rule).or_default() += 1;
    }
    counts
}

/// Whether two edits touch the same text, or say different things about the same place.
fn overlap(one: &Edit, other: &Edit) -> bool {
    let (one, other) = (&one.bytes, &other.bytes);
    one.start == other.start || (one.start < other.end && other.start < one.end)
}

/// The file with the edits done, its line endings kept; none where an edit does not fit the text.
fn apply(source: &Source, edits: &[&Edit]) -> Option<Source> {
    let mut edits = edits.to_vec();
    edits.sort_by_key(|edit| edit.bytes.start);
    let has_crlf = source.text.contains("\r\n");
    let (mut text, mut at) = (String::with_capacity(source.text.len()), 0);
    for edit in edits {
        text.push_str(source.text.get(at..edit.bytes.start)?);
        let new = edit.text.replace("\r\n", "\n");
        text.push_str(&if has_crlf { new.replace('\n', "\r\n") } else { new });
        at = edit.bytes.end;
    }
    text.push_str(source.text.get(at..)?);
    Some(Source::new(source.name.clone(), text))
}

/// The parser directives of a Dockerfile: a comment that moves up must not become one.
fn directives(source: &Source) -> Vec<String> {
    let document = Document::parse(&source.name, &source.text);
    let items = document.iter().flat_map(Document::items);
    let raw = items.filter(|item| matches!(item, Item::Directive { .. })).map(Item::raw);
    raw.map(str::to_owned).collect()
}
