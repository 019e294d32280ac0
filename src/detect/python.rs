//! Python: reads the manifests of the project and its source files.
//!
//! ```text
//! pyproject.toml, lock files, requirements ─► project ─┬─► version
//!                                                      ▼
//! *.py ─► source ─┬─► django ─────────────┬─► start (server, application, module, script) ─► root, package
//!                 ├─► application, module ┘
//!                 └─► value ─► listen, health, system
//! ```

mod application;
mod django;
mod health;
mod listen;
mod lock;
mod module;
mod project;
mod requirement;
mod root;
mod source;
mod start;
mod system;
mod value;
mod version;

use std::path::Path;

use self::django::Django;
use self::project::Project;
use self::source::Source;
use super::{Detector, Finding};
use crate::context::Context;
use crate::error::Result;

/// Folders whose files serve the developers, not the image.
const ASIDE: &[&str] = &[
    "test",
    "tests",
    "testing",
    "doc",
    "docs",
    "example",
    "examples",
    "sample",
    "samples",
    "demo",
    "script",
    "scripts",
    "tool",
    "tools",
    "bench",
    "benchmarks",
    "migrations",
    "alembic",
    "notebooks",
    "venv",
    "env",
    "site-packages",
    "build",
    "dist",
    "e2e",
];

/// Reads a Python project.
pub struct Python;

impl Detector for Python {
    fn detect(&self, context: &Context) -> Result<Vec<Finding>> {
        let project = Project::read(context)?;
        let texts: Vec<(&str, String)> = files(context).collect();
        let sources: Vec<Source<'_>> = texts.iter().map(|(path, text)| Source::read(path, text)).collect();
        let django = Django::find(&sources, &project);

        let start = start::find(context, &project, &sources, django.as_ref());
        let mut findings = project.findings();
        findings.extend(version::finding(context, &project));
        findings.extend(django.iter().flat_map(|django| django.findings(&sources)));
        findings.extend(listen::findings(&sources, &start, &project));
        findings.extend(health::finding(&sources, django.as_ref()));
        findings.extend(system::findings(context, &sources, &project, django.as_ref()));
        findings.extend(start.findings);
        Ok(findings)
    }
}

/// The Python files of the service, with their text.
fn files(context: &Context) -> impl Iterator<Item = (&str, String)> {
    let is_served = |path: &&str| {
        let (folders, name) = path.rsplit_once('/').unwrap_or(("", path));
        let is_test = name.starts_with("test_") || name.ends_with("_test.py") || name == "conftest.py";
        let is_aside = folders.split('/').any(|part| ASIDE.contains(&part));
        let is_setup = matches!(*path, "setup.py" | "noxfile.py" | "fabfile.py" | "tasks.py");
        Path::new(name).extension().is_some_and(|extension| extension == "py") && !is_test && !is_aside && !is_setup
    };
    context.files().filter(is_served).filter_map(|path| Some((path, context.read(path)?)))
}

/// The path `inner`, seen from `folder`.
fn join(folder: &str, inner: &str) -> String {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in inner.split('/') {
        match part {
            "" | "." => {}
            ".." => _ = parts.pop(),
            part => parts.push(part),
        }
    }
    parts.join("/")
}
