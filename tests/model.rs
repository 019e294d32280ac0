//! What a Dockerfile makes, read without an engine.

mod file;
mod image;
mod shell;
mod stage;
mod variable;

use std::path::Path;

use msgen::catalog::Catalog;
use msgen::context::Context;
use msgen::model::{Known, Model};

use crate::document::parse;

/// The embedded tables.
pub(crate) fn known() -> Known {
    Known::read(&Catalog::open(None).unwrap()).unwrap()
}

pub(crate) fn context(folder: &Path) -> Context {
    Context::open(folder).unwrap()
}

/// Looks at what a Dockerfile without a build context makes.
fn modelled(text: &str, look: impl FnOnce(&Model<'_>)) {
    let document = parse(text);
    let known = known();
    look(&Model::of(&document, &known, None, None));
}
