//! `msgen list`: which language runs on which base, and why not.

use std::fmt::Write as _;

use serde::Serialize;

use crate::answers::Answers;
use crate::catalog::{Base, Catalog, Language, Outcome};
use crate::cli::List;
use crate::error::Result;
use crate::interview::ordered;
use crate::output;
use crate::question::Question;

/// One language on one base, with the answers a plain project gives.
#[derive(Debug, Serialize)]
struct Row {
    language: String,
    base: String,
    /// `proved`, `unproved` or `refused`.
    status: &'static str,
    /// The image of the final stage, or why there is none.
    detail: String,
    /// The case that the engine tests build, start and probe.
    #[serde(skip_serializing_if = "Option::is_none")]
    proved_by: Option<String>,
    /// The flags of the nearest combination that works.
    #[serde(skip_serializing_if = "Option::is_none")]
    nearest: Option<String>,
}

/// Prints the table, or JSON.
pub(super) fn run(list: &List) -> Result<()> {
    let overlay = list.templates.clone().or_else(super::init::templates_variable);
    let catalog = Catalog::open(overlay.as_deref())?;
    if let Some(id) = &list.questions {
        return questions(&catalog, id, list.json);
    }
    let mut rows = Vec::new();
    for id in catalog.languages() {
        let language = catalog.language(&id)?;
        rows.extend(catalog.bases.iter().map(|base| row(&language, base)));
    }
    if list.json {
        return output::json(&rows);
    }
    let width = |of: fn(&Row) -> &str| rows.iter().map(|row| of(row).len()).max().unwrap_or(0);
    let (languages, bases) = (width(|row| &row.language), width(|row| &row.base));
    let mut text = String::new();
    for row in &rows {
        let Row { language, base, status, detail, .. } = row;
        // Writing into a String cannot fail.
        let _ = writeln!(text, "{language:languages$}  {base:bases$}  {status:8}  {detail}");
    }
    output::data(text.as_bytes())
}

/// Prints every question of a language, with its default.
fn questions(catalog: &Catalog, id: &str, json: bool) -> Result<()> {
    let language = catalog.language(id)?;
    let questions = ordered(catalog, &language);
    if json {
        return output::json(&questions);
    }
    let width = questions.iter().map(|question| question.id.len()).max().unwrap_or(0);
    let mut text = String::new();
    for Question { id, help, default, .. } in &questions {
        let default = match default {
            Some(value) if !value.is_empty() => format!(" [{value}]"),
            _ => String::new(),
        };
        // Writing into a String cannot fail.
        let _ = writeln!(text, "{id:width$}  {help}{default}");
    }
    output::data(text.as_bytes())
}

fn row(language: &Language, base: &Base) -> Row {
    let (language_id, base_id) = (language.id.clone(), base.id.clone());
    match language.outcome(&base.id, &Answers::default()) {
        Outcome::Refused { reason, nearest } => Row {
            language: language_id,
            base: base_id,
            status: "refused",
            detail: format!("{reason}; instead: {nearest}"),
            proved_by: None,
            nearest: Some(nearest.to_owned()),
        },
        Outcome::Works(cell) => {
            let release = base.releases.first().map_or("", |release| release.id.as_str());
            let image = base.flavour(&cell.flavour).map(|flavour| flavour.image.replace("{release}", release));
            let proved_by = cell.proved_by.as_ref().map(|case| format!("snapshots/{language_id}/{case}"));
            Row {
                status: if proved_by.is_some() { "proved" } else { "unproved" },
                detail: image.unwrap_or_default(),
                language: language_id,
                base: base_id,
                proved_by,
                nearest: None,
            }
        }
    }
}
