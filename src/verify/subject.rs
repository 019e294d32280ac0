//! What is to be verified, and what is expected of it.

use std::fs;
use std::io;
use std::num::NonZeroU16;
use std::path::{Path, PathBuf};

use crate::answers::Value;
use crate::bounded;
use crate::catalog::Catalog;
use crate::context::{Context, ignore_file};
use crate::document::{Document, Stage};
use crate::error::{Error, Result};
use crate::evidence::FileFacts;
use crate::interview::Interview;
use crate::plan::Plan;
use crate::question::Kind;

/// A folder with a Dockerfile.
#[derive(Debug, Clone)]
pub struct Subject {
    /// The build context.
    pub folder: PathBuf,
    /// Path of the Dockerfile, relative to the folder.
    pub dockerfile: String,
    /// The Dockerfile, whoever wrote it.
    pub document: Document,
    /// What is expected of the image.
    pub expected: Expected,
}

/// What is expected of an image: by msgen's plan where there is one, else by the Dockerfile itself.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is an answer of its own")]
pub struct Expected {
    /// The port that the program answers on.
    pub port: u16,
    /// The paths that are asked for; every one must answer with a status below 500, the first with one below 400.
    pub paths: Vec<String>,
    /// The user that the plan names, by number; where nobody planned one, any but root will do.
    pub user: Option<(u32, u32)>,
    /// Whether the base has a shell; none where nobody knows.
    pub has_shell: Option<bool>,
    /// Where what was built lies in the image; none where nobody planned it.
    pub artifact: Option<String>,
    /// Whether the program needs certificates in the image.
    pub certificates: bool,
    /// Whether the program needs files of time zones in the image.
    pub time_zones: bool,
    /// Endings of the names of the project's source files, without the dot.
    pub sources: Vec<String>,
    /// Whether such files must not be in the image: not where the program is its own source.
    pub is_compiled: bool,
    /// The folders of its own that the program may write to, beside `/tmp`.
    pub writable: Vec<String>,
    /// Whether the Dockerfile is for the legacy builder.
    pub is_classic: bool,
}

/// Reads the Dockerfile of a folder.
///
/// # Errors
/// It is not there, cannot be read, or is no Dockerfile.
pub fn read(folder: &Path, dockerfile: &str) -> Result<Document> {
    let text = bounded::text(folder, dockerfile, bounded::HAND).map_err(|error| {
        let place = folder.join(dockerfile).display().to_string();
        match error.kind() {
            io::ErrorKind::NotFound => Error::bad_input("there is no Dockerfile to verify")
                .at(place)
                .help("`msgen init` writes one; --file names another"),
            _ => Error::failed(format!("the Dockerfile cannot be read: {error}")).at(place),
        }
    })?;
    Document::parse(dockerfile, &text)
}

impl Expected {
    /// What msgen planned.
    #[must_use]
    pub fn of_plan(catalog: &Catalog, plan: &Plan, interview: &Interview) -> Self {
        let base = catalog.base(&plan.runtime.base);
        let runtime = base.and_then(|base| interview.language.runtime(base, &interview.answers));
        let health = Some(plan.health_path.clone()).filter(|path| !path.is_empty() && path != ROOT);
        Self {
            port: plan.runtime.port.get(),
            paths: [ROOT.to_owned()].into_iter().chain(health).collect(),
            user: Some((plan.runtime.user.uid, plan.runtime.user.gid)),
            has_shell: runtime.map(|(_, flavour)| flavour.has("shell")),
            artifact: Some(plan.artifact.path.clone()),
            certificates: interview.answers.flag("certificates"),
            time_zones: interview.answers.flag("time-zones") && !interview.language.head.embeds_time_zones,
            sources: interview.language.head.sources.clone(),
            is_compiled: !interview.language.tables.ignore.open,
            writable: plan.rootfs.writable.clone(),
            is_classic: plan.syntax == "classic",
        }
    }

    /// What a Dockerfile says of itself: the port is the first that its final stage exposes. What the project's files
    /// are written in is seen from its markers.
    ///
    /// # Errors
    /// A language of the catalog cannot be read.
    pub fn of_document(catalog: &Catalog, context: &Context, document: &Document) -> Result<Self> {
        let port = document.stages().last().and_then(|stage| exposed(&stage));
        let (mut sources, mut is_compiled) = (Vec::new(), true);
        for id in catalog.languages() {
            let head = catalog.head(&id)?;
            if head.recognise(context).is_some() {
                sources.extend(head.sources.iter().cloned());
                is_compiled &= !catalog.language(&id)?.tables.ignore.open;
            }
        }
        Ok(Self {
            port: port.map_or(0, NonZeroU16::get),
            paths: vec![ROOT.to_owned()],
            user: None,
            has_shell: None,
            artifact: None,
            certificates: false,
            time_zones: false,
            is_compiled: is_compiled && !sources.is_empty(),
            sources,
            writable: Vec::new(),
            is_classic: false,
        })
    }

    /// See that what is expected can be asked for.
    ///
    /// # Errors
    /// Nobody says which port, or a path is no path.
    pub fn check(&self) -> Result<()> {
        if self.port == 0 {
            return Err(Error::bad_input("the Dockerfile's final stage exposes no port, so nobody knows where to ask")
                .help("--port NUMBER, or an EXPOSE in the Dockerfile"));
        }
        for path in &self.paths {
            let what = Kind::HttpPath.check(&Value::from(path.as_str()));
            what.map_err(|what| Error::bad_input(what).at(format!("--path {}", path.escape_debug())))?;
        }
        Ok(())
    }
}

/// The page that every service has.
const ROOT: &str = "/";

/// The first port that a stage exposes, if it is written as a number.
fn exposed(stage: &Stage<'_>) -> Option<NonZeroU16> {
    let exposes = stage.instructions.iter().filter(|instruction| instruction.keyword == "EXPOSE");
    let mut ports = exposes.flat_map(|instruction| instruction.arguments.split_whitespace());
    ports.find_map(|port| port.split('/').next().and_then(|port| port.parse().ok()))
}

impl Subject {
    /// The ignore file that the builder reads: the Dockerfile's own, or the folder's.
    #[must_use]
    pub fn ignore_file(&self) -> Option<String> {
        ignore_file(&self.folder, &self.dockerfile, !self.expected.is_classic)
    }

    /// A file of the subject, and what it holds.
    ///
    /// # Errors
    /// It cannot be read.
    pub fn facts(&self, path: &str) -> Result<FileFacts> {
        let bytes = fs::read(self.folder.join(path))
            .map_err(|error| Error::failed(format!("it cannot be read: {error}")).at(path))?;
        Ok(FileFacts::of(path, &bytes))
    }
}
