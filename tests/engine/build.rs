//! `docker build`, with the end of its log in the error.

use std::path::Path;
use std::thread;
use std::time::Duration;

use crate::Result;
use crate::docker::Docker;
use crate::plan::Plan;
use crate::process::{Finished, Limit, tail};
use crate::scrap::Scrap;

/// A cold compile of a standard library on a busy machine.
pub const LIMIT: Limit = Limit::seconds(900);

/// As many lines of a build's log say why it failed.
const LINES: usize = 40;

/// What package managers say when something could not be fetched: that is no fault of the Dockerfile, and is tried
/// again. A name or a version that does not exist is none of these.
const NETWORK: [&str; 19] = [
    // apk
    "network error",
    // apt
    "Temporary failure resolving",
    "Failed to fetch http",
    // cargo
    "spurious network error",
    "failed to download from",
    "Could not resolve host",
    // npm, pnpm, yarn
    "ECONNRESET",
    "ECONNREFUSED",
    "ETIMEDOUT",
    "EAI_AGAIN",
    "ERR_SOCKET_TIMEOUT",
    "network timeout at",
    // pip, uv
    "NewConnectionError",
    "ConnectTimeoutError",
    "ReadTimeoutError",
    "IncompleteRead",
    "error sending request for url",
    // Maven, Gradle, and the libraries that several of these share
    "Connect timed out",
    "Connection reset by peer",
];

/// How long to wait before each further try: a resolver that is down for a moment is down for the next call as well.
const PAUSES: [Duration; 3] = [Duration::from_secs(5), Duration::from_secs(20), Duration::from_secs(60)];

/// How long the engine may take to give up a build whose client has gone.
const SETTLE: Duration = Duration::from_secs(3);

/// Builds the folder with the builder its Dockerfile was written for, and returns the image's tag.
pub fn build(folder: &Path, plan: &Plan, what: &str, scrap: &Scrap) -> Result<String> {
    if plan.is_classic() { classic(folder, what, scrap) } else { buildkit(folder, what, scrap, &[]) }
}

/// Builds the folder with `BuildKit`; `more` are arguments such as `--build-context`.
pub fn buildkit(folder: &Path, what: &str, scrap: &Scrap, more: &[&str]) -> Result<String> {
    let tag = scrap.tag(what);
    let once = || {
        let docker = Docker::new(["build", "--progress", "plain", "--tag", &tag]).with(more.iter().copied());
        finish(docker, folder)
    };
    check(&patiently(&tag, once)?).map(|()| tag)
}

/// Builds the folder with the legacy builder. What its build stages leave behind is removed at once.
fn classic(folder: &Path, what: &str, scrap: &Scrap) -> Result<String> {
    let tag = scrap.tag(what);
    let once = || {
        let built = finish(Docker::new(["build", "--force-rm", "--tag", &tag]).classic(), folder)?;
        if built.code.is_none() {
            // The client was killed: the engine is still stopping the container of its last step.
            thread::sleep(SETTLE);
        }
        for image in intermediate(&built.stdout) {
            // A later image may stand on it, or somebody else may have tagged it: then it is not ours to remove.
            let tags = Docker::new(["image", "inspect", "--format", "{{len .RepoTags}}", image]).clears_away().run();
            if tags.is_ok_and(|tags| tags == "0") {
                let _ = Docker::new(["image", "rm", image]).clears_away().run();
            }
        }
        Ok(built)
    };
    check(&patiently(&tag, once)?).map(|()| tag)
}

/// Builds, and builds again where the network, and not the Dockerfile, has ended the build.
fn patiently(tag: &str, once: impl Fn() -> Result<Finished>) -> Result<Finished> {
    let mut built = once()?;
    for pause in PAUSES {
        let said = built.said();
        let Some(word) = NETWORK.into_iter().find(|word| built.code == Some(1) && said.contains(word)) else { break };
        eprintln!("{tag}: `{word}`, says a package manager; building again in {} s", pause.as_secs());
        thread::sleep(pause);
        built = once()?;
    }
    Ok(built)
}

/// The images that the legacy builder made on the way, last first: every `---> ID` that is neither a stage's base nor
/// taken from the cache.
fn intermediate(log: &str) -> Vec<&str> {
    let mut ours = Vec::new();
    let mut given = true;
    for line in log.lines().map(str::trim) {
        match line.strip_prefix("---> ") {
            None if line.starts_with("Step ") => given = line.contains(" : FROM "),
            Some("Using cache") => given = true,
            Some(id) if !given && id.bytes().all(|byte| byte.is_ascii_hexdigit()) => ours.push(id),
            None | Some(_) => {}
        }
    }
    ours.reverse();
    ours
}

fn finish(docker: Docker, folder: &Path) -> Result<Finished> {
    docker.with([&*folder.to_string_lossy()]).limit(LIMIT).finish()
}

/// A failed build ends with its log's tail.
fn check(built: &Finished) -> Result<()> {
    match built.code {
        Some(0) => Ok(()),
        code => Err(format!("docker build ended with {code:?}:\n{}", tail(&built.said(), LINES)).into()),
    }
}
