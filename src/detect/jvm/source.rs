//! The source files as tokens: comments and strings can never be mistaken for code.

use std::ops::Range;

use crate::answers::Evidence;
use crate::context::Context;
use crate::detect::lexicon::{Lexicon, Quote};
use crate::detect::token::Tokens;

const JAVA: Lexicon = Lexicon {
    quotes: &[Quote::block("\"\"\""), Quote::text("\""), Quote::character("'")],
    word_characters: b"$",
    ..Lexicon::BRACES
};

const KOTLIN: Lexicon = Lexicon {
    nested_comments: true,
    quotes: &[Quote::raw("\"\"\"", "\"\"\""), Quote::text("\""), Quote::character("'"), Quote::character("`")],
    ..Lexicon::BRACES
};

/// One source file.
#[derive(Debug)]
pub(super) struct Source<'a> {
    pub path: &'a str,
    pub tokens: Tokens<'a>,
    text: &'a str,
    pub is_kotlin: bool,
}

/// The Java and Kotlin files that end up in a program, with their text.
pub(super) fn texts(context: &Context) -> Vec<(&str, String)> {
    let is_source = |path: &&str| {
        let ends = [".java", ".kt"].iter().any(|end| path.ends_with(end));
        ends && !is_test(path) && !path.starts_with("buildSrc/")
    };
    context.files().filter(is_source).filter_map(|path| Some((path, context.read(path)?))).collect()
}

/// Whether a file belongs to a test: `src/test/…`, `src/commonTest/…`, `src/integration-test/…`.
fn is_test(path: &str) -> bool {
    path.split('/').zip(path.split('/').skip(1)).any(|(folder, set)| {
        folder == "src" && (set.starts_with("test") || set.ends_with("Test") || set.ends_with("-test"))
    })
}

/// Reads the tokens of each text.
pub(super) fn read<'a>(texts: &'a [(&'a str, String)]) -> Vec<Source<'a>> {
    texts
        .iter()
        .map(|(path, text)| {
            let is_kotlin = path.rsplit_once('.').is_some_and(|(_, extension)| extension == "kt");
            let tokens = if is_kotlin { KOTLIN.tokens(text) } else { JAVA.tokens(text) };
            Source { path, tokens, text, is_kotlin }
        })
        .collect()
}

impl Source<'_> {
    /// The tokens of `range` as evidence, in the words of the source.
    pub fn evidence(&self, range: Range<usize>) -> Evidence {
        let start = self.tokens.get(range.start).map_or(0, |token| token.span.start);
        let end = self.tokens.get(range.end.saturating_sub(1)).map_or(start, |token| token.span.end.max(start));
        let seen = self.text.get(start..end).unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ");
        let seen = if seen.chars().count() > 80 { seen.chars().take(79).chain(['…']).collect() } else { seen };
        Evidence::new(self.path, self.tokens.line(range.start), seen)
    }

    /// Whether the file imports something whose name starts with `start`.
    pub fn imports(&self, start: &str) -> bool {
        let tokens = &self.tokens;
        tokens.find(&["import"]).any(|at| {
            let at = if tokens.is(at + 1, "static") { at + 2 } else { at + 1 };
            self.dotted(at).is_some_and(|name| name.starts_with(start))
        })
    }

    /// The package of the file, or nothing.
    pub fn package(&self) -> String {
        let at = self.tokens.find(&["package"]).find(|&at| self.tokens.open(at).is_none());
        at.and_then(|at| self.dotted(at + 1)).unwrap_or_default()
    }

    /// The name with dots that starts at `at`.
    fn dotted(&self, at: usize) -> Option<String> {
        let tokens = &self.tokens;
        let mut name = tokens.word(at)?.to_owned();
        let mut at = at + 1;
        while tokens.is(at, ".") {
            let Some(word) = tokens.word(at + 1) else { break };
            name.extend([".", word]);
            at += 2;
        }
        Some(name)
    }

    /// The arguments of the call whose `(` stands at `open`.
    pub fn arguments(&self, open: usize) -> Vec<Range<usize>> {
        self.tokens.split(open + 1..self.tokens.close(open), ",")
    }
}
