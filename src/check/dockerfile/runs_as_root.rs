//! A program that runs as root.

use super::user;
use crate::check::{Case, Finding, Rule, Run, Severity};
use crate::model::{Base, StageModel, Step};

/// The rule.
pub(super) const RULE: Rule =
    Rule { id: "runs-as-root", severity: Severity::Warning, is_default: true, run: Run::Dockerfile(check) };

fn check(case: &Case<'_>, found: &mut Vec<Finding>) {
    let Some(stage) = case.model.last() else { return };
    let last = user::last(case.model).map(|(_, step)| step);
    let plainly_built = || plainly_built(case, last?);
    let Some(user) = stage.end.user.clone().or_else(plainly_built) else { return };
    let starts_nothing = stage.end.command().is_some_and(|words| words.is_empty());
    if !user::is_root(user::name(&user)) || starts_nothing || drops_root(case, stage) {
        return;
    }
    let given = last.map(|step| step.instruction);
    let place = case.source.instruction(given.unwrap_or(stage.stage.from));
    let message = match (given, &stage.base) {
        (Some(_), _) if stage.end.user.is_none() => {
            "the program runs as root where nobody gives the build a user: this is empty then".to_owned()
        }
        (Some(_), _) => "the program runs as root".to_owned(),
        (None, Base::Image(image)) => format!("the program runs as root: there is no USER, and {image} sets none"),
        (None, _) => "the program runs as root: there is no USER".to_owned(),
    };
    let help = match &stage.base {
        Base::Image(image) if image.contains("/distroless/") && !image.contains('@') => {
            "take the tag that ends in `nonroot`, or write `USER 65532:65532`: a number needs no /etc/passwd"
        }
        _ => "write `USER 65532:65532` above the start command: a number needs no /etc/passwd",
    };
    let because = "whoever breaks into the program is root in the container, and the kernel is all that is left between \
                   them and the host; Kubernetes refuses the image under runAsNonRoot";
    found.push(Finding::new(place, message).because(because).help(help));
}

/// What a `USER` of variables is where nobody gives the build a value for them.
fn plainly_built(case: &Case<'_>, step: &Step<'_>) -> Option<String> {
    let scope = step.before.scope.without_build_arguments();
    scope.expand(&step.instruction.arguments, case.model.document.escape)
}

/// Whether the image holds a program that goes on as another user.
fn drops_root(case: &Case<'_>, stage: &StageModel<'_>) -> bool {
    let drops = &case.catalog.checks.root.drops;
    drops.iter().any(|name| {
        stage.end.packages.contains(name)
            || stage.end.files.pieces.iter().any(|piece| piece.path.rsplit('/').next() == Some(name))
    })
}
