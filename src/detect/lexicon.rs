//! How the languages write comments, texts and words: enough of a lexer to tell code from what only looks like it.
//!
//! A [`Lexicon`] is data. Any input is accepted; what breaks the rules comes out as some sequence of tokens, never as a
//! panic.

use std::borrow::Cow;

use super::token::{Comment, Kind, Token, Tokens};

/// The comment and text rules of a language.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Lexicon {
    /// What starts a comment that ends with its line.
    pub(crate) line_comments: &'static [&'static str],
    /// What a comment over several lines stands between.
    pub(crate) block_comment: Option<(&'static str, &'static str)>,
    /// Whether such comments stand in each other.
    pub(crate) nested_comments: bool,
    /// How texts are quoted, the longest opening first.
    pub(crate) quotes: &'static [Quote],
    /// Letters that belong to a text when they stand directly before its quote, as in `r"…"`.
    pub(crate) prefixes: &'static [&'static str],
    /// Characters that belong to words beside letters, digits and `_`.
    pub(crate) word_characters: &'static [u8],
    /// Whether `'` may also stand before a word for something else than a character, as in `&'a str`.
    pub(crate) lifetimes: bool,
    /// Whether `/…/` is a pattern where a value is expected.
    pub(crate) patterns: bool,
}

/// One way of quoting a text.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Quote {
    /// What opens it.
    pub(crate) open: &'static str,
    /// What closes it.
    pub(crate) close: &'static str,
    /// Whether it may go on in the next line.
    pub(crate) lines: bool,
    /// Whether a backslash takes the meaning of the next character away.
    pub(crate) escapes: bool,
    /// What its tokens are: a text, or a number for one character.
    pub(crate) kind: Kind,
}

impl Quote {
    /// A text in `mark`, on one line, with escapes.
    pub(crate) const fn text(mark: &'static str) -> Self {
        Self { open: mark, close: mark, lines: false, escapes: true, kind: Kind::Text }
    }

    /// A text between two `mark`s that may be lines apart, with escapes.
    pub(crate) const fn block(mark: &'static str) -> Self {
        Self { lines: true, ..Self::text(mark) }
    }

    /// A text between `open` and `close`, taken as it is.
    pub(crate) const fn raw(open: &'static str, close: &'static str) -> Self {
        Self { open, close, lines: true, escapes: false, kind: Kind::Text }
    }

    /// One character in `mark`.
    pub(crate) const fn character(mark: &'static str) -> Self {
        Self { kind: Kind::Number, ..Self::text(mark) }
    }
}

impl Lexicon {
    /// A language with `//`, `/* */`, `"…"` and `'c'`, from which others differ a little.
    pub(crate) const BRACES: Self = Self {
        line_comments: &["//"],
        block_comment: Some(("/*", "*/")),
        nested_comments: false,
        quotes: &[Quote::text("\""), Quote::character("'")],
        prefixes: &[],
        word_characters: &[],
        lifetimes: false,
        patterns: false,
    };

    /// Reads the tokens of `source`.
    pub(crate) fn tokens<'a>(&self, source: &'a str) -> Tokens<'a> {
        let mut reader = Reader { rules: self, source, at: 0, line: 1, list: Vec::new(), comments: Vec::new() };
        while reader.step() {}
        Tokens::new(reader.list, reader.comments)
    }
}

/// Operators of more than one character that must not be read as two.
const OPERATORS: &[&str] = &[
    "===", "!==", "...", "<<=", ">>=", "??=", "=>", "->", "::", "==", "!=", "<=", ">=", "&&", "||", "??", "?.", "?:",
    "..", ":=", "+=", "-=", "*=", "|=", "++", "--",
];

/// The place in a file while its tokens are read.
struct Reader<'r, 'a> {
    rules: &'r Lexicon,
    source: &'a str,
    at: usize,
    line: usize,
    list: Vec<Token<'a>>,
    comments: Vec<Comment<'a>>,
}

impl<'a> Reader<'_, 'a> {
    fn rest(&self) -> &'a str {
        &self.source[self.at..]
    }

    /// Reads one token, comment or blank; false at the end of the file.
    fn step(&mut self) -> bool {
        let rest = self.rest();
        let Some(first) = rest.chars().next() else { return false };
        if first.is_whitespace() {
            self.line += usize::from(first == '\n');
            self.at += first.len_utf8();
        } else if self.comment() || self.text(0) || self.pattern() {
        } else if first.is_ascii_digit() {
            self.number();
        } else if self.is_word(first) {
            let end = rest.find(|c| !self.is_word(c)).unwrap_or(rest.len());
            let is_prefix = self.rules.prefixes.contains(&&rest[..end]);
            if !(is_prefix && self.text(end)) {
                self.push(Kind::Word, end, Cow::Borrowed(&rest[..end]));
            }
        } else {
            let known = OPERATORS.iter().find(|operator| rest.starts_with(**operator));
            let length = known.map_or(first.len_utf8(), |operator| operator.len());
            self.push(Kind::Symbol, length, Cow::Borrowed(&rest[..length]));
        }
        true
    }

    fn is_word(&self, c: char) -> bool {
        c.is_alphanumeric() || c == '_' || u8::try_from(c).is_ok_and(|c| self.rules.word_characters.contains(&c))
    }

    /// Adds the token of the next `length` bytes.
    fn push(&mut self, kind: Kind, length: usize, text: Cow<'a, str>) {
        let span = self.at..self.at + length;
        let lines = self.source[span.clone()].matches('\n').count();
        self.at = span.end;
        self.list.push(Token { kind, text, line: self.line, span });
        self.line += lines;
    }

    /// Reads a comment, if one starts here.
    fn comment(&mut self) -> bool {
        let rest = self.rest();
        let length = if self.rules.line_comments.iter().any(|mark| rest.starts_with(mark)) {
            rest.find('\n').unwrap_or(rest.len())
        } else {
            match self.rules.block_comment {
                Some((open, close)) if rest.starts_with(open) => {
                    block_comment(rest, open, close, self.rules.nested_comments)
                }
                _ => return false,
            }
        };
        let text = &rest[..length];
        self.comments.push(Comment { text, line: self.line });
        self.line += text.matches('\n').count();
        self.at += length;
        true
    }

    /// Reads a text whose quote opens `skip` bytes from here, if one does; a text that is not closed ends with its line.
    fn text(&mut self, skip: usize) -> bool {
        let rest = self.rest();
        // Number signs between a prefix and its quote make the closing quote longer: `r#"…"#`.
        let hashes = if skip > 0 { rest[skip..].bytes().take_while(|&byte| byte == b'#').count() } else { 0 };
        let start = skip + hashes;
        let Some(quote) = self.rules.quotes.iter().find(|quote| rest[start..].starts_with(quote.open)) else {
            return false;
        };
        let body = start + quote.open.len();
        if self.rules.lifetimes && quote.kind == Kind::Number && !is_character(&rest[body..], quote.close) {
            return false;
        }
        let raw = !quote.escapes || skip > 0 && rest[..skip].contains(['r', 'R']);
        let close = format!("{}{}", quote.close, "#".repeat(hashes));
        let (length, closed) = quoted(&rest[body..], &close, quote.lines || hashes > 0, !raw);
        let value = &rest[body..body + length];
        let value = if raw || !value.contains('\\') { Cow::Borrowed(value) } else { Cow::Owned(unescape(value)) };
        // A line break that closes a text is not part of it.
        let closing = if closed && quote.close != "\n" { close.len() } else { 0 };
        self.push(quote.kind, body + length + closing, value);
        true
    }

    /// Reads a pattern between slashes where a value is expected.
    fn pattern(&mut self) -> bool {
        let rest = self.rest();
        let value_before = self.list.last().is_some_and(|token| match token.kind {
            Kind::Word => !matches!(&*token.text, "return" | "case" | "typeof" | "in" | "of"),
            Kind::Text | Kind::Number => true,
            Kind::Symbol => matches!(&*token.text, ")" | "]" | "}"),
        });
        if !self.rules.patterns || !rest.starts_with('/') || value_before {
            return false;
        }
        let mut in_set = false;
        let mut characters = rest.char_indices().skip(1);
        while let Some((at, c)) = characters.next() {
            match c {
                '\n' => return false,
                '\\' => _ = characters.next(),
                '[' => in_set = true,
                ']' => in_set = false,
                '/' if !in_set => {
                    self.push(Kind::Number, at + 1, Cow::Borrowed(&rest[..=at]));
                    return true;
                }
                _ => {}
            }
        }
        false
    }

    /// Reads a number with its base, its fraction and its unit.
    fn number(&mut self) {
        let rest = self.rest();
        let end = rest
            .char_indices()
            .find(|&(at, c)| {
                // `0..9` is a range, and `1.max(2)` a call: a dot belongs only before a digit.
                let fraction = c == '.' && rest[at + 1..].starts_with(|next: char| next.is_ascii_digit());
                !(c.is_alphanumeric() || c == '_' || fraction)
            })
            .map_or(rest.len(), |(at, _)| at);
        self.push(Kind::Number, end, Cow::Borrowed(&rest[..end]));
    }
}

/// Length of the comment that `text` starts with.
fn block_comment(text: &str, open: &str, close: &str, nested: bool) -> usize {
    let mut depth = 0;
    let mut at = 0;
    while at < text.len() {
        let rest = &text[at..];
        if rest.starts_with(open) && (nested || depth == 0) {
            depth += 1;
            at += open.len();
        } else if rest.starts_with(close) {
            depth -= 1;
            at += close.len();
            if depth == 0 {
                return at;
            }
        } else {
            at += rest.chars().next().map_or(1, char::len_utf8);
        }
    }
    text.len()
}

/// Length of the text up to `close`, and whether that was found.
fn quoted(text: &str, close: &str, lines: bool, escapes: bool) -> (usize, bool) {
    let mut at = 0;
    while at < text.len() {
        let rest = &text[at..];
        if rest.starts_with(close) {
            return (at, true);
        }
        let mut characters = rest.chars();
        let first = characters.next();
        if first == Some('\n') && !lines {
            return (at, false);
        }
        let next = if escapes && first == Some('\\') { characters.next() } else { None };
        at += first.map_or(1, char::len_utf8) + next.map_or(0, char::len_utf8);
    }
    (text.len(), false)
}

/// Whether one character, or an escaped one, stands between here and `close`.
fn is_character(text: &str, close: &str) -> bool {
    let mut characters = text.chars();
    match characters.next() {
        Some('\\') => true,
        Some(_) => characters.as_str().starts_with(close),
        None => false,
    }
}

/// The value of a text with the escapes that all languages share; any other escaped character stands for itself.
fn unescape(text: &str) -> String {
    let mut value = String::with_capacity(text.len());
    let mut rest = text.chars();
    while let Some(letter) = rest.next() {
        value.extend(match letter {
            '\\' => match rest.next() {
                Some('n') => Some('\n'),
                Some('t') => Some('\t'),
                Some('r') => Some('\r'),
                Some('0') => Some('\0'),
                other => other,
            },
            other => Some(other),
        });
    }
    value
}

#[cfg(test)]
mod tests {
    use super::*;

    const CODE: Lexicon = Lexicon {
        nested_comments: true,
        quotes: &[Quote::block("\"\"\""), Quote::text("\""), Quote::character("'"), Quote::block("`")],
        prefixes: &["r", "b"],
        word_characters: b"$",
        lifetimes: true,
        patterns: true,
        ..Lexicon::BRACES
    };

    fn read(source: &str) -> Vec<(Kind, String, usize)> {
        let tokens = CODE.tokens(source);
        (0..tokens.len()).filter_map(|at| tokens.get(at)).map(|t| (t.kind, t.text.to_string(), t.line)).collect()
    }

    fn texts(source: &str) -> Vec<String> {
        read(source).into_iter().map(|(_, text, _)| text).collect()
    }

    #[test]
    fn what_stands_in_a_comment_is_no_code() {
        assert_eq!(texts("a // b\n/* c /* d */ e */ f"), ["a", "f"]);
        assert_eq!(texts("a /* never closed"), ["a"]);
    }

    #[test]
    fn a_text_is_one_token_with_its_value() {
        assert_eq!(read("f(\"a // \\\"b\\n\")")[2], (Kind::Text, "a // \"b\n".to_owned(), 1));
        assert_eq!(texts("r#\"say \"\\n\" twice\"# x"), ["say \"\\n\" twice", "x"]);
        assert_eq!(texts("\"\"\"one\n\"two\"\n\"\"\" x"), ["one\n\"two\"\n", "x"]);
    }

    #[test]
    fn a_text_that_is_not_closed_ends_with_its_line() {
        assert_eq!(texts("\"open\nnext"), ["open", "next"]);
    }

    #[test]
    fn lines_are_counted_through_texts_and_comments() {
        assert_eq!(read("/*\n*/ `a\nb`\nc").last(), Some(&(Kind::Word, "c".to_owned(), 4)));
    }

    #[test]
    fn a_lifetime_is_no_character() {
        assert_eq!(texts("&'a str 'x' '\\''"), ["&", "'", "a", "str", "x", "'"]);
    }

    #[test]
    fn a_slash_after_a_value_divides_and_elsewhere_opens_a_pattern() {
        assert_eq!(texts("a / b"), ["a", "/", "b"]);
        assert_eq!(texts("x = /[/\"]\\//.y"), ["x", "=", "/[/\"]\\//", ".", "y"]);
    }

    #[test]
    fn a_dot_belongs_to_a_number_only_before_a_digit() {
        assert_eq!(
            texts("1.5 0..9 3.max(1) 0x1f_u8"),
            ["1.5", "0", "..", "9", "3", ".", "max", "(", "1", ")", "0x1f_u8"]
        );
    }

    #[test]
    fn no_text_makes_it_panic() {
        for source in ["", "\\", "\"\\", "'", "r#", "r#\"", "/*", "/", "\u{e9}\"\u{e9}", "`${`", "0."] {
            let tokens = CODE.tokens(source);
            assert!(tokens.len() <= source.len());
        }
    }
}
