//! `msgen starter` on a real engine: the service of every language is built, started, asked and stopped, and a student
//! goes the whole road from an empty folder to a report in which `msgen check` finds nothing.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};

use libtest_mimic::{Completion, Trial};
use msgen::catalog::Outcome;
use msgen::context::Context;
use msgen::evidence::{Check, Evidence};
use msgen::interview::{Given, interview};
use msgen::prompt::defaults::Defaults;
use serde_json::Value;

use crate::cell::catalog;
use crate::ledger::Ledger;
use crate::process::{self, Finished, Limit};
use crate::run::complain;
use crate::scrap::Scrap;
use crate::{Result, need, student};

/// The course whose starter it is.
const PROFILE: &str = "devops-core";

/// The name of the service.
const NAME: &str = "lab";

/// Builds, on a busy machine.
const LIMIT: Limit = Limit::seconds(1200);

/// The tests: one for each language, and the student's.
pub fn trials(ledger: &Arc<Ledger>) -> Result<Vec<Trial>> {
    let mut trials = Vec::new();
    for id in catalog()?.languages() {
        let ledger = Arc::clone(ledger);
        trials.push(Trial::ignorable_test(format!("starter::{id}"), move || language(&id, &ledger)));
    }
    trials.push(Trial::test("starter::a_student_goes_the_whole_road", road));
    Ok(trials)
}

/// The service of a language on the first base of the course that the catalogue calls proved.
fn language(id: &str, ledger: &Ledger) -> Result<Completion> {
    let scrap = Scrap::new()?;
    let lab = scrap.folder().join(NAME);
    msgen("starter", &lab, &["--profile", PROFILE, "--language", id, "--non-interactive"])?;
    let base = match proved_base(&lab)? {
        Ok(base) => base,
        Err(missing) => return Ok(ledger.not_proved.add(&format!("starter/{id}"), &missing)),
    };
    msgen("init", &lab, &["--base", &base, "--non-interactive"])?;
    if let Some(missing) = need::missing(&[], &lab)? {
        return Err(format!("{missing}; the catalogue calls {id} on {base} proved, so it must run everywhere").into());
    }
    complain(&faults(&verify(&lab)?))?;
    Ok(Completion::Completed)
}

/// What a student does, step after step. The time of everything beside the builds is printed, and no machine's is wrong.
fn road() -> Result<()> {
    let scrap = Scrap::new()?;
    let lab = scrap.folder().join(NAME);
    let course = scrap.folder().join("course").join(NAME);
    msgen("starter", &course, &["--profile", PROFILE, "--non-interactive"])?;
    let start = Instant::now();
    msgen("starter", &lab, &["--profile", PROFILE, "--non-interactive"])?;
    msgen("init", &lab, &["--base", "scratch", "--non-interactive"])?;
    let unanswered = finish("check", &lab, &[])?;
    let asked = student::answer_dockerfile(&lab.join("Dockerfile"))?;
    let evidence = verify(&lab)?;
    let questions = student::answer_report(&lab.join(catalog()?.profile(PROFILE)?.path))?;
    msgen("check", &lab, &[])?;
    let all = start.elapsed();

    let builds: u64 = evidence.timings.iter().map(|timing| timing.milliseconds).sum();
    let builds = Duration::from_millis(builds);
    println!("starter: {:.1?} beside the builds, which took {builds:.1?}", all.saturating_sub(builds));
    let mut faults = faults(&evidence);
    if unanswered.code != Some(1) {
        faults.push(format!("msgen check ended with {:?} where nothing was answered yet", unanswered.code));
    }
    faults.extend(judged(&lab, &course)?);
    if asked == 0 || questions == 0 {
        faults.push(format!("{asked} questions in the Dockerfile and {questions} in the report, where some are due"));
    }
    complain(&faults)
}

/// What the course sees that is not as it should be, by its own copy of the starter.
fn judged(lab: &Path, course: &Path) -> Result<Vec<String>> {
    let judged = msgen("check", lab, &["--starter", &course.to_string_lossy(), "--format", "json"])?;
    let judged: Value = serde_json::from_str(&judged.stdout)?;
    let criteria = judged["rubric"]["criteria"].as_array().ok_or("there is no rubric")?;
    let is_earned = |criterion: &&Value| matches!(criterion["state"].as_str(), Some("met" | "by-hand"));
    Ok(criteria
        .iter()
        .filter(|criterion| !is_earned(criterion))
        .map(|criterion| format!("not met: {criterion}"))
        .collect())
}

/// The first of the course's bases on which the catalogue calls the service of `lab` proved; else what is missing.
fn proved_base(lab: &Path) -> Result<std::result::Result<String, String>> {
    let catalog = catalog()?;
    let context = Context::open(lab)?;
    let mut missing = Vec::new();
    for base in &catalog.profile(PROFILE)?.bases {
        let mut given = Given::default();
        given.flag("base", base, "--base");
        let interview = interview(catalog, &context, &given, &mut Defaults { accept: true })?;
        match interview.language.outcome(base, &interview.answers) {
            Outcome::Works(cell) => match &cell.unproved {
                Some(unproved) => missing.push(unproved.missing.clone()),
                None => return Ok(Ok(base.clone())),
            },
            Outcome::Refused { .. } => {}
        }
    }
    Ok(Err(missing.join("; ")))
}

/// What is wrong with what `msgen verify` saw of a service of a starter.
fn faults(evidence: &Evidence) -> Vec<String> {
    let failed = |check: &Check| format!("{} failed: {:?}", check.id, check.outcome);
    let mut faults: Vec<String> = evidence.failed().map(failed).collect();
    let Some(run) = &evidence.run else { return vec!["it was not started".to_owned()] };
    for (path, body) in [("/", format!("\"service\":\"{NAME}\"")), ("/health", "\"status\":\"healthy\"".to_owned())] {
        let is_right = run.answers.iter().any(|answer| {
            let bare = answer.body.replace(' ', "");
            answer.path == path && bare.contains(&body) && answer.content_type.starts_with("application/json")
        });
        if !is_right {
            faults.push(format!("{path} does not answer with {body} in JSON: {:?}", run.answers));
        }
    }
    if run.stop.as_ref().is_none_or(|stop| stop.killed) {
        faults.push(format!("SIGTERM does not end it: {:?}", run.stop));
    }
    faults
}

/// Runs `msgen verify`, which must pass, and returns what it saw.
fn verify(lab: &Path) -> Result<Evidence> {
    let finished = msgen("verify", lab, &["--json"])?;
    Ok(serde_json::from_str(&finished.stdout).map_err(|error| format!("msgen verify --json: {error}"))?)
}

/// Runs `msgen`, which must end with 0.
fn msgen(command: &str, lab: &Path, flags: &[&str]) -> Result<Finished> {
    let finished = finish(command, lab, flags)?;
    match finished.code {
        Some(0) => Ok(finished),
        code => Err(format!("msgen {command} {flags:?} ended with {code:?}:\n{}", finished.said()).into()),
    }
}

/// Runs `msgen` to its end, however it ends.
fn finish(command: &str, lab: &Path, flags: &[&str]) -> Result<Finished> {
    let program = PathBuf::from(env!("CARGO_BIN_EXE_msgen"));
    process::finish(Command::new(program).env("BUILDX_BUILDER", "default").arg(command).arg(lab).args(flags), "", LIMIT)
}
