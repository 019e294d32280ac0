//! A line of `.dockerignore` that a later one undoes: the last match wins.

use crate::check::reach::is_pattern;
use crate::check::{Case, Finding, Rule, Run, Severity, Source};
use crate::ignore::{IgnoreFile, Pattern, covers};

/// The rule.
pub(super) const RULE: Rule =
    Rule { id: "dockerignore-order", severity: Severity::Warning, is_default: true, run: Run::Dockerfile(check) };

fn check(case: &Case<'_>, found: &mut Vec<Finding>) {
    let Some(ignore) = case.ignore else { return };
    let source = Source::new(&*ignore.name, &*ignore.text);
    for (index, pattern) in ignore.patterns.iter().enumerate() {
        let later = &ignore.patterns[index + 1..];
        if let Some(undone) = undone(ignore, pattern) {
            found.push(
                Finding::new(
                    source.line(pattern.line),
                    format!("`!{}` lets nothing in: line {} says `{}`", pattern.text, undone.line, undone.text),
                )
                .because("the last line that matches a file decides")
                .help(format!("move it below line {}", undone.line)),
            );
        }
        if let Some((exception, path)) = readmitted(case, ignore, pattern, later) {
            found.push(
                Finding::new(
                    source.line(exception.line),
                    format!("`!{}` lets {path} in again, which line {} keeps out", exception.text, pattern.line),
                )
                .because("the last line that matches a file decides")
                .help(format!("move `{}` below it", pattern.text)),
            );
        }
    }
}

/// The later pattern that keeps out all that an exception names by its path.
fn undone<'i>(ignore: &'i IgnoreFile, exception: &Pattern) -> Option<&'i Pattern> {
    if !exception.is_exception || is_pattern(&exception.text) {
        return None;
    }
    let (is_sent, decided) = ignore.lets_in(&exception.text);
    let is_back = ignore
        .patterns
        .iter()
        .any(|pattern| pattern.is_exception && pattern.text.starts_with(&format!("{}/", exception.text)));
    decided.filter(|decided| !is_sent && decided.line > exception.line && !is_back)
}

/// What a pattern keeps out as a secret, and a later exception that was meant for a folder lets in again.
fn readmitted<'i>(
    case: &Case<'_>,
    ignore: &'i IgnoreFile,
    kept: &Pattern,
    later: &'i [Pattern],
) -> Option<(&'i Pattern, String)> {
    let name = kept.text.rsplit('/').next().unwrap_or_default();
    let sample = name.replace('*', "x");
    if kept.is_exception || is_pattern(&sample) || !covers(&case.catalog.secrets, &sample) {
        return None;
    }
    later.iter().filter(|pattern| pattern.is_exception).find_map(|exception| {
        let folder = exception.text.trim_end_matches("/**").trim_end_matches("/*");
        let path = format!("{folder}/{sample}");
        let (is_sent, decided) = ignore.lets_in(&path);
        // What it is there for: the secret's own name.
        let is_meant = exception.text.rsplit('/').next().is_some_and(|last| covers(&case.catalog.secrets, last));
        let is_file = case.context.is_some_and(|context| context.exists(folder) && !context.is_dir(folder));
        let is_it = is_sent && decided == Some(exception) && kept.matches(&path);
        (is_it && !is_meant && !is_file && !is_pattern(folder)).then_some((exception, path))
    })
}
