//! One Go file: its package, imports, functions and tokens.

use std::ops::Range;

use super::constraint;
use super::token;
use crate::answers::Evidence;
use crate::detect::token::Tokens;

/// Evidence is a few words: longer code is cut here.
const LONGEST_SNIPPET: usize = 60;

/// A Go file that belongs to the build.
#[derive(Debug)]
pub(super) struct Source<'a> {
    pub path: &'a str,
    text: &'a str,
    pub package: &'a str,
    pub imports: Vec<Import>,
    pub functions: Vec<Function>,
    pub tokens: Tokens<'a>,
}

/// One import.
#[derive(Debug)]
pub(super) struct Import {
    /// The name it is used by; `_` for a blank import.
    pub name: String,
    pub path: String,
    pub line: usize,
}

/// One function or method of the file.
#[derive(Debug)]
pub(super) struct Function {
    pub name: String,
    pub is_method: bool,
    pub parameters: Vec<String>,
    /// The tokens between the braces of its body.
    pub body: Range<usize>,
}

impl<'a> Source<'a> {
    /// Reads a file, or `None` where its constraints keep it out of a Linux build.
    pub fn read(path: &'a str, text: &'a str) -> Option<Self> {
        let tokens = token::read(text);
        let at = (0..tokens.len()).find(|at| tokens.is(*at, "package"))?;
        let name = tokens.get(at + 1)?.span.clone();
        if !constraint::comments_are_met(&tokens.comments, tokens.line(at)) {
            return None;
        }
        let mut source = Self { path, text, package: &text[name], imports: Vec::new(), functions: Vec::new(), tokens };
        source.read_declarations(at + 2);
        Some(source)
    }

    /// The folder of the file, relative to the build context; empty for the root.
    pub fn dir(&self) -> &'a str {
        self.path.rsplit_once('/').map_or("", |(dir, _)| dir)
    }

    /// The import path behind the name `name` in this file.
    pub fn import(&self, name: &str) -> Option<&str> {
        self.imports.iter().find(|import| import.name == name).map(|import| import.path.as_str())
    }

    /// Whether the file imports `path`, or a major version of it.
    pub fn uses(&self, path: &str) -> bool {
        self.imports
            .iter()
            .any(|import| import.path.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with("/v")))
    }

    /// The function whose body holds the token at `at`.
    pub fn function_at(&self, at: usize) -> Option<&Function> {
        self.functions.iter().find(|function| function.body.contains(&at))
    }

    /// The code of `range` on one line, cut where it is long.
    pub fn snippet(&self, range: Range<usize>) -> String {
        let start = self.tokens.get(range.start).map_or(0, |token| token.span.start);
        let end =
            range.end.checked_sub(1).and_then(|last| self.tokens.get(last.min(self.tokens.len().saturating_sub(1))));
        let end = end.map_or(start, |token| token.span.end);
        let code = self.text.get(start..end).unwrap_or_default();
        let mut line = String::new();
        for word in code.split_whitespace() {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
            if let Some((cut, _)) = line.char_indices().nth(LONGEST_SNIPPET) {
                line.truncate(cut);
                line.push('…');
                break;
            }
        }
        line
    }

    /// Evidence: the code of `range`, as it stands in this file.
    pub fn evidence(&self, range: Range<usize>) -> Evidence {
        Evidence::new(self.path, self.tokens.line(range.start), self.snippet(range))
    }

    /// Collects imports and functions from the top level of the file.
    fn read_declarations(&mut self, mut at: usize) {
        while at < self.tokens.len() {
            if self.tokens.is(at, "import") {
                at = self.read_imports(at + 1);
            } else if self.tokens.is(at, "func") {
                at = self.read_function(at + 1);
            } else {
                at = self.tokens.close(at).max(at) + 1;
            }
        }
    }

    fn read_imports(&mut self, at: usize) -> usize {
        let range = if self.tokens.is(at, "(") { at + 1..self.tokens.close(at) } else { self.tokens.expression(at) };
        let end = range.end;
        for import in self.tokens.split(range, ";") {
            let Some(path) = import.clone().find_map(|at| self.tokens.text(at)) else { continue };
            let first = self.tokens.get(import.start);
            let name = match first {
                Some(token) if self.tokens.text(import.start).is_none() => token.text.to_string(),
                _ => last_element(path).to_owned(),
            };
            self.imports.push(Import { name, path: path.to_owned(), line: self.tokens.line(import.start) });
        }
        end + 1
    }

    fn read_function(&mut self, mut at: usize) -> usize {
        let tokens = &self.tokens;
        let is_method = tokens.is(at, "(");
        if is_method {
            at = tokens.close(at) + 1;
        }
        let Some(name) = tokens.word(at).map(str::to_owned) else { return at + 1 };
        let mut open = at + 1;
        if tokens.is(open, "[") {
            open = tokens.close(open) + 1;
        }
        if !tokens.is(open, "(") {
            return open;
        }
        let parameters = tokens
            .split(open + 1..tokens.close(open), ",")
            .into_iter()
            .map(|part| tokens.word(part.start).unwrap_or_default().to_owned())
            .collect();
        // The body opens at the first brace that is not part of a result type (`interface{}`).
        let mut at = tokens.close(open) + 1;
        while at < tokens.len() && !tokens.is(at, ";") {
            if tokens.is(at, "{") && !tokens.is(at - 1, "interface") && !tokens.is(at - 1, "struct") {
                let body = at + 1..tokens.close(at);
                at = body.end;
                self.functions.push(Function { name, is_method, parameters, body });
                break;
            }
            at = tokens.close(at).max(at) + 1;
        }
        at + 1
    }
}

/// The last element of an import path that is not a major version: what the package is usually called, and what
/// `go build` names its program.
pub(super) fn last_element(path: &str) -> &str {
    let mut parts = path.rsplit('/');
    let last = parts.next().unwrap_or(path);
    if is_major_version(last) { parts.next().unwrap_or(last) } else { last }
}

/// Whether a path element is a major version: `v2`, `v10`; never `v0`, `v1`.
fn is_major_version(element: &str) -> bool {
    element.strip_prefix('v').is_some_and(|digits| {
        !digits.is_empty()
            && !digits.starts_with('0')
            && digits != "1"
            && digits.bytes().all(|byte| byte.is_ascii_digit())
    })
}
