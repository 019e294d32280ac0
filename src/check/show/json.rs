//! For programs: everything, as it is.

use serde::Serialize;

use super::Checked;
use crate::check::{FileDrift, Finding};

/// The version of the form.
pub const SCHEMA: u32 = 1;

/// What is printed.
#[derive(Debug, Serialize)]
pub struct Data<'a> {
    schema: u32,
    msgen: &'static str,
    files: Vec<&'a str>,
    findings: &'a [Finding],
    drift: &'a [FileDrift],
}

impl<'a> Data<'a> {
    /// What was checked, and what was found.
    #[must_use]
    pub fn of(checked: &'a Checked) -> Self {
        Self {
            schema: SCHEMA,
            msgen: env!("CARGO_PKG_VERSION"),
            files: checked.files.iter().map(|file| file.name.as_str()).collect(),
            findings: &checked.findings,
            drift: &checked.drift,
        }
    }
}
