//! Which toolchain the project asks for, and with which flags: `rust-toolchain.toml`, `.cargo/config.toml`, profiles.

use toml_edit::Item;

use super::file::File;
use super::project::Project;
use crate::answers::Evidence;
use crate::context::Context;
use crate::detect::Finding;
use crate::error::{Error, Result};

/// Tables of `.cargo/config.toml` without which the project does not build elsewhere. The rest (linkers, wrappers, the
/// number of jobs, aliases) is about the machine of its author.
const NEEDED: &[&str] = &["registries", "registry", "source", "net", "env", "patch", "unstable"];

/// What the project says about its toolchain.
pub(super) fn findings(context: &Context, project: &Project) -> Result<Vec<Finding>> {
    let mut findings = channel(context, project)?;
    findings.extend(profile(project));
    Ok(findings)
}

/// The channel of the toolchain file: a release is the image's version; anything else only rustup can bring.
fn channel(context: &Context, project: &Project) -> Result<Vec<Finding>> {
    let Some((channel, evidence)) = pinned(context)? else { return Ok(Vec::new()) };
    let release: Vec<&str> = channel.split('.').take(2).collect();
    let is_number = |part: &&str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if channel == "stable" {
        return Ok(Vec::new());
    }
    if release.len() == 2 && release.iter().all(is_number) {
        let version = release.join(".");
        oldest_is_met(project, &version, &evidence)?;
        return Ok(vec![Finding::sure("language-version", version, evidence)]);
    }
    Ok(vec![Finding::sure("toolchain-file", true, evidence)])
}

/// The channel, with the place that names it.
fn pinned(context: &Context) -> Result<Option<(String, Evidence)>> {
    for path in ["rust-toolchain", "rust-toolchain.toml"] {
        let Some(text) = context.read(path) else { continue };
        if !text.contains('[') {
            let channel = text.trim().to_owned();
            let evidence = Evidence::new(path, 1, channel.clone());
            return Ok((!channel.is_empty()).then_some((channel, evidence)));
        }
        let file = File::read(context, path)?;
        let channel = file.as_ref().and_then(|file| {
            let item = file.at(&["toolchain", "channel"])?;
            Some((item.as_str()?.to_owned(), file.evidence(item)))
        });
        return Ok(channel);
    }
    Ok(None)
}

/// No package may need a newer release than the pinned one.
fn oldest_is_met(project: &Project, pinned: &str, evidence: &Evidence) -> Result<()> {
    let files = project.packages.iter().map(|package| &package.file).chain(&project.head);
    for file in files {
        for keys in [["package", "rust-version"].as_slice(), &["workspace", "package", "rust-version"]] {
            let Some(item) = file.at(keys) else { continue };
            if item.as_str().is_some_and(|needed| number(needed) > number(pinned)) {
                return Err(Error::bad_input(format!("{evidence} is older than this rust-version"))
                    .at(file.place(Some(item)))
                    .help("let the toolchain file name this release or a newer one"));
            }
        }
    }
    Ok(())
}

/// Major and minor number of a version.
fn number(version: &str) -> (u32, u32) {
    let mut parts = version.split('.').map(|part| part.parse().unwrap_or(0));
    (parts.next().unwrap_or(0), parts.next().unwrap_or(0))
}

/// What the release profile says itself is left as it is.
fn profile(project: &Project) -> Vec<Finding> {
    let Some(root) = project.root() else { return Vec::new() };
    let mut findings = Vec::new();
    let says = |key: &str| root.at(&["profile", "release", key]);
    if let Some(item) = says("lto").or_else(|| says("codegen-units")) {
        findings.push(Finding::sure("lto", false, root.evidence(item)));
    }
    let keeps = |item: &&Item| matches!(item.as_str(), Some("none" | "debuginfo")) || item.as_bool() == Some(false);
    if let Some(item) = says("strip").filter(keeps) {
        findings.push(Finding::sure("strip", false, root.evidence(item)));
    }
    findings
}

/// What `.cargo/config.toml` adds: whether the build needs the file, folders of vendored crates, and the
/// condition of a `--cfg` flag.
#[derive(Debug, Default)]
pub(super) struct Config {
    /// Paths that the build needs.
    pub paths: Vec<(String, Evidence)>,
    conditions: Vec<(String, Evidence)>,
}

impl Config {
    /// Reads the configuration at the root.
    pub fn read(context: &Context) -> Result<Self> {
        let mut config = Self::default();
        for path in [".cargo/config.toml", ".cargo/config"] {
            let Some(file) = File::read(context, path)? else { continue };
            if let Some(item) = NEEDED.iter().find_map(|key| file.at(&[key])) {
                config.paths.push((path.to_owned(), file.evidence(item)));
            }
            let sources = file.table(&["source"]).into_iter().flat_map(|table| table.iter());
            for item in sources.filter_map(|(_, source)| source.get("directory")) {
                let folder = item.as_str().and_then(|folder| super::file::resolve("", folder));
                config.paths.extend(folder.map(|folder| (folder, file.evidence(item))));
            }
            config.read_conditions(&file);
            break;
        }
        Ok(config)
    }

    /// The conditions that the flags set (`--cfg tokio_unstable`): without them the sources may not compile.
    fn read_conditions(&mut self, file: &File) {
        let targets = file.table(&["target"]).into_iter().flat_map(|table| table.iter());
        let targets = targets.filter(|(target, _)| target.contains("linux") || target.starts_with("cfg("));
        let of_targets = targets.filter_map(|(_, target)| target.get("rustflags"));
        for item in file.at(&["build", "rustflags"]).into_iter().chain(of_targets) {
            let listed = item.as_array().into_iter().flatten().filter_map(|value| value.as_str());
            let words: Vec<&str> = match item.as_str() {
                Some(text) => text.split_whitespace().collect(),
                None => listed.flat_map(str::split_whitespace).collect(),
            };
            for (at, word) in words.iter().enumerate() {
                let flag = match word.strip_prefix("--cfg=") {
                    Some(condition) => Some(condition),
                    None if *word == "--cfg" => words.get(at + 1).copied(),
                    None => None,
                };
                let Some(flag) = flag.filter(|flag| !flag.contains(['"', '\''])) else { continue };
                if self.conditions.iter().all(|(known, _)| known != flag) {
                    self.conditions.push((flag.to_owned(), file.evidence(item)));
                }
            }
        }
    }

    /// The condition; more than one has no place in the build stage.
    pub fn finding(&self) -> Result<Option<Finding>> {
        match &self.conditions[..] {
            [] => Ok(None),
            [(condition, evidence)] => Ok(Some(Finding::sure("condition", condition.as_str(), evidence.clone()))),
            [.., (_, evidence)] => {
                Err(Error::refused("the sources need several conditions, and the build stage sets one")
                    .at(evidence.to_string())
                    .help("let one --cfg turn on what belongs together, or let a feature do it"))
            }
        }
    }
}
