//! A scan's table without the rows or the numbers that the profile demands.

use super::markdown::Markdown;
use super::table::cells;
use crate::catalog::Profile;
use crate::check::{Finding, ReportCase, Rule, Run, Severity, Source};

/// The rule.
pub(super) const RULE: Rule =
    Rule { id: "scan-missing", severity: Severity::Warning, is_default: true, run: Run::Report(check) };

/// Letters that a number is written with, the markup around it among them.
const AROUND: &[char] = &['*', '_', '`', '~', ' '];

fn check(case: &ReportCase<'_>, markdown: &Markdown, found: &mut Vec<Finding>) {
    let Some(profile) = case.profile.filter(|profile| !profile.scan_rows.is_empty()) else { return };
    let help = "scan the images, and write into each cell how many findings of that level the scanner counted";
    let mut tell = |line: usize, message: String| {
        found.push(
            Finding::new(case.source.line(line), message).because(format!("{} demands it", profile.who())).help(help),
        );
    };
    // The table that has the most of the rows is the one that is meant.
    let of_scan =
        |table: &&Vec<usize>| profile.scan_rows.iter().filter(|row| line_of(case.source, table, row).is_some()).count();
    let best = markdown.tables.iter().rev().filter(|table| of_scan(table) > 0).max_by_key(of_scan);
    let Some(table) = best else {
        let message = format!("there is no table with the rows {}", profile.scan_rows.join(", "));
        return tell(heading(markdown, profile).unwrap_or(1), message);
    };
    let header = cells(case.source.line_text(table[0]));
    let own = profile.scan_rows.iter().filter_map(|row| line_of(case.source, table, row));
    if !own.flat_map(|line| cells(case.source.line_text(line)).split_off(1)).any(is_number) {
        return tell(table[0], format!("the table has no number for {}", profile.scan_rows.join(", ")));
    }
    for row in &profile.scan_rows {
        let Some(line) = line_of(case.source, table, row) else {
            tell(table[0], format!("the table has no row `{row}`"));
            continue;
        };
        let own = cells(case.source.line_text(line));
        let is_empty = |column: &usize| !own.get(*column).copied().is_some_and(is_number);
        // A table of one column has no place for a number at all.
        let empty: Vec<&str> = (1..header.len().max(2))
            .filter(is_empty)
            .map(|column| header.get(column).copied().unwrap_or("the number"))
            .collect();
        if !empty.is_empty() {
            tell(line, format!("the row `{row}` has no number for {}", empty.join(", ")));
        }
    }
}

/// The row of a table whose first cell says `row`.
fn line_of(source: &Source, table: &[usize], row: &str) -> Option<usize> {
    let wanted = plain(row);
    let mut rows = table.iter().skip(1);
    rows.find(|line| cells(source.line_text(**line)).first().is_some_and(|cell| plain(cell) == wanted)).copied()
}

/// The words of a cell, in upper case and without markup.
fn plain(cell: &str) -> String {
    cell.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_uppercase).collect()
}

/// Whether a cell holds a number, whatever stands behind it: `0`, `**12**`, `1,024`, `3 (2 fixed)`.
fn is_number(cell: &str) -> bool {
    let word = cell.trim_matches(AROUND).split(|letter: char| letter.is_whitespace() || letter == '(').next();
    let word = word.unwrap_or_default().trim_matches(AROUND);
    word.starts_with(|first: char| first.is_ascii_digit())
        && word.chars().all(|letter| letter.is_ascii_digit() || matches!(letter, ',' | '.' | '\''))
}

/// The heading under which the scan is looked for: the section of the profile that speaks of a scan.
fn heading(markdown: &Markdown, profile: &Profile) -> Option<usize> {
    let section = profile.required_sections.iter().find(|section| section.to_lowercase().contains("scan"))?;
    let wanted = plain(section);
    markdown.headings.iter().find(|heading| plain(&heading.text).contains(&wanted)).map(|heading| heading.line)
}
