//! `.dockerignore`: which files of the folder the builder is sent.
//!
//! Lines are read as moby/patternmatcher's `ignorefile` reads them, and a file is looked up folder by folder as
//! `BuildKit` walks the context (`MatchesUsingParentResults`), because that differs from "the last match wins" where a
//! folder is kept out twice.

mod glob;

use glob::Glob;

/// A `.dockerignore`, with the lines of its patterns.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct IgnoreFile {
    /// The path by which findings call it.
    pub name: String,
    /// Its text.
    pub text: String,
    /// Its patterns, in order.
    pub patterns: Vec<Pattern>,
}

/// One line of a `.dockerignore`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern {
    /// Its line, counted from 1.
    pub line: usize,
    /// Whether it lets files in again: it began with `!`.
    pub is_exception: bool,
    /// The pattern as the builder cleans it: without `!`, leading and trailing `/`, and `.` parts.
    pub text: String,
    glob: Glob,
}

impl IgnoreFile {
    /// Reads the text as the builder does.
    #[must_use]
    pub fn parse(name: &str, text: &str) -> Self {
        let lines = text.strip_prefix('\u{feff}').unwrap_or(text).lines();
        let patterns = lines.zip(1..).filter_map(|(text, line)| Pattern::parse(line, text)).collect();
        Self { name: name.to_owned(), text: text.to_owned(), patterns }
    }

    /// Whether the builder is sent the file at `path` (relative, with `/`): the last pattern that matches it or a
    /// folder above it decides. Gives that pattern too.
    #[must_use]
    pub fn lets_in(&self, path: &str) -> (bool, Option<&Pattern>) {
        let mut above = vec![false; self.patterns.len()];
        let mut decided = None;
        for place in places(path) {
            decided = None;
            let mut is_out = false;
            for (pattern, matched) in self.patterns.iter().zip(&mut above) {
                // What would change nothing is not looked at, and then the folder passes no match on to what is in it.
                *matched = *matched || (pattern.is_exception == is_out && pattern.matches(place));
                if *matched {
                    is_out = !pattern.is_exception;
                    decided = Some(pattern);
                }
            }
        }
        (decided.is_none_or(|pattern| pattern.is_exception), decided)
    }
}

impl Pattern {
    /// The pattern on a line, where there is one. A lone `!` is none: the builder refuses the whole file.
    fn parse(line: usize, text: &str) -> Option<Self> {
        let trimmed = text.trim();
        if text.starts_with('#') || trimmed.is_empty() {
            return None;
        }
        let (mark, rest) = trimmed.strip_prefix('!').map_or(("", trimmed), |rest| ("!", rest.trim()));
        let cleaned = if rest.is_empty() { String::new() } else { clean(rest) };
        // The mark is put back before it is looked for, and all is cleaned once more: `/!a` is an exception too.
        let marked = format!("{mark}{}", cleaned.strip_prefix('/').filter(|rest| !rest.is_empty()).unwrap_or(&cleaned));
        let marked = clean(marked.trim());
        let text = marked.strip_prefix('!').unwrap_or(&marked);
        let is_exception = marked.starts_with('!');
        (!text.is_empty()).then(|| Self { line, is_exception, text: text.to_owned(), glob: Glob::new(text) })
    }

    /// Whether it matches `path` itself, whatever it says of the folders above.
    #[must_use]
    pub fn matches(&self, path: &str) -> bool {
        self.glob.matches(path)
    }
}

/// Whether one of `patterns`, read as lines of a `.dockerignore` without `!`, matches `path` or a folder it is in.
#[must_use]
pub fn covers(patterns: &[String], path: &str) -> bool {
    patterns.iter().any(|pattern| covered_by(pattern, path))
}

/// [`covers`], for one pattern.
#[must_use]
pub fn covered_by(pattern: &str, path: &str) -> bool {
    let glob = Glob::new(pattern);
    places(path).any(|place| glob.matches(place))
}

/// The folders a path is in, the outermost first, and the path itself.
fn places(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/').map(|(at, _)| at).chain([path.len()]).map(|end| &path[..end])
}

/// The shortest path that says the same, as Go's `filepath.Clean` gives it.
pub(crate) fn clean(path: &str) -> String {
    let is_rooted = path.starts_with('/');
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => {
                parts.pop();
            }
            ".." if is_rooted => {}
            part => parts.push(part),
        }
    }
    let joined = parts.join("/");
    match (is_rooted, joined.as_str()) {
        (true, _) => format!("/{joined}"),
        (false, "") => ".".to_owned(),
        (false, _) => joined,
    }
}
