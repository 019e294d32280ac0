//! For programs: everything, as it is.

use serde::Serialize;

use super::Checked;
use crate::check::rubric::Rubric;
use crate::check::{FileDrift, Finding};
use crate::error::Error;

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
    /// The rubric of the folder; none where none was judged, or several were.
    rubric: Option<&'a Rubric>,
    error: Option<Failure<'a>>,
}

/// What could not be judged.
#[derive(Debug, Serialize)]
struct Failure<'a> {
    what: &'a str,
    place: Option<&'a str>,
    help: Option<&'a str>,
}

impl<'a> Data<'a> {
    /// What was checked, and what was found; `error` is what could not be judged.
    #[must_use]
    pub fn of(checked: &'a Checked, error: Option<&'a Error>) -> Self {
        let failure = |Error { what, place, help, .. }: &'a Error| Failure {
            what,
            place: place.as_deref(),
            help: help.as_deref(),
        };
        Self {
            schema: SCHEMA,
            msgen: env!("CARGO_PKG_VERSION"),
            files: checked.files.iter().map(|file| file.name.as_str()).collect(),
            findings: &checked.findings,
            drift: &checked.drift,
            rubric: match checked.rubrics.as_slice() {
                [rubric] => Some(rubric),
                _ => None,
            },
            error: error.map(failure),
        }
    }
}
