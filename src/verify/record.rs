//! The checks and transcripts so far.

use crate::engine::{Call, Program, Reply};
use crate::evidence::{Check, Outcome, Transcript};

/// What a run has seen so far.
#[derive(Debug, Default)]
pub struct Record {
    /// The checks, in order.
    pub checks: Vec<Check>,
    /// The transcripts, in order.
    pub transcripts: Vec<Transcript>,
}

impl Record {
    /// What must hold does.
    pub fn passed(&mut self, id: &str, title: &str, detail: impl Into<String>) {
        self.add(id, title, Outcome::Passed { detail: detail.into() });
    }

    /// What must hold does not.
    pub fn failed(
        &mut self,
        id: &str,
        title: &str,
        detail: impl Into<String>,
        cause: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.add(id, title, Outcome::Failed { detail: detail.into(), cause: cause.into(), help: help.into() });
    }

    /// What must hold could not be looked at.
    pub fn skipped(&mut self, id: &str, title: &str, why: impl Into<String>) {
        self.add(id, title, Outcome::Skipped { why: why.into() });
    }

    /// Adds a check.
    pub fn add(&mut self, id: &str, title: &str, outcome: Outcome) {
        self.checks.push(Check { id: id.to_owned(), title: title.to_owned(), outcome });
    }

    /// Keeps a call and what it said, word for word but for colours.
    pub fn transcript(&mut self, id: &str, program: Program, call: &Call, reply: &Reply) {
        let output = anstream::adapter::strip_str(&reply.said()).to_string();
        self.transcripts.push(Transcript {
            id: id.to_owned(),
            command: call.line(&program.to_string()),
            output,
            exit_code: reply.code,
        });
    }
}
