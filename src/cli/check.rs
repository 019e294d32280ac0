//! The flags of `msgen check` and `msgen explain`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::Color;
use crate::check::Severity;

/// `msgen check`.
#[derive(Debug, Clone, Args)]
pub struct Check {
    /// Folders, Dockerfiles by any name, or reports (.md); - reads a Dockerfile from standard input
    #[arg(value_name = "PATH", default_value = ".", hide_default_value = true)]
    pub paths: Vec<PathBuf>,
    /// How to show what was found
    #[arg(long, value_name = "FORMAT", default_value = "plain")]
    pub format: CheckFormat,
    /// The lowest level that is shown and counted [default: note]
    #[arg(long, value_name = "LEVEL")]
    pub severity: Option<Severity>,
    /// Judge a rule that is off by default (may be repeated)
    #[arg(long, value_name = "ID")]
    pub rule: Vec<String>,
    /// Judge every rule that is off by default
    #[arg(long)]
    pub all_rules: bool,
    /// Do not judge a rule (may be repeated)
    #[arg(long, value_name = "ID")]
    pub off: Vec<String>,
    /// Look at the Dockerfile alone, not at the folder around it
    #[arg(long)]
    pub no_context: bool,
    /// Lay a folder of templates over the embedded ones
    #[arg(long, value_name = "DIR")]
    pub templates: Option<PathBuf>,
    /// When to use colour
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    pub color: Color,
    /// Whether and how to mend.
    #[command(flatten)]
    pub mend: Mend,
}

/// Flags of `check` that mend.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Mending")]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own on the command line")]
pub struct Mend {
    /// Mend what can be mended mechanically, then check again
    #[arg(long)]
    pub fix: bool,
    /// Write nothing; print what --fix would change as a unified diff
    #[arg(long, requires = "fix")]
    pub dry_run: bool,
    /// Ask nothing; files that msgen did not write are left as they are
    #[arg(long, short = 'y', visible_aliases = ["no-input", "yes"], requires = "fix")]
    pub non_interactive: bool,
    /// Mend files that msgen did not write, or that were edited by hand, without asking
    #[arg(long, requires = "fix")]
    pub force: bool,
    /// Keep a copy (NAME.bak) of every such file
    #[arg(long, requires = "fix")]
    pub backup: bool,
}

/// How `check` shows what it found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum CheckFormat {
    /// For people, with the lines it is about.
    Plain,
    /// For programs.
    Json,
    /// For code scanning: SARIF 2.1.0.
    Sarif,
    /// For the log of a GitHub workflow.
    Github,
}

/// `msgen explain`.
#[derive(Debug, Clone, Args)]
pub struct Explain {
    /// A folder or Dockerfile, a line (`12`, `12-14`, `FILE:12`), a rule, or a message; - reads the message from standard input
    #[arg(value_name = "DIR|FILE|LINE|RULE|MESSAGE")]
    pub what: Vec<String>,
    /// How to show it
    #[arg(long, value_name = "FORMAT", default_value = "plain")]
    pub format: ExplainFormat,
    /// Lay a folder of templates over the embedded ones
    #[arg(long, value_name = "DIR")]
    pub templates: Option<PathBuf>,
    /// When to use colour
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    pub color: Color,
}

/// How `explain` shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ExplainFormat {
    /// For a terminal.
    Plain,
    /// Markdown.
    Markdown,
}
