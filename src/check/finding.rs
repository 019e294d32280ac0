//! A finding: what is wrong, where, what follows from it, and what to do.

use std::ops::Range;

use serde::{Serialize, Serializer};

use super::Source;
use crate::document::Span;

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, clap::ValueEnum)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// Works, and could be better.
    Note,
    /// Works today, and costs safety, size, time or trust.
    Warning,
    /// Does not build, does not start, or gives a secret away.
    Error,
}

impl Severity {
    /// Every severity, the lowest first.
    pub const ALL: [Self; 3] = [Self::Note, Self::Warning, Self::Error];

    /// The word for it: `note`, `warning`, `error`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }

    /// The severity that a word stands for.
    #[must_use]
    pub fn named(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|severity| severity.word() == word)
    }
}

/// A fault that a rule found in a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// The id of the rule; set by whoever runs the rule.
    pub rule: &'static str,
    /// How much it matters; set by whoever runs the rule.
    pub severity: Severity,
    /// Where it is.
    #[serde(flatten)]
    pub place: Place,
    /// What is wrong here: one sentence without a full stop.
    pub message: String,
    /// What follows from it, as one would see it: often the engine's own words. May be empty.
    pub because: String,
    /// What to do about it. May be empty where `fix` says all.
    pub help: String,
    /// How it can be mended mechanically.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fix: Option<Fix>,
}

/// A part of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Place {
    /// The file, as [`Source::name`] calls it.
    pub file: String,
    /// Its lines.
    #[serde(flatten)]
    pub lines: Span,
    /// Its column in the first line, counted in characters from 1.
    pub column: usize,
    /// Its bytes in the text of the file.
    #[serde(serialize_with = "as_pair")]
    pub bytes: Range<usize>,
}

/// A change of one file that takes the fault away and changes nothing else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fix {
    /// What it does: `write USER by number`.
    pub title: String,
    /// Its edits, which do not overlap, in the file of the finding.
    pub edits: Vec<Edit>,
}

/// One replacement in a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Edit {
    /// The bytes that go.
    #[serde(serialize_with = "as_pair")]
    pub bytes: Range<usize>,
    /// What comes in their place.
    pub text: String,
}

impl Finding {
    /// A finding at `place`; rule and severity are set by whoever runs the rule.
    pub fn new(place: Place, message: impl Into<String>) -> Self {
        Self {
            rule: "",
            severity: Severity::Warning,
            place,
            message: message.into(),
            because: String::new(),
            help: String::new(),
            fix: None,
        }
    }

    /// Adds what follows from it.
    #[must_use]
    pub fn because(self, because: impl Into<String>) -> Self {
        Self { because: because.into(), ..self }
    }

    /// Adds what to do about it.
    #[must_use]
    pub fn help(self, help: impl Into<String>) -> Self {
        Self { help: help.into(), ..self }
    }

    /// What is wrong, what follows from it, and what to do: a line each.
    #[must_use]
    pub fn told(&self) -> String {
        let parts = [self.message.as_str(), &self.because, &self.help];
        let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        parts.join("\n")
    }

    /// Adds how it can be mended mechanically.
    #[must_use]
    pub fn fix(self, title: impl Into<String>, edits: Vec<Edit>) -> Self {
        Self { fix: Some(Fix { title: title.into(), edits }), ..self }
    }
}

impl Place {
    /// The edit that puts `text` in its place.
    #[must_use]
    pub fn replaced(&self, text: impl Into<String>) -> Edit {
        Edit { bytes: self.bytes.clone(), text: text.into() }
    }

    /// The edit that takes the whole lines away.
    #[must_use]
    pub fn lines_removed(&self, source: &Source) -> Edit {
        Edit { bytes: source.lines(self.lines).bytes, text: String::new() }
    }
}

fn as_pair<S: Serializer>(bytes: &Range<usize>, serializer: S) -> Result<S::Ok, S::Error> {
    [bytes.start, bytes.end].serialize(serializer)
}
