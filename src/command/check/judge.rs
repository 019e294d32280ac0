//! What is found in the targets and in the folders, as far as it counts.

use std::rc::Rc;

use super::target::Target;
use crate::check::Finding;
use crate::check::show::Checked;
use crate::check::switch::{Switches, Wish};
use crate::command::project::Project;
use crate::error::{Error, Result};
use crate::output;

/// What is found everywhere. A file that cannot be judged keeps no other from being judged: its error is returned
/// beside what was found, and told where a later one takes its place.
pub(super) fn judge_all(targets: &[Target], folders: &[Rc<Project>], wish: &Wish) -> Result<(Checked, Option<Error>)> {
    let (mut checked, mut stopped) = (Checked::default(), None::<Error>);
    for target in targets {
        match judge(target, wish) {
            Ok(found) => checked.add(target.subject.files(), found),
            Err(error) => stopped.replace(error).iter().for_each(output::fail),
        }
    }
    for project in folders {
        let (drift, found, files) = project.drift()?;
        checked.drift.extend(drift);
        checked.add(&files, counted(project, found, wish)?);
    }
    Ok((checked, stopped))
}

/// What is found in a target.
pub(super) fn judge(target: &Target, wish: &Wish) -> Result<Vec<Finding>> {
    let found = target.subject.check(&target.around())?;
    counted(&target.project, found, wish)
}

/// What of it counts.
fn counted(project: &Project, mut found: Vec<Finding>, wish: &Wish) -> Result<Vec<Finding>> {
    let switches = Switches::new(&project.config, wish)?;
    found.retain(|finding| switches.counts(finding));
    Ok(found)
}
