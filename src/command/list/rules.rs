//! The rules of `msgen check`: id, severity, whether it is judged by default, and what is wrong.

use std::fmt::Write as _;

use serde::Serialize;

use crate::catalog::Catalog;
use crate::check::page::Page;
use crate::check::{Severity, rules};
use crate::error::Result;

/// One rule.
#[derive(Debug, Serialize)]
pub(super) struct Row {
    id: &'static str,
    severity: Severity,
    #[serde(rename = "default")]
    is_default: bool,
    title: String,
}

/// Every rule, in the order of the ids.
pub(super) fn rows(catalog: &Catalog) -> Result<Vec<Row>> {
    let row = |rule: &crate::check::Rule| {
        let title = Page::of(catalog, rule)?.title;
        Ok(Row { id: rule.id, severity: rule.severity, is_default: rule.is_default, title })
    };
    rules().into_iter().map(row).collect()
}

/// A line for each rule.
pub(super) fn table(rows: &[Row]) -> String {
    let width = rows.iter().map(|row| row.id.len()).max().unwrap_or(0);
    let mut text = String::new();
    for row in rows {
        let Row { id, severity, title, .. } = row;
        // Writing into a String cannot fail.
        let _ = writeln!(text, "{id:width$}  {:7}  {:3}  {title}", severity.word(), switch(row));
    }
    text
}

/// The rules as a Markdown table.
pub(super) fn markdown(rows: &[Row]) -> String {
    let mut text = String::from("| Rule | Severity | Default | What is wrong |\n| --- | --- | --- | --- |\n");
    for row in rows {
        let title = row.title.replace('|', "\\|");
        // Writing into a String cannot fail.
        let _ = writeln!(text, "| `{}` | {} | {} | {title} |", row.id, row.severity.word(), switch(row));
    }
    text
}

fn switch(row: &Row) -> &'static str {
    if row.is_default { "on" } else { "off" }
}
