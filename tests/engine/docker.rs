//! One call of the user's own `docker` command: an argument vector, a time limit, never a shell.

use std::process::Command;

use crate::Result;
use crate::process::{self, Finished, Limit};

/// For everything that compiles nothing.
const SHORT: Limit = Limit::seconds(60);

/// The engine that answered.
#[derive(Clone, Default)]
pub struct Engine {
    /// Its version.
    pub version: String,
    /// What it builds for unless told otherwise, such as `linux/amd64`.
    pub platform: String,
    /// How it stores layers.
    pub store: String,
}

/// Asks whether an engine is there.
pub fn engine() -> Result<Engine> {
    let answer = Docker::new(["version", "--format", "{{.Server.Version}} {{.Server.Os}}/{{.Server.Arch}}"]).run()?;
    let Some((version, platform)) = answer.split_once(' ') else { return Err(format!("`{answer}`").into()) };
    let store = Docker::new(["info", "--format", "{{.Driver}}"]).run()?;
    Ok(Engine { version: version.to_owned(), platform: platform.to_owned(), store })
}

/// A call that is being put together.
pub struct Docker {
    command: Command,
    input: String,
    limit: Limit,
}

impl Docker {
    /// A call with these arguments.
    pub fn new<'a>(arguments: impl IntoIterator<Item = &'a str>) -> Self {
        let mut command = Command::new("docker");
        // The engine's own builder, whichever one the person has selected: only that one sees local images.
        command.env("BUILDX_BUILDER", "default").env("DOCKER_BUILDKIT", "1").env("NO_COLOR", "1").args(arguments);
        Self { command, input: String::new(), limit: SHORT }
    }

    /// Adds arguments.
    pub fn with<'a>(mut self, arguments: impl IntoIterator<Item = &'a str>) -> Self {
        self.command.args(arguments);
        self
    }

    /// Takes the legacy builder.
    pub fn classic(mut self) -> Self {
        self.command.env("DOCKER_BUILDKIT", "0");
        self
    }

    /// Gives it a file through its standard input.
    pub fn input(mut self, text: &str) -> Self {
        text.clone_into(&mut self.input);
        self
    }

    /// Lets it take so long.
    pub fn limit(mut self, limit: Limit) -> Self {
        self.limit = limit;
        self
    }

    /// Lets it go on after an interrupt.
    pub fn clears_away(mut self) -> Self {
        self.limit.clears_away = true;
        self
    }

    /// Runs it to its end, however it ends.
    pub fn finish(mut self) -> Result<Finished> {
        process::finish(&mut self.command, &self.input, self.limit)
    }

    /// Runs it, and returns what it printed, without the line's end; fails with what it said if it fails.
    pub fn run(self) -> Result<String> {
        let arguments: Vec<_> =
            self.command.get_args().map(|argument| argument.to_string_lossy().into_owned()).collect();
        let finished = self.finish()?;
        match finished.code {
            Some(0) => Ok(finished.stdout.trim_end().to_owned()),
            _ => Err(format!("docker {}: {}", arguments.join(" "), process::tail(finished.said().trim(), 20)).into()),
        }
    }
}
