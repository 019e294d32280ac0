//! What a Dockerfile makes, as far as one can tell without building it.
//!
//! ```text
//! Document ─► Model::of ─► stages ─► steps, each with the state before it
//!   base     what a stage starts from
//!   expand   variables, as the builder replaces them
//!   image    what the base images bring (templates/images.toml)
//!   shell    the commands of a RUN
//!   command  what is known of commands (templates/commands.toml)
//!   run      what a RUN leaves behind
//!   file     which files a stage holds, and where they come from
//!   state    user, working directory, environment, shell, start command
//! ```
//!
//! Everything that may be unknown is an `Option`: `None` says that nobody knows, and rules then say nothing.

mod base;
mod command;
mod copy;
mod expand;
mod file;
mod image;
mod link;
mod path;
mod run;
mod shell;
mod state;
mod step;
mod text;

use crate::catalog::Catalog;
use crate::context::Context;
use crate::document::{Document, Stage};
use crate::error::Result;
use crate::ignore::IgnoreFile;

pub use command::Commands;
pub use copy::{Copy, CopyFrom};
pub use expand::{Scope, Variable};
pub(crate) use file::BuildContext;
pub use file::{Files, Found, Origin, Piece};
pub use image::{Fit, Image, Images, Libc};
pub use link::{Artifact, Linking};
pub(crate) use path::{is_below, is_inside, rooted};
pub use shell::{Command, Word, commands, is_shell};
pub use state::{Start, State};
pub use step::{Action, Step};
pub(crate) use text::pairs;

/// What is known of images and commands.
#[derive(Debug, Clone, Default)]
pub struct Known {
    /// What base images bring.
    pub images: Images,
    /// What the commands of a `RUN` leave behind.
    pub commands: Commands,
}

impl Known {
    /// Reads both tables.
    ///
    /// # Errors
    /// One is missing or wrong.
    pub fn read(catalog: &Catalog) -> Result<Self> {
        Ok(Self { images: Images::read(catalog)?, commands: Commands::read(catalog)? })
    }
}

/// What a Dockerfile makes.
#[derive(Debug, Clone)]
pub struct Model<'d> {
    /// The Dockerfile.
    pub document: &'d Document,
    /// The global `ARG`s: what a `FROM` may use.
    pub global: Scope,
    /// Where sources of `COPY` are looked up.
    pub(crate) source: BuildContext<'d>,
    /// Its stages, in order; the last one is the final stage.
    pub stages: Vec<StageModel<'d>>,
}

/// What one stage makes.
#[derive(Debug, Clone)]
pub struct StageModel<'d> {
    /// The stage as it is written.
    pub stage: Stage<'d>,
    /// What it starts from.
    pub base: Base,
    /// Its instructions, in order.
    pub steps: Vec<Step<'d>>,
    /// What it is when it is finished.
    pub end: State,
    /// Whether the final stage is made from it, or is it.
    pub is_used: bool,
}

/// What a stage starts from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Base {
    /// Nothing: `scratch`.
    Scratch,
    /// An earlier stage, by its index.
    Stage(usize),
    /// An image, with the name that the builder would look for.
    Image(String),
    /// A variable that nobody knows the value of decides.
    Unknown,
}

impl<'d> Model<'d> {
    /// Follows the document from its first instruction to its last. With `context`, sources of `COPY` are looked up in
    /// it, as `ignore` lets them in.
    #[must_use]
    pub fn of(
        document: &'d Document,
        known: &Known,
        context: Option<&'d Context>,
        ignore: Option<&'d IgnoreFile>,
    ) -> Self {
        step::follow(document, known, context, ignore)
    }

    /// The final stage.
    #[must_use]
    pub fn last(&self) -> Option<&StageModel<'d>> {
        self.stages.last()
    }

    /// The stage that a `--from` or a `FROM` names: by its name, whatever its case, or by its number. `before` is the
    /// index of the stage that names it.
    #[must_use]
    pub fn named(&self, name: &str, before: usize) -> Option<usize> {
        step::named(self.stages.iter().map(|stage| stage.stage.name), name, before)
    }

    /// What lies at `path` (absolute) in stage `index` when it is finished.
    #[must_use]
    pub fn find(&self, index: usize, path: &str) -> Found {
        file::find(self, index, path)
    }
}
