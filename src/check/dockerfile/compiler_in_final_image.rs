//! A compiler that is shipped with the program.

use crate::check::{Case, Finding, Rule, Run, Severity};
use crate::model::{Base, StageModel, Step};

/// The rule.
pub(super) const RULE: Rule =
    Rule { id: "compiler-in-final-image", severity: Severity::Warning, is_default: true, run: Run::Dockerfile(check) };

/// Packages that are compilers.
const PACKAGES: &[&str] = &["build-essential", "build-base", "gcc", "g++", "clang", "musl-dev"];

fn check(case: &Case<'_>, found: &mut Vec<Finding>) {
    let Some(stage) = case.model.last() else { return };
    let image = &stage.end.image;
    let because = "whoever breaks in can build with it, and each of its packages is one to keep up to date; it is often larger than all the rest";
    if let Some(toolchain) = image.toolchain.as_deref().filter(|toolchain| !toolchain.is_empty()) {
        let what = format!("the final stage stands on {}, with a toolchain for {toolchain} in it", image.name);
        found.push(
            Finding::new(case.source.instruction(stage.stage.from), what)
                .because(because)
                .help("build in a stage of its own, and copy what it makes into an image that only runs it"),
        );
        return;
    }
    if removes_packages(stage) || matches!(stage.base, Base::Stage(_)) {
        return;
    }
    let installed = stage.steps.iter().find_map(|step| {
        let words = step.commands().filter(|command| installs(command)).flat_map(|command| &command.words);
        words
            .map(|word| word.text.split('=').next().unwrap_or_default())
            .find(|name| PACKAGES.contains(name))
            .map(|name| (step, name))
    });
    if let Some((step, package)) = installed {
        found.push(
            Finding::new(case.source.word(step.instruction, package), format!("`{package}` stays in the final image"))
                .because(because)
                .help("install it in a stage of its own, and copy what was built; or remove it in the same RUN"),
        );
    }
}

fn installs(command: &crate::model::Command) -> bool {
    ["apt-get install", "apt install", "apk add", "dnf install", "yum install", "microdnf install"]
        .iter()
        .any(|known| command.is(known).is_some())
}

/// Whether a stage takes packages away again.
fn removes_packages(stage: &StageModel<'_>) -> bool {
    let mut commands = stage.steps.iter().flat_map(Step::commands);
    commands.any(|command| {
        [
            "apk del",
            "apt-get purge",
            "apt-get remove",
            "apt-get autoremove",
            "apt purge",
            "apt remove",
            "dnf remove",
            "yum remove",
        ]
        .iter()
        .any(|known| command.is(known).is_some())
    })
}
