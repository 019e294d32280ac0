//! What `docker images` prints: rows of names, ids and sizes, with two blanks or more between the columns.

use super::markdown::Listing;
use super::quantity::{Quantity, Unit, quantities};

/// What the header of the list begins with.
const FIRST: &str = "REPOSITORY";

/// A row of the list.
#[derive(Debug)]
pub(super) struct ImageRow {
    /// Its line.
    pub(super) line: usize,
    /// Repository and tag: `golang:1.21`.
    pub(super) name: String,
    /// The id of the image, where the row shows one.
    pub(super) id: Option<String>,
    /// Its size, with its place in the line.
    pub(super) size: Option<Quantity>,
}

/// A header that names fewer columns than the rows below it have.
#[derive(Debug)]
pub(super) struct ShortHeader {
    /// Its line.
    pub(super) line: usize,
    /// How many columns it names.
    pub(super) columns: usize,
}

/// The columns of a line.
fn columns(line: &str) -> Vec<&str> {
    line.split("  ").flat_map(|part| part.split('\t')).map(str::trim).filter(|part| !part.is_empty()).collect()
}

/// The images that a listing shows.
pub(super) fn rows(listing: &Listing) -> Vec<ImageRow> {
    let mut found = Vec::new();
    let mut is_below_header = false;
    for (line, text) in &listing.lines {
        let columns = columns(text);
        if columns.first() == Some(&FIRST) {
            is_below_header = true;
        } else if columns.len() < 3 {
            is_below_header = false;
        } else {
            let id = columns.get(2).filter(|id| is_id(id)).map(|id| (*id).to_owned());
            let size = quantities(text).into_iter().rfind(|size| size.unit == Unit::Bytes);
            let size = size.filter(|size| size.bytes.end == text.trim_end().len());
            if is_below_header || (id.is_some() && size.is_some()) {
                found.push(ImageRow { line: *line, name: format!("{}:{}", columns[0], columns[1]), id, size });
            }
        }
    }
    found
}

/// The header of a list whose rows all have more columns than it names.
pub(super) fn short_header(listing: &Listing) -> Option<ShortHeader> {
    let at = listing.lines.iter().position(|(_, text)| columns(text).first() == Some(&FIRST))?;
    let (line, header) = &listing.lines[at];
    let header = columns(header).len();
    let rows = listing.lines[at + 1..].iter().map(|(_, text)| columns(text).len()).take_while(|count| *count > 2);
    let rows: Vec<usize> = rows.collect();
    (!rows.is_empty() && rows.iter().all(|count| *count > header))
        .then_some(ShortHeader { line: *line, columns: header })
}

/// Whether a word is the id of an image: the first digits of a digest, or all of it.
pub(super) fn is_id(word: &str) -> bool {
    let word = word.strip_prefix("sha256:").unwrap_or(word);
    (word.len() == 12 || word.len() == 64)
        && word.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte))
}
