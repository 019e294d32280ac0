//! Simple commands: assignments, words, redirections.

use super::cursor::{Reader, ends_word};
use super::{Command, Word};

impl Reader<'_> {
    pub(super) fn simple(&mut self) -> Option<()> {
        let start = self.at;
        let (mut assignments, mut words, mut writes) = (Vec::new(), Vec::new(), Vec::new());
        let mut end = start;
        loop {
            self.skip_blanks();
            if self.redirection(&mut writes)? {
                end = self.at;
                continue;
            }
            match self.peek() {
                Some('(') if words.len() == 1 && assignments.is_empty() => return self.function(),
                Some(letter) if !ends_word(letter) => {}
                _ => break,
            }
            let name = if words.is_empty() { assigned(self.rest()).map(str::to_owned) } else { None };
            if let Some(name) = name {
                self.at += name.len() + 1;
                assignments.push((name, self.word()?));
            } else {
                words.push(self.word()?);
            }
            end = self.at;
        }
        if end == start {
            return None;
        }
        let behind = std::mem::replace(&mut self.at, end);
        self.push(start, assignments, words, writes);
        self.at = behind;
        Some(())
    }

    /// Redirections behind a compound command: they are a command of their own that only redirects.
    pub(super) fn redirections(&mut self) -> Option<()> {
        let mut writes = Vec::new();
        self.skip_blanks();
        let start = self.at;
        let mut end = start;
        while self.redirection(&mut writes)? {
            end = self.at;
            self.skip_blanks();
        }
        if !writes.is_empty() {
            let behind = std::mem::replace(&mut self.at, end);
            self.push(start, Vec::new(), Vec::new(), writes);
            self.at = behind;
        }
        Some(())
    }

    /// Reads a redirection, if one comes next; the file that it writes joins `writes`.
    pub(super) fn redirection(&mut self, writes: &mut Vec<Word>) -> Option<bool> {
        let before = self.at;
        self.at += self.rest().bytes().take_while(u8::is_ascii_digit).count();
        if self.take("<<<") || (self.rest().starts_with("<<") && self.heredoc()?) {
            self.skip_blanks();
            self.word()?;
            return Some(true);
        }
        let operators = ["&>>", "&>", ">>", ">&", ">|", "<>", "<&", ">", "<"];
        let is_numbered = self.at > before;
        let Some(operator) =
            operators.into_iter().filter(|own| !is_numbered || !own.starts_with('&')).find(|own| self.take(own))
        else {
            self.at = before;
            return Some(false);
        };
        self.skip_blanks();
        let word = self.word().filter(|word| !word.bytes.is_empty())?;
        let is_number = word.text == "-" || word.text.bytes().all(|byte| byte.is_ascii_digit());
        if !operator.starts_with('<') && (operator != ">&" || !is_number) {
            writes.push(word);
        }
        Some(true)
    }

    /// Takes `<<` and notes the word behind it, which stays to be read.
    pub(super) fn heredoc(&mut self) -> Option<bool> {
        self.take("<<");
        let strip_tabs = self.take("-");
        self.skip_blanks();
        let at = self.at;
        let word = self.word().filter(|word| !word.bytes.is_empty())?;
        self.at = at;
        self.heredocs.push((word.text, strip_tabs));
        Some(true)
    }

    /// The words up to the end of a command.
    pub(super) fn words(&mut self) -> Option<()> {
        self.skip_blanks();
        while self.peek().is_some_and(|letter| !ends_word(letter)) {
            self.word()?;
            self.skip_blanks();
        }
        Some(())
    }

    pub(super) fn push(&mut self, start: usize, assignments: Vec<(String, Word)>, words: Vec<Word>, writes: Vec<Word>) {
        self.found.push(Command {
            assignments,
            words,
            writes,
            is_conditional: self.conditions > 0,
            subshells: self.subshells.clone(),
            bytes: self.offset + start..self.offset + self.at,
        });
    }
}

/// The name that the word at the front of `text` assigns to: `A=b`, `A+=b`.
fn assigned(text: &str) -> Option<&str> {
    let (name, _) = text.split_once('=')?;
    let is_name = name.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    is_name.then_some(name)
}
