//! Markdown as lines: wrapped, and as a terminal shows it.

use std::fmt::Write as _;

use anstyle::Style;

use crate::page::is_heading;
use crate::report::Fence;

/// How far code is indented on a terminal.
const INDENT: &str = "    ";

/// Markdown for a terminal of `width` columns: headings are bold, code is indented, the rest is wrapped. Styled, for
/// whoever writes it to strip.
#[must_use]
pub fn terminal(text: &str, width: usize) -> String {
    let bold = Style::new().bold();
    // What stands in somebody's file must not speak to the terminal.
    let text = text.replace(|letter: char| letter.is_control() && !matches!(letter, '\n' | '\t'), "\u{fffd}");
    let mut shown = String::new();
    let mut fence = Fence::default();
    for line in wrap(&text, width) {
        let was_open = fence.is_open();
        let in_code = fence.holds(&line);
        if fence.is_open() != was_open {
            continue;
        }
        let line = line.trim_end();
        if !in_code && line.is_empty() && (shown.is_empty() || shown.ends_with("\n\n")) {
            continue;
        }
        if in_code {
            let indent = if line.is_empty() { "" } else { INDENT };
            shown.extend([indent, line]);
        } else if is_heading(line) {
            // Writing into a String cannot fail.
            let _ = write!(shown, "{bold}{}{bold:#}", line.trim_start_matches('#').trim_start());
        } else {
            shown.push_str(line);
        }
        shown.push('\n');
    }
    shown.truncate(shown.trim_end().len());
    shown.push('\n');
    shown
}

/// A word or line as Markdown shows code, whatever is in it.
#[must_use]
pub fn code(text: &str) -> String {
    let longest = text.split(|letter| letter != '`').map(str::len).max().unwrap_or(0);
    let ticks = "`".repeat(longest + 1);
    let space = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{ticks}{space}{text}{space}{ticks}")
}

/// Somebody's text in a cell of a table, on one line: what stands between backticks is code, nothing else is markup.
#[must_use]
pub fn cell(text: &str) -> String {
    // What stands in somebody's file must not end the table.
    let text: String = text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
    let parts: Vec<&str> = text.split('`').collect();
    let mut shown = String::new();
    for (at, part) in parts.iter().enumerate() {
        let is_code = at % 2 == 1 && at + 1 < parts.len() && !part.trim().is_empty();
        if is_code {
            shown.extend(["`", &part.replace('|', "\\|"), "`"]);
            continue;
        }
        for letter in part.chars() {
            if matches!(letter, '\\' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~' | '!' | '#') {
                shown.push('\\');
            }
            shown.push(letter);
        }
    }
    shown
}

/// Lines as a block of code, whatever is in them.
#[must_use]
pub fn block(language: &str, text: &str) -> String {
    let longest = text.lines().map(str::trim_start).map(|line| line.len() - line.trim_start_matches('`').len());
    let ticks = "`".repeat(longest.max().unwrap_or(0).max(2) + 1);
    format!("{ticks}{language}\n{}\n{ticks}\n", text.trim_end().replace("\r\n", "\n"))
}

/// Wraps Markdown: paragraphs and list items are filled; blank lines, headings, tables and code blocks are kept.
pub(crate) fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut paragraph = String::new();
    let mut fence = Fence::default();
    for line in text.lines() {
        let is_code = fence.holds(line);
        let is_item = !is_code && list_marker(line).is_some();
        let is_kept = is_code || is_heading(line) || line.starts_with('|');
        if is_kept || is_item || line.trim().is_empty() {
            fill(&std::mem::take(&mut paragraph), width, &mut lines);
        }
        if is_kept {
            lines.push(line.trim_end().to_owned());
        } else if line.trim().is_empty() {
            lines.push(String::new());
        } else {
            paragraph.push_str(if is_item { line.trim_end() } else { line.trim() });
            paragraph.push(' ');
        }
    }
    fill(&paragraph, width, &mut lines);
    lines
}

/// Fills one paragraph or list item; further lines of an item are indented to its text.
fn fill(paragraph: &str, width: usize, lines: &mut Vec<String>) {
    let indent = list_marker(paragraph).unwrap_or_default();
    let lead = paragraph.len() - paragraph.trim_start().len();
    let mut line = " ".repeat(lead);
    let mut is_fresh = true;
    for word in paragraph.split_whitespace() {
        if !is_fresh && line.chars().count() + 1 + word.chars().count() > width {
            lines.push(std::mem::replace(&mut line, " ".repeat(indent)));
            is_fresh = true;
        }
        if !is_fresh {
            line.push(' ');
        }
        line.push_str(word);
        is_fresh = false;
    }
    if !is_fresh {
        lines.push(line);
    }
}

/// Whether a line opens or closes a code block.
pub(crate) fn is_fence(line: &str) -> bool {
    line.trim_start().starts_with("```")
}

/// How many columns stand before the text of a list item; `None` if the line opens none.
pub(crate) fn list_marker(line: &str) -> Option<usize> {
    let rest = line.trim_start();
    let lead = line.len() - rest.len();
    let digits = rest.len() - rest.trim_start_matches(|digit: char| digit.is_ascii_digit()).len();
    let marker = match digits {
        0 => 1,
        digits => digits + 1,
    };
    let is_marker = match rest.get(..marker)? {
        "-" | "*" | "+" => true,
        number => digits > 0 && number.ends_with('.'),
    };
    (is_marker && rest[marker..].starts_with(' ')).then_some(lead + marker + 1)
}
