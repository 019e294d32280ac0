//! `msgen.toml`: the answers a person gave, and the fingerprint of every file as msgen last wrote it.
//!
//! ```toml
//! [answers]
//! base = "distroless"
//! port = 8080
//!
//! [files."Dockerfile"]
//! fingerprint = "sha256:…"
//!
//! [files."docs/IMAGE.md".blocks]
//! dockerfile = "sha256:…"
//! ```
//!
//! The file belongs to the person: it is printed by editing the text it was read from, so comments, order and
//! spelling survive, and only what changed is touched.

mod print;
mod read;

use std::collections::BTreeMap;
use std::fmt::{self, Write as _};

use sha2::{Digest as _, Sha256};

use crate::answers::Value;
use crate::error::Result;

/// Name of the file in the folder of the project.
pub const CONFIG_FILE: &str = "msgen.toml";

/// What a new `msgen.toml` starts with.
const HEADER: &str = "# Written by msgen. Change an answer here and run `msgen init` again.\n\n[answers]\n";

/// The content of `msgen.toml`. Two are equal when they say the same, however they are written.
#[derive(Debug, Clone)]
pub struct Config {
    /// Folder of the person's own templates.
    pub templates: Option<String>,
    /// The answers, by question id. Whether such a question exists is for the caller to say.
    pub answers: BTreeMap<String, Value>,
    /// What msgen last wrote, by path relative to the folder, with `/`.
    pub files: BTreeMap<String, FileRecord>,
    /// The text it was read from (always valid TOML of the right shape), which printing edits.
    text: String,
    /// Where each answer stands: `msgen.toml:4`.
    places: BTreeMap<String, String>,
}

/// What msgen remembers of a file it wrote.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FileRecord {
    /// Fingerprint of the whole file, where msgen owns all of it.
    pub fingerprint: Option<String>,
    /// Fingerprint of each marked block by its id, where msgen owns only those.
    pub blocks: BTreeMap<String, String>,
}

impl Config {
    /// Reads the text of a `msgen.toml`; `file_name` is how errors call it.
    ///
    /// # Errors
    /// The text is not TOML, a value has the wrong type, or a key outside `[answers]` is unknown: each with its line,
    /// its column and the line itself.
    pub fn parse(text: &str, file_name: &str) -> Result<Self> {
        read::read(text, file_name)
    }

    /// Reads a file that holds answers alone: the keys of `[answers]`, with that heading or without it.
    ///
    /// # Errors
    /// As for [`Config::parse`].
    pub fn parse_answers(text: &str, file_name: &str) -> Result<Self> {
        read::read_answers(text, file_name)
    }

    /// Where the answer to `question` stands, as `msgen.toml:4`, if it was read from a file.
    #[must_use]
    pub fn place(&self, question: &str) -> Option<&str> {
        self.places.get(question).map(String::as_str)
    }

    /// The same content, to be printed as an edit of `text`: what else `text` says is a person's and stays.
    ///
    /// # Errors
    /// As for [`Config::parse`].
    pub fn over(&self, text: &str, file_name: &str) -> Result<Self> {
        let Self { text, places, .. } = Self::parse(text, file_name)?;
        Ok(Self { text, places, ..self.clone() })
    }
}

impl Default for Config {
    fn default() -> Self {
        Self {
            templates: None,
            answers: BTreeMap::new(),
            files: BTreeMap::new(),
            text: HEADER.to_owned(),
            places: BTreeMap::new(),
        }
    }
}

impl PartialEq for Config {
    fn eq(&self, other: &Self) -> bool {
        (&self.templates, &self.answers, &self.files) == (&other.templates, &other.answers, &other.files)
    }
}

impl Eq for Config {}

impl fmt::Display for Config {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&print::print(self))
    }
}

/// The fingerprint of `bytes`: `sha256:` and 64 hexadecimal digits.
#[must_use]
pub fn fingerprint(bytes: &[u8]) -> String {
    let mut text = String::from("sha256:");
    for byte in Sha256::digest(bytes) {
        // Writing into a String cannot fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}
