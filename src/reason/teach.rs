//! A reason as a question, for whoever shall find out why an instruction is there.

use super::Reason;
use super::comment::WIDTH;
use crate::markdown::wrap;
use crate::teach::{ANSWER, QUESTION};

/// The comment lines that ask, without `# `: the question, and below it the place of the answer.
pub(super) fn asked(reason: &Reason) -> Vec<String> {
    let mut lines = wrap(&format!("{QUESTION} {}: {}", reason.id, reason.question), WIDTH);
    lines.push(ANSWER.to_owned());
    lines
}
