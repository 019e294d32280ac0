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
#[derive(Debug, Clone, Deserialize)]
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
    /// The image reference, with `{release}` for the release's id.
    pub image: String,
    /// The C library in the image: `none`, `musl` or `glibc`.
    pub libc: String,
    /// What is in the image: `certificates`, `time-zones`, `temp`, `passwd`, `shell`, `package-manager`.
    pub has: Vec<String>,
    /// The users its `/etc/passwd` names, with their ids (uid and gid are the same number).
    pub users: BTreeMap<String, u32>,
}

impl Flavour {
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
