//! A report profile: what one course or organisation demands of the report.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::answers::Value;
use crate::error::{Error, Result};

/// The manifest `reports/<id>/profile.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Profile {
    /// Its id in answers.
    pub id: String,
    /// A few words, for prompts.
    pub title: String,
    /// One line: who it is for.
    pub summary: String,
    /// Where the report is written unless a path is given.
    pub path: String,
    /// Runtime bases the course accepts; all where it says nothing.
    #[serde(default)]
    pub bases: Vec<String>,
    /// Whether the course wants a numeric user.
    #[serde(default)]
    pub numeric_user: bool,
    /// Whether the course wants a `.dockerignore`, whatever the Dockerfile copies.
    #[serde(default)]
    pub dockerignore: bool,
    /// The size the course wants the image to stay under, in decimal megabytes.
    #[serde(default)]
    pub size_budget_mb: Option<u32>,
    /// Titles of the sections the report must have.
    #[serde(default)]
    pub required_sections: Vec<String>,
    /// Blocks of the report that must show what was measured, or what its author pasted: `sizes`, `answers`.
    #[serde(default)]
    pub required_evidence: Vec<String>,
    /// Tags that no base image may have; `latest` also stands for a missing one.
    #[serde(default)]
    pub forbidden_tags: Vec<String>,
    /// Rows that the report's table of a vulnerability scan must have, each with a number in every column: `CRITICAL`.
    #[serde(default)]
    pub scan_rows: Vec<String>,
    /// The points of the whole task, where the course does not split them among its criteria.
    #[serde(default)]
    pub points: Option<f64>,
    /// The rubric, in the course's order.
    #[serde(default, rename = "criterion")]
    pub criteria: Vec<Criterion>,
    /// What `msgen starter` takes over.
    #[serde(default)]
    pub starter: Starter,
}

impl Profile {
    /// Whether its rubric can be judged.
    ///
    /// # Errors
    /// Points are no number above zero, two criteria have one id, or one rests on nothing and is no person's to judge.
    pub(super) fn check(&self) -> Result<()> {
        let own = self.points.map(|points| ("the task", points));
        let given = self.criteria.iter().filter_map(|one| Some((one.id.as_str(), one.points?)));
        for (id, points) in given.chain(own) {
            if !(points.is_finite() && points > 0.0) {
                let what = format!("`{}` gives {points} points", id.escape_debug());
                return Err(Error::bad_input(what).help("a number above zero, or leave `points` out"));
            }
        }
        for (at, one) in self.criteria.iter().enumerate() {
            let id = one.id.escape_debug();
            if self.criteria[..at].iter().any(|before| before.id == one.id) {
                let what = format!("two criteria are called `{id}`");
                return Err(Error::bad_input(what).help("give each an id of its own"));
            }
            if one.rules.is_empty() && one.checks.is_empty() && !one.by_hand {
                return Err(Error::bad_input(format!("nothing decides the criterion `{id}`"))
                    .help("name rules or checks, or say by-hand = true"));
            }
        }
        Ok(())
    }

    /// Who demands it, as findings call it: ``the profile `devops-core` (DevOps Core Course, lab 2 bonus)``.
    #[must_use]
    pub fn who(&self) -> String {
        format!("the profile `{}` ({})", self.id, self.title)
    }

    /// Whether it accepts a runtime base, by its id.
    #[must_use]
    pub fn accepts(&self, base: &str) -> bool {
        self.bases.is_empty() || self.bases.iter().any(|id| id == base)
    }

    /// Whether it demands a report at all.
    #[must_use]
    pub fn demands_report(&self) -> bool {
        !(self.required_sections.is_empty() && self.required_evidence.is_empty() && self.scan_rows.is_empty())
    }
}

/// One line of a course's rubric.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Criterion {
    /// Kebab-case id, for programs that read the rubric.
    pub id: String,
    /// The line as the course words it.
    pub title: String,
    /// The points it gives, where the course says so.
    #[serde(default)]
    pub points: Option<f64>,
    /// Rules of `msgen check`: a finding of one of them, and the criterion is not met.
    #[serde(default)]
    pub rules: Vec<String>,
    /// Checks of `msgen verify` that must have passed, by their ids in the evidence.
    #[serde(default)]
    pub checks: Vec<String>,
    /// Whether a person judges it too: then msgen says at most that nothing speaks against it.
    #[serde(default)]
    pub by_hand: bool,
    /// Whether the task gives no points at all where it is not met.
    #[serde(default)]
    pub essential: bool,
}

/// What a course wants of its starter repositories.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Starter {
    /// Questions whose answer every starter of the course fixes, as it is suggested.
    #[serde(default)]
    pub lock: Vec<String>,
    /// Answers to suggest, by question id.
    #[serde(default)]
    pub defaults: BTreeMap<String, Value>,
    /// What a student who gives another answer than the locked one is told, by question id.
    #[serde(default)]
    pub messages: BTreeMap<String, String>,
}
