//! A base image that is another one tomorrow.

use crate::check::{Case, Finding, Rule, Run, Severity};
use crate::model::{Base, StageModel};
use crate::plan::ImageRef;

/// The rule.
pub(super) const RULE: Rule =
    Rule { id: "unpinned-base-image", severity: Severity::Warning, is_default: true, run: Run::Dockerfile(check) };

fn check(case: &Case<'_>, found: &mut Vec<Finding>) {
    for stage in &case.model.stages {
        let Some((name, image)) = moving(stage) else { continue };
        let message = match image.tag {
            None => format!("`{name}` names no tag, which means latest"),
            Some(_) => format!("`{name}` is another image tomorrow"),
        };
        let place = case.source.word(stage.stage.from, stage.stage.base);
        found.push(
            Finding::new(place, message)
                .because("a build next month starts from something else, and nobody can say what the one that works stood on")
                .help("name a version in the tag, or the digest: name:tag@sha256:…"),
        );
    }
}

/// Whether this rule finds something in how a stage begins.
pub(super) fn tells(stage: &StageModel<'_>) -> bool {
    moving(stage).is_some()
}

/// The base image of a stage that is used, where it is another one tomorrow.
fn moving<'s>(stage: &'s StageModel<'_>) -> Option<(&'s str, ImageRef)> {
    let Base::Image(name) = &stage.base else { return None };
    // An image that is one variable as a whole comes with `--build-arg`; its default may be no image at all.
    if !stage.is_used || is_variable(stage.stage.base) {
        return None;
    }
    let image = ImageRef::parse(name).ok()?;
    let is_moving = image.digest.is_none() && image.tag.as_deref().is_none_or(|tag| tag == "latest");
    is_moving.then_some((name, image))
}

fn is_variable(written: &str) -> bool {
    let name = written.strip_prefix('$').map(|name| name.trim_start_matches('{').trim_end_matches('}'));
    name.is_some_and(|name| name.chars().all(|letter| letter.is_alphanumeric() || letter == '_'))
}
