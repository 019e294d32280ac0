//! Images that are made here: archives of layers, and archives of images in the layouts of the engines.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::PathBuf;

use flate2::Compression;
use flate2::write::GzEncoder;
use msgen::config::fingerprint;
use msgen::error::Result;
use msgen::image::Image;
use serde_json::{Value, json};
use tar::{Builder, EntryType, Header};
use tempfile::TempDir;

/// An archive that is being made.
pub struct Tar(Builder<Vec<u8>>);

impl Tar {
    /// An empty one.
    pub fn new() -> Self {
        Self(Builder::new(Vec::new()))
    }

    /// Adds a file.
    pub fn file(self, path: &str, mode: u32, bytes: impl AsRef<[u8]>) -> Self {
        self.entry(EntryType::Regular, path, mode, bytes.as_ref())
    }

    /// Adds a folder.
    pub fn folder(self, path: &str) -> Self {
        self.entry(EntryType::Directory, path, 0o755, &[])
    }

    /// Adds a symbolic link.
    pub fn symlink(self, path: &str, target: &str) -> Self {
        self.link(EntryType::Symlink, path, 0o777, target)
    }

    /// Adds a further name of a file.
    pub fn hardlink(self, path: &str, mode: u32, target: &str) -> Self {
        self.link(EntryType::Link, path, mode, target)
    }

    /// Adds a file whose path is in a header of the POSIX kind.
    pub fn posix(mut self, path: &str, bytes: &[u8]) -> Self {
        self.0.append_pax_extensions([("path", path.as_bytes())]).unwrap();
        self.file("short", 0o644, bytes)
    }

    /// Adds a file with a path that no builder would take.
    pub fn hostile(mut self, path: &str, bytes: &[u8]) -> Self {
        let mut header = header(EntryType::Regular, 0o644, bytes.len());
        header.as_old_mut().name[..path.len()].copy_from_slice(path.as_bytes());
        header.set_cksum();
        self.0.append(&header, bytes).unwrap();
        self
    }

    /// Its bytes.
    pub fn done(self) -> Vec<u8> {
        self.0.into_inner().unwrap()
    }

    fn entry(mut self, kind: EntryType, path: &str, mode: u32, bytes: &[u8]) -> Self {
        self.0.append_data(&mut header(kind, mode, bytes.len()), path, bytes).unwrap();
        self
    }

    fn link(mut self, kind: EntryType, path: &str, mode: u32, target: &str) -> Self {
        self.0.append_link(&mut header(kind, mode, 0), path, target).unwrap();
        self
    }
}

fn header(kind: EntryType, mode: u32, length: usize) -> Header {
    let mut header = Header::new_gnu();
    header.set_entry_type(kind);
    header.set_mode(mode);
    header.set_uid(1000);
    header.set_gid(2000);
    header.set_size(length as u64);
    header
}

/// A saved image, on disk.
pub struct Saved {
    _folder: TempDir,
    /// Where it is.
    pub path: PathBuf,
}

impl Saved {
    /// An archive with these members.
    pub fn raw(archive: Tar) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("image.tar");
        fs::write(&path, archive.done()).unwrap();
        Self { _folder: folder, path }
    }

    /// What `docker save` writes of layers and of what `config` says beside them.
    pub fn docker(config: &Value, layers: &[Vec<u8>]) -> Self {
        let config = configuration(config, layers);
        let mut members: BTreeMap<String, &[u8]> = layers.iter().map(|layer| (blob(layer), layer.as_slice())).collect();
        members.insert(blob(&config), &config);
        let names: Vec<String> = layers.iter().map(|layer| blob(layer)).collect();
        let manifest = json!([{"Config": blob(&config), "RepoTags": ["app:1"], "Layers": names}]);
        let archive = members.into_iter().fold(Tar::new(), |archive, (name, bytes)| archive.file(&name, 0o644, bytes));
        Self::raw(archive.file("manifest.json", 0o644, manifest.to_string()))
    }

    /// Reads it, and packs nothing.
    pub fn read(&self) -> Result<Image> {
        Image::read(&self.path, None, &BTreeMap::new())
    }
}

/// The configuration of an image with these layers, and with what `config` says beside them.
pub fn configuration(config: &Value, layers: &[Vec<u8>]) -> Vec<u8> {
    let mut whole = json!({"os": "linux", "architecture": "amd64", "config": null, "history": null});
    let ids: Vec<String> = layers.iter().map(|layer| fingerprint(layer)).collect();
    whole["rootfs"] = json!({"type": "layers", "diff_ids": ids});
    for (key, value) in config.as_object().into_iter().flatten() {
        whole[key] = value.clone();
    }
    whole.to_string().into_bytes()
}

/// Where an OCI layout keeps these bytes.
pub fn blob(bytes: &[u8]) -> String {
    format!("blobs/{}", fingerprint(bytes).replace(':', "/"))
}

/// These bytes, packed.
pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packer = GzEncoder::new(Vec::new(), Compression::fast());
    packer.write_all(bytes).unwrap();
    packer.finish().unwrap()
}

/// An image of these layers, which nothing starts.
pub fn image(layers: &[Vec<u8>]) -> Image {
    Saved::docker(&json!({}), layers).read().unwrap()
}

/// An image of one layer, of which a container would start `entrypoint`.
pub fn starting(entrypoint: &[&str], layer: Tar) -> Image {
    Saved::docker(&json!({"config": {"Entrypoint": entrypoint}}), &[layer.done()]).read().unwrap()
}
