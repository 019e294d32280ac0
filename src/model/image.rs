//! What base images bring: shell, C library, users, start command, programs.
//!
//! ```text
//! ImageRef ─► tag: version, release, other words ─┐
//! templates/images.toml ─► table ─────────────────┴─► know ─► Image
//! ends of life of the catalog ─────────────────────────────►
//! ```

mod know;
mod table;
mod tag;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::catalog::Catalog;
use crate::error::Result;
use crate::plan::ImageRef;

/// A C library.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Libc {
    /// None: only static programs start.
    None,
    /// musl.
    Musl,
    /// The GNU C library, with its version (`2.36`) where one knows it.
    Glibc(Option<String>),
}

/// Which version of a runtime takes what was made for another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fit {
    /// Only the same: packages lie in a folder of its version, and are linked against it.
    Same,
    /// One that is not older than what compiled it.
    NotOlder,
    /// One that is not newer than what compiled it.
    NotNewer,
}

/// What is known of an image. `None` says that nobody knows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Image {
    /// The name that was asked for.
    pub name: String,
    /// Whether `/bin/sh` is there.
    pub shell: Option<bool>,
    /// Its C library.
    pub libc: Option<Libc>,
    /// The release of its distribution: `debian 12`, `alpine 3.20`. Where the tag names none, the one that it stood on
    /// when msgen's table was written, or was built on for the last time.
    pub distribution: Option<String>,
    /// Whether the tag names its distribution's release itself: `golang:1.24-bookworm` does, `golang:1.24` does not.
    pub is_release_named: bool,
    /// Its package manager: `apt-get`, `apk`; empty for none.
    pub package_manager: Option<String>,
    /// Its users by name.
    pub users: Option<BTreeMap<String, u32>>,
    /// What its configuration names as `User`; empty for root.
    pub user: Option<String>,
    /// Its ENTRYPOINT; empty for none.
    pub entrypoint: Option<Vec<String>>,
    /// Its CMD; empty for none.
    pub cmd: Option<Vec<String>>,
    /// Its working directory.
    pub workdir: Option<String>,
    /// Its environment variables, `PATH` among them.
    pub environment: BTreeMap<String, String>,
    /// Programs that are known to be there: `curl`, `node`.
    pub programs: Vec<String>,
    /// Programs that are known not to be there.
    pub absent: Vec<String>,
    /// Folders whose files nobody lists: `/usr`, `/nodejs`. Below any other path it has no files.
    pub folders: Option<Vec<String>>,
    /// The compiler or SDK it is for: `go`, `rust`, `c`, `java`, `dotnet`; empty for none.
    pub toolchain: Option<String>,
    /// The interpreter or runtime in it with its version: `python 3.13`, `node 22`, `java 21`.
    pub runtime: Option<(String, Option<String>)>,
    /// Which version of that runtime takes what another stage made; none where it does not matter.
    pub fit: Option<Fit>,
    /// What gets no more fixes, and since which month (`2026-04`): `Go 1.21`, `Debian 10`.
    pub ends: Vec<(String, String)>,
}

/// What is known of images: `templates/images.toml`, and the ends of life of the catalog.
#[derive(Debug, Clone, Default)]
pub struct Images {
    table: Arc<table::Table>,
}

impl Images {
    /// Reads the table.
    ///
    /// # Errors
    /// It is missing or wrong.
    pub fn read(catalog: &Catalog) -> Result<Self> {
        Ok(Self { table: Arc::new(table::Table::read(catalog)?) })
    }

    /// What is known of an image.
    #[must_use]
    pub fn of(&self, image: &ImageRef) -> Image {
        know::image(&self.table, image)
    }
}

impl Image {
    /// Whether a program of that name is on the `PATH`.
    #[must_use]
    pub fn has_program(&self, name: &str) -> Option<bool> {
        let is_in = |list: &[String]| list.iter().any(|own| own == name);
        if is_in(&self.programs) {
            return Some(true);
        }
        // Without a shell and a package manager there is nothing but what the image is for.
        let is_bare = self.shell == Some(false) && self.package_manager.as_deref() == Some("");
        (is_bare || is_in(&self.absent)).then_some(false)
    }
}
