//! The table of images: `templates/images.toml`, with the ends of life that the catalog has beside it.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{Fit, Image, Libc};
use crate::catalog::{Catalog, Release as CatalogRelease};
use crate::error::Result;

/// Where the table lies among the templates.
const PATH: &str = "images.toml";

/// The table.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Table {
    /// What may stand in front of a name that is the same image.
    pub(super) mirrors: Vec<String>,
    /// Words of a tag that say nothing.
    pub(super) words: Vec<String>,
    /// Words of a tag whose image is of another system.
    pub(super) foreign: Vec<String>,
    /// Distributions by name.
    pub(super) distribution: BTreeMap<String, Distribution>,
    /// Images, the first that fits wins.
    pub(super) image: Vec<Entry>,
    /// Which versions of a runtime fit each other.
    pub(super) fit: BTreeMap<String, Fit>,
    /// Ends of life, by what an image names as its `ends`.
    pub(super) ends: BTreeMap<String, Ends>,
}

/// A distribution.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct Distribution {
    pub(super) title: String,
    /// What a tag writes in front of a release: `alpine3.20`.
    #[serde(default)]
    pub(super) prefix: String,
    /// The release that `latest` stood on.
    #[serde(default)]
    pub(super) latest: String,
    /// The table of its ends of life, where its releases do not say them.
    #[serde(default)]
    pub(super) ends: Vec<String>,
    #[serde(default)]
    pub(super) release: Vec<Release>,
    #[serde(flatten)]
    pub(super) facts: Facts,
}

/// A release of a distribution.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct Release {
    pub(super) id: String,
    /// Its names in tags: `bookworm`.
    #[serde(default)]
    pub(super) names: Vec<String>,
    /// The month from which it gets no more fixes.
    #[serde(default)]
    pub(super) end: Option<String>,
    #[serde(flatten)]
    pub(super) facts: Facts,
}

/// An image.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct Entry {
    /// Its names, with `{version}` and `{release}` for numbers in them.
    pub(super) names: Vec<String>,
    /// What others call it in `like`, where it is no image of its own.
    #[serde(default)]
    pub(super) id: String,
    /// The entry whose facts it shares.
    #[serde(default)]
    pub(super) like: String,
    /// The word of its tag behind which the tag of the other one stands.
    #[serde(default)]
    pub(super) behind: String,
    /// Whether its tag is a release of a distribution: the one of its own name, or of `stands-on`.
    #[serde(default)]
    pub(super) is_distribution: bool,
    /// The distribution that a tag without a release stands on.
    #[serde(default)]
    pub(super) stands_on: String,
    /// Which release that is, from a version on.
    #[serde(default)]
    pub(super) releases: Vec<(String, String)>,
    /// How many numbers of a version `releases` is about; a longer one is an image of its own day. None for any.
    #[serde(default)]
    pub(super) releases_parts: Option<usize>,
    /// Words of its tags that are expected.
    #[serde(default)]
    pub(super) words: Vec<String>,
    /// The tables of its ends of life.
    #[serde(default)]
    pub(super) ends: Vec<String>,
    /// The month since which no image of this name gets fixes.
    #[serde(default)]
    pub(super) ended: Option<String>,
    /// The runtime in it.
    #[serde(default)]
    pub(super) runtime: Option<String>,
    /// How many numbers of the version name a release of that runtime; one if it does not say.
    #[serde(default)]
    pub(super) runtime_parts: Option<usize>,
    /// Words of the tag behind which the runtime's version stands; none where the tag begins with it.
    #[serde(default)]
    pub(super) runtime_behind: Vec<String>,
    /// What holds for some of its tags.
    #[serde(default)]
    pub(super) when: Vec<When>,
    #[serde(flatten)]
    pub(super) facts: Facts,
}

/// What holds for some tags of an image.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct When {
    /// Words that the tag must have.
    #[serde(default)]
    pub(super) tag: Vec<String>,
    /// Words that the tag must not have.
    #[serde(default)]
    pub(super) not_tag: Vec<String>,
    /// The distributions it must stand on.
    #[serde(default)]
    pub(super) on: Vec<String>,
    /// The release it must stand on.
    #[serde(default)]
    pub(super) release: Option<String>,
    /// The oldest version.
    #[serde(default)]
    pub(super) from: Option<String>,
    /// The version of the runtime.
    #[serde(default)]
    pub(super) runtime_version: Option<String>,
    #[serde(flatten)]
    pub(super) facts: Facts,
}

/// What an image has.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct Facts {
    shell: Option<bool>,
    /// `none`, `musl`, `glibc`, `glibc 2.36`.
    libc: Option<String>,
    package_manager: Option<String>,
    users: Option<BTreeMap<String, u32>>,
    user: Option<String>,
    entrypoint: Option<Vec<String>>,
    cmd: Option<Vec<String>>,
    workdir: Option<String>,
    #[serde(default)]
    environment: BTreeMap<String, String>,
    #[serde(default)]
    programs: Vec<String>,
    #[serde(default)]
    lacks: Vec<String>,
    /// Programs of which nobody knows whether they are there, whatever the distribution says.
    #[serde(default)]
    unsure: Vec<String>,
    folders: Option<Vec<String>>,
    pub(super) toolchain: Option<String>,
    /// `libc` where an image has the distribution's C library and nothing else of it, `nothing` where not even that.
    pub(super) takes: Option<String>,
    /// Keys that nobody knows.
    #[serde(flatten)]
    rest: BTreeMap<String, toml::Value>,
}

/// Ends of life: `"1.20" = "2024-02"`.
#[derive(Debug, Clone, Default, Deserialize)]
pub(super) struct Ends {
    #[serde(default)]
    pub(super) title: String,
    #[serde(flatten)]
    pub(super) months: BTreeMap<String, String>,
}

impl Table {
    /// Reads the table, and joins the catalog's own ends of life to it.
    pub(super) fn read(catalog: &Catalog) -> Result<Self> {
        let templates = catalog.templates();
        let mut table: Self = templates.manifest(PATH)?;
        if let Some(key) = table.unknown_key() {
            return Err(templates.unreadable(PATH, format!("unknown key `{key}`")));
        }
        let languages = catalog.languages();
        for (id, ends) in &mut table.ends {
            if let Some(base) = catalog.base(id) {
                ends.join(&base.title, &base.releases);
            } else if languages.contains(id) {
                let language = catalog.language(id)?;
                let releases = language.tables.version.as_ref().map(|versions| versions.releases.as_slice());
                ends.join(language.versioned(), releases.unwrap_or_default());
            }
        }
        Ok(table)
    }

    /// The entry that others call `id`, or an image of that name.
    pub(super) fn entry(&self, id: &str) -> Option<&Entry> {
        self.image.iter().find(|entry| entry.id == id || entry.names.iter().any(|name| name == id))
    }

    /// A key that nobody knows.
    fn unknown_key(&self) -> Option<&str> {
        let distributions = self.distribution.values();
        let releases = distributions.clone().flat_map(|own| &own.release).map(|release| &release.facts);
        let conditions = self.image.iter().flat_map(|entry| &entry.when).map(|when| &when.facts);
        let mut facts = distributions
            .map(|own| &own.facts)
            .chain(releases)
            .chain(self.image.iter().map(|entry| &entry.facts))
            .chain(conditions);
        facts.find_map(|facts| facts.rest.keys().next()).map(String::as_str)
    }
}

impl Ends {
    fn join(&mut self, title: &str, releases: &[CatalogRelease]) {
        if self.title.is_empty() {
            title.clone_into(&mut self.title);
        }
        for release in releases {
            if let Some(end) = &release.end_of_life {
                self.months.insert(release.id.clone(), end.clone());
            }
        }
    }
}

impl Facts {
    /// The C library it names.
    pub(super) fn libc(&self) -> Option<Libc> {
        match self.libc.as_deref()? {
            "none" => Some(Libc::None),
            "musl" => Some(Libc::Musl),
            other => other.strip_prefix("glibc").map(|version| {
                let version = version.trim();
                Libc::Glibc((!version.is_empty()).then(|| version.to_owned()))
            }),
        }
    }

    /// Lays them over what is known so far. Users and folders are all that there are where `is_whole`; else they only
    /// add to a list that is whole already.
    pub(super) fn lay_over(&self, image: &mut Image, is_whole: bool) {
        fn lay<T: Clone>(from: Option<&T>, to: &mut Option<T>) {
            if from.is_some() {
                *to = from.cloned();
            }
        }
        lay(self.shell.as_ref(), &mut image.shell);
        lay(self.libc().as_ref(), &mut image.libc);
        lay(self.package_manager.as_ref(), &mut image.package_manager);
        lay(self.user.as_ref(), &mut image.user);
        lay(self.entrypoint.as_ref(), &mut image.entrypoint);
        lay(self.cmd.as_ref(), &mut image.cmd);
        lay(self.workdir.as_ref(), &mut image.workdir);
        lay(self.toolchain.as_ref(), &mut image.toolchain);
        if let Some(users) = self.users.as_ref().filter(|_| is_whole || image.users.is_some()) {
            image.users.get_or_insert_default().extend(users.clone());
        }
        if let Some(folders) = self.folders.as_ref().filter(|_| is_whole || image.folders.is_some()) {
            image.folders.get_or_insert_default().extend(folders.iter().cloned());
        }
        image.environment.extend(self.environment.clone());
        image.programs.extend(self.programs.iter().cloned());
        image.absent.extend(self.lacks.iter().cloned());
        image.absent.retain(|program| !self.unsure.contains(program));
    }
}
