//! One language on one base, with the answers that a plain project gives: the default of every question.

use serde::Serialize;

use crate::answers::{Answers, Source};
use crate::catalog::{Base, Catalog, Cell, Language, Outcome};
use crate::error::Result;
use crate::interview::ordered;

/// What is missing to prove a cell that names no case at all.
const NO_CASE: &str = "no case uses it yet";

/// One language on one base.
#[derive(Debug, Serialize)]
pub(super) struct Row {
    /// Id of the language.
    pub(super) language: String,
    /// Its name.
    pub(super) title: String,
    /// Id of the base.
    pub(super) base: String,
    /// Whether it works, and whether that is proved.
    #[serde(flatten)]
    pub(super) status: Status,
}

/// Whether a language works on a base, and whether that is proved.
#[derive(Debug, Serialize)]
#[serde(tag = "status", rename_all = "kebab-case")]
pub(super) enum Status {
    /// The engine tests build, start and probe it.
    Proved {
        /// The image of the final stage.
        image: String,
        /// The case that proves it.
        case: String,
    },
    /// It is right by the facts, and nobody has started it yet.
    Unproved {
        /// The image of the final stage.
        image: String,
        /// The case that would prove it.
        #[serde(skip_serializing_if = "Option::is_none")]
        case: Option<String>,
        /// What is missing to do so.
        missing: String,
    },
    /// It cannot work.
    Refused {
        /// Why.
        reason: String,
        /// The flags of the nearest combination that works.
        nearest: String,
    },
}

impl Status {
    /// One word for it.
    pub(super) fn word(&self) -> &'static str {
        match self {
            Self::Proved { .. } => "proved",
            Self::Unproved { .. } => "unproved",
            Self::Refused { .. } => "refused",
        }
    }
}

impl Row {
    /// The image of the final stage, with what is missing to prove it; or why there is none.
    pub(super) fn detail(&self) -> String {
        match &self.status {
            Status::Proved { image, .. } => image.clone(),
            Status::Unproved { image, missing, .. } => format!("{image}; missing: {missing}"),
            Status::Refused { reason, nearest } => format!("{reason}; instead: {nearest}"),
        }
    }
}

/// Every language on every base.
pub(super) fn rows(catalog: &Catalog) -> Result<Vec<Row>> {
    let mut rows = Vec::new();
    for id in catalog.languages() {
        let language = catalog.language(&id)?;
        let answers = defaults(catalog, &language);
        rows.extend(catalog.bases.iter().map(|base| row(&language, base, &answers)));
    }
    Ok(rows)
}

/// The default of every question that has one.
fn defaults(catalog: &Catalog, language: &Language) -> Answers {
    let mut answers = Answers::default();
    for question in ordered(catalog, language) {
        if let Some(default) = question.default {
            answers.set(question.id, default, Source::Default);
        }
    }
    answers
}

fn row(language: &Language, base: &Base, answers: &Answers) -> Row {
    let status = match language.plain_outcome(&base.id, answers) {
        Outcome::Refused { reason, nearest } => {
            Status::Refused { reason: reason.to_owned(), nearest: nearest.to_owned() }
        }
        Outcome::Works(cell) => {
            let image = image(language, base, cell);
            let case = cell.case().map(|case| format!("snapshots/{}/{case}", language.head.id));
            match (case, &cell.unproved) {
                (Some(case), None) => Status::Proved { image, case },
                (case, unproved) => {
                    let missing = unproved.as_ref().map_or_else(|| NO_CASE.to_owned(), |cell| cell.missing.clone());
                    Status::Unproved { image, case, missing }
                }
            }
        }
    };
    Row { language: language.head.id.clone(), title: language.head.title.clone(), base: base.id.clone(), status }
}

/// The image of the final stage: of the base's newest release, and of the language version that is taken by default.
fn image(language: &Language, base: &Base, cell: &Cell) -> String {
    let Some(flavour) = language.flavour(base, cell) else { return String::new() };
    let release = base.releases.first().map_or("", |release| release.id.as_str());
    let default = language.tables.version.as_ref().map_or("", |version| version.default.as_str());
    let has_default = flavour.versions.is_empty() || flavour.versions.iter().any(|version| version == default);
    let version = if has_default { default } else { flavour.versions.first().map_or("", String::as_str) };
    flavour.reference(release, version)
}
