//! Applying: all the changes, or none. Here stands what must hold before the first step; [`Work`] does the steps.

use super::Changes;
use super::change::{Change, Status};
use super::guard::{self, Target};
use super::work::Work;
use crate::error::{Error, ErrorKind, Result};

/// How changes are applied.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Options {
    /// Keep a copy of each conflicting file that is overwritten, as `NAME.bak`.
    pub backup: bool,
}

/// What was done.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Applied {
    /// The files that were written, in order, msgen.toml last.
    pub written: Vec<String>,
    /// Each file that was overwritten, and the file that holds its copy.
    pub backups: Vec<(String, String)>,
}

/// One step of applying, just done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// A missing folder was made.
    FolderMade,
    /// The new content is on disk under a temporary name.
    Staged,
    /// The old file was copied to its backup.
    BackedUp,
    /// The old file has a second, temporary name, to be put back from.
    Kept,
    /// The new file has taken its place.
    Replaced,
    /// After a failure: the old file is back in its place.
    PutBack,
}

/// Told of every step and the path it was for; its error stops the work, which is then undone.
pub(super) type Watch<'w> = &'w mut dyn FnMut(Step, &str) -> Result<()>;

impl Changes {
    /// Writes all the changes, or none.
    ///
    /// # Errors
    /// A conflict is undecided ([`ErrorKind::WouldOverwrite`]), a file is no longer as it was when it was compared, or
    /// the system refuses a step: then everything is as it was before.
    pub fn apply(&self, options: Options) -> Result<Applied> {
        self.apply_watched(options, &mut |_, _| Ok(()))
    }

    /// [`Changes::apply`], with `watch` told of every step: its error (somebody pressed Ctrl-C) undoes what was done.
    ///
    /// # Errors
    /// As for [`Changes::apply`], and whatever `watch` returns.
    pub fn apply_watched(&self, options: Options, watch: &mut dyn FnMut(Step, &str) -> Result<()>) -> Result<Applied> {
        if let Some(change) = self.undecided().next() {
            let Status::Conflict { why } = &change.status else { return Ok(Applied::default()) };
            return Err(Error::new(ErrorKind::WouldOverwrite, format!("`{}` {why}", change.path))
                .at(&change.path)
                .help(
                    "look at the diff with --dry-run; then --force to overwrite it, or --skip-existing to leave it",
                ));
        }
        let written: Vec<Change> = self.written().collect();
        let mut targets = Vec::with_capacity(written.len());
        for change in &written {
            targets.push(self.still_as_shown(change)?);
        }
        let mut work = Work::default();
        match work.run(&written, targets, options, watch) {
            Ok(()) => Ok(work.summary(&self.root)),
            Err(error) => Err(work.undo(error, watch)),
        }
    }

    /// Looks again: the guards hold, and what is there is what was compared.
    fn still_as_shown(&self, change: &Change) -> Result<Target> {
        let target = guard::inspect(&self.root, &change.path)?;
        if target.bytes()? != change.current {
            let what = format!("`{}` was changed by somebody else in the meantime", change.path);
            return Err(Error::new(ErrorKind::WouldOverwrite, what)
                .at(&change.path)
                .help("run again to see the new diff"));
        }
        target.check_writable()?;
        Ok(target)
    }
}
