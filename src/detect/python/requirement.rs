//! Requirement files, and the one-line form of a dependency: `flask[async]>=3 ; python_version > "3.8"`.

use std::collections::BTreeSet;

use crate::answers::Evidence;
use crate::context::Context;

/// A package that the project needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Need {
    /// Its name in lower case, with `-` between the words.
    pub name: String,
    /// Whether the project itself asks for it, and not only another package.
    pub is_direct: bool,
    /// Where that is said.
    pub evidence: Evidence,
}

/// What requirement files say together.
#[derive(Debug, Default)]
pub(super) struct Requirements {
    /// The files, with those they include, each once.
    pub files: Vec<String>,
    pub needs: Vec<Need>,
    /// Whether there is a hash for every requirement.
    pub hashed: bool,
    /// A requirement that slim images cannot install: from a repository, or without a wheel.
    pub compiled: Option<Evidence>,
}

impl Requirements {
    /// Reads `path` and what it includes; files that are missing are left to the installer to complain about.
    pub fn read(context: &Context, path: &str) -> Self {
        let mut found = Self { hashed: true, ..Self::default() };
        let mut seen = BTreeSet::new();
        found.add(context, path, &mut seen);
        found.hashed &= !found.needs.is_empty();
        found
    }

    fn add(&mut self, context: &Context, path: &str, seen: &mut BTreeSet<String>) {
        if !seen.insert(path.to_owned()) {
            return;
        }
        let Some(text) = context.read(path) else { return };
        self.files.push(path.to_owned());
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        for (number, line) in lines(&text) {
            let evidence = || Evidence::new(path, number, shorten(&line));
            if let Some(included) = option(&line, &["-r", "--requirement", "-c", "--constraint"]) {
                let inner = crate::detect::python::join(folder, included);
                let needs = self.needs.len();
                let hashed = self.hashed;
                self.add(context, &inner, seen);
                if line.starts_with("-c") || line.starts_with("--c") {
                    self.needs.truncate(needs);
                    self.hashed = hashed;
                }
            } else if option(&line, &["--no-binary"]).is_some() {
                self.compiled.get_or_insert_with(evidence);
            } else if line.contains("git+") {
                self.compiled.get_or_insert_with(evidence);
                self.hashed = false;
                self.needs.extend(name(&line).map(|name| Need { name, is_direct: true, evidence: evidence() }));
            } else if let Some(name) = name(&line) {
                self.hashed &= line.contains("--hash");
                self.needs.push(Need { name, is_direct: true, evidence: evidence() });
            }
        }
    }
}

/// The value of one of `options`: `-r file`, `--requirement=file`.
fn option<'a>(line: &'a str, options: &[&str]) -> Option<&'a str> {
    options.iter().find_map(|option| {
        let rest = line.strip_prefix(option)?;
        let value = rest.trim_start_matches([' ', '\t', '=']);
        (value.len() < rest.len()).then(|| value.trim())
    })
}

/// The requirements of a file with their line numbers: comments gone, continued lines joined.
fn lines(text: &str) -> Vec<(usize, String)> {
    let mut found: Vec<(usize, String)> = Vec::new();
    let mut open: Option<(usize, String)> = None;
    for (number, line) in text.lines().enumerate() {
        let code = if line.trim_start().starts_with('#') { "" } else { line.split(" #").next().unwrap_or(line) };
        let (code, continues) = match code.trim_end().strip_suffix('\\') {
            Some(code) => (code, true),
            None => (code, false),
        };
        let (start, mut joined) = open.take().unwrap_or((number + 1, String::new()));
        joined.push_str(code.trim());
        if continues {
            joined.push(' ');
            open = Some((start, joined));
        } else if !joined.trim().is_empty() {
            found.push((start, joined.trim().to_owned()));
        }
    }
    found.extend(open);
    found
}

/// The name at the start of a requirement, as indexes compare it.
pub(super) fn name(requirement: &str) -> Option<String> {
    let end =
        requirement.find(|c: char| !(c.is_ascii_alphanumeric() || "._-".contains(c))).unwrap_or(requirement.len());
    let name = &requirement[..end];
    name.starts_with(|c: char| c.is_ascii_alphanumeric()).then(|| normal(name))
}

/// A package name as indexes compare it: lower case, `-` for `_` and `.`.
pub(super) fn normal(name: &str) -> String {
    name.to_ascii_lowercase().replace(['_', '.'], "-")
}

/// A requirement without its hashes.
fn shorten(line: &str) -> String {
    line.split("--hash").next().unwrap_or(line).trim().chars().take(60).collect()
}
