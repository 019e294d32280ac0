//! The engine: the person's own `docker` or `podman` command, and what can be seen of a container from outside.
//!
//! ```text
//! engine
//! ├── call     one call: an argument vector, a time limit, who sees what it says; never a shell
//! ├── process  a process that ends: by itself, at its limit, or when the person interrupts
//! ├── command  the real engine: processes, HTTP over the loopback interface, the kernel's files
//! ├── http     one question, one answer
//! ├── litter   what a run makes, and how it goes away again
//! ├── guard    a process that clears away when msgen is killed
//! └── session  one run: the engine answers, Ctrl-C is caught, at the end everything is removed
//! ```
//!
//! Everything that `verify` and `compare` learn comes through the trait, so a test can replay what a real engine said.

pub mod call;
pub mod command;
pub mod guard;
pub mod http;
pub mod litter;
pub mod process;
pub mod session;

use std::fmt;
use std::time::Duration;

use clap::ValueEnum;
use serde::{Deserialize, Serialize};

use crate::error::Result;

pub use call::{Call, Reply};
pub use command::Command;
pub use http::Answer;
pub use litter::Litter;
pub use session::Session;

/// Which engine.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Program {
    /// Docker.
    #[default]
    Docker,
    /// Podman.
    Podman,
}

impl fmt::Display for Program {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Docker => "docker",
            Self::Podman => "podman",
        })
    }
}

/// An engine, and this side of the machine that it runs on.
pub trait Engine {
    /// Which one it is.
    fn program(&self) -> Program;

    /// Runs the engine's command with the call's arguments, to its end.
    ///
    /// # Errors
    /// The command cannot be started, or the person interrupted it. A command that fails or is killed at its limit is
    /// a [`Reply`].
    fn call(&self, call: &Call) -> Result<Reply>;

    /// Asks `http://127.0.0.1:PORT PATH` once.
    ///
    /// # Errors
    /// No whole answer came: why not, in a clause.
    fn get(&self, port: u16, path: &str) -> Result<Answer, String>;

    /// A file of the kernel, such as `/proc/1/status`; none where it cannot be read, or the engine runs elsewhere.
    fn kernel(&self, path: &str) -> Option<String>;

    /// The time since some moment of the past.
    fn now(&self) -> Duration;

    /// Waits.
    fn wait(&self, time: Duration);
}
