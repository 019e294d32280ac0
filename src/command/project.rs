//! Folders, and what `check` and `explain` know around what lies in them; each is read once.

use std::path::{Path, PathBuf};
use std::rc::Rc;

use super::sources;
use super::verify::keep::FOLDER;
use super::verify::{Planned, planned};
use crate::aging::Month;
use crate::catalog::{Catalog, Profile};
use crate::check::project::{Around, listens, name, read, usual_report};
use crate::check::{FileDrift, Finding, Source, drift};
use crate::cli::{AnswerFlags, Init};
use crate::config::Config;
use crate::context::Context;
use crate::error::Result;
use crate::evidence::Seen;
use crate::model::Known;

/// The folders that were opened so far.
pub(super) struct Projects {
    /// Templates to lay over the embedded ones, whatever the folders say.
    overlay: Option<PathBuf>,
    /// Whether to look at more than the Dockerfile.
    has_context: bool,
    month: Month,
    libraries: Vec<(Option<PathBuf>, Rc<Library>)>,
    open: Vec<Rc<Project>>,
}

/// What the templates say.
pub(super) struct Library {
    pub(super) catalog: Catalog,
    known: Known,
}

/// A folder, and what is known around what lies in it.
pub(super) struct Project {
    pub(super) root: PathBuf,
    pub(super) library: Rc<Library>,
    pub(super) config: Config,
    /// What msgen.toml leads to, where there is one.
    pub(super) planned: Option<Planned>,
    /// Where the report is, if there should be one.
    pub(super) report: Option<String>,
    context: Option<Context>,
    listens: Option<(u16, String)>,
    seen: Option<Seen>,
    profile: Option<Profile>,
    month: Month,
}

impl Projects {
    /// No folder yet.
    pub(super) fn new(overlay: Option<PathBuf>, has_context: bool) -> Self {
        Self { overlay, has_context, month: Month::now(), libraries: Vec::new(), open: Vec::new() }
    }

    /// The folder, read if it was not before.
    pub(super) fn at(&mut self, root: &Path) -> Result<Rc<Project>> {
        // Findings call files without a leading `./`, and so must their folder be called.
        let root = root.strip_prefix(".").unwrap_or(root);
        let root = if root.as_os_str().is_empty() { Path::new(".") } else { root };
        if let Some(known) = self.open.iter().find(|project| project.root == root) {
            return Ok(Rc::clone(known));
        }
        let config = sources::config(root)?;
        let answers = AnswerFlags { templates: self.overlay.clone(), ..AnswerFlags::default() };
        let flags = Init { folder: root.to_owned(), answers, ..Init::default() };
        let library = self.library(sources::templates(&flags, &config))?;
        let project = if self.has_context {
            Project::with_context(library, config, &flags, self.month.clone())?
        } else {
            Project::bare(root.to_owned(), library, config, self.month.clone())
        };
        let project = Rc::new(project);
        self.open.push(Rc::clone(&project));
        Ok(project)
    }

    /// No folder at all: for what comes from standard input.
    pub(super) fn nowhere(&mut self) -> Result<Rc<Project>> {
        let library = self.library(self.overlay.clone().or_else(sources::templates_variable))?;
        Ok(Rc::new(Project::bare(PathBuf::new(), library, Config::default(), self.month.clone())))
    }

    fn library(&mut self, overlay: Option<PathBuf>) -> Result<Rc<Library>> {
        if let Some((_, known)) = self.libraries.iter().find(|(of, _)| *of == overlay) {
            return Ok(Rc::clone(known));
        }
        let catalog = Catalog::open(overlay.as_deref())?;
        let known = Known::read(&catalog)?;
        let library = Rc::new(Library { catalog, known });
        self.libraries.push((overlay, Rc::clone(&library)));
        Ok(library)
    }
}

impl Project {
    /// Nothing but the templates and the switches.
    fn bare(root: PathBuf, library: Rc<Library>, config: Config, month: Month) -> Self {
        let (planned, report, context, listens, seen, profile) = (None, None, None, None, None, None);
        Self { root, library, config, planned, report, context, listens, seen, profile, month }
    }

    fn with_context(library: Rc<Library>, config: Config, flags: &Init, month: Month) -> Result<Self> {
        let context = Context::open(&flags.folder)?;
        let planned = planned(&library.catalog, &context, flags, config.clone())?;
        let mut project = Self::bare(flags.folder.clone(), library, config, month);
        let catalog = &project.library.catalog;
        match &planned {
            Some(planned) => {
                let answers = &planned.interview.answers;
                project.report = Some(answers.text("report").to_owned()).filter(|path| !path.is_empty());
                project.profile = Some(catalog.profile(answers.text("profile"))?);
                project.seen = Seen::load(&flags.folder, answers.text("evidence"))?;
                let port = planned.interview.detected_port.as_ref();
                project.listens = port.map(|(port, evidence)| (*port, evidence.to_string()));
            }
            None => {
                project.report = usual_report(catalog, &flags.folder)?;
                project.seen = Seen::load(&flags.folder, FOLDER)?;
                project.listens = listens(catalog, &context);
            }
        }
        (project.planned, project.context) = (planned, Some(context));
        Ok(project)
    }

    /// What is known around a file of the folder.
    pub(super) fn around(&self) -> Around<'_> {
        Around {
            catalog: &self.library.catalog,
            known: &self.library.known,
            month: &self.month,
            context: self.context.as_ref(),
            listens: self.listens.as_ref().map(|(port, place)| (*port, place.as_str())),
            seen: self.seen.as_ref(),
            profile: self.profile.as_ref(),
        }
    }

    /// How its files relate to what msgen would write, with the findings on it and the files that they are in; nothing
    /// where msgen wrote none.
    pub(super) fn drift(&self) -> Result<(Vec<FileDrift>, Vec<Finding>, Vec<Source>)> {
        let Some(Planned { config, interview, plan }) = &self.planned else { return Ok(Default::default()) };
        let mut drift = drift(&self.library.catalog, &self.root, config, interview, plan)?;
        let mut findings = drift.findings();
        let paths = findings.iter().map(|finding| finding.place.file.as_str());
        let files = paths.filter_map(|path| read(&self.root, path).ok()).collect();
        for finding in &mut findings {
            finding.place.file = name(&self.root, &finding.place.file);
        }
        for file in &mut drift.files {
            file.path = name(&self.root, &file.path);
        }
        Ok((drift.files, findings, files))
    }

    /// The path of a file as seen from the folder.
    pub(super) fn path_of(&self, name: &str) -> String {
        let path = Path::new(name);
        path.strip_prefix(&self.root).unwrap_or(path).to_string_lossy().replace('\\', "/")
    }
}
