//! `msgen check --fix`: mends in memory, shows the difference, and writes as `init` does.

use std::rc::Rc;

use super::judge::Judge;
use super::target::Target;
use crate::check::Source;
use crate::check::fix::mend;
use crate::cli::{Mend, Writing};
use crate::command::init::{asker, decide};
use crate::command::project::Project;
use crate::draft::{Draft, DraftFile};
use crate::error::{Error, ErrorKind, Result};
use crate::output;
use crate::prompt::Asker;
use crate::write::{Change, Changes, Options, Status, plan_changes};

/// The mended files of one folder.
struct Mended {
    project: Rc<Project>,
    draft: Draft,
    /// The path of a file, and what was done in it.
    done: Vec<(String, String)>,
}

/// Mends what can be mended. The inner error says what was not to be written.
pub(super) fn run(flags: &Mend, targets: &[Target], judge: &Judge<'_>) -> Result<Result<()>> {
    let all = mended(targets, judge)?;
    let writing = Writing {
        non_interactive: flags.non_interactive,
        force: flags.force,
        backup: flags.backup,
        ..Writing::default()
    };
    let mut asker = asker(&writing);
    for Mended { project, draft, done } in &all {
        let mut changes = plan_changes(&project.root, draft, &project.config)?.unrecorded();
        if flags.dry_run {
            output::data(changes.diff().as_bytes())?;
            for (path, title) in done {
                output::say(&format!("would mend {path}: {title}"));
            }
            continue;
        }
        if let Some(error) = decide(&writing, &mut changes, asker.as_mut())? {
            // What is not to be mended is simply not mended: nobody need say so by a flag.
            return Ok(Err(
                error.help("--dry-run shows the difference; --force mends it (with --backup a copy is kept)")
            ));
        }
        let written = write(&writing, &changes, asker.as_mut())?;
        for (path, title) in done.iter().filter(|(path, _)| written.contains(path)) {
            output::say(&format!("mended {path}: {title}"));
        }
    }
    if all.is_empty() {
        output::say("nothing can be mended mechanically");
    }
    Ok(Ok(()))
}

/// Every file that can be mended, by folder.
fn mended(targets: &[Target], judge: &Judge<'_>) -> Result<Vec<Mended>> {
    let mut all: Vec<Mended> = Vec::new();
    for target in targets {
        let Ok(found) = judge.counted(target) else { continue };
        let project = &target.project;
        let check = |next: &Source| target.subject.with(next).check(&target.around()).ok();
        for file in target.subject.files() {
            let Some(new) = mend(file, &found, check) else { continue };
            if project.root.as_os_str().is_empty() {
                return Err(Error::bad_input("standard input cannot be mended")
                    .at("--fix")
                    .help("name the file: msgen check --fix path/to/Dockerfile"));
            }
            let path = project.path_of(&file.name);
            let index = all.iter().position(|mended| Rc::ptr_eq(&mended.project, project)).unwrap_or(all.len());
            if index == all.len() {
                all.push(Mended { project: Rc::clone(project), draft: Draft::default(), done: Vec::new() });
            }
            let folder = &mut all[index];
            if folder.draft.files.iter().all(|known| known.path != path) {
                folder.done.extend(new.done.into_iter().map(|title| (path.clone(), title)));
                folder.draft.files.push(DraftFile::whole(path, new.source.text));
            }
        }
    }
    Ok(all)
}

/// Shows what changes, asks a person about what nobody decided yet (default No), and writes all of it. Returns
/// the paths of what was written.
fn write(flags: &Writing, changes: &Changes, asker: &mut dyn Asker) -> Result<Vec<String>> {
    let is_open = |status: &Status| *status == Status::Update || !asker.is_person() || flags.force;
    let open: String = changes.files().iter().filter(|change| is_open(&change.status)).map(Change::diff).collect();
    if !open.is_empty() {
        output::say(output::colored_diff(&open).trim_end());
        if asker.is_person() && !asker.confirm("Write these changes?", false)? {
            return Err(Error::new(ErrorKind::Interrupted, "nothing was written"));
        }
    }
    Ok(changes.apply(Options { backup: flags.backup })?.written)
}
