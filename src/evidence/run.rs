//! What was seen of a started container, from its first answer to its end.

use serde::{Deserialize, Serialize};

use super::Size;

/// A started container.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunFacts {
    /// What it was started with, beside the image.
    pub arguments: Vec<String>,
    /// From the start to the first answer, in milliseconds; none where none came.
    pub first_answer: Option<u64>,
    /// What was asked, and what came back.
    pub answers: Vec<AnswerFacts>,
    /// The program's process as the kernel has it; none where that could not be read.
    pub process: Option<ProcessFacts>,
    /// Memory of the program's process.
    pub memory: Option<Size>,
    /// Sockets that listen in the container: `0.0.0.0:8080`; none where that could not be read.
    pub listening: Option<Vec<String>>,
    /// Its end; none where it was not stopped.
    pub stop: Option<StopFacts>,
}

/// An HTTP answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnswerFacts {
    /// The path that was asked for.
    pub path: String,
    /// The status.
    pub status: u16,
    /// How long it took, in milliseconds.
    pub milliseconds: u64,
    /// `Content-Type`; empty without one.
    pub content_type: String,
    /// The beginning of the body.
    pub body: String,
}

/// A process as the kernel has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProcessFacts {
    /// Effective user id, as the container sees it.
    pub uid: u32,
    /// Effective group id.
    pub gid: u32,
    /// Supplementary groups.
    pub groups: Vec<u32>,
    /// The effective capabilities: a bit mask of 16 hexadecimal digits; none where it could not be read.
    pub capabilities: Option<String>,
    /// Whether it can gain privileges no more; none where that could not be read.
    pub no_new_privileges: Option<bool>,
    /// Its argument vector.
    pub arguments: Vec<String>,
    /// Where this was read.
    pub method: String,
}

/// The end of a container.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StopFacts {
    /// How long the engine's stop command took, its own work of clearing away included, in milliseconds.
    pub milliseconds: u64,
    /// Its exit code.
    pub exit_code: i64,
    /// Whether it had to be killed.
    pub killed: bool,
}
