//! Faults that linters do not see, in anybody's Dockerfile, `.dockerignore` and report, found without an engine.
//!
//! ```text
//! Source ─► Document ─► Model ─┐
//!            .dockerignore ────┼─► Case ───────► rules of check/dockerfile/ ─┐
//!            Context ──────────┘                                             ├─► switches ─► findings
//! report, evidence, profile ─────► ReportCase ─► rules of check/report/ ─────┘      └─► rubric
//! ```
//!
//! A rule says nothing where the model does not know: a finding that is wrong costs more than one that is missing.

mod dockerfile;
mod drift;
mod finding;
pub mod fix;
mod ignore;
pub mod page;
pub mod project;
mod reach;
mod removed_question;
mod report;
pub mod rubric;
mod rule;
pub mod show;
mod source;
pub mod submission;
pub mod switch;

pub use drift::{Drift, FileDrift, State, drift, written};
pub use finding::{Edit, Finding, Fix, Place, Severity};
pub use ignore::Hidden;
pub use rule::{Case, ReportCase, Rule, Run};
pub use source::Source;

/// Every rule, in the order of their ids.
#[must_use]
pub fn rules() -> Vec<&'static Rule> {
    let all = [dockerfile::RULES, report::RULES, drift::RULES, ignore::RULES, submission::RULES];
    let mut rules: Vec<&Rule> = all.into_iter().flatten().copied().collect();
    rules.sort_unstable_by_key(|rule| rule.id);
    rules
}

/// What the rules find in a Dockerfile, in the order of its lines; every rule is asked, switched on or not.
#[must_use]
pub fn check_dockerfile(case: &Case<'_>) -> Vec<Finding> {
    judged(dockerfile::RULES, |run, found| match run {
        Run::Dockerfile(check) => check(case, found),
        Run::Report(_) | Run::Project => {}
    })
}

/// What the rules find in a report, in the order of its lines; every rule is asked, switched on or not.
#[must_use]
pub fn check_report(case: &ReportCase<'_>) -> Vec<Finding> {
    let markdown = report::Markdown::read(case.source);
    judged(report::RULES, |run, found| match run {
        Run::Report(check) => check(case, &markdown, found),
        Run::Dockerfile(_) | Run::Project => {}
    })
}

/// Asks each rule, and signs what it found.
fn judged(rules: &[&Rule], ask: impl Fn(Run, &mut Vec<Finding>)) -> Vec<Finding> {
    let mut all = Vec::new();
    for rule in rules {
        let mut found = Vec::new();
        ask(rule.run, &mut found);
        all.extend(found.into_iter().map(|finding| Finding { rule: rule.id, severity: rule.severity, ..finding }));
    }
    all.sort_by(|a: &Finding, b| (a.place.bytes.start, a.rule).cmp(&(b.place.bytes.start, b.rule)));
    all
}
