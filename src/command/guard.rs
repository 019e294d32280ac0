//! `msgen guard`, which msgen starts for itself: clears away behind a run that was killed.

use std::path::Path;

use crate::engine::guard::guard;
use crate::engine::{Command, Program};
use crate::error::Result;

/// Runs the guard of the run `id`.
#[expect(clippy::unnecessary_wraps, reason = "every command returns the same")]
pub(super) fn run(program: Program, id: &str, folder: &Path) -> Result<()> {
    guard(&Command::new(program), id, folder);
    Ok(())
}
