//! Reasons: why an instruction is there, told once for the listing, the comments, the report and the rules' advice.

mod comment;

use std::path::Path;

use serde::Serialize;

pub use comment::{Comments, annotate};

use crate::error::{Error, Result};

/// The longest title: it is printed as one comment line.
const LONGEST_TITLE: usize = 90;

/// The sections of a reason, in the order in which they must stand.
const SECTIONS: [&str; 4] = ["What it does", "Why", "What breaks without it", "See it yourself"];

/// Why an instruction is there. Its texts are Markdown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reason {
    /// Names the practice: `cache-mount`. The file is called after it.
    pub id: String,
    /// One line that says what the instruction achieves.
    pub title: String,
    /// What the instruction does.
    pub what: String,
    /// Why it is done, and done this way.
    pub why: String,
    /// What breaks without it.
    pub without: String,
    /// How to see it with one's own eyes.
    pub see: String,
}

impl Reason {
    /// Reads `<id>.md`: a title, then the four sections. `path` gives the id, and is what errors show.
    ///
    /// # Errors
    /// The file name is not an id, the title is missing or too long, or a section is missing, empty, unknown or out of
    /// order.
    pub fn parse(path: &str, text: &str) -> Result<Self> {
        let file = Path::new(path);
        let id = file.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
        if !is_id(id) || file.extension().is_none_or(|extension| extension != "md") {
            let error = Error::bad_input("the file name is not that of a reason").at(path);
            return Err(error.help("call it <id>.md, with an id made of a-z, 0-9 and -"));
        }
        let title = title(path, text)?;
        let [what, why, without, see] = sections(path, text)?;
        Ok(Self { id: id.to_owned(), title, what, why, without, see })
    }
}

/// Whether `text` can be the id of a reason: `[a-z0-9-]+`.
#[must_use]
pub fn is_id(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-'))
}

/// The title, from the first line.
fn title(path: &str, text: &str) -> Result<String> {
    let title = text.lines().next().and_then(|line| line.strip_prefix("# ")).unwrap_or_default().trim();
    if title.is_empty() {
        return Err(error(path, 1, "the first line is not a title").help("begin with: # What the instruction achieves"));
    }
    let length = title.chars().count();
    if length > LONGEST_TITLE {
        return Err(error(path, 1, format!("the title has {length} characters, {LONGEST_TITLE} are allowed")));
    }
    Ok(title.to_owned())
}

/// The texts of the four sections.
fn sections(path: &str, text: &str) -> Result<[String; 4]> {
    let mut texts: [String; 4] = Default::default();
    let mut starts = Vec::new();
    let mut in_code = false;
    for (line, number) in text.lines().zip(1..).skip(1) {
        in_code ^= line.trim_start().starts_with("```");
        if !in_code && is_heading(line) {
            if let Some(last) = starts.len().checked_sub(1).filter(|last| texts[*last].trim().is_empty()) {
                return Err(error(path, starts[last], format!("the section `{}` is empty", SECTIONS[last])));
            }
            expect_section(path, number, line, starts.len())?;
            starts.push(number);
        } else if let Some(section) = starts.len().checked_sub(1) {
            texts[section].push_str(line.trim_end());
            texts[section].push('\n');
        } else if !line.trim().is_empty() {
            return Err(error(path, number, "there is text between the title and the first section"));
        }
    }
    let last = text.lines().count().max(1);
    if let Some(missing) = SECTIONS.get(starts.len()) {
        return Err(error(path, last, format!("the section `## {missing}` is missing")));
    }
    if texts[3].trim().is_empty() {
        return Err(error(path, starts[3], format!("the section `{}` is empty", SECTIONS[3])));
    }
    Ok(texts.map(|text| text.trim_end().trim_start_matches('\n').to_owned()))
}

/// Whether a line is a Markdown heading of any level.
fn is_heading(line: &str) -> bool {
    let rest = line.trim_start_matches('#');
    rest.len() < line.len() && (rest.is_empty() || rest.starts_with(' '))
}

/// Checks that the heading at `number` opens the section with `index`.
fn expect_section(path: &str, number: usize, line: &str, index: usize) -> Result<()> {
    let Some(wanted) = SECTIONS.get(index) else {
        return Err(error(path, number, format!("`{line}` comes after the last section")));
    };
    if line.strip_prefix("## ").map(str::trim) == Some(wanted) {
        return Ok(());
    }
    Err(error(path, number, format!("`{line}` stands where `## {wanted}` should")))
}

fn error(path: &str, line: usize, what: impl Into<String>) -> Error {
    Error::bad_input(what).at(format!("{path}:{line}"))
}
