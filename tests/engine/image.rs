//! A saved image, with what a Dockerfile put above its base told apart.
//!
//! The lowest layers are those of the base image. What lies above them is the same whichever build of the base image a
//! machine has.

use std::collections::BTreeMap;
use std::fs;
use std::ops::Deref;

use msgen::image::{Entry, Image as Read};

use crate::Result;
use crate::docker::Docker;
use crate::process::Limit;
use crate::scrap::Scrap;

/// An image with a virtual machine in it, on a busy disk.
const SAVE: Limit = Limit::seconds(180);

/// The image that is none.
const SCRATCH: &str = "scratch";

/// A saved image.
pub struct Image {
    read: Read,
    /// As many of its layers, from below, are the base image's.
    base: usize,
}

impl Image {
    /// Saves the image, whose final stage starts from the image `base`, and reads it.
    pub fn save(tag: &str, base: &str, scrap: &Scrap) -> Result<Self> {
        let path = scrap.folder().join("image.tar");
        Docker::new(["image", "save", "--output", &path.to_string_lossy(), tag]).limit(SAVE).run()?;
        let read = Read::read(&path, None, &BTreeMap::new());
        // A big image need not lie there until the test is over.
        fs::remove_file(path)?;
        let (read, below) = (read.map_err(|error| format!("{tag} on {base}: {error}"))?, layers_of(base)?);
        let is_lowest = below.len() <= read.layers.len()
            && below.iter().zip(&read.layers).all(|(diff_id, layer)| *diff_id == layer.diff_id);
        if !is_lowest {
            return Err(format!("{tag} on {base}: the layers of the base image are not its lowest layers").into());
        }
        Ok(Self { read, base: below.len() })
    }

    /// Everything in all layers.
    pub fn entries(&self) -> impl DoubleEndedIterator<Item = &Entry> {
        self.read.layers.iter().flat_map(|layer| &layer.entries)
    }

    /// Everything in the layers above the base image's.
    pub fn own(&self) -> impl Iterator<Item = &Entry> {
        self.read.layers[self.base..].iter().flat_map(|layer| &layer.entries)
    }

    /// The file at an absolute path, as the topmost layer that has it has it.
    pub fn file(&self, path: &str) -> Option<&Entry> {
        self.entries().rev().find(|entry| Some(entry.path.as_str()) == path.strip_prefix('/'))
    }

    /// The bytes of the files above the base image's.
    pub fn own_bytes(&self) -> u64 {
        self.own().map(|entry| entry.size).sum()
    }
}

impl Deref for Image {
    type Target = Read;

    fn deref(&self) -> &Read {
        &self.read
    }
}

/// The layers of an image that is here, the lowest first, by the digests of their content.
fn layers_of(image: &str) -> Result<Vec<String>> {
    if image == SCRATCH {
        return Ok(Vec::new());
    }
    Ok(serde_json::from_str(&Docker::new(["image", "inspect", "--format", "{{json .RootFS.Layers}}", image]).run()?)?)
}
