//! The text of a file that is checked, and where in it something stands.

use std::ops::Range;

use super::Place;
use crate::document::{Instruction, Span};

/// A file that is checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// The path by which findings call it.
    pub name: String,
    /// Its text, byte for byte.
    pub text: String,
    /// The byte at which each line starts.
    starts: Vec<usize>,
}

impl Source {
    /// A file of that name and text.
    #[must_use]
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        let text = text.into();
        let ends = text.match_indices('\n').map(|(at, _)| at + 1);
        let starts = [0].into_iter().chain(ends.filter(|at| *at < text.len())).collect();
        Self { name: name.into(), text, starts }
    }

    /// How many lines it has.
    #[must_use]
    pub fn line_count(&self) -> usize {
        self.starts.len()
    }

    /// The text of a line, counted from 1, without its end; empty where there is no such line.
    #[must_use]
    pub fn line_text(&self, line: usize) -> &str {
        self.text[self.start(line)..self.start(line + 1)].trim_end_matches(['\r', '\n'])
    }

    /// The bytes of a line, counted from 1, without its end.
    #[must_use]
    pub fn line_bytes(&self, line: usize) -> Range<usize> {
        let start = self.start(line);
        start..start + self.line_text(line).len()
    }

    /// One line, counted from 1, without its end.
    #[must_use]
    pub fn line(&self, line: usize) -> Place {
        self.at(self.line_bytes(line))
    }

    /// Whole lines with their ends, counted from 1.
    #[must_use]
    pub fn lines(&self, lines: Span) -> Place {
        self.at(self.start(lines.start)..self.start(lines.end + 1))
    }

    /// The bytes of a range.
    #[must_use]
    pub fn at(&self, bytes: Range<usize>) -> Place {
        let start = self.line_of(bytes.start);
        let end = self.line_of(bytes.end.saturating_sub(1).max(bytes.start));
        let before = &self.text[self.start(start)..bytes.start];
        Place { file: self.name.clone(), lines: Span { start, end }, column: before.chars().count() + 1, bytes }
    }

    /// An instruction: its lines from the keyword to the end of its text.
    #[must_use]
    pub fn instruction(&self, instruction: &Instruction) -> Place {
        let bytes = self.lines(instruction.span).bytes;
        let text = &self.text[bytes.clone()];
        let start = bytes.start + (text.len() - text.trim_start().len());
        self.at(start..(bytes.start + text.trim_end().len()).max(start))
    }

    /// The first place where `word` stands in an instruction, and is not a part of a longer word; the whole
    /// instruction where it is not written that way.
    #[must_use]
    pub fn word(&self, instruction: &Instruction, word: &str) -> Place {
        self.nth_word(instruction, word, 0)
    }

    /// [`Source::word`], for the place after `skip` others.
    #[must_use]
    pub fn nth_word(&self, instruction: &Instruction, word: &str, skip: usize) -> Place {
        let whole = self.instruction(instruction);
        let text = &self.text[whole.bytes.clone()];
        let belongs = |letter: char| letter.is_alphanumeric() || matches!(letter, '_' | '-' | '.' | '/');
        let found = text.match_indices(word).filter(|(at, _)| {
            let before = text[..*at].chars().next_back();
            let after = text[at + word.len()..].chars().next();
            !word.is_empty() && !before.is_some_and(belongs) && !after.is_some_and(belongs)
        });
        match found.map(|(at, _)| at).nth(skip) {
            Some(at) => self.at(whole.bytes.start + at..whole.bytes.start + at + word.len()),
            None => whole,
        }
    }

    /// Line and column of a byte, both counted from 1, the column in characters. Behind a last line end begins a line.
    #[must_use]
    pub fn position(&self, byte: usize) -> (usize, usize) {
        if byte == self.text.len() && self.text.ends_with('\n') {
            return (self.line_count() + 1, 1);
        }
        let place = self.at(byte..byte);
        (place.lines.start, place.column)
    }

    /// The byte at which a line starts; the end of the text behind the last line.
    fn start(&self, line: usize) -> usize {
        self.starts.get(line.saturating_sub(1)).copied().unwrap_or(self.text.len())
    }

    /// The line that a byte is in, counted from 1.
    fn line_of(&self, byte: usize) -> usize {
        self.starts.partition_point(|start| *start <= byte).max(1)
    }
}
