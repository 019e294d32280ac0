//! The command line: clap types only.

mod check;
mod help;
mod init;
mod measure;
mod starter;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

use crate::engine::Program;

pub use check::{Batch, Check, CheckFormat, Course, Explain, ExplainFormat, Mend};
pub use help::{CHECK_HELP, EXAMPLES, EXIT_CODES, EXPLAIN_HELP, STARTER_HELP, VERIFY_CODES};
pub use init::{AnswerFlags, Init, Mode, Runtime, Writing};
pub use measure::{Compare, Measure, Verify};
pub use starter::{Starter, Suggested};

/// Writes a multi-stage Dockerfile, a .dockerignore and a report skeleton for a project.
///
/// msgen reads the project, asks for what it cannot read, refuses what cannot work, shows what changes, and writes.
#[derive(Debug, Parser)]
#[command(name = "msgen", version, after_help = EXAMPLES, after_long_help = format!("{EXAMPLES}\n\n{EXIT_CODES}"))]
#[command(args_conflicts_with_subcommands = true, disable_help_subcommand = true)]
pub struct Cli {
    /// What to do; `init` unless said otherwise.
    #[command(subcommand)]
    pub command: Option<Command>,
    /// The arguments of `init`, for the call without a subcommand.
    #[command(flatten)]
    pub init: Init,
}

/// The subcommands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Read the project, ask, and write Dockerfile, .dockerignore, report and msgen.toml
    #[command(after_help = EXIT_CODES)]
    Init(Box<Init>),
    /// Build the image, look into it, start it hardened, ask it, stop it, and keep the evidence
    #[command(after_help = VERIFY_CODES)]
    Verify(Box<Verify>),
    /// Verify on every base that the language supports, and as a single stage, side by side
    #[command(after_help = VERIFY_CODES)]
    Compare(Box<Compare>),
    /// Find faults that linters miss, drift from msgen.toml, and faults in the report, without an engine
    #[command(after_help = CHECK_HELP)]
    Check(Box<Check>),
    /// Say why an instruction is there, what a rule means, or what an engine's message is about
    #[command(after_help = EXPLAIN_HELP)]
    Explain(Explain),
    /// Write a starter repository for the students of a course: msgen.toml, a small service, README and workflow
    #[command(after_help = STARTER_HELP)]
    Starter(Box<Starter>),
    /// Show which language runs on which base, and why not; or the rules
    List(List),
    /// Print a completion script
    Completions {
        /// The shell it is for
        shell: Shell,
    },
    /// Print the manual page
    Man,
    /// Remove what a run left behind, when that run was killed
    #[command(hide = true)]
    Guard {
        /// Whose engine it was.
        engine: Program,
        /// The id of the run.
        id: String,
        /// The folder of the run.
        folder: PathBuf,
    },
}

/// `msgen list`.
#[derive(Debug, Clone, Args)]
pub struct List {
    /// Print JSON
    #[arg(long)]
    pub json: bool,
    /// Print a Markdown table
    #[arg(long, conflicts_with_all = ["json", "questions"])]
    pub markdown: bool,
    /// Show the rules of `msgen check` instead
    #[arg(long, conflicts_with = "questions")]
    pub rules: bool,
    /// Show the questions of a language instead, each with its default
    #[arg(long, value_name = "LANGUAGE")]
    pub questions: Option<String>,
    /// Lay a folder of templates over the embedded ones
    #[arg(long, value_name = "DIR")]
    pub templates: Option<PathBuf>,
}

/// When to use colour.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// On a terminal, unless `NO_COLOR` is set.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}
