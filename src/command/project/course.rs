//! By what a folder is judged: its own msgen.toml, or what the course says instead.

use std::path::{Path, PathBuf};

use super::super::sources;
use crate::answers::Value;
use crate::catalog::{Catalog, Profile};
use crate::check::submission::changed;
use crate::check::{Finding, Source};
use crate::cli;
use crate::config::{CONFIG_FILE, Config};
use crate::error::{Error, Result};

/// The question that the profile answers.
const PROFILE: &str = "profile";

/// What the flags of `check` say; by default the folder judges itself.
#[derive(Default)]
pub(in crate::command) struct Course {
    profile: Option<String>,
    is_strict: bool,
    starter: Option<Starter>,
}

/// The course's own copy of the starter.
struct Starter {
    folder: PathBuf,
    config: Config,
}

impl Course {
    /// Reads what the flags name.
    ///
    /// # Errors
    /// The starter holds no msgen.toml that can be read.
    pub(in crate::command) fn of(flags: &cli::Course) -> Result<Self> {
        let starter = flags.starter.as_deref().map(Starter::read).transpose()?;
        Ok(Self { profile: flags.profile.clone(), is_strict: flags.is_strict(), starter })
    }

    /// What `[check]` says, as far as it counts.
    pub(super) fn switches(&self, own: &Config) -> Config {
        match &self.starter {
            Some(starter) => starter.config.clone(),
            None if self.is_strict => Config::default(),
            None => own.clone(),
        }
    }

    /// The templates to lay over the embedded ones, where neither a flag nor a variable says so.
    pub(super) fn templates(&self, folder: &Path, own: &Config) -> Option<PathBuf> {
        let (folder, config) = match &self.starter {
            Some(starter) => (starter.folder.as_path(), &starter.config),
            None if self.is_strict => return None,
            None => (folder, own),
        };
        config.templates.as_ref().map(|path| folder.join(path))
    }

    /// What the folder is planned by: its own answers, under what the course fixes and suggests.
    pub(super) fn answers(&self, own: &Config) -> Config {
        let Some(Starter { config: course, .. }) = &self.starter else { return own.clone() };
        let mut config = own.clone();
        (config.defaults, config.locked) = (course.defaults.clone(), course.locked.clone());
        config.answers.retain(|question, _| !course.locked.contains_key(question));
        config
    }

    /// The profile to judge by, whatever the folder's answers lead to.
    ///
    /// # Errors
    /// There is no such profile, or its manifest cannot be read.
    pub(super) fn profile(&self, catalog: &Catalog) -> Result<Option<Profile>> {
        let flag = self.profile.as_deref().map(|id| (id, "--profile".to_owned()));
        let starter = self
            .starter
            .as_ref()
            .and_then(|starter| Some((said(&starter.config)?, starter.folder.join(CONFIG_FILE).display().to_string())));
        flag.or(starter).map(|(id, place)| catalog.profile_named(id, &place)).transpose()
    }

    /// Looks at the templates and the profile alone, before there is a folder: what is wrong with them is wrong for all.
    ///
    /// # Errors
    /// The templates cannot be read, or there is no such profile.
    pub(in crate::command) fn check(&self, overlay: Option<&Path>) -> Result<()> {
        let own = || self.templates(Path::new(""), &Config::default());
        let catalog = Catalog::open(overlay.map(Path::to_owned).or_else(own).as_deref())?;
        self.profile(&catalog).map(drop)
    }

    /// What the folder holds otherwise than the course fixes it; `toml` is the text of its msgen.toml.
    pub(super) fn changed(&self, own: &Config, toml: Option<&Source>, name: &str) -> Vec<Finding> {
        self.starter.as_ref().map_or_else(Vec::new, |starter| changed(&starter.config.locked, own, toml, name))
    }
}

impl Starter {
    fn read(folder: &Path) -> Result<Self> {
        if !folder.join(CONFIG_FILE).is_file() {
            return Err(Error::bad_input("there is no msgen.toml in the course's starter")
                .at(format!("--starter {}", folder.display()))
                .help("name the folder that `msgen starter` wrote"));
        }
        let config = sources::config(folder).map_err(|error| {
            let place = error.place.clone().unwrap_or_default();
            error.at(format!("{}/{place}", folder.display()))
        })?;
        Ok(Self { folder: folder.to_owned(), config })
    }
}

/// The profile that a msgen.toml names: what is fixed, before what is answered, before what is suggested.
pub(super) fn said(config: &Config) -> Option<&str> {
    let locked = config.locked.get(PROFILE).map(|lock| &lock.answer);
    locked.or_else(|| config.answers.get(PROFILE)).or_else(|| config.defaults.get(PROFILE)).and_then(Value::as_text)
}
