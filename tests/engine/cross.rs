//! An image for the platform that this machine is not: compiled here, run nowhere, and no emulator asked.

use libtest_mimic::Trial;

use crate::Result;
use crate::build::LIMIT;
use crate::docker::{self, Docker};
use crate::image::member;
use crate::process::tail;
use crate::project::Project;
use crate::scrap::Scrap;

/// The first bytes of a program.
const ELF: &[u8] = b"\x7fELF";

/// Where an ELF header names its machine, and how: ELF specification, `e_machine`.
const MACHINE: usize = 18;
const AMD64: u8 = 62;
const ARM64: u8 = 183;

/// The test.
pub fn trial() -> Trial {
    Trial::test("cross::a_program_for_the_other_platform", cross)
}

fn cross() -> Result<()> {
    let is_arm = docker::engine()?.platform.starts_with("linux/arm64");
    let (platform, machine) = if is_arm { ("linux/amd64", AMD64) } else { ("linux/arm64", ARM64) };
    let scrap = Scrap::new()?;
    let project = Project::copy("go-hello", "cross", &scrap)?;
    let plan = project.plan(["--base", "scratch"])?;

    let archive = scrap.folder().join("cross.tar");
    let output = format!("type=tar,dest={}", archive.display());
    let docker = Docker::new(["build", "--progress", "plain", "--platform", platform, "--output", &output]);
    let finished = docker.with([&*project.folder.to_string_lossy()]).limit(LIMIT).finish()?;
    if finished.code != Some(0) {
        return Err(format!("the build for {platform} failed:\n{}", tail(&finished.said(), 40)).into());
    }
    let program = member(&archive, plan.artifact.path.trim_start_matches('/'))?;
    match program.get(MACHINE) {
        Some(&found) if program.starts_with(ELF) && found == machine => Ok(()),
        found => Err(format!("the program for {platform} is for machine {found:?} and not {machine}").into()),
    }
}
