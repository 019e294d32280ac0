//! The value of an expression as far as the source tells it: a number or text, and the variable that changes it.

use std::ops::Range;

use super::source::Source;
use crate::answers::Evidence;

/// How many names are followed from one expression to the next.
const DEPTH: usize = 5;

/// How many tokens of one method are looked at.
const LONGEST: usize = 400;

/// What an expression can be.
#[derive(Debug, Default)]
pub(super) struct Value {
    /// Every number and text that it may be.
    pub literals: Vec<String>,
    /// The environment variable that sets it, and where it is read.
    pub variable: Option<(String, Evidence)>,
}

impl Value {
    /// The one port that it may be, besides what the variable says.
    pub fn port(&self) -> Option<i64> {
        let number = |text: &String| text.replace('_', "").parse::<u16>().ok().filter(|port| *port > 0);
        let mut ports = self.literals.iter().filter_map(number);
        let first = ports.next()?;
        ports.all(|port| port == first).then_some(i64::from(first))
    }

    /// The one text that it may be.
    pub fn text(&self) -> Option<&str> {
        match &self.literals[..] {
            [text] => Some(text),
            _ => None,
        }
    }
}

/// Reads the expression in `range`.
pub(super) fn evaluate(source: &Source<'_>, range: Range<usize>) -> Value {
    let mut value = Value::default();
    follow(source, range, DEPTH, &mut value);
    value
}

fn follow(source: &Source<'_>, range: Range<usize>, depth: usize, value: &mut Value) {
    let tokens = &source.tokens;
    let mut at = range.start;
    let end = range.end.min(range.start + LONGEST);
    while at < end {
        if let Some((name, after)) = getenv(source, at) {
            if value.variable.is_none() {
                value.variable = Some((name, source.evidence(at..after)));
            }
            at = after;
            continue;
        }
        if let Some(literal) = tokens.number(at).or_else(|| tokens.text(at)) {
            value.literals.push(literal.to_owned());
        } else if let Some(word) = tokens.word(at)
            && depth > 0
            && (!tokens.is_before(at, ".") || tokens.is_before(at.saturating_sub(1), "this"))
        {
            let meaning = if tokens.is(at + 1, "(") { method(source, word) } else { declared(source, word, at) };
            if let Some(meaning) = meaning.filter(|meaning| !meaning.contains(&at)) {
                follow(source, meaning, depth - 1, value);
            }
        }
        at += 1;
    }
}

/// The variable that `getenv("NAME")`, `getenv().get("NAME")` or `env["NAME"]` at `at` reads, and where that ends.
fn getenv(source: &Source<'_>, at: usize) -> Option<(String, usize)> {
    let tokens = &source.tokens;
    if !tokens.is(at, "getenv") || !tokens.is(at + 1, "(") {
        return None;
    }
    if let Some(name) = tokens.text(at + 2) {
        return Some((name.to_owned(), tokens.close(at + 1) + 1));
    }
    // The default of `getOrDefault("NAME", "8080")` is left to be read.
    let after = tokens.close(at + 1) + 1;
    let name = if tokens.is(after, "[") { after + 1 } else { after + 3 };
    let is_map = tokens.is(after, "[") || (tokens.is(after, ".") && tokens.is(after + 2, "("));
    is_map.then(|| tokens.text(name)).flatten().map(|text| (text.to_owned(), name + 1))
}

/// The expression that the field or local variable `name` is declared with.
fn declared(source: &Source<'_>, name: &str, used: usize) -> Option<Range<usize>> {
    let tokens = &source.tokens;
    let equals = |at: usize| {
        // A type may stand between the name and the value: `val port: Int = 8080`.
        let typed = tokens.is(at + 1, ":") && tokens.is(at + 3, "=");
        if tokens.is(at + 1, "=") { Some(at + 2) } else { typed.then_some(at + 4) }
    };
    let found = tokens.find(std::slice::from_ref(&name)).filter(|&at| at != used && !tokens.is_before(at, "."));
    let mut starts = found.filter_map(equals);
    let start = starts.next()?;
    Some(start..statement_end(source, start))
}

/// Where the statement whose value starts at `start` ends: at `;`, or in Kotlin at the end of the line.
fn statement_end(source: &Source<'_>, start: usize) -> usize {
    let tokens = &source.tokens;
    let mut at = start;
    while at < tokens.len() && ![";", ",", ")", "]", "}"].iter().any(|end| tokens.is(at, end)) {
        let next = tokens.close(at).max(at) + 1;
        let continues =
            ["?:", ".", "?.", "+", "?", "="].iter().any(|mark| tokens.is(next, mark) || tokens.is(at, mark));
        if source.is_kotlin && tokens.line(next) > tokens.line(next.saturating_sub(1)) && !continues {
            return next;
        }
        at = next;
    }
    at.min(tokens.len())
}

/// The body of the method `name` of the same file.
fn method(source: &Source<'_>, name: &str) -> Option<Range<usize>> {
    let tokens = &source.tokens;
    tokens.find(std::slice::from_ref(&name)).filter(|&at| tokens.is(at + 1, "(")).find_map(|at| {
        let is_declared = at > 0 && tokens.word(at - 1).is_some_and(|word| !matches!(word, "return" | "new" | "else"));
        let after = tokens.close(at + 1) + 1;
        let body = (after..(after + 6).min(tokens.len())).find(|&at| tokens.is(at, "{") || tokens.is(at, "="))?;
        if !is_declared {
            return None;
        }
        Some(if tokens.is(body, "{") {
            body + 1..tokens.close(body)
        } else {
            body + 1..statement_end(source, body + 1)
        })
    })
}
