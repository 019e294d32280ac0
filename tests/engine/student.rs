//! What a student writes: an answer to every open question, and the counts of a scan.
//!
//! The sentences say what they are, a test's; nothing here judges what a good answer would be. The counts are sample
//! numbers: no scanner runs here, and the line before each table says so.

use std::fs;
use std::path::Path;

use crate::Result;

/// What an open question in a Dockerfile ends with.
const OPEN: &str = "# Answer:";

/// How an open question in a report begins.
const QUESTION: &str = "> **TODO**";

/// Answers every open question in a Dockerfile, and tells how many there were.
pub fn answer_dockerfile(path: &Path) -> Result<usize> {
    let text = fs::read_to_string(path)?;
    let mut count = 0;
    let mut written = String::new();
    for line in text.lines() {
        written += line;
        if line.trim() == OPEN {
            count += 1;
            written += &format!(" {}", sentence(count));
        }
        written.push('\n');
    }
    fs::write(path, written)?;
    Ok(count)
}

/// Answers every open question in a report, fills the tables in them, and tells how many questions there were.
pub fn answer_report(path: &Path) -> Result<usize> {
    let text = fs::read_to_string(path)?;
    let mut count = 0;
    let mut written = String::new();
    let mut lines = text.lines().peekable();
    let mut is_msgens = false;
    while let Some(line) = lines.next() {
        is_msgens = (is_msgens || line.starts_with("<!-- msgen:begin")) && !line.starts_with("<!-- msgen:end");
        if is_msgens || !line.starts_with(QUESTION) {
            written += line;
            written.push('\n');
            continue;
        }
        count += 1;
        written += &sentence(count);
        written.push('\n');
        // The question goes, with its further lines; a table in it is filled and stays.
        while let Some(quoted) = lines.next_if(|line| line.starts_with('>')) {
            let quoted = quoted.trim_start_matches('>').trim_start();
            if quoted.starts_with('|') {
                let is_first = !written.ends_with("|\n");
                let before = if is_first { "\nSample numbers, which no scanner counted:\n\n" } else { "" };
                written += &format!("{before}{}\n", filled(quoted));
            }
        }
    }
    fs::write(path, written)?;
    Ok(count)
}

/// A sentence that claims nothing about any image.
fn sentence(number: usize) -> String {
    format!("Point {number}: a test wrote this line, where a student explains in own words.")
}

/// A row of a table with a sample number in every empty cell.
fn filled(row: &str) -> String {
    let cells: Vec<&str> = row.trim().trim_matches('|').split('|').map(str::trim).collect();
    let cells: Vec<&str> = cells.into_iter().map(|cell| if cell.is_empty() { "7" } else { cell }).collect();
    format!("| {} |", cells.join(" | "))
}
