//! The files of an image, copied to a folder.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};

use super::archive::Archive;
use super::layer::{EntryKind, walk};
use super::view::{Place, View};
use super::{manifest, opened};
use crate::error::{Error, Result};

/// Copies what a container of a saved image sees to the folder `to`, for a build of the same context with one file
/// changed: regular files, each name of them a file of its own, and folders. Links, devices and pipes are left out, and
/// nothing is ever written outside of `to`.
///
/// # Errors
/// The archive cannot be read, or the folder cannot be written.
pub fn extract(archive: &Path, to: &Path) -> Result<()> {
    let archive = Archive::open(archive)?;
    let members = manifest::members(&archive)?;
    let layers = opened(&archive, &members)?;
    let view = View::new(&layers);
    let mut files: BTreeMap<Place, Vec<PathBuf>> = BTreeMap::new();
    for (path, place) in view.iter() {
        let path = inside(to, path)?;
        if view.entry(place).kind == EntryKind::Folder {
            fs::create_dir_all(&path).map_err(|error| failed(&path, &error))?;
        } else if let Some(file) = view.file(place) {
            files.entry(file).or_default().push(path);
        }
    }
    for (layer, member) in members.layers.iter().enumerate() {
        walk(&archive, member, &mut |entry, found, content| {
            let paths = files.get(&Place { layer, entry }).map(Vec::as_slice).unwrap_or_default();
            let Some((first, others)) = paths.split_first() else { return Ok(()) };
            write(first, found.mode, content).map_err(|error| named(first, &error))?;
            others.iter().try_for_each(|path| {
                write(path, found.mode, &mut File::open(first)?).map_err(|error| named(path, &error))
            })
        })?;
    }
    Ok(())
}

/// The path below `to`; an archive that was made to break out of it is refused.
fn inside(to: &Path, path: &str) -> Result<PathBuf> {
    let parts = Path::new(path).components().all(|part| matches!(part, Component::Normal(_)));
    if parts {
        Ok(to.join(path))
    } else {
        Err(Error::failed("the saved image holds a path that leads out of it").at(path))
    }
}

fn write(path: &Path, mode: u32, content: &mut dyn Read) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let mut file = File::create_new(path)?;
    io::copy(content, &mut file)?;
    permit(&file, mode)
}

/// A program must stay one; whoever builds must be able to read and change every file.
#[cfg(unix)]
fn permit(file: &File, mode: u32) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    file.set_permissions(fs::Permissions::from_mode(mode & 0o777 | 0o600))
}

#[cfg(not(unix))]
fn permit(_file: &File, _mode: u32) -> io::Result<()> {
    Ok(())
}

fn named(path: &Path, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {error}", path.display()))
}

fn failed(path: &Path, error: &io::Error) -> Error {
    Error::failed(format!("a file of the image cannot be written: {error}")).at(path.display().to_string())
}
