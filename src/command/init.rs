//! `msgen init`: read, ask, plan, render, show, write.

mod show;

use std::io::{IsTerminal, stderr, stdin};

use super::{sources, verify};
use crate::aging::{self, Month};
use crate::answers::Source;
use crate::catalog::Catalog;
use crate::check::written;
use crate::cli::{Init, Verify, Writing};
use crate::config::{Config, Written};
use crate::context::Context;
use crate::error::{Error, ErrorKind, Result};
use crate::evidence::Seen;
use crate::interview::{Interview, interview};
use crate::output;
use crate::plan::plan;
use crate::prompt::Asker;
use crate::prompt::defaults::Defaults;
use crate::prompt::terminal::Terminal;
use crate::render::render;
use crate::teach;
use crate::write::{Change, Changes, Decision, Options, plan_changes};

/// Runs `msgen init`.
pub(super) fn run(init: &Init) -> Result<()> {
    output::set_color(init.mode.writing.color);
    let context = Context::open(&init.folder)?;
    let old = sources::config(&init.folder)?;
    let catalog = Catalog::open(sources::templates(init, &old).as_deref())?;
    let given = sources::given(init, &old)?;
    let mut asker = asker(&init.mode.writing);
    let interview = interview(&catalog, &context, &given, asker.as_mut())?;
    let (plan, mut notices) = plan(&catalog, &interview)?;
    notices.extend(aging::notices(&catalog, &interview, &Month::now()));
    let seen = Seen::load(&init.folder, interview.answers.text("evidence"))?;
    let draft = render(&catalog, &plan, &interview, seen.as_ref())?;
    notices.extend(teach::notices(&interview.own_words, &draft));
    let mut changes = plan_changes(&init.folder, &draft, &kept(old, &interview, written(&catalog, &interview)?))?;

    notices.iter().for_each(output::warn);
    if let Some(wanted) = &init.mode.stdout {
        return show::one_file(&changes, wanted, interview.answers.text("report"));
    }
    if asker.is_person() {
        show::summary(&interview);
    }
    show::removed_blocks(&changes);
    let blocked = decide(&init.mode.writing, &mut changes, asker.as_mut())?;
    if blocked.is_none() && !init.mode.writing.dry_run {
        write(&init.mode.writing, &changes, asker.as_mut())?;
        show::next_steps(&init.folder, &plan, &interview, &changes);
    }
    match (init.mode.json, init.mode.writing.dry_run) {
        (true, _) => show::json(&interview, &plan, &notices, &changes)?,
        (false, true) => output::data(changes.diff().as_bytes())?,
        (false, false) => {}
    }
    match blocked {
        Some(error) => Err(error),
        None if init.mode.verify => {
            let mut flags = Verify::of(init.folder.clone());
            flags.measure.templates.clone_from(&init.answers.templates);
            verify::run(&flags)
        }
        None => Ok(()),
    }
}

/// Who answers: nobody, a person, or nobody who may even take a default.
pub(super) fn asker(flags: &Writing) -> Box<dyn Asker> {
    if flags.non_interactive {
        Box::new(Defaults { accept: true })
    } else if stdin().is_terminal() && stderr().is_terminal() {
        Box::new(Terminal::new(output::is_colored()))
    } else {
        Box::new(Defaults { accept: false })
    }
}

/// What msgen.toml shall remember: the answers that a person gave. What was detected stays the project's to say, what a
/// course fixes stays where it does, and a second run from msgen.toml gives the same files.
fn kept(mut config: Config, interview: &Interview, written: Written) -> Config {
    config.written = Some(written);
    for question in &interview.questions {
        let Some(answer) = interview.answers.get(&question.id) else { continue };
        if answer.source.is_explicit() && !matches!(answer.source, Source::Locked(_)) {
            config.answers.insert(question.id.clone(), answer.value.clone());
        }
    }
    config
}

/// Settles every conflict: by flag, or by asking a person (default No). Where nobody can be asked, returns what stands
/// in the way of writing.
pub(super) fn decide(flags: &Writing, changes: &mut Changes, asker: &mut dyn Asker) -> Result<Option<Error>> {
    if flags.force {
        changes.decide_all(Decision::Overwrite);
    } else if flags.skip_existing {
        changes.decide_all(Decision::Skip);
    }
    let open: Vec<Change> = changes.undecided().cloned().collect();
    if open.is_empty() {
        return Ok(None);
    }
    if flags.dry_run || !asker.is_person() {
        return Ok(Some(would_overwrite(changes, &open)));
    }
    for change in open {
        output::say(&output::colored_diff(&change.diff()));
        let overwrite = asker.confirm(&format!("{}. Overwrite it?", change.conflict()), false)?;
        changes.decide(&change.path, if overwrite { Decision::Overwrite } else { Decision::Skip });
    }
    Ok(None)
}

/// The error that names every file in the way.
fn would_overwrite(changes: &Changes, open: &[Change]) -> Error {
    let conflicts: Vec<String> = open.iter().map(Change::conflict).collect();
    Error::new(ErrorKind::WouldOverwrite, conflicts.join("; ")).at(changes.root().display().to_string()).help(
        "--dry-run shows the difference; --force overwrites (with --backup a copy is kept), --skip-existing leaves it",
    )
}

/// Shows what changes, asks a person once more, and writes all of it.
pub(super) fn write(flags: &Writing, changes: &Changes, asker: &mut dyn Asker) -> Result<()> {
    if changes.is_empty() {
        let kept: Vec<&str> = changes.skipped().collect();
        match kept.as_slice() {
            [] => output::say("nothing to write: every file is as it should be"),
            [one] => output::say(&format!("nothing to write: {one} stays as it is")),
            some => output::say(&format!("nothing to write: {} stay as they are", some.join(", "))),
        }
        return Ok(());
    }
    if asker.is_person() {
        show::changes(changes);
        if !asker.confirm("Write these files?", true)? {
            return Err(Error::new(ErrorKind::Interrupted, "nothing was written"));
        }
    }
    let applied = changes.apply(Options { backup: flags.backup })?;
    show::written(changes, &applied);
    Ok(())
}
