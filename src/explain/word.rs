//! What instructions and flags do by themselves: `templates/instructions.toml`.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::catalog::Catalog;
use crate::document::{Flag, Instruction};
use crate::error::Result;

/// The file of the table.
const FILE: &str = "instructions.toml";

/// What instructions and flags do.
#[derive(Debug, Clone, Default)]
pub struct Words(BTreeMap<String, Word>);

/// What an instruction and its flags do.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Word {
    does: String,
    #[serde(default)]
    flags: BTreeMap<String, String>,
}

impl Words {
    /// Reads the table.
    ///
    /// # Errors
    /// It is missing or wrong.
    pub fn read(catalog: &Catalog) -> Result<Self> {
        catalog.templates().manifest(FILE).map(Self)
    }

    /// What an instruction, or a parser directive (`# syntax`), does.
    #[must_use]
    pub fn of(&self, keyword: &str) -> Option<&str> {
        self.0.get(keyword).map(|word| word.does.as_str())
    }

    /// What a flag of an instruction does. `--mount=type=cache` and its like are known by their type.
    #[must_use]
    pub fn of_flag(&self, instruction: &Instruction, flag: &Flag) -> Option<&str> {
        let flags = &self.0.get(&instruction.keyword)?.flags;
        // A mount without a type is a bind mount.
        let kind = flag.part("type").unwrap_or("bind");
        flags.get(&format!("{}={kind}", flag.name)).or_else(|| flags.get(&flag.name)).map(String::as_str)
    }
}
