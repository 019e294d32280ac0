//! A `WORKDIR` that another user than root makes.

use super::user;
use crate::check::{Case, Finding, Rule, Run, Severity};
use crate::model::{State, Step, is_inside};

/// The rule.
pub(super) const RULE: Rule =
    Rule { id: "workdir-after-user", severity: Severity::Note, is_default: true, run: Run::Dockerfile(check) };

fn check(case: &Case<'_>, found: &mut Vec<Finding>) {
    for stage in case.model.stages.iter().filter(|stage| stage.is_used) {
        let first = stage.steps.iter().position(|step| step.instruction.keyword == "USER").unwrap_or(stage.steps.len());
        for (at, step) in stage.steps.iter().enumerate().skip(first) {
            if step.instruction.keyword != "WORKDIR" {
                continue;
            }
            let after = stage.steps.get(at + 1).map_or(&stage.end, |next| &next.before);
            let (Some(name), Some(folder)) = (step.before.user.as_deref().map(user::name), &after.workdir) else {
                continue;
            };
            if user::is_root(name) || exists(&step.before, folder) || is_spoken_of(&stage.steps[..at], folder) {
                continue;
            }
            found.push(
                Finding::new(
                    case.source.instruction(step.instruction),
                    format!("who owns {folder} depends on the builder"),
                )
                .because(format!(
                    "BuildKit makes the folder for `{name}`; the legacy builder and others make it for root, and \
                         `{name}` cannot write there"
                ))
                .help("make the folder above USER: `RUN mkdir`, or WORKDIR, and COPY with --chown"),
            );
        }
    }
}

/// Whether the folder may be there already: something was put there, or the image may bring it.
fn exists(state: &State, folder: &str) -> bool {
    let brought = state.image.folders.as_ref().is_none_or(|folders| folders.iter().any(|own| is_inside(folder, own)));
    brought
        || folder == "/"
        || state
            .files
            .pieces
            .iter()
            .any(|piece| is_inside(&piece.path, folder) || piece.is_tree && is_inside(folder, &piece.path))
}

/// Whether a command above may have made the folder: it is a home, or a `RUN` names it.
fn is_spoken_of(before: &[Step<'_>], folder: &str) -> bool {
    let runs = before.iter().filter(|step| step.instruction.keyword == "RUN");
    folder.starts_with("/home/") || runs.into_iter().any(|step| step.instruction.raw.contains(folder))
}
