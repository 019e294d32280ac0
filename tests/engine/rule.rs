//! The rules of `msgen check`: what each calls wrong is wrong on a real engine, and its mended form is not.
//!
//! `tests/fixtures/rules/<rule>/` holds the two as `bad/` and `good/`, and `rule.toml` says what an engine shows of them.

use std::fs;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use libtest_mimic::Trial;
use serde::Deserialize;

use crate::Result;
use crate::build::LIMIT;
use crate::docker::Docker;
use crate::process::tail;
use crate::project::fixtures;
use crate::run::complain;
use crate::scrap::Scrap;

/// A program that cannot start has ended by then.
const SETTLE: Duration = Duration::from_secs(1);

/// `rule.toml`.
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct Manifest {
    /// Why an engine has nothing to show of it.
    nothing_to_see: Option<String>,
    /// What is seen of the fault.
    bad: Option<Example>,
    /// What is seen of its mended form.
    good: Option<Example>,
}

/// What an engine shows of a folder.
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct Example {
    /// Whether `docker build` succeeds.
    builds: bool,
    /// Whether the container goes on running, or ends with 0; not started where nothing is said.
    starts: Option<bool>,
    /// What stands in the output of what fails.
    says: Option<String>,
    /// What the image's configuration says.
    inspect: Option<Inspect>,
    /// Arguments for `docker run`.
    #[serde(default)]
    run: Vec<String>,
}

/// A value of the image's configuration.
#[derive(Deserialize)]
struct Inspect {
    /// The Go template that names it.
    format: String,
    /// The value.
    is: String,
}

/// A test for each rule of which an engine has something to show.
pub fn trials() -> Result<Vec<Trial>> {
    let mut trials = Vec::new();
    for entry in fs::read_dir(fixtures().join("rules"))? {
        let folder = entry?.path();
        let manifest = manifest(&folder)?;
        let id = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
        match (&manifest.nothing_to_see, &manifest.bad, &manifest.good) {
            (Some(_), None, None) => {}
            (None, Some(_), Some(_)) => trials.push(Trial::test(format!("rule::{id}"), move || run(&folder))),
            _ => return Err(format!("{id}/rule.toml: either nothing-to-see, or both bad and good").into()),
        }
    }
    trials.sort_by(|a, b| a.name().cmp(b.name()));
    Ok(trials)
}

fn manifest(folder: &Path) -> Result<Manifest> {
    let path = folder.join("rule.toml");
    let text = fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    Ok(toml::from_str(&text).map_err(|error| format!("{}: {error}", path.display()))?)
}

fn run(folder: &Path) -> std::result::Result<(), libtest_mimic::Failed> {
    let manifest = manifest(folder)?;
    let scrap = Scrap::new()?;
    let mut faults = Vec::new();
    for (name, example) in [("bad", manifest.bad), ("good", manifest.good)] {
        let Some(example) = example else { continue };
        let seen = look(&folder.join(name), name, &example, &scrap)?;
        faults.extend(seen.into_iter().map(|fault| format!("{name}: {fault}")));
    }
    complain(&faults)
}

/// Builds and starts an example; tells what is not as its manifest says.
fn look(folder: &PathBuf, name: &str, example: &Example, scrap: &Scrap) -> Result<Vec<String>> {
    let tag = scrap.tag(name);
    let docker = Docker::new(["build", "--progress", "plain", "--tag", &tag, &folder.to_string_lossy()]);
    let built = docker.limit(LIMIT).finish()?;
    if (built.code == Some(0)) != example.builds {
        return Ok(vec![format!("docker build ended with {:?}:\n{}", built.code, tail(&built.said(), 20))]);
    }
    if !example.builds {
        return Ok(not_said(example, &built.said()));
    }
    let mut faults = Vec::new();
    if let Some(Inspect { format, is }) = &example.inspect {
        let value = Docker::new(["image", "inspect", "--format", format, &tag]).run()?;
        faults.extend((value != *is).then(|| format!("{format} is `{value}`, and not `{is}`")));
    }
    match example.starts {
        Some(true) => faults.extend(keeps_running(&tag, example, scrap)?),
        Some(false) => {
            let docker = Docker::new(["run", "--rm", "--label", &scrap.label()]);
            let ended = docker.with(example.run.iter().map(String::as_str)).with([&*tag]).finish()?;
            if matches!(ended.code, Some(0) | None) {
                faults.push(format!("it ended with {:?}:\n{}", ended.code, tail(&ended.said(), 20)));
            }
            faults.extend(not_said(example, &ended.said()));
        }
        None => {}
    }
    Ok(faults)
}

/// Tells where the container has ended with a failure after a moment.
fn keeps_running(tag: &str, example: &Example, scrap: &Scrap) -> Result<Option<String>> {
    let docker = Docker::new(["run", "--detach", "--label", &scrap.label()]);
    let started = docker.with(example.run.iter().map(String::as_str)).with([tag]).finish()?;
    if started.code != Some(0) {
        return Ok(Some(format!("it does not start:\n{}", tail(&started.said(), 20))));
    }
    thread::sleep(SETTLE);
    let id = started.stdout.trim();
    let state =
        Docker::new(["container", "inspect", "--format", "{{.State.Running}} {{.State.ExitCode}}", id]).run()?;
    if matches!(state.as_str(), "true 0" | "false 0") {
        return Ok(None);
    }
    let said = Docker::new(["logs", id]).finish()?.said();
    Ok(Some(format!("running and exit code are `{state}`:\n{}", tail(&said, 20))))
}

/// Tells where the expected words are not in the output.
fn not_said(example: &Example, said: &str) -> Vec<String> {
    let missing = example.says.iter().filter(|words| !said.contains(words.as_str()));
    missing.map(|words| format!("`{words}` is not in its output:\n{}", tail(said, 20))).collect()
}
