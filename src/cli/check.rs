//! The flags of `msgen check` and `msgen explain`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::Color;
use crate::check::Severity;

/// Seconds that the check of one submission may take, unless said otherwise; it takes a fraction of one.
const SUBMISSION_LIMIT: u64 = 60;

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
    /// By what to judge.
    #[command(flatten)]
    pub course: Course,
    /// Lay a folder of templates over the embedded ones
    #[arg(long, value_name = "DIR")]
    pub templates: Option<PathBuf>,
    /// When to use colour
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    pub color: Color,
    /// Whether and how to mend.
    #[command(flatten)]
    pub mend: Mend,
    /// Whether the paths are folders of submissions.
    #[command(flatten)]
    pub batch: Batch,
}

/// Flags of `check` for a folder of submissions.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Grading")]
pub struct Batch {
    /// Check every folder directly below PATH by itself, and print one row for each
    #[arg(long, conflicts_with = "fix")]
    pub recursive: bool,
    /// Where the service lies in each submission, such as services/api
    #[arg(long, value_name = "PATH", requires = "recursive")]
    pub within: Option<PathBuf>,
    /// Seconds that the check of one submission may take
    #[arg(long, value_name = "SECONDS", default_value_t = SUBMISSION_LIMIT, requires = "recursive")]
    #[arg(value_parser = clap::value_parser!(u64).range(1..=86_400))]
    pub limit: u64,
}

/// Flags of `check` with which a course judges what is handed in.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Judging submissions")]
pub struct Course {
    /// Judge by this report profile, whatever msgen.toml says
    #[arg(long, value_name = "ID", conflicts_with = "no_context")]
    pub profile: Option<String>,
    /// Let nothing in the folder weaken its own judgement: no switches or templates of its msgen.toml, no `msgen ignore=`
    /// comments
    #[arg(long, conflicts_with = "fix")]
    pub strict: bool,
    /// Judge by the course's own copy of the starter (implies --strict): its templates, switches, profile and fixed answers
    #[arg(long, value_name = "DIR", conflicts_with_all = ["fix", "no_context"])]
    pub starter: Option<PathBuf>,
}

impl Course {
    /// Whether nothing in the folder may weaken its own judgement.
    #[must_use]
    pub fn is_strict(&self) -> bool {
        self.strict || self.starter.is_some()
    }
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
    /// For a spreadsheet, one line for each submission: with --recursive.
    Csv,
    /// Markdown: the rubric and the findings as tables, for a workflow's summary.
    Markdown,
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
