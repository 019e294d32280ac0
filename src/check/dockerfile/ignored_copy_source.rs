//! A source of `COPY` that `.dockerignore` keeps from the builder.

use crate::check::reach::from_context;
use crate::check::{Case, Finding, Rule, Run, Severity};
use crate::context::Context;
use crate::ignore::IgnoreFile;

/// The rule.
pub(super) const RULE: Rule =
    Rule { id: "ignored-copy-source", severity: Severity::Error, is_default: true, run: Run::Dockerfile(check) };

fn check(case: &Case<'_>, found: &mut Vec<Finding>) {
    let (Some(context), Some(ignore)) = (case.context, case.ignore) else { return };
    for copy in from_context(case.model) {
        for (written, path) in copy.named() {
            let (is_sent, Some(pattern)) = ignore.lets_in(&path) else { continue };
            if is_sent || !context.exists(&path) || context.is_dir(&path) && holds(context, ignore, &path) {
                continue;
            }
            let place = format!("{}:{}", ignore.name, pattern.line);
            found.push(
                Finding::new(
                    case.source.word(copy.step.instruction, written),
                    format!("{path} is kept from the builder: {place} says `{}`", pattern.text),
                )
                .because(format!("the build stops: `\"/{path}\": not found`, although the file is there"))
                .help(format!("let it in again below that line: `!{path}`")),
            );
        }
    }
}

/// Whether an exception may let something in that lies in a folder.
fn holds(context: &Context, ignore: &IgnoreFile, folder: &str) -> bool {
    let inside = format!("{folder}/");
    let mut files = context.everything().filter(|path| path.starts_with(&inside)).peekable();
    // What is not listed may be let in by any exception.
    let is_unlisted = files.peek().is_none();
    files.any(|path| ignore.lets_in(path).0)
        || is_unlisted && ignore.patterns.iter().any(|pattern| pattern.is_exception)
}
