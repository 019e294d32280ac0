//! What one gives up with an image: by what was seen in it, and else by what its base is known to have.

use serde::Deserialize;

use super::Candidate;
use crate::catalog::Catalog;
use crate::error::Result;
use crate::evidence::comparison::{Kind, Measured};

const FILE: &str = "losses.toml";

/// The manifest `losses.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Losses {
    /// What a single stage costs.
    single_stage: Vec<String>,
    /// What it means to run as root.
    root: String,
    /// What it means that something is not there.
    loss: Vec<Loss>,
}

/// What it means that something is not there.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Loss {
    /// What: a word of a base's `has`, `libc`, or `glibc`.
    lacks: String,
    /// What that means, in a clause.
    text: String,
}

impl Losses {
    /// Reads the manifest.
    ///
    /// # Errors
    /// It cannot be read, or is wrong.
    pub fn read(catalog: &Catalog) -> Result<Self> {
        catalog.templates().manifest(FILE)
    }

    /// What one gives up with `candidate`, in clauses.
    pub(super) fn of(&self, catalog: &Catalog, candidate: &Candidate, image: Option<&Measured>) -> Vec<String> {
        let mut clauses = Vec::new();
        if candidate.kind == Kind::SingleStage {
            clauses.extend_from_slice(&self.single_stage);
        } else {
            let lost = self.loss.iter().filter(|loss| is_lost(&loss.lacks, catalog, candidate, image));
            clauses.extend(lost.map(|loss| loss.text.clone()));
        }
        if image.is_some_and(|image| image.user.is_empty()) {
            clauses.push(self.root.clone());
        }
        clauses
    }
}

fn is_lost(what: &str, catalog: &Catalog, candidate: &Candidate, image: Option<&Measured>) -> bool {
    let Some(flavour) = candidate.flavour(catalog) else { return false };
    let rootfs = &candidate.plan.rootfs;
    match (what, image) {
        ("shell", Some(image)) => image.shells.is_empty(),
        ("package-manager", Some(image)) => image.package_managers.is_empty(),
        ("certificates", Some(image)) => !image.certificates,
        ("time-zones", Some(image)) => !image.time_zones && !candidate.plan.time_zones,
        ("passwd", _) => !flavour.has(what) && !rootfs.passwd,
        ("temp", _) => !flavour.has(what) && !rootfs.temp,
        ("libc", _) => flavour.libc == "none",
        ("glibc", _) => flavour.libc == "musl",
        (what, _) => !flavour.has(what),
    }
}
