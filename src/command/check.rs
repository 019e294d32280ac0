//! `msgen check`: read, judge, mend, show.

mod batch;
mod judge;
mod mend;
mod rubric;
mod target;

use std::collections::BTreeMap;

use super::project::{Course, Projects};
use crate::catalog::Catalog;
use crate::check::show::{self, Checked};
use crate::check::switch::Wish;
use crate::cli::{Check, CheckFormat};
use crate::error::{Error, Result};
use crate::output;

use judge::{Judge, Outcome};
use target::targets;

/// Runs `msgen check`.
pub(super) fn run(flags: &Check) -> Result<()> {
    output::set_color(flags.color);
    if flags.batch.recursive {
        return batch::run(flags);
    }
    if flags.format == CheckFormat::Csv {
        return Err(no_table());
    }
    let stopped = judge(flags);
    // A program that reads the data needs no talk.
    if let (CheckFormat::Json, Err(Stop::Early(error))) = (flags.format, &stopped) {
        output::json(&show::Data::of(&Checked::default(), Some(error)))?;
    }
    stopped.map_err(|(Stop::Early(error) | Stop::Shown(error))| error)
}

/// What ends the run.
enum Stop {
    /// Nothing was shown yet.
    Early(Error),
    /// What there is was shown.
    Shown(Error),
}

impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        Self::Early(error)
    }
}

fn judge(flags: &Check) -> Result<(), Stop> {
    let open = || {
        let course = Course::of(&flags.course)?;
        targets(&flags.paths, &mut Projects::new(flags.templates.clone(), !flags.no_context, course))
    };
    let (on, off) = (flags.rule.clone(), flags.off.clone());
    let wish = Wish { on, off, all: flags.all_rules, severity: flags.severity };
    let judge = Judge { wish: &wish, comments: !flags.course.is_strict() };

    let (mut targets, mut folders) = open()?;
    let mut unwritten = None;
    if flags.mend.fix {
        unwritten = mend::run(&flags.mend, &targets, &judge)?.err();
        (targets, folders) = open()?;
    }
    let Outcome { checked, error } = judge.all(&targets, &folders)?;
    if !flags.mend.dry_run {
        let project = targets.iter().map(|target| &target.project).chain(&folders).next();
        show(flags.format, &checked, error.as_ref(), project.map(|project| &project.library.catalog))
            .map_err(Stop::Shown)?;
    }
    let is_clean = checked.findings.is_empty();
    match error.or(unwritten) {
        None if is_clean => output::say(&checked.summary()),
        None => return Err(Stop::Shown(Error::failed(checked.summary()))),
        Some(error) => {
            output::say(&checked.summary());
            return Err(Stop::Shown(error));
        }
    }
    Ok(())
}

/// Prints what was found.
fn show(format: CheckFormat, checked: &Checked, error: Option<&Error>, catalog: Option<&Catalog>) -> Result<()> {
    let pages = || catalog.map_or_else(|| Ok(BTreeMap::new()), |catalog| checked.pages(catalog));
    match format {
        CheckFormat::Plain => {
            let rubrics: String = checked.rubrics.iter().map(show::rubric).collect();
            output::styled(&(show::plain(checked, &pages()?, output::width()) + &rubrics))
        }
        CheckFormat::Json => output::json(&show::Data::of(checked, error)),
        CheckFormat::Sarif => output::json(&show::sarif(checked, &pages()?)),
        CheckFormat::Github => output::data(show::github(checked).as_bytes()),
        CheckFormat::Csv => Err(no_table()),
        CheckFormat::Markdown => output::data(show::markdown(checked, error).as_bytes()),
    }
}

fn no_table() -> Error {
    Error::bad_input("CSV is for a folder of submissions, one line for each")
        .at("--format csv")
        .help("msgen check --recursive DIR --format csv; for one folder --format json")
}
