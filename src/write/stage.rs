//! Files under a temporary name beside their target: ready to be renamed, gone when dropped.
//!
//! Their names start with `.msgen-` and end in random letters, so what a killed run left behind is in nobody's way.

use std::fs::{self, Metadata};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use tempfile::{Builder, NamedTempFile, TempPath};

/// Writes `content` to a new temporary file in `folder`, down to the disk. It has the mode (and, where allowed, the
/// owner) of the file it will replace, else that of any new file.
pub(super) fn write(folder: &Path, content: &[u8], replaces: Option<&Metadata>) -> io::Result<TempPath> {
    let mut file = new_file(folder)?;
    file.write_all(content)?;
    if let Some(old) = replaces {
        keep_owner(file.as_file(), old);
        file.as_file().set_permissions(old.permissions())?;
    }
    file.as_file().sync_all()?;
    Ok(file.into_temp_path())
}

/// Keeps what is at `target` under a temporary name: the same file where the file system can, else a copy.
pub(super) fn keep(target: &Path, folder: &Path) -> io::Result<TempPath> {
    let link = builder().make_in(folder, |path| fs::hard_link(target, path));
    link.map(NamedTempFile::into_temp_path).or_else(|_| copy(target, folder))
}

/// Copies `target` to `NAME.bak`, or `NAME.bak2` and so on where that is taken. Always a copy: a second name of the same
/// file would change with it.
pub(super) fn back_up(target: &Path, folder: &Path) -> io::Result<PathBuf> {
    let mut copied = copy(target, folder)?;
    for number in 1_u32.. {
        let mut name = target.as_os_str().to_owned();
        name.push(".bak");
        if number > 1 {
            name.push(number.to_string());
        }
        match copied.persist_noclobber(&name) {
            Ok(()) => return Ok(PathBuf::from(name)),
            Err(error) if error.error.kind() == io::ErrorKind::AlreadyExists => copied = error.path,
            Err(error) => return Err(error.error),
        }
    }
    Err(io::Error::other("every name for a backup is taken"))
}

fn copy(target: &Path, folder: &Path) -> io::Result<TempPath> {
    write(folder, &fs::read(target)?, Some(&fs::metadata(target)?))
}

fn builder() -> Builder<'static, 'static> {
    let mut builder = Builder::new();
    builder.prefix(".msgen-").suffix(".tmp");
    builder
}

/// A temporary file is private by default; what it becomes is readable like any other file, as far as the umask lets.
#[cfg(unix)]
fn new_file(folder: &Path) -> io::Result<NamedTempFile> {
    use std::os::unix::fs::PermissionsExt as _;
    builder().permissions(fs::Permissions::from_mode(0o644)).tempfile_in(folder)
}

#[cfg(not(unix))]
fn new_file(folder: &Path) -> io::Result<NamedTempFile> {
    builder().tempfile_in(folder)
}

/// Only root may give a file away, so it is no failure where this does not work.
#[cfg(unix)]
fn keep_owner(file: &fs::File, old: &Metadata) {
    use std::os::unix::fs::{MetadataExt as _, fchown};
    let _ = fchown(file, Some(old.uid()), Some(old.gid()));
}

#[cfg(not(unix))]
fn keep_owner(_file: &fs::File, _old: &Metadata) {}
