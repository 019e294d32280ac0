//! `package.json`: what it says, and on which line.

use std::path::Path;

use serde_json::Value;

use crate::answers::Evidence;
use crate::bounded;
use crate::context::Context;
use crate::error::{Error, Result};

/// The name of the manifest.
pub(super) const MANIFEST: &str = "package.json";

/// A manifest that was read.
#[derive(Debug)]
pub(super) struct Package {
    text: String,
    json: Value,
}

impl Package {
    /// Reads the `package.json` at the root of the folder; without one there is nothing to say.
    ///
    /// # Errors
    /// It is not JSON, or not an object.
    pub(super) fn read(context: &Context) -> Result<Option<Self>> {
        match context.read(MANIFEST) {
            Some(text) => Self::parse(&text).map(Some),
            None => Ok(None),
        }
    }

    /// Reads the manifest of the folder at `folder`, outside the context or not; none where it has no readable one.
    pub(super) fn of(folder: &Path) -> Option<Self> {
        bounded::text(folder, MANIFEST, bounded::HAND).ok().and_then(|text| Self::parse(&text).ok())
    }

    fn parse(text: &str) -> Result<Self> {
        let text = text.trim_start_matches('\u{feff}').to_owned();
        let help = "npm reads it before anything else: make it valid JSON";
        let json: Value = serde_json::from_str(&text).map_err(|error| {
            Error::bad_input(format!("{MANIFEST} is not JSON: {error}"))
                .at(format!("{MANIFEST}:{}", error.line()))
                .help(help)
        })?;
        if !json.is_object() {
            return Err(Error::bad_input(format!("{MANIFEST} is not an object"))
                .at(format!("{MANIFEST}:1"))
                .help(help));
        }
        Ok(Self { text, json })
    }

    /// The value at `keys`.
    pub(super) fn get(&self, keys: &[&str]) -> Option<&Value> {
        keys.iter().try_fold(&self.json, |value, key| value.get(key))
    }

    /// The text at `keys`; an empty one says nothing.
    pub(super) fn text(&self, keys: &[&str]) -> Option<&str> {
        self.get(keys)?.as_str().map(str::trim).filter(|text| !text.is_empty())
    }

    /// The script called `name`.
    pub(super) fn script(&self, name: &str) -> Option<&str> {
        self.text(&["scripts", name])
    }

    /// The names and versions of a table such as `dependencies`.
    pub(super) fn table(&self, name: &str) -> impl Iterator<Item = (&str, &str)> {
        let entries = self.get(&[name]).and_then(Value::as_object).into_iter().flatten();
        entries.filter_map(|(name, version)| Some((name.as_str(), version.as_str()?)))
    }

    /// Whether `package` is installed in production.
    pub(super) fn requires(&self, package: &str) -> bool {
        ["dependencies", "optionalDependencies"].iter().any(|table| self.get(&[table, package]).is_some())
    }

    /// Whether `package` is installed at all.
    pub(super) fn knows(&self, package: &str) -> bool {
        self.requires(package) || self.get(&["devDependencies", package]).is_some()
    }

    /// Evidence for what stands at `keys`.
    pub(super) fn evidence(&self, keys: &[&str], saw: impl Into<String>) -> Evidence {
        Evidence::new(MANIFEST, self.line(keys), saw)
    }

    /// The line of the innermost of `keys`.
    fn line(&self, keys: &[&str]) -> Option<usize> {
        let mut at = 0;
        for key in keys {
            at += self.text[at..].find(&format!("\"{key}\""))? + 1;
        }
        Some(self.text[..at].matches('\n').count() + 1)
    }
}
