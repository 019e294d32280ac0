//! The hermetic driver: runs the real program in a folder of its own, with nothing of this machine's environment.

use std::ffi::OsStr;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The day on which every test takes place: 2026-11-21.
pub const TODAY: &str = "1795219200";

/// What a run left behind.
pub struct Run {
    /// The exit code.
    pub code: i32,
    /// Everything on stdout.
    pub stdout: String,
    /// Everything on stderr.
    pub stderr: String,
}

/// A folder with a project in it, removed at the end.
pub struct Project {
    folder: tempfile::TempDir,
    name: String,
}

/// Where the fixtures are.
pub fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures")
}

impl Project {
    /// A copy of a fixture, in a folder of the fixture's name.
    pub fn of(fixture: &str) -> Self {
        let project = Self { folder: tempfile::tempdir().unwrap(), name: fixture.to_owned() };
        copy(&fixtures().join(fixture), &project.root());
        project
    }

    /// A folder `name` with the given files.
    pub fn with(name: &str, files: &[(&str, &str)]) -> Self {
        let project = Self { folder: tempfile::tempdir().unwrap(), name: name.to_owned() };
        fs::create_dir_all(project.root()).unwrap();
        for (path, text) in files {
            project.write(path, text);
        }
        project
    }

    /// The folder of the project.
    pub fn root(&self) -> PathBuf {
        self.folder.path().join(&self.name)
    }

    /// Writes a file of the project.
    pub fn write(&self, path: &str, text: &str) {
        let path = self.root().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// The text of a file of the project.
    pub fn read(&self, path: &str) -> String {
        fs::read_to_string(self.root().join(path)).unwrap()
    }

    /// Paths of everything in the project, sorted.
    pub fn files(&self) -> Vec<String> {
        let mut files = Vec::new();
        list(&self.root(), &self.root(), &mut files);
        files.sort();
        files
    }

    /// Runs `msgen` in the project.
    pub fn msgen<S: AsRef<OsStr>>(&self, arguments: &[S]) -> Run {
        self.msgen_with(arguments, &[], "")
    }

    /// Runs `msgen` in the project with variables and a standard input.
    pub fn msgen_with<S: AsRef<OsStr>>(&self, arguments: &[S], variables: &[(&str, &str)], input: &str) -> Run {
        let mut command = msgen();
        command.args(arguments).current_dir(self.root()).envs(variables.iter().copied());
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        // A program that reads no input may be gone before it is written.
        let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
        let output = child.wait_with_output().unwrap();
        let text = |bytes: Vec<u8>| {
            String::from_utf8(bytes).unwrap().replace(self.folder.path().to_str().unwrap(), "[FOLDER]")
        };
        Run { code: output.status.code().unwrap_or(-1), stdout: text(output.stdout), stderr: text(output.stderr) }
    }
}

/// The program with a scrubbed environment.
pub fn msgen() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_msgen"));
    command.env_clear().env("SOURCE_DATE_EPOCH", TODAY).env("TERM", "xterm-256color");
    command
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

fn list(root: &Path, folder: &Path, files: &mut Vec<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        if entry.file_type().unwrap().is_dir() {
            list(root, &entry.path(), files);
        } else {
            files.push(entry.path().strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/"));
        }
    }
}
