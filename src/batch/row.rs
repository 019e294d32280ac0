//! What came of one submission.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::word::printable;
use crate::check::Severity;

/// One submission, and what came of it.
#[derive(Debug, Clone, Serialize)]
pub struct Row {
    /// The name of its folder.
    pub submission: String,
    /// Where its service lies; none where nobody could tell.
    pub folder: Option<String>,
    /// What came of it.
    pub status: Status,
    /// How many errors were found.
    pub errors: usize,
    /// How many warnings were found.
    pub warnings: usize,
    /// How many notes were found.
    pub notes: usize,
    /// The points it earned; none where the profile gives none.
    pub earned: Option<f64>,
    /// The points it could have earned.
    pub possible: Option<f64>,
    /// The criteria of the rubric, in its order; empty where there is no rubric.
    pub criteria: Vec<Criterion>,
    /// The rules that found something, and how often.
    pub rules: BTreeMap<String, usize>,
    /// Why it could not be judged, or not all of it.
    pub error: Option<String>,
    /// The rubric, as `check --format json` prints it.
    pub rubric: Option<Box<RawValue>>,
    /// What was found, as `check --format json` prints it.
    pub findings: Option<Box<RawValue>>,
}

/// What came of a submission.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// Nothing was found.
    Clean,
    /// Something was found.
    Findings,
    /// It could not be judged, or not all of it.
    Error,
}

/// A criterion of a rubric, and whether it is met.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Criterion {
    /// Its id.
    pub id: String,
    /// `met`, `not-met`, `by-hand` or `not-judged`.
    pub state: String,
}

/// As much as a row needs of what `check --format json` prints.
#[derive(Deserialize)]
struct Said {
    findings: Box<RawValue>,
    rubric: Option<Box<RawValue>>,
    error: Option<Failure>,
}

#[derive(Deserialize)]
struct Failure {
    what: String,
    place: Option<String>,
}

#[derive(Deserialize)]
struct Found {
    rule: String,
    severity: String,
}

#[derive(Deserialize)]
struct Rubric {
    criteria: Vec<Criterion>,
    points: Option<f64>,
    possible: Option<f64>,
}

impl Status {
    /// The word for it: `clean`, `findings`, `error`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Clean => "clean",
            Self::Findings => "findings",
            Self::Error => "error",
        }
    }
}

impl Row {
    /// A submission that could not be judged, and why.
    #[must_use]
    pub fn failed(submission: &str, folder: Option<&str>, why: impl Into<String>) -> Self {
        Self {
            submission: submission.to_owned(),
            folder: folder.map(str::to_owned),
            status: Status::Error,
            errors: 0,
            warnings: 0,
            notes: 0,
            earned: None,
            possible: None,
            criteria: Vec::new(),
            rules: BTreeMap::new(),
            error: Some(why.into()),
            rubric: None,
            findings: None,
        }
    }

    /// What `check --format json` printed of a submission; none where it is nothing of the kind.
    #[must_use]
    pub fn read(submission: &str, folder: &str, json: &str) -> Option<Self> {
        let said: Said = serde_json::from_str(json).ok()?;
        let found: Vec<Found> = serde_json::from_str(said.findings.get()).ok()?;
        let rubric: Option<Rubric> =
            said.rubric.as_ref().map(|text| serde_json::from_str(text.get())).transpose().ok()?;
        let of = |severity: Severity| found.iter().filter(|finding| finding.severity == severity.word()).count();
        let mut rules = BTreeMap::new();
        for finding in &found {
            *rules.entry(finding.rule.clone()).or_insert(0) += 1;
        }
        let error = said.error.map(|error| match error.place {
            Some(place) => printable(&format!("{} ({place})", error.what)),
            None => printable(&error.what),
        });
        let status = match &error {
            Some(_) => Status::Error,
            None if found.is_empty() => Status::Clean,
            None => Status::Findings,
        };
        let (criteria, earned, possible) =
            rubric.map(|rubric| (rubric.criteria, rubric.points, rubric.possible)).unwrap_or_default();
        Some(Self {
            submission: submission.to_owned(),
            folder: Some(folder.to_owned()),
            status,
            errors: of(Severity::Error),
            warnings: of(Severity::Warning),
            notes: of(Severity::Note),
            earned,
            possible,
            criteria,
            rules,
            error,
            rubric: said.rubric,
            findings: Some(said.findings),
        })
    }

    /// Whether nothing was found.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.status == Status::Clean
    }

    /// The same, with a reason why not all of it could be judged.
    #[must_use]
    pub fn but(self, why: impl Into<String>) -> Self {
        Self { status: Status::Error, error: self.error.or_else(|| Some(why.into())), ..self }
    }

    /// The same without what only JSON shows.
    #[must_use]
    pub fn short(self) -> Self {
        Self { rubric: None, findings: None, ..self }
    }
}
