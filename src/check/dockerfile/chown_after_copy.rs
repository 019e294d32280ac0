//! A `RUN chown` that stores copied files a second time.

use crate::check::reach::layers;
use crate::check::{Case, Finding, Rule, Run, Severity};
use crate::model::{Action, Command, Copy, CopyFrom, Model, StageModel, Step, Word, is_inside};

/// The rule.
pub(super) const RULE: Rule =
    Rule { id: "chown-after-copy", severity: Severity::Warning, is_default: true, run: Run::Dockerfile(check) };

fn check(case: &Case<'_>, found: &mut Vec<Finding>) {
    for stage in layers(case.model).into_iter().map(|index| &case.model.stages[index]) {
        for (at, step) in stage.steps.iter().enumerate() {
            let again = step.commands().find_map(|command| {
                let paths = owned(command)?;
                paths.into_iter().find_map(|(path, is_deep)| {
                    let whole = step.before.absolute(&path.text)?;
                    copied(case.model, stage, at, &whole, is_deep).map(|copy| (command, path, copy))
                })
            });
            let Some((command, path, copy)) = again else { continue };
            let owner = words(command).next().map_or("65532:65532", |word| word.text.as_str());
            let line = copy.instruction.span.start;
            found.push(
                Finding::new(
                    case.source.instruction(step.instruction),
                    format!("chown stores {} again, which line {line} has copied", path.text),
                )
                .because("a layer holds whole files: the image carries what was copied once with each owner")
                .help(format!(
                    "copy it with its owner, `{} --chown={owner} …`, and leave out the chown",
                    copy.instruction.keyword
                )),
            );
        }
    }
}

/// The words behind the program that are no flags: the owner first.
fn words(command: &Command) -> impl Iterator<Item = &Word> {
    command.words.iter().skip(1).filter(|word| !word.text.starts_with('-'))
}

/// The paths that a command gives to somebody, and whether with all that is below them.
fn owned(command: &Command) -> Option<Vec<(&Word, bool)>> {
    command.is("chown").filter(|_| !command.is_conditional)?;
    let is_deep = command.words.iter().any(|word| {
        word.text == "--recursive"
            || word.text.starts_with('-') && !word.text.starts_with("--") && word.text.contains('R')
    });
    Some(words(command).skip(1).filter(|word| !word.is_open).map(|word| (word, is_deep)).collect())
}

/// The `COPY` above that put something at a path, or below it.
fn copied<'m, 'd>(
    model: &'m Model<'d>,
    stage: &'m StageModel<'d>,
    before: usize,
    path: &str,
    is_deep: bool,
) -> Option<&'m Step<'d>> {
    stage.steps[..before].iter().find(|step| match &step.action {
        Action::Copy(copy) if is_deep => copy.target.as_deref().is_some_and(|target| is_inside(target, path)),
        // Without -R a folder gives away nothing but itself: only what a command made is known to be a file.
        Action::Copy(Copy { from: CopyFrom::Stage(from), sources, target: Some(target), is_into_folder, .. }) => {
            sources.iter().flatten().any(|source| {
                let name = source.rsplit('/').next().unwrap_or_default();
                let whole =
                    if *is_into_folder { format!("{}/{name}", target.trim_end_matches('/')) } else { target.clone() };
                whole == path && model.find(*from, source).artifact.is_some()
            })
        }
        _ => false,
    })
}
