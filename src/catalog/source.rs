//! Where the catalog's files come from: the embedded folder, and a folder on disk laid over it.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::fmt::Display;
use std::fs;
use std::path::{Path, PathBuf};

use include_dir::{Dir, DirEntry, File, include_dir};
use serde::de::DeserializeOwned;

use crate::config::fingerprint;
use crate::error::{Error, Result};

static EMBEDDED: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/templates");

/// The folder of the rules' pages.
const RULES: &str = "rules";

/// The folder of what all starters have in common; in a language's folder, that of its skeleton.
pub(crate) const STARTER: &str = "starter";

/// An embedded folder. `include_dir`'s own look-up compares paths component by component; this compares bytes, and half
/// of a run's look-up time goes with it.
fn embedded_folder(path: &str) -> Option<&'static Dir<'static>> {
    let mut folder = &EMBEDDED;
    let ends = path.match_indices('/').map(|(at, _)| at).chain([path.len()]);
    for end in ends {
        folder = folder.dirs().find(|dir| dir.path().as_os_str() == &path[..end])?;
    }
    Some(folder)
}

/// An embedded file.
fn embedded_file(path: &str) -> Option<&'static File<'static>> {
    let folder = match path.rsplit_once('/') {
        Some((folder, _)) => embedded_folder(folder)?,
        None => &EMBEDDED,
    };
    folder.files().find(|file| file.path().as_os_str() == path)
}

/// The files of the templates folder.
#[derive(Debug, Clone)]
pub struct Templates {
    overlay: Option<PathBuf>,
}

impl Templates {
    /// The embedded files, with those of `overlay` in front.
    ///
    /// # Errors
    /// `overlay` is not a folder.
    pub fn open(overlay: Option<&Path>) -> Result<Self> {
        match overlay {
            Some(folder) if !folder.is_dir() => Err(Error::bad_input("the templates folder is not there")
                .at(folder.display().to_string())
                .help("give a folder laid out like msgen's own: bases/, languages/, reasons/, reports/")),
            _ => Ok(Self { overlay: overlay.map(Path::to_owned) }),
        }
    }

    /// The text of a file, or `None` where neither folder has it.
    ///
    /// # Errors
    /// The file is there but cannot be read as text.
    pub fn read(&self, path: &str) -> Result<Option<Cow<'static, str>>> {
        if let Some(file) = self.overlay.as_ref().map(|folder| folder.join(path))
            && file.is_file()
        {
            return fs::read_to_string(&file).map(|text| Some(Cow::Owned(text))).map_err(|error| {
                Error::bad_input(format!("a template cannot be read: {error}")).at(file.display().to_string())
            });
        }
        Ok(embedded_file(path).and_then(File::contents_utf8).map(Cow::Borrowed))
    }

    /// The text of a file that must be there.
    ///
    /// # Errors
    /// It is not there, or cannot be read as text.
    pub fn require(&self, path: &str) -> Result<Cow<'static, str>> {
        self.read(path)?.ok_or_else(|| {
            Error::bad_input("a template is missing")
                .at(self.place(path))
                .help("add the file, or leave out --templates")
        })
    }

    /// Reads a manifest that must be there.
    ///
    /// # Errors
    /// It is not there, or is wrong: a mistake is shown with file, line and caret.
    pub fn manifest<T: DeserializeOwned>(&self, path: &str) -> Result<T> {
        self.parse(path, &self.require(path)?)
    }

    /// Reads `text`, which stands in the manifest at `path`.
    ///
    /// # Errors
    /// It is wrong: a mistake is shown with file, line and caret.
    pub fn parse<T: DeserializeOwned>(&self, path: &str, text: &str) -> Result<T> {
        toml::from_str(text).map_err(|error| self.unreadable(path, error))
    }

    /// An error in the manifest at `path`, as its parser says it.
    pub(crate) fn unreadable(&self, path: &str, error: impl Display) -> Error {
        self.wrong(path, format!("a manifest cannot be read\n{}", error.to_string().trim_end()))
    }

    /// An error in the file at `path`: what is wrong there.
    pub(crate) fn wrong(&self, path: &str, what: impl Into<String>) -> Error {
        Error::bad_input(what).at(self.place(path)).help("mend the file, or leave out --templates")
    }

    /// Where a file is, for an error message: its path on disk, or its path among the embedded files.
    #[must_use]
    pub fn place(&self, path: &str) -> String {
        match &self.overlay {
            Some(folder) if folder.join(path).exists() || embedded_file(path).is_none() => {
                folder.join(path).display().to_string()
            }
            _ => format!("templates/{path} (embedded)"),
        }
    }

    /// Paths of the files in `folder` whose names end in `suffix`, in alphabetical order.
    #[must_use]
    pub fn list(&self, folder: &str, suffix: &str) -> Vec<String> {
        let embedded = embedded_folder(folder).into_iter().flat_map(Dir::files);
        let mut paths: BTreeSet<String> = embedded.filter_map(|file| file.path().to_str()).map(str::to_owned).collect();
        paths.extend(self.on_disk(folder).into_iter().map(|name| format!("{folder}/{name}")));
        paths.into_iter().filter(|path| path.ends_with(suffix)).collect()
    }

    /// Paths of all files below `folder`, relative to it, with `/`, in alphabetical order.
    #[must_use]
    pub fn tree(&self, folder: &str) -> Vec<String> {
        let embedded = embedded_folder(folder).map(files_below).unwrap_or_default();
        let mut paths: BTreeSet<String> = embedded.iter().filter_map(|file| below(file.path(), folder)).collect();
        paths.extend(self.overlay.iter().flat_map(|overlay| {
            let folder = overlay.join(folder);
            walk(&folder).into_iter().filter_map(move |file| below(&file, &folder))
        }));
        paths.into_iter().collect()
    }

    /// Paths of the overlay's files that stand where the embedded ones do, or could, in alphabetical order.
    #[must_use]
    pub fn overlaid(&self) -> Vec<String> {
        let Some(overlay) = &self.overlay else { return Vec::new() };
        let ours: BTreeSet<&Path> = EMBEDDED.entries().iter().map(DirEntry::path).collect();
        let files = walk(overlay).into_iter().filter_map(|file| below(&file, overlay));
        let mut paths: Vec<String> = files.filter(|file| ours.contains(Path::new(first(file)))).collect();
        paths.sort_unstable();
        paths
    }

    /// Where the overlay lies below `root`, with `/`, if it does.
    #[must_use]
    pub fn overlay_in(&self, root: &Path) -> Option<String> {
        below(self.overlay.as_ref()?, root).filter(|path| !path.is_empty())
    }

    /// Names of the folders in `folder` that hold the file `marker`, in alphabetical order.
    #[must_use]
    pub fn folders(&self, folder: &str, marker: &str) -> Vec<String> {
        let embedded = embedded_folder(folder).into_iter().flat_map(Dir::dirs);
        let mut names: BTreeSet<String> =
            embedded.filter_map(|dir| dir.path().file_name()?.to_str()).map(str::to_owned).collect();
        names.extend(self.on_disk(folder));
        let has_marker = |name: &String| {
            let path = format!("{folder}/{name}/{marker}");
            embedded_file(&path).is_some() || self.overlay.as_ref().is_some_and(|o| o.join(&path).is_file())
        };
        names.into_iter().filter(has_marker).collect()
    }

    /// The fingerprint of all that files are rendered from, the overlay's files included: every file but the pages of
    /// rules and what starters are made of, which no run of `init` reads.
    ///
    /// # Errors
    /// A file of the overlay cannot be read.
    pub fn fingerprint(&self) -> Result<String> {
        let embedded = files_below(&EMBEDDED).into_iter();
        let mut files: BTreeMap<PathBuf, Vec<u8>> =
            embedded.map(|file| (file.path().to_owned(), file.contents().to_owned())).collect();
        if let Some(overlay) = &self.overlay {
            for entry in walk(overlay) {
                let bytes = fs::read(&entry).map_err(|error| {
                    Error::bad_input(format!("a template cannot be read: {error}")).at(entry.display().to_string())
                })?;
                files.insert(entry.strip_prefix(overlay).unwrap_or(&entry).to_owned(), bytes);
            }
        }
        let mut all = Vec::new();
        let is_read = |path: &Path| !path.starts_with(RULES) && !is_of_starters(path);
        for (path, bytes) in files.iter().filter(|(path, _)| is_read(path)) {
            all.extend_from_slice(path.to_string_lossy().as_bytes());
            all.extend_from_slice(bytes);
        }
        Ok(fingerprint(&all))
    }

    fn on_disk(&self, folder: &str) -> Vec<String> {
        let Some(entries) = self.overlay.as_ref().and_then(|overlay| fs::read_dir(overlay.join(folder)).ok()) else {
            return Vec::new();
        };
        entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok()).collect()
    }
}

/// Whether a file of the templates folder is one that starters are made of: `starter/…`, `languages/<id>/starter/…`.
pub(crate) fn is_of_starters(path: &Path) -> bool {
    let parts: Vec<&OsStr> = path.iter().take(3).collect();
    match parts.as_slice() {
        [first, ..] if *first == STARTER => true,
        [first, _, third] => *first == "languages" && *third == STARTER,
        _ => false,
    }
}

/// The first name of a path.
fn first(path: &str) -> &str {
    path.split_once('/').map_or(path, |(first, _)| first)
}

/// `path` as seen from `folder`, with `/`, if it lies there and is text.
fn below(path: &Path, folder: impl AsRef<Path>) -> Option<String> {
    Some(path.strip_prefix(folder).ok()?.to_str()?.replace('\\', "/"))
}

/// The files below an embedded folder.
fn files_below(folder: &'static Dir<'static>) -> Vec<&'static File<'static>> {
    let (mut files, mut folders) = (Vec::new(), vec![folder]);
    while let Some(folder) = folders.pop() {
        files.extend(folder.files());
        folders.extend(folder.dirs());
    }
    files
}

/// The files below a folder. A folder is entered once, however many links lead to it.
fn walk(folder: &Path) -> Vec<PathBuf> {
    let (mut files, mut folders) = (Vec::new(), vec![folder.to_owned()]);
    let mut entered = BTreeSet::new();
    while let Some(folder) = folders.pop() {
        if !folder.canonicalize().is_ok_and(|real| entered.insert(real)) {
            continue;
        }
        for path in fs::read_dir(folder).into_iter().flatten().filter_map(|entry| Some(entry.ok()?.path())) {
            if path.is_dir() { folders.push(path) } else { files.push(path) }
        }
    }
    files
}
