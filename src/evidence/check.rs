//! What was checked, and the transcripts that show it.

use serde::{Deserialize, Serialize};

/// Something that was checked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Check {
    /// Kebab-case id: what must hold.
    pub id: String,
    /// The same in a sentence.
    pub title: String,
    /// What came of it.
    #[serde(flatten)]
    pub outcome: Outcome,
}

/// What came of a check.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "outcome")]
pub enum Outcome {
    /// It holds.
    Passed {
        /// What was seen, in a clause; may be empty.
        detail: String,
    },
    /// It does not hold.
    Failed {
        /// What was seen.
        detail: String,
        /// Why, where a message or the image itself gives it away; may be empty.
        cause: String,
        /// What to do about it.
        help: String,
    },
    /// It could not be looked at.
    Skipped {
        /// Why not.
        why: String,
    },
}

/// A command that was really run, and what it said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Transcript {
    /// What it shows: `build`, `run`, `user`, …; the report has a place of the same name.
    pub id: String,
    /// The command, as it can be pasted into a shell.
    pub command: String,
    /// What it said, without colours.
    pub output: String,
    /// Its exit code; none where it was killed, or where it is no command.
    pub exit_code: Option<i32>,
}

impl Transcript {
    /// Whether it is an HTTP question that msgen asked itself, and no command.
    #[must_use]
    pub fn is_question(&self) -> bool {
        self.command.starts_with("GET ")
    }
}
