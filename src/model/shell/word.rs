//! Words: quotes, variables, substitutions.

use super::Word;
use super::cursor::{Reader, ends_word};

impl Reader<'_> {
    /// The word that begins here; empty where none does.
    pub(super) fn word(&mut self) -> Option<Word> {
        let start = self.at;
        let mut word = Word { text: String::new(), is_open: self.peek() == Some('~'), bytes: 0..0 };
        let mut bracket = false;
        let mut brace = false;
        while let Some(letter) = self.peek().filter(|letter| !ends_word(*letter)) {
            match letter {
                '\'' => self.single_quotes(&mut word)?,
                '"' => self.double_quotes(&mut word)?,
                '$' => self.dollar(&mut word)?,
                '`' => self.backticks(&mut word)?,
                '\\' => {
                    self.next();
                    // A backslash at the very end stands for itself.
                    match self.next() {
                        Some('\n') => {}
                        escaped => word.text.push(escaped.unwrap_or('\\')),
                    }
                }
                letter => {
                    word.is_open |= matches!(letter, '*' | '?')
                        || (letter == ']' && bracket)
                        || (letter == '}' && brace && word.text.contains(','));
                    bracket |= letter == '[';
                    brace |= letter == '{';
                    word.text.push(letter);
                    self.next();
                }
            }
        }
        word.bytes = self.offset + start..self.offset + self.at;
        Some(word)
    }

    fn single_quotes(&mut self, word: &mut Word) -> Option<()> {
        self.next();
        let length = self.rest().find('\'')?;
        word.text.push_str(&self.rest()[..length]);
        self.at += length + 1;
        Some(())
    }

    fn double_quotes(&mut self, word: &mut Word) -> Option<()> {
        self.next();
        loop {
            match self.peek()? {
                '"' => break,
                '$' => self.dollar(word)?,
                '`' => self.backticks(word)?,
                '\\' => {
                    self.next();
                    match self.next()? {
                        '\n' => {}
                        special @ ('$' | '`' | '"' | '\\') => word.text.push(special),
                        other => word.text.extend(['\\', other]),
                    }
                }
                letter => {
                    word.text.push(letter);
                    self.next();
                }
            }
        }
        self.next();
        Some(())
    }

    /// A variable or a substitution, as it is written.
    fn dollar(&mut self, word: &mut Word) -> Option<()> {
        let start = self.at;
        self.next();
        match self.peek() {
            Some('{') => self.nested(Self::braces)?,
            Some('(') => match arithmetic(self.rest()) {
                Some(length) => self.at += length,
                None => self.substitution()?,
            },
            Some(first) if first.is_ascii_digit() || "@*#?-$!".contains(first) => {
                self.next();
            }
            _ => {
                let belongs = |letter: &char| letter.is_ascii_alphanumeric() || *letter == '_';
                self.at += self.rest().chars().take_while(belongs).count();
            }
        }
        word.text.push_str(&self.line[start..self.at]);
        word.is_open |= self.at > start + 1;
        Some(())
    }

    /// `{…}` behind a dollar sign.
    fn braces(&mut self) -> Option<()> {
        self.next();
        let mut inner = Word { text: String::new(), is_open: true, bytes: 0..0 };
        loop {
            match self.peek()? {
                '}' => break,
                '\'' => self.single_quotes(&mut inner)?,
                '"' => self.double_quotes(&mut inner)?,
                '$' => self.dollar(&mut inner)?,
                '`' => self.backticks(&mut inner)?,
                '\\' => {
                    self.next();
                    self.next()?;
                }
                _ => {
                    self.next();
                }
            }
        }
        self.next();
        Some(())
    }

    /// `(…)` behind a dollar sign.
    fn substitution(&mut self) -> Option<()> {
        self.next();
        self.nested(|reader| reader.in_subshell(|reader| reader.list(&[])))?;
        self.take(")").then_some(())
    }

    /// `` `…` ``, as it is written. What has a backslash in it is read differently by the shell, and is not looked into.
    fn backticks(&mut self, word: &mut Word) -> Option<()> {
        let start = self.at;
        self.next();
        let inside = self.at;
        loop {
            match self.next()? {
                '`' => break,
                '\\' => {
                    self.next()?;
                }
                _ => {}
            }
        }
        let text = &self.line[inside..self.at - 1];
        if !text.contains('\\') {
            let commands = self.nested(|outer| {
                outer.in_subshell(|outer| {
                    let mut reader = Reader::new(text, outer.offset + inside);
                    reader.subshells.clone_from(&outer.subshells);
                    reader.subshell_count = outer.subshell_count;
                    reader.conditions = outer.conditions;
                    reader.list(&[])?;
                    outer.subshell_count = reader.subshell_count;
                    reader.is_at_end().then_some(reader.found)
                })
            })?;
            self.found.extend(commands);
        }
        word.text.push_str(&self.line[start..self.at]);
        word.is_open = true;
        Some(())
    }
}

/// How many bytes `((…))` takes at the front of `text`, if that is what stands there.
fn arithmetic(text: &str) -> Option<usize> {
    if !text.starts_with("((") {
        return None;
    }
    let mut open = 0_usize;
    for (at, letter) in text.char_indices() {
        match letter {
            '(' => open += 1,
            ')' => open -= 1,
            _ => {}
        }
        // The two outer brackets must close together; `((a) && b)` is a subshell.
        if open == 1 && letter == ')' {
            return text[at + 1..].starts_with(')').then_some(at + 2);
        }
    }
    None
}
