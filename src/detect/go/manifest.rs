//! `go.mod` and `go.work`, which share one syntax: directives, alone on a line or in a block.

use super::token;

/// What a `go.mod` or `go.work` says, each with its line.
#[derive(Debug, Default)]
pub(super) struct Manifest {
    /// Path of the file, relative to the build context.
    pub path: String,
    pub module: Option<(String, usize)>,
    pub go: Option<(String, usize)>,
    pub toolchain: Option<(String, usize)>,
    pub requires: Vec<Require>,
    pub replaces: Vec<Replace>,
    /// Folders of the workspace's modules.
    pub uses: Vec<(String, usize)>,
}

/// One `require`.
#[derive(Debug)]
pub(super) struct Require {
    pub module: String,
    pub version: String,
    pub line: usize,
    pub is_indirect: bool,
}

/// One `replace` by a folder.
#[derive(Debug)]
pub(super) struct Replace {
    pub module: String,
    pub folder: String,
    pub line: usize,
}

impl Manifest {
    /// Reads the text of the file at `path`. Directives that do not matter here are passed over.
    pub fn read(path: &str, text: &str) -> Self {
        let mut manifest = Self { path: path.to_owned(), ..Self::default() };
        let mut block: Option<String> = None;
        for (number, line) in text.lines().enumerate() {
            let (code, comment) = split_comment(line);
            let words: Vec<String> = code.split_whitespace().map(unquote).collect();
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            let is_indirect = comment.trim_start_matches('/').trim_start().starts_with("indirect");
            match (block.as_deref(), &words[..]) {
                (_, []) => {}
                (Some(_), [")"]) => block = None,
                (Some(directive), words) => manifest.directive(directive, words, number + 1, is_indirect),
                (None, [directive, "("]) => block = Some((*directive).to_owned()),
                (None, [directive, words @ ..]) => match directive.strip_suffix('(') {
                    Some(directive) => block = Some(directive.to_owned()),
                    None => manifest.directive(directive, words, number + 1, is_indirect),
                },
            }
        }
        manifest
    }

    /// The folder of the file, relative to the build context; empty for the root.
    pub fn dir(&self) -> &str {
        self.path.rsplit_once('/').map_or("", |(dir, _)| dir)
    }

    fn directive(&mut self, directive: &str, words: &[&str], line: usize, is_indirect: bool) {
        let first = || words.first().map(|word| ((*word).to_owned(), line));
        match (directive, words) {
            ("module", [_]) => self.module = first(),
            ("go", [_]) => self.go = first(),
            ("toolchain", [_]) => self.toolchain = first(),
            ("use", [_]) => self.uses.extend(first()),
            ("require", [module, version]) => self.requires.push(Require {
                module: (*module).to_owned(),
                version: (*version).to_owned(),
                line,
                is_indirect,
            }),
            ("replace", [module, "=>", folder] | [module, _, "=>", folder]) => {
                self.replaces.push(Replace { module: (*module).to_owned(), folder: (*folder).to_owned(), line });
            }
            _ => {}
        }
    }
}

/// Splits a line before its comment.
fn split_comment(line: &str) -> (&str, &str) {
    let starts = line.match_indices("//").map(|(at, _)| at);
    let start = starts.into_iter().find(|at| *at == 0 || line[..*at].ends_with(char::is_whitespace));
    line.split_at(start.unwrap_or(line.len()))
}

/// A word without the quotes it may stand in.
fn unquote(word: &str) -> String {
    let tokens = token::read(word);
    if word.starts_with(['"', '`']) { tokens.text(0).unwrap_or(word).to_owned() } else { word.to_owned() }
}
