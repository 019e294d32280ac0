//! A source of `COPY` that is not in the build context.

use crate::check::reach::from_context;
use crate::check::{Case, Finding, Rule, Run, Severity};

/// The rule.
pub(super) const RULE: Rule =
    Rule { id: "missing-copy-source", severity: Severity::Error, is_default: true, run: Run::Dockerfile(check) };

fn check(case: &Case<'_>, found: &mut Vec<Finding>) {
    let Some(context) = case.context else { return };
    let mut missing = Vec::new();
    let mut is_other_folder = true;
    for copy in from_context(case.model) {
        for (written, path) in copy.named() {
            if context.exists(&path) {
                is_other_folder = false;
            } else {
                is_other_folder &= path.contains('/');
                missing.push((case.source.word(copy.step.instruction, written), path));
            }
        }
    }
    // Where nothing is there, and all of it lies in folders, the context is another folder than this one.
    if is_other_folder {
        return;
    }
    found.extend(missing.into_iter().map(|(place, path)| {
        Finding::new(place, format!("{path} is not in the build context"))
            .because(format!("the build stops: `\"/{path}\": not found`"))
            .help(format!("leave it out, or make it; `{}` copies it only where it is there", optional(&path)))
    }));
}

/// A pattern that fits this path alone: what no file fits is no error.
fn optional(path: &str) -> String {
    match path.char_indices().next_back() {
        Some((at, last)) if last.is_ascii_alphanumeric() => format!("{}[{last}]", &path[..at]),
        _ => format!("{path}*"),
    }
}
