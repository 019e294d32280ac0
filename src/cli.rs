//! The command line: clap types only.

mod check;
mod help;
mod starter;

use std::num::NonZeroU16;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

use crate::engine::Program;
use crate::render::DOCKERFILE;

pub use check::{Batch, Check, CheckFormat, Course, Explain, ExplainFormat, Mend};
pub use help::{CHECK_HELP, EXAMPLES, EXIT_CODES, EXPLAIN_HELP, STARTER_HELP, VERIFY_CODES};
pub use starter::{Starter, Suggested};

/// Seconds that a build may take, unless said otherwise.
const BUILD_LIMIT: u64 = 1800;

/// Seconds from the start to the first answer, unless said otherwise.
const START_LIMIT: u64 = 60;

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

/// `msgen init`.
#[derive(Debug, Clone, Default, Args)]
pub struct Init {
    /// Folder of the service
    #[arg(value_name = "DIR", default_value = ".", hide_default_value = true)]
    pub folder: PathBuf,
    /// The answers given as flags.
    #[command(flatten)]
    pub answers: AnswerFlags,
    /// What to do with them.
    #[command(flatten)]
    pub mode: Mode,
}

/// Flags that answer questions.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Answers")]
pub struct AnswerFlags {
    /// What the service is written in
    #[arg(long, value_name = "ID")]
    pub language: Option<String>,
    /// What the final image starts from: scratch, distroless, alpine
    #[arg(long, value_name = "ID")]
    pub base: Option<String>,
    /// TCP port the program listens on, 1 to 65535
    #[arg(long, value_name = "NUMBER")]
    pub port: Option<String>,
    /// Who runs the program: UID, UID:GID, or a name the base knows
    #[arg(long, value_name = "USER")]
    pub user: Option<String>,
    /// Version of the toolchain, such as 1.27
    #[arg(long, value_name = "VERSION")]
    pub language_version: Option<String>,
    /// Which course or organisation the report is for
    #[arg(long, value_name = "ID")]
    pub profile: Option<String>,
    /// Where the report is written, below DIR
    #[arg(long, value_name = "PATH", conflicts_with = "no_report")]
    pub report: Option<String>,
    /// Write no report
    #[arg(long)]
    pub no_report: bool,
    /// Comments in the Dockerfile: none, brief, full or teach
    #[arg(long, value_name = "LEVEL")]
    pub comments: Option<String>,
    /// Ask in the Dockerfile why each instruction is there, for you to answer: --comments teach
    #[arg(long, conflicts_with = "comments")]
    pub teach: bool,
    /// Which builder reads it: buildkit, or classic (the legacy builder)
    #[arg(long, value_name = "BUILDER")]
    pub syntax: Option<String>,
    /// Accept uid 0
    #[arg(long)]
    pub allow_root: bool,
    /// Answer any question by its id; lists take commas (may be repeated)
    #[arg(long, value_name = "ID=VALUE")]
    pub set: Vec<String>,
    /// Read answers from a TOML file; - reads standard input
    #[arg(long, value_name = "FILE")]
    pub answers: Option<String>,
    /// Lay a folder of templates over the embedded ones
    #[arg(long, value_name = "DIR")]
    pub templates: Option<PathBuf>,
}

/// Flags that say what to do with the answers.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Writing")]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own on the command line")]
pub struct Mode {
    /// Ask nothing: accept every default, fail where there is none; never overwrites
    #[arg(long, short = 'y', visible_aliases = ["no-input", "yes"])]
    pub non_interactive: bool,
    /// Write nothing; print what would change as a unified diff
    #[arg(long)]
    pub dry_run: bool,
    /// Write nothing; print one file: Dockerfile, .dockerignore, report or msgen.toml
    #[arg(long, value_name = "FILE", conflicts_with = "dry_run")]
    pub stdout: Option<String>,
    /// Print answers with their sources, the plan and the files as JSON
    #[arg(long, conflicts_with = "stdout")]
    pub json: bool,
    /// Overwrite files that were edited by hand
    #[arg(long)]
    pub force: bool,
    /// Leave files that were edited by hand, and write the others
    #[arg(long, conflicts_with = "force")]
    pub skip_existing: bool,
    /// Keep a copy (NAME.bak) of every file that --force overwrites
    #[arg(long)]
    pub backup: bool,
    /// Then build the image, start it, and fill the report with what was measured: msgen verify
    #[arg(long, conflicts_with_all = ["dry_run", "stdout", "json"])]
    pub verify: bool,
    /// When to use colour
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    pub color: Color,
}

/// `msgen verify`.
#[derive(Debug, Clone, Args)]
pub struct Verify {
    /// Folder of the service
    #[arg(value_name = "DIR", default_value = ".", hide_default_value = true)]
    pub folder: PathBuf,
    /// The Dockerfile, below DIR
    #[arg(long, short, value_name = "PATH", default_value = DOCKERFILE)]
    pub file: String,
    /// TCP port the program listens on, where msgen.toml or EXPOSE does not say it
    #[arg(long, value_name = "NUMBER")]
    pub port: Option<NonZeroU16>,
    /// Path to ask for, beside / and the health path (may be repeated)
    #[arg(long, value_name = "PATH")]
    pub path: Vec<String>,
    /// Print the evidence as JSON
    #[arg(long)]
    pub json: bool,
    /// How to measure.
    #[command(flatten)]
    pub measure: Measure,
}

impl Verify {
    /// `msgen verify DIR`, with every flag left out.
    #[must_use]
    pub fn of(folder: PathBuf) -> Self {
        let measure = Measure {
            engine: Program::default(),
            builder: None,
            cold: false,
            build_limit: BUILD_LIMIT,
            start_limit: START_LIMIT,
            evidence: None,
            templates: None,
            color: Color::default(),
        };
        Self { folder, file: DOCKERFILE.to_owned(), port: None, path: Vec::new(), json: false, measure }
    }
}

/// `msgen compare`.
#[derive(Debug, Clone, Args)]
pub struct Compare {
    /// Folder of the service
    #[arg(value_name = "DIR", default_value = ".", hide_default_value = true)]
    pub folder: PathBuf,
    /// Print the comparison as JSON
    #[arg(long)]
    pub json: bool,
    /// How to measure.
    #[command(flatten)]
    pub measure: Measure,
}

/// Flags of the commands that measure.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Measuring")]
pub struct Measure {
    /// The container engine
    #[arg(long, value_name = "NAME", default_value = "docker")]
    pub engine: Program,
    /// The builder, as `docker buildx ls` names it
    #[arg(long, value_name = "NAME")]
    pub builder: Option<String>,
    /// Build without the layer cache first
    #[arg(long)]
    pub cold: bool,
    /// Seconds that a build may take
    #[arg(long, value_name = "SECONDS", default_value_t = BUILD_LIMIT)]
    pub build_limit: u64,
    /// Seconds from the start to the first answer
    #[arg(long, value_name = "SECONDS", default_value_t = START_LIMIT)]
    pub start_limit: u64,
    /// Folder of the evidence, below DIR; beside the report unless said otherwise
    #[arg(long, value_name = "PATH")]
    pub evidence: Option<String>,
    /// Lay a folder of templates over the embedded ones
    #[arg(long, value_name = "DIR")]
    pub templates: Option<PathBuf>,
    /// When to use colour
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    pub color: Color,
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
