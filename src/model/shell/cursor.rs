//! Where a reader is in a shell line, and what it passes over: blanks, comments, here-documents.

use super::Command;

/// How deep commands and words may nest: nobody writes more, and the stack is not the author's to spend.
const DEEPEST: usize = 60;

/// Reads a shell line from left to right.
pub(super) struct Reader<'a> {
    pub(super) line: &'a str,
    /// The byte it is at.
    pub(super) at: usize,
    /// What stands before the line, in bytes, where it is a part of a longer one.
    pub(super) offset: usize,
    /// The commands so far.
    pub(super) found: Vec<Command>,
    /// The subshells that are open.
    pub(super) subshells: Vec<usize>,
    /// How many subshells there have been.
    pub(super) subshell_count: usize,
    /// How many things are open that may leave out what stands in them.
    pub(super) conditions: usize,
    /// Here-documents whose text begins on the next line: the word that ends each, and whether tabs before it go.
    pub(super) heredocs: Vec<(String, bool)>,
    depth: usize,
}

impl<'a> Reader<'a> {
    /// A reader at the start of `line`, which stands `offset` bytes behind the start of the whole line.
    pub(super) fn new(line: &'a str, offset: usize) -> Self {
        Self {
            line,
            at: 0,
            offset,
            found: Vec::new(),
            subshells: Vec::new(),
            subshell_count: 0,
            conditions: 0,
            heredocs: Vec::new(),
            depth: 0,
        }
    }

    /// Reads something that may hold itself; `None` where that nests too deep.
    pub(super) fn nested<T>(&mut self, read: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        if self.depth == DEEPEST {
            return None;
        }
        self.depth += 1;
        let read = read(self);
        self.depth -= 1;
        read
    }

    /// Reads something whose commands may not be reached.
    pub(super) fn conditional<T>(&mut self, read: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        self.conditions += 1;
        let read = read(self);
        self.conditions -= 1;
        read
    }

    /// Reads something that runs in a shell of its own.
    pub(super) fn in_subshell<T>(&mut self, read: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        self.subshell_count += 1;
        self.subshells.push(self.subshell_count);
        let read = read(self);
        self.subshells.pop();
        read
    }

    /// What is still to be read.
    pub(super) fn rest(&self) -> &'a str {
        &self.line[self.at..]
    }

    pub(super) fn is_at_end(&self) -> bool {
        self.at == self.line.len()
    }

    pub(super) fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    pub(super) fn next(&mut self) -> Option<char> {
        let letter = self.peek()?;
        self.at += letter.len_utf8();
        Some(letter)
    }

    /// Whether `text` comes next; it is then behind the reader.
    pub(super) fn take(&mut self, text: &str) -> bool {
        let comes = self.rest().starts_with(text);
        if comes {
            self.at += text.len();
        }
        comes
    }

    /// The letters up to the next one that ends an unquoted word.
    pub(super) fn name(&self) -> &'a str {
        let rest = self.rest();
        &rest[..rest.find(ends_word).unwrap_or(rest.len())]
    }

    /// Whether the reserved word `word` comes next; it is then behind the reader.
    pub(super) fn take_name(&mut self, word: &str) -> bool {
        self.name() == word && self.take(word)
    }

    /// Passes blanks, continuations, and a comment.
    pub(super) fn skip_blanks(&mut self) {
        loop {
            let rest = self.rest();
            if rest.starts_with([' ', '\t', '\r']) {
                self.at += 1;
            } else if rest.starts_with("\\\n") {
                self.at += 2;
            } else if rest.starts_with("\\\r\n") {
                self.at += 3;
            } else {
                break;
            }
        }
        if self.peek() == Some('#') {
            self.at += self.rest().find('\n').unwrap_or(self.rest().len());
        }
    }

    /// Passes blanks, comments and line ends, with the text of here-documents.
    pub(super) fn skip_lines(&mut self) {
        self.skip_blanks();
        while self.take("\n") {
            for (end, strip_tabs) in std::mem::take(&mut self.heredocs) {
                self.skip_heredoc(&end, strip_tabs);
            }
            self.skip_blanks();
        }
    }

    fn skip_heredoc(&mut self, end: &str, strip_tabs: bool) {
        for line in self.rest().split_inclusive('\n') {
            self.at += line.len();
            let line = if strip_tabs { line.trim_start_matches('\t') } else { line };
            if line.trim_end_matches(['\r', '\n']) == end {
                return;
            }
        }
    }
}

/// Whether a letter ends a word that is not quoted.
pub(super) fn ends_word(letter: char) -> bool {
    matches!(letter, ' ' | '\t' | '\r' | '\n' | ';' | '&' | '|' | '<' | '>' | '(' | ')')
}
