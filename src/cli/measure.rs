//! The flags of the commands that measure.

use std::num::NonZeroU16;
use std::path::PathBuf;

use clap::Args;

use super::Color;
use crate::engine::Program;
use crate::render::DOCKERFILE;

/// Seconds that a build may take, unless said otherwise.
const BUILD_LIMIT: u64 = 1800;

/// Seconds from the start to the first answer, unless said otherwise.
const START_LIMIT: u64 = 60;

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
