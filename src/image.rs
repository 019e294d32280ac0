//! An image as it is: read from what the engine saves, and from nothing the engine says about it.
//!
//! ```text
//! image
//! ├── archive   the file that the engine saves, and where its members lie
//! ├── manifest  which of them are the image, in every store's layout
//! ├── config    its configuration
//! ├── layer     what a layer holds, as a stream
//! ├── view      what a container sees: whiteouts, symbolic links, hard links
//! ├── content   what is in it, counted
//! │   ├── package   databases of packages
//! │   └── program   what the kernel starts
//! │       └── elf     what such a file needs
//! ├── pack      its bytes, packed
//! └── extract   its files, copied to a folder
//! ```
//!
//! Sizes are the bytes of the files in all layers: a file that two layers hold counts twice, because it is stored
//! twice. What the engine says of sizes depends on its store, so it is not asked. An image is never held in memory.

mod archive;
mod config;
mod content;
mod elf;
mod extract;
mod layer;
mod manifest;
mod pack;
mod package;
mod program;
mod view;

use std::collections::BTreeMap;
use std::io::Read;
use std::path::Path;
use std::time::Duration;

use archive::Archive;
use config::Config;
use manifest::Members;
use view::{Place, View};

use crate::config::fingerprint;
use crate::engine::{Call, Engine, Program};
use crate::error::{Error, Result};
use crate::evidence::{ConfigFacts, Contents, ImageFacts, LayerFacts, Role, Size};

pub use content::{MANAGERS, SHELLS};
pub use extract::extract;
pub use layer::{Entry, EntryKind, Layer};
pub use pack::{Gzip, Pack};

/// How [`Image::unpacked`] counts, in a clause.
pub const UNPACKED: &str = "bytes of the regular files in all layers of the saved image";

/// A toolchain of several gigabytes, on a busy disk.
const SAVE: Duration = Duration::from_secs(900);

/// A saved image.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Image {
    /// The digest of its configuration, whatever the engine calls it.
    pub id: String,
    /// `linux/amd64`.
    pub platform: String,
    /// Its configuration.
    pub config: ConfigFacts,
    /// Its layers, the lowest first.
    pub layers: Vec<Layer>,
    /// What is in it.
    pub contents: Contents,
    /// How its layers were packed; empty where nothing packed them.
    method: String,
}

impl Image {
    /// Reads a saved image. Every layer is packed by `pack`, but for those whose packed bytes are `known`, by their diff
    /// ids and by the same way of packing: a base that two images share is packed once.
    ///
    /// # Errors
    /// The archive is no saved image, or a layer of it cannot be read or packed.
    pub fn read(archive: &Path, pack: Option<&dyn Pack>, known: &BTreeMap<String, u64>) -> Result<Self> {
        let archive = Archive::open(archive)?;
        let members = manifest::members(&archive)?;
        let bytes = archive.bytes(&members.config)?;
        let settings = Config(archive.json(&members.config)?);
        let config = settings.facts();
        let mut kept = BTreeMap::new();
        let mut layers = layers(&archive, &members, &settings, &mut kept)?;
        let view = View::new(&layers);
        let mut contents = content::contents(&view, &kept);
        if let Some(found) = program::find(&view, &config, &settings.environment()) {
            contents.program = program::read(&archive, &members.layers, &view, found)?;
        }
        if let Some(pack) = pack {
            packed(&archive, &members, &mut layers, pack, known.clone())?;
        }
        let method = pack.map(Pack::method).unwrap_or_default();
        Ok(Self { id: fingerprint(&bytes), platform: settings.platform(), config, layers, contents, method })
    }

    /// What a container sees, by path without a slash in front: whiteouts are carried out, links are entries.
    #[must_use]
    pub fn files(&self) -> BTreeMap<&str, &Entry> {
        let view = View::new(&self.layers);
        view.iter().map(|(path, place)| (path, view.entry(place))).collect()
    }

    /// What a process in a container finds at `path`, symbolic links followed.
    #[must_use]
    pub fn find(&self, path: &str) -> Option<&Entry> {
        let view = View::new(&self.layers);
        view.resolve(path).map(|(_, place)| view.entry(place))
    }

    /// The bytes of the files in all layers.
    #[must_use]
    pub fn unpacked(&self) -> u64 {
        self.layers.iter().map(Layer::unpacked).sum()
    }

    /// The bytes of all layers, packed; none where nothing packed them.
    #[must_use]
    pub fn packed(&self) -> Option<u64> {
        if self.method.is_empty() { None } else { self.layers.iter().map(|layer| layer.packed).sum() }
    }

    /// What the evidence says of it: it is the `stage` of a Dockerfile, whose base that Dockerfile calls `base`.
    #[must_use]
    pub fn facts(&self, role: Role, stage: &str, base: &str) -> ImageFacts {
        let layer = |layer: &Layer| LayerFacts {
            diff_id: layer.diff_id.clone(),
            made_by: layer.made_by.clone(),
            unpacked: layer.unpacked(),
            packed: layer.packed,
            files: layer.files(),
        };
        ImageFacts {
            role,
            stage: stage.to_owned(),
            base: base.to_owned(),
            id: self.id.clone(),
            platform: self.platform.clone(),
            config: self.config.clone(),
            unpacked: Size { bytes: self.unpacked(), method: UNPACKED.to_owned() },
            packed: self.packed().map(|bytes| Size { bytes, method: self.method.clone() }),
            layers: self.layers.iter().map(layer).collect(),
            contents: self.contents.clone(),
        }
    }
}

/// Saves the image with this tag as the file `to`, which is not there yet, in a layout that [`Image::read`] reads.
///
/// # Errors
/// The engine cannot save it: what it says.
pub fn save(engine: &dyn Engine, tag: &str, to: &Path) -> Result<()> {
    let format: &[&str] = match engine.program() {
        Program::Docker => &[],
        // Its other format leaves out the health check.
        Program::Podman => &["--format", "docker-archive"],
    };
    let call = Call::new(["image", "save", "--output", &to.to_string_lossy()]).with(format.iter().copied()).with([tag]);
    let reply = engine.call(&call.limit(SAVE))?;
    if reply.is_ok() {
        return Ok(());
    }
    let said = reply.said();
    let why = if reply.is_late { "it took too long" } else { said.trim() };
    Err(Error::failed(format!("the image cannot be saved: {why}"))
        .at(tag)
        .help("see that the image is there, and that the disk has room for it"))
}

/// The layers, and of their files what [`content::keeps`] asks for.
fn layers(
    archive: &Archive,
    members: &Members,
    config: &Config,
    kept: &mut BTreeMap<Place, Vec<u8>>,
) -> Result<Vec<Layer>> {
    let count = members.layers.len();
    let diff_ids = config.diff_ids();
    if diff_ids.len() != count {
        let why = format!("it names {} layers, and the archive {count}", diff_ids.len());
        return Err(archive.error(&members.config, why));
    }
    let mut layers = Vec::new();
    for ((member, diff_id), made_by) in members.layers.iter().zip(diff_ids).zip(config.made_by(count)) {
        let mut entries = Vec::new();
        layer::walk(archive, member, &mut |entry, found, content| {
            if let Some(most) = content::keeps(&found.path).filter(|_| found.kind == EntryKind::File) {
                let mut bytes = Vec::new();
                content.take(most).read_to_end(&mut bytes)?;
                kept.insert(Place { layer: layers.len(), entry }, bytes);
            }
            entries.push(found);
            Ok(())
        })?;
        layers.push(Layer { diff_id, made_by, entries, packed: None });
    }
    Ok(layers)
}

/// The layers alone.
fn opened(archive: &Archive, members: &Members) -> Result<Vec<Layer>> {
    let config = Config(archive.json(&members.config)?);
    layers(archive, members, &config, &mut BTreeMap::new())
}

/// Packs every layer whose packed bytes are not known, each content once.
fn packed(
    archive: &Archive,
    members: &Members,
    layers: &mut [Layer],
    pack: &dyn Pack,
    mut known: BTreeMap<String, u64>,
) -> Result<()> {
    for (layer, member) in layers.iter_mut().zip(&members.layers) {
        let bytes = match known.get(&layer.diff_id) {
            Some(bytes) => *bytes,
            None => {
                let bytes = pack.pack(&mut layer::stream(archive, member)?)?;
                known.insert(layer.diff_id.clone(), bytes);
                bytes
            }
        };
        layer.packed = Some(bytes);
    }
    Ok(())
}
