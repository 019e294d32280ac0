//! A base image that gets no more fixes.

use crate::aging::Month;
use crate::check::{Case, Finding, Rule, Run, Severity};
use crate::model::Base;

/// The rule.
pub(super) const RULE: Rule =
    Rule { id: "end-of-life-base-image", severity: Severity::Warning, is_default: true, run: Run::Dockerfile(check) };

fn check(case: &Case<'_>, found: &mut Vec<Finding>) {
    for stage in case.model.stages.iter().filter(|stage| stage.is_used) {
        let Base::Image(name) = &stage.base else { continue };
        let is_over = |month: &str| Month::parse(month).is_some_and(|month| *case.month >= month);
        let over: Vec<&(String, String)> = stage.end.image.ends.iter().filter(|(_, month)| is_over(month)).collect();
        let Some((what, month)) = over.iter().min_by_key(|(_, month)| month) else { continue };
        let place = case.source.word(stage.stage.from, stage.stage.base);
        found.push(
            Finding::new(place, format!("{name}: {what} gets no more fixes since {month}"))
                .because("faults that are found in it stay in it, and in every image that is built on it")
                .help("take a release that is still looked after"),
        );
    }
}
