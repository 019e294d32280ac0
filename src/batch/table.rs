//! The rows for people.

use std::fmt::Write as _;

use unicode_width::UnicodeWidthStr;

use super::word::printable;
use super::{Row, Status};

/// Between two columns.
const GAP: usize = 2;

/// A name is shown up to this many columns of the terminal.
const WIDEST: usize = 40;

/// An aligned table with a heading. Points show where a row has some, or could have.
#[must_use]
pub fn table(rows: &[Row]) -> String {
    let has_points = rows.iter().any(|row| row.possible.is_some());
    let mut cells = vec![heading(has_points)];
    cells.extend(rows.iter().map(|row| line(row, has_points)));
    let columns = cells[0].len();
    let width = |column: usize| cells.iter().map(|row| row[column].width()).max().unwrap_or_default();
    let widths: Vec<usize> = (0..columns).map(width).collect();
    let mut text = String::new();
    for row in &cells {
        let mut shown = String::new();
        for (column, cell) in row.iter().enumerate() {
            let space = " ".repeat(widths[column] - cell.width() + GAP);
            // Writing into a String cannot fail.
            let _ = match column {
                2..=4 => write!(shown, "{}{cell}{}", &space[GAP..], &space[..GAP]),
                _ => write!(shown, "{cell}{space}"),
            };
        }
        text.push_str(shown.trim_end());
        text.push('\n');
    }
    text
}

fn heading(has_points: bool) -> Vec<String> {
    let points = has_points.then_some("points");
    let names = ["submission", "status", "errors", "warnings", "notes"];
    names.into_iter().chain(points).chain(["found"]).map(str::to_owned).collect()
}

fn line(row: &Row, has_points: bool) -> Vec<String> {
    let mut cells = vec![short(&printable(&row.submission)), row.status.word().to_owned()];
    cells.extend([row.errors, row.warnings, row.notes].map(|count| count.to_string()));
    if has_points {
        let earned = row.earned.map_or("?".to_owned(), |points| points.to_string());
        cells.push(row.possible.map_or(String::new(), |possible| format!("{earned}/{possible}")));
    }
    let of = |(rule, count): (&String, &usize)| if *count > 1 { format!("{rule} ×{count}") } else { rule.clone() };
    let mut found: Vec<String> = row.error.iter().cloned().collect();
    found.extend(row.rules.iter().map(of));
    cells.push(found.join(", "));
    cells
}

fn short(name: &str) -> String {
    if name.width() <= WIDEST {
        return name.to_owned();
    }
    let mut shown = String::new();
    for letter in name.chars() {
        if shown.width() + 2 > WIDEST {
            break;
        }
        shown.push(letter);
    }
    shown + "…"
}

/// One line: how many submissions there are, and what came of them.
#[must_use]
pub fn summary(rows: &[Row]) -> String {
    let of = |status: Status| rows.iter().filter(|row| row.status == status).count();
    let all = if rows.len() == 1 { "1 submission".to_owned() } else { format!("{} submissions", rows.len()) };
    let (clean, found, wrong) = (of(Status::Clean), of(Status::Findings), of(Status::Error));
    format!("{all}: {clean} clean, {found} with findings, {wrong} that could not be judged")
}
