//! What is known of the commands of a `RUN`: `templates/commands.toml`.

use serde::Deserialize;

use super::{Command, Word};
use crate::catalog::Catalog;
use crate::error::Result;

/// The file of the table.
const FILE: &str = "commands.toml";

/// The table.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Commands {
    #[serde(rename = "command")]
    rows: Vec<Row>,
}

/// What is known of one command.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct Row {
    /// Each the file name of a program and the words behind it, flags between them left out.
    pub commands: Vec<String>,
    /// What it leaves behind.
    pub leaves: Leaves,
    /// Flags whose value is the path of what it makes, or the id of the user.
    #[serde(default)]
    pub flags: Vec<String>,
    /// Where it puts what it makes, where no flag says so: a folder, from the working directory.
    #[serde(default)]
    pub below: Option<String>,
    /// A variable that names this folder instead.
    #[serde(default)]
    pub below_variable: Option<String>,
    /// How what it makes is linked: the first that holds; dynamically where none does.
    #[serde(default, rename = "link")]
    pub links: Vec<Link>,
}

/// What a command leaves behind in a stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Leaves {
    /// Nothing that a Dockerfile would name, or only files of the system.
    Nothing,
    /// Packages of the system, by the names behind its words.
    Packages,
    /// Users or groups, by the names behind its words.
    Users,
    /// The folders or files that it names.
    Named,
    /// A file or folder by the last name: what the name before it is.
    Copied,
    /// The last name is what the name before it was, which is gone.
    Moved,
    /// What it names is gone.
    Removed,
    /// A file that a flag names; nothing without it.
    Flagged,
    /// Files below a folder: no programs.
    Files,
    /// A program: where a flag says, or below a folder.
    Program,
    /// The working directory for the commands behind it.
    Directory,
    /// Variables for the commands behind it.
    Exports,
}

/// How a program is linked, and when.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct Link {
    /// Whether it needs no C library.
    pub is_static: bool,
    /// A variable that must hold `holds`.
    #[serde(default)]
    pub variable: Option<String>,
    /// What the variable, or one of the command's words, must hold.
    #[serde(default)]
    pub holds: Option<String>,
    /// The C library that the stage must have: `musl`, `glibc`.
    #[serde(default)]
    pub libc: Option<String>,
    /// Packages of which none may be installed.
    #[serde(default)]
    pub without_packages: Vec<String>,
}

impl Commands {
    /// Reads the table.
    ///
    /// # Errors
    /// It is missing or wrong: the error names the file.
    pub fn read(catalog: &Catalog) -> Result<Self> {
        catalog.templates().manifest(FILE)
    }

    /// The most telling row for a command, and how many words of the command it is about.
    pub(super) fn of(&self, command: &Command) -> Option<(&Row, usize)> {
        let rows = self.rows.iter().flat_map(|row| row.commands.iter().map(move |known| (row, known)));
        rows.filter_map(|(row, known)| Some((row, command.is(known)?))).max_by_key(|(_, count)| *count)
    }
}

impl Command {
    /// How many words of the command `known` is about, if it is that: the file name of a program and the words behind
    /// it, flags between them left out.
    #[must_use]
    pub fn is(&self, known: &str) -> Option<usize> {
        let plain = words_behind(self).map(|word| word.text.as_str());
        let mut wanted = known.split(' ');
        let is_program = wanted.next() == Some(program(self)?);
        let count = wanted.clone().count();
        (is_program && wanted.eq(plain.take(count))).then_some(count + 1)
    }
}

/// The words behind the program that are no flags.
pub(super) fn words_behind(command: &Command) -> impl Iterator<Item = &Word> {
    command.words.iter().skip(1).filter(|word| !word.text.starts_with('-'))
}

/// The file name of the program that a command starts.
pub(super) fn program(command: &Command) -> Option<&str> {
    command.words.first().map(|word| word.text.rsplit('/').next().unwrap_or_default())
}
