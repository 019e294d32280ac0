//! What a real engine said, as a JSON file keeps it: calls with their arguments, HTTP answers, files of the kernel.
//!
//! What differs from run to run in arguments, the run's own id, is written as `{id}`.

use std::collections::BTreeMap;

use msgen::engine::Program;
use serde::{Deserialize, Serialize};

/// What stands for the run's own id.
pub const ID: &str = "{id}";

/// What stands for the tag of the image.
pub const TAG: &str = "msgen-verify:recorded";

/// What a real engine said.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recording {
    /// Which engine it was.
    pub program: Program,
    /// Its calls, in order.
    pub calls: Vec<Recorded>,
    /// What came back from each path, in order.
    pub answers: BTreeMap<String, Vec<Got>>,
    /// Files of the kernel.
    pub kernel: BTreeMap<String, String>,
}

/// A call, and what came of it.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recorded {
    /// Its arguments.
    pub arguments: Vec<String>,
    /// Its exit code.
    pub code: Option<i32>,
    /// Its standard output.
    pub stdout: String,
    /// Its standard error.
    pub stderr: String,
    /// How long it took, in milliseconds.
    pub took: u64,
}

/// What came back from a path.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Got {
    /// A whole answer.
    Answer {
        /// The first line and the headers.
        head: String,
        /// The body.
        body: String,
    },
    /// Why there was none.
    Error(String),
}
