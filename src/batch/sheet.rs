//! The rows for a spreadsheet: CSV. The quoting is the `csv` crate's, because names of folders and messages hold commas,
//! quotes and whatever else; what a spreadsheet would run is made harmless here.

use super::word::printable;
use super::{Criterion, Row};
use crate::error::{Error, Result};

/// The columns before those of the criteria.
const BEFORE: [&str; 8] = ["submission", "folder", "status", "errors", "warnings", "notes", "earned", "possible"];

/// The columns behind them.
const BEHIND: [&str; 2] = ["rules", "error"];

/// The ids of all criteria, in the order of the rubric.
pub(super) fn criteria(rows: &[Row]) -> Vec<&str> {
    let mut ids: Vec<&str> = Vec::new();
    for Criterion { id, .. } in rows.iter().flat_map(|row| &row.criteria) {
        if !ids.contains(&id.as_str()) {
            ids.push(id);
        }
    }
    ids
}

/// A header, and a line for each row; a column for each criterion, `criterion:ID`.
///
/// # Errors
/// Never, by what is known today: writing into memory does not fail.
pub fn sheet(rows: &[Row]) -> Result<Vec<u8>> {
    let wrong = |error: &dyn std::fmt::Display| Error::failed(format!("the rows cannot be written as CSV: {error}"));
    let ids = criteria(rows);
    let mut writer = csv::Writer::from_writer(Vec::new());
    let named = ids.iter().map(|id| cell(&format!("criterion:{id}")));
    let header = BEFORE.map(str::to_owned).into_iter().chain(named).chain(BEHIND.map(str::to_owned));
    writer.write_record(header).map_err(|error| wrong(&error))?;
    for row in rows {
        writer.write_record(record(row, &ids)).map_err(|error| wrong(&error))?;
    }
    writer.into_inner().map_err(|error| wrong(&error))
}

fn record(row: &Row, ids: &[&str]) -> Vec<String> {
    let number = |points: Option<f64>| points.map(|points| points.to_string()).unwrap_or_default();
    let mut cells = vec![
        cell(&row.submission),
        cell(row.folder.as_deref().unwrap_or_default()),
        row.status.word().to_owned(),
        row.errors.to_string(),
        row.warnings.to_string(),
        row.notes.to_string(),
        number(row.earned),
        number(row.possible),
    ];
    for id in ids {
        let state =
            row.criteria.iter().find(|criterion| criterion.id == **id).map(|criterion| criterion.state.as_str());
        cells.push(cell(state.unwrap_or_default()));
    }
    let rules: Vec<String> = row.rules.iter().map(|(rule, count)| format!("{rule}={count}")).collect();
    cells.push(cell(&rules.join(" ")));
    cells.push(cell(row.error.as_deref().unwrap_or_default()));
    cells
}

/// A cell of text. A spreadsheet takes what begins with one of these letters for a formula and runs it (OWASP, "CSV
/// Injection"); behind an apostrophe it is text. Line ends are written as escapes: a row is one line.
fn cell(text: &str) -> String {
    let shown = printable(text);
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{shown}") } else { shown }
}
