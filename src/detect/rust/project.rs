//! The packages of the project: the one at the root, the members of the workspace, and what they depend on by path.

use fast_glob::glob_match;
use toml_edit::Item;

use super::file::{File, contains, join, resolve};
use super::package::{Binary, Dependency, Package};
use crate::context::Context;
use crate::error::{Error, Result};

const MANIFEST: &str = "Cargo.toml";

/// Everything cargo builds from.
#[derive(Debug)]
pub(super) struct Project {
    /// The manifest at the root, where it declares no package.
    pub head: Option<File>,
    /// The package at the root first, then the members in the order of their folders.
    pub packages: Vec<Package>,
}

impl Project {
    /// Reads every manifest that takes part.
    pub fn read(context: &Context) -> Result<Self> {
        let mut project = Self { head: None, packages: Vec::new() };
        let Some(root) = File::read(context, MANIFEST)? else { return Ok(project) };
        let mut folders: Vec<String> = members(context, &root);
        match Package::read(context, root) {
            Some(package) => project.packages.push(package),
            None => project.head = File::read(context, MANIFEST)?,
        }
        let shared = project.root().map(|root| path_dependencies(root, root.table(&["workspace", "dependencies"])));
        folders.extend(shared.transpose()?.unwrap_or_default());
        let mut next = 0;
        while next < folders.len() || next == 0 {
            for package in &project.packages[next.min(project.packages.len())..] {
                folders.extend(package_paths(package)?);
            }
            next = project.packages.len();
            for folder in &folders {
                let known = project.packages.iter().any(|package| package.dir() == folder);
                if known {
                    continue;
                }
                let file = File::read(context, &join(folder, MANIFEST))?;
                project.packages.extend(file.and_then(|file| Package::read(context, file)));
            }
            if project.packages.len() == next {
                break;
            }
        }
        project.refuse_a_member_alone()?;
        Ok(project)
    }

    /// The manifest at the root.
    pub fn root(&self) -> Option<&File> {
        self.head
            .as_ref()
            .or_else(|| self.packages.first().map(|package| &package.file).filter(|file| file.dir().is_empty()))
    }

    /// A package that takes values from a workspace above the folder cannot be built from this folder alone.
    fn refuse_a_member_alone(&self) -> Result<()> {
        let Some(package) = self.packages.first().filter(|package| package.dir().is_empty()) else { return Ok(()) };
        if package.file.at(&["workspace"]).is_some() {
            return Ok(());
        }
        let above = package.file.at(&["package", "workspace"]);
        let Some(item) = above.or_else(|| package.inherited()) else { return Ok(()) };
        Err(Error::refused("this package is a member of a workspace above the folder, which the builder does not see")
            .at(package.file.place(Some(item)))
            .help(format!("msgen init PATH/OF/THE/WORKSPACE --set package={}", package.name)))
    }

    /// The package that owns the file at `path`.
    pub fn owner(&self, path: &str) -> Option<&Package> {
        let owners = self.packages.iter().filter(|package| contains(package.dir(), path));
        owners.max_by_key(|package| package.dir().len())
    }

    /// The binary targets that may be the service: those of the package at the root, or else of the default members.
    pub fn candidates(&self) -> Vec<&Binary> {
        let at_root = self.packages.iter().find(|package| package.dir().is_empty());
        if let Some(package) = at_root.filter(|package| !package.binaries.is_empty()) {
            let default = package.file.text(&["package", "default-run"]);
            let chosen: Vec<&Binary> =
                package.binaries.iter().filter(|binary| Some(&*binary.name) == default).collect();
            return if chosen.is_empty() { package.binaries.iter().collect() } else { chosen };
        }
        let defaults: Vec<&str> = self
            .root()
            .map(|root| root.list(&["workspace", "default-members"]))
            .unwrap_or_default()
            .into_iter()
            .map(|(path, _)| path)
            .collect();
        let is_default = |package: &&Package| {
            defaults.is_empty()
                || defaults.iter().any(|pattern| glob_match(pattern.trim_start_matches("./"), package.dir()))
        };
        // `xtask` is the usual name of a package with the project's own errands.
        let is_errand = |package: &&Package| package.name == "xtask";
        let packages = self.packages.iter().filter(is_default).filter(|package| !is_errand(package));
        packages.flat_map(|package| &package.binaries).collect()
    }

    /// The packages that are compiled into one of `binaries`.
    pub fn compiled(&self, binaries: &[&Binary]) -> Vec<&Package> {
        let mut found: Vec<&Package> = self
            .packages
            .iter()
            .filter(|package| binaries.iter().any(|binary| binary.package == package.name))
            .collect();
        let mut next = 0;
        while let Some(package) = found.get(next).copied() {
            let names = package.dependencies();
            let more: Vec<&Package> = names
                .iter()
                .filter_map(|dependency| self.packages.iter().find(|package| package.name == dependency.name))
                .filter(|package| found.iter().all(|known| known.name != package.name))
                .collect();
            found.extend(more);
            next += 1;
        }
        found
    }
}

/// The folders of the members that the workspace names.
fn members(context: &Context, root: &File) -> Vec<String> {
    let clean = |path: &str| path.trim_start_matches("./").trim_end_matches('/').to_owned();
    let patterns: Vec<String> = root.list(&["workspace", "members"]).into_iter().map(|(path, _)| clean(path)).collect();
    let excluded: Vec<String> = root.list(&["workspace", "exclude"]).into_iter().map(|(path, _)| clean(path)).collect();
    let folders = context.files().filter_map(|path| path.strip_suffix("/Cargo.toml"));
    let is_member = |folder: &&str| {
        patterns.iter().any(|pattern| glob_match(pattern, folder)) && !excluded.iter().any(|dir| contains(dir, folder))
    };
    folders.filter(is_member).map(str::to_owned).collect()
}

/// The folders that a package depends on.
fn package_paths(package: &Package) -> Result<Vec<String>> {
    let mut folders = Vec::new();
    for dependency in package.dependencies() {
        folders.extend(inside(&package.file, &dependency)?);
    }
    Ok(folders)
}

/// The folders that a table of dependencies names.
fn path_dependencies(file: &File, table: Option<&dyn toml_edit::TableLike>) -> Result<Vec<String>> {
    let mut folders = Vec::new();
    for (key, item) in table.into_iter().flat_map(|table| table.iter()) {
        folders.extend(inside(file, &Dependency::new(key, item))?);
    }
    Ok(folders)
}

/// The folder of a path dependency, which must lie in the build context.
fn inside(file: &File, dependency: &Dependency<'_>) -> Result<Option<String>> {
    let Some(path) = dependency.path else { return Ok(None) };
    resolve(file.dir(), path).map(Some).ok_or_else(|| {
        let item: Option<&Item> = Some(dependency.item);
        Error::refused(format!("{path} lies outside the build context, so no image can be built from it"))
            .at(file.place(item))
            .help("give the folder that holds both: msgen init PATH/OF/BOTH, or take the crate from a registry or git")
    })
}
