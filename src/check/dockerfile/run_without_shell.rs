//! A `RUN` in a stage that has no shell.

use super::start;
use crate::check::{Case, Finding, Rule, Run, Severity};

/// The rule.
pub(super) const RULE: Rule =
    Rule { id: "run-without-shell", severity: Severity::Error, is_default: true, run: Run::Dockerfile(check) };

fn check(case: &Case<'_>, found: &mut Vec<Finding>) {
    for stage in case.model.stages.iter().filter(|stage| stage.is_used) {
        for step in stage.steps.iter().filter(|step| step.instruction.keyword == "RUN") {
            let before = &step.before;
            let mounts = step.instruction.flags_named("mount").next().is_some();
            let is_shell_form = step.instruction.json.is_none();
            if !is_shell_form || mounts || !start::lacks_shell(before) || start::brings_programs(before) {
                continue;
            }
            let shell = before.shell.first().map_or("/bin/sh", String::as_str);
            found.push(
                Finding::new(
                    case.source.instruction(step.instruction),
                    format!("RUN needs {shell}, and {} has no shell", before.image.name),
                )
                .because(format!("the build stops: `exec: \"{shell}\": stat {shell}: no such file or directory`"))
                .help("do it in an earlier stage, and copy the result"),
            );
            // What stops the build once, stops it: the others would say the same.
            break;
        }
    }
}
