//! A base image with a tag that the profile forbids.

use super::unpinned_base_image;
use crate::check::{Case, Finding, Rule, Run, Severity};
use crate::model::Base;
use crate::plan::ImageRef;

/// The rule.
pub(super) const RULE: Rule =
    Rule { id: "forbidden-tag", severity: Severity::Warning, is_default: true, run: Run::Dockerfile(check) };

/// What a missing tag stands for.
const LATEST: &str = "latest";

fn check(case: &Case<'_>, found: &mut Vec<Finding>) {
    let Some(profile) = case.profile.filter(|profile| !profile.forbidden_tags.is_empty()) else { return };
    for stage in &case.model.stages {
        let Base::Image(name) = &stage.base else { continue };
        let Ok(image) = ImageRef::parse(name) else { continue };
        // A digest alone names one image for ever: no tag is missing there.
        let implied = image.digest.is_none().then_some(LATEST);
        let Some(tag) = image.tag.as_deref().or(implied) else { continue };
        if !profile.forbidden_tags.iter().any(|forbidden| forbidden == tag) || unpinned_base_image::tells(stage) {
            continue;
        }
        let message = match &image.tag {
            Some(_) => format!("`{name}` has the tag `{tag}`, which the profile forbids"),
            None => format!("`{name}` names no tag, which means `{tag}`, and the profile forbids it"),
        };
        found.push(
            Finding::new(case.source.word(stage.stage.from, stage.stage.base), message)
                .because(format!("{} forbids the tags {}", profile.who(), profile.forbidden_tags.join(", ")))
                .help("name a version in the tag: what it stands for is the same next month"),
        );
    }
}
