//! From an empty checkout to a report in one command, on the configuration of each seed: every section that its profile
//! demands is there, every number is measured, the arithmetic follows from the numbers beside it, and nothing is left to
//! fill in but the author's own questions.

use std::fs;

use libtest_mimic::Trial;
use msgen::evidence::{Evidence, Outcome, Role};

use crate::Result;
use crate::case::{Case, folders};
use crate::cell::catalog;
use crate::process::{self, Limit};
use crate::project::{Project, fixtures};
use crate::run::complain;
use crate::scrap::Scrap;

/// How the fixture of a seed is called.
const PREFIX: &str = "seed-";

/// Builds, on a busy machine.
const LIMIT: Limit = Limit::seconds(1200);

/// What no measured report holds any more.
const UNMEASURED: [&str; 3] = ["not measured", "TODO: paste", "Stale"];

/// How an author's question begins; every other TODO is a placeholder.
const QUESTION: &str = "> **TODO** ";

/// The tests: one for each seed.
pub fn trials(cases: &[Case]) -> Result<Vec<Trial>> {
    let mut trials = Vec::new();
    for fixture in folders(&fixtures())? {
        let fixture = fixture.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let Some(seed) = fixture.strip_prefix(PREFIX) else { continue };
        let is_its = |case: &&Case| case.fixture == fixture && case.name.ends_with(&format!("/{seed}"));
        if let Some(case) = cases.iter().find(is_its).cloned() {
            trials.push(Trial::test(format!("evidence::{}", case.name), move || report(&case)));
        }
    }
    Ok(trials)
}

fn report(case: &Case) -> Result<()> {
    let scrap = Scrap::new()?;
    let project = Project::copy(&case.fixture, "evidence", &scrap)?;
    let mut command = project.command();
    command.args(["--answers", &case.answers.to_string_lossy(), "--non-interactive", "--verify"]);
    let finished = process::finish(&mut command, "", LIMIT)?;
    if finished.code != Some(0) {
        return Err(format!("msgen init --verify ended with {:?}:\n{}", finished.code, finished.stderr).into());
    }
    let config = msgen::config::Config::parse(&fs::read_to_string(project.folder.join("msgen.toml"))?, "msgen.toml")?;
    let profile = config.answers.get("profile").map_or("plain".to_owned(), ToString::to_string);
    let profile = catalog()?.profile(&profile)?;
    let path = config.answers.get("report").map_or(profile.path.clone(), ToString::to_string);
    let text = fs::read_to_string(project.folder.join(&path))?;
    let folder = path.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"));
    let evidence: Evidence =
        serde_json::from_str(&fs::read_to_string(project.folder.join(format!("{folder}evidence/evidence.json")))?)?;

    let mut faults = Vec::new();
    for section in &profile.required_sections {
        if !text.lines().any(|line| line.starts_with('#') && line.trim_start_matches('#').trim() == section) {
            faults.push(format!("the section `{section}` is missing"));
        }
    }
    faults.extend(UNMEASURED.iter().filter(|word| text.contains(**word)).map(|word| format!("`{word}` is in it")));
    let placeholder = |line: &&str| line.contains("TODO") && !line.starts_with(QUESTION);
    faults.extend(text.lines().filter(placeholder).map(|line| format!("a placeholder is left: {line}")));
    faults.extend(arithmetic(&text, &evidence));
    faults.extend(evidence.checks.iter().filter_map(|check| match &check.outcome {
        Outcome::Failed { detail, .. } => Some(format!("{} failed: {detail}", check.id)),
        Outcome::Passed { .. } | Outcome::Skipped { .. } => None,
    }));
    faults.extend(again(&project)?);
    complain(&faults)
}

/// The sizes are in the report, digit for digit, and the reduction is what they give.
fn arithmetic(text: &str, evidence: &Evidence) -> Vec<String> {
    let (Some(stage), Some(last)) = (evidence.image(Role::BuildStage), evidence.image(Role::Final)) else {
        return vec!["an image was not looked into".to_owned()];
    };
    let (stage, last) = (stage.unpacked.bytes, last.unpacked.bytes);
    // Hundredths of a percent by whole numbers, rounded half up, counted here and not by the library.
    let hundredths = (u128::from(stage - last) * 20_000 + u128::from(stage)) / (2 * u128::from(stage));
    let wanted = [grouped(stage), grouped(last), format!("{}.{:02} %", hundredths / 100, hundredths % 100)];
    wanted
        .into_iter()
        .filter(|wanted| !text.contains(wanted))
        .map(|wanted| format!("`{wanted}` is not in it"))
        .collect()
}

fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let groups: Vec<&str> = digits.as_bytes().rchunks(3).rev().filter_map(|group| str::from_utf8(group).ok()).collect();
    groups.join(",")
}

/// A second `init` finds everything as it should be.
fn again(project: &Project) -> Result<Vec<String>> {
    let finished = process::finish(project.command().arg("--non-interactive"), "", LIMIT)?;
    let is_quiet = finished.code == Some(0) && finished.stderr.contains("nothing to write");
    Ok(if is_quiet { Vec::new() } else { vec![format!("a second init does not leave it alone: {}", finished.stderr)] })
}
