//! A case: a folder below `snapshots/<language>/` with a `case.toml`.
//!
//! ```toml
//! about = "one line"
//! fixture = "go-hello"                # folder under tests/fixtures
//!
//! [engine]                            # all of it may be left out
//! skip = "why it cannot be built"     # it is not run; the reason is printed
//! needs = ["host:repo.example.com"]   # what the build downloads from; see need
//!
//! [engine.builder-environment]        # variables that the toolchain image has where it is the real one
//! CC = "gcc"
//!
//! [[engine.probe]]                    # instead of / and /health with status 200
//! path = "/"
//! status = 200
//! contains = "text in the body"       # may be left out
//! ```

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::Result;

/// A case.
#[derive(Clone)]
pub struct Case {
    /// `<language>/<case>`.
    pub name: String,
    /// The answers for `msgen init --answers`.
    pub answers: PathBuf,
    /// The fixture's name.
    pub fixture: String,
    /// What the engine tests need to know.
    pub engine: Engine,
}

/// The part of `case.toml` that is about the engine.
#[derive(Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Engine {
    /// Why it cannot be built.
    pub skip: Option<String>,
    /// What must be there beside the base images.
    #[serde(default)]
    pub needs: Vec<String>,
    /// Variables that the toolchain image has where it is the real one, and a stand-in may lack.
    #[serde(default, rename = "builder-environment")]
    pub builder_environment: BTreeMap<String, String>,
    /// What the running container is asked.
    #[serde(default)]
    probe: Vec<Probe>,
}

/// A question to the running container, and the answer that is right.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Probe {
    /// What is asked for.
    pub path: String,
    /// The HTTP status of the answer.
    #[serde(default = "Probe::ok")]
    pub status: u16,
    /// A part of its body.
    pub contains: Option<String>,
}

impl Probe {
    fn ok() -> u16 {
        200
    }
}

impl Engine {
    /// What the running container is asked: what the case says, or the two paths that every fixture serves.
    pub fn probes(&self) -> Vec<Probe> {
        if self.probe.is_empty() {
            ["/", "/health"].map(|path| Probe { path: path.to_owned(), status: 200, contains: None }).into()
        } else {
            self.probe.clone()
        }
    }
}

impl Case {
    /// The user as the case asks for it: a number, a number and a group, a name, or nothing.
    pub fn user(&self) -> Result<Option<String>> {
        let file: toml::Table = read(&self.answers)?;
        // The heading `[answers]` may be left out.
        let answers = file.get("answers").and_then(toml::Value::as_table).unwrap_or(&file);
        Ok(answers.get("user").map(|user| user.as_str().map_or_else(|| user.to_string(), ToOwned::to_owned)))
    }
}

/// The parts of `case.toml` that matter here; the rest is for the tests of the written files.
#[derive(Deserialize)]
struct File {
    fixture: String,
    #[serde(default)]
    engine: Engine,
}

/// Every case there is, in the order of their names.
pub fn all() -> Result<Vec<Case>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("snapshots");
    let mut cases = Vec::new();
    for language in folders(&root)? {
        for folder in folders(&language)? {
            if folder.join("case.toml").is_file() {
                let File { fixture, engine } = read(&folder.join("case.toml"))?;
                let name = folder.strip_prefix(&root)?.display().to_string();
                cases.push(Case { name, answers: folder.join("answers.toml"), fixture, engine });
            }
        }
    }
    if cases.is_empty() {
        return Err(format!("{} holds no case", root.display()).into());
    }
    Ok(cases)
}

/// Reads a file of settings.
fn read<T: for<'a> Deserialize<'a>>(path: &Path) -> Result<T> {
    let text = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    Ok(toml::from_str(&text).map_err(|error| format!("{}: {error}", path.display()))?)
}

/// The folders in a folder, in the order of their names.
pub fn folders(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut folders = Vec::new();
    for entry in entries {
        let path = entry?.path();
        if path.is_dir() {
            folders.push(path);
        }
    }
    folders.sort();
    Ok(folders)
}
