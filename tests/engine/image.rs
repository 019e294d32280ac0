//! An image as it is: read from what `docker save` writes, and from nothing the engine says about it.
//!
//! Sizes are the bytes of the files in all layers, unpacked: a file that two layers hold counts twice, because it is
//! stored twice. `docker images` is not asked: what it shows depends on the engine's store.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use flate2::read::GzDecoder;
use serde::Deserialize;
use tar::{Archive, EntryType};

use crate::Result;
use crate::docker::Docker;
use crate::scrap::Scrap;

/// A file, a link or a folder of a layer.
pub struct Entry {
    /// Its path in the image, without a slash in front.
    pub path: String,
    /// Its permissions.
    pub mode: u32,
    /// Its length; 0 for links and folders.
    pub size: u64,
    /// Whether it is a folder.
    pub is_folder: bool,
}

/// A saved image.
pub struct Image {
    /// The user that its configuration names.
    pub user: String,
    /// The names of its layers, the lowest first. An image may have the same layer twice.
    order: Vec<String>,
    /// What each layer holds, by name.
    layers: BTreeMap<String, Vec<Entry>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Manifest {
    config: String,
    layers: Vec<String>,
}

#[derive(Deserialize)]
struct Config {
    config: Runtime,
}

#[derive(Deserialize)]
struct Runtime {
    #[serde(default, rename = "User")]
    user: String,
}

impl Image {
    /// Saves the image and reads it.
    pub fn save(tag: &str, scrap: &Scrap) -> Result<Self> {
        let path = scrap.folder().join("image.tar");
        Docker::new(["image", "save", "--output", &path.to_string_lossy(), tag]).run()?;
        Self::read(&path)
    }

    fn read(path: &Path) -> Result<Self> {
        let manifests: Vec<Manifest> = serde_json::from_slice(&member(path, "manifest.json")?)?;
        let [manifest] = manifests.as_slice() else { return Err("docker save wrote more than one image".into()) };
        let config: Config = serde_json::from_slice(&member(path, &manifest.config)?)?;
        let mut layers = BTreeMap::new();
        for entry in Archive::new(File::open(path)?).entries()? {
            let entry = entry?;
            let name = entry.path()?.to_string_lossy().into_owned();
            if manifest.layers.contains(&name) && entry.header().entry_type().is_file() {
                layers.insert(name, layer(BufReader::new(entry))?);
            }
        }
        match manifest.layers.iter().find(|name| !layers.contains_key(*name)) {
            Some(name) => Err(format!("docker save wrote no {name}").into()),
            None => Ok(Self { user: config.config.user, order: manifest.layers.clone(), layers }),
        }
    }

    /// Everything in all layers.
    pub fn entries(&self) -> impl DoubleEndedIterator<Item = &Entry> {
        self.order.iter().flat_map(|name| &self.layers[name])
    }

    /// The file at an absolute path, as the topmost layer that has it has it.
    pub fn file(&self, path: &str) -> Option<&Entry> {
        self.entries().rev().find(|entry| Some(entry.path.as_str()) == path.strip_prefix('/'))
    }

    /// The bytes of the files in all layers.
    pub fn bytes(&self) -> u64 {
        self.entries().map(|entry| entry.size).sum()
    }
}

/// The bytes of one member of an archive.
pub fn member(archive: &Path, name: &str) -> Result<Vec<u8>> {
    for entry in Archive::new(File::open(archive)?).entries()? {
        let mut entry = entry?;
        if entry.path()? == Path::new(name) {
            let mut bytes = Vec::new();
            entry.read_to_end(&mut bytes)?;
            return Ok(bytes);
        }
    }
    Err(format!("{} holds no {name}", archive.display()).into())
}

/// The entries of a layer, which some stores save compressed.
fn layer(mut reader: impl BufRead) -> Result<Vec<Entry>> {
    match reader.fill_buf()? {
        [0x1f, 0x8b, ..] => entries(GzDecoder::new(reader)),
        [0x28, 0xb5, 0x2f, 0xfd, ..] => Err("a layer is compressed with zstd, which these tests do not read".into()),
        _ => entries(reader),
    }
}

/// The entries of an archive.
pub fn entries(reader: impl Read) -> Result<Vec<Entry>> {
    let mut entries = Vec::new();
    for entry in Archive::new(reader).entries()? {
        let entry = entry?;
        let path = entry.path()?.to_string_lossy().trim_start_matches("./").trim_end_matches('/').to_owned();
        let is_folder = entry.header().entry_type() == EntryType::Directory;
        entries.push(Entry { path, mode: entry.header().mode()?, size: entry.size(), is_folder });
    }
    Ok(entries)
}
