//! The build context: the files of the folder that will be sent to the builder, as detection may see them.
//!
//! Listed once, without `.git`, vendored dependencies and what the project's own ignore files leave out; read on demand.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use ignore::{DirEntry, Walk, WalkBuilder};

use crate::bounded;
use crate::error::{Error, Result};
use crate::render::DOCKERIGNORE;

/// Folders of other people's code or of build products, which detection never enters.
const SKIPPED: &[&str] = &["vendor", "node_modules", "testdata", "target", "__pycache__"];

/// Ignore files above this size are not read: each line becomes a pattern, and takes a thousand times its memory (128 KiB).
const LARGEST_IGNORE: u64 = 128 << 10;

/// A folder on disk and the list of its files.
#[derive(Debug, Clone)]
pub struct Context {
    root: PathBuf,
    files: Vec<String>,
    everything: OnceLock<Vec<String>>,
}

impl Context {
    /// Lists the files below `root`, in the order of their paths.
    ///
    /// # Errors
    /// `root` is not a folder that can be read, or an ignore file in it or above it is none that can be read to its end.
    pub fn open(root: &Path) -> Result<Self> {
        if !root.is_dir() {
            let what = if root.exists() { "is not a folder" } else { "does not exist" };
            return Err(Error::bad_input(format!("{} {what}", root.display()))
                .help("give the folder of the service: msgen init path/to/service"));
        }
        fs::read_dir(root).map_err(|error| {
            Error::failed(format!("cannot read the folder: {error}")).at(root.display().to_string())
        })?;
        // `ignore` opens such a file whatever it is, and would wait for a pipe for ever.
        check_ignore_files(root)?;
        for above in root.canonicalize().iter().flat_map(|root| root.ancestors().skip(1)) {
            check_ignore_files(above)?;
        }
        let wrong = Arc::new(OnceLock::new());
        let found = Arc::clone(&wrong);
        let mut builder = WalkBuilder::new(root);
        // Only ignore files inside the project and above it count, never the person's global ones: the same tree gives the
        // same list on every machine.
        builder.git_global(false).git_exclude(false).require_git(false).filter_entry(move |entry| {
            let is_dir = entry.file_type().is_some_and(|kind| kind.is_dir());
            if !is_dir || entry.depth() == 0 {
                return true;
            }
            // Asked before its ignore files are opened.
            let check = || check_ignore_files(entry.path()).map_err(|error| found.set(error));
            !is_left_closed(entry.file_name()) && check().is_ok()
        });
        let files = paths(root, builder.build());
        if let Some(error) = wrong.get() {
            return Err(Error::clone(error));
        }
        Ok(Self { root: root.to_owned(), files, everything: OnceLock::new() })
    }

    /// The folder itself, as it was given.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Paths of the listed files, relative to the root, with `/`, sorted.
    pub fn files(&self) -> impl Iterator<Item = &str> {
        self.files.iter().map(String::as_str)
    }

    /// The same without the files at or below `paths`, which can still be read by name.
    #[must_use]
    pub fn without(&self, paths: &[String]) -> Self {
        let is_below = |file: &str, path: &String| {
            file.strip_prefix(path.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        let mut context = self.clone();
        context.files.retain(|file| !paths.iter().any(|path| is_below(file, path)));
        context
    }

    /// Paths of all files, hidden and ignored ones too, as a builder without a `.dockerignore` would find them. Folders of
    /// other people's code and of version control are named, and not entered. Listed at the first call.
    pub fn everything(&self) -> impl Iterator<Item = &str> {
        let list = || {
            let mut builder = WalkBuilder::new(&self.root);
            let root = self.root.clone();
            builder.standard_filters(false).filter_entry(move |entry| {
                let above = entry.path().parent().filter(|above| *above != root && entry.depth() > 0);
                !above.and_then(Path::file_name).is_some_and(is_left_closed)
            });
            paths(&self.root, builder.build())
        };
        self.everything.get_or_init(list).iter().map(String::as_str)
    }

    /// Whether `path` exists on disk, listed or not (`vendor/modules.txt` is there, but never listed).
    #[must_use]
    pub fn exists(&self, path: &str) -> bool {
        self.root.join(path).exists()
    }

    /// Whether `path` is a folder on disk.
    #[must_use]
    pub fn is_dir(&self, path: &str) -> bool {
        self.root.join(path).is_dir()
    }

    /// The text of a source file, or `None` where [`bounded::marked_text`] would not read it.
    #[must_use]
    pub fn read(&self, path: &str) -> Option<String> {
        bounded::marked_text(&self.root, path, bounded::HAND).ok()
    }

    /// The text of a file that a program wrote, such as a lock file; these grow beyond what counts as source.
    #[must_use]
    pub fn read_lock(&self, path: &str) -> Option<String> {
        bounded::text(&self.root, path, bounded::MACHINE).ok()
    }
}

/// The ignore file that the builder reads for the Dockerfile at `dockerfile`: its own, where the builder knows such
/// (`has_own`), or the folder's.
#[must_use]
pub fn ignore_file(folder: &Path, dockerfile: &str, has_own: bool) -> Option<String> {
    let own = has_own.then(|| format!("{dockerfile}{DOCKERIGNORE}"));
    let is_there = |path: &String| fs::metadata(folder.join(path)).is_ok_and(|found| !found.is_dir());
    own.into_iter().chain([DOCKERIGNORE.to_owned()]).find(is_there)
}

/// Whether the files of a folder that say what is left out can be read to their ends.
fn check_ignore_files(folder: &Path) -> Result<()> {
    for name in [".gitignore", ".ignore"] {
        let file = folder.join(name);
        let Ok(found) = fs::metadata(&file) else { continue };
        let what = if found.is_file() && found.len() <= LARGEST_IGNORE {
            continue;
        } else if found.is_file() {
            format!("`{name}` is larger than {} KiB", LARGEST_IGNORE >> 10)
        } else {
            format!("`{name}` is not a regular file")
        };
        return Err(Error::bad_input(what)
            .at(file.display().to_string())
            .help("git reads it to know what belongs to the project: mend or remove it"));
    }
    Ok(())
}

/// Whether a folder of that name is never entered.
pub(crate) fn is_left_closed(name: &OsStr) -> bool {
    name == ".git" || SKIPPED.iter().any(|skipped| name == *skipped)
}

/// The paths of the files of a walk, and of the folders that it does not enter, relative to `root`, with `/`, sorted.
fn paths(root: &Path, walk: Walk) -> Vec<String> {
    let is_named = |entry: &DirEntry| match entry.file_type() {
        Some(kind) if kind.is_dir() => entry.depth() > 0 && is_left_closed(entry.file_name()),
        kind => kind.is_some_and(|kind| kind.is_file()),
    };
    let named = walk.filter_map(std::result::Result::ok).filter(is_named);
    let mut paths: Vec<String> = named
        .filter_map(|entry| {
            let path = entry.path().strip_prefix(root).ok()?;
            Some(path.to_str()?.replace('\\', "/"))
        })
        .collect();
    paths.sort_unstable();
    paths
}
