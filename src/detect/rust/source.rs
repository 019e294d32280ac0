//! One Rust file: its tokens without the tests in it, and its functions.

use std::ops::Range;

use crate::answers::Evidence;
use crate::detect::lexicon::{Lexicon, Quote};
use crate::detect::token::Tokens;

/// How Rust writes comments and texts.
const RUST: Lexicon = Lexicon {
    nested_comments: true,
    quotes: &[Quote::block("\""), Quote::character("'")],
    prefixes: &["r", "b", "br", "c", "cr"],
    lifetimes: true,
    ..Lexicon::BRACES
};

/// Evidence is a few words: longer code is cut here.
const LONGEST_SNIPPET: usize = 60;

/// A Rust file that is compiled into the program.
#[derive(Debug)]
pub(super) struct Source<'a> {
    pub path: &'a str,
    text: &'a str,
    pub tokens: Tokens<'a>,
    pub functions: Vec<Function>,
    /// The items that only tests have.
    tests: Vec<Range<usize>>,
}

/// One function or method of the file.
#[derive(Debug)]
pub(super) struct Function {
    pub name: String,
    pub parameters: Vec<String>,
    /// The tokens between the braces of its body.
    pub body: Range<usize>,
}

impl<'a> Source<'a> {
    /// Reads a file.
    pub fn read(path: &'a str, text: &'a str) -> Self {
        let tokens = RUST.tokens(text);
        let tests = test_items(&tokens);
        let functions = functions(&tokens);
        Self { path, text, tokens, functions, tests }
    }

    /// The folder of the file.
    pub fn dir(&self) -> &'a str {
        self.path.rsplit_once('/').map_or("", |(dir, _)| dir)
    }

    /// The places of every token that is part of the program.
    pub fn places(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.tokens.len()).filter(|at| !self.is_test(*at))
    }

    /// Where the words and symbols of `texts` follow each other in the program.
    pub fn find<'s>(&'s self, texts: &'s [&str]) -> impl Iterator<Item = usize> + 's {
        self.tokens.find(texts).filter(|at| !self.is_test(*at))
    }

    fn is_test(&self, at: usize) -> bool {
        self.tests.iter().any(|range| range.contains(&at))
    }

    /// The innermost function whose body holds the token at `at`.
    pub fn function_at(&self, at: usize) -> Option<&Function> {
        let around = self.functions.iter().filter(|function| function.body.contains(&at));
        around.min_by_key(|function| function.body.len())
    }

    /// The arguments of the call whose opening bracket is at `open`.
    pub fn arguments(&self, open: usize) -> Vec<Range<usize>> {
        self.tokens.split(open + 1..self.tokens.close(open), ",")
    }

    /// The text that is the only token of `range`, or of `&range`.
    pub fn text_of(&self, range: &Range<usize>) -> Option<&str> {
        let start = if self.tokens.is(range.start, "&") { range.start + 1 } else { range.start };
        self.tokens.text(start).filter(|_| start + 1 == range.end)
    }

    /// Evidence: the code of `range`, as it stands in this file.
    pub fn evidence(&self, range: Range<usize>) -> Evidence {
        let end = range.end.max(range.start + 1) - 1;
        let end = self.tokens.get(end.min(self.tokens.len().saturating_sub(1))).map_or(0, |token| token.span.end);
        let start = self.tokens.get(range.start).map_or(end, |token| token.span.start);
        let code = self.text.get(start..end).unwrap_or_default();
        let mut line = code.split_whitespace().collect::<Vec<_>>().join(" ");
        if let Some((cut, _)) = line.char_indices().nth(LONGEST_SNIPPET) {
            line.truncate(cut);
            line.push('…');
        }
        Evidence::new(self.path, self.tokens.line(range.start), line)
    }
}

/// The items behind `#[cfg(test)]`, `#[test]` and their like.
fn test_items(tokens: &Tokens<'_>) -> Vec<Range<usize>> {
    let mut items = Vec::new();
    for at in 0..tokens.len() {
        let is_attribute = tokens.is(at, "#") && tokens.is(at + 1, "[");
        if !is_attribute {
            continue;
        }
        let attribute = at + 2..tokens.close(at + 1);
        let has = |word: &str| attribute.clone().any(|at| tokens.is(at, word));
        if !has("test") || has("not") || has("cfg_attr") {
            continue;
        }
        let mut end = attribute.end + 1;
        while end < tokens.len() && !tokens.is(end, "{") && !tokens.is(end, ";") {
            end = tokens.close(end).max(end) + 1;
        }
        items.push(at..tokens.close(end).max(end) + 1);
    }
    items
}

fn functions(tokens: &Tokens<'_>) -> Vec<Function> {
    let mut found = Vec::new();
    for at in 0..tokens.len() {
        let Some(name) = tokens.word(at + 1).filter(|_| tokens.is(at, "fn")) else { continue };
        let mut open = at + 2;
        while open < tokens.len() && !["(", "{", ";"].iter().any(|stop| tokens.is(open, stop)) {
            open += 1;
        }
        if !tokens.is(open, "(") {
            continue;
        }
        let parameter = |range: Range<usize>| {
            range
                .clone()
                .find(|at| tokens.is(at + 1, ":"))
                .and_then(|at| tokens.word(at))
                .unwrap_or_default()
                .to_owned()
        };
        let parameters: Vec<String> = tokens
            .split(open + 1..tokens.close(open), ",")
            .into_iter()
            .map(parameter)
            .filter(|name| name != "self")
            .collect();
        let mut body = tokens.close(open) + 1;
        while body < tokens.len() && !tokens.is(body, "{") && !tokens.is(body, ";") {
            body = tokens.close(body).max(body) + 1;
        }
        if tokens.is(body, "{") {
            found.push(Function { name: name.to_owned(), parameters, body: body + 1..tokens.close(body) });
        }
    }
    found
}
