//! The package at the root and those it takes by path: version, manifests, and what has to be fetched.

use super::source::Source;
use super::zon::{Value, Zon};
use super::{MANIFEST, SCRIPT, folder, resolve};
use crate::answers::Evidence;
use crate::context::Context;
use crate::detect::Finding;
use crate::error::{Error, Result};

/// Every release that can be installed by its checksum, newest first: the catalog names the same.
pub const RELEASES: &[&str] = &["0.17.0", "0.16.0", "0.15.2", "0.15.1", "0.14.1", "0.14.0", "0.13.0"];

/// A package in the build context.
#[derive(Debug)]
pub(super) struct Package {
    /// Its folder; empty for the root.
    pub folder: String,
    manifest: Option<Zon>,
}

/// The packages of the build, the one at the root first.
#[derive(Debug)]
pub(super) struct Packages {
    pub list: Vec<Package>,
    /// The first package that has to be fetched.
    fetched: Option<Evidence>,
}

impl Packages {
    /// Reads the manifest at the root, and those of the packages that it names by path.
    ///
    /// # Errors
    /// A manifest cannot be read, or names a package that the build context does not contain.
    pub fn read(context: &Context) -> Result<Self> {
        let mut packages = Self { list: vec![Package::read(context, "")?], fetched: None };
        let mut next = 0;
        while let Some(package) = packages.list.get(next) {
            let (base, path) = (package.folder.clone(), package.manifest_path());
            let dependencies = package.dependencies();
            for (name, dependency) in dependencies {
                packages.add(context, &base, &path, &name, &dependency)?;
            }
            next += 1;
        }
        Ok(packages)
    }

    fn add(&mut self, context: &Context, base: &str, manifest: &str, name: &str, dependency: &Zon) -> Result<()> {
        let text = |field: &str| dependency.get(field).and_then(Zon::text);
        let place = format!("{manifest}:{}", dependency.line);
        if let Some(path) = text("path") {
            let Some(dir) = resolve(base, path) else {
                return Err(Error::refused(format!(
                    "{path} lies outside the build context, so no image can be built from it"
                ))
                .at(place)
                .help("run msgen in the folder that holds both packages, or name the package by url and hash"));
            };
            if !context.is_dir(&dir) {
                return Err(Error::bad_input(format!("the package {name} is missing: there is no folder {dir}"))
                    .at(place)
                    .help("bring it back, or remove the lines"));
            }
            if self.list.iter().all(|known| known.folder != dir) {
                self.list.push(Package::read(context, &dir)?);
            }
        } else if let Some(url) = text("url") {
            if text("hash").is_none() {
                return Err(Error::bad_input(format!(
                    "the package {name} has a url but no hash: Zig does not fetch it"
                ))
                .at(place)
                .help(format!("zig fetch --save={name} {url}")));
            }
            let seen = || Evidence::new(manifest, dependency.line, format!("{name}: {url}"));
            self.fetched.get_or_insert_with(seen);
        }
        Ok(())
    }

    /// Version, manifests, and whether packages have to be fetched.
    pub fn findings(&self, context: &Context) -> Result<Vec<Finding>> {
        let mut findings = Vec::new();
        if let Some(root) = self.list.first() {
            findings.extend(root.version()?);
        }
        let mut manifests = Vec::new();
        for package in &self.list {
            let files = [SCRIPT, MANIFEST].map(|name| join(&package.folder, name));
            manifests.extend(files.into_iter().filter(|file| context.exists(file)));
        }
        let evidence = Evidence::new(SCRIPT, None, "the files that decide the packages");
        findings.push(Finding::sure("manifests", manifests, evidence));
        if let Some(evidence) = &self.fetched {
            findings.push(Finding::sure("dependencies", true, evidence.clone()));
        }
        Ok(findings)
    }

    /// The folders and files that the packages say they consist of. An empty path is the whole package, which says
    /// nothing, and documents are no sources.
    pub fn paths(&self) -> impl Iterator<Item = String> {
        self.list.iter().flat_map(|package| {
            let items = package.manifest.as_ref().and_then(|zon| zon.get("paths")).map(Zon::items).unwrap_or_default();
            let paths = items.iter().filter_map(Zon::text).filter(|path| !path.is_empty() && !is_document(path));
            paths.filter_map(|path| resolve(&package.folder, path))
        })
    }
}

impl Package {
    fn read(context: &Context, folder: &str) -> Result<Self> {
        let path = join(folder, MANIFEST);
        let manifest = if context.exists(&path) { Some(manifest(context, &path)?) } else { None };
        Ok(Self { folder: folder.to_owned(), manifest })
    }

    fn manifest_path(&self) -> String {
        join(&self.folder, MANIFEST)
    }

    fn dependencies(&self) -> Vec<(String, Zon)> {
        let dependencies = self.manifest.as_ref().and_then(|zon| zon.get("dependencies"));
        dependencies.map(|zon| zon.fields().to_vec()).unwrap_or_default()
    }

    /// The release that the package is written for. Zig changes its language with every minor release, so the newest
    /// patch release of the minor that the package names is the one that builds it.
    fn version(&self) -> Result<Option<Finding>> {
        let Some(zon) = &self.manifest else { return Ok(None) };
        let path = self.manifest_path();
        let (least, line) = match (zon.get("minimum_zig_version"), zon.get("name")) {
            (Some(minimum), _) => (minimum.text().unwrap_or_default(), minimum.line),
            // A name in quotes is what manifests had before 0.14.
            (None, Some(Zon { value: Value::Text(_), line })) => ("0.13.0", *line),
            (None, _) => return Ok(None),
        };
        let wanted = numbers(least);
        let fits = |release: &&&str| {
            let release = numbers(release);
            release[..2] == wanted[..2] && release >= wanted
        };
        let Some(release) = RELEASES.iter().find(fits) else {
            return Err(Error::refused(format!("{path} asks for Zig {least}, and no such release can be installed"))
                .at(format!("{path}:{line}"))
                .help(format!("let minimum_zig_version name one of: {}", RELEASES.join(", "))));
        };
        let saw = if zon.get("minimum_zig_version").is_some() {
            format!("minimum_zig_version {least}")
        } else {
            "a name in quotes, as before 0.14".to_owned()
        };
        Ok(Some(Finding::sure("language-version", *release, Evidence::new(path, line, saw))))
    }
}

/// The numbers of `0.15.0-dev.77+abc`, as far as the first that is none.
fn numbers(version: &str) -> [u32; 3] {
    let release = version.split(['-', '+']).next().unwrap_or_default();
    let mut parts = release.split('.').map(|part| part.parse().unwrap_or(0));
    [(); 3].map(|()| parts.next().unwrap_or(0))
}

fn manifest(context: &Context, path: &str) -> Result<Zon> {
    let text = context.read(path).ok_or_else(|| {
        Error::bad_input(format!("{path} cannot be read as text")).at(path).help("save it as UTF-8, readable by you")
    })?;
    let source = Source::read(path, &text);
    Zon::read(&source).ok_or_else(|| {
        Error::bad_input(format!("{path} is not one value .{{ … }}"))
            .at(format!("{path}:{}", source.tokens.line(source.tokens.len().saturating_sub(1))))
            .help(format!(
                "see what zig build says of it in {}",
                if folder(path).is_empty() { "." } else { folder(path) }
            ))
    })
}

fn join(folder: &str, name: &str) -> String {
    if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") }
}

/// Whether a file is for people to read.
fn is_document(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default().to_ascii_lowercase();
    ["license", "licence", "readme", "changelog", "copying"].iter().any(|stem| name.starts_with(stem))
        || super::has_extension(&name, "md")
}
