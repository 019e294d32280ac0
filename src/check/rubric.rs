//! A course's rubric: what of it a submission meets, by what was found in it and what was measured of it.
//!
//! ```text
//! findings of the rules that are on ─┐
//! rules and places switched off ─────┤
//! files that could not be judged ────┼─► each criterion: not met, not judged, by hand, met ─► points
//! checks of `msgen verify` ──────────┘
//! ```
//!
//! Nothing is met in silence: what could not be looked at, or was kept from being looked at, says so.

mod criterion;

use std::collections::BTreeMap;

use serde::Serialize;

use super::Finding;
use crate::catalog::Profile;
use crate::error::Result;
use crate::evidence::Check;

pub use criterion::{Judged, State};

/// What is known of a submission.
#[derive(Debug, Clone)]
pub struct Facts<'a> {
    /// What the course demands.
    pub profile: &'a Profile,
    /// What the rules that are on found in its Dockerfile, its report and the folder, however little it matters.
    pub findings: Vec<&'a Finding>,
    /// The rules that were switched off or kept from speaking, each with where.
    pub off: BTreeMap<&'a str, String>,
    /// Why the Dockerfile could not be judged.
    pub no_dockerfile: Option<String>,
    /// Why the report could not be judged.
    pub no_report: Option<String>,
    /// Why the folder could not be judged as a whole.
    pub no_folder: Option<String>,
    /// What `msgen verify` checked on this very Dockerfile, or why nobody knows.
    pub checks: std::result::Result<&'a [Check], String>,
}

/// A judged rubric.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Rubric {
    /// The id of the profile.
    pub profile: String,
    /// Its title.
    pub title: String,
    /// Its criteria, in the course's order.
    pub criteria: Vec<Judged>,
    /// The points of what is met; none where the course gives none to single criteria.
    pub points: Option<f64>,
    /// The points of the whole task, where the course says.
    pub possible: Option<f64>,
}

/// Judges each criterion of the profile.
///
/// # Errors
/// A criterion names a rule or a check that there is not: it would be met by whatever is handed in.
pub fn rubric(facts: &Facts<'_>) -> Result<Rubric> {
    let profile = facts.profile;
    let criteria = profile.criteria.iter().map(|criterion| criterion::judge(facts, criterion));
    let mut criteria: Vec<Judged> = criteria.collect::<Result<_>>()?;
    let fails = |judged: &Judged| judged.is_essential && judged.state == State::NotMet;
    let is_lost = criteria.iter().any(fails);
    if is_lost {
        for judged in &mut criteria {
            judged.earned = judged.points.map(|_| 0.0);
            if fails(judged) {
                judged.because.insert(0, "the task gives no points without it".to_owned());
            }
        }
    }
    let given: Vec<f64> = criteria.iter().filter_map(|judged| judged.points).collect();
    let possible = profile.points.or_else(|| (!given.is_empty()).then(|| given.iter().sum()));
    let earned = || criteria.iter().filter_map(|judged| judged.earned).sum();
    let points = if is_lost && possible.is_some() { Some(0.0) } else { (!given.is_empty()).then(earned) };
    Ok(Rubric { profile: profile.id.clone(), title: profile.title.clone(), criteria, points, possible })
}

impl Rubric {
    /// Whether any of its criteria gives points.
    #[must_use]
    pub fn has_points(&self) -> bool {
        self.criteria.iter().any(|judged| judged.points.is_some())
    }

    /// How many criteria are in which state, the met ones first.
    #[must_use]
    pub fn counted(&self) -> String {
        let of = |state: State| self.criteria.iter().filter(|judged| judged.state == state).count();
        let mut parts = vec![format!("{} of {} criteria met", of(State::Met), self.criteria.len())];
        let others =
            [(State::NotMet, "not met"), (State::ByHand, "for a person to judge"), (State::NotJudged, "not judged")];
        let others = others.into_iter().map(|(state, word)| (of(state), word)).filter(|(count, _)| *count > 0);
        parts.extend(others.map(|(count, word)| format!("{count} {word}")));
        parts.join(", ")
    }

    /// What that is in points: the sum, what is still open, and what the course does not split; empty where the course
    /// gives no points.
    #[must_use]
    pub fn sum(&self) -> String {
        let Some(possible) = self.possible else { return String::new() };
        let lost = self.criteria.iter().find(|judged| judged.is_essential && judged.state == State::NotMet);
        if let Some(lost) = lost {
            return format!("0 of {possible} points: there are none without `{}`", lost.title.replace('`', ""));
        }
        let of = |state: State| -> f64 {
            self.criteria.iter().filter(|judged| judged.state == state).filter_map(|judged| judged.points).sum()
        };
        let (by_hand, not_judged) = (of(State::ByHand), of(State::NotJudged));
        let split: f64 = self.criteria.iter().filter_map(|judged| judged.points).sum();
        let rest = possible - split;
        let Some(points) = self.points else {
            return format!("the task gives {}, which the course does not split among its criteria", counted(possible));
        };
        let mut parts = vec![format!("{points} of {}", counted(possible))];
        if by_hand > 0.0 {
            parts.push(format!("a person still judges {}", counted(by_hand)));
        }
        if not_judged > 0.0 {
            parts.push(format!("not judged: {}", counted(not_judged)));
        }
        if rest > 0.0 {
            parts.push(format!("{} the course does not split among its criteria", counted(rest)));
        }
        parts.join("; ")
    }
}

fn counted(points: f64) -> String {
    if (points - 1.0).abs() < f64::EPSILON { "1 point".to_owned() } else { format!("{points} points") }
}
