//! Cuts a joined line into words, to see which of them open here-documents.
//!
//! The builder does it as a shell would, with every variable unset and left as written. Where that fails (an open
//! quote, an unknown `${…}`), there are no words, and the line opens no here-document.

use std::iter::Peekable;
use std::str::Chars;

/// How deep `${a:-${b:-…}}` may nest: nobody writes more, and the stack is not the author's to spend.
const DEEPEST: usize = 50;

/// Cuts a line into words as the builder's shell lexer does with no variable set.
pub(super) struct Lexer<'a> {
    rest: Peekable<Chars<'a>>,
    raw_quotes: bool,
    raw_escapes: bool,
    depth: usize,
    word: String,
}

impl<'a> Lexer<'a> {
    /// A lexer for `text` that keeps or drops quotes and escape characters.
    pub(super) fn new(text: &'a str, raw_quotes: bool, raw_escapes: bool) -> Self {
        Self { rest: text.chars().peekable(), raw_quotes, raw_escapes, depth: 0, word: String::new() }
    }

    /// The words, or `None` where the builder would give up.
    pub(super) fn words(mut self) -> Option<Vec<String>> {
        let mut words = Vec::new();
        self.read_to(None, self.raw_escapes, &mut words)?;
        Some(words)
    }

    /// Reads up to `stop`, which must come, or to the end. Gives the text, and adds the words in it to `words`.
    fn read_to(&mut self, stop: Option<char>, raw_escapes: bool, words: &mut Vec<String>) -> Option<String> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return None;
        }
        let outer = std::mem::replace(&mut self.raw_escapes, raw_escapes);
        self.word.clear();
        let mut text = String::new();
        loop {
            let next = self.rest.peek().copied();
            if next == stop {
                self.rest.next();
                break;
            }
            let part = match next? {
                '$' => self.dollar()?,
                '<' => self.arrow(),
                '\'' => self.single_quotes()?,
                '"' => self.double_quotes()?,
                '\\' => self.escaped(),
                _ => self.rest.next().into_iter().collect(),
            };
            // What stands unquoted may hold the end of a word; `<< EOF` is one word.
            if matches!(next, Some('\\' | '<' | '\'' | '"')) {
                self.word.push_str(&part);
            } else {
                self.add(&part, words);
            }
            text.push_str(&part);
        }
        self.end_word(words);
        self.raw_escapes = outer;
        self.depth -= 1;
        Some(text)
    }

    /// Adds unquoted text: white space ends the word.
    fn add(&mut self, text: &str, words: &mut Vec<String>) {
        for letter in text.chars() {
            if letter.is_whitespace() {
                self.end_word(words);
            } else {
                self.word.push(letter);
            }
        }
    }

    fn end_word(&mut self, words: &mut Vec<String>) {
        if !self.word.is_empty() {
            words.push(std::mem::take(&mut self.word));
        }
    }

    /// A backslash and the letter behind it.
    fn escaped(&mut self) -> String {
        let backslash = self.rest.next().filter(|_| self.raw_escapes);
        backslash.into_iter().chain(self.rest.next()).collect()
    }

    /// `<`, or `<<` with the white space behind it.
    fn arrow(&mut self) -> String {
        let mut text: String = self.rest.next().into_iter().collect();
        if let Some(second) = self.rest.next_if_eq(&'<') {
            text.push(second);
            while let Some(space) = self.rest.next_if(|next| matches!(next, ' ' | '\t' | '\r' | '\n')) {
                text.push(space);
            }
        }
        text
    }

    fn single_quotes(&mut self) -> Option<String> {
        let quote = self.rest.next().filter(|_| self.raw_quotes);
        let mut text: String = quote.into_iter().collect();
        loop {
            match self.rest.next()? {
                '\'' => break,
                letter => text.push(letter),
            }
        }
        text.extend(quote);
        Some(text)
    }

    fn double_quotes(&mut self) -> Option<String> {
        let quote = self.rest.next().filter(|_| self.raw_quotes);
        let mut text: String = quote.into_iter().collect();
        loop {
            match self.rest.peek()? {
                '"' => break,
                '$' => text.push_str(&self.dollar()?),
                '\\' => {
                    self.rest.next();
                    let special = self.rest.next_if(|next| matches!(next, '"' | '$' | '\\'));
                    if self.raw_escapes || special.is_none() {
                        text.push('\\');
                    }
                    text.extend(special);
                }
                _ => text.extend(self.rest.next()),
            }
        }
        self.rest.next();
        text.extend(quote);
        Some(text)
    }

    /// A variable, left as written; `None` where the builder knows no such `${…}`.
    fn dollar(&mut self) -> Option<String> {
        self.rest.next();
        if self.rest.next_if_eq(&'{').is_none() {
            return Some(format!("${}", self.variable()));
        }
        if matches!(self.rest.peek()?, '{' | '}' | ':') {
            return None;
        }
        let name = self.variable();
        let operator = self.rest.next()?;
        let mut unused = Vec::new();
        match operator {
            '}' => Some(format!("${{{name}}}")),
            ':' => {
                let second = self.rest.next().filter(|second| !matches!(second, '#' | '%'))?;
                let word = self.read_to(Some('}'), false, &mut unused)?;
                Some(format!("${{{name}:{second}{word}}}"))
            }
            '+' | '-' | '?' | '#' | '%' => {
                let word = self.read_to(Some('}'), matches!(operator, '#' | '%'), &mut unused)?;
                Some(format!("${{{name}{operator}{word}}}"))
            }
            '/' => {
                self.rest.next_if_eq(&'/');
                let pattern = self.read_to(Some('/'), true, &mut unused)?;
                let replacement = self.read_to(Some('}'), true, &mut unused)?;
                Some(format!("${{{name}/{pattern}/{replacement}}}"))
            }
            _ => None,
        }
    }

    /// The name of a variable: letters, digits and `_`, or digits alone, or one special parameter.
    fn variable(&mut self) -> String {
        let mut name = String::new();
        let first_is_digit = self.rest.peek().is_some_and(char::is_ascii_digit);
        if let Some(special) = self.rest.next_if(|next| matches!(next, '@' | '*' | '#' | '?' | '-' | '$' | '!')) {
            return special.to_string();
        }
        let belongs = |next: &char| {
            if first_is_digit { next.is_ascii_digit() } else { next.is_alphanumeric() || *next == '_' }
        };
        while let Some(letter) = self.rest.next_if(belongs) {
            name.push(letter);
        }
        name
    }
}
