//! A language: its toolchain images, its questions, and how its programs are built and started.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::cell::{Cell, Outcome, When};
use super::{Base, Catalog, Flavour, Head, Release};
use crate::answers::{Answers, Value};
use crate::error::{Error, Result};
use crate::question::Question;

/// The manifest `languages/<id>/language.toml`.
#[derive(Debug, Clone)]
pub struct Language {
    /// The keys above the first table.
    pub head: Head,
    /// The tables.
    pub tables: Tables,
}

/// The tables of a language's manifest.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tables {
    /// The versions of its toolchain; none where the version of the toolchain image is all there is.
    #[serde(default)]
    pub version: Option<Versions>,
    /// Its toolchain images.
    #[serde(rename = "builder")]
    pub builders: Vec<Builder>,
    /// The runtime images that only this language has.
    #[serde(rename = "flavour", default)]
    pub flavours: Vec<Flavour>,
    /// How its programs meet each base: the first cell that fits wins.
    #[serde(rename = "cell")]
    pub cells: Vec<Cell>,
    /// How its programs are started: the first that fits wins, and without any the program starts itself.
    #[serde(rename = "start", default)]
    pub starts: Vec<Start>,
    /// The stages that the build stage goes on from, instead of the toolchain image: the first that fits wins.
    #[serde(rename = "parent", default)]
    pub parents: Vec<Parent>,
    /// Variables of the final stage.
    #[serde(default)]
    pub environment: BTreeMap<String, String>,
    /// The questions only this language has.
    #[serde(rename = "question", default)]
    pub questions: Vec<Question>,
    /// What its build context holds.
    pub ignore: IgnoreRules,
}

/// The versions of a language's toolchain.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Versions {
    /// The version used unless the project or a person says another.
    pub default: String,
    /// The oldest version that a project's own wish is followed to: older ones get no more fixes.
    pub oldest: String,
    /// What these are the versions of, where that is not the language itself.
    #[serde(default)]
    pub of: Option<String>,
    /// Whether a project that names an older version needs exactly that one.
    #[serde(default)]
    pub exact: bool,
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
    /// `apk` or `apt`, where the build stage may have to install what the image lacks.
    #[serde(default)]
    pub package_manager: String,
    /// The first language version that has such an image.
    #[serde(default)]
    pub since: Option<String>,
    /// Why the image's content may change under the same tag; empty where only patch releases move it.
    #[serde(default)]
    pub moves: Option<String>,
}

/// One way of starting a program.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Start {
    /// Answers that must hold.
    #[serde(default)]
    pub when: When,
    /// The argument vector, with placeholders such as `{program}`, `{port}` or `{question-id}`.
    pub command: Vec<String>,
}

/// A stage of the language's own that the build stage goes on from.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Parent {
    /// Answers that must hold.
    #[serde(default)]
    pub when: When,
    /// The name of the stage, as `stages.tera` writes it.
    pub stage: String,
}

/// What a language's build context holds.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct IgnoreRules {
    /// Whether everything is let in that is not denied: for languages whose programs are their own sources.
    #[serde(default)]
    pub open: bool,
    /// Patterns that are always allowed.
    #[serde(default)]
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
    pub when: When,
    /// The patterns.
    pub patterns: Vec<String>,
}

impl Language {
    /// What this language does with `base` under `answers`.
    #[must_use]
    pub fn outcome(&self, base: &str, answers: &Answers) -> Outcome<'_> {
        Self::outcome_of(self.tables.cells.iter().find(|cell| cell.speaks_of(base) && self.holds(&cell.when, answers)))
    }

    /// What this language does with `base` for a project in which nothing is in the way: where a cell speaks of the base
    /// itself, refusals that hold on every base are about some projects, not about the base.
    #[must_use]
    pub fn plain_outcome(&self, base: &str, answers: &Answers) -> Outcome<'_> {
        let own = self.tables.cells.iter().find(|cell| cell.base == base && self.holds(&cell.when, answers));
        own.map_or_else(|| self.outcome(base, answers), |cell| Self::outcome_of(Some(cell)))
    }

    fn outcome_of(cell: Option<&Cell>) -> Outcome<'_> {
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

    /// Whether all of `when` hold: a list stands for one of several texts. A question of the language's own without an
    /// answer has its default; any other question without an answer holds for `false` only.
    #[must_use]
    pub fn holds(&self, when: &When, answers: &Answers) -> bool {
        when.iter().all(|(id, wanted)| {
            let default = || self.tables.questions.iter().find(|own| own.id == *id)?.default.as_ref();
            match (answers.get(id).map(|answer| &answer.value).or_else(default), wanted) {
                (Some(Value::Text(answer)), Value::List(texts)) => texts.contains(answer),
                (Some(answer), wanted) => answer == wanted,
                (None, wanted) => *wanted == Value::Bool(false),
            }
        })
    }

    /// The runtime image that `cell` names: one of the language's own, or one of the base.
    #[must_use]
    pub fn flavour<'a>(&'a self, base: &'a Base, cell: &Cell) -> Option<&'a Flavour> {
        let own = self.tables.flavours.iter().find(|own| own.id == cell.flavour && own.base == base.id);
        own.or_else(|| base.flavour(&cell.flavour))
    }

    /// How a program meets `base` under `answers`, and in which image; none where the combination is refused.
    #[must_use]
    pub fn runtime<'a>(&'a self, base: &'a Base, answers: &Answers) -> Option<(&'a Cell, &'a Flavour)> {
        match self.outcome(&base.id, answers) {
            Outcome::Works(cell) => Some((cell, self.flavour(base, cell)?)),
            Outcome::Refused { .. } => None,
        }
    }

    /// What its versions are the versions of.
    #[must_use]
    pub fn versioned(&self) -> &str {
        self.tables.version.as_ref().and_then(|versions| versions.of.as_deref()).unwrap_or(&self.head.title)
    }

    /// The toolchain image with this id.
    #[must_use]
    pub fn builder(&self, id: &str) -> Option<&Builder> {
        self.tables.builders.iter().find(|builder| builder.id == id)
    }

    /// The stage that the build stage goes on from under `answers`; none where that is the toolchain image.
    #[must_use]
    pub fn parent(&self, answers: &Answers) -> Option<&str> {
        let parent = self.tables.parents.iter().find(|parent| self.holds(&parent.when, answers))?;
        Some(&parent.stage)
    }

    /// How its programs are started under `answers`; none where the program starts itself.
    #[must_use]
    pub fn start(&self, answers: &Answers) -> Option<&[String]> {
        let start = self.tables.starts.iter().find(|start| self.holds(&start.when, answers))?;
        Some(&start.command)
    }

    /// Checks what the types cannot: that every name in the manifest names something.
    pub(super) fn check(&self, catalog: &Catalog) -> Result<()> {
        let place = catalog.templates().place(&format!("languages/{}/language.toml", self.head.id));
        let wrong = |what: String| Err(Error::bad_input(what).at(place.clone()).help("mend the manifest"));
        for cell in &self.tables.cells {
            if cell.refused.is_some() {
                if cell.nearest.is_none() {
                    return wrong(format!(
                        "the refused cell for `{}` does not say what works instead (nearest)",
                        cell.base
                    ));
                }
                if cell.is_for_any_base() {
                    continue;
                }
            }
            let Some(base) = catalog.base(&cell.base) else {
                return wrong(format!("a cell names the base `{}`, which is not in the catalog", cell.base));
            };
            if cell.refused.is_some() {
                continue;
            }
            if self.flavour(base, cell).is_none() {
                return wrong(format!("a cell names the image `{}`, which `{}` has not", cell.flavour, cell.base));
            }
            if cell.proved_by.is_some() && cell.unproved.is_some() {
                return wrong(format!("a cell for `{}` says both proved-by and unproved", cell.base));
            }
            if cell.builders.is_empty() {
                return wrong(format!("a cell for `{}` names no toolchain image (builders)", cell.base));
            }
            if let Some(id) = cell.builders.iter().find(|id| self.builder(id).is_none()) {
                return wrong(format!("a cell names the toolchain image `{id}`, which is not declared"));
            }
        }
        match self.tables.flavours.iter().find(|own| catalog.base(&own.base).is_none()) {
            Some(own) => wrong(format!("the image `{}` names the base `{}`, which is not there", own.id, own.base)),
            None => Ok(()),
        }
    }
}
