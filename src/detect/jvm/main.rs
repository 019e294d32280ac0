//! The classes that can be started: `static void main(String[] args)` in Java, `fun main()` in Kotlin.

use super::source::Source;
use crate::answers::Evidence;

/// A class that can be started.
#[derive(Debug, Clone)]
pub(super) struct Main {
    /// Its name with its package.
    pub class: String,
    pub evidence: Evidence,
}

/// Every class of `source` that can be started.
pub(super) fn find(source: &Source<'_>) -> Vec<Main> {
    let tokens = &source.tokens;
    let word = if source.is_kotlin { ["fun", "main", "("] } else { ["void", "main", "("] };
    let mains = tokens.find(&word).filter_map(|at| {
        let class = if source.is_kotlin { kotlin(source, at) } else { class_around(source, at) }?;
        let package = source.package();
        let class = if package.is_empty() { class } else { format!("{package}.{class}") };
        Some(Main { class, evidence: source.evidence(at..tokens.close(at + 2) + 1) })
    });
    mains.collect()
}

/// The class that the Kotlin compiler puts a `main` into: one per file, or the object around it.
fn kotlin(source: &Source<'_>, at: usize) -> Option<String> {
    if source.tokens.open(at).is_some() {
        let is_static = source.tokens.find(&["JvmStatic"]).any(|mark| mark < at && at - mark < 4);
        return if is_static { class_around(source, at) } else { None };
    }
    let tokens = &source.tokens;
    if let Some(renamed) = tokens.find(&["file", ":", "JvmName", "("]).find_map(|at| tokens.text(at + 4)) {
        return Some(renamed.to_owned());
    }
    let name = source.path.rsplit('/').next()?.strip_suffix(".kt")?;
    let mut letters = name.chars();
    let first = letters.next()?;
    Some(format!("{}{}Kt", first.to_ascii_uppercase(), letters.as_str()))
}

/// The name of the class, record or object around `at`, where that is not inside another one.
fn class_around(source: &Source<'_>, at: usize) -> Option<String> {
    let tokens = &source.tokens;
    let mut open = tokens.open(at)?;
    // The companion object of a class is that class to whoever starts it.
    if source.is_kotlin && (tokens.is_before(open, "object") || tokens.is_before(open.saturating_sub(1), "companion")) {
        open = tokens.open(open)?;
    }
    if tokens.open(open).is_some() {
        return None;
    }
    let starts = (0..open).rev().take_while(|&before| !["}", "{", ";"].iter().any(|end| tokens.is(before, end)));
    let kinds = ["class", "record", "enum", "interface", "object"];
    // `@Uses(Other.class)` before it names another one.
    let is_kind = |&at: &usize| kinds.iter().any(|kind| tokens.is(at, kind)) && !tokens.is_before(at, ".");
    let kind = starts.filter(is_kind).last()?;
    let name = tokens.word(kind + 1)?;
    Some(if name == "class" { tokens.word(kind + 2)?.to_owned() } else { name.to_owned() })
}
