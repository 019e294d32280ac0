//! One build script of Gradle, in Groovy or Kotlin: what it applies and sets, read from its tokens.

use std::ops::Range;

use crate::answers::Evidence;
use crate::detect::lexicon::{Lexicon, Quote};
use crate::detect::token::Tokens;

/// Groovy and Kotlin as far as build scripts use them: a text may stand in either quote.
const GRADLE: Lexicon = Lexicon {
    quotes: &[Quote::block("\"\"\""), Quote::block("'''"), Quote::text("\""), Quote::text("'"), Quote::text("`")],
    ..Lexicon::BRACES
};

/// Configurations whose dependencies the program needs when it runs.
const RUNTIME: &[&str] = &["implementation", "api", "runtimeOnly", "compile", "runtime"];

/// A build script.
#[derive(Debug)]
pub(super) struct Script<'a> {
    pub path: &'a str,
    pub tokens: Tokens<'a>,
}

/// A plugin as a script names it: by id, or by its place in the version catalog.
#[derive(Debug)]
pub(super) struct Applied {
    pub name: String,
    pub version: Option<String>,
    pub is_alias: bool,
    pub line: usize,
}

impl<'a> Script<'a> {
    /// Reads the text of the script at `path`.
    pub fn read(path: &'a str, text: &'a str) -> Self {
        Self { path, tokens: GRADLE.tokens(text) }
    }

    /// `saw` on the line of the token at `at`.
    pub fn evidence(&self, at: usize, saw: impl Into<String>) -> Evidence {
        Evidence::new(self.path, self.tokens.line(at), saw)
    }

    /// The insides of every block called `name`.
    pub fn blocks(&self, name: &str) -> Vec<Range<usize>> {
        let tokens = &self.tokens;
        tokens.find(&[name, "{"]).map(|at| at + 2..tokens.close(at + 1)).collect()
    }

    /// The plugins that the script applies to its own module.
    pub fn plugins(&self) -> Vec<Applied> {
        let tokens = &self.tokens;
        let mut applied = Vec::new();
        for block in self.blocks("plugins").into_iter().filter(|block| tokens.open(block.start - 2).is_none()) {
            let mut at = block.start;
            while at < block.end {
                let line = tokens.line(at);
                let end = (at..block.end).find(|&at| tokens.line(at) > line || tokens.is(at, ";")).unwrap_or(block.end);
                applied.extend(self.plugin(at..end));
                at = end.max(at + 1);
            }
        }
        for at in tokens.find(&["apply"]) {
            let open = usize::from(tokens.is(at + 1, "("));
            let is_plugin = tokens.is(at + 1 + open, "plugin");
            if let Some(id) = tokens.text(at + 3 + open).filter(|_| is_plugin) {
                applied.push(Applied { name: id.to_owned(), version: None, is_alias: false, line: tokens.line(at) });
            }
        }
        applied
    }

    /// The plugin on one line of `plugins { … }`; none where it is only made known (`apply false`).
    fn plugin(&self, line: Range<usize>) -> Option<Applied> {
        let tokens = &self.tokens;
        let is_known_only = line
            .clone()
            .any(|at| tokens.is_sequence(at, &["apply", "false"]) || tokens.is_sequence(at, &["apply", "(", "false"]));
        let at = line.start;
        if is_known_only || line.is_empty() {
            return None;
        }
        let version = line
            .clone()
            .find(|&at| tokens.is(at, "version"))
            .and_then(|at| tokens.text(at + 1).or(tokens.text(at + 2)));
        let argument = at + 1 + usize::from(tokens.is(at + 1, "("));
        let (name, is_alias) = match tokens.word(at) {
            Some("id") => (tokens.text(argument)?.to_owned(), false),
            Some("kotlin") => (format!("org.jetbrains.kotlin.{}", tokens.text(argument)?), false),
            Some("alias") => (self.dotted(argument), true),
            Some(word) => (word.to_owned(), false),
            None => (tokens.text(at)?.to_owned(), false),
        };
        Some(Applied { name, version: version.map(str::to_owned), is_alias, line: tokens.line(at) })
    }

    /// What the program needs when it runs: coordinates, places in the version catalog, and modules of the project.
    pub fn dependencies(&self) -> Vec<(Dependency, usize)> {
        let tokens = &self.tokens;
        let mut found = Vec::new();
        let blocks = self.blocks("dependencies").into_iter().filter(|block| {
            // Those of `buildscript { … }` are for the build itself.
            tokens.open(block.start - 2).is_none_or(|open| !tokens.is_before(open, "buildscript"))
        });
        for at in blocks.flatten().filter(|&at| tokens.word(at).is_some_and(|word| RUNTIME.contains(&word))) {
            let open = usize::from(tokens.is(at + 1, "("));
            let mut start = at + 1 + open;
            while ["platform", "enforcedPlatform"].iter().any(|name| tokens.is(start, name)) {
                start += 2;
            }
            let one = if let Some(text) = tokens.text(start) {
                Dependency::Coordinates(text.split(':').take(2).collect::<Vec<_>>().join(":"))
            } else if tokens.is(start, "project") {
                let path = (start..start + 6).find_map(|at| tokens.text(at)).unwrap_or_default();
                Dependency::Module(path.to_owned())
            } else if tokens.is(start, "projects") {
                Dependency::Module(self.dotted(start).replacen("projects", "", 1).replace('.', ":"))
            } else if tokens.is(start, "libs") {
                Dependency::Alias(self.dotted(start))
            } else if tokens.is(start, "kotlin") {
                Dependency::Coordinates(format!(
                    "org.jetbrains.kotlin:kotlin-{}",
                    tokens.text(start + 2).unwrap_or_default()
                ))
            } else {
                continue;
            };
            found.push((one, at));
        }
        found
    }

    /// The text that `name` is set to, inside `range`: `name = "x"`, `name "x"`, `name.set("x")`, or a variable for it.
    pub fn setting(&self, name: &str, range: Range<usize>) -> Option<(String, usize)> {
        let tokens = &self.tokens;
        let mut places = range.filter(|&at| tokens.is(at, name));
        places.find_map(|at| {
            let value = if tokens.is_sequence(at + 1, &[".", "set", "("]) {
                at + 4
            } else if tokens.is(at + 1, "=") || tokens.is(at + 1, "(") {
                at + 2
            } else {
                at + 1
            };
            Some((self.value(value)?, at))
        })
    }

    /// The text or number at `at`, or what the variable there was declared with.
    pub fn value(&self, at: usize) -> Option<String> {
        let tokens = &self.tokens;
        let literal = |at| tokens.text(at).or_else(|| tokens.number(at)).map(str::to_owned);
        literal(at).or_else(|| {
            let name = tokens.word(at)?;
            let mut set = (0..tokens.len()).filter(|&other| other != at && tokens.is(other, name));
            set.find_map(|other| literal(other + 2).filter(|_| tokens.is(other + 1, "=")))
        })
    }

    /// The name with dots that starts at `at`.
    fn dotted(&self, at: usize) -> String {
        let tokens = &self.tokens;
        let mut name = tokens.word(at).unwrap_or_default().to_owned();
        let mut at = at;
        while tokens.is(at + 1, ".") && tokens.word(at + 2).is_some() {
            name.extend([".", tokens.word(at + 2).unwrap_or_default()]);
            at += 2;
        }
        name
    }
}

/// One dependency as a script names it.
#[derive(Debug)]
pub(super) enum Dependency {
    /// `group:artifact`.
    Coordinates(String),
    /// A place in the version catalog: `libs.ktor.server.netty`.
    Alias(String),
    /// A module of the project: `:core`.
    Module(String),
}
