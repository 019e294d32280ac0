//! Which package manager installs the dependencies, in which version, and from which files.

use super::package::{MANIFEST, Package};
use crate::answers::{Evidence, Value};
use crate::context::Context;
use crate::detect::Finding;

/// Lock files and the manager that writes each.
const LOCKS: &[(&str, &str)] =
    &[("package-lock.json", "npm"), ("npm-shrinkwrap.json", "npm"), ("pnpm-lock.yaml", "pnpm"), ("yarn.lock", "yarn")];

/// Versions to install where the project names none, by what the lock file was written with: format, version.
const PNPM: &[(&str, &str)] = &[("9", "10.12.1"), ("6", "8.15.9"), ("5", "7.33.7")];
const BERRY: &[(&str, &str)] = &[("8", "4.12.0"), ("6", "3.8.7")];
const CLASSIC: &str = "1.22.22";

/// What is known of the package manager.
#[derive(Debug)]
pub(super) struct Manager {
    /// `npm`, `pnpm`, `yarn` (1.x) or `berry` (2 and later), the most likely first, each with its evidence.
    pub(super) found: Vec<(&'static str, Evidence)>,
    /// The lock files there are.
    pub(super) locks: Vec<&'static str>,
    /// The version to install, where it is not the one that comes with Node.js.
    version: Option<(String, Evidence)>,
    /// Whether `.yarnrc.yml` asks for Plug'n'Play, or does not ask for a `node_modules` folder.
    plug_and_play: Option<Evidence>,
}

impl Manager {
    /// Reads lock files, `packageManager`, `volta` and `.yarnrc.yml`.
    pub(super) fn read(context: &Context, package: &Package) -> Self {
        let locks: Vec<&str> = LOCKS.iter().map(|(file, _)| *file).filter(|file| context.exists(file)).collect();
        let mut found: Vec<(&'static str, Evidence)> = Vec::new();
        for (file, manager) in LOCKS.iter().filter(|(file, _)| locks.contains(file)) {
            let manager = if *manager == "yarn" && is_berry(context) { "berry" } else { *manager };
            if found.iter().all(|(known, _)| *known != manager) {
                found.push((manager, Evidence::new(*file, None, "lock file")));
            }
        }
        let mut version = None;
        if let Some((manager, named)) = named(package) {
            let field = package.text(&["packageManager"]).unwrap_or_default();
            let evidence = package.evidence(&["packageManager"], format!("packageManager {field}"));
            found = vec![(manager, evidence.clone())];
            version = Some((named, evidence));
        }
        let manager = found.first().map(|(manager, _)| *manager);
        let version = version.filter(|_| manager != Some("npm")).or_else(|| volta(package, manager?)).or_else(|| {
            let (version, evidence) = by_lock(context, manager?)?;
            Some((version, evidence))
        });
        let linker = linker(context);
        let plug_and_play = match (manager, linker) {
            (Some("berry"), Some((linker, evidence))) if linker == "pnp" => Some(evidence),
            (Some("berry"), None) => Some(Evidence::new(MANIFEST, None, "no nodeLinker: Yarn's default is pnp")),
            _ => None,
        };
        Self { found, locks, version, plug_and_play }
    }

    /// Its answers.
    pub(super) fn findings(&self, context: &Context) -> Vec<Finding> {
        let mut findings = Vec::new();
        match &self.found[..] {
            [] => {}
            [(manager, evidence)] => findings.push(Finding::sure("package-manager", *manager, evidence.clone())),
            several => {
                let candidate = |(manager, evidence): &(&str, Evidence)| (Value::from(*manager), evidence.clone());
                findings.push(Finding::doubt("package-manager", several.iter().map(candidate).collect()));
            }
        }
        if let Some((version, evidence)) = &self.version {
            findings.push(Finding::sure("package-manager-version", version.as_str(), evidence.clone()));
        }
        if let Some(lock) = self.locks.first() {
            findings.push(Finding::sure("lock", true, Evidence::new(*lock, None, "lock file")));
        }
        if let Some(evidence) = &self.plug_and_play {
            findings.push(Finding::sure("plug-and-play", true, evidence.clone()));
        }
        if context.exists(".npmrc") {
            findings.push(Finding::sure("npmrc", true, Evidence::new(".npmrc", None, "settings of the registry")));
        }
        findings.push(Finding::sure("manifests", self.manifests(context), Evidence::new(MANIFEST, None, "manifest")));
        findings
    }

    /// The files that the package manager reads.
    fn manifests(&self, context: &Context) -> Vec<String> {
        let mut files = vec![MANIFEST.to_owned()];
        files.extend(self.locks.iter().map(|lock| (*lock).to_owned()));
        let more = [
            ".yarnrc.yml",
            ".yarnrc",
            "pnpm-workspace.yaml",
            ".pnpmfile.cjs",
            ".yarn/releases",
            ".yarn/plugins",
            ".yarn/patches",
            "patches",
        ];
        let is_for_us = |file: &&&str| {
            let yarn = file.starts_with(".yarn");
            context.exists(file)
                && self.found.iter().any(|(manager, _)| match *manager {
                    "berry" => yarn,
                    "yarn" => **file == ".yarnrc",
                    "pnpm" => !yarn,
                    _ => false,
                })
        };
        files.extend(more.iter().filter(is_for_us).map(|file| (*file).to_owned()));
        files
    }
}

/// The manager and the version that `packageManager` names.
fn named(package: &Package) -> Option<(&'static str, String)> {
    let (name, version) = package.text(&["packageManager"])?.split_once('@')?;
    let version: String = version.chars().take_while(|c| c.is_ascii_digit() || *c == '.').collect();
    let manager = match name {
        "npm" => "npm",
        "pnpm" => "pnpm",
        "yarn" if version.starts_with("1.") => "yarn",
        "yarn" => "berry",
        _ => return None,
    };
    (!version.is_empty()).then_some((manager, version))
}

fn volta(package: &Package, manager: &str) -> Option<(String, Evidence)> {
    let name = if manager == "berry" { "yarn" } else { manager };
    let version = package.text(&["volta", name]).filter(|_| name != "npm")?;
    Some((version.to_owned(), package.evidence(&["volta", name], format!("volta.{name} {version}"))))
}

/// Whether the lock file of Yarn was written by version 2 or later, which writes YAML with `__metadata`.
fn is_berry(context: &Context) -> bool {
    context.exists(".yarnrc.yml") || context.read_lock("yarn.lock").is_some_and(|text| text.contains("__metadata:"))
}

/// The version that the lock file's format, or the release kept in the project, asks for.
fn by_lock(context: &Context, manager: &str) -> Option<(String, Evidence)> {
    let lock = |name: &str| context.read_lock(name).unwrap_or_default();
    let after = |text: &str, key: &str| {
        let (number, line) = text.lines().enumerate().find(|(_, line)| line.trim_start().starts_with(key))?;
        let value = line.split_once(':')?.1.trim().trim_matches(['"', '\'']).to_owned();
        Some((value, number + 1))
    };
    let known = |table: &[(&str, &str)], file: &str, format: &str, line: usize| {
        let version = table.iter().find(|(known, _)| format.split('.').next() == Some(known));
        let (_, version) = version.or_else(|| table.first())?;
        Some(((*version).to_owned(), Evidence::new(file, line, format!("lock file format {format}"))))
    };
    match manager {
        "pnpm" => {
            let (format, line) = after(&lock("pnpm-lock.yaml"), "lockfileVersion:")?;
            known(PNPM, "pnpm-lock.yaml", &format, line)
        }
        "berry" => {
            let settings = context.read(".yarnrc.yml").unwrap_or_default();
            if let Some((path, line)) = after(&settings, "yarnPath:") {
                let version = path.rsplit_once("yarn-").map(|(_, rest)| rest.trim_end_matches(".cjs").to_owned());
                return Some((version?, Evidence::new(".yarnrc.yml", line, format!("yarnPath: {path}"))));
            }
            let text = lock("yarn.lock");
            let (format, line) = after(&text, "version:")?;
            known(BERRY, "yarn.lock", &format, line)
        }
        "yarn" => Some((CLASSIC.to_owned(), Evidence::new("yarn.lock", 1, "written by Yarn 1"))),
        _ => None,
    }
}

/// What `.yarnrc.yml` says of the folder the dependencies go to.
fn linker(context: &Context) -> Option<(String, Evidence)> {
    let text = context.read(".yarnrc.yml")?;
    let (number, line) = text.lines().enumerate().find(|(_, line)| line.starts_with("nodeLinker:"))?;
    let value = line.split_once(':')?.1.split('#').next()?.trim().trim_matches(['"', '\'']).to_owned();
    Some((value, Evidence::new(".yarnrc.yml", number + 1, line.trim())))
}
