//! Several sources, and a target that no slash makes a folder.

use crate::check::{Case, Finding, Rule, Run, Severity};
use crate::model::Action;

/// The rule.
pub(super) const RULE: Rule = Rule {
    id: "copy-without-trailing-slash",
    severity: Severity::Warning,
    is_default: true,
    run: Run::Dockerfile(check),
};

fn check(case: &Case<'_>, found: &mut Vec<Finding>) {
    for step in case.model.stages.iter().filter(|stage| stage.is_used).flat_map(|stage| &stage.steps) {
        let Action::Copy(copy) = &step.action else { continue };
        let count = copy.written.len() + step.instruction.heredocs.len();
        let target = &copy.written_target;
        if count < 2 || target.trim_matches('"').ends_with('/') || target.contains('$') {
            continue;
        }
        let finding = Finding::new(
            case.source.instruction(step.instruction),
            format!("{count} sources, and `{target}` does not end in a slash"),
        )
        .because(
            "BuildKit makes a folder of it; other builders stop: `When using COPY with more than one source file, the \
             destination must be a directory and end with a /`",
        )
        .help(format!("write `{target}/`"));
        // The target is the last word.
        let end = finding.place.bytes.end;
        let is_last = step.instruction.json.is_none() && case.source.text[..end].ends_with(target.as_str());
        found.push(if is_last && step.instruction.heredocs.is_empty() {
            let edit = case.source.at(end..end).replaced("/");
            finding.fix("end the target in a slash", vec![edit])
        } else {
            finding
        });
    }
}
