//! Which members of an archive are the image: by `manifest.json`, or else by the index of an OCI layout.

use serde_json::Value;

use super::archive::{Archive, text, texts};
use crate::error::{Error, Result};

/// What `docker save` and `podman save --format docker-archive` write.
const MANIFEST: &str = "manifest.json";

/// What an OCI layout has.
const INDEX: &str = "index.json";

/// An index may name further indexes: one for each platform, and then one for an image. Deeper is a circle.
const DEPTH: usize = 4;

/// The members that are the image.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Members {
    /// Its configuration.
    pub config: String,
    /// Its layers, the lowest first.
    pub layers: Vec<String>,
}

/// Finds the image in an archive that holds one.
pub(super) fn members(archive: &Archive) -> Result<Members> {
    if archive.has(MANIFEST) {
        let image = match archive.json(MANIFEST)? {
            Value::Array(images) => only(archive, MANIFEST, images)?,
            _ => return Err(archive.error(MANIFEST, "it is no list")),
        };
        return Ok(Members { config: text(&image["Config"]), layers: texts(&image["Layers"]) });
    }
    if !archive.has(INDEX) {
        let why = format!("it has neither {MANIFEST} nor {INDEX}");
        return Err(archive.error(MANIFEST, why));
    }
    let mut found = Vec::new();
    images(archive, INDEX, DEPTH, &mut found)?;
    let manifest = only(archive, INDEX, found)?;
    let layers = manifest["layers"].as_array().into_iter().flatten().map(blob).collect();
    Ok(Members { config: blob(&manifest["config"]), layers })
}

/// The images that an index names, and whose blobs are here: an index may name platforms that were not saved.
fn images(archive: &Archive, index: &str, depth: usize, found: &mut Vec<Value>) -> Result<()> {
    let index = archive.json(index)?;
    // The platform `unknown` is that of attestations, which are about an image and none themselves.
    let is_image = |descriptor: &&Value| descriptor["platform"]["os"] != "unknown";
    for descriptor in index["manifests"].as_array().into_iter().flatten().filter(is_image) {
        let member = blob(descriptor);
        if !archive.has(&member) {
            continue;
        }
        let kind = text(&descriptor["mediaType"]);
        if kind.contains("index") || kind.contains("manifest.list") {
            if depth > 0 {
                images(archive, &member, depth - 1, found)?;
            }
            continue;
        }
        let manifest = archive.json(&member)?;
        if archive.has(&blob(&manifest["config"])) {
            found.push(manifest);
        }
    }
    Ok(())
}

fn only(archive: &Archive, member: &str, mut images: Vec<Value>) -> Result<Value> {
    match (images.pop(), images.is_empty()) {
        (Some(image), true) => Ok(image),
        (None, _) => Err(archive.error(member, "it names no image")),
        (Some(_), false) => Err(several(archive, member, images.len() + 1)),
    }
}

fn several(archive: &Archive, member: &str, count: usize) -> Error {
    archive.error(member, format!("it names {count} images, and one is read")).help("save one image, by its tag")
}

/// Where an OCI layout keeps what a descriptor is about.
fn blob(descriptor: &Value) -> String {
    format!("blobs/{}", text(&descriptor["digest"]).replacen(':', "/", 1))
}
