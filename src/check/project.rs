//! What is checked: a Dockerfile with the ignore file that the builder would read, or a report with the Dockerfile
//! beside it.

use std::fs;
use std::path::Path;

use super::{Case, Finding, Hidden, ReportCase, Source, check_dockerfile, check_report, ignore};
use crate::aging::Month;
use crate::bounded;
use crate::catalog::{Catalog, Profile};
use crate::context::{Context, ignore_file};
use crate::document::Document;
use crate::error::{Error, Result};
use crate::evidence::Seen;
use crate::ignore::IgnoreFile;
use crate::interview::{Given, interview};
use crate::model::{Known, Model};
use crate::prompt::defaults::Defaults;
use crate::render::DOCKERFILE;

/// How the name of a file ends that is only called like a Dockerfile: its ignore file, a copy, a template of one.
const NO_DOCKERFILES: &[&str] =
    &[".dockerignore", ".md", ".txt", ".bak", ".orig", ".rej", ".swp", ".tmp", ".j2", ".tera", ".tmpl", ".template"];

/// Bytes times instructions of the largest Dockerfile that is checked: 64 KiB with 512 instructions, or 10 KiB with 3,276.
const MOST_TO_FOLLOW: usize = 32 << 20;

/// What is known around everything that is checked in a folder.
#[derive(Debug, Clone, Copy)]
pub struct Around<'a> {
    /// Patterns, end-of-life dates, secrets.
    pub catalog: &'a Catalog,
    /// What is known of base images and commands.
    pub known: &'a Known,
    /// The current month.
    pub month: &'a Month,
    /// The build context, where there is one.
    pub context: Option<&'a Context>,
    /// The port that the source listens on, and where it says so.
    pub listens: Option<(u16, &'a str)>,
    /// What was measured.
    pub seen: Option<&'a Seen>,
    /// What the course or organisation demands of this file.
    pub profile: Option<&'a Profile>,
}

/// Something that is checked by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// A Dockerfile, and the ignore file that the builder would read.
    Dockerfile(Source, Option<Source>),
    /// A report, and the Dockerfile beside it.
    Report(Source, Option<Source>),
}

impl Subject {
    /// The Dockerfile at `path`, which findings call `name`. `path` lies in `folder`, which is its build context.
    ///
    /// # Errors
    /// It cannot be read, or its ignore file cannot.
    pub fn dockerfile(folder: &Path, path: &str, has_context: bool) -> Result<Self> {
        let ignore = ignore_file(folder, path, true).filter(|_| has_context);
        Ok(Self::Dockerfile(read(folder, path)?, ignore.map(|path| read(folder, &path)).transpose()?))
    }

    /// The report at `path`, below `folder`.
    ///
    /// # Errors
    /// It cannot be read, or the Dockerfile beside it cannot.
    pub fn report(folder: &Path, path: &str) -> Result<Self> {
        let has_dockerfile = folder.join(DOCKERFILE).is_file();
        let dockerfile = has_dockerfile.then(|| read(folder, DOCKERFILE)).transpose()?;
        Ok(Self::Report(read(folder, path)?, dockerfile))
    }

    /// The file that it is about.
    #[must_use]
    pub fn source(&self) -> &Source {
        match self {
            Self::Dockerfile(source, _) | Self::Report(source, _) => source,
        }
    }

    /// The files that findings may be in.
    pub fn files(&self) -> impl Iterator<Item = &Source> {
        let ignore = match self {
            Self::Dockerfile(_, ignore) => ignore.as_ref(),
            Self::Report(..) => None,
        };
        [self.source()].into_iter().chain(ignore)
    }

    /// The same, if one of its files had another text.
    #[must_use]
    pub fn with(&self, file: &Source) -> Self {
        let put = |source: &Source| if source.name == file.name { file.clone() } else { source.clone() };
        match self {
            Self::Dockerfile(source, ignore) => Self::Dockerfile(put(source), ignore.as_ref().map(put)),
            Self::Report(source, dockerfile) => Self::Report(put(source), dockerfile.as_ref().map(put)),
        }
    }

    /// What every rule finds, switched on or not, and what comments leave of it.
    ///
    /// # Errors
    /// The Dockerfile is none.
    pub fn check(&self, around: &Around<'_>) -> Result<Vec<Finding>> {
        Ok(self.judge(around, true)?.0)
    }

    /// What every rule finds, switched on or not; where `comments` count, what they leave of it, and what they hide.
    ///
    /// # Errors
    /// The Dockerfile is none.
    pub fn judge(&self, around: &Around<'_>, comments: bool) -> Result<(Vec<Finding>, Vec<Hidden>)> {
        let mut found = match self {
            Self::Dockerfile(source, ignore) => dockerfile(around, source, ignore.as_ref())?,
            Self::Report(source, dockerfile) => report(around, source, dockerfile.as_ref())?,
        };
        let mut hidden = Vec::new();
        for file in self.files().filter(|_| comments) {
            let (kept, more) = ignore::apply(file, found, around.context.is_some());
            found = kept;
            hidden.extend(more);
        }
        let order = |finding: &Finding| self.files().position(|file| file.name == finding.place.file);
        found.sort_by_key(|finding| (order(finding), finding.place.bytes.start, finding.rule));
        Ok((found, hidden))
    }
}

fn dockerfile(around: &Around<'_>, source: &Source, ignore: Option<&Source>) -> Result<Vec<Finding>> {
    let document = Document::parse(&source.name, &source.text)?;
    starts_somewhere(&document, &source.name)?;
    check_size(source, &document)?;
    if document.stages().next().is_none() {
        return Err(Error::bad_input("there is no FROM in the Dockerfile, and so no image to judge").at(&source.name));
    }
    let ignore = ignore.map(|ignore| IgnoreFile::parse(&ignore.name, &ignore.text));
    let model = Model::of(&document, around.known, around.context, ignore.as_ref());
    Ok(check_dockerfile(&Case {
        source,
        model: &model,
        context: around.context,
        ignore: ignore.as_ref(),
        listens: around.listens,
        catalog: around.catalog,
        month: around.month,
        profile: around.profile,
    }))
}

/// Every instruction is followed with all that was before it: time and memory grow with the product of both.
fn check_size(source: &Source, document: &Document) -> Result<()> {
    let count = document.instructions().count();
    if source.text.len().saturating_mul(count) <= MOST_TO_FOLLOW {
        return Ok(());
    }
    let what = format!("{count} instructions in {} bytes are more than msgen follows", source.text.len());
    Err(Error::bad_input(what).at(&source.name).help("give each image a Dockerfile of its own"))
}

/// What begins from nothing that is named makes no image, and no rule has anything to say of it.
fn starts_somewhere(document: &Document, name: &str) -> Result<()> {
    let nameless = document.stages().find(|stage| stage.base.is_empty());
    let (what, line) = match (document.stages().next(), nameless) {
        (None, _) => ("the file has no FROM, so it makes no image", 1),
        (Some(_), Some(stage)) => ("FROM names no base image", stage.from.span.start),
        (Some(_), None) => return Ok(()),
    };
    let help = "begin each stage with FROM and the name of an image, or with FROM scratch";
    Err(Error::bad_input(what).at(format!("{name}:{line}")).help(help))
}

fn report(around: &Around<'_>, source: &Source, dockerfile: Option<&Source>) -> Result<Vec<Finding>> {
    let document = dockerfile.map(|source| Document::parse(&source.name, &source.text)).transpose()?;
    let dockerfile = dockerfile.zip(document.as_ref());
    let Around { seen, profile, catalog, .. } = *around;
    Ok(check_report(&ReportCase { source, dockerfile, seen, profile, catalog }))
}

/// The names of the Dockerfiles that lie in a folder, the plain one first.
///
/// # Errors
/// The folder cannot be read.
pub fn dockerfiles(folder: &Path) -> Result<Vec<String>> {
    let entries = fs::read_dir(folder)
        .map_err(|error| Error::failed(format!("cannot read the folder: {error}")).at(folder.display().to_string()))?;
    let names = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    // What is no file, and yet called like one, is not passed over: reading it says what it is.
    let mut names: Vec<String> = names.filter(|name| is_dockerfile(name) && !folder.join(name).is_dir()).collect();
    names.sort_by_key(|name| (name != DOCKERFILE, name.clone()));
    Ok(names)
}

/// Whether a file is a Dockerfile by its name.
fn is_dockerfile(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    let is_named = name == DOCKERFILE || lower.starts_with("dockerfile.") || lower.ends_with(".dockerfile");
    is_named && !lower.ends_with('~') && !NO_DOCKERFILES.iter().any(|end| lower.contains(end))
}

/// Where a report lies by the word of a profile, in a folder whose answers nobody kept.
///
/// # Errors
/// A profile cannot be read.
pub fn usual_report(catalog: &Catalog, folder: &Path) -> Result<Option<String>> {
    for id in catalog.profiles() {
        let path = catalog.profile(&id)?.path;
        if folder.join(&path).is_file() {
            return Ok(Some(path));
        }
    }
    Ok(None)
}

/// The port that the source in a folder listens on, where detection can tell the language by itself.
#[must_use]
pub fn listens(catalog: &Catalog, context: &Context) -> Option<(u16, String)> {
    let interview = interview(catalog, context, &Given::default(), &mut Defaults { accept: true }).ok()?;
    interview.detected_port.map(|(port, evidence)| (port, evidence.to_string()))
}

/// The name by which findings call a file of a folder: its whole path.
#[must_use]
pub fn name(folder: &Path, path: &str) -> String {
    let name = folder.join(path).display().to_string().replace('\\', "/");
    name.strip_prefix("./").unwrap_or(&name).to_owned()
}

/// A file of a folder.
///
/// # Errors
/// As for [`bounded::text`].
pub fn read(folder: &Path, path: &str) -> Result<Source> {
    let name = name(folder, path);
    match bounded::text(folder, path, bounded::HAND) {
        Ok(text) => Ok(Source::new(name, text)),
        Err(error) => {
            let what = format!("the file cannot be read: {error}");
            Err(if bounded::is_input(&error) { Error::bad_input(what) } else { Error::failed(what) }.at(name))
        }
    }
}
