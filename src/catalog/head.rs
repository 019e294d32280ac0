//! The head of a language's manifest: the keys above its first table, which are all that recognising a project needs.

use serde::Deserialize;

use crate::context::Context;

/// What a language is called and how its projects are recognised.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
#[expect(clippy::struct_excessive_bools, reason = "each says one thing of a language, whatever the others say")]
pub struct Head {
    /// Its id in answers.
    pub id: String,
    /// Its name as its project writes it.
    pub title: String,
    /// The language whose tables and templates it takes where it has none of its own; a head stands for itself.
    #[serde(default)]
    pub like: Option<String>,
    /// Files whose presence in the folder means this language; `*` stands for a part of a name.
    pub markers: Vec<String>,
    /// Extensions of its source files: they are a hint where no marker is there.
    pub sources: Vec<String>,
    /// Whether a marker counts only beside one of the `sources`, because other languages have the same marker.
    #[serde(default)]
    pub needs_source: bool,
    /// Extensions of source files beside which a marker means another language.
    #[serde(default)]
    pub unless_sources: Vec<String>,
    /// Whether any other language that is recognised wins: its markers are found in projects of many languages.
    #[serde(default)]
    pub yields: bool,
    /// The command that makes the first marker, for the hint.
    pub start_a_project: String,
    /// Name of the detector that reads its projects; see `detect::detector`.
    #[serde(default)]
    pub detector: Option<String>,
    /// Folders that its toolchain images need for themselves: no build folder can be mounted over them.
    #[serde(default)]
    pub reserved_folders: Vec<String>,
    /// Whether a program without a handler of its own ignores SIGTERM as process 1.
    #[serde(default)]
    pub ignores_sigterm: bool,
    /// Whether the language brings time zones of its own, so that the image needs none.
    #[serde(default)]
    pub embeds_time_zones: bool,
}

impl Head {
    /// The text of the head, and the tables that follow it. The latter keep their line numbers.
    pub(super) fn split(text: &str) -> (&str, String) {
        let end = text.find("\n[").map_or(text.len(), |at| at + 1);
        let (head, tables) = text.split_at(end);
        (head, "\n".repeat(head.matches('\n').count()) + tables)
    }

    /// The marker that lies in the folder, if this is a project of this language.
    #[must_use]
    pub fn recognise<'c>(&self, context: &'c Context) -> Option<&'c str> {
        let marker = self.marker_in(context)?;
        let has = |extensions: &[String]| {
            let mut own = context.files().filter(|file| !is_aside(file)).filter_map(extension);
            own.any(|own| extensions.iter().any(|other| other == own))
        };
        let is_ours = (!self.needs_source || has(&self.sources)) && !has(&self.unless_sources);
        is_ours.then_some(marker)
    }

    /// The marker that lies in the folder, whatever else is there.
    #[must_use]
    pub fn marker_in<'c>(&self, context: &'c Context) -> Option<&'c str> {
        self.markers.iter().find_map(|marker| find(marker, context))
    }

    /// Whether a file of this name is a marker.
    #[must_use]
    pub fn is_marker(&self, name: &str) -> bool {
        self.markers.iter().any(|marker| fast_glob::glob_match(marker, name))
    }

    /// The first source file of this language at the root of the folder.
    #[must_use]
    pub fn source_in<'c>(&self, context: &'c Context) -> Option<&'c str> {
        let is_own = |file: &&str| extension(file).is_some_and(|own| self.sources.iter().any(|other| other == own));
        context.files().filter(|file| !file.contains('/')).find(is_own)
    }
}

/// Whether a file lies beside the program, among tests, examples or tools: what these are written in says nothing of it.
fn is_aside(file: &str) -> bool {
    const ASIDE: &[&str] = &[
        "bench/",
        "benchmarks/",
        "devel/",
        "doc/",
        "docs/",
        "example/",
        "examples/",
        "fuzz/",
        "src/test/",
        "test/",
        "tests/",
        "tools/",
    ];
    ASIDE.iter().any(|folder| file.starts_with(folder))
}

/// The file at the root of the folder that `marker` means.
fn find<'c>(marker: &str, context: &'c Context) -> Option<&'c str> {
    context.files().filter(|file| !file.contains('/')).find(|file| fast_glob::glob_match(marker, file))
}

fn extension(file: &str) -> Option<&str> {
    let (stem, extension) = file.rsplit_once('.')?;
    (!stem.is_empty()).then_some(extension)
}
