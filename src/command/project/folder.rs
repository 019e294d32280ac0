//! A folder, and what is known around what lies in it.

use std::path::{Path, PathBuf};
use std::rc::Rc;

use super::super::verify::keep::FOLDER;
use super::super::verify::{Planned, planned};
use super::{Course, Library, course};
use crate::aging::Month;
use crate::catalog::{Catalog, Profile};
use crate::check::project::{Around, Subject, listens, name, read, usual_report};
use crate::check::submission::missing_report;
use crate::check::{FileDrift, Finding, Source, drift};
use crate::cli::Init;
use crate::config::{CONFIG_FILE, Config};
use crate::context::Context;
use crate::error::{Error, Result};
use crate::evidence::Seen;
use crate::interview::beside;
use crate::render::DOCKERFILE;

/// A folder, and what is known around what lies in it.
pub(in crate::command) struct Project {
    pub(in crate::command) root: PathBuf,
    pub(in crate::command) library: Rc<Library>,
    pub(in crate::command) config: Config,
    /// What `[check]` says, as far as it counts.
    pub(in crate::command) switches: Config,
    /// What msgen.toml leads to, where there is one.
    pub(in crate::command) planned: Option<Planned>,
    /// What around the files could not be read: they are judged without it.
    pub(in crate::command) errors: Vec<Error>,
    /// What msgen.toml holds otherwise than the course fixes it.
    changed: Vec<Finding>,
    /// Where the report is, if there should be one.
    pub(in crate::command) report: Option<String>,
    context: Option<Context>,
    listens: Option<(u16, String)>,
    pub(in crate::command) seen: Option<Seen>,
    pub(in crate::command) profile: Option<Profile>,
    month: Month,
}

impl Project {
    /// Nothing but the templates and the switches.
    pub(super) fn bare(root: PathBuf, library: Rc<Library>, config: Config, month: Month) -> Self {
        let (planned, report, context, listens, seen, profile) = (None, None, None, None, None, None);
        let (switches, errors, changed) = (config.clone(), Vec::new(), Vec::new());
        Self {
            root,
            library,
            config,
            switches,
            planned,
            errors,
            changed,
            report,
            context,
            listens,
            seen,
            profile,
            month,
        }
    }

    /// Reads what is around the files. What cannot be read of msgen.toml and of the evidence keeps no file from being
    /// judged; `unread` is why msgen.toml itself was not.
    pub(super) fn look_around(&mut self, course: &Course, unread: Option<Error>) -> Result<()> {
        let context = Context::open(&self.root)?;
        let library = Rc::clone(&self.library);
        let catalog = &library.catalog;
        match unread {
            Some(error) => self.errors.push(error),
            None => {
                let flags = Init { folder: self.root.clone(), ..Init::default() };
                let planned = planned(catalog, &context, &flags, course.answers(&self.config));
                self.planned = self.kept(planned).flatten();
                let toml = read(&self.root, CONFIG_FILE).ok();
                self.changed = course.changed(&self.config, toml.as_ref(), &name(&self.root, CONFIG_FILE));
            }
        }
        self.profile = course.profile(catalog)?;
        self.listens = match &self.planned {
            Some(planned) => {
                let port = planned.interview.detected_port.as_ref();
                port.map(|(port, evidence)| (*port, evidence.to_string()))
            }
            None => listens(catalog, &context),
        };
        if self.profile.is_none() {
            let own = match &self.planned {
                Some(planned) => Some(planned.interview.answers.text("profile")),
                None => course::said(&self.config),
            };
            self.profile = own.and_then(|id| catalog.profile_named(id, CONFIG_FILE).ok());
        }
        self.find_report(catalog)?;
        let evidence = match &self.planned {
            Some(planned) => Some(planned.interview.answers.text("evidence").to_owned()),
            None => self.report.as_deref().and_then(beside),
        };
        let seen = Seen::load(&self.root, evidence.as_deref().unwrap_or(FOLDER));
        self.seen = self.kept(seen).flatten();
        self.context = Some(context);
        Ok(())
    }

    /// Finds out where the report is, or should be.
    fn find_report(&mut self, catalog: &Catalog) -> Result<()> {
        let planned = self.planned.as_ref().map(|planned| planned.interview.answers.text("report"));
        let demanded = self.profile.as_ref().filter(|profile| profile.demands_report()).map(|profile| &profile.path);
        self.report = match planned.filter(|path| !path.is_empty()) {
            Some(path) => Some(path.to_owned()),
            None if demanded.is_some_and(|path| self.root.join(path).is_file()) => demanded.cloned(),
            // Who asked for no report has none, unless the course demands it.
            None if planned.is_some() => demanded.cloned(),
            None => usual_report(catalog, &self.root)?.or_else(|| demanded.cloned()),
        };
        Ok(())
    }

    /// What a result holds; its error is told with the others.
    fn kept<T>(&mut self, result: Result<T>) -> Option<T> {
        result.map_err(|error| self.errors.push(error)).ok()
    }

    /// What is known around a file of the folder.
    pub(in crate::command) fn around(&self) -> Around<'_> {
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

    /// What is known around one file. What a course demands, it demands of the folder's Dockerfile and of its report.
    pub(in crate::command) fn around_of(&self, subject: &Subject) -> Around<'_> {
        let path = self.path_of(&subject.source().name);
        let is_meant = match subject {
            Subject::Dockerfile(..) => path == DOCKERFILE,
            Subject::Report(..) => self.report.as_ref() == Some(&path),
        };
        let around = self.around();
        Around { profile: around.profile.filter(|_| is_meant), ..around }
    }

    /// What a course demands of the folder as a whole, and the files that it is found in.
    pub(in crate::command) fn demands(&self) -> (Vec<Finding>, Vec<Source>) {
        let mut findings = self.changed.clone();
        let files = if findings.is_empty() { None } else { read(&self.root, CONFIG_FILE).ok() };
        if let (Some(profile), Some(path)) = (self.missing_report(), &self.report) {
            findings.push(missing_report(profile, &name(&self.root, path)));
        }
        (findings, files.into_iter().collect())
    }

    /// The profile that demands a report which is not there.
    fn missing_report(&self) -> Option<&Profile> {
        let is_there = self.report.as_ref().is_some_and(|path| self.root.join(path).is_file());
        self.profile.as_ref().filter(|profile| profile.demands_report() && !is_there)
    }

    /// How its files relate to what msgen would write, with the findings on it and the files that they are in; nothing
    /// where msgen wrote none.
    pub(in crate::command) fn drift(&self) -> Result<(Vec<FileDrift>, Vec<Finding>, Vec<Source>)> {
        let Some(Planned { config, interview, plan }) = &self.planned else { return Ok(Default::default()) };
        let mut drift = drift(&self.library.catalog, &self.root, config, interview, plan)?;
        let mut findings = match &self.report {
            // One fault, one finding: the course's demand says more of a report that is not there.
            Some(report) if self.missing_report().is_some() => drift.clone().without(report).findings(),
            _ => drift.findings(),
        };
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
    pub(in crate::command) fn path_of(&self, name: &str) -> String {
        let path = Path::new(name);
        path.strip_prefix(&self.root).unwrap_or(path).to_string_lossy().replace('\\', "/")
    }
}
