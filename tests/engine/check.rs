//! `BuildKit`'s own checks: no warning on any Dockerfile msgen writes.

use libtest_mimic::{Completion, Trial};

use crate::Result;
use crate::case::Case;
use crate::docker::Docker;
use crate::process::tail;
use crate::project::Project;
use crate::scrap::Scrap;

/// The test of a case.
pub fn trial(case: &Case) -> Trial {
    let case = case.clone();
    Trial::ignorable_test(format!("check::{}", case.name), move || check(&case))
}

fn check(case: &Case) -> Result<Completion> {
    let scrap = Scrap::new()?;
    let project = Project::copy(&case.fixture, "check", &scrap)?;
    project.plan_from(&case.answers)?;
    let finished = Docker::new(["build", "--check", &project.folder.to_string_lossy()]).finish()?;
    let said = finished.said();
    if finished.code == Some(0) && said.contains("no warnings found") {
        return Ok(Completion::Completed);
    }
    Err(format!("docker build --check ended with {:?}:\n{}", finished.code, tail(&said, 40)).into())
}
