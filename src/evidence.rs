//! Evidence: what was really seen of an image, with the method beside every number.
//!
//! `msgen verify` takes it, `evidence.json` keeps it, and the report shows nothing else. Its form is
//! `evidence/schema.json` beside this file, whose version is [`SCHEMA`].

mod check;
pub mod comparison;
mod figure;
mod image;
mod run;
mod stored;

use serde::{Deserialize, Serialize};

use crate::config::fingerprint;
use crate::teach::without_answers;

pub use check::{Check, Outcome, Transcript};
pub use figure::{duration, percent, thousands};
pub use image::{ConfigFacts, Contents, ImageFacts, LayerFacts, Packages, ProgramFacts, Role};
pub use run::{AnswerFacts, ProcessFacts, RunFacts, StopFacts};
pub use stored::Seen;

/// The version of the form. A reader that finds another one takes the evidence again.
pub const SCHEMA: u32 = 1;

/// Name of the file in the evidence folder.
pub const EVIDENCE_FILE: &str = "evidence.json";

/// What one run of `msgen verify` saw.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// [`SCHEMA`] of whoever wrote it.
    pub schema: u32,
    /// The version of msgen that took it.
    pub msgen: String,
    /// When it was taken: `2026-11-21T12:00:00Z`.
    pub taken: String,
    /// Where it was measured: figures of different settings are never put into one ratio.
    pub setting: Setting,
    /// The Dockerfile that was built.
    pub dockerfile: FileFacts,
    /// The ignore file that was in force, where there is one.
    pub ignore: Option<FileFacts>,
    /// What the builder could see; none where it could not be told.
    pub context: Option<ContextFacts>,
    /// The images that were looked into: the build stage, then the final image.
    pub images: Vec<ImageFacts>,
    /// How long builds took.
    pub timings: Vec<Timing>,
    /// The started container; none where it was not started.
    pub run: Option<RunFacts>,
    /// What was checked, in the order of checking.
    pub checks: Vec<Check>,
    /// What was run, word for word, and what it said.
    pub transcripts: Vec<Transcript>,
}

/// Where something was measured.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Setting {
    /// `docker` or `podman`.
    pub engine: String,
    /// Its version.
    pub version: String,
    /// The builder: `buildkit`, `classic`, `buildah`, or the name given with `--builder`.
    pub builder: String,
    /// How the engine stores layers: `overlay2`, `overlayfs` (containerd's), `overlay`.
    pub store: String,
    /// The platform of the image: `linux/amd64`.
    pub platform: String,
}

/// A file, and what it held.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileFacts {
    /// Its path, relative to the build context.
    pub path: String,
    /// Its fingerprint as [`crate::config::fingerprint`] makes it, without the answers to the questions in it: they
    /// change nothing that was measured.
    pub fingerprint: String,
}

/// A number of bytes, and how it was counted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Size {
    /// Bytes.
    pub bytes: u64,
    /// How they were counted, in a clause.
    pub method: String,
}

/// The build context: what the ignore file lets in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContextFacts {
    /// How many files.
    pub files: u64,
    /// The bytes in them.
    pub size: Size,
    /// Secrets and files of version control among them.
    pub unwanted: Vec<String>,
}

/// Which build was timed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Build {
    /// The first one, with whatever the builder had in its cache.
    First,
    /// Without the builder's layer cache.
    Cold,
    /// Again, with nothing changed.
    Warm,
    /// Again, with one source file changed.
    Touched,
}

/// How long a build took.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Timing {
    /// Which build.
    pub build: Build,
    /// Wall-clock time of the whole command, in milliseconds.
    pub milliseconds: u64,
    /// How it was measured, in a clause.
    pub method: String,
}

impl Evidence {
    /// The image with this role.
    #[must_use]
    pub fn image(&self, role: Role) -> Option<&ImageFacts> {
        self.images.iter().find(|image| image.role == role)
    }

    /// The checks that failed.
    pub fn failed(&self) -> impl Iterator<Item = &Check> {
        self.checks.iter().filter(|check| matches!(check.outcome, Outcome::Failed { .. }))
    }

    /// The transcript with this id.
    #[must_use]
    pub fn transcript(&self, id: &str) -> Option<&Transcript> {
        self.transcripts.iter().find(|transcript| transcript.id == id)
    }
}

impl FileFacts {
    /// The file at `path`, which holds `bytes`.
    #[must_use]
    pub fn of(path: &str, bytes: &[u8]) -> Self {
        let fingerprint = match std::str::from_utf8(bytes) {
            Ok(text) => fingerprint(without_answers(text).as_bytes()),
            Err(_) => fingerprint(bytes),
        };
        Self { path: path.to_owned(), fingerprint }
    }

    /// Whether the file that was seen held `text`, whatever its line endings and the answers in it.
    #[must_use]
    pub fn holds(&self, text: &str) -> bool {
        let lf = without_answers(text).replace("\r\n", "\n");
        self.fingerprint == fingerprint(lf.as_bytes())
            || self.fingerprint == fingerprint(lf.replace('\n', "\r\n").as_bytes())
    }
}

impl Size {
    /// How much smaller this is than `whole`, in hundredths of a percent, rounded; none where the two were counted in
    /// different ways, or where this is not smaller.
    #[must_use]
    pub fn reduction_from(&self, whole: &Self) -> Option<u64> {
        if self.method != whole.method || self.bytes > whole.bytes || whole.bytes == 0 {
            return None;
        }
        let less = u128::from(whole.bytes - self.bytes) * 10_000;
        let whole = u128::from(whole.bytes);
        u64::try_from((less + whole / 2) / whole).ok()
    }
}
