//! What a rule is, and what it is given.

use super::report::Markdown;
use super::{Finding, Severity, Source};
use crate::aging::Month;
use crate::catalog::{Catalog, Profile};
use crate::context::Context;
use crate::document::Document;
use crate::evidence::Seen;
use crate::ignore::IgnoreFile;
use crate::model::Model;

/// A kind of fault. Its page is `templates/rules/<id>.md`.
#[derive(Debug)]
pub struct Rule {
    /// Names the fault: `relative-start-command`.
    pub id: &'static str,
    /// How much it matters.
    pub severity: Severity,
    /// Whether it is judged where nobody switches it on: where 95 of 100 of its findings in public files are right.
    pub is_default: bool,
    /// How it looks.
    pub run: Run,
}

/// How a rule looks, by what it looks at.
#[derive(Debug, Clone, Copy)]
pub enum Run {
    /// At a Dockerfile and what is around it.
    Dockerfile(fn(&Case<'_>, &mut Vec<Finding>)),
    /// At a report and what is around it.
    Report(fn(&ReportCase<'_>, &Markdown, &mut Vec<Finding>)),
    /// It is no function of its own: whoever reads the project reports it (drift, switches).
    Project,
}

/// A Dockerfile and what is known around it.
#[derive(Debug, Clone, Copy)]
pub struct Case<'a> {
    /// Its text.
    pub source: &'a Source,
    /// What it makes.
    pub model: &'a Model<'a>,
    /// The build context, where the Dockerfile has one.
    pub context: Option<&'a Context>,
    /// The `.dockerignore` that the builder would read.
    pub ignore: Option<&'a IgnoreFile>,
    /// The port that the source listens on, and where it says so (`main.go:12`).
    pub listens: Option<(u16, &'a str)>,
    /// Patterns, end-of-life dates, secrets.
    pub catalog: &'a Catalog,
    /// The current month, for ends of life.
    pub month: &'a Month,
    /// What the course or organisation demands, where this is the Dockerfile that it is demanded of.
    pub profile: Option<&'a Profile>,
}

/// A report and what is known around it.
#[derive(Debug, Clone, Copy)]
pub struct ReportCase<'a> {
    /// Its text.
    pub source: &'a Source,
    /// The Dockerfile beside it, with its text.
    pub dockerfile: Option<(&'a Source, &'a Document)>,
    /// What `msgen verify` and `msgen compare` measured.
    pub seen: Option<&'a Seen>,
    /// What the course or organisation demands.
    pub profile: Option<&'a Profile>,
    /// The reasons' pages.
    pub catalog: &'a Catalog,
}
