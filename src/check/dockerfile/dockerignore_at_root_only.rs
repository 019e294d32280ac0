//! A pattern of `.dockerignore` that was meant for every folder, and matches at the root only.

use crate::check::{Case, Edit, Finding, Rule, Run, Severity, Source};

/// The rule.
pub(super) const RULE: Rule = Rule {
    id: "dockerignore-at-root-only",
    severity: Severity::Warning,
    is_default: true,
    run: Run::Dockerfile(check),
};

fn check(case: &Case<'_>, found: &mut Vec<Finding>) {
    let (Some(context), Some(ignore)) = (case.context, case.ignore) else { return };
    let source = Source::new(&*ignore.name, &*ignore.text);
    for pattern in ignore.patterns.iter().filter(|pattern| !pattern.is_exception && is_about_names(case, &pattern.text))
    {
        // A file with a name like it, or in such a folder, that is sent for all that.
        let is_like_it = |path: &&str| path.contains('/') && path.split('/').any(|name| pattern.matches(name));
        let mut escaped = context.everything().filter(is_like_it).filter(|path| ignore.lets_in(path).0);
        let Some(path) = escaped.next() else { continue };
        let place = source.line(pattern.line);
        let text = source.text[place.bytes.clone()].trim_start_matches('\u{feff}').trim_start();
        // A slash in front says that the root is meant.
        if text.starts_with('/') {
            continue;
        }
        let at = place.bytes.end - text.len();
        found.push(
            Finding::new(place, format!("`{}` matches at the root only: {path} is sent to the builder", pattern.text))
                .because("patterns of .dockerignore start at the root of the context, other than those of .gitignore")
                .help(format!("write `**/{}`", pattern.text))
                .fix("match in every folder", vec![Edit { bytes: at..at, text: "**/".to_owned() }]),
        );
    }
}

/// Whether a pattern names a kind of file or folder that lies anywhere, and no place: `*.pyc`, `.env`, `__pycache__`.
/// A plain word (`docs`, `app`) may well mean the one at the root.
fn is_about_names(case: &Case<'_>, text: &str) -> bool {
    let is_known = case.catalog.checks.anywhere.iter().any(|name| name == text);
    let is_kind = is_known || text.starts_with("*.") || text.starts_with('.') || text.starts_with("__");
    is_kind && !text.contains('/') && !text.trim_matches('.').is_empty()
}
