//! One pattern of a `.dockerignore`, matched as moby/patternmatcher matches it: it writes a regular expression, and so
//! `**` need not stand alone (`a**b`), `[^a]` matches a slash, and a `^` elsewhere is an anchor.

use std::iter::Peekable;
use std::str::Chars;

/// What a pattern is made of; none of it where the pattern is malformed, on which the builder fails.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Glob(Option<Vec<Token>>);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Token {
    /// A letter.
    Letter(char),
    /// `?`: one letter, no slash.
    Any,
    /// `*`: letters, no slash.
    Star,
    /// `**` or `**/` before something: any number of folders.
    Folders,
    /// `**` at an end: anything.
    Rest,
    /// A class: whether it is negated, and its ranges.
    Class(bool, Vec<(char, char)>),
    /// `^`: the start.
    Start,
}

/// How the matcher takes a pattern.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Exact,
    Prefix,
    Suffix,
    Expression,
}

impl Glob {
    /// Takes a cleaned pattern apart.
    pub(super) fn new(pattern: &str) -> Self {
        Self(tokens(pattern))
    }

    /// Whether it matches all of `path`.
    pub(super) fn matches(&self, path: &str) -> bool {
        let Some(tokens) = &self.0 else { return false };
        let letters: Vec<char> = path.chars().collect();
        // Before each token: behind which letters the tokens so far may end.
        let mut ends = vec![false; letters.len() + 1];
        ends[0] = true;
        for token in tokens {
            ends = token.step(&ends, &letters);
            if !ends.contains(&true) {
                return false;
            }
        }
        ends[letters.len()]
    }
}

impl Token {
    /// Where this token may end, given where those before it may.
    fn step(&self, ends: &[bool], letters: &[char]) -> Vec<bool> {
        let mut next = vec![false; ends.len()];
        let mut seen = false;
        for at in 0..ends.len() {
            let last = at.checked_sub(1).map(|before| letters[before]);
            let follows = at > 0 && ends[at - 1];
            next[at] = match self {
                Self::Letter(letter) => follows && last == Some(*letter),
                Self::Any => follows && last != Some('/'),
                Self::Star => ends[at] || (at > 0 && next[at - 1] && last != Some('/')),
                Self::Folders => ends[at] || (seen && last == Some('/')),
                Self::Rest => seen || ends[at],
                Self::Class(is_negated, ranges) => {
                    let inside = |letter| ranges.iter().any(|(low, high)| (*low..=*high).contains(&letter));
                    follows && last.is_some_and(|letter| inside(letter) != *is_negated)
                }
                Self::Start => at == 0 && ends[at],
            };
            seen = seen || ends[at];
        }
        next
    }
}

/// The parts of a pattern; none where it is malformed.
fn tokens(pattern: &str) -> Option<Vec<Token>> {
    let mut tokens = Vec::new();
    let mut kind = Kind::Exact;
    let mut letters = pattern.chars().peekable();
    let mut is_first = true;
    while let Some(letter) = letters.next() {
        match letter {
            '*' if letters.next_if_eq(&'*').is_some() => {
                letters.next_if_eq(&'/');
                let (token, so_far) = match (letters.peek(), kind) {
                    (None, Kind::Exact) => (Token::Rest, Kind::Prefix),
                    (None, _) => (Token::Rest, Kind::Expression),
                    (Some(_), _) => (Token::Folders, Kind::Expression),
                };
                tokens.push(token);
                kind = if is_first { Kind::Suffix } else { so_far };
            }
            '*' => push(&mut tokens, Token::Star, &mut kind),
            '?' => push(&mut tokens, Token::Any, &mut kind),
            '[' => push(&mut tokens, class(&mut letters)?, &mut kind),
            '\\' => push(&mut tokens, Token::Letter(escaped(&mut letters)?), &mut kind),
            // Alone it stands for itself, but makes the pattern an expression.
            ']' => push(&mut tokens, Token::Letter(letter), &mut kind),
            '^' => tokens.push(Token::Start),
            letter => tokens.push(Token::Letter(letter)),
        }
        is_first = false;
    }
    let plain = |text: &str| text.chars().map(Token::Letter).collect::<Vec<_>>();
    Some(match kind {
        Kind::Expression => tokens,
        Kind::Exact => plain(pattern),
        Kind::Prefix => [plain(pattern.trim_end_matches('*')), vec![Token::Rest]].concat(),
        Kind::Suffix => match pattern.strip_prefix("**/") {
            Some(rest) => [vec![Token::Folders], plain(rest)].concat(),
            None => [vec![Token::Rest], plain(pattern.trim_start_matches('*'))].concat(),
        },
    })
}

fn push(tokens: &mut Vec<Token>, token: Token, kind: &mut Kind) {
    tokens.push(token);
    *kind = Kind::Expression;
}

/// A class, behind its `[`; none where Go's `filepath.Match` calls it malformed, or a range runs backwards.
fn class(letters: &mut Peekable<Chars<'_>>) -> Option<Token> {
    let is_negated = letters.next_if_eq(&'^').is_some();
    let mut ranges = Vec::new();
    loop {
        let low = member(letters)?;
        let high = if letters.next_if_eq(&'-').is_some() { member(letters)? } else { low };
        if low > high {
            return None;
        }
        ranges.push((low, high));
        if letters.next_if_eq(&']').is_some() {
            return Some(Token::Class(is_negated, ranges));
        }
    }
}

/// One letter of a class.
fn member(letters: &mut Peekable<Chars<'_>>) -> Option<char> {
    match letters.next()? {
        '-' | ']' => None,
        '\\' => escaped(letters),
        letter => Some(letter),
    }
}

/// The letter behind a backslash. `bin\Debug` is no path of folders: `\D` is left to the regular expression, which finds
/// there something that no path holds.
fn escaped(letters: &mut Peekable<Chars<'_>>) -> Option<char> {
    letters.next().filter(|letter| !letter.is_ascii_alphanumeric())
}
