//! A TOML file of the project, whose values know the line they stand on.

use std::path::Path;

use toml_edit::{Document, Item, TableLike};

use crate::answers::Evidence;
use crate::context::Context;
use crate::error::{Error, Result};

/// Evidence is a few words: a longer line is cut here.
const LONGEST_LINE: usize = 60;

/// One TOML file.
#[derive(Debug)]
pub(super) struct File {
    /// Path relative to the build context.
    pub path: String,
    text: String,
    document: Document<String>,
}

impl File {
    /// Reads the file at `path`; none where there is no such file.
    pub fn read(context: &Context, path: &str) -> Result<Option<Self>> {
        let Some(text) = context.read(path) else { return Ok(None) };
        let document = Document::parse(text.clone()).map_err(|error| {
            let line = error.span().map_or(1, |span| line_at(&text, span.start));
            Error::bad_input(format!("not valid TOML: {}", error.message()))
                .at(format!("{path}:{line}"))
                .help("mend it: cargo cannot read it either")
        })?;
        Ok(Some(Self { path: path.to_owned(), text, document }))
    }

    /// The folder of the file, relative to the build context; empty for the root.
    pub fn dir(&self) -> &str {
        self.path.rsplit_once('/').map_or("", |(dir, _)| dir)
    }

    /// The value at the end of `keys`.
    pub fn at(&self, keys: &[&str]) -> Option<&Item> {
        let (first, rest) = keys.split_first()?;
        rest.iter().try_fold(self.document.get(first)?, |item, key| item.get(key))
    }

    /// The text at the end of `keys`.
    pub fn text(&self, keys: &[&str]) -> Option<&str> {
        self.at(keys)?.as_str()
    }

    /// The table at the end of `keys`, or the whole file.
    pub fn table(&self, keys: &[&str]) -> Option<&dyn TableLike> {
        if keys.is_empty() { Some(self.document.as_table()) } else { self.at(keys)?.as_table_like() }
    }

    /// The texts of the list at the end of `keys`.
    pub fn list(&self, keys: &[&str]) -> Vec<(&str, &Item)> {
        let item = self.at(keys);
        let values = item.and_then(Item::as_array).into_iter().flatten();
        values.filter_map(|value| Some((value.as_str()?, item?))).collect()
    }

    /// The tables of a list of tables (`[[bin]]`).
    pub fn tables(&self, key: &str) -> impl Iterator<Item = &toml_edit::Table> {
        self.document.get(key).and_then(Item::as_array_of_tables).into_iter().flat_map(|tables| tables.iter())
    }

    /// The line of `item`, counted from 1.
    pub fn line(&self, item: &Item) -> Option<usize> {
        Some(line_at(&self.text, item.span()?.start))
    }

    /// The place of `item`, for an error.
    pub fn place(&self, item: Option<&Item>) -> String {
        match item.and_then(|item| self.line(item)) {
            Some(line) => format!("{}:{line}", self.path),
            None => self.path.clone(),
        }
    }

    /// `item` as evidence: its line as it stands in the file.
    pub fn evidence(&self, item: &Item) -> Evidence {
        let line = self.line(item);
        let text = line.and_then(|line| self.text.lines().nth(line - 1)).unwrap_or_default().trim();
        let saw = match text.char_indices().nth(LONGEST_LINE) {
            Some((cut, _)) => format!("{}…", &text[..cut]),
            None => text.to_owned(),
        };
        Evidence::new(&self.path, line, saw)
    }
}

/// The line of the byte `at`, counted from 1.
fn line_at(text: &str, at: usize) -> usize {
    text.as_bytes().iter().take(at).filter(|byte| **byte == b'\n').count() + 1
}

/// `path` as seen from the folder `dir`, without `.` and `..`; none where it leaves the build context.
pub(super) fn resolve(dir: &str, path: &str) -> Option<String> {
    if path.starts_with('/') || path.contains(':') {
        return None;
    }
    let mut parts: Vec<&str> = dir.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split(['/', '\\']) {
        match part {
            "" | "." => {}
            ".." => _ = parts.pop()?,
            name => parts.push(name),
        }
    }
    Some(parts.join("/"))
}

/// `name` in the folder `dir`.
pub(super) fn join(dir: &str, name: &str) -> String {
    if dir.is_empty() { name.to_owned() } else { format!("{dir}/{name}") }
}

/// Whether `path` lies in the folder `dir`; everything lies in the root.
pub(super) fn contains(dir: &str, path: &str) -> bool {
    dir.is_empty() || path.strip_prefix(dir).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Whether `path` is a Rust source file.
pub(super) fn is_rust(path: &str) -> bool {
    Path::new(path).extension().is_some_and(|extension| extension == "rs")
}
