//! A `--chown` by a name on an image that has no /etc/passwd.

use super::user;
use crate::check::{Case, Finding, Rule, Run, Severity};
use crate::model::Action;

/// The rule.
pub(super) const RULE: Rule = Rule {
    id: "chown-by-name-without-passwd",
    severity: Severity::Error,
    is_default: true,
    run: Run::Dockerfile(check),
};

fn check(case: &Case<'_>, found: &mut Vec<Finding>) {
    let stages = case.model.stages.iter().filter(|stage| stage.is_used);
    for step in stages.flat_map(|stage| &stage.steps).filter(|step| matches!(step.action, Action::Copy(_))) {
        let Some(owner) = step.instruction.flag("chown") else { continue };
        let Some(owner) = step.before.scope.expand(owner, case.model.document.escape) else { continue };
        let by_name = |part: &&str| !part.is_empty() && !user::is_number(part) && *part != "root";
        let Some(name) = owner.split(':').find(by_name).filter(|_| user::has_no_passwd(&step.before)) else { continue };
        found.push(
            Finding::new(
                case.source.word(step.instruction, &owner),
                format!("`{name}` is looked up in /etc/passwd, and scratch has none"),
            )
            .because("the build stops: `invalid user index: -1`")
            .help("write the owner by number: `--chown=65532:65532`"),
        );
    }
}
