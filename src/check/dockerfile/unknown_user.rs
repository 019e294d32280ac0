//! A user by a name that no /etc/passwd of the image has.

use super::user;
use crate::check::{Case, Finding, Rule, Run, Severity};
use crate::model::{Action, StageModel, State, Step};

/// The rule.
pub(super) const RULE: Rule =
    Rule { id: "unknown-user", severity: Severity::Error, is_default: true, run: Run::Dockerfile(check) };

fn check(case: &Case<'_>, found: &mut Vec<Finding>) {
    let last = case.model.stages.len().saturating_sub(1);
    for (index, stage) in case.model.stages.iter().enumerate().filter(|(_, stage)| stage.is_used) {
        for (at, step) in stage.steps.iter().enumerate() {
            if step.instruction.keyword == "USER" {
                found.extend(user(case, stage, at, index == last));
            } else if matches!(step.action, Action::Copy(_)) {
                found.extend(owner(case, step));
            }
        }
    }
}

/// A `USER` whose name something needs that comes behind it.
fn user(case: &Case<'_>, stage: &StageModel<'_>, at: usize, is_last: bool) -> Option<Finding> {
    let behind = &stage.steps[at + 1..];
    let after = behind.first().map_or(&stage.end, |next| &next.before);
    let name = user::name(after.user.as_deref()?);
    let end = behind.iter().position(|step| step.instruction.keyword == "USER");
    let keywords = behind[..end.unwrap_or(behind.len())].iter().map(|step| step.instruction.keyword.as_str());
    // Where there is no such file at all, the builder cannot make a folder for the user either.
    let looks_up = |keyword: &str| keyword == "RUN" || keyword == "WORKDIR" && user::has_no_passwd(after);
    let starts = is_last && end.is_none();
    if !(starts || keywords.into_iter().any(looks_up)) || !user::is_unknown(after, name) {
        return None;
    }
    let message = format!("nobody knows the user `{name}`: {}", whence(after));
    let because = format!("`unable to find user {name}: no matching entries in passwd file`, and nothing starts");
    let place = case.source.instruction(stage.steps[at].instruction);
    Some(
        Finding::new(place, message)
            .because(because)
            .help("write the user by number, which needs no /etc/passwd: `USER 65532:65532`"),
    )
}

/// A `--chown` by a name that the image's /etc/passwd has not.
fn owner(case: &Case<'_>, step: &Step<'_>) -> Option<Finding> {
    let owner = step.before.scope.expand(step.instruction.flag("chown")?, case.model.document.escape)?;
    let name = user::name(&owner);
    if user::has_no_passwd(&step.before) || !user::is_unknown(&step.before, name) {
        return None;
    }
    let message = format!("nobody knows the user `{name}`: {}", whence(&step.before));
    Some(
        Finding::new(case.source.word(step.instruction, &owner), message)
            .because("BuildKit says nothing, and gives the files to root")
            .help("write the owner by number, or add the user above"),
    )
}

/// Where the name was looked for.
fn whence(state: &State) -> String {
    if user::has_no_passwd(state) {
        return "scratch has no /etc/passwd".to_owned();
    }
    format!("no /etc/passwd of {} has it, and nothing above adds it", state.image.name)
}
