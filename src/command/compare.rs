//! `msgen compare`: verify on every base, and as a single stage; keep the figures, and let the report show them.

use super::sources;
use super::verify::keep::Keep;
use super::verify::{answers, options, planned};
use crate::catalog::Catalog;
use crate::cli::{Compare, Verify};
use crate::compare::{candidates, compare, table};
use crate::context::Context;
use crate::engine::Session;
use crate::error::{Error, Result};
use crate::evidence::comparison::{Comparison, Kind};
use crate::output;

/// A table on a terminal is no wider.
const WIDTH: usize = 100;

/// Runs `msgen compare`.
pub(super) fn run(flags: &Compare) -> Result<()> {
    output::set_color(flags.measure.color);
    let context = Context::open(&flags.folder)?;
    let old = sources::config(&flags.folder)?;
    let init = answers(&Verify { measure: flags.measure.clone(), ..Verify::of(flags.folder.clone()) });
    let catalog = Catalog::open(sources::templates(&init, &old).as_deref())?;
    let candidates = candidates(&catalog, &context, &sources::given(&init, &old)?)?;
    let planned = planned(&catalog, &context, &init, old)?;
    let keep = Keep::open(&flags.folder, flags.measure.evidence.as_deref(), planned.as_ref())?;
    let options = options(&catalog, &flags.measure, keep.known())?;

    let session = Session::open(flags.measure.engine)?;
    let comparison = compare(&session.engine, &session.litter, &catalog, &flags.folder, candidates, &options)?;
    drop(session);
    keep.write_comparison(&catalog, &comparison, planned)?;
    if flags.json {
        output::json(&comparison)?;
    } else {
        output::data(table::terminal(&comparison, WIDTH).as_bytes())?;
    }
    failed(&comparison)
}

/// A single stage is there to be compared with: what does not hold of it is in the table, and no failure of the project.
fn failed(comparison: &Comparison) -> Result<()> {
    let bases = comparison.rows.iter().filter(|row| row.kind == Kind::Base);
    let failed: Vec<&str> = bases.filter(|row| !row.faults.is_empty()).map(|row| row.title.as_str()).collect();
    if failed.is_empty() {
        return Ok(());
    }
    Err(Error::failed(format!("checks failed on {}", failed.join(", "))).help("msgen verify shows them, base by base"))
}
