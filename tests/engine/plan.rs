//! What these tests want to know of msgen's plan, as `msgen init --json` prints it.

use serde::Deserialize;

/// What `msgen init --json` prints.
#[derive(Deserialize)]
pub struct Run {
    /// The plan.
    pub plan: Plan,
}

/// What these tests want to know of msgen's plan.
#[derive(Deserialize)]
pub struct Plan {
    /// `buildkit` or `classic`.
    pub syntax: String,
    /// The language.
    pub language: Language,
    /// The build stage.
    pub builder: Builder,
    /// The program.
    pub artifact: Artifact,
    /// The final stage.
    pub runtime: Runtime,
}

impl Plan {
    /// Whether it is for the legacy builder.
    pub fn is_classic(&self) -> bool {
        self.syntax == "classic"
    }
}

/// The language.
#[derive(Deserialize)]
pub struct Language {
    /// Its id.
    pub id: String,
}

/// The build stage.
#[derive(Deserialize)]
pub struct Builder {
    /// Its image.
    pub image: String,
    /// Whether it runs on the build platform and compiles for the target platform.
    pub cross: bool,
}

/// What was built.
#[derive(Deserialize)]
pub struct Artifact {
    /// Its path in the image.
    pub path: String,
    /// `program`, `file` or `folder`.
    pub kind: String,
}

impl Artifact {
    /// Whether it is a folder of files.
    pub fn is_folder(&self) -> bool {
        self.kind == "folder"
    }
}

/// The final stage.
#[derive(Deserialize)]
pub struct Runtime {
    /// Id of the base.
    pub base: String,
    /// The image of the base.
    pub image: String,
    /// Who runs the program.
    pub user: User,
    /// The port it listens on.
    pub port: u16,
    /// How it is started.
    pub start: Start,
    /// The argument vector of its health check; empty without one.
    pub health: Vec<String>,
    /// What else of the project is in the image.
    pub assets: Vec<Asset>,
}

/// A user and a group, by number.
#[derive(Deserialize)]
pub struct User {
    /// The user.
    pub uid: u32,
    /// The group.
    pub gid: u32,
}

/// The argument vector.
#[derive(Deserialize)]
pub struct Start {
    /// The argument vector of process 1.
    pub command: Vec<String>,
    /// Where the init process is; empty without one.
    pub init: String,
}

/// A file or a folder.
#[derive(Deserialize)]
pub struct Asset {
    /// Its path in the project.
    pub from: String,
}
