//! Here-documents: which words of a joined line open one, and where its body ends.

use serde::Serialize;

use super::cut;
use super::words::Lexer;

/// A here-document: text inside the Dockerfile, up to a line that repeats its name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Heredoc {
    /// The word that ends it, without quotes.
    pub name: String,
    /// Whether variables in the text are replaced: no part of the name was quoted.
    pub expand: bool,
    /// Whether leading tabs are removed (`<<-`).
    pub strip_tabs: bool,
    /// The text as the builder uses it, with its line ends: leading tabs are already gone where they are removed.
    pub content: String,
}

impl Heredoc {
    /// Takes the content from the front of `lines`. Says how many lines that took, or `None` if the end is missing.
    pub(super) fn read(&mut self, lines: &[&str]) -> Option<usize> {
        for (index, line) in lines.iter().enumerate() {
            let line = if self.strip_tabs { line.trim_start_matches('\t') } else { line };
            if cut::chomp(line) == self.name {
                return Some(index + 1);
            }
            self.content.push_str(line);
        }
        None
    }
}

/// The here-documents that a joined line opens, still without content.
pub(super) fn opened_by(line: &str) -> Vec<Heredoc> {
    if !line.contains("<<") {
        return Vec::new();
    }
    let words = Lexer::new(line, true, true).words().unwrap_or_default();
    words.iter().filter_map(|word| opening(word)).collect()
}

/// The here-document that a word such as `3<<-"EOF"` opens.
fn opening(word: &str) -> Option<Heredoc> {
    let rest = word.trim_start_matches(|digit: char| digit.is_ascii_digit()).strip_prefix("<<")?;
    let strip_tabs = rest.starts_with('-');
    let rest = rest.strip_prefix('-').unwrap_or(rest).trim_start();
    if rest.is_empty() || rest.contains('<') {
        return None;
    }
    let single = |raw_quotes| match Lexer::new(rest, raw_quotes, false).words()?.as_slice() {
        [word] => Some(word.clone()),
        _ => None,
    };
    let name = single(false)?;
    let quotes = |text: &str| text.matches(['\'', '"']).count();
    let expand = quotes(&name) == quotes(&single(true)?);
    Some(Heredoc { name, expand, strip_tabs, content: String::new() })
}
