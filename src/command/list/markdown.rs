//! The list as Markdown: languages by bases, and below the table why a cell is not proved or refused.

use std::fmt::Write as _;

use super::row::{Row, Status};
use crate::catalog::Base;

/// What a note says, and of which languages on which bases.
struct Note<'a> {
    text: String,
    languages: Vec<&'a str>,
    bases: Vec<&'a str>,
}

/// The table with its notes. Languages of which the same is to be said share a note.
pub(super) fn table(bases: &[Base], rows: &[Row]) -> String {
    let mut text = String::from("| |");
    // Writing into a String cannot fail.
    for base in bases {
        let _ = write!(text, " {} |", base.id);
    }
    let _ = writeln!(text, "\n| --- |{}", " --- |".repeat(bases.len()));
    let mut notes = Vec::new();
    for rows in rows.chunk_by(|row, next| row.language == next.language) {
        let own = number(&mut notes, rows);
        let _ = write!(text, "| {} |", rows[0].title);
        for row in rows {
            let number = own.iter().find(|index| note(&row.status).as_ref() == Some(&notes[**index].text));
            let number = number.map(|index| format!(" ({})", index + 1)).unwrap_or_default();
            let _ = write!(text, " {}{number} |", row.status.word());
        }
        text.push('\n');
    }
    for (index, Note { text: note, languages, bases }) in notes.iter().enumerate() {
        let gap = if index == 0 { "\n" } else { "" };
        let _ = writeln!(text, "{gap}{}. {} on {}: {note}", index + 1, list(languages), list(bases));
    }
    text
}

/// What has to be said of a cell.
fn note(status: &Status) -> Option<String> {
    match status {
        Status::Proved { .. } => None,
        Status::Unproved { missing, .. } => Some(format!("not started yet, because this is missing: {missing}")),
        Status::Refused { reason, nearest } => Some(format!("{reason}; instead: {nearest}")),
    }
}

/// Adds the notes of one language to the others; returns which they are.
fn number<'a>(notes: &mut Vec<Note<'a>>, rows: &'a [Row]) -> Vec<usize> {
    let mut own: Vec<Note<'a>> = Vec::new();
    for row in rows {
        let Some(text) = note(&row.status) else { continue };
        match own.iter_mut().find(|note| note.text == text) {
            Some(note) => note.bases.push(&row.base),
            None => own.push(Note { text, languages: vec![&row.title], bases: vec![&row.base] }),
        }
    }
    let mut indexes = Vec::new();
    for new in own {
        match notes.iter().position(|note| note.text == new.text && note.bases == new.bases) {
            Some(index) => {
                notes[index].languages.extend(new.languages);
                indexes.push(index);
            }
            None => {
                notes.push(new);
                indexes.push(notes.len() - 1);
            }
        }
    }
    indexes
}

/// `a`, `a and b`, or `a, b and c`.
fn list(names: &[&str]) -> String {
    match names.split_last() {
        None => String::new(),
        Some((last, [])) => (*last).to_owned(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
    }
}
