//! Function calls of a file: `http.ListenAndServe(":8080", nil)` with its package and its arguments.

use std::ops::Range;

use super::source::Source;
use crate::answers::Evidence;

/// One call.
#[derive(Debug, Clone, Copy)]
pub(super) struct Call<'s, 'a> {
    pub source: &'s Source<'a>,
    /// The token of the called name.
    pub at: usize,
}

/// The calls of a file, in order.
pub(super) fn calls<'s, 'a>(source: &'s Source<'a>) -> impl Iterator<Item = Call<'s, 'a>> {
    (0..source.tokens.len()).filter_map(move |at| Call::at(source, at))
}

impl<'s, 'a> Call<'s, 'a> {
    /// The call whose name is the token at `at`; declarations are no calls.
    pub fn at(source: &'s Source<'a>, at: usize) -> Option<Self> {
        let tokens = &source.tokens;
        tokens.word(at)?;
        let declared = tokens.is_before(at, "func") || tokens.is_before(at, ")");
        (tokens.is(at + 1, "(") && !declared).then_some(Self { source, at })
    }

    /// The called name, without its package or receiver.
    pub fn name(&self) -> &'s str {
        self.source.tokens.word(self.at).unwrap_or_default()
    }

    /// The single word before the dot: a package or a variable.
    pub fn receiver(&self) -> Option<&'s str> {
        let dot = self.at.checked_sub(1).filter(|dot| self.source.tokens.is(*dot, "."))?;
        let chained = dot.checked_sub(2).is_some_and(|before| self.source.tokens.is(before, "."));
        if chained { None } else { self.source.tokens.word(dot.checked_sub(1)?) }
    }

    /// Whether the name stands after a dot.
    pub fn is_qualified(&self) -> bool {
        self.source.tokens.is_before(self.at, ".")
    }

    /// The import path of the package it calls into.
    pub fn package(&self) -> Option<&'s str> {
        self.source.import(self.receiver()?)
    }

    /// Whether it calls one of `names` of the package `path`.
    pub fn is(&self, path: &str, names: &[&str]) -> bool {
        names.contains(&self.name()) && self.package() == Some(path)
    }

    /// The tokens of each argument.
    pub fn arguments(&self) -> Vec<Range<usize>> {
        self.source.tokens.split(self.at + 2..self.end() - 1, ",")
    }

    /// The string literal that is the argument `nth`, counted from 0.
    pub fn text(&self, nth: usize) -> Option<&'s str> {
        let argument = self.arguments().into_iter().nth(nth)?;
        if argument.len() == 1 { self.source.tokens.text(argument.start) } else { None }
    }

    /// The token after the closing parenthesis.
    pub fn end(&self) -> usize {
        self.source.tokens.close(self.at + 1).min(self.source.tokens.len()).max(self.at + 2) + 1
    }

    /// Every token of the call, with its package or receiver.
    pub fn range(&self) -> Range<usize> {
        let start = if self.receiver().is_some() { self.at.saturating_sub(2) } else { self.at };
        start..self.end()
    }

    /// The call as evidence.
    pub fn evidence(&self) -> Evidence {
        self.source.evidence(self.range())
    }
}
