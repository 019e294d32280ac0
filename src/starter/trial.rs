//! A trial: the service in a folder of its own, as a student will have it, and what `msgen init` makes of it there.

use std::path::PathBuf;

use tempfile::TempDir;

use crate::catalog::Catalog;
use crate::config::{CONFIG_FILE, Config};
use crate::context::Context;
use crate::draft::{Draft, DraftFile};
use crate::error::{Error, Result};
use crate::interview::{Given, Interview, interview};
use crate::plan::plan;
use crate::prompt::defaults::Defaults;
use crate::render::render;
use crate::write::{Options, plan_new};

/// A folder with the files of a starter, removed when dropped.
pub(super) struct Trial {
    root: PathBuf,
    context: Context,
    _folder: TempDir,
}

impl Trial {
    /// Writes `files` into a folder called `name`: some answers are taken from the name of the folder.
    pub(super) fn open<'f>(name: &str, files: impl Iterator<Item = &'f DraftFile>) -> Result<Self> {
        let folder = tempfile::tempdir()
            .map_err(|error| Error::failed(format!("a folder for temporary files cannot be made: {error}")))?;
        let root = folder.path().join(name);
        plan_new(&root, &Draft { files: files.cloned().collect() })?.apply(Options::default())?;
        Ok(Self { context: Context::open(&root)?, root, _folder: folder })
    }

    /// The answers where a student accepts every default.
    pub(super) fn interview(&self, config: &Config) -> Result<Interview> {
        self.answered(config).map(|(_, interview)| interview)
    }

    /// The answers that follow from a msgen.toml of this `text`; a plan and every file can be made of them.
    pub(super) fn plan(&self, text: &str) -> Result<Interview> {
        let (catalog, interview) = self.answered(&Config::parse(text, CONFIG_FILE)?)?;
        let (plan, _) = plan(&catalog, &interview)?;
        render(&catalog, &plan, &interview, None).map_err(|error| self.as_in_the_starter(error))?;
        Ok(interview)
    }

    fn answered(&self, config: &Config) -> Result<(Catalog, Interview)> {
        let run = || {
            let overlay = config.templates.as_ref().map(|folder| self.root.join(folder));
            let catalog = Catalog::open(overlay.as_deref())?;
            let mut given = Given::default();
            given.course(config);
            let interview = interview(&catalog, &self.context, &given, &mut Defaults { accept: true })?;
            Ok((catalog, interview))
        };
        run().map_err(|error| self.as_in_the_starter(error))
    }

    /// The error with paths as they are in the starter: nobody will find them here.
    fn as_in_the_starter(&self, error: Error) -> Error {
        let root = self.root.display().to_string();
        let renamed = |text: String| text.replace(&format!("{root}/"), "").replace(&root, ".");
        let Error { kind, what, place, help } = error;
        Error { kind, what: renamed(what), place: place.map(renamed), help: help.map(renamed) }
    }
}
