//! A compiler that is given one file, where the program is a package.

use crate::check::{Case, Finding, Rule, Run, Severity};
use crate::ignore::covered_by;

/// The rule.
pub(super) const RULE: Rule =
    Rule { id: "single-file-build", severity: Severity::Note, is_default: true, run: Run::Dockerfile(check) };

fn check(case: &Case<'_>, found: &mut Vec<Finding>) {
    let steps = case.model.stages.iter().filter(|stage| stage.is_used).flat_map(|stage| &stage.steps);
    for (step, command) in steps.flat_map(|step| step.commands().map(move |command| (step, command))) {
        let compilers = case.catalog.checks.compilers.iter();
        let Some(compiler) =
            compilers.into_iter().find(|known| known.commands.iter().any(|name| command.is(name).is_some()))
        else {
            continue;
        };
        let mut files = command.words.iter().filter(|word| {
            !word.is_open && covered_by(&compiler.file, word.text.rsplit('/').next().unwrap_or_default())
        });
        let (Some(file), None) = (files.next(), files.next()) else { continue };
        let folder = match file.text.rsplit_once('/') {
            None | Some((".", _)) => compiler.package.clone(),
            Some((folder, _)) if folder.starts_with(['.', '/']) => folder.to_owned(),
            Some((folder, _)) => format!("./{folder}"),
        };
        found.push(
            Finding::new(case.source.word(step.instruction, &file.text), format!("only {} is compiled", file.text))
                .because("a second file in the package, and the build stops with `undefined: …`")
                .help(format!("name the package, and copy all of it: `{folder}`")),
        );
    }
}
