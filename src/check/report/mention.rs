//! Sizes that a report gives to things by their names: the build stage, the final image, an image.

use super::image_list;
use super::markdown::Markdown;
use super::quantity::{Quantity, Unit, quantities};
use super::table;
use crate::check::{Place, Source};
use crate::evidence::Role;

/// A thing that has a size.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Thing {
    /// The build stage or the final image.
    Image(Role),
    /// What that one starts from: never larger than it.
    Base(Role),
    /// An image, by its name.
    Named(String),
    /// What an image of this many bytes was compared with.
    Compared(u64),
}

/// A size that the report gives to something.
#[derive(Debug, Clone)]
pub(super) struct Mention {
    /// What it is the size of.
    pub(super) thing: Thing,
    /// The size.
    pub(super) size: Quantity,
    /// Where it stands.
    pub(super) place: Place,
}

/// How people call the two images.
const BUILD_STAGE: &[&str] = &["builder image", "builder stage", "build stage", "build image", "stage 1"];
const FINAL: &[&str] = &["final image", "final stage", "final runtime image", "runtime image", "production image"];

/// Words that a sentence on a size has around the name of the thing, and that say nothing else about it.
const FILLERS: &[&str] = &[
    "a",
    "about",
    "achieved",
    "an",
    "and",
    "approximately",
    "around",
    "as",
    "base",
    "based",
    "from",
    "has",
    "image",
    "in",
    "is",
    "it",
    "its",
    "just",
    "my",
    "of",
    "on",
    "only",
    "our",
    "shows",
    "size",
    "so",
    "stage",
    "takes",
    "that",
    "the",
    "then",
    "this",
    "total",
    "up",
    "uses",
    "using",
    "weighs",
    "which",
    "with",
];

/// Words behind a size that say that it is not the size of the whole.
const QUALIFIED: &[&str] = &["compress", "packed", "before", "without", "amd64", "arm64", "limit", "smaller", "less"];

/// The sizes that the report gives to things that it names.
pub(super) fn mentions(markdown: &Markdown, source: &Source) -> Vec<Mention> {
    let mut found = Vec::new();
    for row in markdown.listings.iter().flat_map(image_list::rows) {
        if let Some(size) = row.size {
            found.push(mention(source, row.line, Thing::Named(row.name), size));
        }
    }
    for line in 1..=source.line_count() {
        if markdown.is_said(source, line) {
            let heading = markdown.heading_of(line).filter(|heading| heading.line < line);
            let role = heading.and_then(|heading| role(&heading.text.to_lowercase()));
            found.extend(of_line(source, line, role));
        }
    }
    found
}

fn mention(source: &Source, line: usize, thing: Thing, size: Quantity) -> Mention {
    let start = source.line_bytes(line).start;
    Mention { thing, place: source.at(start + size.bytes.start..start + size.bytes.end), size }
}

/// What one line says; `section` is what the heading above it is about.
fn of_line(source: &Source, line: usize, section: Option<Role>) -> Vec<Mention> {
    let text = source.line_text(line);
    let sizes: Vec<Quantity> = quantities(text).into_iter().filter(|size| size.unit == Unit::Bytes).collect();
    let names: Vec<&str> = text.split(|c: char| !belongs(c)).filter(|word| is_reference(word)).collect();
    match (sizes.as_slice(), names.as_slice()) {
        ([size], [] | [_]) => one_size(source, line, section, names.first().copied(), size),
        ([more, less], []) if less.value < more.value && compares(text, more, less) => {
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "sizes are far below 2^53")]
            let thing = Thing::Compared(less.value.round() as u64);
            vec![mention(source, line, thing, more.clone())]
        }
        _ => Vec::new(),
    }
}

fn one_size(source: &Source, line: usize, section: Option<Role>, name: Option<&str>, size: &Quantity) -> Vec<Mention> {
    let text = source.line_text(line);
    let before = text[..size.bytes.start].to_lowercase();
    let after = text[size.bytes.end..].to_lowercase();
    let own = role(&before);
    let rest = [BUILD_STAGE, FINAL].concat().iter().fold(before, |text, phrase| text.replace(phrase, " "));
    let rest = name.map_or(rest.clone(), |name| rest.replace(&name.to_lowercase(), " "));
    let is_plain = rest.split(|c: char| !c.is_alphanumeric()).all(|word| word.is_empty() || FILLERS.contains(&word));
    if !is_plain || QUALIFIED.iter().any(|word| after.contains(word)) {
        return Vec::new();
    }
    let things = match (own, name, section) {
        // A stage that is called by its base may mean the base.
        (Some(role), Some(_), _) => vec![Thing::Base(role)],
        (Some(role), None, _) => vec![Thing::Image(role)],
        (None, Some(name), Some(role)) => vec![Thing::Named(name.to_owned()), Thing::Base(role)],
        (None, Some(name), None) => vec![Thing::Named(name.to_owned())],
        (None, None, _) => Vec::new(),
    };
    things.into_iter().map(|thing| mention(source, line, thing, size.clone())).collect()
}

/// Which of the two images a text is about; none where it names both or neither.
fn role(text: &str) -> Option<Role> {
    let names = |phrases: &[&str]| phrases.iter().any(|phrase| text.contains(phrase));
    match (names(BUILD_STAGE), names(FINAL)) {
        (true, false) => Some(Role::BuildStage),
        (false, true) => Some(Role::Final),
        _ => None,
    }
}

/// Whether a line sets one size against the other: with an arrow, or as two cells of a row.
fn compares(text: &str, more: &Quantity, less: &Quantity) -> bool {
    let between = &text[more.bytes.end..less.bytes.start];
    let is_row = table::bare(text).starts_with('|') && between.trim() == "|";
    is_row || ["→", "->", "=>", "➜", "⇒"].contains(&between.trim())
}

fn belongs(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-' | '/' | ':')
}

/// Whether a word is an image with its tag: `golang:1.21`.
fn is_reference(word: &str) -> bool {
    let Some((name, tag)) = word.rsplit_once(':') else { return false };
    let last = name.rsplit('/').next().unwrap_or(name);
    !tag.is_empty()
        && !tag.contains('/')
        && last.starts_with(|c: char| c.is_ascii_lowercase())
        && last.len() > 1
        && !last.contains('.')
        && !name.contains(':')
        && name != "localhost"
}
