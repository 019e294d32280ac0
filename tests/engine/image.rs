//! An image as it is: read from what `docker save` writes, and from nothing the engine says about it.
//!
//! Sizes are the bytes of the files in layers, unpacked: a file that two layers hold counts twice, because it is stored
//! twice. `docker images` is not asked: what it shows depends on the engine's store.
//!
//! The lowest layers are those of the base image. What lies above them is what a Dockerfile put there, and so it is the
//! same whichever build of the base image a machine has.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use flate2::read::GzDecoder;
use serde::Deserialize;
use tar::{Archive, EntryType};

use crate::Result;
use crate::docker::Docker;
use crate::process::Limit;
use crate::scrap::Scrap;

/// An image with a virtual machine in it, on a busy disk.
const SAVE: Limit = Limit::seconds(180);

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
    /// Whether it is a symbolic link: its permissions are those of what it points to.
    pub is_symlink: bool,
}

/// A saved image.
pub struct Image {
    /// The user that its configuration names.
    pub user: String,
    /// The command of its health check, as its configuration has it: `["CMD", …]`; empty where there is none.
    pub health: Vec<String>,
    /// The names of its layers, the lowest first. An image may have the same layer twice.
    order: Vec<String>,
    /// As many of them, from below, are the base image's.
    base: usize,
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
    rootfs: RootFs,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Runtime {
    #[serde(default)]
    user: String,
    healthcheck: Option<Healthcheck>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Healthcheck {
    #[serde(default)]
    test: Vec<String>,
}

#[derive(Deserialize)]
struct RootFs {
    diff_ids: Vec<String>,
}

/// The image that is none.
const SCRATCH: &str = "scratch";

impl Image {
    /// Saves the image, whose final stage starts from the image `base`, and reads it.
    pub fn save(tag: &str, base: &str, scrap: &Scrap) -> Result<Self> {
        let path = scrap.folder().join("image.tar");
        Docker::new(["image", "save", "--output", &path.to_string_lossy(), tag]).limit(SAVE).run()?;
        let image = Self::read(&path, &layers_of(base)?);
        // A big image need not lie there until the test is over.
        fs::remove_file(path)?;
        image.map_err(|error| format!("{tag} on {base}: {}", error.message().unwrap_or_default()).into())
    }

    fn read(path: &Path, base: &[String]) -> Result<Self> {
        let manifests: Vec<Manifest> = serde_json::from_slice(&member(path, "manifest.json")?)?;
        let [manifest] = manifests.as_slice() else { return Err("docker save wrote more than one image".into()) };
        let Config { config, rootfs } = serde_json::from_slice(&member(path, &manifest.config)?)?;
        if !rootfs.diff_ids.starts_with(base) || rootfs.diff_ids.len() != manifest.layers.len() {
            return Err("the layers of the base image are not its lowest layers".into());
        }
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
            None => Ok(Self {
                user: config.user,
                health: config.healthcheck.map(|check| check.test).unwrap_or_default(),
                order: manifest.layers.clone(),
                base: base.len(),
                layers,
            }),
        }
    }

    /// Everything in all layers.
    pub fn entries(&self) -> impl DoubleEndedIterator<Item = &Entry> {
        self.order.iter().flat_map(|name| &self.layers[name])
    }

    /// Everything in the layers above the base image's.
    pub fn own(&self) -> impl Iterator<Item = &Entry> {
        self.order[self.base..].iter().flat_map(|name| &self.layers[name])
    }

    /// The file at an absolute path, as the topmost layer that has it has it.
    pub fn file(&self, path: &str) -> Option<&Entry> {
        self.entries().rev().find(|entry| Some(entry.path.as_str()) == path.strip_prefix('/'))
    }

    /// The bytes of the files in all layers.
    pub fn bytes(&self) -> u64 {
        self.entries().map(|entry| entry.size).sum()
    }

    /// The bytes of the files above the base image's.
    pub fn own_bytes(&self) -> u64 {
        self.own().map(|entry| entry.size).sum()
    }
}

/// The layers of an image that is here, the lowest first, by the digests of their content.
fn layers_of(image: &str) -> Result<Vec<String>> {
    if image == SCRATCH {
        return Ok(Vec::new());
    }
    Ok(serde_json::from_str(&Docker::new(["image", "inspect", "--format", "{{json .RootFS.Layers}}", image]).run()?)?)
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
        let kind = entry.header().entry_type();
        let (is_folder, is_symlink) = (kind == EntryType::Directory, kind == EntryType::Symlink);
        entries.push(Entry { path, mode: entry.header().mode()?, size: entry.size(), is_folder, is_symlink });
    }
    Ok(entries)
}
