//! A `COPY` of everything, and nothing that says what everything is.

use crate::check::reach::from_context;
use crate::check::{Case, Finding, Rule, Run, Severity};

/// The rule.
pub(super) const RULE: Rule =
    Rule { id: "missing-dockerignore", severity: Severity::Warning, is_default: true, run: Run::Dockerfile(check) };

fn check(case: &Case<'_>, found: &mut Vec<Finding>) {
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
        .help("write a .dockerignore that keeps everything out but what the build needs; `msgen init` writes one"),
    );
}
