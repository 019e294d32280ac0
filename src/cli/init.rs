//! The flags of `msgen init`, and those that `msgen starter` shares with it.

use std::path::PathBuf;

use clap::Args;

use super::Color;

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
    /// What of the final image has a flag.
    #[command(flatten)]
    pub runtime: Runtime,
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

/// Flags that answer what every final image is asked.
#[derive(Debug, Clone, Default, Args)]
pub struct Runtime {
    /// What the final image starts from: scratch, distroless, alpine
    #[arg(long, value_name = "ID")]
    pub base: Option<String>,
    /// TCP port the program listens on, 1 to 65535
    #[arg(long, value_name = "NUMBER")]
    pub port: Option<String>,
    /// Who runs the program: UID, UID:GID, or a name the base knows
    #[arg(long, value_name = "USER")]
    pub user: Option<String>,
}

/// Flags that say what to do with the answers.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Writing")]
pub struct Mode {
    /// How to write.
    #[command(flatten)]
    pub writing: Writing,
    /// Write nothing; print one file: Dockerfile, .dockerignore, report or msgen.toml
    #[arg(long, value_name = "FILE", conflicts_with = "dry_run")]
    pub stdout: Option<String>,
    /// Print answers with their sources, the plan and the files as JSON
    #[arg(long, conflicts_with = "stdout")]
    pub json: bool,
    /// Then build the image, start it, and fill the report with what was measured: msgen verify
    #[arg(long, conflicts_with_all = ["dry_run", "stdout", "json"])]
    pub verify: bool,
}

/// Flags of the commands that write files.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Writing")]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own on the command line")]
pub struct Writing {
    /// Ask nothing: accept every default, fail where there is none; never overwrites
    #[arg(long, short = 'y', visible_aliases = ["no-input", "yes"])]
    pub non_interactive: bool,
    /// Write nothing; print what would change as a unified diff
    #[arg(long)]
    pub dry_run: bool,
    /// Overwrite files that are in the way
    #[arg(long)]
    pub force: bool,
    /// Leave files that are in the way, and write the others
    #[arg(long, conflicts_with = "force")]
    pub skip_existing: bool,
    /// Keep a copy (NAME.bak) of every file that --force overwrites
    #[arg(long)]
    pub backup: bool,
    /// When to use colour
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    pub color: Color,
}
