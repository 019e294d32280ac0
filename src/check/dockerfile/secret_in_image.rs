//! A secret that everybody reads who has the image.

use super::secret::{is_secret_file, is_secret_name, is_secret_value};
use crate::check::reach::{from_context, is_pattern, is_shipped, layers};
use crate::check::{Case, Finding, Rule, Run, Severity};
use crate::model::{Step, pairs};

/// The rule.
pub(super) const RULE: Rule =
    Rule { id: "secret-in-image", severity: Severity::Error, is_default: true, run: Run::Dockerfile(check) };

fn check(case: &Case<'_>, found: &mut Vec<Finding>) {
    for index in layers(case.model) {
        let steps = &case.model.stages[index].steps;
        for (at, step) in steps.iter().enumerate() {
            match step.instruction.keyword.as_str() {
                "ENV" => found.extend(variables(case, step)),
                "ARG" => found.extend(argument(case, step, &steps[at + 1..])),
                _ => {}
            }
        }
    }
    for copy in from_context(case.model) {
        for (written, path) in copy.sources().filter(|(_, path)| !is_pattern(path) && is_secret_file(case, path)) {
            let is_folder = case.context.is_some_and(|context| context.is_dir(&path));
            let target = copy.copy.target.as_deref().is_none_or(|target| is_shipped(case.model, copy.stage, target));
            if target && !is_folder {
                found.push(
                    Finding::new(case.source.word(copy.step.instruction, written), format!("{written} is copied into the image"))
                        .because("its layer keeps the file, even where a later instruction removes it")
                        .help("keep it out in .dockerignore; a build reads it with `RUN --mount=type=secret`, a program from its environment"),
                );
            }
        }
    }
}

/// Secrets in the values of an `ENV`.
fn variables(case: &Case<'_>, step: &Step<'_>) -> Vec<Finding> {
    let values = pairs(&step.instruction.arguments, case.model.document.escape).into_iter();
    let secret = values.filter(|(name, value)| {
        // A value that an ARG brings is a secret of the build: it stays in the image all the same.
        let is_passed_on = value.strip_prefix('$').is_some_and(|from| {
            let from = from.trim_matches(['{', '}']);
            step.before
                .scope
                .variables
                .get(from)
                .is_some_and(|variable| variable.is_argument && variable.value.is_none())
        });
        let literal = step.before.scope.expand(value, case.model.document.escape);
        is_secret_name(case, name) && (is_passed_on || literal.is_some_and(|value| is_secret_value(case, &value)))
    });
    let finding = |(name, _): (String, String)| {
        Finding::new(case.source.word(step.instruction, &name), format!("the value of {name} is in the image"))
            .because("`docker inspect` shows it to everybody who has the image")
            .help(
                "leave it out, and give it when the container starts; a build reads it with `RUN --mount=type=secret`",
            )
    };
    secret.map(finding).collect()
}

/// A secret in an `ARG`: as its default, or as the value that a `RUN` below uses.
fn argument(case: &Case<'_>, step: &Step<'_>, behind: &[Step<'_>]) -> Option<Finding> {
    let word = step.instruction.arguments.as_str();
    let (name, default) = word.split_once('=').map_or((word, None), |(name, value)| (name, Some(value)));
    if !is_secret_name(case, name) {
        return None;
    }
    let default = default.and_then(|value| step.before.scope.expand(value, case.model.document.escape));
    let because = if default.is_some_and(|value| is_secret_value(case, &value)) {
        "whoever reads the Dockerfile or `docker history` has it"
    } else if behind.iter().any(|step| step.instruction.keyword == "RUN" && uses(&step.instruction.raw, name)) {
        "`docker history` shows the values of a build's arguments beside each RUN"
    } else {
        return None;
    };
    Some(
        Finding::new(case.source.word(step.instruction, name), format!("{name} comes as a build argument"))
            .because(because)
            .help(format!(
                "lend it to the one RUN that needs it: `RUN --mount=type=secret,id={}`",
                name.to_ascii_lowercase()
            )),
    )
}

/// Whether a text uses a variable.
fn uses(text: &str, name: &str) -> bool {
    let is_end = |rest: &str| !rest.starts_with(|next: char| next.is_ascii_alphanumeric() || next == '_');
    text.match_indices('$').any(|(at, _)| {
        let rest = text[at + 1..].trim_start_matches('{');
        rest.strip_prefix(name).is_some_and(is_end)
    })
}
