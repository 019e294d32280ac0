//! `msgen check --recursive`: every submission by itself, in a process of its own, so that nothing which one of them does
//! stops the others. The release program ends at once where it panics, and memory runs out for a process, not for a thread.

mod child;
mod progress;

use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;

use serde::Serialize;

use crate::batch::{Row, check_within, service, sheet, submissions, summary, table};
use crate::check::show::SCHEMA;
use crate::check::switch::{Switches, Wish};
use crate::cli::{Check, CheckFormat};
use crate::command::project::Course;
use crate::config::Config;
use crate::engine::process::is_interrupted;
use crate::engine::session::catch;
use crate::error::{Error, ErrorKind, Result};
use crate::output;

use child::Child;
use progress::Progress;

/// What is printed as JSON.
#[derive(Serialize)]
struct Data<'a> {
    schema: u32,
    msgen: &'static str,
    rows: &'a [Row],
}

/// Checks every submission, and prints a row for each.
pub(super) fn run(flags: &Check) -> Result<()> {
    check_flags(flags)?;
    if flags.course.profile.is_none() && flags.course.starter.is_none() {
        output::say(
            "each submission is judged by the profile that it names itself; --starter or --profile judges all alike",
        );
    }
    let mut folders = Vec::new();
    for folder in &flags.paths {
        let entries = submissions(folder)?;
        if entries.files > 0 {
            let files = if entries.files == 1 { "file is" } else { "files are" };
            output::say(&format!("{}: {} {files} no submission, and left out", folder.display(), entries.files));
        }
        folders.extend(entries.folders.into_iter().map(|name| folder.join(name)));
    }
    catch("stopping …");
    let rows = rows(&folders, flags)?;
    if is_interrupted() {
        return Err(Error::new(ErrorKind::Interrupted, "stopped; nothing was written"));
    }
    show(flags.format, &rows)?;
    let summary = summary(&rows);
    if rows.iter().all(Row::is_clean) {
        output::say(&summary);
        return Ok(());
    }
    Err(Error::failed(summary))
}

/// What is wrong with a flag is wrong once, and not in every row.
fn check_flags(flags: &Check) -> Result<()> {
    if !matches!(flags.format, CheckFormat::Plain | CheckFormat::Json | CheckFormat::Csv) {
        return Err(Error::bad_input("a folder of submissions is shown as a table, as JSON or as CSV")
            .at("--format")
            .help("--format plain, json or csv with --recursive"));
    }
    flags.batch.within.as_deref().map(check_within).transpose()?;
    let wish = Wish { on: flags.rule.clone(), off: flags.off.clone(), ..Wish::default() };
    Switches::new(&Config::default(), &wish)?;
    Course::of(&flags.course)?.check(flags.templates.as_deref())
}

/// A row for each folder, in their order.
fn rows(folders: &[PathBuf], flags: &Check) -> Result<Vec<Row>> {
    let child = Child::new(flags)?;
    let progress = Progress::new(folders.len());
    let (next, done) = (AtomicUsize::new(0), Mutex::new(Vec::with_capacity(folders.len())));
    let work = || {
        while let Some((index, folder)) = take(&next, folders) {
            let mut row = row(folder, flags, &child);
            if flags.format != CheckFormat::Json {
                row = row.short();
            }
            progress.step(&row.submission);
            done.lock().unwrap_or_else(PoisonError::into_inner).push((index, row));
        }
    };
    let workers = thread::available_parallelism().map_or(1, NonZeroUsize::get).min(folders.len());
    thread::scope(|scope| (0..workers).for_each(|_| drop(scope.spawn(work))));
    progress.clear();
    let mut done = done.into_inner().unwrap_or_else(PoisonError::into_inner);
    done.sort_unstable_by_key(|(index, _)| *index);
    Ok(done.into_iter().map(|(_, row)| row).collect())
}

/// The next folder, until there is none, or the person wants it all to stop.
fn take<'f>(next: &AtomicUsize, folders: &'f [PathBuf]) -> Option<(usize, &'f PathBuf)> {
    let index = next.fetch_add(1, Ordering::Relaxed);
    folders.get(index).filter(|_| !is_interrupted()).map(|folder| (index, folder))
}

fn row(folder: &Path, flags: &Check, child: &Child) -> Row {
    let name = folder.file_name().unwrap_or(folder.as_os_str()).to_string_lossy();
    match service(folder, flags.batch.within.as_deref()) {
        Ok(service) => child.row(&name, &service),
        Err(why) => Row::failed(&name, None, why),
    }
}

/// Prints the rows.
fn show(format: CheckFormat, rows: &[Row]) -> Result<()> {
    match format {
        CheckFormat::Json => output::json(&Data { schema: SCHEMA, msgen: env!("CARGO_PKG_VERSION"), rows }),
        CheckFormat::Csv => output::data(&sheet(rows)?),
        _ => output::data(table(rows).as_bytes()),
    }
}
