//! The steps of applying, in order, and the way back from each of them.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use tempfile::TempPath;

use super::apply::{Applied, Options, Step, Watch};
use super::change::{Change, Status};
use super::guard::{self, Target};
use super::stage;
use crate::error::{Error, Result};

/// One file on its way.
struct Item {
    path: String,
    file: PathBuf,
    folder: PathBuf,
    exists: bool,
    /// The new content, until it is in its place.
    new: Option<TempPath>,
    /// The old file, to be put back.
    old: Option<TempPath>,
    backup: Option<PathBuf>,
    replaced: bool,
}

/// Everything that has been done so far: what [`Work::undo`] takes back.
#[derive(Default)]
pub(super) struct Work {
    folders: Vec<PathBuf>,
    items: Vec<Item>,
}

impl Work {
    /// Does all the steps, or stops at the first that fails: then [`Work::undo`] is to be called.
    pub(super) fn run(
        &mut self,
        changes: &[Change],
        targets: Vec<Target>,
        options: Options,
        watch: Watch<'_>,
    ) -> Result<()> {
        for (change, target) in changes.iter().zip(&targets) {
            self.make_folders(target, change, watch)?;
        }
        for (change, target) in changes.iter().zip(targets) {
            let folder = target.file.parent().unwrap_or(Path::new("")).to_owned();
            let new = stage::write(&folder, change.next.as_bytes(), target.metadata.as_ref())
                .map_err(|error| guard::not_writable(&change.path, &folder, &error))?;
            self.items.push(Item {
                path: change.path.clone(),
                file: target.file,
                folder,
                exists: target.metadata.is_some(),
                new: Some(new),
                old: None,
                backup: None,
                replaced: false,
            });
            watch(Step::Staged, &change.path)?;
        }
        for (change, item) in changes.iter().zip(&mut self.items).filter(|(_, item)| item.exists) {
            if options.backup && matches!(change.status, Status::Conflict { .. }) {
                item.backup = Some(stage::back_up(&item.file, &item.folder).map_err(|e| failed(item, "back up", &e))?);
                watch(Step::BackedUp, &item.path)?;
            }
            item.old = Some(stage::keep(&item.file, &item.folder).map_err(|error| failed(item, "keep", &error))?);
            watch(Step::Kept, &item.path)?;
        }
        for item in &mut self.items {
            item.replace().map_err(|error| failed(item, "write", &error))?;
            watch(Step::Replaced, &item.path)?;
        }
        Ok(())
    }

    fn make_folders(&mut self, target: &Target, change: &Change, watch: Watch<'_>) -> Result<()> {
        for folder in &target.missing_folders {
            match fs::create_dir(folder) {
                Ok(()) => self.folders.push(folder.clone()),
                // Another file of the draft goes into the same new folder.
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists && self.folders.contains(folder) => continue,
                Err(error) => return Err(guard::not_writable(&change.path, folder, &error)),
            }
            watch(Step::FolderMade, &change.path)?;
        }
        Ok(())
    }

    /// What was done in the folder `root`.
    pub(super) fn summary(&self, root: &Path) -> Applied {
        let relative = |file: &Path| file.strip_prefix(root).unwrap_or(file).to_string_lossy().replace('\\', "/");
        let backups = self.items.iter().filter_map(|item| Some((item.path.clone(), relative(item.backup.as_ref()?))));
        Applied { written: self.items.iter().map(|item| item.path.clone()).collect(), backups: backups.collect() }
    }

    /// Takes everything back, the last step first, and returns the error that caused it, with what could not be undone.
    pub(super) fn undo(mut self, mut cause: Error, watch: Watch<'_>) -> Error {
        for item in self.items.iter_mut().rev() {
            match item.put_back() {
                Err(problem) => {
                    let help = cause.help.take().map(|help| help + "\n         ").unwrap_or_default();
                    cause.help = Some(help + &problem);
                    continue;
                }
                // What stops the work cannot stop the undoing.
                Ok(true) => drop(watch(Step::PutBack, &item.path)),
                Ok(false) => {}
            }
            if let Some(backup) = &item.backup {
                let _ = fs::remove_file(backup);
            }
        }
        self.items.clear();
        for folder in self.folders.iter().rev() {
            let _ = fs::remove_dir(folder);
        }
        cause
    }
}

impl Item {
    fn replace(&mut self) -> io::Result<()> {
        let Some(new) = self.new.take() else { return Ok(()) };
        // Where nothing was, nothing may be lost: a file that has just appeared is not replaced.
        if self.exists { new.persist(&self.file) } else { new.persist_noclobber(&self.file) }.map_err(|e| e.error)?;
        self.replaced = true;
        Ok(())
    }

    /// Whether there was something to put back; an error tells the person what to do by hand.
    fn put_back(&mut self) -> Result<bool, String> {
        if !self.replaced {
            return Ok(false);
        }
        let Some(old) = self.old.take() else {
            return match fs::remove_file(&self.file) {
                Ok(()) => Ok(true),
                Err(error) => Err(format!("remove the new `{}` by hand ({error})", self.path)),
            };
        };
        old.persist(&self.file).map(|()| true).map_err(|failure| {
            let kept = failure.path.keep().unwrap_or_default();
            format!(
                "`{}` could not be put back ({}); its old content is in {}",
                self.path,
                failure.error,
                kept.display()
            )
        })
    }
}

fn failed(item: &Item, verb: &str, error: &io::Error) -> Error {
    Error::failed(format!("cannot {verb} `{}`: {error}", item.path))
        .at(&item.path)
        .help("nothing was changed; remove the obstacle and run again")
}
