//! The facts of a folder for a course's rubric.

use std::collections::BTreeMap;

use super::judge::Found;
use super::target::Target;
use crate::check::Finding;
use crate::check::project::Subject;
use crate::check::rubric::{Facts, Rubric, rubric};
use crate::check::switch::Switches;
use crate::command::project::Project;
use crate::error::Result;
use crate::evidence::Check;
use crate::render::DOCKERFILE;

/// The rubric of a folder whose profile has one. What was found in its other Dockerfiles is no part of it.
pub(super) fn rubric_of(
    project: &Project,
    judged: &[&(&Target, Result<Found>)],
    of_folder: &[Finding],
    switches: &Switches,
) -> Result<Option<Rubric>> {
    let Some(profile) = project.profile.as_ref().filter(|profile| !profile.criteria.is_empty()) else {
        return Ok(None);
    };
    let by_path = |path: &str| judged.iter().find(|(target, _)| project.path_of(&target.subject.source().name) == path);
    let dockerfile = by_path(DOCKERFILE);
    let report = project.report.as_deref().and_then(by_path);
    let found = [dockerfile, report].into_iter().flatten().filter_map(|(_, found)| found.as_ref().ok());
    let (mut findings, mut off) = (Vec::new(), BTreeMap::new());
    for (rule, place) in switches.off() {
        off.insert(*rule, place.clone());
    }
    for Found { findings: own, hidden } in found {
        findings.extend(own);
        for hidden in hidden {
            let place = format!("the comment in {}:{}", hidden.place.file, hidden.place.lines.start);
            off.entry(hidden.rule).or_insert(place);
        }
    }
    findings.extend(of_folder);
    let rubric = rubric(&Facts {
        profile,
        findings,
        off,
        no_dockerfile: unjudged(dockerfile, "there is no Dockerfile"),
        no_report: unjudged(report, "there is no report"),
        no_folder: project.errors.first().map(|error| error.what.clone()),
        checks: checks(project, dockerfile.map(|(target, _)| &target.subject)),
    })?;
    Ok(Some(rubric))
}

/// Why a file was not judged.
fn unjudged(target: Option<&&(&Target, Result<Found>)>, missing: &str) -> Option<String> {
    match target {
        None => Some(missing.to_owned()),
        Some((_, Ok(_))) => None,
        Some((target, Err(error))) => Some(format!("{}: {}", target.subject.source().name, error.what)),
    }
}

/// What `msgen verify` checked on the Dockerfile as it is.
fn checks<'p>(project: &'p Project, dockerfile: Option<&Subject>) -> Result<&'p [Check], String> {
    let evidence = project.seen.as_ref().and_then(|seen| seen.evidence.as_ref());
    let Some(evidence) = evidence else { return Err("`msgen verify` was not run: there is no evidence".to_owned()) };
    match dockerfile {
        Some(subject) if evidence.dockerfile.holds(&subject.source().text) => Ok(&evidence.checks),
        _ => Err("the evidence is of another Dockerfile: `msgen verify` takes it again".to_owned()),
    }
}
