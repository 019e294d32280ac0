//! A saved image as a file: where each member lies, so that any of them can be read without reading those before it.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use serde_json::Value;
use tar::EntryType;

use crate::error::{Error, Result};

/// A manifest or a configuration is never this big: what is, is not held in memory.
const LARGEST: u64 = 32 << 20;

/// As many links lead from one name to another in what an engine saves: one. More than this is a circle.
const LINKS: usize = 8;

/// What to do about an archive that is not right.
pub(super) const AGAIN: &str = "save the image again";

/// An archive that was opened.
pub(super) struct Archive {
    path: PathBuf,
    members: BTreeMap<String, Member>,
}

/// Where a member lies.
enum Member {
    File {
        start: u64,
        length: u64,
    },
    /// The same layer under another name: older engines, and podman, save it so.
    Link(String),
}

impl Archive {
    /// Opens the archive at `path` and finds its members.
    pub fn open(path: &Path) -> Result<Self> {
        let failed = |error: io::Error| {
            Error::failed(format!("the saved image cannot be read: {error}")).at(path.display().to_string()).help(AGAIN)
        };
        let members = members(path).map_err(failed)?;
        Ok(Self { path: path.to_owned(), members })
    }

    /// Whether it has this member.
    pub fn has(&self, name: &str) -> bool {
        self.find(name).is_some()
    }

    /// The bytes of a member, as they are stored.
    pub fn reader(&self, name: &str) -> Result<BufReader<io::Take<File>>> {
        let (start, length) = self.find(name).ok_or_else(|| self.error(name, "it is not in the archive"))?;
        let open = || {
            let mut file = File::open(&self.path)?;
            file.seek(SeekFrom::Start(start))?;
            Ok(BufReader::with_capacity(1 << 16, file.take(length)))
        };
        open().map_err(|error: io::Error| self.error(name, error))
    }

    /// A whole member: one that is small.
    pub fn bytes(&self, name: &str) -> Result<Vec<u8>> {
        let mut bytes = Vec::new();
        self.reader(name)?.take(LARGEST).read_to_end(&mut bytes).map_err(|error| self.error(name, error))?;
        Ok(bytes)
    }

    /// A member that is JSON.
    pub fn json(&self, name: &str) -> Result<Value> {
        serde_json::from_slice(&self.bytes(name)?).map_err(|error| self.error(name, error))
    }

    /// An error that names the archive and the member.
    pub fn error(&self, name: &str, why: impl Display) -> Error {
        Error::failed(format!("the saved image cannot be read: {why}"))
            .at(format!("{}: {name}", self.path.display()))
            .help(AGAIN)
    }

    fn find(&self, name: &str) -> Option<(u64, u64)> {
        let mut name = name;
        for _ in 0..LINKS {
            match self.members.get(name)? {
                Member::File { start, length } => return Some((*start, *length)),
                Member::Link(target) => name = target,
            }
        }
        None
    }
}

fn members(path: &Path) -> io::Result<BTreeMap<String, Member>> {
    let file = File::open(path)?;
    let whole = file.metadata()?.len();
    let mut archive = tar::Archive::new(file);
    let mut members = BTreeMap::new();
    for entry in archive.entries_with_seek()? {
        let entry = entry?;
        let name = clean(&entry.path()?.to_string_lossy());
        let member = match entry.header().entry_type() {
            EntryType::Regular | EntryType::Continuous => {
                let (start, length) = (entry.raw_file_position(), entry.size());
                if start.saturating_add(length) > whole {
                    return Err(io::Error::new(io::ErrorKind::UnexpectedEof, format!("{name} is cut off")));
                }
                Member::File { start, length }
            }
            EntryType::Symlink => Member::Link(beside(&name, &target(&entry)?)),
            EntryType::Link => Member::Link(clean(&target(&entry)?)),
            _ => continue,
        };
        members.insert(name, member);
    }
    Ok(members)
}

/// A text; empty where there is none.
pub(super) fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// The texts of a list; none where there is no list.
pub(super) fn texts(value: &Value) -> Vec<String> {
    value.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}

/// What a link points to; a link without a target points to nothing.
pub(super) fn target<R: Read>(entry: &tar::Entry<'_, R>) -> io::Result<String> {
    Ok(entry.link_name()?.map(|target| target.to_string_lossy().into_owned()).unwrap_or_default())
}

/// A path without `.`, `..`, doubled slashes, and slashes at its ends; `..` never leads out.
pub(super) fn clean(path: &str) -> String {
    let mut parts = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// Where the target of a symbolic link lies, whose own path is `link`.
pub(super) fn beside(link: &str, target: &str) -> String {
    match link.rsplit_once('/') {
        Some((folder, _)) if !target.starts_with('/') => clean(&format!("{folder}/{target}")),
        _ => clean(target),
    }
}
