//! One instruction: keyword, flags, arguments, lines.

use std::fmt;

use serde::Serialize;

use super::Heredoc;

/// An instruction: what the builder makes of it, and the text it was written as.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Instruction {
    /// The keyword in upper case. It may be one that no builder knows.
    pub keyword: String,
    /// The flags in front of the arguments, in order.
    pub flags: Vec<Flag>,
    /// Everything behind the flags: continuation lines joined, comments between them dropped, trimmed.
    pub arguments: String,
    /// The words of the exec form (`["a", "b"]`), where the keyword has one; that of `HEALTHCHECK … CMD` too.
    pub json: Option<Vec<String>>,
    /// The here-documents it opens, in order. Those of an `ONBUILD` belong to the nested instruction.
    pub heredocs: Vec<Heredoc>,
    /// The instruction behind `ONBUILD`. It shares the span; its raw text is its part of the joined line.
    pub nested: Option<Box<Instruction>>,
    /// Its lines, here-documents included.
    pub span: Span,
    /// Ids of the reasons it is there for, from the template's markers.
    pub reasons: Vec<String>,
    /// The lines as written, with their line ends.
    pub raw: String,
}

/// A flag of an instruction, with its quotes removed: `--from=build`, `--link`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Flag {
    /// The name without the dashes.
    pub name: String,
    /// What stands behind the `=`, if there is one.
    pub value: Option<String>,
}

/// Lines of a file, counted from 1, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Span {
    /// The first line.
    pub start: usize,
    /// The last line.
    pub end: usize,
}

impl Instruction {
    /// The value of the first flag called `name`; a flag without a value has an empty one.
    #[must_use]
    pub fn flag(&self, name: &str) -> Option<&str> {
        let flag = self.flags.iter().find(|flag| flag.name == name)?;
        Some(flag.value.as_deref().unwrap_or_default())
    }

    /// The flags called `name`, in order: `--mount` may be given several times.
    pub fn flags_named(&self, name: &str) -> impl Iterator<Item = &Flag> {
        self.flags.iter().filter(move |flag| flag.name == name)
    }

    /// Sets its lines, and those of the nested instruction.
    pub(super) fn move_to(&mut self, span: Span) {
        self.span = span;
        if let Some(nested) = &mut self.nested {
            nested.move_to(span);
        }
    }
}

impl Flag {
    /// The value of a part of a flag that has several: `target` of `--mount=type=cache,target=/root`.
    #[must_use]
    pub fn part(&self, name: &str) -> Option<&str> {
        let mut parts = self.value.as_deref()?.split(',').filter_map(|part| part.split_once('='));
        parts.find_map(|(own, value)| (own == name).then_some(value))
    }

    /// Where a `--mount` lies, as written.
    #[must_use]
    pub fn mount_target(&self) -> Option<&str> {
        ["target", "dst", "destination"].iter().find_map(|name| self.part(name))
    }
}

impl Span {
    /// Whether `line` is one of the lines.
    #[must_use]
    pub fn contains(self, line: usize) -> bool {
        (self.start..=self.end).contains(&line)
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.start == self.end { write!(f, "{}", self.start) } else { write!(f, "{}-{}", self.start, self.end) }
    }
}

impl fmt::Display for Flag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.value {
            Some(value) => write!(f, "--{}={value}", self.name),
            None => write!(f, "--{}", self.name),
        }
    }
}
