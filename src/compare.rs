//! Compare: the same program on every base it can have, and as a beginner's image of a single stage, side by side.
//!
//! ```text
//! compare
//! ├── candidate  which images there are to compare: a plan for every base, and the single stage
//! ├── place      the folder in which a candidate is built: what its ignore file lets in, and its own two files
//! ├── row        what was seen of a candidate, in one row
//! ├── loss       what one gives up with it
//! └── table      the rows for the terminal, and as Markdown
//! ```

mod candidate;
mod loss;
mod place;
mod row;
pub mod table;

use crate::catalog::Catalog;
use crate::clock::{seconds, timestamp};
use crate::engine::{Engine, Litter};
use crate::error::{Error, ErrorKind, Result};
use crate::evidence::comparison::{Comparison, SCHEMA};
use crate::evidence::{Evidence, Setting};
use crate::output;
use crate::verify::{Options, Subject, verify};

pub use candidate::{Candidate, Candidates, candidates};
pub use loss::Losses;

/// Verifies every candidate, one after the other. One that does not build, start or answer is a row that says so.
///
/// # Errors
/// The engine went away, the person interrupted, or msgen's own templates cannot be read.
pub fn compare(
    engine: &dyn Engine,
    litter: &Litter,
    catalog: &Catalog,
    folder: &std::path::Path,
    candidates: Candidates,
    options: &Options,
) -> Result<Comparison> {
    let losses = Losses::read(catalog)?;
    let mut measured = Vec::new();
    for candidate in candidates.candidates {
        output::heading(&format!("\n{} (from {})", candidate.title, candidate.from));
        let place = litter.folder().join(litter.name(&candidate.id));
        let seen = place::lay_out(folder, &place, &candidate).and_then(|document| {
            let expected = candidate.expected(catalog);
            let subject =
                Subject { folder: place, dockerfile: crate::render::DOCKERFILE.to_owned(), document, expected };
            verify(engine, litter, &subject, options)
        });
        match seen {
            Err(error) if matches!(error.kind, ErrorKind::Interrupted | ErrorKind::NoEngine) => return Err(error),
            seen => measured.push((candidate, seen)),
        }
    }
    let mut comparison = collect(catalog, &measured, &losses);
    comparison.skipped = candidates.skipped;
    Ok(comparison)
}

/// Puts what was seen of each candidate side by side.
#[must_use]
pub fn collect(catalog: &Catalog, measured: &[(Candidate, Result<Evidence, Error>)], losses: &Losses) -> Comparison {
    let settings = measured.iter().filter_map(|(_, seen)| Some(&seen.as_ref().ok()?.setting));
    let setting: Option<Setting> = settings.into_iter().find(|setting| !setting.platform.is_empty()).cloned();
    let rows = measured.iter().map(|(candidate, seen)| row::row(catalog, candidate, seen, setting.as_ref(), losses));
    Comparison {
        schema: SCHEMA,
        msgen: env!("CARGO_PKG_VERSION").to_owned(),
        taken: timestamp(seconds()),
        rows: rows.collect(),
        setting,
        skipped: Vec::new(),
    }
}
