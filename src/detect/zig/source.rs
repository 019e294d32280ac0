//! One source file: its tokens, and what in it can be shown as evidence.

use std::ops::Range;

use crate::answers::Evidence;
use crate::detect::lexicon::{Lexicon, Quote};
use crate::detect::token::Tokens;

/// Longest piece of source that is shown as evidence.
const LONGEST: usize = 70;

/// Comments end with their line; `\\` starts a line of text; `@` belongs to the names of builtins.
const LEXICON: Lexicon = Lexicon {
    block_comment: None,
    quotes: &[Quote::raw("\\\\", "\n"), Quote::text("\""), Quote::character("'")],
    word_characters: b"@",
    ..Lexicon::BRACES
};

/// A source file.
#[derive(Debug)]
pub(super) struct Source<'a> {
    pub path: &'a str,
    text: &'a str,
    pub tokens: Tokens<'a>,
}

/// `text` with blanks in the place of its `test` blocks: they are compiled into no program.
pub(super) fn without_tests(text: &str) -> String {
    let tokens = LEXICON.tokens(text);
    let mut kept = String::with_capacity(text.len());
    let mut end = 0;
    for at in (0..tokens.len()).filter(|&at| tokens.is(at, "test") && tokens.open(at).is_none()) {
        let open = if tokens.is(at + 1, "{") { at + 1 } else { at + 2 };
        let (Some(first), Some(last)) = (tokens.get(at), tokens.get(tokens.close(open))) else { continue };
        if !tokens.is(open, "{") || first.span.start < end {
            continue;
        }
        kept.push_str(&text[end..first.span.start]);
        kept.extend(text[first.span.start..last.span.end].chars().map(|c| if c == '\n' { c } else { ' ' }));
        end = last.span.end;
    }
    kept + &text[end..]
}

impl<'a> Source<'a> {
    /// The file at `path` with this text.
    pub fn read(path: &'a str, text: &'a str) -> Self {
        Self { path, text, tokens: LEXICON.tokens(text) }
    }

    /// The tokens of `range` as evidence.
    pub fn evidence(&self, range: Range<usize>) -> Evidence {
        let start = self.tokens.get(range.start).map_or(0, |token| token.span.start);
        let last = self.tokens.get(range.end.saturating_sub(1)).map_or(start, |token| token.span.end);
        let text = self.text.get(start..last.max(start)).unwrap_or_default();
        let words: Vec<&str> = text.split_whitespace().collect();
        let mut saw: String = words.join(" ");
        if saw.chars().count() > LONGEST {
            saw = saw.chars().take(LONGEST - 1).chain(['…']).collect();
        }
        Evidence::new(self.path, self.tokens.line(range.start), saw)
    }

    /// Every call of a function or method named `name`: the place of the name.
    pub fn calls<'s>(&'s self, name: &'s str) -> impl Iterator<Item = usize> + 's {
        (0..self.tokens.len())
            .filter(move |&at| self.tokens.is(at, name) && self.tokens.is(at + 1, "("))
            .filter(|&at| !self.tokens.is_before(at, "fn"))
    }

    /// The arguments of the call whose name is at `at`.
    pub fn arguments(&self, at: usize) -> Vec<Range<usize>> {
        self.tokens.split(at + 2..self.tokens.close(at + 1), ",")
    }

    /// The call whose name is at `at`, with the names before it.
    pub fn call_range(&self, at: usize) -> Range<usize> {
        let mut start = at;
        while start >= 2 && self.tokens.is(start - 1, ".") && self.tokens.word(start - 2).is_some() {
            start -= 2;
        }
        start..(self.tokens.close(at + 1) + 1).min(self.tokens.len())
    }

    /// The text that is the whole of `range`.
    pub fn text_at(&self, range: &Range<usize>) -> Option<&str> {
        if range.len() == 1 { self.tokens.text(range.start) } else { None }
    }

    /// The expression of the field `.name = …` between the braces that open at `open`.
    pub fn field(&self, open: usize, name: &str) -> Option<Range<usize>> {
        let fields = self.tokens.split(open + 1..self.tokens.close(open), ",");
        let mut named = fields.into_iter().filter(|field| self.tokens.is_sequence(field.start, &[".", name, "="]));
        named.next().map(|field| field.start + 3..field.end)
    }

    /// The expressions that are assigned to `name`: in declarations, in later assignments, and as the default of a field.
    pub fn assigned(&self, name: &str) -> Vec<Range<usize>> {
        let tokens = &self.tokens;
        let mut found = Vec::new();
        for at in (0..tokens.len()).filter(|&at| tokens.is(at, name)) {
            let mut sign = at + 1;
            if tokens.is_before(at, ".") && !tokens.is(sign, "=") {
                continue;
            }
            if tokens.is(sign, ":") {
                while sign < tokens.len() && ![",", ";", ")", "}", "=", "{"].iter().any(|end| tokens.is(sign, end)) {
                    sign = tokens.close(sign).max(sign) + 1;
                }
            }
            if tokens.is(sign, "=") {
                found.push(self.statement(sign + 1));
            }
        }
        found
    }

    /// The expression that declares the constant or variable `name`, where there is one such declaration.
    pub fn declared(&self, name: &str) -> Option<Range<usize>> {
        let signs = ["const", "var"].into_iter().flat_map(|kind| {
            let named = (1..self.tokens.len()).filter(move |&at| self.tokens.is(at - 1, kind));
            named.filter(|&at| self.tokens.is(at, name) && self.tokens.is(at + 1, "=")).map(|at| at + 1)
        });
        let found: Vec<usize> = signs.collect();
        match found.as_slice() {
            [only] => Some(self.statement(only + 1)),
            _ => None,
        }
    }

    /// Where the expression that starts at `start` ends, blocks included.
    fn statement(&self, start: usize) -> Range<usize> {
        let mut at = start;
        while at < self.tokens.len() && ![",", ";", ")", "]", "}"].iter().any(|end| self.tokens.is(at, end)) {
            at = self.tokens.close(at).max(at) + 1;
        }
        start..at.min(self.tokens.len())
    }

    /// The body of the function `name`.
    pub fn function(&self, name: &str) -> Option<Range<usize>> {
        let at = self.tokens.find(&["fn", name, "("]).next()?;
        let mut open = self.tokens.close(at + 2) + 1;
        while open < self.tokens.len() && !self.tokens.is(open, "{") {
            if self.tokens.is(open, ";") {
                return None;
            }
            // A type such as `error{Missing}!u16` has braces of its own.
            if self.tokens.is(open, "error") && self.tokens.is(open + 1, "{") {
                open = self.tokens.close(open + 1);
            }
            open += 1;
        }
        (open < self.tokens.len()).then(|| open + 1..self.tokens.close(open))
    }
}
