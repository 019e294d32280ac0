//! What a test leaves on the engine, and its removal: also when the test fails, panics or is interrupted.
//!
//! Every container carries a label and every image a tag that no other run has, and only these are ever removed. A
//! build's cache stays: it is the engine's own, and makes the next run fast.

use std::sync::LazyLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use tempfile::TempDir;

use crate::Result;
use crate::docker::Docker;
use crate::process::{interrupt, is_interrupted};

/// The label of our containers and the repository of our images.
pub const NAME: &str = "msgen-engine-test";

/// The exit code of a run that Ctrl-C has ended.
pub const INTERRUPTED: u8 = 130;

/// What tells this run from all others on the same engine.
static RUN: LazyLock<String> = LazyLock::new(|| {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |now| now.as_secs());
    format!("{seconds:x}.{:x}", std::process::id())
});

/// What one test leaves behind. Dropping it removes all of it.
pub struct Scrap {
    id: String,
    folder: TempDir,
}

impl Scrap {
    /// For one test.
    pub fn new() -> Result<Self> {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let folder =
            tempfile::Builder::new().prefix(&format!("{NAME}-{}-", *RUN)).tempdir_in(env!("CARGO_TARGET_TMPDIR"))?;
        Ok(Self { id: format!("{}.{number}", *RUN), folder })
    }

    /// A folder for files.
    pub fn folder(&self) -> &std::path::Path {
        self.folder.path()
    }

    /// The tag for an image of this test.
    pub fn tag(&self, what: &str) -> String {
        format!("{NAME}:{}-{what}", self.id)
    }

    /// The label for a container of this test.
    pub fn label(&self) -> String {
        format!("{NAME}={}", self.id)
    }
}

impl Drop for Scrap {
    fn drop(&mut self) {
        remove(&self.id);
    }
}

/// Removes what is left of the whole run: nothing, unless a removal failed.
pub fn sweep() {
    remove(&RUN);
}

/// Lets Ctrl-C clear away as well; a second one stops at once.
pub fn sweep_on_interrupt() {
    let handler = ctrlc::set_handler(|| {
        if is_interrupted() {
            std::process::exit(INTERRUPTED.into());
        }
        eprintln!("engine tests: interrupted; clearing away");
        interrupt();
    });
    if let Err(error) = handler {
        eprintln!("engine tests: Ctrl-C will leave containers and images behind: {error}");
    }
}

/// Removes the containers and images of a test, or of all tests of a run. What cannot be removed is told.
fn remove(id: &str) {
    let removed = remove_containers(id).and_then(|()| remove_images(id));
    if let Err(error) = removed {
        eprintln!("engine tests: something is left of {id}: {}", error.message().unwrap_or_default());
    }
}

fn remove_containers(id: &str) -> Result<()> {
    let format = format!("{{{{.ID}}}} {{{{.Label \"{NAME}\"}}}}");
    let listed = Docker::new(["container", "ls", "--all", "--filter", &format!("label={NAME}"), "--format", &format])
        .clears_away()
        .run()?;
    let ours = listed.lines().filter_map(|line| line.split_once(' ')).filter(|(_, label)| belongs(label, id));
    for (container, _) in ours {
        Docker::new(["container", "rm", "--force", "--volumes", container]).clears_away().run()?;
    }
    Ok(())
}

fn remove_images(id: &str) -> Result<()> {
    let listed = Docker::new(["image", "ls", "--format", "{{.Repository}}:{{.Tag}}", NAME]).clears_away().run()?;
    for image in listed.lines() {
        if image.split_once(':').is_some_and(|(_, tag)| belongs(tag, id)) {
            Docker::new(["image", "rm", image]).clears_away().run()?;
        }
    }
    Ok(())
}

/// Whether a label or a tag is of the test or the run `id`.
fn belongs(name: &str, id: &str) -> bool {
    name.strip_prefix(id).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '-']))
}
