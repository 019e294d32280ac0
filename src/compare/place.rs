//! The folder in which a candidate is built: what its ignore file lets in, and its own two files. The project itself is
//! only read.

use std::fs;
use std::io;
use std::path::Path;

use super::Candidate;
use crate::document::Document;
use crate::error::{Error, Result};
use crate::render::{DOCKERFILE, DOCKERIGNORE};

/// Fills the folder `to`, and returns the Dockerfile in it.
pub(super) fn lay_out(from: &Path, to: &Path, candidate: &Candidate) -> Result<Document> {
    let write = || -> io::Result<()> {
        fs::create_dir_all(to)?;
        copy(from, to, "", candidate)?;
        fs::write(to.join(DOCKERFILE), &candidate.dockerfile)?;
        fs::write(to.join(DOCKERIGNORE), &candidate.ignore)
    };
    write().map_err(|error| {
        Error::failed(format!("the project cannot be copied: {error}"))
            .at(from.display().to_string())
            .help("see that its files can be read, and that TMPDIR has room for them")
    })?;
    Document::parse(DOCKERFILE, &candidate.dockerfile)
}

/// Copies the folder `path` of the project, as far as the ignore file lets it in.
fn copy(from: &Path, to: &Path, path: &str, candidate: &Candidate) -> io::Result<()> {
    for entry in fs::read_dir(from.join(path))? {
        let entry = entry?;
        let name = entry.file_name();
        // A name that is not text is matched by no pattern that msgen writes, and no builder takes it.
        let Some(name) = name.to_str() else { continue };
        let path = if path.is_empty() { name.to_owned() } else { format!("{path}/{name}") };
        let kind = entry.file_type()?;
        if kind.is_dir() {
            if candidate.plan.ignore.may_hold(&path) {
                copy(from, to, &path, candidate)?;
            }
        } else if candidate.plan.ignore.lets_in(&path) && (kind.is_file() || kind.is_symlink()) {
            let target = to.join(&path);
            target.parent().map(fs::create_dir_all).transpose()?;
            if kind.is_symlink() {
                link(&fs::read_link(entry.path())?, &target)?;
            } else {
                fs::copy(entry.path(), &target)?;
            }
        }
    }
    Ok(())
}

#[cfg(unix)]
fn link(target: &Path, place: &Path) -> io::Result<()> {
    std::os::unix::fs::symlink(target, place)
}

#[cfg(not(unix))]
fn link(_target: &Path, _place: &Path) -> io::Result<()> {
    Ok(())
}
