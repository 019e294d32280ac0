//! What was seen of an image: its configuration, its layers, what is in it.

use serde::{Deserialize, Serialize};

use super::Size;

/// What an image is of a Dockerfile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// The stage that makes what the final stage takes.
    BuildStage,
    /// What is shipped.
    Final,
}

/// An image, read from what the engine saves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImageFacts {
    /// What it is of the Dockerfile.
    pub role: Role,
    /// The name of its stage, or its number from 0.
    pub stage: String,
    /// What its stage starts from, as the Dockerfile says.
    pub base: String,
    /// Its id: the digest of its configuration.
    pub id: String,
    /// `linux/amd64`.
    pub platform: String,
    /// Its configuration.
    pub config: ConfigFacts,
    /// The bytes of the files in all its layers.
    pub unpacked: Size,
    /// The bytes of its layers, packed; none where nothing could pack them.
    pub packed: Option<Size>,
    /// Its layers, the lowest first.
    pub layers: Vec<LayerFacts>,
    /// What is in it.
    pub contents: Contents,
}

/// An image's configuration.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConfigFacts {
    /// Who runs it; empty for root.
    pub user: String,
    /// The argument vector of `ENTRYPOINT`.
    pub entrypoint: Vec<String>,
    /// The argument vector of `CMD`.
    pub cmd: Vec<String>,
    /// The exposed ports: `8080/tcp`.
    pub ports: Vec<String>,
    /// The working directory; empty for `/`.
    pub workdir: String,
    /// The labels, as `KEY=VALUE`, in the order of their keys.
    pub labels: Vec<String>,
    /// The argument vector of the health check; empty without one.
    pub health: Vec<String>,
    /// The signal that stops it; empty for SIGTERM.
    pub stop_signal: String,
}

/// A layer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LayerFacts {
    /// The digest of its content, unpacked: its diff id.
    pub diff_id: String,
    /// The instruction that made it, as the image's history has it; empty where the history does not say.
    pub made_by: String,
    /// The bytes of the files in it.
    pub unpacked: u64,
    /// Its bytes, packed.
    pub packed: Option<u64>,
    /// How many files it holds.
    pub files: u64,
}

/// What a container of the image sees: its layers, one laid over the other.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contents {
    /// Regular files.
    pub files: u64,
    /// Of them, those that somebody may execute.
    pub executables: u64,
    /// Those that run as another user than whoever starts them.
    pub set_uid: Vec<String>,
    /// Shells, and programs that contain one.
    pub shells: Vec<String>,
    /// Package managers of systems.
    pub package_managers: Vec<String>,
    /// The databases of installed packages.
    pub packages: Vec<Packages>,
    /// Bundles of certificates, by path.
    pub certificates: Vec<String>,
    /// Files of time zones.
    pub time_zones: u64,
    /// What the kernel starts; none where it is not in the image.
    pub program: Option<ProgramFacts>,
}

/// A database of installed packages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Packages {
    /// `apk` or `dpkg`.
    pub database: String,
    /// How many packages it lists as installed.
    pub count: u64,
}

/// What the kernel starts, read from the file itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProgramFacts {
    /// Its path in the image, links followed.
    pub path: String,
    /// Its bytes.
    pub bytes: u64,
    /// Its permissions: `0755`.
    pub mode: String,
    /// `static`, `dynamic`, `script`, or `unknown`.
    pub linking: String,
    /// The machine it is built for: `amd64`; empty where it is no ELF file.
    pub machine: String,
    /// The loader or the interpreter that it names; none for a static program.
    pub interpreter: Option<String>,
    /// The libraries that it names.
    pub libraries: Vec<String>,
}
