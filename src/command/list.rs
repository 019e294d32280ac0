//! `msgen list`: which language runs on which base, whether that is proved, and why not; or the rules.
//!
//! ```text
//! run ─► rows ─┬─► text       a line for each language on each base
//!              ├─► markdown   a table with notes, as the README holds it
//!              └─► JSON
//! ```

mod markdown;
mod row;
mod rules;

use std::fmt::Write as _;

use crate::catalog::Catalog;
use crate::cli::List;
use crate::error::Result;
use crate::interview::ordered;
use crate::output;
use crate::question::Question;

use row::{Row, rows};

/// Prints the table, in the form that is asked for.
pub(super) fn run(list: &List) -> Result<()> {
    let overlay = list.templates.clone().or_else(super::sources::templates_variable);
    let catalog = Catalog::open(overlay.as_deref())?;
    if let Some(id) = &list.questions {
        return questions(&catalog, id, list.json);
    }
    if list.rules {
        let rules = rules::rows(&catalog)?;
        return match (list.json, list.markdown) {
            (true, _) => output::json(&rules),
            (_, true) => output::data(rules::markdown(&rules).as_bytes()),
            (_, false) => output::data(rules::table(&rules).as_bytes()),
        };
    }
    let rows = rows(&catalog)?;
    if list.json {
        return output::json(&rows);
    }
    let text = if list.markdown { markdown::table(&catalog.bases, &rows) } else { table(&rows) };
    output::data(text.as_bytes())
}

/// A line for each language on each base.
fn table(rows: &[Row]) -> String {
    let width = |of: fn(&Row) -> &str| rows.iter().map(|row| of(row).len()).max().unwrap_or(0);
    let (languages, bases) = (width(|row| &row.language), width(|row| &row.base));
    let mut text = String::new();
    for row in rows {
        let Row { language, base, status, .. } = row;
        // Writing into a String cannot fail.
        let _ = writeln!(text, "{language:languages$}  {base:bases$}  {:8}  {}", status.word(), row.detail());
    }
    text
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
