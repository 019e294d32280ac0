//! One file: what is there, what would be there, and how the two relate.

use std::time::Duration;

use similar::TextDiff;

use crate::config::{CONFIG_FILE, FileRecord};

/// How long the shortest difference is looked for; from then on any will do. Two long texts that have nothing in common
/// would take hours.
const PATIENCE: Duration = Duration::from_millis(500);

/// The difference of two texts, line by line.
#[must_use]
pub fn by_lines<'t>(old: &'t str, new: &'t str) -> TextDiff<'t, 't, str> {
    TextDiff::configure().timeout(PATIENCE).diff_lines(old, new)
}

/// How a file on disk relates to the draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Status {
    /// Nothing is there.
    Create,
    /// Exactly this is there.
    Identical,
    /// It is as msgen last wrote it, or only untouched blocks of it change: nobody loses anything.
    Update,
    /// Somebody else wrote it, or edited it since.
    Conflict {
        /// Completes "the file …": `was edited since msgen wrote it`.
        why: String,
    },
}

impl Status {
    /// The word shown for it: `create`, `identical`, `update`, `conflict`.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            Self::Create => "create",
            Self::Identical => "identical",
            Self::Update => "update",
            Self::Conflict { .. } => "conflict",
        }
    }
}

/// What a person decides about a conflict. Who wants to abort does not apply the changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// Write over it.
    Overwrite,
    /// Leave it as it is.
    Skip,
}

/// What happens to one file.
#[derive(Debug, Clone)]
pub struct Change {
    /// Where it is: relative to the folder, with `/`.
    pub path: String,
    /// How the file on disk relates to the draft.
    pub status: Status,
    /// What was decided, where the status is a conflict.
    pub decision: Option<Decision>,
    /// Blocks of a report that its author removed, and that stay removed.
    pub missing_blocks: Vec<String>,
    /// Blocks of a report that somebody edited, and that are kept as they are.
    pub kept_blocks: Vec<String>,
    /// What is there now.
    pub(super) current: Option<Vec<u8>>,
    /// What will be there.
    pub(super) next: String,
    /// What msgen.toml remembers once it is there.
    pub(super) record: FileRecord,
}

impl Change {
    /// The change of msgen.toml from `current` to `next`.
    pub(super) fn of_config(next: String, current: Option<Vec<u8>>) -> Self {
        let status = match &current {
            None => Status::Create,
            Some(bytes) if bytes == next.as_bytes() => Status::Identical,
            Some(_) => Status::Update,
        };
        let (path, record) = (CONFIG_FILE.to_owned(), FileRecord::default());
        let (missing_blocks, kept_blocks) = (Vec::new(), Vec::new());
        Self { path, status, decision: None, missing_blocks, kept_blocks, current, next, record }
    }

    /// What the file will hold, if it is written.
    #[must_use]
    pub fn next(&self) -> &str {
        &self.next
    }

    /// What the file holds now, where it is there and is text.
    #[must_use]
    pub fn current(&self) -> Option<&str> {
        std::str::from_utf8(self.current.as_deref()?).ok()
    }

    /// What stands in the way, as a clause: `Dockerfile was edited since msgen wrote it`. Empty where nothing does.
    #[must_use]
    pub fn conflict(&self) -> String {
        match &self.status {
            Status::Conflict { why } => format!("{} {why}", self.path),
            _ => String::new(),
        }
    }

    /// Whether it is a conflict nobody decided yet.
    #[must_use]
    pub fn is_undecided(&self) -> bool {
        matches!(self.status, Status::Conflict { .. }) && self.decision.is_none()
    }

    /// Whether applying writes it.
    #[must_use]
    pub fn is_written(&self) -> bool {
        match self.status {
            Status::Create | Status::Update => true,
            Status::Identical => false,
            Status::Conflict { .. } => self.decision == Some(Decision::Overwrite),
        }
    }

    /// Whether the file holds [`Change::next`] after applying.
    pub(super) fn will_match(&self) -> bool {
        self.is_written() || self.status == Status::Identical
    }

    /// The change as a unified diff, empty where nothing changes.
    #[must_use]
    pub fn diff(&self) -> String {
        let new_name = format!("b/{}", self.path);
        let (old_name, old) = match &self.current {
            None => ("/dev/null".to_owned(), ""),
            Some(bytes) => match std::str::from_utf8(bytes) {
                Ok(text) => (format!("a/{}", self.path), text),
                Err(_) => return format!("Binary files a/{} and {new_name} differ\n", self.path),
            },
        };
        by_lines(old, &self.next).unified_diff().header(&old_name, &new_name).to_string()
    }
}
