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

/// The build stage.
#[derive(Deserialize)]
pub struct Builder {
    /// Its image.
    pub image: String,
}

/// The program.
#[derive(Deserialize)]
pub struct Artifact {
    /// Its path in the image.
    pub path: String,
}

/// The final stage.
#[derive(Deserialize)]
pub struct Runtime {
    /// Id of the base.
    pub base: String,
    /// Who runs the program.
    pub user: User,
    /// The port it listens on.
    pub port: u16,
    /// How it is started.
    pub start: Start,
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
    /// The program and its arguments.
    pub command: Vec<String>,
}

/// A file or a folder.
#[derive(Deserialize)]
pub struct Asset {
    /// Its path in the project.
    pub from: String,
}
