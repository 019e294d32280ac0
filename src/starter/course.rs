//! The templates that a starter takes along in `course/`: what was laid over the embedded ones, and a copy of the profile
//! for a course to adapt. Students need nothing else beside msgen.

use std::path::Path;

use toml_edit::{DocumentMut, value};

use super::Wish;
use crate::catalog::{Catalog, is_of_starters};
use crate::draft::DraftFile;
use crate::error::Result;

/// The folder in the starter.
const FOLDER: &str = "course";

/// The manifest of a profile in its folder.
const MANIFEST: &str = "profile.toml";

/// The files of the folder.
///
/// # Errors
/// A template cannot be read as text.
pub(super) fn files(catalog: &Catalog, wish: &Wish) -> Result<Vec<DraftFile>> {
    let templates = catalog.templates();
    let overlaid = templates.overlaid().into_iter().filter(|path| !is_of_starters(Path::new(path)));
    let mut files = Vec::new();
    for path in overlaid {
        files.push(DraftFile::whole(format!("{FOLDER}/{path}"), templates.require(&path)?));
    }
    if let Some(own) = &wish.own_profile {
        let folder = format!("reports/{}", wish.profile);
        for path in templates.tree(&folder) {
            let text = templates.require(&format!("{folder}/{path}"))?;
            let text = if path == MANIFEST { renamed(&text, own) } else { text.into_owned() };
            files.push(DraftFile::whole(format!("{FOLDER}/reports/{own}/{path}"), text));
        }
    }
    Ok(files)
}

/// What msgen.toml says of the folder that holds `files`.
pub(super) fn folder(files: &[DraftFile]) -> Option<&'static str> {
    (!files.is_empty()).then_some(FOLDER)
}

/// The manifest of a profile under another id; everything else in it stays as it is written.
fn renamed(manifest: &str, id: &str) -> String {
    // The catalog has read it, so it is TOML.
    let mut document: DocumentMut = manifest.parse().unwrap_or_default();
    document["id"] = value(id);
    document.to_string()
}
