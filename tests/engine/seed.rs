//! The five seeds: what msgen writes against what was written by hand, built in the same run by the same engine.
//!
//! A fixture `seed-X` holds the project with `seed.Dockerfile` and, where it had one, `seed.dockerignore`; the case
//! `X` gives msgen the same configuration. msgen's image must be smaller, and so must its context.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use libtest_mimic::Trial;

use crate::case::{Case, folders};
use crate::image::Image;
use crate::ledger::Ledger;
use crate::plan::Plan;
use crate::project::{Project, fixtures};
use crate::run::complain;
use crate::scrap::Scrap;
use crate::size::Measured;
use crate::{Result, build, context};

/// How the fixture of a seed is called.
const PREFIX: &str = "seed-";

/// The seed without a .dockerignore sent its report's pictures to the builder: this many, of this many bytes.
const PICTURES: usize = 3;
const PICTURE: usize = 250_000;

/// All layers count here, those of the base image too: the seeds chose theirs.
const NO_BASE: &str = "scratch";

/// The tests: one for each seed, and a failing one for each that has no case.
pub fn trials(cases: &[Case], ledger: &Arc<Ledger>) -> Result<Vec<Trial>> {
    let mut trials = Vec::new();
    for fixture in folders(&fixtures())? {
        let fixture = fixture.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let Some(seed) = fixture.strip_prefix(PREFIX) else { continue };
        let is_its = |case: &&Case| case.fixture == fixture && case.name.ends_with(&format!("/{seed}"));
        trials.push(match cases.iter().find(is_its) {
            Some(case) => {
                let (case, ledger) = (case.clone(), Arc::clone(ledger));
                Trial::test(format!("seed::{}", case.name), move || compare(&case, &ledger))
            }
            None => {
                Trial::test(
                    format!("seed::{fixture}"),
                    move || Err(format!("no case has the fixture {fixture}").into()),
                )
            }
        });
    }
    Ok(trials)
}

fn compare(case: &Case, ledger: &Ledger) -> Result<()> {
    let scrap = Scrap::new()?;
    let by_msgen = measure(case, &scrap, "msgen", |project| project.plan_from(&case.answers))?;
    let by_hand = measure(case, &scrap, "by-hand", |project| {
        // The plan says which builder the seed was built with; the files are the author's own.
        let plan = Project::copy(&case.fixture, "plan", &scrap)?.plan_from(&case.answers)?;
        let seed = fixtures().join(&case.fixture);
        fs::copy(seed.join("seed.Dockerfile"), project.folder.join("Dockerfile"))?;
        if had_ignore(&seed) {
            fs::copy(seed.join("seed.dockerignore"), project.folder.join(".dockerignore"))?;
        }
        Ok(plan)
    })?;
    let mut faults = Vec::new();
    for (what, ours, theirs) in
        [("image", by_msgen.image, by_hand.image), ("build context", by_msgen.context, by_hand.context)]
    {
        if ours >= theirs {
            faults.push(format!("the {what} is not smaller: {ours} bytes by msgen, {theirs} by hand"));
        }
    }
    if by_msgen.sent.zip(by_hand.sent).is_some_and(|(ours, theirs)| ours > theirs) {
        faults.push(format!("more is sent: {:?} bytes by msgen, {:?} by hand", by_msgen.sent, by_hand.sent));
    }
    ledger.sizes.seed(&case.name, by_msgen, by_hand);
    complain(&faults)
}

/// Builds and measures the project as `prepare` leaves it.
fn measure(case: &Case, scrap: &Scrap, what: &str, prepare: impl Fn(&Project) -> Result<Plan>) -> Result<Measured> {
    let prepared = |place: &str| {
        let project = Project::copy(&case.fixture, place, scrap)?;
        if !had_ignore(&fixtures().join(&case.fixture)) {
            pictures(&project)?;
        }
        let plan = prepare(&project)?;
        Ok::<_, libtest_mimic::Failed>((project, plan))
    };
    let (project, plan) = prepared(what)?;
    let tag = build::build(&project.folder, &plan, what, scrap)?;
    let sent = if plan.is_classic() {
        None
    } else {
        // A folder the builder has not seen, so that nothing of an earlier transfer helps.
        let (unseen, _) = prepared(&format!("{what}-unseen"))?;
        Some(context::sent(&unseen.folder)?)
    };
    Ok(Measured {
        image: Image::save(&tag, NO_BASE, scrap)?.unpacked(),
        context: context::let_in(&project.folder, scrap)?,
        sent,
    })
}

fn had_ignore(seed: &Path) -> bool {
    seed.join("seed.dockerignore").is_file()
}

/// Stand-ins for the pictures of a report.
fn pictures(project: &Project) -> Result<()> {
    for number in 1..=PICTURES {
        let mut bytes = b"\x89PNG\r\n\x1a\n".to_vec();
        bytes.resize(PICTURE, 0);
        project.write(&format!("docs/screenshots/{number}.png"), bytes)?;
    }
    Ok(())
}
