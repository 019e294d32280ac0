//! What is built for the platform that this machine is not: compiled here, run nowhere, and no emulator asked.
//!
//! Only what the build stage hands over is made. The base image of the final stage would have to be there for the other
//! platform as well, and nothing of it runs in a build.

use std::fs::{self, File};
use std::io::Read;

use libtest_mimic::{Failed, Trial};
use tar::Archive;

use crate::Result;
use crate::build::LIMIT;
use crate::case::Case;
use crate::cell::catalog;
use crate::docker::{self, Docker};
use crate::process::tail;
use crate::project::Project;
use crate::scrap::Scrap;

/// The first bytes of a program.
const ELF: &[u8] = b"\x7fELF";

/// Where an ELF header names its machine, and how: ELF specification, `e_machine`.
const MACHINE: usize = 18;
const AMD64: u8 = 62;
const ARM64: u8 = 183;

/// A stage of what was built, and nothing else.
const HANDED_OVER: &str = "\nFROM scratch AS handed-over\nCOPY --from=builder /out/ /\n";

/// The tests: one for each language that builds for other platforms, with the case of its first cell that does.
pub fn trials(cases: &[Case]) -> Result<Vec<Trial>> {
    let mut trials = Vec::new();
    for id in catalog()?.languages() {
        let language = catalog()?.language(&id)?;
        let mut crossing = language.tables.cells.iter().filter(|cell| cell.cross);
        let Some(name) = crossing.find_map(|cell| cell.proved_by.as_ref()) else { continue };
        let name = format!("{id}/{name}");
        let case = cases.iter().find(|case| case.name == name).cloned();
        trials.push(Trial::test(format!("cross::{id}_for_the_other_platform"), move || {
            cross(&case.ok_or_else(|| Failed::from(format!("no case is called {name}")))?)
        }));
    }
    Ok(trials)
}

fn cross(case: &Case) -> Result<()> {
    let is_arm = docker::engine()?.platform.starts_with("linux/arm64");
    let (platform, machine) = if is_arm { ("linux/amd64", AMD64) } else { ("linux/arm64", ARM64) };
    let scrap = Scrap::new()?;
    let project = Project::copy(&case.fixture, "cross", &scrap)?;
    let plan = project.plan_from(&case.answers)?;
    if !plan.builder.cross {
        return Err(format!("{}: the build stage does not build for other platforms", case.name).into());
    }
    let dockerfile = fs::read_to_string(project.folder.join("Dockerfile"))?;
    project.write("Dockerfile", dockerfile + HANDED_OVER)?;

    let archive = scrap.folder().join("cross.tar");
    let output = format!("type=tar,dest={}", archive.display());
    let docker = Docker::new(["build", "--progress", "plain", "--platform", platform, "--target", "handed-over"]);
    let finished = docker.with(["--output", &output, &project.folder.to_string_lossy()]).limit(LIMIT).finish()?;
    if finished.code != Some(0) {
        return Err(format!("the build for {platform} failed:\n{}", tail(&finished.said(), 40)).into());
    }
    let (mut files, mut programs) = (0, 0);
    for entry in Archive::new(File::open(archive)?).entries()? {
        let mut head = Vec::new();
        let mut entry = entry?;
        files += usize::from(entry.header().entry_type().is_file());
        entry.by_ref().take(64).read_to_end(&mut head)?;
        if head.starts_with(ELF) {
            programs += 1;
            let found = head.get(MACHINE);
            if found != Some(&machine) {
                let path = entry.path()?.display().to_string();
                return Err(format!("{path}, made for {platform}, is for machine {found:?} and not {machine}").into());
            }
        }
    }
    match plan.artifact.kind.as_str() {
        "program" if programs == 0 => Err(format!("no program was made for {platform}").into()),
        _ if files == 0 => Err(format!("nothing was made for {platform}").into()),
        _ => Ok(()),
    }
}
