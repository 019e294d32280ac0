//! A start command whose file nothing puts into the image.

use super::start::{self, Started};
use crate::check::{Case, Finding, Rule, Run, Severity};
use crate::model::Origin;

/// The rule.
pub(super) const RULE: Rule =
    Rule { id: "missing-start-command-file", severity: Severity::Error, is_default: true, run: Run::Dockerfile(check) };

fn check(case: &Case<'_>, found: &mut Vec<Finding>) {
    let Some(stage) = case.model.last() else { return };
    let index = stage.stage.index;
    // What is copied there from a stage that has it not is the fault of that line.
    let is_copied = |path: &str| {
        let pieces = &stage.end.files.pieces;
        pieces.iter().any(|piece| piece.path == path && matches!(piece.origin, Origin::Stage(..)))
    };
    let is_missing = |path: &String| case.model.find(index, path).exists == Some(false) && !is_copied(path);
    for started in start::started(stage) {
        let missing = started.path(&stage.end).filter(is_missing).map(|path| (started.program.as_str(), path));
        let script = started.script(&stage.end).and_then(|script| Some((script, stage.end.absolute(script)?)));
        let Some((written, path)) = missing.or_else(|| script.filter(|(_, path)| is_missing(path))) else { continue };
        let place = case.source.word(started.instruction, written);
        let finding = Finding::new(place, format!("nothing puts `{path}` into the image"));
        found.push(
            match alike(case, &started, &path) {
                Some(other) => finding.help(format!("`{other}` is there: name that, or copy the file to `{path}`")),
                None => finding.help("copy the file there, or name the one that is there"),
            }
            .because("the image is built without complaint, and the container ends at once: no such file or directory"),
        );
    }
}

/// Something that lies in the image and may be meant: a file of the same name elsewhere, or the only one that a step put
/// there by its name.
fn alike(case: &Case<'_>, started: &Started<'_>, path: &str) -> Option<String> {
    let stage = case.model.last()?;
    let pieces = || stage.end.files.pieces.iter().filter(|piece| piece.path != "/");
    let same = pieces().find(|piece| start::name(&piece.path) == start::name(path) && piece.path != path);
    let is_there = |path: &str| case.model.find(stage.stage.index, path).exists == Some(true);
    let found = same.map(|piece| piece.path.clone()).filter(|other| is_there(other));
    found.filter(|other| *other != started.program)
}
