//! `msgen check`: read, judge, mend, show.

mod judge;
mod mend;
mod target;

use std::collections::BTreeMap;

use super::project::Projects;
use crate::catalog::Catalog;
use crate::check::show::{self, Checked};
use crate::check::switch::Wish;
use crate::cli::{Check, CheckFormat};
use crate::error::{Error, Result};
use crate::output;

use judge::judge_all;
use target::targets;

/// Runs `msgen check`.
pub(super) fn run(flags: &Check) -> Result<()> {
    output::set_color(flags.color);
    let open = || targets(&flags.paths, &mut Projects::new(flags.templates.clone(), !flags.no_context));
    let (on, off) = (flags.rule.clone(), flags.off.clone());
    let wish = Wish { on, off, all: flags.all_rules, severity: flags.severity };

    let (mut targets, mut folders) = open()?;
    let mut unwritten = None;
    if flags.mend.fix {
        unwritten = mend::run(&flags.mend, &targets, &wish)?.err();
        (targets, folders) = open()?;
    }
    let (checked, stopped) = judge_all(&targets, &folders, &wish)?;
    if !flags.mend.dry_run {
        let project = targets.iter().map(|target| &target.project).chain(&folders).next();
        show(flags.format, &checked, project.map(|project| &project.library.catalog))?;
    }
    let is_clean = checked.findings.is_empty();
    match stopped.or(unwritten) {
        None if is_clean => output::say(&checked.summary()),
        None => return Err(Error::failed(checked.summary())),
        Some(error) => {
            output::say(&checked.summary());
            return Err(error);
        }
    }
    Ok(())
}

/// Prints what was found.
fn show(format: CheckFormat, checked: &Checked, catalog: Option<&Catalog>) -> Result<()> {
    let pages = || catalog.map_or_else(|| Ok(BTreeMap::new()), |catalog| checked.pages(catalog));
    match format {
        CheckFormat::Plain => output::styled(&show::plain(checked, &pages()?, output::width())),
        CheckFormat::Json => output::json(&show::Data::of(checked)),
        CheckFormat::Sarif => output::json(&show::sarif(checked, &pages()?)),
        CheckFormat::Github => output::data(show::github(checked).as_bytes()),
    }
}
