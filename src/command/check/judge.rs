//! What is found in the targets and in the folders, as far as it counts, and what it means for a course's rubric.

use std::rc::Rc;

use super::rubric::rubric_of;
use super::target::{Target, no_dockerfile};
use crate::check::project::Subject;
use crate::check::show::Checked;
use crate::check::switch::{Switches, Wish};
use crate::check::{Finding, Hidden};
use crate::command::project::Project;
use crate::error::{Error, Result};
use crate::output;

/// How to judge.
pub(super) struct Judge<'w> {
    pub(super) wish: &'w Wish,
    /// Whether comments that switch rules off count.
    pub(super) comments: bool,
}

/// What was found in a target.
pub(super) struct Found {
    /// What the rules found that are on, however little it matters.
    pub(super) findings: Vec<Finding>,
    /// What comments kept from being told.
    pub(super) hidden: Vec<Hidden>,
}

/// Everything that was found, and the first thing that could not be judged.
#[derive(Default)]
pub(super) struct Outcome {
    pub(super) checked: Checked,
    pub(super) error: Option<Error>,
}

impl Judge<'_> {
    /// What is found everywhere. A file that cannot be judged keeps no other from being judged: the first error is
    /// returned beside what was found, the others are told.
    pub(super) fn all(&self, targets: &[Target], folders: &[Rc<Project>]) -> Result<Outcome> {
        let mut all = Outcome::default();
        let mut judged = Vec::new();
        for project in projects(targets, folders) {
            project.errors.iter().cloned().for_each(|error| all.stop(error));
        }
        for target in targets {
            let switches = Switches::new(&target.project.switches, self.wish)?;
            let found = self.target(target, &switches);
            match &found {
                Ok(found) => {
                    let shown = found.findings.iter().filter(|finding| switches.counts(finding)).cloned().collect();
                    all.checked.add(target.subject.files(), shown);
                }
                Err(error) => all.stop(error.clone()),
            }
            judged.push((target, found));
        }
        for project in folders {
            self.folder(project, &judged, &mut all)?;
        }
        Ok(all)
    }

    /// What is found in a folder as a whole, and its rubric.
    fn folder(&self, project: &Rc<Project>, judged: &[(&Target, Result<Found>)], all: &mut Outcome) -> Result<()> {
        let switches = Switches::new(&project.switches, self.wish)?;
        let (mut found, mut files) = project.demands();
        match project.drift() {
            Ok((drift, more, of)) => {
                all.checked.drift.extend(drift);
                found.extend(more);
                files.extend(of);
            }
            Err(error) => all.stop(error),
        }
        found.retain(|finding| !switches.off().contains_key(finding.rule));
        let shown = found.iter().filter(|finding| switches.counts(finding)).cloned().collect();
        all.checked.add(&files, shown);
        let of_project: Vec<_> = judged.iter().filter(|(target, _)| Rc::ptr_eq(&target.project, project)).collect();
        // Where msgen.toml leads to one, drift says that it is missing.
        let is_dockerfile = |target: &Target| matches!(target.subject, Subject::Dockerfile(..));
        let has_dockerfile = project.planned.is_some() || of_project.iter().any(|(target, _)| is_dockerfile(target));
        if project.profile.is_some() && !has_dockerfile {
            all.stop(no_dockerfile(project));
        }
        all.checked.rubrics.extend(rubric_of(project, &of_project, &found, &switches)?);
        Ok(())
    }

    /// What is found in a target, as far as the rules are on.
    fn target(&self, target: &Target, switches: &Switches) -> Result<Found> {
        let (mut findings, hidden) = target.subject.judge(&target.around(), self.comments)?;
        findings.retain(|finding| !switches.off().contains_key(finding.rule));
        Ok(Found { findings, hidden })
    }

    /// What is found in a target, and counts.
    pub(super) fn counted(&self, target: &Target) -> Result<Vec<Finding>> {
        let switches = Switches::new(&target.project.switches, self.wish)?;
        let mut found = self.target(target, &switches)?.findings;
        found.retain(|finding| switches.counts(finding));
        Ok(found)
    }
}

/// Each project once.
fn projects<'p>(targets: &'p [Target], folders: &'p [Rc<Project>]) -> Vec<&'p Rc<Project>> {
    let mut all: Vec<&Rc<Project>> = Vec::new();
    for project in targets.iter().map(|target| &target.project).chain(folders) {
        if !all.iter().any(|known| Rc::ptr_eq(known, project)) {
            all.push(project);
        }
    }
    all
}

impl Outcome {
    fn stop(&mut self, error: Error) {
        match &self.error {
            None => self.error = Some(error),
            Some(_) => output::fail(&error),
        }
    }
}
