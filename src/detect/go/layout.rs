//! The modules that take part in the build: the one at the root, those of the workspace, and local replacements.

use super::manifest::{Manifest, Require};
use crate::answers::Evidence;
use crate::context::Context;
use crate::detect::Finding;
use crate::error::{Error, Result};

/// A module whose source is in the build context.
#[derive(Debug)]
pub(super) struct Module {
    pub manifest: Manifest,
    /// Whether its commands can be built: false for the target of a `replace`.
    pub is_main: bool,
}

/// All modules of the build.
#[derive(Debug)]
pub(super) struct Layout {
    pub work: Option<Manifest>,
    pub modules: Vec<Module>,
    /// Whether dependencies are in `vendor/`.
    pub is_vendored: bool,
}

impl Layout {
    /// Reads `go.work`, `go.mod` and the manifests that these name.
    ///
    /// # Errors
    /// A manifest cannot be read, or names a folder that the build context does not contain.
    pub fn read(context: &Context) -> Result<Self> {
        let is_vendored = context.exists("vendor/modules.txt");
        let work = if context.exists("go.work") { Some(read(context, "go.work")?) } else { None };
        let mut layout = Self { work: None, modules: Vec::new(), is_vendored };
        if let Some(work) = work {
            for (folder, line) in &work.uses {
                let dir =
                    inside(&work, folder, *line, "run msgen in the folder that holds every module of the workspace")?;
                layout.add(context, &dir, true, &work, *line)?;
            }
            layout.work = Some(work);
        } else if context.exists("go.mod") {
            layout.modules.push(Module { manifest: read_module(context, "go.mod")?, is_main: true });
        }
        if !is_vendored {
            layout.add_replacements(context)?;
        }
        Ok(layout)
    }

    /// Folders with a module that takes no part in the build. A member of the build below one of them would be lost,
    /// which nobody arranges that way.
    pub fn strangers(&self, context: &Context) -> Vec<String> {
        let manifests = context.files().filter(|path| *path == "go.mod" || path.ends_with("/go.mod"));
        let others = manifests.filter(|path| self.modules.iter().all(|module| module.manifest.path != *path));
        others.filter_map(|path| path.strip_suffix("/go.mod")).map(str::to_owned).collect()
    }

    /// The import path of the package in `dir`, and the module it belongs to.
    pub fn import_path(&self, dir: &str) -> Option<(String, &Module)> {
        let module = self.modules.iter().filter(|module| contains(module.manifest.dir(), dir));
        let module = module.max_by_key(|module| module.manifest.dir().len())?;
        let (path, _) = module.manifest.module.as_ref()?;
        let rest = dir[module.manifest.dir().len()..].trim_start_matches('/');
        Some((if rest.is_empty() { path.clone() } else { format!("{path}/{rest}") }, module))
    }

    /// The folder of the package with the import path `path`, when it is one of ours.
    pub fn folder(&self, path: &str) -> Option<String> {
        let ours = self.modules.iter().filter_map(|module| {
            let rest = path.strip_prefix(&module.manifest.module.as_ref()?.0)?;
            (rest.is_empty() || rest.starts_with('/')).then_some((module.manifest.dir(), rest))
        });
        let (dir, rest) = ours.min_by_key(|(_, rest)| rest.len())?;
        Some(format!("{dir}{rest}").trim_start_matches('/').to_owned())
    }

    /// The first required module that has to be fetched, a direct one if there is any.
    pub fn third_party(&self) -> Option<(&Manifest, &Require)> {
        let fetched = || {
            let of = |module: &'_ Module| !module.manifest.requires.is_empty();
            self.modules
                .iter()
                .filter(move |module| of(module))
                .flat_map(|module| module.manifest.requires.iter().map(move |require| (&module.manifest, require)))
        };
        let mut fetched = fetched().filter(|(_, require)| !self.is_local(&require.module)).collect::<Vec<_>>();
        fetched.sort_by_key(|(_, require)| require.is_indirect);
        fetched.first().copied()
    }

    /// What the manifests say: version, files of the dependency layer, dependencies, vendoring.
    pub fn findings(&self, context: &Context) -> Vec<Finding> {
        let mut findings = Vec::new();
        let Some(first) = self.work.as_ref().or(self.modules.first().map(|module| &module.manifest)) else {
            return findings;
        };
        if let Some((version, evidence)) = self.version() {
            findings.push(Finding::sure("language-version", version, evidence));
        }
        let evidence = Evidence::new(first.path.as_str(), None, "the files that decide the dependencies");
        findings.push(Finding::sure("manifests", self.manifests(context), evidence));
        findings.push(match self.third_party() {
            Some((manifest, require)) => Finding::sure("dependencies", true, seen(manifest, require)),
            None => {
                Finding::sure("dependencies", false, Evidence::new(first.path.as_str(), None, "nothing to download"))
            }
        });
        if self.is_vendored {
            findings.push(Finding::sure("vendor", true, Evidence::new("vendor/modules.txt", None, "vendored modules")));
        }
        findings
    }

    /// The highest minor version that any module of the build demands.
    fn version(&self) -> Option<(String, Evidence)> {
        let manifests = self.work.iter().chain(self.modules.iter().map(|module| &module.manifest));
        let demands = manifests.flat_map(|manifest| {
            let go = manifest.go.as_ref().map(|(version, line)| (version.as_str(), "go", line));
            let toolchain = manifest.toolchain.as_ref().map(|(version, line)| (version.as_str(), "toolchain", line));
            [go, toolchain].into_iter().flatten().filter_map(|(version, directive, line)| {
                let evidence = Evidence::new(manifest.path.as_str(), *line, format!("{directive} {version}"));
                Some((minor(version.strip_prefix("go").unwrap_or(version))?, evidence))
            })
        });
        // The first of equals: the `go` line of the root speaks before a toolchain or a member.
        let highest = demands.reduce(|best, next| if next.0 > best.0 { next } else { best });
        highest.map(|((major, minor), evidence)| (format!("{major}.{minor}"), evidence))
    }

    fn manifests(&self, context: &Context) -> Vec<String> {
        let manifests = self.work.iter().chain(self.modules.iter().map(|module| &module.manifest));
        let with_sums = manifests.flat_map(|manifest| {
            let sum = match manifest.path.strip_suffix(".mod") {
                Some(stem) => format!("{stem}.sum"),
                None => format!("{}.sum", manifest.path),
            };
            [Some(manifest.path.clone()), Some(sum).filter(|sum| context.exists(sum))]
        });
        with_sums.flatten().collect()
    }

    fn is_local(&self, path: &str) -> bool {
        self.modules.iter().any(|module| module.manifest.module.as_ref().is_some_and(|(own, _)| own == path))
            || self.replaces().any(|(_, replace)| replace.module == path && is_folder(&replace.folder))
    }

    fn replaces(&self) -> impl Iterator<Item = (&Manifest, &super::manifest::Replace)> {
        let own = self.modules.iter().filter(|module| module.is_main).map(|module| &module.manifest);
        self.work
            .iter()
            .chain(own)
            .flat_map(|manifest| manifest.replaces.iter().map(move |replace| (manifest, replace)))
    }

    fn add_replacements(&mut self, context: &Context) -> Result<()> {
        let mut targets = Vec::new();
        for (manifest, replace) in self.replaces().filter(|(_, replace)| is_folder(&replace.folder)) {
            let required =
                |module: &Module| module.manifest.requires.iter().any(|require| require.module == replace.module);
            if self.modules.iter().any(required) {
                let help = "run msgen in the folder that holds both modules, or vendor the dependencies: go mod vendor";
                let dir = inside(manifest, &replace.folder, replace.line, help)?;
                targets.push((dir, manifest.path.clone(), replace.line));
            }
        }
        for (dir, path, line) in targets {
            let from = Manifest { path, ..Manifest::default() };
            self.add(context, &dir, false, &from, line)?;
        }
        Ok(())
    }

    fn add(&mut self, context: &Context, dir: &str, is_main: bool, from: &Manifest, line: usize) -> Result<()> {
        let path = if dir.is_empty() { "go.mod".to_owned() } else { format!("{dir}/go.mod") };
        if self.modules.iter().any(|module| module.manifest.path == path) {
            return Ok(());
        }
        if !context.exists(&path) {
            return Err(Error::bad_input(format!("{path} is missing: {} names its folder as a module", from.path))
                .at(format!("{}:{line}", from.path))
                .help(format!("create it with go mod init in ./{dir}, or remove the line")));
        }
        self.modules.push(Module { manifest: read_module(context, &path)?, is_main });
        Ok(())
    }
}

/// The required module as evidence.
pub(super) fn seen(manifest: &Manifest, require: &Require) -> Evidence {
    Evidence::new(manifest.path.as_str(), require.line, format!("require {} {}", require.module, require.version))
}

/// Whether `dir` is `parent` or below it.
pub(super) fn contains(parent: &str, dir: &str) -> bool {
    dir.strip_prefix(parent).is_some_and(|rest| parent.is_empty() || rest.is_empty() || rest.starts_with('/'))
}

/// `path` taken from the folder `base`, without `.` and `..`; `None` where it leaves the build context.
pub(super) fn resolve(base: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = base.split('/').filter(|part| !part.is_empty()).collect();
    if path.starts_with('/') || path.contains('\\') {
        return None;
    }
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// The folder a `use` or `replace` names, which must lie in the build context.
fn inside(manifest: &Manifest, folder: &str, line: usize, help: &str) -> Result<String> {
    resolve(manifest.dir(), folder).ok_or_else(|| {
        Error::refused(format!("{folder} lies outside the build context, so no image can be built from it"))
            .at(format!("{}:{line}", manifest.path))
            .help(help)
    })
}

/// Whether a replacement is a folder, by Go's own rule.
fn is_folder(target: &str) -> bool {
    matches!(target, "." | "..") || ["./", "../", "/", ".\\", "..\\"].iter().any(|start| target.starts_with(start))
}

fn read(context: &Context, path: &str) -> Result<Manifest> {
    let text = context.read(path).ok_or_else(|| {
        Error::bad_input(format!("{path} cannot be read as text")).at(path).help("save it as UTF-8, readable by you")
    })?;
    Ok(Manifest::read(path, &text))
}

fn read_module(context: &Context, path: &str) -> Result<Manifest> {
    let manifest = read(context, path)?;
    if manifest.module.is_none() {
        return Err(Error::bad_input(format!("{path} has no module line"))
            .at(path)
            .help("give the module its path: go mod edit -module example.com/name"));
    }
    Ok(manifest)
}

/// `1.24.3` and `1.24rc1` as the numbers of 1.24.
fn minor(version: &str) -> Option<(u32, u32)> {
    let (major, rest) = version.split_once('.').unwrap_or((version, "0"));
    let end = rest.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(rest.len());
    Some((major.parse().ok()?, rest[..end].parse().ok()?))
}
