//! Writing: compares a draft with the folder, shows what would change, then changes all of it or nothing.
//!
//! ```text
//! plan_changes ── pure reading ──► Changes ── decide, diff ──► apply
//!   for each file of the draft       one status per file        0  guards again; is every file still what was shown?
//!     guard: may it be written?                                 1  make missing folders
//!     read what is there                                        2  write everything to `.msgen-*` beside its target
//!     compare with draft and record                             3  keep what will be replaced, as `.msgen-*` (and `.bak`)
//!                                                               4  rename one after the other, msgen.toml last
//! ```
//!
//! Until step 4 no file of the person is touched. In step 4 each file goes from old to new in one rename, so whoever is
//! killed there leaves every file old or new in full; msgen.toml comes last, so a following run finds each finished file
//! identical. A failure that can be caught puts everything back.

mod apply;
mod change;
mod compare;
mod guard;
mod stage;
mod work;

use std::path::{Path, PathBuf};

use crate::config::{CONFIG_FILE, Config, FileRecord};
use crate::draft::{Draft, DraftFile};
use crate::error::{Error, Result};
use crate::report::Edited;

pub use apply::{Applied, Options, Step};
pub use change::{Change, Decision, Status, by_lines};

/// What a draft would change in a folder, file by file.
#[derive(Debug, Clone)]
pub struct Changes {
    root: PathBuf,
    files: Vec<Change>,
    /// What msgen.toml shall say, printed over what it says now; its records are still the old ones.
    config: Config,
    config_bytes: Option<Vec<u8>>,
    /// Whether msgen.toml is one of the files.
    is_recorded: bool,
}

/// Compares `draft` with the folder `root`. `config` holds the answers to be written and the records of the last run;
/// comments in a `msgen.toml` that is there are kept. Reads, and changes nothing.
///
/// # Errors
/// A path of the draft leaves the folder, or two are the same; a link, a folder, a special file or a read-only place is
/// where a file goes; a file cannot be read; the marks in an existing report, or msgen.toml, are broken.
pub fn plan_changes(root: &Path, draft: &Draft, config: &Config) -> Result<Changes> {
    plan_changes_with(root, draft, config, Edited::Refresh)
}

/// [`plan_changes`], and what happens to blocks of a report that somebody edited: where they are refreshed they are a
/// conflict, where they are kept [`Change::kept_blocks`] names them.
///
/// # Errors
/// As for [`plan_changes`].
pub fn plan_changes_with(root: &Path, draft: &Draft, config: &Config, edits: Edited) -> Result<Changes> {
    guard::root(root)?;
    let files = writable(compared(root, draft, config, edits, &[CONFIG_FILE])?)?;
    let target = guard::inspect(root, CONFIG_FILE)?;
    let config_bytes = target.bytes()?;
    let config = match &config_bytes {
        None => config.clone(),
        Some(bytes) => config.over(text_of_config(bytes)?, CONFIG_FILE)?,
    };
    let changes = Changes { root: root.to_owned(), files, config, config_bytes, is_recorded: true };
    if changes.config_change().status != Status::Identical {
        target.check_writable()?;
    }
    Ok(changes)
}

/// Compares `draft` with the folder `root`, which may be missing and of which nothing is remembered: a file that says
/// something else is a conflict. msgen.toml may be a file of the draft like any other. Reads, and changes nothing.
///
/// # Errors
/// As for [`plan_changes`], but for msgen.toml; or `root` is there and is no folder.
pub fn plan_new(root: &Path, draft: &Draft) -> Result<Changes> {
    guard::new_root(root)?;
    let config = Config::default();
    let mut files = writable(compared(root, draft, &config, Edited::Refresh, &[])?)?;
    for change in &mut files {
        if let Status::Conflict { why } = &mut change.status {
            "is there, and says something else".clone_into(why);
        }
    }
    Ok(Changes { root: root.to_owned(), files, config, config_bytes: None, is_recorded: false })
}

/// How each file of `draft` relates to what is in the folder `root`, whether it could be written or not.
///
/// # Errors
/// As for [`plan_changes`], but for msgen.toml and places that are read-only.
pub fn differences(root: &Path, draft: &Draft, config: &Config) -> Result<Vec<Change>> {
    guard::root(root)?;
    let compared = compared(root, draft, config, Edited::Refresh, &[CONFIG_FILE])?;
    Ok(compared.into_iter().map(|(_, change)| change).collect())
}

/// Each file of the draft with its place; the `reserved` paths are no place for one.
fn compared(
    root: &Path,
    draft: &Draft,
    config: &Config,
    edits: Edited,
    reserved: &[&str],
) -> Result<Vec<(guard::Target, Change)>> {
    guard::paths(draft.files.iter().map(|file| file.path.as_str()), reserved)?;
    let compare = |file: &DraftFile| {
        let target = guard::inspect(root, &file.path)?;
        let record = config.files.get(&file.path).cloned().unwrap_or_default();
        let change = compare::compare(file, target.bytes()?, &record, edits)?;
        Ok((target, change))
    };
    draft.files.iter().map(compare).collect()
}

/// The changes, of which none is to be written where nothing can be.
fn writable(compared: Vec<(guard::Target, Change)>) -> Result<Vec<Change>> {
    let mut files = Vec::with_capacity(compared.len());
    for (target, change) in compared {
        if matches!(change.status, Status::Create | Status::Update) {
            target.check_writable()?;
        }
        files.push(change);
    }
    Ok(files)
}

fn text_of_config(bytes: &[u8]) -> Result<&str> {
    std::str::from_utf8(bytes)
        .map_err(|_| Error::bad_input("msgen.toml is not text (UTF-8)").at(CONFIG_FILE).help("save it as UTF-8"))
}

impl Changes {
    /// The folder they are for, as it was given.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The files of the draft, in its order; msgen.toml is [`Changes::config_change`].
    #[must_use]
    pub fn files(&self) -> &[Change] {
        &self.files
    }

    /// The conflicts nobody decided yet.
    pub fn undecided(&self) -> impl Iterator<Item = &Change> {
        self.files.iter().filter(|change| change.is_undecided())
    }

    /// Decides what happens to a conflict. Other files need no decision and ignore one.
    pub fn decide(&mut self, path: &str, decision: Decision) {
        for change in self.files.iter_mut().filter(|change| change.path == path) {
            if matches!(change.status, Status::Conflict { .. }) {
                change.decision = Some(decision);
            }
        }
    }

    /// Decides the same for every conflict that is still undecided.
    pub fn decide_all(&mut self, decision: Decision) {
        for change in self.files.iter_mut().filter(|change| change.is_undecided()) {
            change.decision = Some(decision);
        }
    }

    /// What msgen.toml will say, given the decisions so far: a file that stays as it is keeps its old record.
    #[must_use]
    pub fn config(&self) -> Config {
        let mut config = self.config.clone();
        let remembered = |change: &&Change| change.will_match() && change.record != FileRecord::default();
        for change in self.files.iter().filter(remembered) {
            config.files.insert(change.path.clone(), change.record.clone());
        }
        config
    }

    /// The change to msgen.toml: never a conflict, since printing it keeps what a person wrote there.
    #[must_use]
    pub fn config_change(&self) -> Change {
        Change::of_config(self.config().to_string(), self.config_bytes.clone())
    }

    /// Every file, msgen.toml last.
    #[must_use]
    pub fn all(&self) -> Vec<Change> {
        self.files.iter().cloned().chain(self.is_recorded.then(|| self.config_change())).collect()
    }

    /// The same without msgen.toml: for a project that msgen has not written for.
    #[must_use]
    pub fn unrecorded(self) -> Self {
        Self { is_recorded: false, ..self }
    }

    /// The conflicts that stay as they are.
    pub fn skipped(&self) -> impl Iterator<Item = &str> {
        let skipped = self.files.iter().filter(|change| change.decision == Some(Decision::Skip));
        skipped.map(|change| change.path.as_str())
    }

    /// Whether applying them would write nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.written().next().is_none()
    }

    /// Every change as one unified diff, msgen.toml last. An undecided conflict shows what overwriting would do.
    #[must_use]
    pub fn diff(&self) -> String {
        let shown = self.files.iter().filter(|change| change.decision != Some(Decision::Skip));
        shown.map(Change::diff).chain(self.is_recorded.then(|| self.config_change().diff())).collect()
    }

    /// The files that applying writes, msgen.toml last.
    fn written(&self) -> impl Iterator<Item = Change> {
        self.all().into_iter().filter(Change::is_written)
    }
}
