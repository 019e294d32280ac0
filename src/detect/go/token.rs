//! The tokens of a Go file, with the semicolons that Go itself puts at the ends of lines.
//!
//! Any input is accepted; what is not Go comes out as some sequence of tokens, never as a panic.

use std::borrow::Cow;

use crate::detect::token::{Comment, Kind, Token, Tokens};

/// Reads the tokens of `source`.
pub(super) fn read(source: &str) -> Tokens<'_> {
    let mut reader = Reader { source, at: 0, line: 1, list: Vec::new(), comments: Vec::new() };
    while reader.step() {}
    reader.end_line();
    Tokens::new(reader.list, reader.comments)
}

/// The place in a file while its tokens are read.
struct Reader<'a> {
    source: &'a str,
    at: usize,
    line: usize,
    list: Vec<Token<'a>>,
    comments: Vec<Comment<'a>>,
}

/// Operators of more than one character that must not be read as two.
const OPERATORS: &[&str] =
    &["...", "&^=", "<<=", ">>=", ":=", "==", "!=", "<=", ">=", "<-", "&&", "||", "++", "--", "+=", "-=", "*=", "|="];

impl<'a> Reader<'a> {
    /// Reads one token, comment or blank; false at the end of the file.
    fn step(&mut self) -> bool {
        let rest = &self.source.as_bytes()[self.at..];
        match rest {
            [] => return false,
            [b'\n', ..] => {
                self.end_line();
                self.at += 1;
                self.line += 1;
            }
            [byte, ..] if byte.is_ascii_whitespace() || *byte == 0 => self.at += 1,
            [b'/', b'/', ..] => self.comment("\n", 0),
            [b'/', b'*', ..] => self.comment("*/", 2),
            [b'"', ..] => self.quoted(b'"'),
            [b'\'', ..] => self.quoted(b'\''),
            [b'`', ..] => self.raw(),
            [byte, ..] if byte.is_ascii_digit() => self.run(Kind::Number, |byte| is_word(byte) || byte == b'.'),
            [byte, ..] if is_word(*byte) => self.run(Kind::Word, is_word),
            _ => {
                let rest = &self.source[self.at..];
                let length =
                    OPERATORS.iter().find(|operator| rest.starts_with(**operator)).map_or(1, |found| found.len());
                self.push(Kind::Symbol, self.at + length, None);
            }
        }
        true
    }

    /// Adds the token that ends before byte `end`; its text is `value`, or the bytes themselves.
    fn push(&mut self, kind: Kind, end: usize, value: Option<Cow<'a, str>>) {
        let span = self.at..end;
        let text = value.unwrap_or(Cow::Borrowed(&self.source[span.clone()]));
        let lines =
            if matches!(kind, Kind::Text | Kind::Number) { self.source[span.clone()].matches('\n').count() } else { 0 };
        self.list.push(Token { kind, text, line: self.line, span });
        self.line += lines;
        self.at = end;
    }

    /// Ends a statement where Go does: after a value, a closing bracket, or a jump.
    fn end_line(&mut self) {
        let ends = self.list.last().is_some_and(|token| match token.kind {
            Kind::Text | Kind::Number => true,
            Kind::Symbol => matches!(&*token.text, ")" | "]" | "}" | "++" | "--"),
            Kind::Word => !matches!(
                &*token.text,
                "case"
                    | "chan"
                    | "const"
                    | "default"
                    | "defer"
                    | "else"
                    | "for"
                    | "func"
                    | "go"
                    | "goto"
                    | "if"
                    | "import"
                    | "interface"
                    | "map"
                    | "package"
                    | "range"
                    | "select"
                    | "struct"
                    | "switch"
                    | "type"
                    | "var"
            ),
        });
        if ends {
            self.list.push(Token {
                kind: Kind::Symbol,
                text: Cow::Borrowed(";"),
                line: self.line,
                span: self.at..self.at,
            });
        }
    }

    /// Reads a comment up to `end`, of which `keep` bytes belong to it.
    fn comment(&mut self, end: &str, keep: usize) {
        let body = self.at + 2;
        let stop = self.source[body..].find(end).map_or(self.source.len(), |found| body + found + keep);
        let text = &self.source[self.at..stop];
        self.comments.push(Comment { text, line: self.line });
        let lines = text.matches('\n').count();
        if lines > 0 {
            self.end_line();
        }
        self.line += lines;
        self.at = stop;
    }

    /// Reads a string or a rune; one that is not closed ends with its line.
    fn quoted(&mut self, quote: u8) {
        let bytes = self.source.as_bytes();
        let start = self.at + 1;
        let mut at = start;
        while at < bytes.len() && bytes[at] != quote && bytes[at] != b'\n' {
            at += if bytes[at] == b'\\' && at + 1 < bytes.len() && bytes[at + 1].is_ascii() { 2 } else { 1 };
        }
        let at = at.min(bytes.len());
        let closed = bytes.get(at) == Some(&quote);
        let value = &self.source[start..at];
        let value = if value.contains('\\') { Cow::Owned(unescape(value)) } else { Cow::Borrowed(value) };
        let kind = if quote == b'"' { Kind::Text } else { Kind::Number };
        self.push(kind, at + usize::from(closed), Some(value));
    }

    /// Reads a string in backquotes, which may span lines.
    fn raw(&mut self) {
        let start = self.at + 1;
        let (stop, end) = match self.source[start..].find('`') {
            Some(found) => (start + found, start + found + 1),
            None => (self.source.len(), self.source.len()),
        };
        self.push(Kind::Text, end, Some(Cow::Borrowed(&self.source[start..stop])));
    }

    /// Reads the bytes that belong together.
    fn run(&mut self, kind: Kind, belongs: impl Fn(u8) -> bool) {
        let rest = &self.source.as_bytes()[self.at..];
        let length = rest.iter().position(|byte| !belongs(*byte)).unwrap_or(rest.len());
        self.push(kind, self.at + length, None);
    }
}

/// Letters, digits and `_`; every byte of a non-ASCII character counts as a letter.
fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || !byte.is_ascii()
}

/// The value of a string literal with escapes; what is not a valid escape stands for itself.
fn unescape(text: &str) -> String {
    let mut value = String::with_capacity(text.len());
    let mut rest = text.chars();
    while let Some(letter) = rest.next() {
        if letter != '\\' {
            value.push(letter);
            continue;
        }
        match rest.next() {
            Some('n') => value.push('\n'),
            Some('t') => value.push('\t'),
            Some('r') => value.push('\r'),
            Some(mark @ ('x' | 'u' | 'U')) => {
                let length = match mark {
                    'x' => 2,
                    'u' => 4,
                    _ => 8,
                };
                let digits: String = rest.clone().take(length).collect();
                let code = u32::from_str_radix(&digits, 16).ok().and_then(char::from_u32);
                value.extend(code);
                rest = rest.as_str()[digits.len()..].chars();
            }
            Some(other) => value.push(other),
            None => {}
        }
    }
    value
}
