//! Cuts lines into their parts: continuations, directives, keyword, flags, exec form.

use super::Flag;

/// A UTF-8 byte order mark.
pub(super) const BOM: &str = "\u{feff}";

/// What the builder takes as white space between keyword and arguments.
const GAP: [char; 5] = [' ', '\t', '\r', '\u{b}', '\u{c}'];

/// Parser directives that builders know; any other `# name=value` is a comment.
const DIRECTIVES: [&str; 3] = ["syntax", "escape", "check"];

/// The line without its line end.
pub(super) fn chomp(line: &str) -> &str {
    line.trim_end_matches(['\r', '\n'])
}

/// Whether a line, at any place but in a here-document, is a comment.
pub(super) fn is_comment(line: &str) -> bool {
    line.trim_start().starts_with('#')
}

/// Whether a line holds white space only.
pub(super) fn is_blank(line: &str) -> bool {
    line.trim_start().is_empty()
}

/// The line without its continuation character, if it ends in one. A doubled character continues nothing.
pub(super) fn continued(line: &str, escape: char) -> Option<&str> {
    let rest = line.trim_end_matches([' ', '\t']).strip_suffix(escape)?;
    (!rest.ends_with(escape)).then_some(rest)
}

/// Joins the first of `lines` with its continuation lines, without the comments and blank lines between them. Says too
/// how many lines that took.
pub(super) fn join(lines: &[&str], escape: char) -> (String, usize) {
    let mut text = String::new();
    for (index, line) in lines.iter().enumerate() {
        let line = chomp(line);
        let line = if index == 0 { line.trim_start() } else { line };
        if index > 0 && (is_comment(line) || is_blank(line)) {
            continue;
        }
        let Some(part) = continued(line, escape) else {
            text.push_str(line);
            return (text, index + 1);
        };
        text.push_str(part);
    }
    (text, lines.len())
}

/// The name in lower case and the value of a line that has the shape of a parser directive, known or not.
pub(crate) fn assignment(line: &str) -> Option<(String, &str)> {
    let (name, value) = line.trim_start().strip_prefix('#')?.trim_start().split_once('=')?;
    let (name, value) = (name.trim_end(), value.trim());
    let is_name = name.starts_with(|first: char| first.is_ascii_alphabetic())
        && name.chars().all(|letter| letter.is_ascii_alphanumeric());
    (is_name && !value.is_empty()).then(|| (name.to_ascii_lowercase(), value))
}

/// Whether the first line of a file names the program that runs it, as an executable Dockerfile does.
pub(super) fn is_shebang(line: &str) -> bool {
    line.starts_with("#!")
}

/// The name and value of a parser directive, at a place where one may stand.
pub(super) fn directive(line: &str) -> Option<(String, &str)> {
    assignment(line).filter(|(name, _)| DIRECTIVES.contains(&name.as_str()))
}

/// The first word of a joined line, and what follows it.
pub(super) fn first_word(text: &str) -> (&str, &str) {
    let text = text.trim();
    let (word, rest) = text.split_once(GAP).unwrap_or((text, ""));
    (word, rest.trim_start_matches(GAP))
}

/// The words of `text` between white space.
pub(super) fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(GAP).filter(|word| !word.is_empty())
}

/// Takes the flags from the front of the arguments. Quotes and escape characters inside a flag are resolved; `--` alone
/// ends the flags.
pub(super) fn flags(text: &str, escape: char) -> (Vec<Flag>, &str) {
    let mut flags = Vec::new();
    let mut rest = text.trim_end().trim_start_matches(GAP);
    while rest.starts_with("--") {
        let (word, length) = quoted_word(rest, escape);
        rest = rest[length..].trim_start_matches(GAP);
        if word == "--" {
            break;
        }
        let body = word.strip_prefix("--").unwrap_or(&word);
        flags.push(match body.split_once('=') {
            Some((name, value)) => Flag { name: name.to_owned(), value: Some(value.to_owned()) },
            None => Flag { name: body.to_owned(), value: None },
        });
    }
    (flags, rest.trim_start())
}

/// Whether a letter ends a flag. The builder looks at single bytes there, so the wide spaces of Unicode do not.
fn ends_flag(letter: char) -> bool {
    letter.is_whitespace() && u32::from(letter) < 0x100
}

/// The first word of `text` with quotes and escapes resolved, and how many bytes it took.
fn quoted_word(text: &str, escape: char) -> (String, usize) {
    let mut word = String::new();
    let mut quote = None;
    let mut letters = text.char_indices();
    while let Some((at, letter)) = letters.next() {
        match quote {
            None if ends_flag(letter) => return (word, at),
            None if letter == '\'' || letter == '"' => quote = Some(letter),
            Some(open) if letter == open => quote = None,
            _ if letter == escape => word.extend(letters.next().map(|(_, escaped)| escaped)),
            _ => word.push(letter),
        }
    }
    (word, text.len())
}

/// The words of an exec form, or `None` where the arguments are a shell form, as a broken array is.
///
/// # Errors
/// It is an array, but not of strings only.
pub(super) fn exec_form(text: &str) -> Result<Option<Vec<String>>, &'static str> {
    let Ok(values) = serde_json::from_str::<Vec<serde_json::Value>>(text) else { return Ok(None) };
    let words = values.into_iter().map(|value| match value {
        serde_json::Value::String(word) => Ok(word),
        _ => Err("an exec form may hold strings only"),
    });
    words.collect::<Result<_, _>>().map(Some)
}
