//! A copy of a fixture, and the real `msgen` run on it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::Result;
use crate::plan::{Plan, Run};
use crate::process::{self, Finished, Limit};
use crate::scrap::Scrap;

/// msgen itself takes milliseconds; a busy machine may give it none for a while.
const LIMIT: Limit = Limit::seconds(60);

/// The files of a fixture that are for these tests and no part of the project.
const SEED: &str = "seed.";

/// The folder of all fixtures.
pub fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures")
}

/// A copy of a fixture.
pub struct Project {
    /// Where it is: a folder that has the fixture's name.
    pub folder: PathBuf,
}

impl Project {
    /// Copies the fixture `name` below the test's folder, into `place`.
    pub fn copy(name: &str, place: &str, scrap: &Scrap) -> Result<Self> {
        let folder = scrap.folder().join(place).join(name);
        copy(&fixtures().join(name), &folder)?;
        Ok(Self { folder })
    }

    /// `msgen init` on it, without variables that could answer questions.
    pub fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_msgen"));
        command.arg("init").arg(&self.folder);
        command
    }

    /// Runs `msgen init` on it with these arguments, asking nothing.
    pub fn init<'a>(&self, arguments: impl IntoIterator<Item = &'a str>) -> Result<Finished> {
        let mut command = Command::new(env!("CARGO_BIN_EXE_msgen"));
        command.env_clear().arg("init").arg(&self.folder).args(["--non-interactive", "--json"]).args(arguments);
        process::finish(&mut command, "", LIMIT)
    }

    /// Runs `msgen init`, which must write its files, and returns its plan.
    pub fn plan<'a>(&self, arguments: impl IntoIterator<Item = &'a str>) -> Result<Plan> {
        let finished = self.init(arguments)?;
        if finished.code != Some(0) {
            return Err(format!("msgen init ended with {:?}:\n{}", finished.code, finished.stderr).into());
        }
        let run: Run = serde_json::from_str(&finished.stdout).map_err(|error| format!("msgen init --json: {error}"))?;
        Ok(run.plan)
    }

    /// Runs `msgen init` with a file of answers.
    pub fn plan_from(&self, answers: &Path) -> Result<Plan> {
        self.plan(["--answers", &answers.to_string_lossy()])
    }

    /// Writes a file of the project.
    pub fn write(&self, path: &str, bytes: impl AsRef<[u8]>) -> Result<()> {
        let path = self.folder.join(path);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        Ok(fs::write(path, bytes)?)
    }

    /// The paths of all its files, relative to it.
    pub fn files(&self) -> Result<Vec<String>> {
        let mut files = Vec::new();
        list(&self.folder, &self.folder, &mut files)?;
        Ok(files)
    }
}

/// Copies a folder, without the files that are for these tests.
fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from).map_err(|error| format!("{}: {error}", from.display()))? {
        let entry = entry?;
        if entry.file_name().to_string_lossy().starts_with(SEED) {
            continue;
        }
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}

fn list(root: &Path, folder: &Path, files: &mut Vec<String>) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            list(root, &path, files)?;
        } else {
            files.push(path.strip_prefix(root)?.to_string_lossy().into_owned());
        }
    }
    Ok(())
}
