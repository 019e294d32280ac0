//! What a starter suggests and what it fixes: the tables `[defaults]` and `[locked]` of its msgen.toml.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Wish, choice};
use crate::answers::{Answers, Source, Value};
use crate::catalog::{Catalog, Language, Outcome, Profile};
use crate::config::{Config, Lock};
use crate::error::{Error, Result};
use crate::interview::{Interview, VERSION, ordered};
use crate::question::Question;

/// The port of a service where nobody says one and the questions have none.
const PORT: i64 = 8080;

/// What is settled so far.
pub(super) struct Settled {
    /// The profile that the starter is made from, under its own id.
    pub(super) profile: Profile,
    pub(super) language: Arc<Language>,
    pub(super) questions: Vec<Question>,
    pub(super) defaults: BTreeMap<String, Value>,
    pub(super) locked: BTreeMap<String, Lock>,
}

impl Settled {
    /// What the profile and the flags say. Only the profile is fixed yet: the report is judged by it.
    pub(super) fn new(catalog: &Catalog, wish: &Wish) -> Result<Self> {
        let language = catalog.language(&wish.language)?;
        let (profile, questions) = (catalog.profile(&wish.profile)?, ordered(catalog, &language));
        let said = choice::said(&wish.said, &questions)?;
        let defaults = choice::of_profile(catalog, &profile, &questions)?;
        let mut settled = Self { profile, language, questions, defaults, locked: BTreeMap::new() };
        settled.defaults.extend(said.iter().map(|(id, answer)| (id.to_owned(), answer.value.clone())));
        settled.take_base(catalog, said.get("base").map(|answer| &answer.source))?;
        settled.lock("profile", Value::from(wish.own_profile.as_ref().unwrap_or(&wish.profile).as_str()));
        Ok(settled)
    }

    /// Fixes what was asked for: as it was given, else as `proposed` where every default is accepted.
    pub(super) fn settle(&mut self, wish: &Wish, proposed: &Interview) -> Result<()> {
        if proposed.answers.get("binary").is_some_and(|answer| answer.source == Source::Default) {
            // The program would else be called like whatever folder a clone lies in.
            self.defaults.insert("binary".to_owned(), Value::from(wish.name.as_str()));
        }
        let mut ids = choice::locks(&wish.locks, "--lock", &self.questions)?;
        let place = format!("lock (from the profile `{}`)", self.profile.id);
        ids.extend(choice::locks(&self.profile.starter.lock, &place, &self.questions)?);
        for id in ids {
            if self.locked.contains_key(&id) {
                continue;
            }
            let proposed = || proposed.answers.get(&id).map(|answer| answer.value.clone());
            let answer = self.defaults.remove(&id).or_else(proposed).ok_or_else(|| {
                Error::bad_input(format!("nothing answers `{id}`, so it cannot be fixed"))
                    .at("--lock")
                    .help(format!("give the answer too: --set {id}=VALUE"))
            })?;
            self.lock(&id, answer);
        }
        Ok(())
    }

    /// The msgen.toml that says so, over a `templates` folder.
    pub(super) fn config(&self, templates: Option<&str>) -> Config {
        let mut config = Config::default();
        config.templates = templates.map(str::to_owned);
        config.defaults.clone_from(&self.defaults);
        config.locked.clone_from(&self.locked);
        config
    }

    /// The port that the service listens on.
    pub(super) fn port(&self) -> i64 {
        match self.defaults.get("port").or_else(|| self.question("port")?.default.as_ref()) {
            Some(Value::Integer(port)) => *port,
            _ => PORT,
        }
    }

    /// The version of the language, empty where it has none.
    pub(super) fn version(&self) -> String {
        let said = self.defaults.get(VERSION).and_then(Value::as_text).map(str::to_owned);
        let usual = || self.language.tables.version.as_ref().map(|versions| versions.default.clone());
        said.or_else(usual).unwrap_or_default()
    }

    /// The question with this id.
    pub(super) fn question(&self, id: &str) -> Option<&Question> {
        self.questions.iter().find(|question| question.id == id)
    }

    fn lock(&mut self, id: &str, answer: Value) {
        let usual = || format!("{} fixes this answer for everybody: leave it out", self.profile.title);
        let message = self.profile.starter.messages.get(id).cloned().unwrap_or_else(usual);
        self.locked.insert(id.to_owned(), Lock { answer, message });
    }

    /// Sees that the base is one that the course accepts, and that it can run the language. Where nobody says one, and
    /// the usual one is not such a base, suggests the course's first that is.
    fn take_base(&mut self, catalog: &Catalog, source: Option<&Source>) -> Result<()> {
        let accepted = &self.profile.bases;
        let runs = |base: &str| {
            let is_known = catalog.base(base).is_some();
            is_known && matches!(self.language.plain_outcome(base, &Answers::default()), Outcome::Works(_))
        };
        if let Some(base) = self.defaults.get("base").and_then(Value::as_text) {
            if self.profile.accepts(base) {
                return Ok(());
            }
            let place = source.map_or_else(|| format!("base = {base} (from the profile)"), ToString::to_string);
            let what = format!("{} does not accept the base `{base}`", self.profile.title);
            return Err(Error::refused(what).at(place).help(format!("it accepts: {}", accepted.join(", "))));
        }
        let usual = self.question("base").and_then(|question| question.default.as_ref()?.as_text());
        if usual.is_some_and(|base| self.profile.accepts(base) && runs(base)) {
            return Ok(());
        }
        let known = catalog.bases.iter().map(|base| &base.id);
        let bases: Vec<&String> = if accepted.is_empty() { known.collect() } else { accepted.iter().collect() };
        match bases.into_iter().find(|base| runs(base)) {
            Some(base) => {
                let base = Value::from(base.as_str());
                self.defaults.insert("base".to_owned(), base);
                Ok(())
            }
            None => Err(Error::refused(format!(
                "{} runs on none of the bases that {} accepts",
                self.language.head.title, self.profile.title
            ))
            .at("--language")
            .help("msgen list says which language runs where")),
        }
    }
}
