//! Reading files that somebody else wrote: only regular ones, only up to a bound, and never through a link that leads out
//! of the folder. Whatever lies there, reading comes to an end, and memory does too.

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Read};
use std::path::Path;

/// What people write: source, Dockerfiles, answers, reports. A novel in three volumes is smaller, so what is larger is
/// data by that name, and the rules are not made for it (1 MiB).
pub const HAND: u64 = 1 << 20;

/// What programs write: lock files, evidence with its transcripts. The lock files of the largest public projects have a
/// few MiB (16 MiB).
pub const MACHINE: u64 = 16 << 20;

/// The text of the file at `path`, below `folder`, if it has at most `most` bytes.
///
/// # Errors
/// It is not there, is not a regular file, is a link that leads out of the folder, is larger, is not UTF-8, or cannot be
/// read. The error's text completes "the file cannot be read: …".
pub fn text(folder: &Path, path: &str, most: u64) -> io::Result<String> {
    String::from_utf8(inside(folder, path, most)?).map_err(|_| no_text("UTF-8"))
}

/// The same where the first bytes may name the encoding: shells and editors of Windows write UTF-16, and mark UTF-8, and
/// the tools that read a project's files understand both.
///
/// # Errors
/// As for [`text`].
pub fn marked_text(folder: &Path, path: &str, most: u64) -> io::Result<String> {
    let bytes = inside(folder, path, most)?;
    match bytes.as_slice() {
        [0xFF, 0xFE, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xFE, 0xFF, rest @ ..] => utf16(rest, u16::from_be_bytes),
        [0xEF, 0xBB, 0xBF, rest @ ..] => String::from_utf8(rest.to_vec()).map_err(|_| no_text("UTF-8")),
        _ => String::from_utf8(bytes).map_err(|_| no_text("UTF-8")),
    }
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> io::Result<String> {
    let (pairs, rest) = bytes.as_chunks::<2>();
    let units = pairs.iter().copied().map(unit);
    let text: Result<String, _> = char::decode_utf16(units).collect();
    text.ok().filter(|_| rest.is_empty()).ok_or_else(|| no_text("UTF-16"))
}

fn no_text(encoding: &str) -> io::Error {
    io::Error::new(ErrorKind::InvalidData, format!("it is not text ({encoding})"))
}

/// The bytes of the file at `path`, below `folder`.
fn inside(folder: &Path, path: &str, most: u64) -> io::Result<Vec<u8>> {
    let file = folder.join(path);
    if !file.canonicalize()?.starts_with(folder.canonicalize()?) {
        return Err(io::Error::new(ErrorKind::InvalidInput, "it is a symbolic link that leads out of the folder"));
    }
    bytes(&file, most)
}

/// The bytes of a file, wherever it lies, if it has at most `most` of them.
///
/// # Errors
/// As for [`text`], but for where it leads and what it holds.
pub fn bytes(file: &Path, most: u64) -> io::Result<Vec<u8>> {
    // Looked at before it is opened, because opening alone may wait (a pipe) or do something (a device).
    is_regular(&fs::metadata(file)?)?;
    let opened = open(file)?;
    let found = opened.metadata()?;
    is_regular(&found)?;
    let too_large = |size: &str| {
        let what = format!("it has {size}, and at most {} MiB of such a file are read", most >> 20);
        io::Error::new(ErrorKind::FileTooLarge, what)
    };
    if found.len() > most {
        return Err(too_large(&format!("{} bytes", found.len())));
    }
    // What the kernel makes up while it is read says that it is empty, and may never end.
    let mut bytes = Vec::new();
    opened.take(most + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > most { Err(too_large("more bytes than it says")) } else { Ok(bytes) }
}

/// Whether `error` is about what lies there, and not about the system.
#[must_use]
pub fn is_input(error: &io::Error) -> bool {
    use ErrorKind::{FileTooLarge, InvalidData, InvalidInput, NotFound};
    matches!(error.kind(), NotFound | InvalidData | InvalidInput | FileTooLarge)
}

fn is_regular(found: &fs::Metadata) -> io::Result<()> {
    if found.is_file() {
        return Ok(());
    }
    Err(io::Error::new(ErrorKind::InvalidInput, format!("it is {}, not a regular file", kind(found.file_type()))))
}

#[cfg(unix)]
fn kind(of: fs::FileType) -> &'static str {
    use std::os::unix::fs::FileTypeExt;
    match of {
        _ if of.is_dir() => "a folder",
        _ if of.is_fifo() => "a named pipe",
        _ if of.is_socket() => "a socket",
        _ => "a device",
    }
}

#[cfg(not(unix))]
fn kind(of: fs::FileType) -> &'static str {
    if of.is_dir() { "a folder" } else { "a device" }
}

/// Opens it without waiting for anybody, should a pipe have taken its place in between.
#[cfg(unix)]
fn open(file: &Path) -> io::Result<File> {
    use rustix::fs::OFlags;
    use std::os::unix::fs::OpenOptionsExt;
    let flags = (OFlags::NONBLOCK | OFlags::NOCTTY).bits();
    OpenOptions::new().read(true).custom_flags(flags.cast_signed()).open(file)
}

#[cfg(not(unix))]
fn open(file: &Path) -> io::Result<File> {
    OpenOptions::new().read(true).open(file)
}
