//! A user that only /etc/passwd knows.

use super::user;
use crate::check::{Case, Finding, Rule, Run, Severity};

/// The rule.
pub(super) const RULE: Rule =
    Rule { id: "non-numeric-user", severity: Severity::Warning, is_default: true, run: Run::Dockerfile(check) };

fn check(case: &Case<'_>, found: &mut Vec<Finding>) {
    let Some(stage) = case.model.last() else { return };
    let Some((_, step)) = user::last(case.model) else { return };
    let Some(name) = stage.end.user.as_deref().map(user::name) else { return };
    if user::is_root(name) || user::is_number(name) {
        return;
    }
    // Where nobody knows the user, another rule says more.
    if user::is_unknown(&stage.end, name) {
        return;
    }
    let place = case.source.word(step.instruction, name);
    let is_written = place.bytes.len() == name.len();
    let mut because =
        "Kubernetes cannot tell that it is not root, and refuses to start the image under runAsNonRoot".to_owned();
    if let Some(profile) = case.profile.filter(|profile| profile.numeric_user) {
        because = format!("{} demands a user by number; {because}", profile.who());
    }
    let finding = Finding::new(place, format!("`{name}` is a user by name")).because(because);
    let id = stage.end.users.as_ref().and_then(|users| users.get(name).copied().flatten());
    found.push(match id {
        Some(id) if is_written => {
            let edit = finding.place.replaced(id.to_string());
            finding.help(format!("write its number: {id}")).fix("write USER by number", vec![edit])
        }
        Some(id) => finding.help(format!("write its number: {id}")),
        None => {
            finding.help(format!("give `{name}` a number of its own when it is made, and write that: `USER 10001`"))
        }
    });
}
