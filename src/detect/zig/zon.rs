//! `build.zig.zon`: Zig's own notation for data, read from tokens.

use std::ops::Range;

use super::source::Source;

/// Values stand in each other no deeper than this in any manifest that a person wrote.
const DEEPEST: usize = 16;

/// A value with its line.
#[derive(Debug, Clone)]
pub(super) struct Zon {
    pub value: Value,
    pub line: usize,
}

/// What a value is.
#[derive(Debug, Clone)]
pub(super) enum Value {
    /// A text in quotes.
    Text(String),
    /// Fields with their names.
    Fields(Vec<(String, Zon)>),
    /// Values without names.
    List(Vec<Zon>),
    /// Anything else: a number, `true`, `.name`.
    Other,
}

impl Zon {
    /// Reads a whole file; none where it is not one value.
    pub fn read(source: &Source<'_>) -> Option<Self> {
        let whole = 0..source.tokens.len();
        let is_struct = source.tokens.is_sequence(0, &[".", "{"]) && source.tokens.close(1) + 1 == whole.end;
        is_struct.then(|| value(source, whole, 0))
    }

    /// The value of the field `name`.
    pub fn get(&self, name: &str) -> Option<&Self> {
        self.fields().iter().find(|(own, _)| own == name).map(|(_, value)| value)
    }

    /// The text, where it is one.
    pub fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The fields, where it has some.
    pub fn fields(&self) -> &[(String, Self)] {
        match &self.value {
            Value::Fields(fields) => fields,
            _ => &[],
        }
    }

    /// The values without names.
    pub fn items(&self) -> &[Self] {
        match &self.value {
            Value::List(items) => items,
            _ => &[],
        }
    }
}

fn value(source: &Source<'_>, range: Range<usize>, depth: usize) -> Zon {
    let tokens = &source.tokens;
    let line = tokens.line(range.start);
    let zon = |value| Zon { value, line };
    if let Some(text) = source.text_at(&range) {
        return zon(Value::Text(text.to_owned()));
    }
    if depth == DEEPEST || !tokens.is_sequence(range.start, &[".", "{"]) {
        return zon(Value::Other);
    }
    let parts = tokens.split(range.start + 2..tokens.close(range.start + 1), ",");
    let fields: Vec<(String, Zon)> = parts
        .iter()
        .filter_map(|part| {
            let (name, sign) = name(source, part.start)?;
            tokens.is(sign, "=").then(|| (name, value(source, sign + 1..part.end, depth + 1)))
        })
        .collect();
    if fields.is_empty() {
        return zon(Value::List(parts.into_iter().map(|part| value(source, part, depth + 1)).collect()));
    }
    zon(Value::Fields(fields))
}

/// The name of a field (`.name` or `.@"a name"`), and the place after it.
fn name(source: &Source<'_>, at: usize) -> Option<(String, usize)> {
    let tokens = &source.tokens;
    if !tokens.is(at, ".") {
        return None;
    }
    if tokens.is(at + 1, "@") {
        return tokens.text(at + 2).map(|name| (name.to_owned(), at + 3));
    }
    tokens.word(at + 1).map(|name| (name.to_owned(), at + 2))
}
