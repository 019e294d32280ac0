//! Answers: what is known so far, and for each value where it came from.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

/// The value of one answer, in the four shapes that flags, variables and TOML share.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Value {
    /// Yes or no.
    Bool(bool),
    /// A whole number: a port.
    Integer(i64),
    /// Anything written on one line.
    Text(String),
    /// Several one-line values, in order.
    List(Vec<String>),
}

impl Value {
    /// The text of a [`Value::Text`], else `None`.
    #[must_use]
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Whether this is an empty text or an empty list, which answers nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Text(text) => text.is_empty(),
            Self::List(items) => items.is_empty(),
            Self::Bool(_) | Self::Integer(_) => false,
        }
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bool(value) => f.write_str(if *value { "yes" } else { "no" }),
            Self::Integer(value) => write!(f, "{value}"),
            Self::Text(value) => f.write_str(value),
            Self::List(items) => f.write_str(&items.join(", ")),
        }
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<Vec<String>> for Value {
    fn from(items: Vec<String>) -> Self {
        Self::List(items)
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Integer(number)
    }
}

impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

/// The place in the project that shows why an answer was detected.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Evidence {
    /// Path of the file, relative to the build context, with `/`.
    pub path: String,
    /// Line in that file, counted from 1.
    pub line: Option<usize>,
    /// What was seen there, in a few words: `go 1.24`, `http.ListenAndServe(":8080")`.
    pub saw: String,
}

impl Evidence {
    /// Evidence found in `path` at `line`: `saw`.
    pub fn new(path: impl Into<String>, line: impl Into<Option<usize>>, saw: impl Into<String>) -> Self {
        Self { path: path.into(), line: line.into(), saw: saw.into() }
    }
}

impl fmt::Display for Evidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.path)?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
        }
        write!(f, " ({})", self.saw)
    }
}

/// Where a value came from, weakest first: a later variant wins over an earlier one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "from", content = "where")]
pub enum Source {
    /// Nobody said anything: the catalog's own value.
    Default,
    /// `[defaults]` of msgen.toml: what a course suggests in place of the catalog's own value.
    Suggested(String),
    /// Read off the project.
    Detected(Evidence),
    /// A file of answers: `msgen.toml`, or the one given with `--answers`.
    File(String),
    /// An environment variable, by name.
    Env(String),
    /// A flag, by name.
    Flag(String),
    /// Typed or chosen at the terminal.
    Prompt,
    /// `[locked]` of msgen.toml: a course fixes it, and nobody else answers.
    Locked(String),
}

impl Source {
    /// Whether a person gave this value, in whatever way: it is theirs to keep.
    #[must_use]
    pub fn is_explicit(&self) -> bool {
        !matches!(self, Self::Default | Self::Suggested(_) | Self::Detected(_))
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Default => f.write_str("default"),
            Self::Detected(evidence) => write!(f, "{evidence}"),
            Self::File(path) | Self::Env(path) | Self::Flag(path) => f.write_str(path),
            Self::Suggested(path) => write!(f, "suggested by the course: {path}"),
            Self::Locked(path) => write!(f, "fixed by the course: {path}"),
            Self::Prompt => f.write_str("asked"),
        }
    }
}

/// A value that remembers where it came from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Sourced<T> {
    /// The value itself.
    pub value: T,
    /// Where it came from.
    pub source: Source,
}

/// The answers known so far, by question id, in the order of the ids.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Answers {
    values: BTreeMap<String, Sourced<Value>>,
}

impl Answers {
    /// The answer to `question`, with its source.
    #[must_use]
    pub fn get(&self, question: &str) -> Option<&Sourced<Value>> {
        self.values.get(question)
    }

    /// Records an answer, over any earlier one: the caller applies sources from the weakest to the strongest.
    pub fn set(&mut self, question: impl Into<String>, value: Value, source: Source) {
        self.values.insert(question.into(), Sourced { value, source });
    }

    /// Every answer with its question id, in the order of the ids.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Sourced<Value>)> {
        self.values.iter().map(|(question, answer)| (question.as_str(), answer))
    }

    /// The text answered to `question`, or the empty string.
    #[must_use]
    pub fn text(&self, question: &str) -> &str {
        self.get(question).and_then(|answer| answer.value.as_text()).unwrap_or_default()
    }

    /// Whether `question` was answered with yes.
    #[must_use]
    pub fn flag(&self, question: &str) -> bool {
        matches!(self.get(question), Some(Sourced { value: Value::Bool(true), .. }))
    }

    /// The list answered to `question`, or an empty one.
    #[must_use]
    pub fn list(&self, question: &str) -> &[String] {
        match self.get(question) {
            Some(Sourced { value: Value::List(items), .. }) => items,
            _ => &[],
        }
    }
}
