//! A `COPY` of everything, and nothing that says what everything is.

use crate::check::reach::from_context;
use crate::check::{Case, Finding, Rule, Run, Severity};

/// The rule.
pub(super) const RULE: Rule =
    Rule { id: "missing-dockerignore", severity: Severity::Warning, is_default: true, run: Run::Dockerfile(check) };

/// What to do about it.
const HELP: &str = "write a .dockerignore that keeps everything out but what the build needs; `msgen init` writes one";

fn check(case: &Case<'_>, found: &mut Vec<Finding>) {
    let says_nothing = case.ignore.is_none_or(|ignore| ignore.patterns.is_empty());
    if let Some(profile) = case.profile.filter(|profile| profile.dockerignore && says_nothing && case.context.is_some())
        && let Some(first) = case.model.stages.first()
    {
        let message = if case.ignore.is_some() { "the .dockerignore is empty" } else { "there is no .dockerignore" };
        return found.push(
            Finding::new(case.source.instruction(first.stage.from), message)
                .because(format!("{} demands one", profile.who()))
                .help(HELP),
        );
    }
    if case.context.is_none() || case.ignore.is_some() {
        return;
    }
    let first = from_context(case.model).find_map(|copy| Some((copy.step.instruction, copy.whole()?.to_owned())));
    let Some((instruction, written)) = first else { return };
    found.push(
        Finding::new(
            case.source.instruction(instruction),
            format!("`{written}` copies the whole folder, and there is no .dockerignore"),
        )
        .because(
            "version control, editors' files, build results and secrets are sent to the builder, and each change of one of \
                 them makes the layer anew",
        )
        .help(HELP),
    );
}
