//! A case, from answers to a stopped container.

use std::sync::Arc;

use libtest_mimic::{Completion, Trial};

use crate::case::{Case, Probe};
use crate::container::Container;
use crate::image::Image;
use crate::leak::Secret;
use crate::ledger::Ledger;
use crate::plan::Plan;
use crate::project::Project;
use crate::scrap::Scrap;
use crate::{Result, build, cell, inside, need, probe, proxy};

/// The test of a case.
pub fn trial(case: &Case, ledger: &Arc<Ledger>) -> Trial {
    let (case, ledger) = (case.clone(), Arc::clone(ledger));
    Trial::ignorable_test(format!("run::{}", case.name), move || run(&case, &ledger))
}

fn run(case: &Case, ledger: &Ledger) -> Result<Completion> {
    if let Some(why) = &case.engine.skip {
        return Ok(ledger.not_proved.add(&case.name, why));
    }
    let scrap = Scrap::new()?;
    let project = Project::copy(&case.fixture, "run", &scrap)?;
    let before = project.files()?;
    let plan = project.plan_from(&case.answers)?;
    if let Some(missing) = need::missing(&case.engine.needs, &project.folder)? {
        return match cell::unproved(case, &project)? {
            Some(_) => Ok(ledger.not_proved.add(&case.name, &missing)),
            None => Err(format!("{missing}; the catalogue calls its cell proved, so it must run everywhere").into()),
        };
    }
    let environment = &case.engine.builder_environment;
    let is_proxied = proxy::is_needed(&project.folder) || !environment.is_empty();
    if is_proxied && plan.is_classic() {
        let why = "the legacy builder cannot be given another toolchain image";
        return Ok(ledger.not_proved.add(&case.name, why));
    }
    let secret = Secret::plant(&project, &before)?;
    let tag = if is_proxied {
        proxy::build(&project.folder, &plan, environment, &scrap)?
    } else {
        build::build(&project.folder, &plan, "run", &scrap)?
    };
    let image = Image::save(&tag, &plan.runtime.image, &scrap)?;

    let mut faults = asked_user(case, &plan)?;
    faults.extend(ledger.sizes.image(&case.name, &image));
    faults.extend(inside::faults(&image, &plan, &project, &secret)?);
    // What was found inside may be why it does not start.
    faults.extend(start(&tag, &plan, &case.engine.probes(), &scrap));
    complain(&faults)?;
    Ok(Completion::Completed)
}

/// Starts the image, asks it, looks at its process and stops it; tells all that is not right.
pub fn start(tag: &str, plan: &Plan, probes: &[Probe], scrap: &Scrap) -> Vec<String> {
    let found = started(tag, plan, probes, scrap);
    found.unwrap_or_else(|error| vec![error.message().unwrap_or_default().to_owned()])
}

fn started(tag: &str, plan: &Plan, probes: &[Probe], scrap: &Scrap) -> Result<Vec<String>> {
    let container = Container::start(tag, &plan.runtime, scrap)?;
    let mut faults = probe::ask(&container, plan.runtime.port, probes)?;
    if !plan.runtime.health.is_empty() {
        faults.extend(container.becomes_healthy()?);
    }
    faults.extend(container.process(&plan.runtime)?);
    faults.extend(container.stop()?);
    if !faults.is_empty() {
        faults.push(container.log());
    }
    Ok(faults)
}

/// Fails with all faults there are.
pub fn complain(faults: &[String]) -> Result<()> {
    if faults.is_empty() { Ok(()) } else { Err(faults.join("\n").into()) }
}

/// The plan's user is the one that the case asks for, where that is a number.
fn asked_user(case: &Case, plan: &Plan) -> Result<Vec<String>> {
    let planned = format!("{}:{}", plan.runtime.user.uid, plan.runtime.user.gid);
    let fault = case.user()?.filter(|asked| {
        asked.starts_with(|first: char| first.is_ascii_digit()) && {
            let asked = if asked.contains(':') { asked.clone() } else { format!("{asked}:{asked}") };
            asked != planned
        }
    });
    Ok(fault.map(|asked| format!("the answers ask for user {asked}, and the plan has {planned}")).into_iter().collect())
}
