//! A table whose rows have other cells than its header: what is too much is not shown at all.

use super::image_list;
use super::markdown::{Line, Markdown};
use super::table::{bare, cells, is_delimiter};
use crate::check::{Finding, ReportCase, Rule, Run, Severity, Source};

/// The rule.
pub(super) const RULE: Rule =
    Rule { id: "ragged-table", severity: Severity::Warning, is_default: true, run: Run::Report(check) };

fn check(case: &ReportCase<'_>, markdown: &Markdown, found: &mut Vec<Finding>) {
    for table in &markdown.tables {
        rows(case.source, table, found);
    }
    let in_table = |line: usize| markdown.tables.iter().any(|table| table.contains(&line));
    let is_row = |line: usize| {
        let text = case.source.line_text(line);
        bare(text).starts_with('|') && cells(text).len() > 1 && !in_table(line) && !is_below_header(markdown, line)
    };
    let mut line = 1;
    while line <= case.source.line_count() {
        let end =
            (line..=case.source.line_count()).find(|line| !is_row(*line) || !is_words(markdown, case.source, *line));
        let end = end.unwrap_or(case.source.line_count() + 1);
        if end - line > 1 {
            found.extend(not_a_table(case.source, line));
        }
        line = end.max(line) + 1;
    }
    for listing in &markdown.listings {
        if let Some(header) = image_list::short_header(listing) {
            let message = format!("the header names {} columns, and every row below it has more", header.columns);
            found.push(
                Finding::new(case.source.line(header.line), message)
                    .because("no engine prints such a list: a part of its output was taken out by hand")
                    .help("paste the output of the command anew, whole"),
            );
        }
    }
}

fn is_words(markdown: &Markdown, source: &Source, line: usize) -> bool {
    markdown.line(source, line) == Line::Words
}

/// Whether a line is the one of dashes below the header of a table.
fn is_below_header(markdown: &Markdown, line: usize) -> bool {
    markdown.tables.iter().any(|table| table.first().is_some_and(|header| header + 1 == line))
}

/// The rows that have other cells than their header, and those where a tab stands for a pipe.
fn rows(source: &Source, table: &[usize], found: &mut Vec<Finding>) {
    let Some((header, rows)) = table.split_first() else { return };
    let columns = cells(source.line_text(*header)).len();
    for line in table {
        let row = cells(source.line_text(*line));
        let place = source.line(*line);
        if row.iter().any(|cell| cell.contains('\t')) {
            let message = "a tab stands where a pipe should part two cells";
            found.push(
                Finding::new(place, message)
                    .because("to a table a tab is a blank: both values are shown in one cell")
                    .help("write ` | ` instead of the tab"),
            );
        } else if rows.contains(line) && row.len() != columns && row.iter().any(|cell| !cell.is_empty()) {
            let because = if row.len() > columns {
                format!("what stands behind cell {columns} is not shown: `{}`", row[columns..].join(" | "))
            } else {
                "the missing cells are shown empty".to_owned()
            };
            let message = format!("the row has {}, and its header {columns}", counted(row.len()));
            let help = "give each row as many cells as the header; a pipe within a cell is written \\|";
            found.push(Finding::new(place, message).because(because).help(help));
        }
    }
}

/// Lines of pipes that are shown as they are, for they are no table.
fn not_a_table(source: &Source, line: usize) -> Option<Finding> {
    let [header, below] = [line, line + 1].map(|line| source.line_text(line));
    let [columns, dashes] = [header, below].map(|line| cells(line).len());
    let message = match is_delimiter(below) {
        true if columns == dashes => return None,
        true => format!("the header has {}, and the row of dashes below it {dashes}", counted(columns)),
        false => "the table has no row of dashes below its header".to_owned(),
    };
    let help = format!("write |{} below the header", " --- |".repeat(columns));
    let because = "this is shown as lines with pipes, not as a table";
    Some(Finding::new(source.line(line), message).because(because).help(help))
}

fn counted(cells: usize) -> String {
    if cells == 1 { "1 cell".to_owned() } else { format!("{cells} cells") }
}
