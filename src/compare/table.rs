//! A comparison as a table: a column for every candidate, a line for every figure.

use std::fmt::Write;

use crate::evidence::comparison::{Comparison, Measured, Row};
use crate::evidence::{Build, duration, percent, thousands};

/// What stands where nothing was measured.
const NONE: &str = "–";

// Writing into a String, as everything here does, cannot fail.

/// Between two columns of the terminal's table.
const GAP: &str = "  ";

/// A line of the table: its heading, and a cell for every candidate.
struct Line {
    heading: &'static str,
    cells: Vec<String>,
}

/// What a line says of a candidate; none where nothing was measured.
type Cell<'a> = &'a dyn Fn(&Row) -> Option<String>;

/// A name, and what is said of it.
type Item<'a> = (&'a str, Vec<String>);

/// The table for a terminal that is `width` columns wide: where the candidates do not all fit beside each other, the
/// rest stand below.
#[must_use]
pub fn terminal(comparison: &Comparison, width: usize) -> String {
    let lines = lines(comparison);
    let heading = lines.iter().map(|line| line.heading.chars().count()).max().unwrap_or(0);
    let column = |at: usize| lines.iter().filter_map(|line| line.cells.get(at)).map(|cell| cell.chars().count()).max();
    let widths: Vec<usize> = (0..comparison.rows.len()).filter_map(column).collect();
    let mut text = String::new();
    let mut first = 0;
    while first < widths.len() {
        let mut used = heading + GAP.len() + widths[first];
        let mut end = first + 1;
        while end < widths.len() && used + GAP.len() + widths[end] <= width {
            used += GAP.len() + widths[end];
            end += 1;
        }
        if first > 0 {
            text.push('\n');
        }
        for line in &lines {
            let mut row = padded(line.heading, heading, false);
            for (cell, width) in line.cells.iter().zip(&widths).take(end).skip(first) {
                row += GAP;
                row += &padded(cell, *width, true);
            }
            text += row.trim_end();
            text.push('\n');
        }
        first = end;
    }
    let names = comparison.rows.iter().map(|row| &row.title).chain(comparison.skipped.iter().map(|base| &base.id));
    let indent = names.map(|name| name.chars().count()).max().unwrap_or(0) + GAP.len();
    text + &notes(comparison, &|name, clauses| listed(name, clauses, indent, width), "*")
}

/// The table as Markdown, columns aligned in the source too.
#[must_use]
pub fn markdown(comparison: &Comparison) -> String {
    let mut lines = lines(comparison);
    for line in &mut lines {
        for cell in &mut line.cells {
            *cell = cell.replace('|', "\\|");
        }
    }
    let heading = lines.iter().map(|line| line.heading.chars().count()).max().unwrap_or(0);
    let mut text = String::new();
    for (at, line) in lines.iter().enumerate() {
        let mut row = format!("| {} |", padded(line.heading, heading, false));
        let mut rule = format!("| {} |", "-".repeat(heading));
        for (column, cell) in line.cells.iter().enumerate() {
            let width = lines.iter().map(|line| line.cells[column].chars().count()).max().unwrap_or(0);
            let _ = write!(row, " {} |", padded(cell, width, true));
            let _ = write!(rule, " {}: |", "-".repeat(width.saturating_sub(1)));
        }
        text += &row;
        text.push('\n');
        if at == 0 {
            text += &rule;
            text.push('\n');
        }
    }
    text + &notes(comparison, &|name, clauses| format!("- {name}: {}\n", clauses.join("; ")), "\\*")
}

fn padded(text: &str, width: usize, is_right: bool) -> String {
    let blanks = " ".repeat(width.saturating_sub(text.chars().count()));
    if is_right { blanks + text } else { text.to_owned() + &blanks }
}

/// Every line that says something of at least one candidate.
fn lines(comparison: &Comparison) -> Vec<Line> {
    let all: [(&'static str, Cell<'_>); 18] = [
        ("", &|row| Some(row.title.clone() + if row.is_chosen { " *" } else { "" })),
        ("unpacked, bytes", &|row| row.unpacked().map(thousands)),
        ("less than single stage", &|row| comparison.reduction(row).map(percent)),
        ("packed, bytes", &|row| row.packed().map(thousands)),
        ("layers", &count(|image| image.layers)),
        ("files", &count(|image| image.files)),
        ("executables", &count(|image| image.executables)),
        ("packages", &count(|image| image.packages)),
        ("set-uid files", &count(|image| image.set_uid)),
        ("shell", &|row| row.image.as_ref().map(|image| yes(!image.shells.is_empty()))),
        ("user", &|row| row.image.as_ref().map(user)),
        ("first build", &built(Build::First)),
        ("cold build", &built(Build::Cold)),
        ("warm build", &built(Build::Warm)),
        ("touched build", &built(Build::Touched)),
        ("first answer", &|row| row.first_answer.map(duration)),
        ("stop", &|row| row.stop.as_ref().map(|stop| killed(stop.killed) + &duration(stop.milliseconds))),
        ("failed checks", &|row| Some(thousands(row.faults.len() as u64))),
    ];
    let line = |(heading, of): (&'static str, Cell<'_>)| {
        let cells: Vec<Option<String>> = comparison.rows.iter().map(of).collect();
        let is_empty = cells.iter().all(Option::is_none);
        let cells = cells.into_iter().map(|cell| cell.unwrap_or_else(|| NONE.to_owned())).collect();
        (!is_empty).then_some(Line { heading, cells })
    };
    all.into_iter().filter_map(line).collect()
}

fn count(of: fn(&Measured) -> u64) -> impl Fn(&Row) -> Option<String> {
    move |row| row.image.as_ref().map(|image| thousands(of(image)))
}

fn built(build: Build) -> impl Fn(&Row) -> Option<String> {
    move |row| row.timings.iter().find(|timing| timing.build == build).map(|timing| duration(timing.milliseconds))
}

fn yes(is_so: bool) -> String {
    if is_so { "yes" } else { "no" }.to_owned()
}

fn killed(is_so: bool) -> String {
    if is_so { "killed, " } else { "" }.to_owned()
}

fn user(image: &Measured) -> String {
    if image.user.is_empty() { "root".to_owned() } else { image.user.clone() }
}

/// What the figures do not say: who is smallest, what each one gives up, what went wrong, what was left out.
fn notes(comparison: &Comparison, list: &dyn Fn(&str, &[String]) -> String, mark: &str) -> String {
    let mut text = String::new();
    if comparison.rows.iter().any(|row| row.is_chosen) {
        let _ = write!(text, "\n{mark} the base that this project has chosen\n");
    }
    if let Some(row) = comparison.smallest() {
        let less =
            comparison.reduction(row).map(|less| format!(", {} less than the single-stage image", percent(less)));
        let bytes = row.unpacked().map(thousands).unwrap_or_default();
        let _ = write!(text, "\nThe smallest is {}: {bytes} bytes unpacked{}.\n", row.title, less.unwrap_or_default());
    }
    let trouble = |row: &Row| Some(row.trouble()).filter(|trouble| !trouble.is_empty()).into_iter().collect();
    let rows = || comparison.rows.iter();
    let parts: [(&str, Vec<Item<'_>>); 3] = [
        ("Not to be compared:", rows().map(|row| (&*row.title, trouble(row))).collect()),
        ("What each one gives up:", rows().map(|row| (&*row.title, row.gives_up.clone())).collect()),
        ("Left out:", comparison.skipped.iter().map(|base| (&*base.id, vec![base.why.clone()])).collect()),
    ];
    for (heading, items) in parts {
        let items: Vec<_> = items.into_iter().filter(|(_, clauses)| !clauses.is_empty()).collect();
        if !items.is_empty() {
            let _ = write!(text, "\n{heading}\n");
            text += if mark == "*" { "" } else { "\n" };
            text.extend(items.iter().map(|(name, clauses)| list(name, clauses)));
        }
    }
    text
}

/// A clause on every line, those that are too long broken at a blank, all behind the name.
fn listed(name: &str, clauses: &[String], indent: usize, width: usize) -> String {
    let mut text = String::new();
    let mut name = name;
    for clause in clauses {
        let mut line = padded(name, indent, false);
        let mut is_empty = true;
        for word in clause.split_whitespace() {
            if !is_empty && line.chars().count() + 1 + word.chars().count() > width {
                text += &line;
                text.push('\n');
                line = " ".repeat(indent + 2);
                is_empty = true;
            }
            if !is_empty {
                line.push(' ');
            }
            line += word;
            is_empty = false;
        }
        text += &line;
        text.push('\n');
        name = "";
    }
    text
}
