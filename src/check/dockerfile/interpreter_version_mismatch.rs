//! Packages or programs that were made for another version of their runtime.

use crate::check::{Case, Finding, Rule, Run, Severity};
use crate::model::{Action, CopyFrom, Fit, StageModel};

/// The rule.
pub(super) const RULE: Rule = Rule {
    id: "interpreter-version-mismatch",
    severity: Severity::Error,
    is_default: true,
    run: Run::Dockerfile(check),
};

/// Words of commands behind which a folder for packages stands.
const FOLDERS: &[&str] = &["venv", "virtualenv", "--target", "-t", "--prefix", "--root"];

fn check(case: &Case<'_>, found: &mut Vec<Finding>) {
    let Some(stage) = case.model.last() else { return };
    let Some((runtime, Some(has))) = &stage.end.image.runtime else { return };
    let Some(fit) = stage.end.image.fit else { return };
    for step in &stage.steps {
        let Action::Copy(copy) = &step.action else { continue };
        let CopyFrom::Stage(from) = copy.from else { continue };
        let builder = &case.model.stages[from];
        for (written, source) in copy.written.iter().zip(&copy.sources) {
            let Some(source) = source else { continue };
            let named = version_in(source, runtime);
            let of_stage = builder.end.image.runtime.as_ref().filter(|(own, _)| own == runtime);
            let stage_version = || of_stage.and_then(|(_, version)| version.clone());
            let made = match fit {
                Fit::Same => named.or_else(|| stage_version().filter(|_| is_packages(builder, source))),
                Fit::NotOlder => stage_version().filter(|_| is_compiled(builder)),
                Fit::NotNewer => stage_version(),
            };
            let Some(made) = made.filter(|made| !fits(fit, made, has)) else { continue };
            found.push(
                Finding::new(
                    case.source.word(step.instruction, written),
                    format!("`{source}` was made for {runtime} {made}, and {} has {runtime} {has}", stage.end.image.name),
                )
                .because(match fit {
                    Fit::Same => "the interpreter looks into the folder of its own version and finds no module, or one that it cannot load",
                    Fit::NotOlder => "the runtime refuses class files that are newer than itself: UnsupportedClassVersionError",
                    Fit::NotNewer => "the runtime does not stand in for an older one: `You must install or update` is all that it says",
                })
                .help(format!("take the same version of {runtime} in both stages")),
            );
        }
    }
}

/// Whether what was made for version `made` runs on version `has`.
fn fits(fit: Fit, made: &str, has: &str) -> bool {
    let numbers = |text: &str| text.split('.').map(str::parse).collect::<Result<Vec<u32>, _>>().ok();
    let (Some(made), Some(has)) = (numbers(made), numbers(has)) else { return true };
    match fit {
        Fit::Same => made == has,
        Fit::NotOlder => made <= has,
        Fit::NotNewer => made >= has,
    }
}

/// The version behind the runtime's name in a path: `/usr/local/lib/python3.12/site-packages`.
fn version_in(path: &str, runtime: &str) -> Option<String> {
    path.split('/')
        .filter_map(|part| part.strip_prefix(runtime))
        .find(|version| version.contains('.'))
        .map(str::to_owned)
}

/// Whether a folder of a stage holds packages that were installed there.
fn is_packages(stage: &StageModel<'_>, source: &str) -> bool {
    let home = source.trim_end_matches('/').ends_with("/.local");
    let commands = stage.steps.iter().flat_map(crate::model::Step::commands);
    let named = |words: &[crate::model::Word]| {
        let at = |word: &crate::model::Word| {
            let flag = word.text.split_once('=').map_or(word.text.as_str(), |(flag, _)| flag);
            FOLDERS.contains(&flag)
        };
        let is_it = |word: &crate::model::Word| {
            let path = word.text.split_once('=').map_or(word.text.as_str(), |(_, path)| path);
            path.trim_end_matches('/') == source.trim_end_matches('/')
        };
        words.iter().any(at) && words.iter().any(is_it)
    };
    let mut commands = commands;
    home || commands.any(|command| named(&command.words))
}

/// Whether a stage compiles with the compiler itself, and for no other version than its own.
fn is_compiled(stage: &StageModel<'_>) -> bool {
    let mut commands = stage.steps.iter().flat_map(crate::model::Step::commands);
    commands.any(|command| {
        let is_compiler = command.words.first().is_some_and(|word| word.text.ends_with("javac"));
        let other = ["--release", "-source", "--source", "-target", "--target"];
        is_compiler && !command.words.iter().any(|word| other.contains(&word.text.as_str()))
    })
}
