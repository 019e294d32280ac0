//! Meson: the calls of `meson.build` and of the folders it goes into, as far as they say which programs there are.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::build::{Build, Program};
use super::path;
use crate::answers::Evidence;
use crate::context::Context;
use crate::detect::lexicon::{Lexicon, Quote};
use crate::detect::token::{Kind, Tokens};

const FILE: &str = "meson.build";

const LEXICON: Lexicon = Lexicon {
    line_comments: &["#"],
    block_comment: None,
    quotes: &[Quote::raw("'''", "'''"), Quote::text("'")],
    prefixes: &["f"],
    ..Lexicon::BRACES
};

/// What `meson.build` builds, where there is one.
pub(super) fn read(context: &Context) -> Option<Build> {
    context.read(FILE)?;
    let build = Build { system: "meson", file: FILE.to_owned(), ..Build::default() };
    let mut reader = Reader {
        context,
        build,
        variables: BTreeMap::new(),
        made: BTreeMap::new(),
        tests: BTreeSet::new(),
        seen: BTreeSet::new(),
    };
    reader.folder("");
    let Reader { mut build, tests, .. } = reader;
    for program in &mut build.programs {
        program.is_aside |= tests.contains(path::name(&program.path));
    }
    Some(build)
}

struct Reader<'c> {
    context: &'c Context,
    build: Build,
    /// Texts by the names of variables; a list is joined by line breaks.
    variables: BTreeMap<String, String>,
    /// Programs by the variables that hold them.
    made: BTreeMap<String, String>,
    tests: BTreeSet<String>,
    /// The files read so far: none is read twice.
    seen: BTreeSet<String>,
}

impl Reader<'_> {
    fn folder(&mut self, folder: &str) {
        let Some(file) = path::join(folder, FILE) else { return };
        if !self.seen.insert(file.clone()) {
            return;
        }
        let Some(text) = self.context.read(&file) else { return };
        let tokens = LEXICON.tokens(&text);
        let mut at = 0;
        while at < tokens.len() {
            if tokens.is(at, "if") && is_about_tests(&tokens, at) {
                at = end_of_branch(&tokens, at);
                continue;
            }
            if let Some(name) = tokens.word(at).filter(|_| tokens.is(at + 1, "=") || tokens.is(at + 1, "+=")) {
                let value = self.value(&tokens, at + 2..self.end_of_value(&tokens, at + 2), folder);
                let old = self.variables.get(name).filter(|_| tokens.is(at + 1, "+="));
                let value = old.map_or(value.clone(), |old| format!("{old}\n{value}"));
                self.variables.insert(name.to_owned(), value);
            }
            if tokens.is(at + 1, "(")
                && let Some(name) = tokens.word(at)
            {
                self.call(&tokens, at, name, folder, &file);
            }
            at += 1;
        }
    }

    /// A value ends with its line, unless a bracket is open.
    #[expect(clippy::unused_self, reason = "belongs to the reader's way of taking values")]
    fn end_of_value(&self, tokens: &Tokens<'_>, start: usize) -> usize {
        let mut at = start;
        while at < tokens.len() {
            let last = tokens.close(at).max(at);
            let next = last + 1;
            let goes_on = tokens.line(next) == tokens.line(last) || tokens.is(next, "+") || tokens.is(last, "+");
            if next >= tokens.len() || !goes_on {
                return next.min(tokens.len());
            }
            at = next;
        }
        at
    }

    fn call(&mut self, tokens: &Tokens<'_>, at: usize, name: &str, folder: &str, file: &str) {
        let arguments = tokens.split(at + 2..tokens.close(at + 1), ",");
        let keyword = |word: &str| {
            let found =
                arguments.iter().find(|range| tokens.is(range.start, word) && tokens.is(range.start + 1, ":"))?;
            Some(found.start + 2..found.end)
        };
        let is_keyword = |range: &&Range<usize>| tokens.word(range.start).is_some() && tokens.is(range.start + 1, ":");
        let plain: Vec<Range<usize>> = arguments.iter().filter(|range| !is_keyword(range)).cloned().collect();
        let nth =
            |nth: usize| plain.get(nth).map(|range| self.value(tokens, range.clone(), folder)).unwrap_or_default();
        let is_true = |word: &str| keyword(word).is_some_and(|range| tokens.is(range.start, "true"));
        let first = nth(0);
        let evidence = || Evidence::new(file, tokens.line(at), format!("{name}('{first}')"));
        match name {
            "project" => _ = self.variables.insert("project_name".to_owned(), first),
            "subdir" => {
                if let Some(inside) = path::join(folder, &first) {
                    self.folder(&inside);
                }
            }
            "executable" => {
                let sources: Vec<String> = (1..plain.len()).flat_map(|at| files(&nth(at))).collect();
                let more =
                    keyword("sources").map(|range| files(&self.value(tokens, range, folder))).unwrap_or_default();
                let to = keyword("install_dir").map(|range| self.value(tokens, range, folder));
                let to = to.filter(|to| !to.is_empty()).unwrap_or_else(|| "bin".to_owned());
                let to = to.strip_prefix('/').map_or_else(|| format!("usr/local/{to}"), str::to_owned);
                let Some(path) = path::join(folder, &first) else { return };
                if at >= 2
                    && tokens.is(at - 1, "=")
                    && let Some(variable) = tokens.word(at - 2)
                {
                    self.made.insert(variable.to_owned(), first.clone());
                }
                self.build.programs.push(Program {
                    installed: is_true("install").then(|| format!("{to}/{first}")),
                    is_aside: path::is_aside(&path),
                    path,
                    sources: sources.into_iter().chain(more).collect(),
                    evidence: Some(evidence()),
                    ..Program::default()
                });
            }
            "test" | "benchmark" => {
                let program = plain.get(1).and_then(|range| tokens.word(range.start));
                self.tests.extend(program.and_then(|variable| self.made.get(variable)).cloned());
            }
            "dependency" | "find_library" => {
                let is_required = keyword("required").is_none_or(|range| tokens.is(range.start, "true"));
                let is_known =
                    super::library::find(&first).is_some_and(|(_, place)| place != super::library::Place::Other);
                let is_vendored = self.context.is_dir(&format!("subprojects/{first}"))
                    || self.context.exists(&format!("subprojects/{first}.wrap"));
                if !first.is_empty() && (is_required || is_known) && !is_vendored {
                    self.build.libraries.push((first.clone(), evidence()));
                }
            }
            "shared_library" => {
                self.build.shared.get_or_insert_with(evidence);
            }
            "install_data" | "install_subdir" => {
                if let Some(to) = keyword("install_dir").map(|range| self.value(tokens, range, folder)) {
                    let to = to.strip_prefix('/').map_or_else(|| format!("usr/local/{to}"), str::to_owned);
                    let to = if name == "install_subdir" { format!("{to}/{}", path::name(&first)) } else { to };
                    let is_read = ["share/man", "share/doc", "include", "lib"]
                        .iter()
                        .all(|no| !to.starts_with(&format!("usr/local/{no}")));
                    if path::is_plain(&to) && is_read {
                        self.build.installed.entry(to).or_insert_with(evidence);
                    }
                }
            }
            _ => {}
        }
        for text in (at + 2..tokens.close(at + 1)).filter_map(|at| tokens.text(at)) {
            let file = path::join(folder, text).filter(|file| !file.is_empty());
            let is_known = |file: &String| {
                self.context.files().any(|known| known == file) || name == "install_subdir" && self.context.is_dir(file)
            };
            self.build.named.extend(file.filter(is_known));
        }
    }

    /// The text of an expression: texts, variables, `+`, `/`, lists and the calls that are paths or names.
    fn value(&self, tokens: &Tokens<'_>, range: Range<usize>, folder: &str) -> String {
        let mut value = String::new();
        let mut at = range.start;
        while at < range.end {
            let Some(token) = tokens.get(at) else { break };
            match (token.kind, &*token.text) {
                (Kind::Text, text) => value.push_str(text),
                (Kind::Symbol, "/") => value.push('/'),
                (Kind::Symbol, ",") => value.push('\n'),
                (Kind::Word, "files") if tokens.is(at + 1, "(") => {
                    let close = tokens.close(at + 1);
                    let names = self.value(tokens, at + 2..close.min(range.end), folder);
                    let paths: Vec<String> = names
                        .lines()
                        .filter_map(|name| path::join(folder, name))
                        .map(|path| format!("/{path}"))
                        .collect();
                    value.push_str(&paths.join("\n"));
                    at = close;
                }
                (Kind::Word, "join_paths") if tokens.is(at + 1, "(") => {
                    let close = tokens.close(at + 1);
                    value.push_str(&self.value(tokens, at + 2..close.min(range.end), folder).replace('\n', "/"));
                    at = close;
                }
                (Kind::Word, "get_option") if tokens.is(at + 1, "(") => {
                    value.push_str(match tokens.text(at + 2) {
                        Some("prefix") => "/usr/local",
                        Some("bindir") => "bin",
                        Some("sbindir") => "sbin",
                        Some("datadir") => "share",
                        Some("sysconfdir") => "etc",
                        Some("libexecdir") => "libexec",
                        _ => "",
                    });
                    at = tokens.close(at + 1);
                }
                (Kind::Word, "meson") if tokens.is(at + 2, "project_name") => {
                    value.push_str(self.variables.get("project_name").map(String::as_str).unwrap_or_default());
                    at += 4;
                }
                (Kind::Word, word) => value.push_str(self.variables.get(word).map(String::as_str).unwrap_or_default()),
                _ => {}
            }
            at += 1;
        }
        value.trim_matches('\n').to_owned()
    }
}

/// The files in a joined list.
fn files(list: &str) -> Vec<String> {
    list.lines().map(|file| file.trim_start_matches('/').to_owned()).filter(|file| !file.is_empty()).collect()
}

/// Whether the branch at `at` is only for tests and the like.
fn is_about_tests(tokens: &Tokens<'_>, at: usize) -> bool {
    let line = tokens.line(at);
    let words =
        (at + 1..tokens.len()).take_while(|&next| tokens.line(next) == line).filter_map(|next| tokens.get(next));
    let is_extra = |text: &str| ["test", "bench", "example", "fuzz", "doc"].iter().any(|part| text.contains(part));
    words.filter(|token| token.kind != Kind::Symbol).any(|token| is_extra(&token.text))
        && !(at + 1..tokens.len()).take_while(|&next| tokens.line(next) == line).any(|next| tokens.is(next, "not"))
}

/// Where the branch that starts at `at` ends.
fn end_of_branch(tokens: &Tokens<'_>, at: usize) -> usize {
    let mut depth = 0;
    for next in at..tokens.len() {
        if tokens.is(next, "if") {
            depth += 1;
        } else if tokens.is(next, "endif") {
            depth -= 1;
            if depth == 0 {
                return next;
            }
        } else if depth == 1 && (tokens.is(next, "else") || tokens.is(next, "elif")) {
            return next;
        }
    }
    tokens.len()
}
