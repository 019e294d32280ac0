//! One criterion of a rubric: met, or why not.

use serde::Serialize;

use super::Facts;
use crate::catalog::Criterion;
use crate::check::submission::MISSING;
use crate::check::switch::unknown;
use crate::check::{Finding, Run, rules};
use crate::error::{Error, Result};
use crate::evidence::Outcome;
use crate::nearest::advice;
use crate::verify::CHECKS;

/// What came of a criterion.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// Everything that it rests on was looked at, and speaks for it.
    Met,
    /// Something speaks against it.
    NotMet,
    /// Nothing that msgen sees speaks against it; a person judges the rest.
    ByHand,
    /// Something that it rests on was not looked at.
    NotJudged,
}

impl State {
    /// The words for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::NotMet => "not met",
            Self::ByHand => "by hand",
            Self::NotJudged => "not judged",
        }
    }
}

/// A judged criterion.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Judged {
    /// Its id.
    pub id: String,
    /// The line as the course words it.
    pub title: String,
    /// The points it gives, where the course says.
    pub points: Option<f64>,
    /// The points that it earned; none where it gives none, or where nobody has decided yet.
    pub earned: Option<f64>,
    /// What came of it.
    pub state: State,
    /// Why it is not met, or not judged: a clause each.
    pub because: Vec<String>,
    /// Whether the task gives no points at all where it is not met.
    #[serde(skip)]
    pub is_essential: bool,
}

/// So many reasons of a criterion are shown to people; a program sees all.
const MOST_REASONS: usize = 3;

impl Judged {
    /// Why it is not met, or not judged, for people: the first reasons, and how many more there are.
    #[must_use]
    pub fn reasons(&self) -> Vec<String> {
        let mut reasons: Vec<String> = self.because.iter().take(MOST_REASONS).cloned().collect();
        if let Some(more) = self.because.len().checked_sub(MOST_REASONS).filter(|more| *more > 0) {
            reasons.push(format!("and {more} more"));
        }
        reasons
    }
}

/// What speaks against a criterion, and what was not looked at.
#[derive(Default)]
struct Case {
    against: Vec<String>,
    unseen: Vec<String>,
}

/// Judges a criterion.
pub(super) fn judge(facts: &Facts<'_>, criterion: &Criterion) -> Result<Judged> {
    let mut case = Case::default();
    for rule in &criterion.rules {
        case.rule(facts, criterion, rule)?;
    }
    for check in &criterion.checks {
        case.check(facts, criterion, check)?;
    }
    let state = match (case.against.is_empty(), case.unseen.is_empty()) {
        (false, _) => State::NotMet,
        (true, false) => State::NotJudged,
        (true, true) if criterion.by_hand => State::ByHand,
        (true, true) => State::Met,
    };
    let earned = match state {
        State::Met => criterion.points,
        State::NotMet => criterion.points.map(|_| 0.0),
        State::ByHand | State::NotJudged => None,
    };
    let mut because = case.against;
    because.append(&mut case.unseen);
    Ok(Judged {
        id: criterion.id.clone(),
        title: criterion.title.clone(),
        points: criterion.points,
        earned,
        state,
        because,
        is_essential: criterion.essential,
    })
}

impl Case {
    /// What a rule says of the criterion.
    fn rule(&mut self, facts: &Facts<'_>, criterion: &Criterion, id: &str) -> Result<()> {
        let known = rules().into_iter().find(|rule| rule.id == id);
        let run = known.ok_or_else(|| unknown(id).at(place(facts, criterion)))?.run;
        let missing = match run {
            Run::Dockerfile(_) => &facts.no_dockerfile,
            Run::Report(_) => &facts.no_report,
            Run::Project => &facts.no_folder,
        };
        if let Some(why) = missing {
            // Where a finding says it already, it is not said twice.
            let said = facts.findings.iter().find(|one| one.rule == MISSING.id && matches!(run, Run::Report(_)));
            push(&mut self.against, said.map_or_else(|| why.clone(), |finding| told(finding)));
        }
        for finding in facts.findings.iter().filter(|finding| finding.rule == id) {
            push(&mut self.against, told(finding));
        }
        if let Some(place) = facts.off.get(id) {
            push(&mut self.unseen, format!("{id} was switched off: {place}"));
        }
        Ok(())
    }

    /// What a check of `msgen verify` says of the criterion.
    fn check(&mut self, facts: &Facts<'_>, criterion: &Criterion, id: &str) -> Result<()> {
        if !CHECKS.contains(&id) {
            return Err(Error::bad_input(format!("`msgen verify` has no check `{}`", id.escape_debug()))
                .at(place(facts, criterion))
                .help(advice(id, CHECKS)));
        }
        let checks = match &facts.checks {
            Ok(checks) => checks,
            Err(why) => {
                // Nobody measured it: that is no word against the submission.
                push(&mut self.unseen, why.clone());
                return Ok(());
            }
        };
        match checks.iter().find(|check| check.id == id).map(|check| &check.outcome) {
            Some(Outcome::Passed { .. }) => {}
            Some(Outcome::Failed { detail, .. }) => push(&mut self.against, format!("{id} failed: {detail}")),
            Some(Outcome::Skipped { why }) => push(&mut self.unseen, format!("{id} was skipped: {why}")),
            None => push(&mut self.against, format!("`msgen verify` did not come as far as {id}")),
        }
        Ok(())
    }
}

/// Where the criterion stands.
fn place(facts: &Facts<'_>, criterion: &Criterion) -> String {
    format!("reports/{}/profile.toml, criterion `{}`", facts.profile.id, criterion.id)
}

/// A finding in a line.
fn told(finding: &Finding) -> String {
    format!("{}:{}: {} ({})", finding.place.file, finding.place.lines.start, finding.message, finding.rule)
}

fn push(list: &mut Vec<String>, text: String) {
    if !list.contains(&text) {
        list.push(text);
    }
}
