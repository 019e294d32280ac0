//! A case, from answers to a stopped container.

use std::sync::Arc;

use libtest_mimic::{Completion, Trial};

use crate::case::{Case, Probe};
use crate::container::Container;
use crate::image::Image;
use crate::plan::Plan;
use crate::project::Project;
use crate::scrap::Scrap;
use crate::size::Sizes;
use crate::{Result, build, inside, probe, proxy};

/// The test of a case.
pub fn trial(case: &Case, sizes: &Arc<Sizes>) -> Trial {
    let (case, sizes) = (case.clone(), Arc::clone(sizes));
    Trial::ignorable_test(format!("run::{}", case.name), move || run(&case, &sizes))
}

fn run(case: &Case, sizes: &Sizes) -> Result<Completion> {
    if let Some(why) = &case.engine.skip {
        return Ok(Completion::ignored_with(why));
    }
    let scrap = Scrap::new()?;
    let project = Project::copy(&case.fixture, "run", &scrap)?;
    let plan = project.plan_from(&case.answers)?;
    let environment = &case.engine.builder_environment;
    let tag = match (proxy::is_needed(&project.folder) || !environment.is_empty(), plan.is_classic()) {
        (true, true) => {
            return Ok(Completion::ignored_with("the legacy builder cannot be given another toolchain image"));
        }
        (true, false) => proxy::build(&project.folder, &plan, environment, &scrap)?,
        (false, _) => build::build(&project.folder, &plan, "run", &scrap)?,
    };
    let image = Image::save(&tag, &scrap)?;
    sizes.image(&case.name, image.bytes());

    let mut faults = asked_user(case, &plan)?;
    faults.extend(inside::faults(&image, &plan, &project)?);
    let started = start(&tag, &plan, &case.engine.probes(), &scrap);
    // What was found inside may be why it does not start.
    faults.extend(started.unwrap_or_else(|error| vec![error.message().unwrap_or_default().to_owned()]));
    complain(&faults)?;
    Ok(Completion::Completed)
}

/// Starts the image, asks it, looks at its process and stops it; tells all that is not right.
pub fn start(tag: &str, plan: &Plan, probes: &[Probe], scrap: &Scrap) -> Result<Vec<String>> {
    let container = Container::start(tag, plan.runtime.port, scrap)?;
    let mut faults = probe::ask(&container, plan.runtime.port, probes)?;
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
