//! What a run makes in the engine and on disk, and how it goes away again.
//!
//! Whatever a run makes carries its id: containers and networks as a label, images in their tag.

use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use tempfile::TempDir;

use super::{Call, Engine};
use crate::error::{Error, Result};

/// What every container, network and image of a run is called by.
pub const NAME: &str = "msgen-verify";

/// What one run makes, under names of its own.
pub struct Litter {
    id: String,
    folder: TempDir,
    counter: AtomicU32,
}

impl Litter {
    /// Names for a run, and a folder for its files.
    ///
    /// # Errors
    /// The folder cannot be made.
    pub fn new() -> Result<Self> {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let id = format!("{:x}-{:x}", std::process::id(), now.as_micros() & 0xffff_ffff);
        let folder = tempfile::Builder::new().prefix(&format!("{NAME}-")).tempdir().map_err(|error| {
            Error::failed(format!("no temporary folder can be made: {error}")).help("see that TMPDIR is writable")
        })?;
        Ok(Self { id, folder, counter: AtomicU32::new(0) })
    }

    /// The id of the run.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The folder for its files.
    #[must_use]
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The tag for an image, each time another one.
    #[must_use]
    pub fn tag(&self, what: &str) -> String {
        format!("{NAME}:{}-{}-{what}", self.id, self.counter.fetch_add(1, Ordering::Relaxed))
    }

    /// The name for a container or a network, each time another one.
    #[must_use]
    pub fn name(&self, what: &str) -> String {
        format!("{NAME}-{}-{}-{what}", self.id, self.counter.fetch_add(1, Ordering::Relaxed))
    }

    /// The label for its containers and networks.
    #[must_use]
    pub fn label(&self) -> String {
        format!("{NAME}={}", self.id)
    }

    /// Removes everything of this run.
    ///
    /// # Errors
    /// Something is left, and what the engine says of it.
    pub fn clear(&self, engine: &dyn Engine) -> Result<()> {
        clear(engine, &self.id)
    }
}

/// Removes the containers, networks and images of the run `id`. All of it is tried, whatever fails.
pub(super) fn clear(engine: &dyn Engine, id: &str) -> Result<()> {
    let label = format!("label={NAME}={id}");
    let containers = list(engine, &["container", "ls", "--all", "--quiet", "--filter", &label]);
    let containers = remove(engine, containers, &["container", "rm", "--force", "--volumes"]);
    let networks = list(engine, &["network", "ls", "--quiet", "--filter", &label]);
    let networks = remove(engine, networks, &["network", "rm"]);
    let format = "{{.Repository}}:{{.Tag}}";
    let images = list(engine, &["image", "ls", "--format", format]).map(|images| {
        let prefix = format!("{NAME}:{id}-");
        images.into_iter().filter(|image| image.trim_start_matches("localhost/").starts_with(&prefix)).collect()
    });
    let images = remove(engine, images, &["image", "rm", "--force"]);
    containers.and(networks).and(images)
}

fn list(engine: &dyn Engine, arguments: &[&str]) -> Result<Vec<String>> {
    let reply = engine.call(&Call::new(arguments.iter().copied()).clears_away())?;
    if !reply.is_ok() {
        return Err(Error::failed(format!("what is left cannot be listed: {}", reply.said().trim())));
    }
    Ok(reply.stdout.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect())
}

fn remove(engine: &dyn Engine, found: Result<Vec<String>>, arguments: &[&str]) -> Result<()> {
    for name in found? {
        let reply = engine.call(&Call::new(arguments.iter().copied()).with([name.as_str()]).clears_away())?;
        let is_gone = reply.said().to_lowercase().contains("no such");
        if !reply.is_ok() && !is_gone {
            return Err(Error::failed(format!("{name} could not be removed: {}", reply.said().trim())));
        }
    }
    Ok(())
}
