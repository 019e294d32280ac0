//! The rows of a table as GFM counts them: from the lines themselves, for what a row has too many is not shown.

use super::markdown::Markdown;
use crate::check::Source;

/// The cells of a row. A pipe behind a backslash parts nothing, a pipe in a code span does.
/// <https://github.github.com/gfm/#tables-extension->
pub(super) fn cells(row: &str) -> Vec<&str> {
    let row = bare(row);
    let row = row.strip_prefix('|').unwrap_or(row);
    let mut cells = Vec::new();
    let mut start = 0;
    let mut is_escaped = false;
    for (at, letter) in row.char_indices() {
        if letter == '|' && !is_escaped {
            cells.push(row[start..at].trim());
            start = at + 1;
        }
        is_escaped = letter == '\\' && !is_escaped;
    }
    let last = row[start..].trim();
    if !last.is_empty() {
        cells.push(last);
    }
    cells
}

/// A line without the marks of the quotes and of the list that a row stands in, and without white space around it.
pub(super) fn bare(line: &str) -> &str {
    let mut line = line.trim();
    while let Some(rest) = line.strip_prefix('>') {
        line = rest.trim_start();
    }
    match line.split_once(char::is_whitespace) {
        Some(("-" | "*" | "+", row)) if row.trim_start().starts_with('|') => row.trim_start(),
        _ => line,
    }
}

/// Whether a line is what stands between header and rows: `| --- | :-: |`.
pub(super) fn is_delimiter(line: &str) -> bool {
    let cells = cells(line);
    let is_dashes = |cell: &&str| {
        let dashes = cell.strip_prefix(':').unwrap_or(cell);
        let dashes = dashes.strip_suffix(':').unwrap_or(dashes);
        !dashes.is_empty() && dashes.chars().all(|letter| letter == '-')
    };
    !cells.is_empty() && line.contains('|') && cells.iter().all(is_dashes)
}

/// What the header of a table says above the byte `at` of one of its rows; empty in any other line.
pub(super) fn header_above(markdown: &Markdown, source: &Source, line: usize, at: usize) -> String {
    let Some(table) = markdown.tables.iter().find(|table| table[1..].contains(&line)) else { return String::new() };
    let column = cells(&source.line_text(line)[..at]).len().saturating_sub(1);
    cells(source.line_text(table[0])).get(column).map(|cell| (*cell).to_owned()).unwrap_or_default()
}
