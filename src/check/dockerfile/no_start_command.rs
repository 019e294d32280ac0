//! An image that says nothing of what it starts.

use crate::check::{Case, Finding, Rule, Run, Severity};
use crate::model::Action;

/// The rule.
pub(super) const RULE: Rule =
    Rule { id: "no-start-command", severity: Severity::Warning, is_default: true, run: Run::Dockerfile(check) };

fn check(case: &Case<'_>, found: &mut Vec<Finding>) {
    let Some(stage) = case.model.last() else { return };
    let says_nothing = stage.end.command().is_some_and(|words| words.is_empty());
    // Without a user, a port or a folder of its own it may be meant for `docker build --output`.
    let is_meant_to_run = |keyword: &str| matches!(keyword, "USER" | "EXPOSE" | "WORKDIR" | "HEALTHCHECK");
    let mut keywords = stage.steps.iter().map(|step| step.instruction.keyword.as_str());
    if !says_nothing || !keywords.any(is_meant_to_run) {
        return;
    }
    let copied = stage.steps.iter().rev().find_map(|step| match &step.action {
        Action::Copy(copy) => copy.target.clone().filter(|_| !copy.is_into_folder),
        _ => None,
    });
    let program = copied.unwrap_or_else(|| "/program".to_owned());
    found.push(
        Finding::new(case.source.instruction(stage.stage.from), "the final stage has neither ENTRYPOINT nor CMD")
            .because("`docker run` refuses the image: no command specified")
            .help(format!("end with `ENTRYPOINT [\"{program}\"]`")),
    );
}
