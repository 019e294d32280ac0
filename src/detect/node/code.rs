//! What the program's code says: values that constants and environment variables give, and what is called with them.

use std::ops::Range;

use super::source::Source;
use crate::answers::Evidence;

/// The sources of the service with their texts.
pub(super) struct Code<'s, 'a> {
    pub(super) sources: Vec<(&'s Source<'a>, &'a str)>,
}

/// What is known of an expression.
#[derive(Debug, Default, Clone)]
pub(super) struct Value {
    /// A number or a text, where nothing else is set.
    pub(super) literal: Option<String>,
    /// The environment variable that sets it.
    pub(super) variable: Option<String>,
    /// Where that is said.
    pub(super) evidence: Option<Evidence>,
    /// Whether other files have another value under its name, so that it may be that of something else.
    pub(super) is_doubtful: bool,
}

impl Value {
    /// The literal as a port.
    pub(super) fn port(&self) -> Option<i64> {
        self.literal.as_deref()?.parse().ok().filter(|port| (1..=65535).contains(port))
    }

    fn is_empty(&self) -> bool {
        self.literal.is_none() && self.variable.is_none()
    }

    /// Whether a variable sets it that is, by its name, for something that the service uses.
    fn is_of_another(&self) -> bool {
        let first = self.variable.as_deref().and_then(|name| name.split('_').next());
        first.is_some_and(|first| OTHERS.contains(&first))
    }
}

/// What variables begin with that say where something else listens.
const OTHERS: &[&str] = &[
    "AMQP",
    "CACHE",
    "DATABASE",
    "DB",
    "ELASTIC",
    "KAFKA",
    "MAIL",
    "MARIADB",
    "MEMCACHED",
    "MINIO",
    "MONGO",
    "MONGODB",
    "MYSQL",
    "NATS",
    "PG",
    "POSTGRES",
    "POSTGRESQL",
    "RABBITMQ",
    "REDIS",
    "SMTP",
    "TYPEORM",
];

/// How deep a name is followed to what it stands for.
const DEPTH: usize = 4;

impl<'s, 'a> Code<'s, 'a> {
    /// Every place where one of `names` is called: the source, and the token after the bracket.
    pub(super) fn calls(&self, names: &'s [&'s str]) -> impl Iterator<Item = (&'s Source<'a>, &'a str, usize)> {
        self.sources.iter().flat_map(move |&(source, text)| {
            let called =
                |at: &usize| names.iter().any(|name| source.tokens.is(*at, name)) && source.tokens.is(at + 1, "(");
            (0..source.tokens.len()).filter(called).map(move |at| (source, text, at + 2))
        })
    }

    /// The arguments of the call whose bracket opens before `at`.
    pub(super) fn arguments(source: &Source<'_>, at: usize) -> Vec<Range<usize>> {
        source.tokens.split(at..source.tokens.close(at - 1), ",")
    }

    /// The value of `name` in the object literal that is `range`: `{ name: value }` or `{ name }`.
    pub(super) fn property(source: &Source<'_>, range: &Range<usize>, name: &str) -> Option<Range<usize>> {
        let tokens = &source.tokens;
        if !tokens.is(range.start, "{") {
            return None;
        }
        let fields = tokens.split(range.start + 1..tokens.close(range.start), ",");
        fields.into_iter().find_map(|field| {
            let named = tokens.is(field.start, name) || tokens.text(field.start) == Some(name);
            match (named, tokens.is(field.start + 1, ":")) {
                (true, true) => Some(field.start + 2..field.end),
                (true, false) if field.len() == 1 => Some(field),
                _ => None,
            }
        })
    }

    /// What an expression stands for.
    pub(super) fn evaluate(&self, source: &'s Source<'a>, text: &'a str, range: Range<usize>) -> Value {
        self.value(source, text, range, DEPTH)
    }

    fn value(&self, source: &'s Source<'a>, text: &'a str, range: Range<usize>, depth: usize) -> Value {
        let tokens = &source.tokens;
        let mut value = Value::default();
        for at in range.clone() {
            let literal = tokens.number(at).or_else(|| tokens.text(at));
            if tokens.is_sequence(at, &["process", ".", "env"]) {
                let name = tokens.word(at + 4).or_else(|| tokens.text(at + 4));
                value.variable = value.variable.or(name.map(str::to_owned));
            } else if let Some(name) = tokens.text(at).filter(|_| tokens.is_before(at, "(") && is_getter(source, at)) {
                value.variable = value.variable.or(Some(name.to_owned()).filter(|name| is_variable(name)));
            } else if let Some(literal) = literal.filter(|_| {
                // Only what may be the value itself: not a base (`parseInt(x, 10)`) and not the name of a variable.
                let of_env =
                    tokens.is_before(at, "[") && at >= 4 && tokens.is_sequence(at - 4, &["process", ".", "env"]);
                let base = tokens.is_before(at, ",")
                    && tokens
                        .open(at)
                        .is_some_and(|open| open > 0 && ["parseInt"].iter().any(|call| tokens.is(open - 1, call)));
                !of_env && !base
            }) {
                value.literal = value.literal.or(Some(literal.replace('_', "")));
            }
        }
        if value.variable.is_some() {
            value.evidence = Some(source.evidence(text, range.start, range.end.saturating_sub(1)));
        }
        if !value.is_empty() || depth == 0 {
            return value;
        }
        let words: Vec<&str> = range.filter_map(|at| tokens.word(at)).collect();
        match words.last() {
            Some(name) => self.named(source, name, depth - 1),
            None => value,
        }
    }

    /// What a name stands for: a constant of this file, or of another; of several others, the one that a variable sets.
    fn named(&self, from: &'s Source<'a>, name: &str, depth: usize) -> Value {
        let own = self.sources.iter().filter(|(source, _)| source.path == from.path);
        let others = self.sources.iter().filter(|(source, _)| source.path != from.path);
        let mut found = Value::default();
        for &(source, text) in own.chain(others) {
            let depth = if found.is_empty() { depth } else { 0 };
            let tokens = &source.tokens;
            for at in (0..tokens.len()).filter(|at| tokens.is(*at, name)) {
                // Past the type of a declaration: `const port: number = …`.
                let typed = if tokens.is(at + 1, ":") && tokens.is(at + 3, "=") { at + 2 } else { at };
                if !(tokens.is(typed + 1, "=") || tokens.is(at + 1, ":")) {
                    continue;
                }
                let value = self.value(source, text, expression(source, typed + 2), depth);
                let destructured = tokens
                    .open(at)
                    .map(|open| tokens.close(open))
                    .is_some_and(|close| tokens.is_sequence(close, &["}", "=", "process", ".", "env"]));
                if destructured {
                    let evidence = Some(source.evidence(text, at, typed + 2));
                    let variable = Some(name.to_owned());
                    return Value { literal: value.literal, variable, evidence, ..Value::default() };
                }
                if value.is_empty() || value.is_of_another() {
                    continue;
                }
                if source.path == from.path || value.variable.is_some() {
                    return value;
                }
                if found.is_empty() {
                    found = value;
                } else {
                    found.is_doubtful |= found.literal != value.literal;
                }
            }
        }
        found
    }
}

/// The expression that starts at `start`: up to a comma, a semicolon, a closing bracket, or the next line where that
/// starts something new.
fn expression(source: &Source<'_>, start: usize) -> Range<usize> {
    let tokens = &source.tokens;
    let mut at = start;
    while at < tokens.len() && ![",", ";", ")", "]", "}"].iter().any(|end| tokens.is(at, end)) {
        let starts = ["const", "let", "var", "export", "import", "function", "class", "app", "server"];
        if at > start && tokens.line(at) > tokens.line(at - 1) && starts.iter().any(|word| tokens.is(at, word)) {
            break;
        }
        at = tokens.close(at).max(at) + 1;
    }
    start..at.min(tokens.len())
}

/// Whether the text at `at` is what a settings service is asked for: `config.get("PORT")`, `config.get<number>("PORT")`,
/// `requireEnv("PORT")`.
fn is_getter(source: &Source<'_>, at: usize) -> bool {
    let tokens = &source.tokens;
    let asks = |name: &str| matches!(name, "get" | "getOrThrow") || name.to_ascii_lowercase().contains("env");
    (at.saturating_sub(6)..at).any(|before| tokens.word(before).is_some_and(asks))
}

/// Whether a text is written as variables are.
fn is_variable(name: &str) -> bool {
    name.len() > 2 && name.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_')
}
