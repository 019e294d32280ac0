//! The flags of `msgen starter`.

use std::path::PathBuf;

use clap::Args;

use super::{AnswerFlags, Runtime, Writing};

/// `msgen starter`.
#[derive(Debug, Clone, Args)]
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
    /// How to write.
    #[command(flatten)]
    pub writing: Writing,
}

/// Answers that the course suggests; with `--lock`, those that it fixes.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Suggested answers")]
pub struct Suggested {
    /// What of the final image has a flag.
    #[command(flatten)]
    pub runtime: Runtime,
    /// Suggest an answer to any question by its id; lists take commas (may be repeated)
    #[arg(long, value_name = "ID=VALUE")]
    pub set: Vec<String>,
}

impl Starter {
    /// The suggested answers as `init` knows them.
    #[must_use]
    pub fn suggested(&self) -> AnswerFlags {
        let Suggested { runtime, set } = self.answers.clone();
        AnswerFlags { runtime, set, ..AnswerFlags::default() }
    }
}
