//! One package: its name, its binary targets and what it depends on.

use toml_edit::{Item, TableLike};

use super::file::{File, join};
use crate::answers::Evidence;
use crate::context::Context;

/// A package of the project.
#[derive(Debug)]
pub(super) struct Package {
    pub file: File,
    pub name: String,
    pub binaries: Vec<Binary>,
}

/// A binary target.
#[derive(Debug, Clone)]
pub(super) struct Binary {
    pub package: String,
    pub name: String,
    /// Its main file, relative to the build context.
    pub source: String,
    /// The features it needs.
    pub features: Vec<String>,
    pub evidence: Evidence,
}

/// A dependency that takes part in building the program.
#[derive(Debug)]
pub(super) struct Dependency<'a> {
    /// The name of its package.
    pub name: &'a str,
    /// The key and the value in the manifest.
    pub item: &'a Item,
    /// The features asked for.
    pub features: Vec<&'a str>,
    /// Its folder, where it is one of the project.
    pub path: Option<&'a str>,
    /// Whether the workspace says the rest.
    pub is_inherited: bool,
}

impl Package {
    /// The package that `file` declares, if it declares one.
    pub fn read(context: &Context, file: File) -> Option<Self> {
        let name = file.text(&["package", "name"])?.to_owned();
        let binaries = binaries(context, &file, &name);
        Some(Self { file, name, binaries })
    }

    /// The folder of the package.
    pub fn dir(&self) -> &str {
        self.file.dir()
    }

    /// The dependencies of the program and of the build script, but not those of tests or of other systems.
    pub fn dependencies(&self) -> Vec<Dependency<'_>> {
        let mut found = Vec::new();
        let mut tables: Vec<&dyn TableLike> = Vec::new();
        for kind in ["dependencies", "build-dependencies"] {
            tables.extend(self.file.table(&[kind]));
            let targets = self.file.table(&["target"]).into_iter().flat_map(TableLike::iter);
            for (_, item) in targets.filter(|(target, _)| is_for_linux(target)) {
                tables.extend(item.get(kind).and_then(Item::as_table_like));
            }
        }
        let (active, _) = self.features();
        for (key, item) in tables.into_iter().flat_map(TableLike::iter) {
            let is_optional = item.get("optional").and_then(Item::as_bool) == Some(true);
            let names = |part: &&str| part.trim_start_matches("dep:").split(['/', '?']).next() == Some(key);
            if !is_optional || active.iter().any(names) {
                found.push(Dependency::new(key, item));
            }
        }
        found
    }

    /// What the features of the package turn on: by default, and only when somebody asks for it.
    pub fn features(&self) -> (Vec<&str>, Vec<&str>) {
        let mut all: Vec<(&str, Vec<&str>)> = Vec::new();
        for (name, item) in self.file.table(&["features"]).into_iter().flat_map(TableLike::iter) {
            let parts = item.as_array().into_iter().flatten().filter_map(|part| part.as_str());
            all.push((name, parts.collect()));
        }
        let mut active = vec!["default"];
        let mut next = 0;
        while let Some(name) = active.get(next).copied() {
            let parts = all.iter().filter(|(known, _)| *known == name).flat_map(|(_, parts)| parts);
            let fresh: Vec<&str> = parts.filter(|part| !active.contains(part)).copied().collect();
            active.extend(fresh);
            next += 1;
        }
        let idle = all.iter().filter(|(name, _)| !active.contains(name));
        let idle = idle.flat_map(|(name, parts)| parts.iter().copied().chain([*name])).collect();
        (active, idle)
    }

    /// Whether any value comes from a workspace (`version.workspace = true`), and where.
    pub fn inherited(&self) -> Option<&Item> {
        let is_inherited = |item: &&Item| item.get("workspace").and_then(Item::as_bool) == Some(true);
        let own = self.file.table(&["package"])?.iter().map(|(_, item)| item).find(is_inherited);
        own.or_else(|| {
            self.dependencies().into_iter().find(|dependency| dependency.is_inherited).map(|found| found.item)
        })
    }
}

impl<'a> Dependency<'a> {
    /// The dependency `key = item`.
    pub fn new(key: &'a str, item: &'a Item) -> Self {
        let text = |name: &str| item.get(name).and_then(Item::as_str);
        let features = item.get("features").and_then(Item::as_array).into_iter().flatten();
        Self {
            name: text("package").unwrap_or(key),
            item,
            features: features.filter_map(|feature| feature.as_str()).collect(),
            path: text("path"),
            is_inherited: item.get("workspace").and_then(Item::as_bool) == Some(true),
        }
    }
}

/// Whether dependencies for this target can matter on Linux.
fn is_for_linux(target: &str) -> bool {
    let others = ["windows", "macos", "apple", "ios", "android", "wasm", "msvc"];
    target.contains("not(") || !others.iter().any(|other| target.contains(other))
}

/// The binary targets, by cargo's rules: those declared, and those found by their place.
fn binaries(context: &Context, file: &File, package: &str) -> Vec<Binary> {
    let dir = file.dir();
    let mut found: Vec<Binary> = Vec::new();
    let is_automatic = file.at(&["package", "autobins"]).and_then(Item::as_bool) != Some(false);
    let head = file.at(&["package", "name"]).map(|item| file.evidence(item));
    let mut automatic: Vec<(String, String)> = Vec::new();
    if context.exists(&join(dir, "src/main.rs")) {
        automatic.push((package.to_owned(), join(dir, "src/main.rs")));
    }
    let folder = format!("{}/", join(dir, "src/bin"));
    for path in context.files() {
        let Some(rest) = path.strip_prefix(&folder).and_then(|rest| rest.strip_suffix(".rs")) else { continue };
        match rest.split_once('/') {
            None => automatic.push((rest.to_owned(), path.to_owned())),
            Some((name, "main")) => automatic.push((name.to_owned(), path.to_owned())),
            Some(_) => {}
        }
    }
    for table in file.tables("bin") {
        let Some(item) = table.get("name") else { continue };
        let Some(name) = item.as_str() else { continue };
        let stated = table.get("path").and_then(Item::as_str).and_then(|path| super::file::resolve(dir, path));
        let by_name = automatic.iter().find(|(known, _)| known == name).map(|(_, path)| path.clone());
        let source = stated.or(by_name).unwrap_or_else(|| join(dir, "src/main.rs"));
        automatic.retain(|(_, path)| *path != source);
        let features = table.get("required-features").and_then(Item::as_array).into_iter().flatten();
        found.push(Binary {
            package: package.to_owned(),
            name: name.to_owned(),
            source,
            features: features.filter_map(|feature| feature.as_str().map(str::to_owned)).collect(),
            evidence: file.evidence(item),
        });
    }
    if is_automatic {
        found.extend(automatic.into_iter().map(|(name, source)| {
            let by_package = head.clone().filter(|_| name == package);
            let evidence = by_package.unwrap_or_else(|| Evidence::new(&source, None, "binary target"));
            Binary { package: package.to_owned(), name, source, features: Vec::new(), evidence }
        }));
    }
    found
}
