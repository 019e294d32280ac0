//! One Python file: its module, its imports, and the calls in it.

use std::ops::Range;

use crate::answers::Evidence;
use crate::detect::lexicon::{Lexicon, Quote};
use crate::detect::token::Tokens;

/// Evidence is a few words: longer code is cut here.
const LONGEST_SNIPPET: usize = 60;

const LEXICON: Lexicon = Lexicon {
    line_comments: &["#"],
    block_comment: None,
    quotes: &[Quote::block("\"\"\""), Quote::block("'''"), Quote::text("\""), Quote::text("'")],
    prefixes: &[
        "r", "R", "b", "B", "f", "F", "u", "U", "br", "bR", "Br", "BR", "rb", "rB", "Rb", "RB", "fr", "fR", "Fr", "FR",
        "rf", "rF", "Rf", "RF",
    ],
    ..Lexicon::BRACES
};

/// A Python file of the project.
#[derive(Debug)]
pub(super) struct Source<'a> {
    pub path: &'a str,
    text: &'a str,
    pub imports: Vec<Import>,
    pub tokens: Tokens<'a>,
}

/// One name that an import brings.
#[derive(Debug)]
pub(super) struct Import {
    /// The name it is used by.
    pub name: String,
    /// What it stands for, with dots; relative imports are resolved.
    pub path: String,
}

/// One call: `uvicorn.run(app, port=8000)`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Call<'s, 'a> {
    pub source: &'s Source<'a>,
    /// The token of the opening bracket.
    open: usize,
}

impl<'a> Source<'a> {
    /// Reads a file.
    pub fn read(path: &'a str, text: &'a str) -> Self {
        let mut source = Self { path, text, imports: Vec::new(), tokens: LEXICON.tokens(text) };
        source.read_imports();
        source
    }

    /// The folder of the file, relative to the build context; empty for the root.
    pub fn dir(&self) -> &'a str {
        self.path.rsplit_once('/').map_or("", |(dir, _)| dir)
    }

    /// The name of the file without its folder and its extension.
    pub fn stem(&self) -> &'a str {
        let name = self.path.rsplit_once('/').map_or(self.path, |(_, name)| name);
        name.strip_suffix(".py").unwrap_or(name)
    }

    /// The dotted name by which a program that starts in the folder `root` imports this file.
    pub fn module(&self, root: &str) -> Option<String> {
        let inner = if root.is_empty() { self.path } else { self.path.strip_prefix(root)?.strip_prefix('/')? };
        let name = inner.strip_suffix(".py")?;
        let name = name.strip_suffix("/__init__").or(name.strip_suffix("/__main__")).unwrap_or(name);
        Some(name.replace('/', "."))
    }

    /// What a name with dots stands for, its first part replaced by what was imported under it.
    pub fn resolve(&self, name: &str) -> String {
        let (first, rest) = name.split_once('.').map_or((name, None), |(first, rest)| (first, Some(rest)));
        let Some(import) = self.imports.iter().find(|import| import.name == first) else { return name.to_owned() };
        rest.map_or_else(|| import.path.clone(), |rest| format!("{}.{rest}", import.path))
    }

    /// The tokens of the statement that the token at `at` belongs to, from there to the end of its line.
    pub fn rest_of_line(&self, at: usize) -> Range<usize> {
        let mut end = at;
        while end < self.tokens.len() && (end == at || self.continues(end)) {
            end = self.tokens.close(end).max(end) + 1;
        }
        at..end.min(self.tokens.len())
    }

    /// Whether the token at `at` stands on the line on which the one before it ends.
    fn continues(&self, at: usize) -> bool {
        let (Some(before), Some(token)) = (self.tokens.get(at - 1), self.tokens.get(at)) else { return false };
        !self.text[before.span.end..token.span.start].contains('\n') && !self.tokens.is(at, ";")
    }

    /// Whether the token at `at` is the first of a line that is not indented.
    pub fn starts_a_line(&self, at: usize) -> bool {
        let start = self.tokens.get(at).map_or(0, |token| token.span.start);
        self.tokens.open(at).is_none() && (start == 0 || self.text[..start].ends_with('\n'))
    }

    /// How far the line of the token at `at` is indented.
    fn indentation(&self, at: usize) -> usize {
        let start = self.tokens.get(at).map_or(0, |token| token.span.start);
        let line = self.text[..start].rfind('\n').map_or(0, |end| end + 1);
        self.text[line..].bytes().take_while(|byte| matches!(byte, b' ' | b'\t')).count()
    }

    /// The tokens of the block below the line of the token at `at`.
    pub fn block(&self, at: usize) -> Range<usize> {
        let own = self.indentation(at);
        let mut start = self.rest_of_line(at).end;
        while start < self.tokens.len() && start > 0 && self.continues(start) {
            start += 1;
        }
        let ends = |end: usize| self.tokens.open(end).is_none() && !self.continues(end) && self.indentation(end) <= own;
        let end = (start.max(1)..self.tokens.len()).find(|end| ends(*end)).unwrap_or(self.tokens.len());
        start..end
    }

    /// The calls, in order.
    pub fn calls<'s>(&'s self) -> impl Iterator<Item = Call<'s, 'a>> {
        self.calls_in(0..self.tokens.len())
    }

    /// The calls whose opening brackets stand in `range`, in order.
    pub fn calls_in<'s>(&'s self, range: Range<usize>) -> impl Iterator<Item = Call<'s, 'a>> {
        range.filter_map(move |at| Call::at(self, at))
    }

    /// The expressions assigned to `name`, without its holder: `name = …`, `name: int = …`, `self.name = …`.
    pub fn assigned(&self, name: &str) -> Vec<Range<usize>> {
        let tokens = &self.tokens;
        let value = |at: usize| {
            if tokens.word(at) != Some(name) || tokens.open(at).is_some_and(|open| !tokens.is(open, "{")) {
                return None;
            }
            let line = self.rest_of_line(at);
            let equals = if tokens.is(at + 1, "=") {
                at + 1
            } else if tokens.is(at + 1, ":") {
                line.clone().find(|at| tokens.is(*at, "=") && tokens.open(*at) == tokens.open(line.start))?
            } else {
                return None;
            };
            (equals < line.end).then(|| equals + 1..line.end)
        };
        (0..tokens.len()).filter_map(value).collect()
    }

    /// The code of `range` as evidence.
    pub fn evidence(&self, range: Range<usize>) -> Evidence {
        let last = range.end.max(range.start + 1) - 1;
        let snippet = match (self.tokens.get(range.start), self.tokens.get(last)) {
            (Some(first), Some(last)) => &self.text[first.span.start..last.span.end],
            _ => "",
        };
        let line = snippet.split_whitespace().collect::<Vec<_>>().join(" ");
        let short: String = line.chars().take(LONGEST_SNIPPET).collect();
        let saw = if short.len() < line.len() { format!("{short}…") } else { short };
        Evidence::new(self.path, self.tokens.line(range.start), saw)
    }

    fn read_imports(&mut self) {
        let mut found = Vec::new();
        for at in 0..self.tokens.len() {
            if self.tokens.is(at, "import") && !self.tokens.is_before(at, ".") {
                let line = self.rest_of_line(at + 1);
                let from = (0..at).rev().take(12).find(|from| self.tokens.is(*from, "from"));
                let from = from.filter(|from| self.rest_of_line(*from).contains(&at));
                let package = from.map(|from| self.dotted(from + 1..at));
                found.extend(self.imported(line, package.as_deref()));
            }
        }
        self.imports = found;
    }

    /// The names that `a, b as c` brings, from `package` where the line says one.
    fn imported(&self, mut line: Range<usize>, package: Option<&str>) -> Vec<Import> {
        if self.tokens.is(line.start, "(") {
            line = line.start + 1..self.tokens.close(line.start);
        }
        let mut imports = Vec::new();
        for part in self.tokens.split(line, ",") {
            let alias = part.clone().find(|at| self.tokens.is(*at, "as"));
            let path = self.dotted(part.start..alias.unwrap_or(part.end));
            let name = alias.and_then(|at| self.tokens.word(at + 1)).map(str::to_owned);
            let first = path.split('.').next().unwrap_or_default().to_owned();
            imports.push(match (package, name) {
                (Some(package), name) => Import { name: name.unwrap_or(first), path: format!("{package}.{path}") },
                (None, Some(name)) => Import { name, path },
                // `import os.path` brings `os`.
                (None, None) => Import { name: first.clone(), path: first },
            });
        }
        imports
    }

    /// A dotted name; one that begins with dots is taken from the folder of the file.
    fn dotted(&self, range: Range<usize>) -> String {
        let text: String = range.filter_map(|at| self.tokens.get(at)).map(|token| token.text.as_ref()).collect();
        let name = text.trim_start_matches('.');
        let dots = text.len() - name.len();
        if dots == 0 {
            return text;
        }
        let folder: Vec<&str> = self.dir().split('/').filter(|part| !part.is_empty()).collect();
        let kept = folder.len().saturating_sub(dots - 1);
        folder[..kept].iter().copied().chain(Some(name).filter(|name| !name.is_empty())).collect::<Vec<_>>().join(".")
    }
}

impl<'s, 'a> Call<'s, 'a> {
    /// The call whose opening bracket is the token at `at`.
    fn at(source: &'s Source<'a>, at: usize) -> Option<Self> {
        let name = at.checked_sub(1)?;
        let tokens = &source.tokens;
        tokens.word(name)?;
        let declared = tokens.is_before(name, "def") || tokens.is_before(name, "class");
        (tokens.is(at, "(") && !declared).then_some(Self { source, open: at })
    }

    /// The call that the expression `range` is, if it is nothing but one.
    pub fn whole(source: &'s Source<'a>, range: &Range<usize>) -> Option<Self> {
        let call = range.clone().find_map(|at| Self::at(source, at))?;
        (call.range().start == range.start && call.end() == range.end).then_some(call)
    }

    /// The called name with the names before its dots, as it is written; a call before a dot reads as `()`.
    pub fn written(&self) -> String {
        let tokens = &self.source.tokens;
        (self.start()..self.open).filter_map(|at| tokens.get(at)).map(|token| token.text.as_ref()).collect()
    }

    /// The called name with what was imported.
    pub fn name(&self) -> String {
        self.source.resolve(&self.written())
    }

    /// The last part of the called name.
    pub fn last(&self) -> &'s str {
        self.source.tokens.word(self.open - 1).unwrap_or_default()
    }

    fn start(&self) -> usize {
        let tokens = &self.source.tokens;
        let mut start = self.open - 1;
        while start >= 2 && tokens.is(start - 1, ".") && tokens.word(start - 2).is_some() {
            start -= 2;
        }
        start
    }

    /// The token after the closing bracket.
    pub fn end(&self) -> usize {
        (self.source.tokens.close(self.open) + 1).min(self.source.tokens.len())
    }

    /// Every token of the call.
    pub fn range(&self) -> Range<usize> {
        self.start()..self.end()
    }

    fn arguments(&self) -> Vec<Range<usize>> {
        self.source.tokens.split(self.open + 1..self.end().saturating_sub(1).max(self.open + 1), ",")
    }

    /// The argument given by name.
    pub fn named(&self, name: &str) -> Option<Range<usize>> {
        let tokens = &self.source.tokens;
        let is_it = |range: &Range<usize>| tokens.word(range.start) == Some(name) && tokens.is(range.start + 1, "=");
        self.arguments().into_iter().find(is_it).map(|range| range.start + 2..range.end)
    }

    /// The argument `nth`, counted from 0, among those without a name.
    pub fn positional(&self, nth: usize) -> Option<Range<usize>> {
        let tokens = &self.source.tokens;
        let is_named = |range: &Range<usize>| tokens.is(range.start + 1, "=") && tokens.word(range.start).is_some();
        self.arguments().into_iter().filter(|range| !is_named(range)).nth(nth)
    }

    /// The argument by position or by name.
    pub fn argument(&self, nth: usize, name: &str) -> Option<Range<usize>> {
        self.named(name).or_else(|| self.positional(nth))
    }

    /// The text that is the argument `nth`.
    pub fn text(&self, nth: usize) -> Option<&'s str> {
        let range = self.positional(nth)?;
        if range.len() == 1 { self.source.tokens.text(range.start) } else { None }
    }

    /// The call as evidence.
    pub fn evidence(&self) -> Evidence {
        self.source.evidence(self.range())
    }
}
