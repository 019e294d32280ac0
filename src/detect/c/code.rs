//! The source files of the program as tokens, and the values of their names.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::LEXICON;
use super::build::Build;
use super::path;
use crate::answers::Evidence;
use crate::context::Context;
use crate::detect::token::Tokens;

const EXTENSIONS: &[&str] = &["c", "h", "cc", "cpp", "cxx", "c++", "C", "hh", "hpp", "hxx", "ipp", "inl"];

/// Folders of other people's code: what they listen on is not what this program does.
const STRANGE: &[&str] = &[
    "third_party",
    "thirdparty",
    "3rdparty",
    "external",
    "extern",
    "deps",
    "subprojects",
    "lib",
    "libs",
    "vendor",
    "contrib",
];

/// Functions that read a number off the text that they are given first.
const CONVERTERS: &[&str] = &["atoi", "atol", "strtol", "strtoul", "stoi", "stol", "stoul"];

/// One source file.
#[derive(Debug)]
pub(super) struct Source<'a> {
    pub path: &'a str,
    pub tokens: Tokens<'a>,
}

/// The source files of the program.
#[derive(Debug)]
pub(super) struct Code<'a> {
    pub sources: Vec<Source<'a>>,
    /// Numbers and texts by the names that stand for them, in each file.
    values: BTreeMap<&'a str, Vec<Named<'a>>>,
}

/// What a name stands for in a file.
#[derive(Debug)]
struct Named<'a> {
    file: &'a str,
    value: Value,
    /// Whether it is declared with this value, and not only given it somewhere.
    is_declared: bool,
    evidence: Evidence,
}

/// A number or a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Value {
    Number(i64),
    Text(String),
}

/// A call: its name and the ranges of its arguments.
#[derive(Debug)]
pub(super) struct Call<'s, 'a> {
    pub source: &'s Source<'a>,
    pub at: usize,
    pub arguments: Vec<Range<usize>>,
}

/// The paths and texts of the files that belong to the program.
pub(super) fn texts(context: &Context, build: Option<&Build>) -> Vec<(String, String)> {
    let strangers = build.map(Build::strangers).unwrap_or_default();
    let is_source = |file: &&str| path::name(file).rsplit_once('.').is_some_and(|(_, own)| EXTENSIONS.contains(&own));
    let own = context.files().filter(is_source).filter(|file| !strangers.contains(file));
    let own =
        own.filter(|file| !path::is_aside(file) && !path::folder(file).split('/').any(|part| STRANGE.contains(&part)));
    own.filter_map(|file| Some((file.to_owned(), context.read(file)?))).collect()
}

impl<'a> Code<'a> {
    /// Reads the tokens of every text, and the names that stand for one value.
    pub fn read(texts: &'a [(String, String)]) -> Self {
        let read = |(path, text): &'a (String, String)| Source { path, tokens: LEXICON.tokens(text) };
        let mut code = Self { sources: texts.iter().map(read).collect(), values: BTreeMap::new() };
        let mut values: BTreeMap<&'a str, Vec<Named<'a>>> = BTreeMap::new();
        for ((path, text), source) in texts.iter().zip(&code.sources) {
            let tokens = &source.tokens;
            let lines: Vec<&str> = text.lines().collect();
            for at in 0..tokens.len() {
                let Some((name, value)) = named(tokens, at) else { continue };
                // The name is borrowed from the text, which lives longer than its tokens.
                let Some(token) = tokens.get(name) else { continue };
                let Some(word) = text.get(token.span.clone()) else { continue };
                let evidence = Evidence::new(path.as_str(), token.line, shown(&lines, token.line));
                let known = values.entry(word).or_default();
                if known.iter().all(|named| named.file != path) {
                    let before = name.checked_sub(1);
                    let is_declared =
                        before.is_some_and(|at| tokens.word(at).is_some() || tokens.is(at, "{") || tokens.is(at, ","));
                    known.push(Named { file: path, value, is_declared, evidence });
                }
            }
        }
        code.values = values;
        code
    }

    /// Every call, in the order of files and lines.
    pub fn calls(&self) -> impl Iterator<Item = Call<'_, 'a>> {
        self.sources.iter().flat_map(|source| (0..source.tokens.len()).filter_map(move |at| Call::at(source, at)))
    }

    /// Every call that has a word among its arguments, in the order of files and lines.
    pub fn calls_with<'c>(&'c self, word: &'c str) -> impl Iterator<Item = Call<'c, 'a>> {
        self.sources.iter().flat_map(move |source| {
            let tokens = &source.tokens;
            let mut brackets = BTreeSet::new();
            for place in (0..tokens.len()).filter(|at| tokens.word(*at) == Some(word)) {
                let mut around = tokens.open(place);
                // Where a bracket is known, so are those around it.
                while let Some(open) = around.filter(|open| brackets.insert(*open)) {
                    around = tokens.open(open);
                }
            }
            brackets.into_iter().filter_map(move |open| Call::at(source, open.checked_sub(1)?))
        })
    }

    /// The value that the tokens in `range` have, where they are one number, one text or one name for either.
    pub fn value(&self, source: &Source<'_>, range: Range<usize>) -> Option<(Value, Option<Evidence>)> {
        let tokens = &source.tokens;
        // A cast before the value, brackets around it, or a call that reads a number off it.
        let mut range = range;
        while range.len() > 1 {
            let close = tokens.close(range.start);
            range = match converted(tokens, &range) {
                Some(argument) => argument,
                None if !tokens.is(range.start, "(") => return None,
                None if close + 1 == range.end => range.start + 1..close,
                None => close + 1..range.end,
            };
        }
        if range.len() != 1 {
            return None;
        }
        if let Some(number) = tokens.number(range.start).and_then(number) {
            return Some((Value::Number(number), None));
        }
        if let Some(text) = tokens.text(range.start) {
            return Some((Value::Text(text.to_owned()), None));
        }
        let name = tokens.word(range.start)?;
        self.named(name, source.path).map(|(value, evidence)| (value.clone(), Some(evidence.clone())))
    }

    /// The value of a name in a file: the file's own, or the one that it has in all others.
    fn named(&self, name: &str, file: &str) -> Option<(&Value, &Evidence)> {
        let known = self.values.get(name)?;
        let own = known.iter().find(|named| named.file == file);
        let first = known.first()?;
        let found = own.or_else(|| Some(first).filter(|_| known.iter().all(|named| named.value == first.value)));
        found.map(|named| (&named.value, &named.evidence))
    }

    /// Every name that is declared with a value.
    pub fn names(&self) -> impl Iterator<Item = (&str, &Value, &Evidence)> {
        self.values.iter().flat_map(|(name, known)| {
            let declared = known.iter().filter(|named| named.is_declared);
            declared.map(move |named| (*name, &named.value, &named.evidence))
        })
    }
}

impl Source<'_> {
    /// Whether a word stands anywhere in the file.
    pub fn has(&self, word: &str) -> bool {
        (0..self.tokens.len()).any(|at| self.tokens.word(at) == Some(word))
    }

    /// What shows the tokens in `range`.
    pub fn evidence(&self, range: Range<usize>) -> Evidence {
        let mut saw = String::new();
        for at in range.clone().take(14) {
            let Some(token) = self.tokens.get(at) else { break };
            let is_text = self.tokens.text(at).is_some();
            let quote = if is_text { "\"" } else { "" };
            let needs_blank = saw.ends_with(',')
                || (saw.ends_with(|c: char| c.is_alphanumeric())
                    && token.text.starts_with(|c: char| c.is_alphanumeric()));
            saw.push_str(if needs_blank { " " } else { "" });
            saw.push_str(quote);
            saw.extend(token.text.escape_debug());
            saw.push_str(quote);
        }
        Evidence::new(self.path, self.tokens.line(range.start), saw)
    }
}

impl<'s, 'a> Call<'s, 'a> {
    /// The call whose name is the token at `at`.
    fn at(source: &'s Source<'a>, at: usize) -> Option<Self> {
        let tokens = &source.tokens;
        tokens.word(at).filter(|_| tokens.is(at + 1, "("))?;
        let arguments = tokens.split(at + 2..tokens.close(at + 1).min(tokens.len()), ",");
        Some(Self { source, at, arguments })
    }
}

impl Call<'_, '_> {
    pub fn name(&self) -> &str {
        self.source.tokens.word(self.at).unwrap_or_default()
    }

    /// The text of an argument that is one.
    pub fn text(&self, nth: usize) -> Option<&str> {
        let range = self.arguments.get(nth).filter(|range| range.len() == 1)?;
        self.source.tokens.text(range.start)
    }

    /// Whether a word stands in an argument.
    pub fn has(&self, word: &str) -> bool {
        self.arguments.iter().flat_map(Clone::clone).any(|at| self.source.tokens.word(at) == Some(word))
    }

    pub fn evidence(&self) -> Evidence {
        self.source.evidence(self.at..self.source.tokens.close(self.at + 1) + 1)
    }
}

/// What a call is given that makes a number of it: `atoi(text)`, `std::stoi(text)`, `static_cast<uint16_t>(number)`.
fn converted(tokens: &Tokens<'_>, range: &Range<usize>) -> Option<Range<usize>> {
    let open = range.clone().skip(1).find(|at| tokens.is(*at, "("))?;
    let converts = tokens.is(range.start, "static_cast")
        || tokens.word(open - 1).is_some_and(|function| CONVERTERS.contains(&function));
    let close = tokens.close(open);
    let argument = || tokens.split(open + 1..close, ",").into_iter().next();
    if converts && close + 1 == range.end { argument() } else { None }
}

/// The value of a number as C writes it.
fn number(text: &str) -> Option<i64> {
    let text = text.replace(['\'', '_'], "").to_ascii_lowercase();
    let digits = text.trim_end_matches(['u', 'l']);
    match digits.strip_prefix("0x") {
        Some(digits) => i64::from_str_radix(digits, 16).ok(),
        None => digits.parse().ok(),
    }
}

/// The place of a name at `at`, and the value it is given: `#define NAME 1`, `int name = 1;`, `NAME = 1,`, `name{1}`.
fn named(tokens: &Tokens<'_>, at: usize) -> Option<(usize, Value)> {
    let value = |at: usize| {
        let number = tokens.number(at).and_then(number).map(Value::Number);
        number.or_else(|| tokens.text(at).map(|text| Value::Text(text.to_owned())))
    };
    if tokens.is_sequence(at, &["#", "define"]) {
        tokens.word(at + 2)?;
        let line = tokens.line(at + 2);
        let first = if tokens.is(at + 3, "(") { at + 4 } else { at + 3 };
        return value(first).filter(|_| tokens.line(first) == line).map(|value| (at + 2, value));
    }
    tokens.word(at)?;
    // `name = 1`, `name[] = "1"`, `name{1}`.
    let equals = if tokens.is(at + 1, "[") { tokens.close(at + 1) + 1 } else { at + 1 };
    let ends = |at: usize| [";", ",", "}"].iter().any(|end| tokens.is(at, end));
    if (tokens.is(equals, "=") || tokens.is(at + 1, "{")) && ends(equals + 2) && !tokens.is_before(at, ".") {
        return value(equals + 1).map(|value| (at, value));
    }
    None
}

/// A line of a file, shortened.
fn shown(lines: &[&str], line: usize) -> String {
    let text = lines.get(line.saturating_sub(1)).copied().unwrap_or_default().trim();
    text.chars().filter(|c| !c.is_control()).take(60).collect()
}
