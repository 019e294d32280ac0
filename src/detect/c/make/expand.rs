//! The variables and functions of make.

use std::cell::Cell;
use std::collections::BTreeMap;

use super::parse::{Rule, outside};
use crate::context::Context;
use crate::detect::c::path;

/// What `$(DESTDIR)` stands for while an install rule is read.
pub(super) const DESTDIR: &str = "\u{1}";

/// How deep references are followed, should a variable hold itself.
const DEEPEST: usize = 30;

/// How many references are followed for one text, should variables hold each other twice.
const MOST: usize = 2000;

/// Variables by name, as they are written.
#[derive(Debug, Clone)]
pub(super) struct Variables<'c> {
    context: &'c Context,
    folder: String,
    values: BTreeMap<String, String>,
    /// How many more references are followed for the text at hand.
    left: Cell<usize>,
}

impl<'c> Variables<'c> {
    /// The variables that make has before it reads anything.
    pub fn new(context: &'c Context, folder: &str) -> Self {
        let own = [
            ("CC", "cc"),
            ("CXX", "g++"),
            ("MAKE", "make"),
            ("RM", "rm -f"),
            ("AR", "ar"),
            ("LINK.o", "cc"),
            ("LINK.c", "cc $(CFLAGS) $(CPPFLAGS) $(LDFLAGS)"),
            ("LINK.cc", "g++ $(CXXFLAGS) $(CPPFLAGS) $(LDFLAGS)"),
            ("LINK.cpp", "g++ $(CXXFLAGS) $(CPPFLAGS) $(LDFLAGS)"),
            ("CURDIR", "."),
        ];
        let values = own.map(|(name, value)| (name.to_owned(), value.to_owned())).into();
        Self { context, folder: folder.to_owned(), values, left: Cell::new(0) }
    }

    /// Takes in `NAME = value`, whose equals sign is at `equals`.
    pub fn assign(&mut self, code: &str, equals: usize) {
        let (name, value) = (&code[..equals], code[equals + 1..].trim());
        let kind = name.trim_end_matches(|c: char| !matches!(c, ':' | '?' | '+' | '!'));
        let operator = kind.chars().last().filter(|_| name.trim_end() == kind.trim_end());
        let name = self.expand(name.trim_end().trim_end_matches([':', '?', '+', '!']).trim());
        let set_by_make = ["CC", "CXX", "AR", "RM", "MAKE"].contains(&name.as_str());
        match operator {
            Some('?') if self.values.contains_key(&name) && !set_by_make => {}
            Some('+') => {
                let old = self.values.get(&name).cloned().unwrap_or_default();
                self.values.insert(name, format!("{old} {value}"));
            }
            Some(':') => {
                let value = self.expand(value);
                self.values.insert(name, value);
            }
            Some('!') => _ = self.values.insert(name, String::new()),
            _ => {
                // A variable that holds itself would never end.
                let value = if value.contains(&format!("$({name})")) { self.expand(value) } else { value.to_owned() };
                self.values.insert(name, value);
            }
        }
    }

    /// `text` with all references replaced.
    pub fn expand(&self, text: &str) -> String {
        self.left.set(MOST);
        self.replaced(text, DEEPEST)
    }

    /// A line of a recipe, with the names that stand for the rule's files.
    pub fn recipe(&self, text: &str, rule: &Rule) -> String {
        let first = rule.needs.first().map(String::as_str).unwrap_or_default();
        let stem = rule.target.rsplit_once('.').map_or(rule.target.as_str(), |(stem, _)| stem);
        let all = rule.needs.join(" ");
        let folder = path::folder(&rule.target);
        let own = [
            ("@", rule.target.as_str()),
            ("<", first),
            ("^", &all),
            ("+", &all),
            ("?", &all),
            ("*", stem),
            ("@D", if folder.is_empty() { "." } else { folder }),
            ("@F", path::name(&rule.target)),
        ];
        let mut inner = self.clone();
        inner.values.extend(own.map(|(name, value)| (name.to_owned(), value.to_owned())));
        inner.expand(text)
    }

    /// A line of an install rule.
    pub fn installing(&self, text: &str, rule: &Rule) -> String {
        let mut inner = self.clone();
        inner.values.insert("DESTDIR".to_owned(), DESTDIR.to_owned());
        inner.recipe(text, rule)
    }

    /// Whether a conditional holds: `ifeq ($(OS),Windows_NT)`.
    pub fn condition(&self, text: &str) -> bool {
        let (word, rest) = text.split_once([' ', '\t', '(']).unwrap_or((text, ""));
        let rest = if text[word.len()..].starts_with('(') { &text[word.len()..] } else { rest.trim() };
        let is_set = || self.values.get(rest.trim()).is_some_and(|value| !value.trim().is_empty());
        let equal = || {
            let inner = rest.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'));
            let (left, right) = match inner {
                Some(inner) => inner.split_at(outside(inner, ',').unwrap_or(inner.len())),
                None => rest.split_at(rest[1.min(rest.len())..].find(['"', '\'']).map_or(rest.len(), |at| at + 2)),
            };
            let clean = |text: &str| self.expand(text.trim_start_matches(',').trim().trim_matches(['"', '\'']));
            clean(left).trim() == clean(right).trim()
        };
        match word {
            "ifdef" => is_set(),
            "ifndef" => !is_set(),
            "ifeq" => equal(),
            "ifneq" => !equal(),
            _ => true,
        }
    }

    fn replaced(&self, text: &str, depth: usize) -> String {
        let mut value = String::new();
        let mut rest = text;
        while let Some(at) = rest.find('$') {
            value.push_str(&rest[..at]);
            rest = &rest[at + 1..];
            if rest.starts_with(['(', '{']) {
                let close = closing(rest);
                value.push_str(&self.reference(&rest[1..close], depth));
                rest = rest.get(close + 1..).unwrap_or_default();
            } else if let Some(letter) = rest.chars().next() {
                let name = &rest[..letter.len_utf8()];
                value.push_str(if name == "$" {
                    "$"
                } else {
                    self.values.get(name).map(String::as_str).unwrap_or_default()
                });
                rest = &rest[letter.len_utf8()..];
            }
            if value.len() > 1 << 16 {
                break;
            }
        }
        value.push_str(rest);
        value
    }

    /// The value of what stands in `$( … )`.
    fn reference(&self, inner: &str, depth: usize) -> String {
        let (Some(depth), Some(left)) = (depth.checked_sub(1), self.left.get().checked_sub(1)) else {
            return String::new();
        };
        self.left.set(left);
        if let Some((function, arguments)) = inner.split_once([' ', '\t'])
            && let Some(value) = self.function(function, arguments.trim_start(), depth)
        {
            return value;
        }
        let (name, change) = match outside(inner, ':').map(|at| inner.split_at(at)) {
            Some((name, change)) => (name, change[1..].split_once('=')),
            None => (inner, None),
        };
        let name = self.replaced(name, depth);
        let value = self.values.get(&name).map(|value| self.replaced(value, depth)).unwrap_or_default();
        match change {
            Some((from, to)) if from.contains('%') => pattern(&value, from, to),
            Some((from, to)) => pattern(&value, &format!("%{from}"), &format!("%{to}")),
            None => value,
        }
    }

    /// The value of a function; `None` where there is none of this name.
    fn function(&self, name: &str, text: &str, depth: usize) -> Option<String> {
        let mut parts = Vec::new();
        let mut rest = text;
        while let Some(at) = outside(rest, ',') {
            parts.push(self.replaced(&rest[..at], depth));
            rest = &rest[at + 1..];
        }
        parts.push(self.replaced(rest, depth));
        let part = |nth: usize| parts.get(nth).map_or("", |part| part.trim());
        let last = parts.last().map_or("", |part| part.trim());
        let each = |change: &dyn Fn(&str) -> String| last.split_whitespace().map(change).collect::<Vec<_>>().join(" ");
        let keeps = |keep: bool| {
            let patterns: Vec<&str> = part(0).split_whitespace().collect();
            let fits =
                |word: &&str| patterns.iter().any(|known| pattern(word, known, "\u{2}") != *word || known == word);
            last.split_whitespace().filter(|word| fits(word) == keep).collect::<Vec<_>>().join(" ")
        };
        Some(match name {
            "wildcard" => self.wildcard(last),
            "patsubst" => pattern(last, part(0), part(1)),
            "subst" if part(0).is_empty() => last.to_owned(),
            "subst" => last.replace(part(0), part(1)),
            "addprefix" => each(&|word| format!("{}{word}", part(0))),
            "addsuffix" => each(&|word| format!("{word}{}", part(0))),
            "notdir" => each(&|word| path::name(word).to_owned()),
            "dir" => each(&|word| word.rsplit_once('/').map_or("./".to_owned(), |(folder, _)| format!("{folder}/"))),
            "basename" => each(&|word| word.rsplit_once('.').map_or(word, |(stem, _)| stem).to_owned()),
            "strip" | "sort" | "abspath" | "realpath" | "info" => each(&str::to_owned),
            "firstword" => last.split_whitespace().next().unwrap_or_default().to_owned(),
            "lastword" => last.split_whitespace().last().unwrap_or_default().to_owned(),
            "filter" => keeps(true),
            "filter-out" => keeps(false),
            "shell" => shell(last),
            "if" => if part(0).is_empty() { part(2) } else { part(1) }.to_owned(),
            "or" => parts.iter().map(|part| part.trim()).find(|part| !part.is_empty()).unwrap_or_default().to_owned(),
            "foreach" | "call" | "eval" | "origin" | "error" | "warning" | "value" => String::new(),
            _ => return None,
        })
    }

    /// The files of the project that patterns fit.
    fn wildcard(&self, patterns: &str) -> String {
        let mut found = Vec::new();
        for wanted in patterns.split_whitespace() {
            let Some(wanted) = path::join(&self.folder, wanted) else { continue };
            let files = self.context.files().filter(|file| fast_glob::glob_match(&wanted, file));
            let inside =
                |file: &str| file.strip_prefix(&self.folder).unwrap_or(file).trim_start_matches('/').to_owned();
            found.extend(files.map(inside));
        }
        found.join(" ")
    }
}

/// What a command prints that make asks the shell for, as far as the name of the command says it.
pub(super) fn shell(command: &str) -> String {
    let words: Vec<&str> = command.split_whitespace().collect();
    match words.as_slice() {
        ["uname"] | ["uname", "-s"] => "Linux".to_owned(),
        ["pkg-config" | "pkgconf", rest @ ..] if rest.contains(&"--libs") => {
            let modules = rest.iter().filter(|word| !word.starts_with('-'));
            modules
                .take_while(|word| !word.contains(['>', '|', '&']))
                .map(|module| format!("-l{module}"))
                .collect::<Vec<_>>()
                .join(" ")
        }
        _ => String::new(),
    }
}

/// Every word that fits the pattern `from`, made into `to`; the others as they are.
fn pattern(words: &str, from: &str, to: &str) -> String {
    let change = |word: &str| -> String {
        let Some((before, after)) = from.split_once('%') else {
            return if word == from { to.to_owned() } else { word.to_owned() };
        };
        match word.strip_prefix(before).and_then(|rest| rest.strip_suffix(after)) {
            Some(stem) => to.replacen('%', stem, 1),
            None => word.to_owned(),
        }
    };
    words.split_whitespace().map(change).collect::<Vec<_>>().join(" ")
}

/// Where the bracket that `text` starts with is closed.
fn closing(text: &str) -> usize {
    let mut depth = 0_usize;
    for (at, letter) in text.char_indices() {
        match letter {
            '(' | '{' => depth += 1,
            ')' | '}' => {
                depth -= 1;
                if depth == 0 {
                    return at;
                }
            }
            _ => {}
        }
    }
    text.len()
}
