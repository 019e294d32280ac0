//! Lock files: which of the packages in them the image needs, and which of those have to be compiled.

use std::collections::{BTreeMap, BTreeSet};

use toml::{Table, Value};

use super::requirement::{Need, normal};
use crate::answers::Evidence;

/// What a lock file says.
#[derive(Debug, Default)]
pub(super) struct Lock {
    pub needs: Vec<Need>,
    /// A package without a wheel for Linux, or from a repository.
    pub compiled: Option<Evidence>,
    /// A package without a hash: from a repository or a folder.
    pub unhashed: Option<Evidence>,
}

/// Reads `uv.lock`, `poetry.lock` or `pdm.lock` for the version `interpreter` of Python.
pub(super) fn read(path: &str, text: &str, lock: &Table, interpreter: &str) -> Lock {
    let packages: Vec<&Table> =
        lock.get("package").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_table).collect();
    let needed = if path == "uv.lock" { reached(&packages) } else { grouped(&packages) };
    let mut found = Lock::default();
    for package in packages {
        let Some(name) = package.get("name").and_then(Value::as_str) else { continue };
        if !needed.contains(name) || is_local(package) {
            continue;
        }
        let line = text.lines().position(|line| line == format!("name = \"{name}\"")).map(|line| line + 1);
        let version = package.get("version").and_then(Value::as_str).unwrap_or_default();
        let evidence = || Evidence::new(path, line, format!("{name} {version}").trim_end());
        if is_fetched(package) {
            found.unhashed.get_or_insert_with(evidence);
        }
        if is_fetched(package) || !has_wheel(package, interpreter) {
            found.compiled.get_or_insert_with(evidence);
        }
        found.needs.push(Need { name: normal(name), is_direct: false, evidence: evidence() });
    }
    found
}

/// The packages that the project reaches without its development groups, as uv writes them.
fn reached<'a>(packages: &[&'a Table]) -> BTreeSet<&'a str> {
    let mut by_name: BTreeMap<&str, Vec<&'a Table>> = BTreeMap::new();
    for package in packages {
        by_name.entry(package.get("name").and_then(Value::as_str).unwrap_or_default()).or_default().push(package);
    }
    let mut open: Vec<&Table> = packages.iter().copied().filter(|package| is_local(package)).collect();
    let mut seen = BTreeSet::new();
    while let Some(package) = open.pop() {
        let optional = package.get("optional-dependencies").and_then(Value::as_table);
        // The project's own extras are not installed; those of its dependencies may be asked for.
        let optional = optional.filter(|_| !is_local(package)).into_iter().flat_map(|table| table.values());
        let lists = package.get("dependencies").into_iter().chain(optional).filter_map(Value::as_array);
        for name in lists.flatten().filter_map(|dependency| dependency.get("name")?.as_str()) {
            if seen.insert(name) {
                open.extend(by_name.get(name).into_iter().flatten());
            }
        }
    }
    seen
}

/// The packages of the default group, as poetry and pdm write them.
fn grouped<'a>(packages: &[&'a Table]) -> BTreeSet<&'a str> {
    let is_needed = |package: &&&'a Table| match package.get("groups").and_then(Value::as_array) {
        Some(groups) => groups.iter().any(|group| matches!(group.as_str(), Some("main" | "default"))),
        None => package.get("category").and_then(Value::as_str) != Some("dev"),
    };
    packages.iter().filter(is_needed).filter_map(|package| package.get("name")?.as_str()).collect()
}

/// Whether the package is the project itself, or lies beside it.
fn is_local(package: &Table) -> bool {
    let source = package.get("source");
    ["virtual", "editable", "directory", "path"].iter().any(|kind| source.and_then(|source| source.get(kind)).is_some())
        || source.and_then(|source| source.get("type")).and_then(Value::as_str) == Some("directory")
}

/// Whether it comes from a repository.
fn is_fetched(package: &Table) -> bool {
    let source = package.get("source");
    package.get("git").is_some()
        || source.and_then(|source| source.get("git")).is_some()
        || source.and_then(|source| source.get("type")).and_then(Value::as_str) == Some("git")
}

/// Whether one of its files is a wheel that the version `interpreter` of Python can install on Linux.
fn has_wheel(package: &Table, interpreter: &str) -> bool {
    let own = format!("-cp{}-", interpreter.replace('.', ""));
    let fits = |name: &str| name.contains("linux") && ["abi3", "-none-", &own].iter().any(|tag| name.contains(tag));
    let files = ["wheels", "files"].iter().filter_map(|key| package.get(*key)?.as_array()).flatten();
    let names = files.filter_map(|file| ["file", "url"].iter().find_map(|key| file.get(key)?.as_str()));
    let mut names = names.peekable();
    // poetry 1.0 and 1.1 keep the files elsewhere: nothing is known then.
    names.peek().is_none() && package.get("sdist").is_none()
        || names.any(|name| name.contains("-none-any.") || fits(name))
}
