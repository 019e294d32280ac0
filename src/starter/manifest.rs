//! What all starters have in common.

use serde::Deserialize;

use crate::catalog::Catalog;
use crate::error::Result;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Manifest {
    /// The language where neither a flag nor the profile says one.
    pub language: String,
    /// Names that a service cannot have in every language.
    pub reserved: Vec<String>,
}

impl Manifest {
    /// Reads it.
    pub(super) fn of(catalog: &Catalog) -> Result<Self> {
        catalog.templates().manifest("starter/starter.toml")
    }
}
