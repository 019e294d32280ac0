//! A comparison: the same program in an image of every base, and in the single-stage image of a beginner.
//!
//! `msgen compare` takes it, `compare.json` keeps it. Every row is measured as `msgen verify` measures; figures of
//! different methods or settings are never put into one ratio.

use serde::{Deserialize, Serialize};

use super::{FileFacts, Setting, Size, StopFacts, Timing};

/// The version of the form. A reader that finds another one takes the comparison again.
pub const SCHEMA: u32 = 1;

/// Name of the file in the evidence folder.
pub const COMPARISON_FILE: &str = "compare.json";

/// Name of the chart in the evidence folder.
pub const CHART_FILE: &str = "compare.svg";

/// The faults that keep a candidate from being compared, in the order in which they are met.
const STOPPING: [&str; 5] = [NOT_VERIFIED, "builds", "program-fits-base", "starts", "answers"];

/// The id of the fault that stands for an error of msgen's own.
pub const NOT_VERIFIED: &str = "not-verified";

/// What one run of `msgen compare` saw.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Comparison {
    /// [`SCHEMA`] of whoever wrote it.
    pub schema: u32,
    /// The version of msgen that took it.
    pub msgen: String,
    /// When it was taken: `2026-11-21T12:00:00Z`.
    pub taken: String,
    /// Where all of it was measured; none where no candidate could be built.
    pub setting: Option<Setting>,
    /// The candidates: the bases in the order of the catalog, then the single-stage image.
    pub rows: Vec<Row>,
    /// The bases that this program cannot have.
    pub skipped: Vec<Skipped>,
}

/// What a candidate is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// The multi-stage image on a base.
    Base,
    /// The image of a single stage, as a beginner writes it.
    SingleStage,
}

/// A candidate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Row {
    /// The base's id, or `single-stage`.
    pub id: String,
    /// The same for people.
    pub title: String,
    /// What it is.
    pub kind: Kind,
    /// Whether it is the base that the project has chosen.
    pub is_chosen: bool,
    /// What its final stage starts from.
    pub from: String,
    /// The Dockerfile that was built.
    pub dockerfile: FileFacts,
    /// The final image; none where it could not be built or read.
    pub image: Option<Measured>,
    /// How long builds took.
    pub timings: Vec<Timing>,
    /// From the start to the first answer, in milliseconds; none where none came.
    pub first_answer: Option<u64>,
    /// The end of the container; none where it was not stopped.
    pub stop: Option<StopFacts>,
    /// What did not hold. A single-stage image fails much of what `verify` asks; what keeps it from being compared is
    /// that it did not build, start or answer.
    pub faults: Vec<Fault>,
    /// What one gives up with it, in clauses.
    pub gives_up: Vec<String>,
}

/// The final image of a candidate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Measured {
    /// The bytes of the files in all its layers.
    pub unpacked: Size,
    /// The bytes of its layers, packed; none where nothing could pack them.
    pub packed: Option<Size>,
    /// Layers.
    pub layers: u64,
    /// Regular files.
    pub files: u64,
    /// Of them, those that somebody may execute.
    pub executables: u64,
    /// Installed packages, of all databases.
    pub packages: u64,
    /// Shells, by path.
    pub shells: Vec<String>,
    /// Package managers, by path.
    pub package_managers: Vec<String>,
    /// Files that run as another user than whoever starts them.
    pub set_uid: u64,
    /// Whether there are certificates of public authorities.
    pub certificates: bool,
    /// Whether there are files of time zones.
    pub time_zones: bool,
    /// Who runs it, as the image is configured; empty for root.
    pub user: String,
}

/// A check of a candidate that failed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fault {
    /// The id of the check; `not-verified` where msgen could not even begin.
    pub id: String,
    /// What was seen.
    pub detail: String,
    /// Why; may be empty.
    pub cause: String,
    /// What to do about it; may be empty.
    pub help: String,
}

/// A base that the program cannot have.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Skipped {
    /// The base's id.
    pub id: String,
    /// Why not.
    pub why: String,
}

impl Comparison {
    /// The candidate with the fewest bytes unpacked, of those that answered. Packed bytes decide a tie.
    #[must_use]
    pub fn smallest(&self) -> Option<&Row> {
        let answered = self.rows.iter().filter(|row| row.answers());
        answered.min_by_key(|row| (row.unpacked(), row.packed()))
    }

    /// The single-stage image.
    #[must_use]
    pub fn single_stage(&self) -> Option<&Row> {
        self.rows.iter().find(|row| row.kind == Kind::SingleStage)
    }

    /// How much smaller than the single-stage image a candidate is, unpacked, in hundredths of a percent; none where
    /// the two were not counted in the same way.
    #[must_use]
    pub fn reduction(&self, row: &Row) -> Option<u64> {
        let whole = self.single_stage().filter(|single| single.id != row.id)?;
        row.image.as_ref()?.unpacked.reduction_from(&whole.image.as_ref()?.unpacked)
    }
}

impl Row {
    /// Whether it was built, started, and answered.
    #[must_use]
    pub fn answers(&self) -> bool {
        self.image.is_some() && self.first_answer.is_some()
    }

    /// Its bytes unpacked, where they are known.
    #[must_use]
    pub fn unpacked(&self) -> Option<u64> {
        self.image.as_ref().map(|image| image.unpacked.bytes)
    }

    /// Its bytes packed, where they are known.
    #[must_use]
    pub fn packed(&self) -> Option<u64> {
        self.image.as_ref().and_then(|image| image.packed.as_ref()).map(|size| size.bytes)
    }

    /// What keeps it from being compared, in a few words; empty where nothing does.
    #[must_use]
    pub fn trouble(&self) -> String {
        if self.answers() {
            return String::new();
        }
        let what = match (&self.image, self.stop.is_some()) {
            (None, _) => "could not be built",
            (Some(_), true) => "started, but never answered",
            (Some(_), false) => "was built, but did not start",
        };
        let of = |id: &&str| self.faults.iter().find(|fault| fault.id == *id);
        match STOPPING.iter().find_map(of).map(Fault::reason).filter(|reason| !reason.is_empty()) {
            Some(reason) => format!("{what}: {reason}"),
            None => what.to_owned(),
        }
    }
}

impl Fault {
    /// Its first line: the cause where it is known, else what was seen.
    fn reason(&self) -> &str {
        let text = if self.cause.is_empty() { &self.detail } else { &self.cause };
        text.lines().next().unwrap_or_default().trim()
    }
}
