//! Tokens of a source file: comments and strings can never be mistaken for code, and brackets know their partners.

use std::borrow::Cow;
use std::ops::Range;

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// An identifier or a keyword.
    Word,
    /// A string literal; the token's text is its value.
    Text,
    /// A number or a character.
    Number,
    /// An operator or a bracket.
    Symbol,
}

/// One token.
#[derive(Debug)]
pub(crate) struct Token<'a> {
    pub(crate) kind: Kind,
    pub(crate) text: Cow<'a, str>,
    /// Line it starts on, counted from 1.
    pub(crate) line: usize,
    /// Bytes of the file it covers.
    pub(crate) span: Range<usize>,
}

/// A comment with its marks (`//…`, `/*…*/`).
#[derive(Debug)]
pub(crate) struct Comment<'a> {
    pub(crate) text: &'a str,
    /// Line it starts on, counted from 1.
    pub(crate) line: usize,
}

/// The tokens of one file, its comments beside them.
#[derive(Debug)]
pub(crate) struct Tokens<'a> {
    list: Vec<Token<'a>>,
    pub(crate) comments: Vec<Comment<'a>>,
    /// For each token the bracket that closes it, or itself.
    closes: Vec<usize>,
    /// For each token the bracket it stands in.
    opens: Vec<Option<usize>>,
}

impl<'a> Tokens<'a> {
    /// The tokens in `list`, with the comments that stood between them.
    pub(crate) fn new(list: Vec<Token<'a>>, comments: Vec<Comment<'a>>) -> Self {
        let (closes, opens) = pair(&list);
        Self { list, comments, closes, opens }
    }

    /// How many tokens there are.
    pub(crate) fn len(&self) -> usize {
        self.list.len()
    }

    /// The token at `at`.
    pub(crate) fn get(&self, at: usize) -> Option<&Token<'a>> {
        self.list.get(at)
    }

    /// Whether the token at `at` is the word or symbol `text` (never the string literal).
    pub(crate) fn is(&self, at: usize, text: &str) -> bool {
        self.get(at).is_some_and(|token| matches!(token.kind, Kind::Word | Kind::Symbol) && token.text == text)
    }

    /// Whether words and symbols follow each other from `at` on, as in `["app", ".", "listen", "("]`.
    pub(crate) fn is_sequence(&self, at: usize, texts: &[&str]) -> bool {
        texts.iter().enumerate().all(|(offset, text)| self.is(at + offset, text))
    }

    /// Every place where the words and symbols of `texts` follow each other.
    pub(crate) fn find<'s>(&'s self, texts: &'s [&str]) -> impl Iterator<Item = usize> + 's {
        (0..self.len()).filter(|&at| self.is_sequence(at, texts))
    }

    /// Whether the token before `at` is `text`.
    pub(crate) fn is_before(&self, at: usize, text: &str) -> bool {
        at.checked_sub(1).is_some_and(|before| self.is(before, text))
    }

    /// The identifier or keyword at `at`.
    pub(crate) fn word(&self, at: usize) -> Option<&str> {
        self.of(at, Kind::Word)
    }

    /// The value of the string literal at `at`.
    pub(crate) fn text(&self, at: usize) -> Option<&str> {
        self.of(at, Kind::Text)
    }

    /// The number at `at`.
    pub(crate) fn number(&self, at: usize) -> Option<&str> {
        self.of(at, Kind::Number)
    }

    /// The line of the token at `at`.
    pub(crate) fn line(&self, at: usize) -> usize {
        self.get(at).map_or(1, |token| token.line)
    }

    /// The bracket that closes the one at `at`; the end of the file where nothing does.
    pub(crate) fn close(&self, at: usize) -> usize {
        self.closes.get(at).copied().unwrap_or(self.len())
    }

    /// The bracket that the one at `at` closes.
    pub(crate) fn opening(&self, at: usize) -> Option<usize> {
        // The token before it stands in that bracket, or is it.
        let before = at.checked_sub(1)?;
        [Some(before), self.open(before)].into_iter().flatten().find(|open| self.close(*open) == at)
    }

    /// The bracket the token at `at` stands in.
    pub(crate) fn open(&self, at: usize) -> Option<usize> {
        self.opens.get(at).copied().flatten()
    }

    /// The parts of `range` between separators that stand outside any inner bracket; none for an empty range.
    pub(crate) fn split(&self, range: Range<usize>, separator: &str) -> Vec<Range<usize>> {
        let mut parts = Vec::new();
        let mut start = range.start;
        let mut at = range.start;
        while at < range.end {
            if self.is(at, separator) {
                parts.push(start..at);
                start = at + 1;
            }
            at = self.close(at).max(at) + 1;
        }
        if start < range.end {
            parts.push(start..range.end);
        }
        parts
    }

    /// Where the expression that starts at `start` ends: at a separator, a block or the bracket around it.
    pub(crate) fn expression(&self, start: usize) -> Range<usize> {
        let mut at = start;
        while at < self.len() && ![",", ";", ")", "]", "}", "{", ":"].iter().any(|end| self.is(at, end)) {
            at = self.close(at).max(at) + 1;
        }
        start..at.min(self.len())
    }

    fn of(&self, at: usize, kind: Kind) -> Option<&str> {
        self.get(at).filter(|token| token.kind == kind).map(|token| &*token.text)
    }
}

/// Finds the partner of every bracket, and the bracket around every token.
fn pair(list: &[Token<'_>]) -> (Vec<usize>, Vec<Option<usize>>) {
    let mut closes: Vec<usize> = (0..list.len()).collect();
    let mut opens = vec![None; list.len()];
    let mut stack: Vec<usize> = Vec::new();
    for (at, token) in list.iter().enumerate() {
        let symbol = if token.kind == Kind::Symbol { &*token.text } else { "" };
        if matches!(symbol, ")" | "]" | "}")
            && let Some(open) = stack.pop()
        {
            closes[open] = at;
        }
        opens[at] = stack.last().copied();
        if matches!(symbol, "(" | "[" | "{") {
            stack.push(at);
        }
    }
    for open in stack {
        closes[open] = list.len();
    }
    (closes, opens)
}
