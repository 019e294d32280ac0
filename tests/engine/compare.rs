//! `msgen compare` on a real engine: every base and the single stage are built and answer, and the figures say what
//! everybody knows of them.

use std::fs;
use std::process::Command;

use libtest_mimic::Trial;
use msgen::evidence::comparison::{CHART_FILE, COMPARISON_FILE, Comparison};

use crate::Result;
use crate::process::{self, Limit};
use crate::project::Project;
use crate::run::complain;
use crate::scrap::Scrap;

/// Four images of a Go program, and the packing of a toolchain's layers, on a busy machine.
const LIMIT: Limit = Limit::seconds(1800);

const FIXTURE: &str = "go-hello";

/// The tests.
pub fn trials() -> Vec<Trial> {
    vec![Trial::test("compare::every_base_and_the_single_stage_of_a_go_program", every_base)]
}

fn every_base() -> Result<()> {
    let scrap = Scrap::new()?;
    let project = Project::copy(FIXTURE, "compare", &scrap)?;
    project.plan(["--base", "scratch"])?;
    let before = project.files()?;
    let mut command = Command::new(env!("CARGO_BIN_EXE_msgen"));
    command.arg("compare").arg(&project.folder).arg("--json");
    let finished = process::finish(&mut command, "", LIMIT)?;
    if finished.code != Some(0) {
        return Err(format!("msgen compare ended with {:?}:\n{}", finished.code, finished.stderr).into());
    }
    let folder = project.folder.join("docs/evidence");
    let written = fs::read_to_string(folder.join(COMPARISON_FILE))?;
    let comparison: Comparison = serde_json::from_str(&written)?;
    let mut faults = Vec::new();
    if written.trim() != finished.stdout.trim() {
        faults.push("what is kept is not what was printed".to_owned());
    }
    let ids: Vec<&str> = comparison.rows.iter().map(|row| row.id.as_str()).collect();
    if ids != ["scratch", "distroless", "alpine", "single-stage"] {
        faults.push(format!("these were compared: {}", ids.join(", ")));
    }
    let silent = comparison.rows.iter().filter(|row| !row.answers());
    faults.extend(silent.map(|row| format!("{} {}", row.id, row.trouble())));
    let by_size = |row: &&msgen::evidence::comparison::Row| row.unpacked();
    for (what, wanted, row) in [
        ("smallest", "scratch", comparison.rows.iter().min_by_key(by_size)),
        ("biggest", "single-stage", comparison.rows.iter().max_by_key(by_size)),
        ("smallest, as it says itself", "scratch", comparison.smallest()),
    ] {
        let id = row.map_or("", |row| row.id.as_str());
        if id != wanted {
            faults.push(format!("the {what} is {id}"));
        }
    }
    let chart = fs::read_to_string(folder.join(CHART_FILE))?;
    for row in &comparison.rows {
        let bytes = row.unpacked().map(msgen::evidence::thousands).unwrap_or_default();
        if !chart.contains(&bytes) {
            faults.push(format!("the chart has no {bytes} of {}", row.id));
        }
    }
    let after = project.files()?;
    let lost: Vec<&String> = before.iter().filter(|file| !after.contains(file)).collect();
    if !lost.is_empty() {
        faults.push(format!("files of the project are gone: {lost:?}"));
    }
    complain(&faults)
}
