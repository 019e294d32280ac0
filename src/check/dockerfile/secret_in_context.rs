//! A secret that a `COPY` of a whole folder takes along.

use std::cell::LazyCell;

use super::secret::is_secret_file;
use crate::check::reach::{FromContext, from_context, is_pattern, is_shipped};
use crate::check::{Case, Finding, Rule, Run, Severity};

/// The rule.
pub(super) const RULE: Rule =
    Rule { id: "secret-in-context", severity: Severity::Error, is_default: true, run: Run::Dockerfile(check) };

/// As many files are named.
const NAMED: usize = 3;

fn check(case: &Case<'_>, found: &mut Vec<Finding>) {
    let Some(context) = case.context else { return };
    let lets_in = |path: &&str| case.ignore.is_none_or(|ignore| ignore.lets_in(path).0);
    // Most images take no folder of the context along, and a context may have thousands of files.
    let secrets: LazyCell<Vec<&str>, _> =
        LazyCell::new(|| context.everything().filter(|path| is_secret_file(case, path)).filter(lets_in).collect());
    for copy in from_context(case.model) {
        if copy.copy.target.as_ref().is_some_and(|target| !is_shipped(case.model, copy.stage, target)) {
            continue;
        }
        for (written, folder) in copy.sources().filter(|(_, path)| !is_pattern(path)) {
            let taken = taken(case, &copy, &folder, &secrets);
            if taken.is_empty() {
                continue;
            }
            let mut named = taken.iter().take(NAMED).copied().collect::<Vec<_>>().join(", ");
            if taken.len() > NAMED {
                named = format!("{named} and {} more", taken.len() - NAMED);
            }
            found.push(
                Finding::new(
                    case.source.word(copy.step.instruction, written),
                    format!("`{written}` takes {named} into the image"),
                )
                .because("whoever has the image reads it, even where a later instruction removes it")
                .help(format!(
                    "keep it out in .dockerignore: `**/{}`",
                    taken[0].rsplit('/').next().unwrap_or_default()
                )),
            );
        }
    }
}

/// The secrets below a folder that land in the image.
fn taken<'s>(case: &Case<'_>, copy: &FromContext<'_>, folder: &str, secrets: &[&'s str]) -> Vec<&'s str> {
    let rest =
        |path: &'s str| if folder.is_empty() { Some(path) } else { path.strip_prefix(folder)?.strip_prefix('/') };
    let is_taken = |path: &&'s str| {
        let Some(rest) = rest(path) else { return false };
        let place = copy.copy.target.as_ref().map(|target| format!("{}/{rest}", target.trim_end_matches('/')));
        place.is_none_or(|place| is_shipped(case.model, copy.stage, &place))
    };
    secrets.iter().copied().filter(is_taken).collect()
}
