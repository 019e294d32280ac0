//! The small service that a starter begins with: files of `languages/<id>/starter/`, rendered.

use serde::Serialize;

use super::Wish;
use super::settled::Settled;
use crate::catalog::{Catalog, STARTER};
use crate::draft::DraftFile;
use crate::error::Result;
use crate::render::template;

/// What a skeleton's templates see.
#[derive(Serialize)]
struct Service<'a> {
    name: &'a str,
    port: i64,
    version: &'a str,
}

/// Whether the language has a skeleton.
pub(super) fn exists(catalog: &Catalog, language: &str) -> bool {
    !catalog.templates().tree(&folder(language)).is_empty()
}

/// The files of the service. A path that ends in `.tera` is a template, and ends before it in the starter.
pub(super) fn files(catalog: &Catalog, wish: &Wish, settled: &Settled) -> Result<Vec<DraftFile>> {
    let folder = folder(&wish.language);
    let service = Service { name: &wish.name, port: settled.port(), version: &settled.version() };
    let mut files = Vec::new();
    for path in catalog.templates().tree(&folder) {
        let source = format!("{folder}/{path}");
        files.push(match path.strip_suffix(".tera") {
            Some(path) => DraftFile::whole(path, template(catalog, &source, &service)?),
            None => DraftFile::whole(path, catalog.templates().require(&source)?),
        });
    }
    Ok(files)
}

fn folder(language: &str) -> String {
    format!("languages/{language}/{STARTER}")
}
