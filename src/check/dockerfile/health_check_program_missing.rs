//! A health check whose program is not in the image.

use super::{health_check, start};
use crate::check::{Case, Finding, Rule, Run, Severity};
use crate::model::{Image, StageModel, State};

/// The rule.
pub(super) const RULE: Rule = Rule {
    id: "health-check-program-missing",
    severity: Severity::Error,
    is_default: true,
    run: Run::Dockerfile(check),
};

fn check(case: &Case<'_>, found: &mut Vec<Finding>) {
    let Some(stage) = case.model.last() else { return };
    let Some(check) = health_check::last(stage) else { return };
    let (end, image) = (&stage.end, &stage.end.image);
    if start::is_open(end) || start::brings_programs(end) {
        return;
    }
    let instruction = check.instruction;
    if check.is_shell_form && start::lacks_shell(end) {
        found.push(
            Finding::new(
                case.source.instruction(instruction),
                format!("the health check in shell form needs a shell, and {} has none", image.name),
            )
            .because("the container is never healthy: every check ends with an error of the engine")
            .help("start a program of the image in exec form, or leave the check to what runs the container"),
        );
        return;
    }
    let Some(program) = check.programs.iter().find(|program| is_missing(case, stage, program)) else { return };
    found.push(
        Finding::new(
            case.source.word(instruction, program),
            format!("the health check starts `{program}`, which is not in {}", image.name),
        )
        .because("the container is never healthy, and what waits for it waits for ever")
        .help(help(image)),
    );
}

fn is_missing(case: &Case<'_>, stage: &StageModel<'_>, program: &str) -> bool {
    if program.starts_with('/') {
        return case.model.find(stage.stage.index, program).exists == Some(false)
            && stage.end.has_program(start::name(program)) != Some(true);
    }
    !program.contains('/') && stage.end.has_program(program) == Some(false) && !is_installed(&stage.end, program)
}

/// Whether a package or a copied file may be that program; packages have other names than their programs at times.
fn is_installed(state: &State, program: &str) -> bool {
    let same_name = ["curl", "wget", "bash", "jq", "git"].contains(&program);
    let by_package = if same_name {
        state.packages.iter().any(|package| package.contains(program) || package.contains('$'))
    } else {
        !state.packages.is_empty()
    };
    by_package || state.files.pieces.iter().any(|piece| start::name(&piece.path) == program)
}

fn help(image: &Image) -> &'static str {
    match image.has_program("wget") {
        Some(true) => "the image has wget: `CMD [\"wget\", \"-q\", \"-O\", \"/dev/null\", \"http://127.0.0.1:8080/\"]`",
        _ => "install it in the final stage, or let the program check itself",
    }
}
