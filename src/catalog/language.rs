//! A language: its markers, its toolchain images, and how its programs meet each base.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{Catalog, Release};
use crate::answers::{Answers, Value};
use crate::error::{Error, Result};
use crate::question::Question;

/// The manifest `languages/<id>/language.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Language {
    /// Its id in answers.
    pub id: String,
    /// Its name as its project writes it.
    pub title: String,
    /// Files whose presence in the folder means this language.
    pub markers: Vec<String>,
    /// Extensions of its source files: they are a hint where no marker is there.
    pub sources: Vec<String>,
    /// The command that makes the first marker, for the hint.
    pub start_a_project: String,
    /// Name of the detector that reads its projects; see `detect::detector`.
    #[serde(default)]
    pub detector: Option<String>,
    /// The versions of its toolchain.
    pub version: Versions,
    /// Its toolchain images.
    #[serde(rename = "builder")]
    pub builders: Vec<Builder>,
    /// Folders that its toolchain images need for themselves: no build folder can be mounted over them.
    #[serde(default)]
    pub reserved_folders: Vec<String>,
    /// How its programs meet each base: the first cell that fits wins.
    #[serde(rename = "cell")]
    pub cells: Vec<Cell>,
    /// The questions only this language has.
    #[serde(rename = "question", default)]
    pub questions: Vec<Question>,
    /// What its build context holds.
    pub ignore: IgnoreRules,
}

/// The versions of a language's toolchain.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Versions {
    /// The version used unless the project or a person says another.
    pub default: String,
    /// The oldest version that a project's own wish is followed to: older ones get no more fixes.
    pub oldest: String,
    /// The versions msgen knows, newest first.
    #[serde(rename = "release")]
    pub releases: Vec<Release>,
}

/// A toolchain image.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Builder {
    /// Its id in answers.
    pub id: String,
    /// The image reference, with `{version}` for the language version.
    pub image: String,
    /// The C library that programs are linked against in it: `musl` or `glibc`.
    pub libc: String,
    /// Version of its glibc, where it has one.
    #[serde(default)]
    pub libc_version: Option<String>,
    /// The first language version that has such an image.
    #[serde(default)]
    pub since: Option<String>,
    /// Why the image's content may change under the same tag; empty where only patch releases move it.
    #[serde(default)]
    pub moves: Option<String>,
}

/// One way in which a program of this language meets a base, or the reason why it cannot.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Cell {
    /// The base.
    pub base: String,
    /// Answers that must hold for the cell to fit.
    #[serde(default)]
    pub when: BTreeMap<String, Value>,
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
    /// Whether the build stage compiles for other platforms on its own.
    #[serde(default)]
    pub cross: bool,
    /// The case under `snapshots/<language>/` that the engine tests build, start and probe for this cell.
    #[serde(default)]
    pub proved_by: Option<String>,
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

/// What a language's build context holds.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct IgnoreRules {
    /// Patterns that are always allowed.
    pub allow: Vec<String>,
    /// Questions whose answers are allowed too.
    #[serde(default)]
    pub allow_answers: Vec<String>,
    /// Patterns that are allowed when some answers hold.
    #[serde(default)]
    pub allow_when: Vec<AllowWhen>,
    /// Patterns that are denied again after those.
    #[serde(default)]
    pub deny: Vec<String>,
}

/// Patterns that are allowed when some answers hold.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AllowWhen {
    /// The answers that must hold.
    pub when: BTreeMap<String, Value>,
    /// The patterns.
    pub patterns: Vec<String>,
}

/// Whether all of `when` hold in `answers`; a question without an answer holds for `false` only.
pub(crate) fn holds(when: &BTreeMap<String, Value>, answers: &Answers) -> bool {
    when.iter().all(|(question, wanted)| match answers.get(question) {
        Some(answer) => answer.value == *wanted,
        None => *wanted == Value::Bool(false),
    })
}

impl Language {
    /// What this language does with `base` under `answers`.
    #[must_use]
    pub fn outcome(&self, base: &str, answers: &Answers) -> Outcome<'_> {
        let cell = self.cells.iter().find(|cell| cell.base == base && holds(&cell.when, answers));
        match cell {
            Some(Cell { refused: Some(reason), nearest, .. }) => {
                Outcome::Refused { reason, nearest: nearest.as_deref().unwrap_or_default() }
            }
            Some(cell) => Outcome::Works(cell),
            None => Outcome::Refused {
                reason: "nobody has shown yet how this language runs there",
                nearest: "msgen list names the bases that work",
            },
        }
    }

    /// The toolchain image with this id.
    #[must_use]
    pub fn builder(&self, id: &str) -> Option<&Builder> {
        self.builders.iter().find(|builder| builder.id == id)
    }

    /// Checks what the types cannot: that every name in the manifest names something.
    pub(super) fn check(&self, catalog: &Catalog) -> Result<()> {
        let place = catalog.templates().place(&format!("languages/{}/language.toml", self.id));
        let wrong = |what: String| Err(Error::bad_input(what).at(place.clone()).help("mend the manifest"));
        for cell in &self.cells {
            let Some(base) = catalog.base(&cell.base) else {
                return wrong(format!("a cell names the base `{}`, which is not in the catalog", cell.base));
            };
            if cell.refused.is_some() {
                if cell.nearest.is_none() {
                    return wrong(format!(
                        "the refused cell for `{}` does not say what works instead (nearest)",
                        cell.base
                    ));
                }
                continue;
            }
            if base.flavour(&cell.flavour).is_none() {
                return wrong(format!("a cell names the image `{}`, which `{}` has not", cell.flavour, cell.base));
            }
            if cell.builders.is_empty() {
                return wrong(format!("a cell for `{}` names no toolchain image (builders)", cell.base));
            }
            if let Some(id) = cell.builders.iter().find(|id| self.builder(id).is_none()) {
                return wrong(format!("a cell names the toolchain image `{id}`, which is not declared"));
            }
        }
        Ok(())
    }
}
