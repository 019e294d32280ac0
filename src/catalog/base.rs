//! A runtime base: what the final stage starts from, and what is and is not in it.

use std::collections::BTreeMap;

use serde::Deserialize;

/// The manifest `bases/<id>.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Base {
    /// Its id in answers.
    pub id: String,
    /// Its name as its project writes it.
    pub title: String,
    /// One line of consequences, for the prompt.
    pub summary: String,
    /// Place in lists: the smallest base first.
    pub order: u32,
    /// Id of the reason for choosing it.
    pub reason: String,
    /// Folder of the program, with a slash at its end.
    pub program_folder: String,
    /// Who runs the program unless another user is asked for.
    pub user: DefaultUser,
    /// The images of this base; a language's cell names one.
    #[serde(rename = "flavour")]
    pub flavours: Vec<Flavour>,
    /// The releases of this base, newest first; the first is the default.
    #[serde(rename = "release")]
    pub releases: Vec<Release>,
}

/// The user of a base.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DefaultUser {
    /// Numeric user id.
    pub uid: u32,
    /// Numeric group id.
    pub gid: u32,
}

/// One image of a base.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Flavour {
    /// Its id within the base.
    pub id: String,
    /// The base, where a language declares an image that only it has.
    #[serde(default)]
    pub base: String,
    /// The image reference, with `{release}` for the release's id and `{version}` for the language version.
    pub image: String,
    /// The C library in the image: `none`, `musl` or `glibc`.
    pub libc: String,
    /// What is in the image: `certificates`, `time-zones`, `temp`, `passwd`, `shell`, `package-manager`.
    pub has: Vec<String>,
    /// The users its `/etc/passwd` names, with their ids (uid and gid are the same number).
    pub users: BTreeMap<String, u32>,
    /// Who runs the program unless another user is asked for, where that is not the base's own choice.
    #[serde(default)]
    pub user: Option<DefaultUser>,
    /// The language versions that have such an image; empty where all do.
    #[serde(default)]
    pub versions: Vec<String>,
    /// The image's own ENTRYPOINT, which the engine puts in front of a CMD; empty where it has none, or one that only
    /// runs its arguments.
    #[serde(default)]
    pub entrypoint: Vec<String>,
    /// The argument vector of a health check that works in this image, with `{url}`, `{port}` or `{path}`.
    #[serde(default)]
    pub health: Vec<String>,
}

impl Flavour {
    /// The image reference for a release of the base and a version of the language.
    #[must_use]
    pub fn reference(&self, release: &str, version: &str) -> String {
        self.image.replace("{release}", release).replace("{version}", version)
    }

    /// Whether the base's release is part of the image reference; where it is not, the image follows its own releases.
    #[must_use]
    pub fn has_release(&self) -> bool {
        self.image.contains("{release}")
    }

    /// Whether the image has `thing` (one of the words of [`Flavour::has`]).
    #[must_use]
    pub fn has(&self, thing: &str) -> bool {
        self.has.iter().any(|word| word == thing)
    }
}

/// A release of a base, a language or a toolchain.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Release {
    /// What stands for it in a tag or a repository name.
    pub id: String,
    /// Version of the glibc in it, where it has one.
    #[serde(default)]
    pub libc_version: Option<String>,
    /// Checksums of what the build stage installs for it, where the toolchain comes from no image.
    #[serde(default)]
    pub checksums: Vec<String>,
    /// The month (`YYYY-MM`) from which it gets no more fixes.
    #[serde(default)]
    pub end_of_life: Option<String>,
}

impl Base {
    /// The release with this id.
    #[must_use]
    pub fn release(&self, id: &str) -> Option<&Release> {
        self.releases.iter().find(|release| release.id == id)
    }

    /// The flavour with this id.
    #[must_use]
    pub fn flavour(&self, id: &str) -> Option<&Flavour> {
        self.flavours.iter().find(|flavour| flavour.id == id)
    }
}
