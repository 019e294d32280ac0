//! `msgen.toml`: the answers a person gave, and the fingerprint of every file as msgen last wrote it.
//!
//! ```toml
//! [defaults]
//! port = 5000
//!
//! [locked]
//! base = { answer = "distroless", message = "lab 2 is about images without a shell" }
//!
//! [answers]
//! user = "10001:10001"
//!
//! [written]
//! msgen = "0.1.0"
//! answers = "sha256:…"
//! templates = "sha256:…"
//!
//! [check]
//! off = { "end-of-life-base-image" = "the base is patched in house" }
//! on = ["exposed-port-differs"]
//! severity = "warning"
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
use crate::check::Severity;
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
    /// What a course suggests where nobody answers and the project does not say, by question id.
    pub defaults: BTreeMap<String, Value>,
    /// What a course fixes, by question id.
    pub locked: BTreeMap<String, Lock>,
    /// What the files were last made of; none where an older msgen wrote them.
    pub written: Option<Written>,
    /// What msgen last wrote, by path relative to the folder, with `/`.
    pub files: BTreeMap<String, FileRecord>,
    /// What `[check]` says. It is only ever read, so printing leaves it as it stands in the text.
    check: Checks,
    /// The text it was read from (always valid TOML of the right shape), which printing edits.
    text: String,
    /// Where each answer and each switched rule stands: `msgen.toml:4`.
    places: BTreeMap<String, String>,
}

/// An answer that a course fixes: whoever gives another one is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lock {
    /// The answer.
    pub answer: Value,
    /// What whoever gives another one is told.
    pub message: String,
}

/// What the files were made of when `msgen init` last wrote them. It tells why msgen would write them differently today.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Written {
    /// The version of msgen.
    pub msgen: String,
    /// The fingerprint of what was answered and detected.
    pub answers: String,
    /// The fingerprint of the templates.
    pub templates: String,
}

/// What msgen remembers of a file it wrote.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FileRecord {
    /// Fingerprint of the whole file, where msgen owns all of it.
    pub fingerprint: Option<String>,
    /// Fingerprint of each marked block by its id, where msgen owns only those.
    pub blocks: BTreeMap<String, String>,
}

/// `[check]`: which rules a person switched, and which findings count. Whether such a rule exists is for the caller to
/// say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Checks {
    /// Rules that are not judged.
    pub off: Vec<String>,
    /// Rules that are judged though they are off by default.
    pub on: Vec<String>,
    /// The lowest level that is shown and counted.
    pub severity: Option<Severity>,
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

    /// Where the course suggests or fixes the answer to `question`, as `msgen.toml:4`.
    #[must_use]
    pub fn place_in(&self, table: Table, question: &str) -> Option<&str> {
        self.place(&read::table_key(table, question))
    }

    /// Where `[check]` switches a rule, as `msgen.toml:9`.
    #[must_use]
    pub fn place_of_rule(&self, rule: &str) -> Option<&str> {
        self.place(&read::rule_key(rule))
    }

    /// What `[check]` says.
    #[must_use]
    pub fn check(&self) -> &Checks {
        &self.check
    }

    /// The same content, to be printed as an edit of `text`: what else `text` says is a person's and stays.
    ///
    /// # Errors
    /// As for [`Config::parse`].
    pub fn over(&self, text: &str, file_name: &str) -> Result<Self> {
        let Self { check, text, places, .. } = Self::parse(text, file_name)?;
        Ok(Self { check, text, places, ..self.clone() })
    }
}

/// The tables of `msgen.toml` that are a course's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Table {
    /// `[defaults]`.
    Defaults,
    /// `[locked]`.
    Locked,
}

impl Table {
    /// Its name.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Defaults => "defaults",
            Self::Locked => "locked",
        }
    }
}

impl Default for Config {
    fn default() -> Self {
        Self {
            templates: None,
            answers: BTreeMap::new(),
            defaults: BTreeMap::new(),
            locked: BTreeMap::new(),
            written: None,
            files: BTreeMap::new(),
            check: Checks::default(),
            text: HEADER.to_owned(),
            places: BTreeMap::new(),
        }
    }
}

impl PartialEq for Config {
    fn eq(&self, other: &Self) -> bool {
        let parts = |config: &Self| {
            let Self { templates, answers, defaults, locked, written, files, check, text: _, places: _ } =
                config.clone();
            (templates, answers, defaults, locked, written, files, check)
        };
        parts(self) == parts(other)
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
