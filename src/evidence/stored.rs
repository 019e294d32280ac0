//! Evidence as it is kept: read from its folder, or told why it cannot be.

use std::io;
use std::path::Path;

use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::comparison::{self, COMPARISON_FILE, Comparison};
use super::{EVIDENCE_FILE, Evidence, SCHEMA};
use crate::bounded;
use crate::error::{Error, Result};

/// What earlier runs of `msgen verify` and `msgen compare` saw of a project.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Seen {
    /// What `msgen verify` saw; none where it was not run yet.
    pub evidence: Option<Evidence>,
    /// What `msgen compare` saw; none where it was not run yet.
    pub comparison: Option<Comparison>,
}

impl Seen {
    /// Reads what lies in the folder `evidence_folder` of the project `folder`; none where nothing does.
    ///
    /// # Errors
    /// A file cannot be read, is no evidence, or was written by a msgen that uses another form: the error names it, and
    /// the command that takes it again.
    pub fn load(folder: &Path, evidence_folder: &str) -> Result<Option<Self>> {
        let read = |name: &str, schema, again| read_text(folder, &format!("{evidence_folder}/{name}"), schema, again);
        let evidence = read(EVIDENCE_FILE, SCHEMA, "verify")?;
        let comparison = read(COMPARISON_FILE, comparison::SCHEMA, "compare")?;
        let seen = Self {
            evidence: evidence.map(|file| file.parse()).transpose()?,
            comparison: comparison.map(|file| file.parse()).transpose()?,
        };
        Ok((seen != Self::default()).then_some(seen))
    }
}

/// The part of the form that never changes.
#[derive(Deserialize)]
struct Version {
    schema: u32,
}

/// A file of the evidence folder, its version known to be right.
struct File {
    path: String,
    text: String,
    again: &'static str,
}

/// Reads a file, where it is there, and looks at its version before anything else: the rest may have any form.
fn read_text(folder: &Path, path: &str, schema: u32, again: &'static str) -> Result<Option<File>> {
    let text = match bounded::text(folder, path, bounded::MACHINE) {
        Ok(text) => text,
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
            return Ok(None);
        }
        Err(error) => return Err(wrong(path, again, format!("the evidence cannot be read: {error}"))),
    };
    let file = File { path: path.to_owned(), text, again };
    let version: Version = file.parse()?;
    if version.schema != schema {
        let what = format!("the evidence has form {}, and this msgen reads form {schema}", version.schema);
        return Err(wrong(path, again, what));
    }
    Ok(Some(file))
}

impl File {
    fn parse<T: DeserializeOwned>(&self) -> Result<T> {
        serde_json::from_str(&self.text)
            .map_err(|error| wrong(&self.path, self.again, format!("the evidence is not as msgen writes it: {error}")))
    }
}

fn wrong(path: &str, again: &str, what: String) -> Error {
    Error::bad_input(what).at(path).help(format!("remove the file; `msgen {again}` takes the evidence again"))
}
