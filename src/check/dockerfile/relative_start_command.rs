//! A start command that depends on the working directory.

use crate::check::{Case, Finding, Rule, Run, Severity};

/// The rule.
pub(super) const RULE: Rule =
    Rule { id: "relative-start-command", severity: Severity::Note, is_default: true, run: Run::Dockerfile(check) };

fn check(case: &Case<'_>, found: &mut Vec<Finding>) {
    let Some(stage) = case.model.last() else { return };
    // Where there is an ENTRYPOINT, CMD holds its arguments, and what it makes of them is its own affair.
    let starts = [&stage.end.entrypoint, &stage.end.cmd];
    if let Some(start) = starts.into_iter().flatten().find(|start| !start.words.is_empty()) {
        let (Some(step), Some(program)) = (start.step, start.words.first()) else { return };
        if start.is_shell_form || !program.starts_with("./") && !program.starts_with("../") {
            return;
        }
        let place = case.source.word(stage.steps[step].instruction, program);
        let finding = Finding::new(place, format!("`{program}` is looked up in the working directory")).because(
            "`docker run --workdir`, a Kubernetes workingDir or another WORKDIR, and the image does not start",
        );
        found.push(match stage.end.absolute(program) {
            Some(path) => {
                let edit = finding.place.replaced(path.clone());
                finding.help(format!("name it with its whole path: {path}")).fix("write the whole path", vec![edit])
            }
            None => finding.help("name it with its whole path"),
        });
    }
}
