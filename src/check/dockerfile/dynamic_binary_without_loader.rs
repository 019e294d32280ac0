//! A program that needs a loader and a C library which the final stage has not.

use super::start;
use crate::check::{Case, Finding, Rule, Run, Severity};
use crate::model::{Libc, Linking, State, is_inside};

/// The rule.
pub(super) const RULE: Rule = Rule {
    id: "dynamic-binary-without-loader",
    severity: Severity::Error,
    is_default: true,
    run: Run::Dockerfile(check),
};

/// Packages that bring one C library to an image with the other.
const BRIDGES: &[&str] = &["gcompat", "libc6-compat", "glibc", "musl"];

fn check(case: &Case<'_>, found: &mut Vec<Finding>) {
    let Some(stage) = case.model.last() else { return };
    let Some(has) = &stage.end.image.libc else { return };
    if brings_libc(&stage.end) {
        return;
    }
    for started in start::started(stage) {
        let Some(path) = started.path(&stage.end) else { continue };
        let Some(artifact) = case.model.find(stage.stage.index, &path).artifact else { continue };
        let Some(Linking::Dynamic(needs)) = &artifact.linking else { continue };
        let (Some(needs), false) = (name(needs), kind(needs) == kind(has)) else { continue };
        let Some(step) = start::putting(case.model, &path) else { continue };
        let from = &case.model.stages[artifact.stage];
        let line = from.steps.get(artifact.step).map_or(0, |step| step.instruction.span.start);
        let lacks = match name(has) {
            Some(other) => format!("{} has {other}", stage.end.image.name),
            None => format!("{} has no C library", stage.end.image.name),
        };
        found.push(
            Finding::new(
                case.source.instruction(step.instruction),
                format!("`{path}` is linked against {needs} (line {line}), and {lacks}"),
            )
            .because(format!(
                "the kernel does not find the loader that the program names: `exec {path}: no such file or directory`"
            ))
            .help(format!("link it statically, or end on an image that has {needs}")),
        );
    }
}

fn kind(libc: &Libc) -> u8 {
    match libc {
        Libc::None => 0,
        Libc::Musl => 1,
        Libc::Glibc(_) => 2,
    }
}

fn name(libc: &Libc) -> Option<&'static str> {
    match libc {
        Libc::None => None,
        Libc::Musl => Some("musl"),
        Libc::Glibc(_) => Some("glibc"),
    }
}

/// Whether the stage may have got a loader from elsewhere.
fn brings_libc(state: &State) -> bool {
    let is_library = |path: &str| ["/lib", "/lib64", "/usr/lib", "/usr"].iter().any(|folder| is_inside(path, folder));
    let is_program = |path: &str| path.starts_with("/usr/local/bin") || path.starts_with("/usr/bin");
    let brought = |path: &str| is_library(path) && !is_program(path);
    state.packages.iter().any(|package| BRIDGES.contains(&package.as_str()))
        || start::is_open(state)
        || state.files.pieces.iter().any(|piece| brought(&piece.path) || (piece.is_tree && piece.path == "/"))
}
