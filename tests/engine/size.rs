//! What was measured: a table in the output, and `target/engine/sizes.json`. What a case may weigh is in `budget`.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use serde::Serialize;

use crate::budget::{self, Budget};
use crate::docker::Engine;
use crate::image::Image;
use crate::{Result, case};

/// What is said of the numbers wherever they are shown.
const METHOD: &str = "image: bytes of the files in all layers, unpacked, from docker save; \
own: of these, what lies above the layers of the base image; \
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
    own: BTreeMap<String, u64>,
    seeds: BTreeMap<String, Seed>,
}

/// Takes what the tests measure. When it is let go, at the end of the run, the table is printed.
pub struct Sizes {
    engine: Engine,
    budget: Budget,
    found: Mutex<Found>,
}

impl Sizes {
    /// For a run on this engine.
    pub fn new(engine: Engine) -> Result<Self> {
        Ok(Self { engine, budget: budget::read()?, found: Mutex::default() })
    }

    /// Notes the size of a case's image; tells if it has become too big.
    pub fn image(&self, case: &str, image: &Image) -> Option<String> {
        let mut found = self.found.lock().unwrap_or_else(PoisonError::into_inner);
        found.images.insert(case.to_owned(), image.unpacked());
        found.own.insert(case.to_owned(), image.own_bytes());
        budget::fault(&self.budget, case, image.own_bytes())
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
        let cases: BTreeSet<String> = case::all()?.into_iter().map(|case| case.name).collect();
        budget::renew(&self.budget, &found.own, &cases)?;
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
        for line in budget::slack(&self.budget, &found.own) {
            println!("smaller: {line}");
        }
    }
}

/// The images, then the seeds with their pairs `by msgen < by hand`.
fn table(found: &Found) -> String {
    let mut text = String::new();
    let width = found.images.keys().chain(found.seeds.keys()).map(String::len).max().unwrap_or(0);
    let _ = writeln!(text, "  {:width$} {:>12} {:>12}", "", "image", "own");
    for (case, bytes) in &found.images {
        let own = found.own.get(case).copied().unwrap_or_default();
        let _ = writeln!(text, "  {case:width$} {bytes:>12} {own:>12}");
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
