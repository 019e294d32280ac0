//! Rust: reads `Cargo.toml`, `Cargo.lock`, the toolchain file and the source files of the packages.
//!
//! ```text
//! Cargo.toml ─► file ─► package ─► project ─┬─► program (binary targets)
//!                                           ├─► toolchain (release, flags, profile)
//! Cargo.lock ─► lock (what crates need) ────┤
//!                                           ▼
//! *.rs ─► source ─► code ─┬─► listen, health, runtime
//!                         └─► embed (files read by the compiler, files opened at run time)
//! ```

mod code;
mod embed;
mod expression;
mod file;
mod health;
mod listen;
mod lock;
mod package;
mod program;
mod project;
mod runtime;
mod source;
mod toolchain;
mod value;

use self::code::Code;
use self::file::{contains, is_rust};
use self::lock::Lock;
use self::package::{Binary, Package};
use self::project::Project;
use self::source::Source;
use super::{Detector, Finding};
use crate::answers::Evidence;
use crate::context::Context;
use crate::error::Result;

/// Reads a Cargo package or workspace.
pub struct Rust;

impl Detector for Rust {
    fn detect(&self, context: &Context) -> Result<Vec<Finding>> {
        let project = Project::read(context)?;
        let binaries = project.candidates();
        let mut findings = program::findings(&binaries)?;
        let packages = project.compiled(&binaries);
        let lock = Lock::read(context, &packages)?;
        findings.extend(lock.findings());
        if !lock.exists {
            findings.push(Finding::sure("locked", false, Evidence::new("Cargo.toml", None, "no Cargo.lock beside it")));
        }
        findings.extend(toolchain::findings(context, &project)?);
        let config = toolchain::Config::read(context)?;
        findings.extend(config.finding()?);

        let texts: Vec<(&str, String)> = files(context, &packages).collect();
        let sources: Vec<Source<'_>> = texts.iter().map(|(path, text)| Source::read(path, text)).collect();
        let mut needed = embed::sources(context, &project, &sources)?;
        needed.extend(config.paths);
        needed.extend(embed::beside_manifests(context, &packages, &sources)?);
        if let Some(evidence) = needed.values().next().cloned() {
            findings.push(Finding::sure("sources", needed.into_keys().collect::<Vec<_>>(), evidence));
        }

        let code = Code::new(sources.into_iter().filter(|source| runs(source, &project, &binaries)).collect());
        findings.extend(listen::findings(&code));
        findings.extend(health::finding(&code));
        findings.extend(runtime::findings(&code, &lock, &packages));
        findings.extend(embed::assets(context, &code));
        Ok(findings)
    }
}

/// The Rust files of the packages, with their text, but for tests, benchmarks and examples.
fn files<'c>(context: &'c Context, packages: &[&Package]) -> impl Iterator<Item = (&'c str, String)> {
    let is_compiled = |path: &str| {
        let owner =
            packages.iter().filter(|package| contains(package.dir(), path)).max_by_key(|package| package.dir().len());
        owner.is_some_and(|package| {
            let inner = path.strip_prefix(package.dir()).unwrap_or(path).trim_start_matches('/');
            !["tests/", "benches/", "examples/"].iter().any(|folder| inner.starts_with(folder))
        })
    };
    let paths: Vec<&str> = context.files().filter(|path| is_rust(path) && is_compiled(path)).collect();
    paths.into_iter().filter_map(|path| Some((path, context.read(path)?)))
}

/// Whether a file is part of one of `binaries` when it runs: build scripts and other programs are not.
fn runs(source: &Source<'_>, project: &Project, binaries: &[&Binary]) -> bool {
    let is_script = source.path.rsplit('/').next() == Some("build.rs");
    let others = project.packages.iter().flat_map(|package| &package.binaries);
    let is_other = others.filter(|other| binaries.iter().all(|binary| binary.source != other.source)).any(|other| {
        match other.source.strip_suffix("/main.rs") {
            Some(folder) if folder.contains("src/bin/") => contains(folder, source.path),
            _ => other.source == source.path,
        }
    });
    !is_script && !is_other
}
