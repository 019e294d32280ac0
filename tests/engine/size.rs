//! What was measured: a table in the output, and `target/engine/sizes.json`. No number goes into a committed file.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use serde::Serialize;

use crate::Result;
use crate::docker::Engine;

/// What is said of the numbers wherever they are shown.
const METHOD: &str = "image: bytes of the files in all layers, unpacked, from docker save; \
context: bytes of the files that .dockerignore lets in; sent: bytes BuildKit transfers from a folder it has not seen";

/// The sizes of one build, in bytes.
#[derive(Clone, Copy, Serialize)]
pub struct Measured {
    /// The files in all layers.
    pub image: u64,
    /// The files that the .dockerignore lets in.
    pub context: u64,
    /// What `BuildKit` transferred; none for the legacy builder.
    pub sent: Option<u64>,
}

/// A seed's sizes.
#[derive(Serialize)]
struct Seed {
    by_msgen: Measured,
    by_hand: Measured,
}

/// What the run has measured so far.
#[derive(Default, Serialize)]
struct Found {
    images: BTreeMap<String, u64>,
    seeds: BTreeMap<String, Seed>,
}

/// Takes what the tests measure. Every test that measures holds it; when the last one lets go, the table is printed:
/// after all measuring, and before the closing line of the run.
pub struct Sizes {
    engine: Engine,
    found: Mutex<Found>,
}

impl Sizes {
    /// For a run on this engine.
    pub fn new(engine: Engine) -> Self {
        Self { engine, found: Mutex::default() }
    }

    /// The size of a case's image.
    pub fn image(&self, case: &str, bytes: u64) {
        self.found.lock().unwrap_or_else(PoisonError::into_inner).images.insert(case.to_owned(), bytes);
    }

    /// The sizes of a seed.
    pub fn seed(&self, case: &str, by_msgen: Measured, by_hand: Measured) {
        self.found
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .seeds
            .insert(case.to_owned(), Seed { by_msgen, by_hand });
    }

    fn save(&self, found: &Found) -> Result<String> {
        #[derive(Serialize)]
        struct File<'a> {
            engine: &'a str,
            store: &'a str,
            platform: &'a str,
            method: &'a str,
            #[serde(flatten)]
            found: &'a Found,
        }
        let Engine { version, store, platform } = &self.engine;
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("engine");
        fs::create_dir_all(&folder)?;
        let file = File { engine: version, store, platform, method: METHOD, found };
        fs::write(folder.join("sizes.json"), serde_json::to_string_pretty(&file)?)?;
        Ok(folder.join("sizes.json").display().to_string())
    }
}

impl Drop for Sizes {
    fn drop(&mut self) {
        let found = self.found.lock().unwrap_or_else(PoisonError::into_inner);
        if found.images.is_empty() && found.seeds.is_empty() {
            return;
        }
        let saved = self.save(&found).unwrap_or_else(|error| error.message().unwrap_or_default().to_owned());
        let Engine { version, store, platform } = &self.engine;
        println!("\nDocker {version}, {store}, {platform}; bytes\n{METHOD}\n{}saved: {saved}\n", table(&found));
    }
}

/// The images, then the seeds with their pairs `by msgen < by hand`.
fn table(found: &Found) -> String {
    let mut text = String::new();
    let width = found.images.keys().chain(found.seeds.keys()).map(String::len).max().unwrap_or(0);
    for (case, bytes) in &found.images {
        let _ = writeln!(text, "  {case:width$} {bytes:>12}");
    }
    if found.seeds.is_empty() {
        return text;
    }
    let _ = writeln!(text, "  {:width$} {:^25} {:^19} {:^19}", "by msgen / by hand", "image", "context", "sent");
    for (case, Seed { by_msgen, by_hand }) in &found.seeds {
        let sent = |measured: &Measured| measured.sent.map_or_else(|| "-".to_owned(), |bytes| bytes.to_string());
        let _ = writeln!(
            text,
            "  {case:width$} {:>12} {:>12} {:>9} {:>9} {:>9} {:>9}",
            by_msgen.image,
            by_hand.image,
            by_msgen.context,
            by_hand.context,
            sent(by_msgen),
            sent(by_hand)
        );
    }
    text
}
