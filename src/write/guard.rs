//! Guards: what must hold of a path and its place before anything is written there.

use std::fs::{self, Metadata};
use std::io::ErrorKind as Io;
use std::path::{Component, Path, PathBuf};

use crate::bounded;
use crate::error::{Error, Result};

/// Where one file goes, and what is there.
pub(super) struct Target {
    /// Relative to the root, with `/`, for messages.
    path: String,
    pub(super) file: PathBuf,
    /// Of the file itself, if it is there.
    pub(super) metadata: Option<Metadata>,
    /// The nearest folder above it that exists.
    folder: PathBuf,
    /// The folders to be made between that one and the file, outermost first.
    pub(super) missing_folders: Vec<PathBuf>,
}

/// The root is a folder that exists.
pub(super) fn root(root: &Path) -> Result<()> {
    if root.is_dir() {
        return Ok(());
    }
    let what = if root.exists() { "is not a folder" } else { "does not exist" };
    Err(Error::bad_input(format!("{} {what}", root.display())).help("give the folder of the project"))
}

/// The root is a folder, or can become one.
pub(super) fn new_root(root: &Path) -> Result<()> {
    // A folder that is a link to nowhere is there, and is no folder.
    let place = if fs::symlink_metadata(root).is_ok() { root.to_owned() } else { existing(root).0 };
    if place.is_dir() {
        return Ok(());
    }
    Err(Error::bad_input(format!("{} is not a folder", place.display()))
        .at(root.display().to_string())
        .help("give a folder that is there, or one that can be made"))
}

/// The nearest folder of `root` that is there, itself included, and those to be made below it, outermost first.
fn existing(root: &Path) -> (PathBuf, Vec<PathBuf>) {
    let named = |path: &Path| if path.as_os_str().is_empty() { PathBuf::from(".") } else { path.to_owned() };
    let mut missing = Vec::new();
    for path in root.ancestors().map(named) {
        if path.exists() {
            missing.reverse();
            return (path, missing);
        }
        missing.push(path);
    }
    (root.to_owned(), Vec::new())
}

/// Each path stays inside the folder, no two are the same, none is a folder of another, and none is `reserved`.
pub(super) fn paths<'p>(paths: impl Iterator<Item = &'p str>, reserved: &[&str]) -> Result<()> {
    let mut seen: Vec<String> = reserved.iter().map(|&path| path.to_owned()).collect();
    for path in paths {
        relative(path)?;
        // Some file systems do not tell upper case from lower case.
        let lower = path.to_lowercase();
        for other in &seen {
            let inside = |a: &str, b: &str| a.strip_prefix(b).is_some_and(|rest| rest.starts_with('/'));
            if lower == *other || inside(&lower, other) || inside(other, &lower) {
                return Err(Error::bad_input(format!("`{path}` and `{other}` cannot both be written"))
                    .at(path)
                    .help("give one of the two another path"));
            }
        }
        seen.push(lower);
    }
    Ok(())
}

/// `path` is relative, has only plain names, and is not inside `.git`.
fn relative(path: &str) -> Result<()> {
    let plain = Path::new(path).components().all(|part| matches!(part, Component::Normal(_)));
    let names = || path.split('/');
    let odd = path.contains(['\\', '\0', '\n', '\r']) || names().any(|name| matches!(name, "" | "." | ".."));
    let what = if odd || !plain {
        "does not name a file inside the folder"
    } else if names().any(|name| name.eq_ignore_ascii_case(".git")) {
        "is inside `.git`, which is not for msgen to write"
    } else {
        return Ok(());
    };
    Err(Error::bad_input(format!("the path `{}` {what}", path.escape_debug()))
        .at(path.escape_debug().to_string())
        .help("give a path relative to the folder, with `/`, without `..`: docs/IMAGE.md"))
}

/// Looks at where `path` goes: every folder above it is a folder inside `root`, and itself it is a file or nothing.
pub(super) fn inspect(root: &Path, path: &str) -> Result<Target> {
    let (folder, missing_folders) = existing(root);
    let mut target = Target { path: path.to_owned(), file: root.join(path), metadata: None, folder, missing_folders };
    let names: Vec<&str> = path.split('/').collect();
    let (_, parents) = names.split_last().unwrap_or((&"", &[]));
    let mut folder = root.to_owned();
    for (depth, name) in parents.iter().enumerate() {
        folder.push(name);
        let place = names[..=depth].join("/");
        match look(&folder, &place)? {
            None => target.missing_folders.push(folder.clone()),
            Some(found) if found.is_symlink() => inside(root, &folder, &place)?,
            Some(found) if found.is_dir() => {}
            Some(_) => {
                return Err(Error::failed(format!("`{place}` is a file, and `{path}` needs a folder there"))
                    .at(place)
                    .help("rename that file, or give another path"));
            }
        }
        if target.missing_folders.is_empty() {
            target.folder.clone_from(&folder);
        }
    }
    if target.missing_folders.is_empty() {
        target.metadata = look(&target.file, path)?;
    }
    let what = match &target.metadata {
        Some(found) if found.is_symlink() => "a symbolic link",
        Some(found) if found.is_dir() => "a folder",
        Some(found) if !found.is_file() => "not a regular file",
        _ => return Ok(target),
    };
    Err(Error::failed(format!("`{path}` is {what}, and msgen writes only regular files"))
        .at(path)
        .help("move it away, then run again"))
}

/// What is at `file`, links not followed; `None` where nothing is.
fn look(file: &Path, place: &str) -> Result<Option<Metadata>> {
    match fs::symlink_metadata(file) {
        Ok(metadata) => Ok(Some(metadata)),
        Err(error) if error.kind() == Io::NotFound => Ok(None),
        Err(error) => Err(Error::failed(format!("cannot look at `{place}`: {error}")).at(place)),
    }
}

/// A folder that is a link leads to a folder inside `root`.
fn inside(root: &Path, link: &Path, place: &str) -> Result<()> {
    let what = match (root.canonicalize(), link.canonicalize()) {
        (Ok(root), Ok(leads_to)) if !leads_to.starts_with(&root) => "leads outside the folder",
        (Ok(_), Ok(leads_to)) if leads_to.is_dir() => return Ok(()),
        _ => "does not lead to a folder",
    };
    Err(Error::failed(format!("`{place}` is a symbolic link that {what}"))
        .at(place)
        .help("put a folder in its place, or give another path"))
}

impl Target {
    /// The bytes of the file, or `None` where there is none.
    pub(super) fn bytes(&self) -> Result<Option<Vec<u8>>> {
        let read = self.metadata.as_ref().map(|_| bounded::bytes(&self.file, bounded::MACHINE)).transpose();
        read.map_err(|error| {
            let error = Error::failed(format!("cannot read `{}`: {error}", self.path)).at(&self.path);
            error.help("msgen must see a file before it can say whether it would be lost")
        })
    }

    /// The folder takes new files, and a file that is there is not read-only.
    pub(super) fn check_writable(&self) -> Result<()> {
        if self.metadata.as_ref().is_some_and(|found| found.permissions().readonly()) {
            return Err(Error::failed(format!("`{}` is read-only", self.path))
                .at(&self.path)
                .help("make it writable if msgen may replace it"));
        }
        can_write(&self.folder).map_err(|error| not_writable(&self.path, &self.folder, &error))
    }
}

/// A file cannot be made in `folder`.
pub(super) fn not_writable(path: &str, folder: &Path, error: &std::io::Error) -> Error {
    Error::failed(format!("cannot write `{path}`: its folder takes no new files ({error})"))
        .at(folder.display().to_string())
        .help("make the folder writable, or give another one")
}

#[cfg(unix)]
fn can_write(folder: &Path) -> std::io::Result<()> {
    use rustix::fs::{Access, access};
    Ok(access(folder, Access::WRITE_OK | Access::EXEC_OK)?)
}

/// Elsewhere only trying tells, and step 2 of applying tries before any file is touched.
#[cfg(not(unix))]
#[expect(clippy::unnecessary_wraps, reason = "one signature on every system")]
fn can_write(_folder: &Path) -> std::io::Result<()> {
    Ok(())
}
