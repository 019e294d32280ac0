//! What a known message means: its cause, and what to do about it.
//!
//! The table is `templates/messages.toml`; a folder given with `--templates` may hold another one.

use std::collections::BTreeSet;

use serde::Deserialize;

use crate::catalog::Catalog;
use crate::error::Result;

/// The file of the table.
const FILE: &str = "messages.toml";

/// What stands in a pattern for anything within a line.
const ANYTHING: char = '…';

/// A message that engines, kernels, loaders and programs are known to print.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Message {
    /// What it is about, in kebab case.
    pub id: String,
    /// Parts of a line that give it away; `…` stands for anything within the line.
    pub patterns: Vec<String>,
    /// Why it is printed.
    pub cause: String,
    /// What to do about it.
    pub fix: String,
}

/// All known messages, the more telling ones first.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Messages {
    #[serde(rename = "message")]
    messages: Vec<Message>,
}

impl Messages {
    /// Reads the table.
    ///
    /// # Errors
    /// It is missing or wrong: the error names the file, and the message where only one is wrong.
    pub fn read(catalog: &Catalog) -> Result<Self> {
        let templates = catalog.templates();
        let table: Self = templates.manifest(FILE)?;
        let wrong = |what: String| templates.wrong(FILE, what);
        let mut ids = BTreeSet::new();
        for message in &table.messages {
            let is_empty = |pattern: &String| pattern.trim_matches(ANYTHING).trim().is_empty();
            if !ids.insert(&message.id) {
                return Err(wrong(format!("two messages are called `{}`", message.id)));
            }
            if message.patterns.is_empty() || message.patterns.iter().any(is_empty) {
                return Err(wrong(format!("the message `{}` has a pattern that fits everything, or none", message.id)));
            }
        }
        Ok(table)
    }

    /// The first message of the table that `text` holds.
    #[must_use]
    pub fn explain(&self, text: &str) -> Option<&Message> {
        self.messages.iter().find(|message| {
            let mut lines = text.lines();
            lines.any(|line| message.patterns.iter().any(|pattern| holds(line, pattern)))
        })
    }

    /// Every message, in the order of the table.
    pub fn iter(&self) -> impl Iterator<Item = &Message> {
        self.messages.iter()
    }
}

/// Whether the parts of `pattern` stand in `line`, one after the other.
fn holds(line: &str, pattern: &str) -> bool {
    let mut rest = line;
    pattern.split(ANYTHING).all(|part| match rest.find(part) {
        Some(at) => {
            rest = &rest[at + part.len()..];
            true
        }
        None => false,
    })
}
