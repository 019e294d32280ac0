//! The programs of the project: every `package main` that can be built, and the packages they are made of.

use std::collections::{BTreeMap, BTreeSet};

use super::layout::Layout;
use super::source::{Source, last_element};
use crate::answers::{Evidence, Value};
use crate::detect::Finding;

/// Folders whose programs serve the developers, not the image.
const ASIDE: &[&str] =
    &["example", "examples", "tool", "tools", "script", "scripts", "hack", "test", "tests", "demo", "demos", "misc"];

/// One buildable program.
#[derive(Debug)]
pub(super) struct Program {
    /// Its folder, relative to the build context; empty for the root.
    pub dir: String,
    /// What `go build` calls it.
    pub binary: String,
    /// Whether it lies among examples or tools.
    pub is_aside: bool,
    evidence: Evidence,
    rank: u8,
}

/// The programs, the most likely first.
#[derive(Debug)]
pub(super) struct Programs {
    list: Vec<Program>,
}

impl Programs {
    /// Every folder with a `func main` in a `package main`.
    pub fn find(layout: &Layout, sources: &[Source<'_>]) -> Self {
        let mut list: BTreeMap<&str, Program> = BTreeMap::new();
        for source in sources.iter().filter(|source| source.package == "main") {
            let Some(main) = source.functions.iter().find(|function| function.name == "main" && !function.is_method)
            else {
                continue;
            };
            let Some((path, module)) = layout.import_path(source.dir()) else { continue };
            if !module.is_main || list.contains_key(source.dir()) {
                continue;
            }
            let evidence =
                Evidence::new(source.path, source.tokens.line(main.body.start.saturating_sub(1)), "func main()");
            let binary = last_element(&path).to_owned();
            let is_aside = source.dir().split('/').any(|part| ASIDE.contains(&part));
            let own = module.manifest.module.as_ref().map_or("", |(path, _)| last_element(path));
            let rank = match source.dir() {
                _ if is_aside => 3,
                "" => 0,
                dir if dir.ends_with(&format!("cmd/{own}")) => 1,
                _ => 2,
            };
            list.insert(source.dir(), Program { dir: source.dir().to_owned(), binary, is_aside, evidence, rank });
        }
        let mut list: Vec<Program> = list.into_values().collect();
        list.sort_by_key(|program| program.rank);
        Self { list }
    }

    /// Where there are several programs, puts those first that open a port; `serves` says whether the package of a folder
    /// does, and is asked once for each.
    pub fn put_servers_first(&mut self, layout: &Layout, sources: &[Source<'_>], serves: impl Fn(&str) -> bool) {
        if self.list.is_empty() || self.only().is_some() {
            return;
        }
        let folders: BTreeSet<&str> = sources.iter().map(Source::dir).collect();
        let serving: BTreeSet<&str> = folders.into_iter().filter(|folder| serves(folder)).collect();
        let is_server = |program: &Program| {
            let reached = reached(layout, sources, vec![program.dir.clone()]);
            reached.iter().any(|folder| serving.contains(folder.as_str()))
        };
        self.list.sort_by_cached_key(|program| (program.is_aside, !is_server(program)));
    }

    /// The one program of the project, when there is no doubt.
    pub fn only(&self) -> Option<&Program> {
        let served = self.list.iter().filter(|program| !program.is_aside).count();
        if served == 1 || self.list.len() == 1 { self.list.first() } else { None }
    }

    /// `main`, and where it is certain `binary` and `module`.
    pub fn findings(&self, layout: &Layout) -> Vec<Finding> {
        let mut findings = Vec::new();
        match self.only() {
            Some(program) => {
                findings.push(Finding::sure("main", package(&program.dir), program.evidence.clone()));
                findings.push(Finding::sure("binary", program.binary.as_str(), program.evidence.clone()));
            }
            None if self.list.is_empty() => {}
            None => {
                let candidate = |program: &Program| (Value::from(package(&program.dir)), program.evidence.clone());
                findings.push(Finding::doubt("main", self.list.iter().map(candidate).collect()));
            }
        }
        let root = layout.modules.iter().find(|module| module.manifest.dir().is_empty() || layout.modules.len() == 1);
        let of_program = || Some(layout.import_path(&self.only()?.dir)?.1);
        if let Some(manifest) = root.or_else(of_program).map(|module| &module.manifest)
            && let Some((path, line)) = &manifest.module
        {
            let evidence = Evidence::new(manifest.path.as_str(), *line, format!("module {path}"));
            findings.push(Finding::sure("module", path.as_str(), evidence));
        }
        findings
    }

    /// The folders of all packages that the programs consist of; of the main ones only if `served`. Every folder
    /// where there is no program at all.
    pub fn packages(&self, layout: &Layout, sources: &[Source<'_>], served: bool) -> BTreeSet<String> {
        let certain = self.only().is_some();
        let has_served = self.list.iter().any(|program| !program.is_aside);
        let wanted = self.list.iter().filter(|program| !program.is_aside || !(has_served && (served || certain)));
        let open: Vec<String> = wanted.map(|program| program.dir.clone()).collect();
        if open.is_empty() {
            return sources.iter().map(|source| source.dir().to_owned()).collect();
        }
        reached(layout, sources, open)
    }
}

/// The folders of the packages in `open`, and of those that they import.
fn reached(layout: &Layout, sources: &[Source<'_>], mut open: Vec<String>) -> BTreeSet<String> {
    let mut packages = BTreeSet::new();
    while let Some(dir) = open.pop() {
        if packages.contains(&dir) {
            continue;
        }
        let files = sources.iter().filter(|source| source.dir() == dir);
        open.extend(files.flat_map(|source| &source.imports).filter_map(|import| layout.folder(&import.path)));
        packages.insert(dir);
    }
    packages
}

/// A folder as an argument of `go build`.
fn package(dir: &str) -> String {
    if dir.is_empty() { ".".to_owned() } else { format!("./{dir}") }
}
