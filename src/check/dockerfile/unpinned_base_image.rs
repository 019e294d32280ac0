//! A base image that is another one tomorrow.

use crate::check::{Case, Finding, Rule, Run, Severity};
use crate::model::Base;
use crate::plan::ImageRef;

/// The rule.
pub(super) const RULE: Rule =
    Rule { id: "unpinned-base-image", severity: Severity::Warning, is_default: true, run: Run::Dockerfile(check) };

fn check(case: &Case<'_>, found: &mut Vec<Finding>) {
    for stage in case.model.stages.iter().filter(|stage| stage.is_used) {
        let Base::Image(name) = &stage.base else { continue };
        // An image that is one variable as a whole comes with `--build-arg`; its default may be no image at all.
        if is_variable(stage.stage.base) {
            continue;
        }
        let Ok(image) = ImageRef::parse(name) else { continue };
        let is_moving = image.tag.as_deref().is_none_or(|tag| tag == "latest");
        if image.digest.is_some() || !is_moving {
            continue;
        }
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

fn is_variable(written: &str) -> bool {
    let name = written.strip_prefix('$').map(|name| name.trim_start_matches('{').trim_end_matches('}'));
    name.is_some_and(|name| name.chars().all(|letter| letter.is_alphanumeric() || letter == '_'))
}
