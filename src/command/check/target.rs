//! From the paths of the command line to what is checked.

use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::rc::Rc;

use crate::check::Source;
use crate::check::project::{Around, Subject, dockerfiles};
use crate::command::project::{Project, Projects};
use crate::error::{Error, Result};
use crate::render::DOCKERFILE;

/// The path that stands for standard input.
const STDIN: &str = "-";

/// Something to check, and the folder it belongs to.
pub(super) struct Target {
    pub(super) project: Rc<Project>,
    pub(super) subject: Subject,
}

/// What the paths name, and the folders that are checked as a whole.
pub(super) fn targets(paths: &[PathBuf], projects: &mut Projects) -> Result<(Vec<Target>, Vec<Rc<Project>>)> {
    let (mut targets, mut folders) = (Vec::new(), Vec::new());
    for path in paths {
        if path.as_os_str() == STDIN {
            targets.push(stdin(projects)?);
        } else if path.is_dir() {
            let project = projects.at(path)?;
            targets.extend(folder(&project)?);
            folders.push(project);
        } else {
            targets.push(file(path, projects)?);
        }
    }
    Ok((targets, folders))
}

fn stdin(projects: &mut Projects) -> Result<Target> {
    let mut text = String::new();
    io::stdin()
        .read_to_string(&mut text)
        .map_err(|error| Error::bad_input(format!("standard input cannot be read: {error}")))?;
    Ok(Target { project: projects.nowhere()?, subject: Subject::Dockerfile(Source::new(STDIN, text), None) })
}

/// The Dockerfiles of a folder, and its report.
fn folder(project: &Rc<Project>) -> Result<Vec<Target>> {
    let has_context = project.around().context.is_some();
    let mut subjects = Vec::new();
    for name in dockerfiles(&project.root)? {
        subjects.push(Subject::dockerfile(&project.root, &name, has_context)?);
    }
    if let Some(report) = project.report.as_ref().filter(|path| project.root.join(path).is_file()) {
        subjects.push(Subject::report(&project.root, report)?);
    }
    // Why msgen.toml leads to nothing is told by itself.
    let is_nothing = project.planned.is_none() && project.profile.is_none() && project.errors.is_empty();
    if subjects.is_empty() && is_nothing {
        return Err(no_dockerfile(project));
    }
    Ok(subjects.into_iter().map(|subject| Target { project: Rc::clone(project), subject }).collect())
}

/// The error that there is nothing to judge in a folder.
pub(super) fn no_dockerfile(project: &Project) -> Error {
    Error::bad_input("there is no Dockerfile to check")
        .at(project.root.display().to_string())
        .help("name the folder or the file: msgen check path/to/Dockerfile; `msgen init` writes one")
}

impl Target {
    /// What is known around it.
    pub(super) fn around(&self) -> Around<'_> {
        self.project.around_of(&self.subject)
    }
}

/// A Dockerfile by any name, or a report.
fn file(path: &Path, projects: &mut Projects) -> Result<Target> {
    let path = path.strip_prefix(".").unwrap_or(path);
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let folder = path.parent().unwrap_or(Path::new(""));
    if Path::new(name).extension().is_some_and(|end| end == "md") {
        return report(path, projects);
    }
    if let Some(of) = name.strip_suffix(".dockerignore") {
        let dockerfile = folder.join(if of.is_empty() { DOCKERFILE } else { of });
        return Err(Error::bad_input("an ignore file is checked with its Dockerfile")
            .at(path.display().to_string())
            .help(format!("msgen check {}", dockerfile.display())));
    }
    if !path.exists() {
        return Err(Error::bad_input("there is no such file").at(path.display().to_string()));
    }
    let project = projects.at(folder)?;
    let has_context = project.around().context.is_some();
    let subject = Subject::dockerfile(&project.root, name, has_context)?;
    Ok(Target { project, subject })
}

/// A report belongs to the nearest folder above it that holds a Dockerfile; where none does, to its own.
fn report(path: &Path, projects: &mut Projects) -> Result<Target> {
    let own = path.parent().unwrap_or(Path::new(""));
    let root = own.ancestors().find(|folder| folder.join(DOCKERFILE).is_file()).unwrap_or(own);
    let project = projects.at(root)?;
    let subject = Subject::report(&project.root, &project.path_of(&path.to_string_lossy()))?;
    Ok(Target { project, subject })
}
