//! `BuildKit`'s own checks: no warning on any Dockerfile msgen writes.
//!
//! They read the base images' configuration. Where an image is not here an empty one takes its place, by
//! `--build-context`, so that no image ever gets a name that is not its own; and a frontend that is not here is left
//! out, because the engine has one of its own. So every case is checked, whatever a machine has.

use std::fs;
use std::path::Path;

use libtest_mimic::{Completion, Trial};

use crate::Result;
use crate::build::buildkit;
use crate::case::Case;
use crate::docker::Docker;
use crate::need;
use crate::process::tail;
use crate::project::Project;
use crate::scrap::Scrap;

/// The beginning of the line that names the frontend.
const FRONTEND: &str = "# syntax=";

/// Takes the place of an image that is not here.
const EMPTY: &str = "FROM scratch\nLABEL empty=yes\n";

/// The test of a case.
pub fn trial(case: &Case) -> Trial {
    let case = case.clone();
    Trial::ignorable_test(format!("check::{}", case.name), move || check(&case))
}

fn check(case: &Case) -> Result<Completion> {
    let scrap = Scrap::new()?;
    let project = Project::copy(&case.fixture, "check", &scrap)?;
    project.plan_from(&case.answers)?;
    let substitutes = substitutes(&project.folder, &scrap)?;
    let docker = Docker::new(["build", "--check"]).with(substitutes.iter().map(String::as_str));
    let finished = docker.with([&*project.folder.to_string_lossy()]).finish()?;
    let said = finished.said();
    if finished.code == Some(0) && said.contains("no warnings found") {
        return Ok(Completion::Completed);
    }
    Err(format!("docker build --check ended with {:?}:\n{}", finished.code, tail(&said, 40)).into())
}

/// The arguments that put something in the place of every image that is not here.
fn substitutes(folder: &Path, scrap: &Scrap) -> Result<Vec<String>> {
    let dockerfile = fs::read_to_string(folder.join("Dockerfile"))?;
    let frontend = dockerfile.lines().next().and_then(|line| line.strip_prefix(FRONTEND));
    let mut arguments = Vec::new();
    for image in need::images(folder)?.iter().filter(|image| !need::is_here(image)) {
        if frontend == Some(image) {
            // An empty comment, so that every instruction keeps its line.
            fs::write(folder.join("Dockerfile"), dockerfile.replacen(&format!("{FRONTEND}{image}"), "#", 1))?;
            continue;
        }
        let context = scrap.folder().join("empty");
        fs::create_dir_all(&context)?;
        fs::write(context.join("Dockerfile"), EMPTY)?;
        let empty = buildkit(&context, "empty", scrap, &[])?;
        arguments.extend(["--build-context".to_owned(), format!("{image}=docker-image://{empty}")]);
    }
    Ok(arguments)
}
