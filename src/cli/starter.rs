//! The flags of `msgen starter`.

use std::path::PathBuf;

use clap::Args;

use super::{AnswerFlags, Color, Mode};

/// `msgen starter`.
#[derive(Debug, Clone, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own on the command line")]
pub struct Starter {
    /// Folder of the starter; made where it is missing
    #[arg(value_name = "DIR")]
    pub folder: PathBuf,
    /// Which course it is for
    #[arg(long, value_name = "ID")]
    pub profile: Option<String>,
    /// What the small service in it is written in; the choice of the profile, or of the templates, unless given
    #[arg(long, value_name = "ID")]
    pub language: Option<String>,
    /// Fix the answers to these questions; the profile's is fixed in any case (may be repeated)
    #[arg(long, value_name = "ID,…", value_delimiter = ',')]
    pub lock: Vec<String>,
    /// Name of the service and of its program; that of DIR unless given
    #[arg(long, value_name = "NAME")]
    pub name: Option<String>,
    /// The msgen that the workflow builds: a repository of GitHub, and a commit by all its 40 digits
    #[arg(long, value_name = "OWNER/NAME@COMMIT")]
    pub msgen: Option<String>,
    /// Copy the profile into DIR/course under this id, to be adapted
    #[arg(long, value_name = "ID")]
    pub own_profile: Option<String>,
    /// Lay a folder of templates over the embedded ones; the starter takes it along
    #[arg(long, value_name = "DIR")]
    pub templates: Option<PathBuf>,
    /// What the course suggests.
    #[command(flatten)]
    pub answers: Suggested,
    /// Ask nothing; never overwrites
    #[arg(long, short = 'y', visible_aliases = ["no-input", "yes"], help_heading = "Writing")]
    pub non_interactive: bool,
    /// Write nothing; print what would change as a unified diff
    #[arg(long, help_heading = "Writing")]
    pub dry_run: bool,
    /// Overwrite files that are there and say something else
    #[arg(long, help_heading = "Writing")]
    pub force: bool,
    /// Leave such files, and write the others
    #[arg(long, conflicts_with = "force", help_heading = "Writing")]
    pub skip_existing: bool,
    /// Keep a copy (NAME.bak) of every file that --force overwrites
    #[arg(long, help_heading = "Writing")]
    pub backup: bool,
    /// When to use colour
    #[arg(long, value_name = "WHEN", default_value = "auto", help_heading = "Writing")]
    pub color: Color,
}

/// Answers that the course suggests; with `--lock`, those that it fixes.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Suggested answers")]
pub struct Suggested {
    /// What the final image starts from: scratch, distroless, alpine
    #[arg(long, value_name = "ID")]
    pub base: Option<String>,
    /// TCP port that the service listens on, 1 to 65535
    #[arg(long, value_name = "NUMBER")]
    pub port: Option<String>,
    /// Who runs the program: UID, UID:GID, or a name the base knows
    #[arg(long, value_name = "USER")]
    pub user: Option<String>,
    /// Suggest an answer to any question by its id; lists take commas (may be repeated)
    #[arg(long, value_name = "ID=VALUE")]
    pub set: Vec<String>,
}

impl Starter {
    /// The suggested answers as `init` knows them.
    #[must_use]
    pub fn suggested(&self) -> AnswerFlags {
        let Suggested { base, port, user, set } = self.answers.clone();
        AnswerFlags { base, port, user, set, ..AnswerFlags::default() }
    }

    /// What to do with the files, as `init` knows it.
    #[must_use]
    pub fn mode(&self) -> Mode {
        Mode {
            non_interactive: self.non_interactive,
            dry_run: self.dry_run,
            force: self.force,
            skip_existing: self.skip_existing,
            backup: self.backup,
            color: self.color,
            ..Mode::default()
        }
    }
}
