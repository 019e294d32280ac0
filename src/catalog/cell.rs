//! How programs of a language meet a base: a cell of the table of languages and bases, or the reason why there is none.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::answers::Value;

/// The base of a refusal that holds on every base.
const ANY: &str = "any";

/// Conditions: questions, and the answers that must hold.
pub type When = BTreeMap<String, Value>;

/// One way in which a program of this language meets a base, or the reason why it cannot.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Cell {
    /// The base, or `any` for a refusal that holds on every base.
    pub base: String,
    /// Answers that must hold for the cell to fit.
    #[serde(default)]
    pub when: When,
    /// Why this cannot work; then everything below is left out but `nearest`.
    #[serde(default)]
    pub refused: Option<String>,
    /// The flags of the nearest combination that works.
    #[serde(default)]
    pub nearest: Option<String>,
    /// Which image of the base.
    #[serde(default)]
    pub flavour: String,
    /// `static`, `musl-static`, `musl`, `glibc`, or `runtime` where the base brings an interpreter.
    #[serde(default)]
    pub linking: String,
    /// The toolchain images that fit, the default first.
    #[serde(default)]
    pub builders: Vec<String>,
    /// Whether the build stage makes what other platforms need on its own.
    #[serde(default)]
    pub cross: bool,
    /// What the build stage makes.
    #[serde(default)]
    pub artifact: ArtifactKind,
    /// What the file's name ends in, after the program's name.
    #[serde(default)]
    pub suffix: String,
    /// The program in the image that runs what the build stage makes.
    #[serde(default)]
    pub interpreter: String,
    /// Variables of the final stage, over those of the language.
    #[serde(default)]
    pub environment: BTreeMap<String, String>,
    /// The argument vector of a health check, where it is another than the image's.
    #[serde(default)]
    pub health: Vec<String>,
    /// What a person should know whenever this cell is used.
    #[serde(default)]
    pub notice: Option<Remark>,
    /// The case under `snapshots/<language>/` that the engine tests build, start and probe for this cell.
    #[serde(default)]
    pub proved_by: Option<String>,
    /// The case that would prove it, and what is missing to do so.
    #[serde(default)]
    pub unproved: Option<Unproved>,
}

/// What the build stage hands to the final stage.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ArtifactKind {
    /// One file that the kernel starts.
    #[default]
    Program,
    /// One file that an interpreter reads.
    File,
    /// A folder of files.
    Folder,
}

/// A sentence, and what can be done about it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Remark {
    /// One sentence.
    pub what: String,
    /// What can be done about it.
    pub help: String,
}

/// A cell that is right by the facts, but that no test has built and started yet.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Unproved {
    /// The case under `snapshots/<language>/` that proves it where what is missing is there.
    pub case: String,
    /// What is missing, in a clause.
    pub missing: String,
}

/// What a language does with a base under the given answers.
#[derive(Debug, Clone, Copy)]
pub enum Outcome<'a> {
    /// It works, in this way.
    Works(&'a Cell),
    /// It cannot work: the reason and the flags of the nearest combination that does.
    Refused {
        /// Why it cannot work.
        reason: &'a str,
        /// The flags of the nearest combination that works.
        nearest: &'a str,
    },
}

impl Cell {
    /// Whether this cell speaks of `base`, whatever else it asks for.
    #[must_use]
    pub fn speaks_of(&self, base: &str) -> bool {
        self.base == base || self.is_for_any_base()
    }

    /// Whether it speaks of every base.
    #[must_use]
    pub fn is_for_any_base(&self) -> bool {
        self.base == ANY
    }

    /// The case that proves it, or would.
    #[must_use]
    pub fn case(&self) -> Option<&str> {
        self.proved_by.as_deref().or(self.unproved.as_ref().map(|unproved| unproved.case.as_str()))
    }
}
