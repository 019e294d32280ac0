//! The catalog: languages, bases, questions, reasons and profiles, as the templates folder declares them.
//!
//! The folder is embedded in the program; a folder given with `--templates` is laid over it, file by file. Only what a
//! run needs is parsed.

mod base;
mod cell;
mod checks;
mod head;
mod language;
mod profile;
mod source;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use serde::Deserialize;

pub use base::{Base, DefaultUser, Flavour, Release};
pub use cell::{ArtifactKind, Cell, Outcome, Remark, Unproved, When};
pub use checks::{Checks, Compiler, Download};
pub use head::Head;
pub use language::{AllowWhen, Builder, IgnoreRules, Language, Parent, Start, Tables, Versions};
pub use profile::{Criterion, Profile, Starter};
pub use source::Templates;
pub(crate) use source::{STARTER, is_of_starters};

use crate::error::{Error, Result};
use crate::nearest::unknown;
use crate::question::Question;
use crate::reason::Reason;
use crate::teach::{Phrases, page_phrases};

/// So many words in a row make a sentence of a reason's page: its terms and its idioms are shorter, and two people who
/// write about the same practice do not meet for so long, whatever the page.
const SENTENCE: usize = 12;

/// Everything msgen knows that is not in its code.
#[derive(Debug)]
pub struct Catalog {
    templates: Templates,
    /// The questions all languages share, in the order in which they are asked.
    pub questions: Vec<Question>,
    /// The runtime bases, smallest first.
    pub bases: Vec<Base>,
    /// Patterns that no build context should hold.
    pub secrets: Vec<String>,
    /// Patterns of what lies beside a program without being part of it.
    pub beside: Vec<String>,
    /// What the rules of `msgen check` know.
    pub checks: Checks,
    /// The languages read so far: a manifest is long, and several stages of a run ask for it.
    languages: Mutex<BTreeMap<String, Arc<Language>>>,
    /// What the pages of all reasons say, once somebody has asked for it.
    phrases: OnceLock<Phrases>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Questions {
    question: Vec<Question>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Ignore {
    deny: Vec<String>,
    beside: Vec<String>,
}

impl Catalog {
    /// Opens the embedded templates, with the files of `overlay` laid over them.
    ///
    /// # Errors
    /// The overlay is not a folder, or a manifest cannot be read: the error names the file and the line.
    pub fn open(overlay: Option<&Path>) -> Result<Self> {
        let templates = Templates::open(overlay)?;
        let questions: Questions = templates.manifest("questions.toml")?;
        let ignore: Ignore = templates.manifest("ignore.toml")?;
        let checks: Checks = templates.manifest("checks.toml")?;
        let mut bases = Vec::new();
        for path in templates.list("bases", ".toml") {
            bases.push(templates.manifest::<Base>(&path)?);
        }
        bases.sort_by_key(|base| base.order);
        Ok(Self {
            templates,
            questions: questions.question,
            bases,
            secrets: ignore.deny,
            beside: ignore.beside,
            checks,
            languages: Mutex::default(),
            phrases: OnceLock::new(),
        })
    }

    /// The template and manifest files.
    #[must_use]
    pub fn templates(&self) -> &Templates {
        &self.templates
    }

    /// Ids of the languages, in alphabetical order.
    #[must_use]
    pub fn languages(&self) -> Vec<String> {
        self.templates.folders("languages", "language.toml")
    }

    /// The manifest of one language.
    ///
    /// # Errors
    /// No such language, or its manifest cannot be read.
    pub fn language(&self, id: &str) -> Result<Arc<Language>> {
        if let Some(language) = self.read_languages().get(id) {
            return Ok(Arc::clone(language));
        }
        let languages = self.languages();
        if !languages.iter().any(|language| language == id) {
            return Err(Error::bad_input(format!("msgen does not know the language `{id}`"))
                .help(format!("one of: {}", languages.join(", "))));
        }
        let head = self.head(id)?;
        let tables = self.tables(id, head.like.as_deref())?;
        let language = Language { head, tables };
        language.check(self)?;
        let language = Arc::new(language);
        self.read_languages().insert(id.to_owned(), Arc::clone(&language));
        Ok(language)
    }

    /// The head of a language's manifest: all that recognising a project needs.
    ///
    /// # Errors
    /// Its manifest cannot be read.
    pub fn head(&self, id: &str) -> Result<Head> {
        let path = format!("languages/{id}/language.toml");
        let text = self.templates.require(&path)?;
        self.templates.parse(&path, Head::split(&text).0)
    }

    /// The tables of a language's manifest, with those of the language it is like where it has none of its own.
    fn tables(&self, id: &str, like: Option<&str>) -> Result<Tables> {
        let path_of = |id: &str| format!("languages/{id}/language.toml");
        let text_of = |id: &str| self.templates.require(&path_of(id)).map(|text| Head::split(&text).1);
        let Some(like) = like else { return self.templates.parse(&path_of(id), &text_of(id)?) };
        let mut tables: toml::Table = self.templates.parse(&path_of(id), &text_of(id)?)?;
        let inherited: toml::Table = self.templates.parse(&path_of(like), &text_of(like)?)?;
        for (key, value) in inherited {
            tables.entry(key).or_insert(value);
        }
        tables.try_into().map_err(|error| self.templates.unreadable(&path_of(id), error))
    }

    /// The languages read so far. A panic elsewhere leaves nothing half-done in it.
    fn read_languages(&self) -> MutexGuard<'_, BTreeMap<String, Arc<Language>>> {
        self.languages.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The base with this id.
    #[must_use]
    pub fn base(&self, id: &str) -> Option<&Base> {
        self.bases.iter().find(|base| base.id == id)
    }

    /// Ids of the report profiles, `plain` first.
    #[must_use]
    pub fn profiles(&self) -> Vec<String> {
        let mut ids = self.templates.folders("reports", "profile.toml");
        ids.sort_by_key(|id| id != "plain");
        ids
    }

    /// The manifest of one report profile.
    ///
    /// # Errors
    /// Its manifest cannot be read, or its rubric is not right.
    pub fn profile(&self, id: &str) -> Result<Profile> {
        let path = format!("reports/{id}/profile.toml");
        let profile: Profile = self.templates.manifest(&path)?;
        profile.check().map_err(|error| error.at(self.templates.place(&path)))?;
        Ok(profile)
    }

    /// The manifest of the report profile that somebody named at `place`.
    ///
    /// # Errors
    /// There is none of that id, its manifest cannot be read, or its rubric is not right.
    pub fn profile_named(&self, id: &str, place: &str) -> Result<Profile> {
        let known = self.profiles();
        if known.iter().any(|known| known == id) {
            return self.profile(id);
        }
        Err(unknown(id, "a report profile", place, &known))
    }

    /// What the pages of all reasons say, in runs of [`SENTENCE`] words. They are read once; one that cannot be read has
    /// no words here, and an error where it is needed.
    pub(crate) fn phrases(&self) -> &Phrases {
        self.phrases.get_or_init(|| {
            let paths = self.templates.list("reasons", ".md");
            let ids = paths.iter().filter_map(|path| path.strip_prefix("reasons/")?.strip_suffix(".md"));
            let pages = ids.filter_map(|id| self.reasons([id]).ok()).flat_map(BTreeMap::into_values);
            let passages: Vec<_> = pages.flat_map(|page| page_phrases(&page)).collect();
            Phrases::of(SENTENCE, passages.iter().map(Vec::as_slice))
        })
    }

    /// The reasons with the given ids.
    ///
    /// # Errors
    /// A reason is missing, or its page cannot be read.
    pub fn reasons<'a>(&self, ids: impl IntoIterator<Item = &'a str>) -> Result<BTreeMap<String, Reason>> {
        let mut reasons = BTreeMap::new();
        for id in ids {
            if !reasons.contains_key(id) {
                let path = format!("reasons/{id}.md");
                reasons.insert(id.to_owned(), Reason::parse(&path, self.templates.require(&path)?.as_ref())?);
            }
        }
        Ok(reasons)
    }
}
