//! The cell of the catalogue that a case uses: whether it is called proved, or what is missing to prove it.

use std::fs;
use std::sync::OnceLock;

use msgen::catalog::{Catalog, Outcome};
use msgen::config::Config;
use msgen::context::Context;
use msgen::interview::{Given, interview};
use msgen::prompt::defaults::Defaults;

use crate::Result;
use crate::case::Case;
use crate::project::Project;

/// What the program itself knows.
pub fn catalog() -> Result<&'static Catalog> {
    static CATALOG: OnceLock<Catalog> = OnceLock::new();
    match CATALOG.get() {
        Some(catalog) => Ok(catalog),
        None => {
            let catalog = Catalog::open(None)?;
            Ok(CATALOG.get_or_init(|| catalog))
        }
    }
}

/// What is missing to prove the cell that a case uses; nothing where the catalogue calls it proved.
pub fn unproved(case: &Case, project: &Project) -> Result<Option<String>> {
    let mut given = Given::default();
    given.file(&Config::parse_answers(&fs::read_to_string(&case.answers)?, &case.name)?);
    let context = Context::open(&project.folder)?;
    let interview = interview(catalog()?, &context, &given, &mut Defaults { accept: true })?;
    match interview.language.outcome(interview.answers.text("base"), &interview.answers) {
        Outcome::Works(cell) => Ok(cell.unproved.as_ref().map(|unproved| unproved.missing.clone())),
        Outcome::Refused { reason, .. } => Err(format!("its cell is refused: {reason}").into()),
    }
}
