//! A layer: what its archive holds, in the archive's order, read as a stream.

use std::io::{self, BufRead, Read};

use flate2::bufread::MultiGzDecoder;
use tar::EntryType;

use super::archive::{Archive, clean, target};
use crate::error::Result;

/// How the name of a file begins that takes away another one of the layers below.
pub(super) const WHITEOUT: &str = ".wh.";

/// The name of a file that takes away everything its folder has in the layers below.
pub(super) const OPAQUE: &str = ".wh..wh..opq";

/// How the names begin of files and folders that some stores keep for themselves.
const OWN: &str = ".wh..wh.";

/// Whether anybody may execute it.
const EXECUTE: u32 = 0o111;

/// A layer of an image.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layer {
    /// The digest of its content, unpacked.
    pub diff_id: String,
    /// The instruction that made it, as the image's history has it; empty where the history does not say.
    pub made_by: String,
    /// What it holds, in the order of its archive, whiteouts included.
    pub entries: Vec<Entry>,
    /// Its bytes, packed; none where nothing packed it.
    pub packed: Option<u64>,
}

/// A file, a link or a folder of a layer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its path in the image, without a slash in front or behind.
    pub path: String,
    /// Its permissions, with the set-uid, set-gid and sticky bits.
    pub mode: u32,
    /// Its owner.
    pub uid: u64,
    /// Its group.
    pub gid: u64,
    /// Its bytes; 0 for everything but a file. A hard link's are those of the file that it is another name of.
    pub size: u64,
    /// What it is.
    pub kind: EntryKind,
}

/// What an entry is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EntryKind {
    /// A regular file.
    File,
    /// A folder.
    Folder,
    /// A symbolic link, and what it points to as it is written.
    Symlink(String),
    /// Another name of a file, and that file's path without a slash in front.
    Hardlink(String),
    /// A device or a pipe.
    Other,
}

impl Layer {
    /// The bytes of its files.
    #[must_use]
    pub fn unpacked(&self) -> u64 {
        self.entries.iter().map(|entry| entry.size).sum()
    }

    /// How many files it holds, each name of a file counted.
    #[must_use]
    pub fn files(&self) -> u64 {
        let files = self.entries.iter().filter(|entry| entry.is_file() && !entry.is_mark());
        files.fold(0, |count, _| count + 1)
    }
}

impl Entry {
    /// Whether a container sees a regular file there: the first name of one, or a further one.
    #[must_use]
    pub fn is_file(&self) -> bool {
        matches!(self.kind, EntryKind::File | EntryKind::Hardlink(_))
    }

    /// Whether it is a regular file that somebody may execute.
    #[must_use]
    pub fn is_executable(&self) -> bool {
        self.is_file() && self.mode & EXECUTE != 0
    }

    /// The last part of its path.
    #[must_use]
    pub fn name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or(&self.path)
    }

    /// Whether it only says something about the layers below, or belongs to a store: no container sees it.
    #[must_use]
    pub fn is_mark(&self) -> bool {
        self.name().starts_with(WHITEOUT) || self.path.split('/').any(|part| part.starts_with(OWN))
    }

    /// The path of what it takes away of the layers below.
    pub(super) fn removes(&self) -> Option<String> {
        let name = self.name();
        let hidden = name.strip_prefix(WHITEOUT).filter(|_| !name.starts_with(OWN))?;
        Some(format!("{}{hidden}", self.path.strip_suffix(name).unwrap_or_default()))
    }

    fn read<R: Read>(entry: &tar::Entry<'_, R>) -> io::Result<Self> {
        let header = entry.header();
        let kind = match header.entry_type() {
            EntryType::Regular | EntryType::Continuous | EntryType::GNUSparse => EntryKind::File,
            EntryType::Directory => EntryKind::Folder,
            EntryType::Symlink => EntryKind::Symlink(target(entry)?),
            EntryType::Link => EntryKind::Hardlink(clean(&target(entry)?)),
            _ => EntryKind::Other,
        };
        Ok(Self {
            path: clean(&entry.path()?.to_string_lossy()),
            mode: header.mode()? & 0o7777,
            uid: header.uid()?,
            gid: header.gid()?,
            size: if kind == EntryKind::File { entry.size() } else { 0 },
            kind,
        })
    }
}

/// What is shown of a layer, one after the other: the number of an entry, the entry, and what is in it.
pub(super) type Visit<'a> = dyn FnMut(usize, Entry, &mut dyn Read) -> io::Result<()> + 'a;

/// Shows `visit` every entry of the layer that is the member `name` of `archive`.
pub(super) fn walk(archive: &Archive, name: &str, visit: &mut Visit<'_>) -> Result<()> {
    let stream = stream(archive, name)?;
    let walk = || {
        for (number, entry) in tar::Archive::new(stream).entries()?.enumerate() {
            let mut entry = entry?;
            visit(number, Entry::read(&entry)?, &mut entry)?;
        }
        Ok(())
    };
    walk().map_err(|error: io::Error| archive.error(name, error))
}

/// The layer's own archive, which some stores save compressed.
pub(super) fn stream(archive: &Archive, name: &str) -> Result<Box<dyn Read>> {
    let mut reader = archive.reader(name)?;
    let head = reader.fill_buf().map_err(|error| archive.error(name, error))?;
    match head {
        [0x1f, 0x8b, ..] => Ok(Box::new(MultiGzDecoder::new(reader))),
        [0x28, 0xb5, 0x2f, 0xfd, ..] => Err(archive
            .error(name, "the layer is compressed with zstd, which msgen does not unpack")
            .help("build the image with gzip or without compression")),
        _ => Ok(Box::new(reader)),
    }
}
