//! One source file: its tokens, and what in it can be shown as evidence.

use std::ops::Range;

use super::extension;
use crate::answers::Evidence;
use crate::detect::lexicon::{Lexicon, Quote};
use crate::detect::token::{Kind, Tokens};

/// Longest piece of source that is shown as evidence.
const LONGEST: usize = 70;

/// C#: `$` and `@` before a quote belong to the text.
const C_SHARP: Lexicon = Lexicon {
    quotes: &[Quote::raw("\"\"\"", "\"\"\""), Quote::text("\""), Quote::character("'")],
    prefixes: &["$", "@", "$@", "@$"],
    word_characters: b"$@",
    ..Lexicon::BRACES
};

/// F#: comments in `(* *)`, and `'a` for the name of a type.
const F_SHARP: Lexicon =
    Lexicon { block_comment: Some(("(*", "*)")), nested_comments: true, lifetimes: true, ..C_SHARP };

/// A source file.
#[derive(Debug)]
pub(super) struct Source<'a> {
    path: &'a str,
    text: &'a str,
    pub tokens: Tokens<'a>,
}

impl<'a> Source<'a> {
    /// Whether the file at `path` holds code that can be read here.
    pub fn is_source(path: &str) -> bool {
        matches!(extension(path), Some("cs" | "fs"))
    }

    /// The file at `path` with this text.
    pub fn read(path: &'a str, text: &'a str) -> Self {
        let lexicon = if extension(path) == Some("fs") { F_SHARP } else { C_SHARP };
        Self { path, text, tokens: lexicon.tokens(text) }
    }

    /// The tokens of `range` as evidence.
    pub fn evidence(&self, range: Range<usize>) -> Evidence {
        let start = self.tokens.get(range.start).map_or(0, |token| token.span.start);
        let last = self.tokens.get(range.end.saturating_sub(1)).map_or(start, |token| token.span.end);
        let text = self.text.get(start..last.max(start)).unwrap_or_default();
        let mut saw = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if saw.chars().count() > LONGEST {
            saw = saw.chars().take(LONGEST - 1).chain(['…']).collect();
        }
        Evidence::new(self.path, self.tokens.line(range.start), saw)
    }

    /// Every call of a method named `name`: the place of the name.
    pub fn calls<'s>(&'s self, name: &'s str) -> impl Iterator<Item = usize> + 's {
        (0..self.tokens.len()).filter(move |&at| {
            let opens = self.tokens.is(at + 1, "(") || self.tokens.text(at + 1).is_some();
            self.tokens.is(at, name) && opens
        })
    }

    /// The texts and numbers that the call whose name is at `at` is given.
    pub fn literals(&self, at: usize) -> impl Iterator<Item = (usize, &str)> {
        // F# may write an argument without brackets.
        let end = if self.tokens.is(at + 1, "(") { self.tokens.close(at + 1) } else { at + 2 };
        (at + 1..end).filter_map(|at| {
            let token = self.tokens.get(at)?;
            matches!(token.kind, Kind::Text | Kind::Number).then_some((at, &*token.text))
        })
    }

    /// The call whose name is at `at`, with the names before it.
    pub fn call(&self, at: usize) -> Evidence {
        let mut start = at;
        while start >= 2 && self.tokens.is(start - 1, ".") && self.tokens.word(start - 2).is_some() {
            start -= 2;
        }
        let end = if self.tokens.is(at + 1, "(") { self.tokens.close(at + 1) + 1 } else { at + 2 };
        self.evidence(start..end.min(self.tokens.len()))
    }
}
