//! What an expression is as far as the source tells: a literal, and the variable of the environment that sets it.

use std::ops::Range;

use super::source::Source;
use crate::answers::Evidence;

/// Names stand for names no deeper than this.
const DEEPEST: usize = 6;

/// Functions that read the environment: their text argument is the variable's name.
const READERS: &[&str] =
    &["getEnvVarOwned", "getenv", "getenvZ", "getPosix", "getAlloc", "hasEnvVar", "parseEnvVarInt", "secure_getenv"];

/// A value that may come from outside.
#[derive(Debug, Clone, Default)]
pub(super) struct Value {
    /// The literal, or the default of the variable.
    pub text: Option<String>,
    /// The variable of the environment, and where it is read.
    pub variable: Option<(String, Evidence)>,
}

impl Value {
    /// The value of the expression `range` of `source`, which is one of `program`.
    pub fn of(program: &[&Source<'_>], source: &Source<'_>, range: Range<usize>) -> Self {
        let mut value = Self::default();
        value.read(program, source, range, 0);
        value
    }

    fn read(&mut self, program: &[&Source<'_>], source: &Source<'_>, range: Range<usize>, depth: usize) {
        let tokens = &source.tokens;
        let mut at = range.start;
        while at < range.end && !self.is_complete() {
            if let Some((name, call)) = environment(source, at) {
                self.variable.get_or_insert_with(|| (name, source.evidence(source.call_range(call))));
                at = tokens.close(call + 1);
            } else if let Some(text) = tokens.number(at).or_else(|| tokens.text(at)) {
                // A base of a number (`parseInt(u16, text, 10)`) is an argument, never the value itself; what a variable that
                // is not set gives way to (`parseInt(u16, get("PORT") orelse "8080", 10)`) is.
                let is_argument = tokens.open(at).is_some_and(|open| range.contains(&open) && tokens.is(open, "("));
                let is_default = tokens.is_before(at, "orelse") || tokens.is_before(at, "catch");
                if !is_argument || is_default {
                    self.text.get_or_insert_with(|| text.to_owned());
                }
            } else if let Some(word) = tokens.word(at)
                && depth < DEEPEST
                && !is_keyword(word)
            {
                self.name(program, source, &range, at, word, depth);
            }
            at += 1;
        }
    }

    /// Reads what `word` stands for: a function of the program, or a variable, a constant or a field.
    fn name(
        &mut self,
        program: &[&Source<'_>],
        source: &Source<'_>,
        asking: &Range<usize>,
        at: usize,
        word: &str,
        depth: usize,
    ) {
        let is_asking = |other: &Source<'_>, range: &Range<usize>| {
            other.path == source.path && range.start <= asking.start && asking.end <= range.end
        };
        // What stands before a dot is a namespace or a struct: its member says what is meant.
        if source.tokens.is(at + 1, ".") {
            return;
        }
        for other in [source].into_iter().chain(program.iter().copied().filter(|other| other.path != source.path)) {
            if source.tokens.is(at + 1, "(") {
                if let Some(body) = other.function(word).filter(|body| !is_asking(other, body)) {
                    return self.read(program, other, body, depth + 1);
                }
                continue;
            }
            for range in other.assigned(word).into_iter().filter(|range| !is_asking(other, range)) {
                self.read(program, other, range, depth + 1);
            }
            if self.text.is_some() || self.variable.is_some() {
                return;
            }
        }
    }

    fn is_complete(&self) -> bool {
        self.text.is_some() && self.variable.is_some()
    }
}

/// The variable that a call at `at` reads, and the place of the call's name.
fn environment(source: &Source<'_>, at: usize) -> Option<(String, usize)> {
    let tokens = &source.tokens;
    let name = tokens.word(at).filter(|_| tokens.is(at + 1, "("))?;
    let of_map = matches!(name, "get" | "getPtr")
        && at >= 2
        && tokens.word(at - 2).is_some_and(|map| map.to_ascii_lowercase().contains("env"));
    if !of_map && !READERS.contains(&name) {
        return None;
    }
    let variable = source.arguments(at).iter().find_map(|argument| source.text_at(argument).map(str::to_owned))?;
    let is_variable = variable.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    (is_variable && !variable.is_empty()).then_some((variable, at))
}

fn is_keyword(word: &str) -> bool {
    matches!(
        word,
        "try"
            | "catch"
            | "orelse"
            | "if"
            | "else"
            | "return"
            | "const"
            | "var"
            | "null"
            | "undefined"
            | "std"
            | "break"
    )
}
