//! Folders, and what `check` and `explain` know around what lies in them; each is read once.

mod course;
mod folder;

use std::path::{Path, PathBuf};
use std::rc::Rc;

use super::sources;
use crate::aging::Month;
use crate::catalog::Catalog;
use crate::config::Config;
use crate::error::Result;
use crate::model::Known;

pub(super) use course::Course;
pub(super) use folder::Project;

/// The folders that were opened so far.
pub(super) struct Projects {
    /// Templates to lay over the embedded ones, whatever the folders say.
    overlay: Option<PathBuf>,
    /// Whether to look at more than the Dockerfile.
    has_context: bool,
    course: Course,
    month: Month,
    libraries: Vec<(Option<PathBuf>, Rc<Library>)>,
    open: Vec<Rc<Project>>,
}

/// What the templates say.
pub(super) struct Library {
    pub(super) catalog: Catalog,
    known: Known,
}

impl Projects {
    /// No folder yet.
    pub(super) fn new(overlay: Option<PathBuf>, has_context: bool, course: Course) -> Self {
        Self { overlay, has_context, course, month: Month::now(), libraries: Vec::new(), open: Vec::new() }
    }

    /// The folder, read if it was not before.
    pub(super) fn at(&mut self, root: &Path) -> Result<Rc<Project>> {
        // Findings call files without a leading `./`, and so must their folder be called.
        let root = root.strip_prefix(".").unwrap_or(root);
        let root = if root.as_os_str().is_empty() { Path::new(".") } else { root };
        if let Some(known) = self.open.iter().find(|project| project.root == root) {
            return Ok(Rc::clone(known));
        }
        let (config, unread) = match sources::config(root) {
            Ok(config) => (config, None),
            Err(error) => (Config::default(), Some(error)),
        };
        let templates = self.overlay.clone().or_else(sources::templates_variable);
        let library = self.library(templates.or_else(|| self.course.templates(root, &config)))?;
        let mut project = Project::bare(root.to_owned(), library, config, self.month.clone());
        project.switches = self.course.switches(&project.config);
        if self.has_context {
            project.look_around(&self.course, unread)?;
        } else {
            project.errors.extend(unread);
        }
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
