//! What of a folder the builder gets.
//!
//! Two numbers, both exact:
//!
//! - **context**: the bytes of all files that the .dockerignore lets in. The engine itself says which: it builds
//!   `FROM scratch` / `COPY . /` in the folder and hands the result back as an archive. The Dockerfile of that build
//!   comes through standard input, so it counts nowhere.
//! - **sent**: the bytes `BuildKit` counts while it transfers the context of the real build, its own framing included.
//!   It asks only for what an instruction names, so `COPY go.mod main.go .` sends two files whatever the .dockerignore
//!   lets in. A builder keeps what an earlier build sent from the same folder; a folder it has not seen has no such
//!   help. `--progress plain` rounds the number, `rawjson` does not.

use std::fs::File;
use std::path::Path;

use serde::Deserialize;
use tar::Archive;

use crate::Result;
use crate::build::LIMIT;
use crate::docker::Docker;
use crate::process::tail;
use crate::scrap::Scrap;

/// Copies all there is.
const EVERYTHING: &str = "FROM scratch\nCOPY . /\n";

/// The step of a build whose transfer counts.
const STEP: &str = "[internal] load build context";

/// The bytes of the files that the .dockerignore of `folder` lets in.
pub fn let_in(folder: &Path, scrap: &Scrap) -> Result<u64> {
    let archive = scrap.folder().join("context.tar");
    let output = format!("type=tar,dest={}", archive.display());
    Docker::new(["build", "--file", "-", "--output", &output, &folder.to_string_lossy()]).input(EVERYTHING).run()?;
    let mut bytes = 0;
    for entry in Archive::new(File::open(archive)?).entries()? {
        bytes += entry?.size();
    }
    Ok(bytes)
}

/// The bytes that `BuildKit` transfers for the Dockerfile of `folder`, which it must not have seen before.
pub fn sent(folder: &Path) -> Result<u64> {
    let docker = Docker::new(["build", "--progress", "rawjson", "--output", "type=cacheonly"]);
    let finished = docker.with([&*folder.to_string_lossy()]).limit(LIMIT).finish()?;
    if finished.code != Some(0) {
        return Err(format!("docker build ended with {:?}: {}", finished.code, tail(&finished.stderr, 5)).into());
    }
    let mut step = String::new();
    let mut bytes = None;
    for line in finished.stderr.lines() {
        let progress: Progress = serde_json::from_str(line).map_err(|error| format!("{error}: {line}"))?;
        let named = progress.vertexes.into_iter().flatten().find(|vertex| vertex.name == STEP);
        step = named.map_or(step, |vertex| vertex.digest);
        let mut ours = progress
            .statuses
            .into_iter()
            .flatten()
            .filter(|status| status.vertex == step && status.id.starts_with("transferring"));
        bytes = ours.next_back().map(|status| status.current).or(bytes);
    }
    bytes.ok_or_else(|| "BuildKit did not say how much it transferred".into())
}

/// A line of `--progress rawjson`.
#[derive(Deserialize)]
struct Progress {
    vertexes: Option<Vec<Vertex>>,
    statuses: Option<Vec<Status>>,
}

/// A step.
#[derive(Deserialize)]
struct Vertex {
    digest: String,
    name: String,
}

/// How far a step is.
#[derive(Deserialize)]
struct Status {
    id: String,
    vertex: String,
    #[serde(default)]
    current: u64,
}
