//! Which folders are submissions, and where in one its service lies.

use std::ffi::OsString;
use std::fs;
use std::path::{Component, Path, PathBuf};

use ignore::WalkBuilder;

use super::word::printable;
use crate::check::project::dockerfiles;
use crate::config::CONFIG_FILE;
use crate::context::is_left_closed;
use crate::error::{Error, Result};

/// How deep below a submission its service is looked for: `lab02/app_go` is 2.
const DEEPEST: usize = 4;

/// So many folders are looked at; who hands in more has to say where.
const MOST: usize = 10_000;

/// So many candidates are named.
const NAMED: usize = 5;

/// What lies directly in a folder of submissions.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Entries {
    /// The names of the folders, sorted: each is a submission. Hidden ones are none.
    pub folders: Vec<OsString>,
    /// How many files there are.
    pub files: usize,
}

/// The submissions in `folder`.
///
/// # Errors
/// It is no folder, cannot be read, or holds no folder.
pub fn submissions(folder: &Path) -> Result<Entries> {
    let place = || folder.display().to_string();
    let help = "give the folder that holds a folder for each submission";
    let listed = fs::read_dir(folder)
        .map_err(|error| Error::bad_input(format!("the folder cannot be read: {error}")).at(place()).help(help))?;
    let mut entries = Entries::default();
    for entry in listed.filter_map(std::result::Result::ok) {
        let name = entry.file_name();
        if name.as_encoded_bytes().starts_with(b".") {
            continue;
        }
        // A link to a folder is a submission too: it gets a row, which says what is wrong with it.
        if entry.path().is_dir() { entries.folders.push(name) } else { entries.files += 1 }
    }
    entries.folders.sort_unstable();
    if entries.folders.is_empty() {
        return Err(Error::bad_input("there is no submission in the folder").at(place()).help(help));
    }
    Ok(entries)
}

/// Where the service of a submission lies: at `within`, where somebody says so; else the submission itself, if it has a
/// msgen.toml or a Dockerfile; else the only folder below it that has a msgen.toml, or else the only one with a Dockerfile.
///
/// # Errors
/// A sentence that says what is wrong, and what to do: there is none, there are several, or a link leads elsewhere.
pub fn service(submission: &Path, within: Option<&Path>) -> Result<PathBuf, String> {
    if submission.is_symlink() {
        return Err("it is a symbolic link, and so somebody else's folder: put the folder itself there".to_owned());
    }
    if let Some(within) = within {
        return at(submission, within);
    }
    if has_config(submission) || has_dockerfile(submission) {
        return Ok(submission.to_owned());
    }
    let below = folders(submission)?;
    for has in [has_config, has_dockerfile] {
        let found: Vec<&PathBuf> = below.iter().filter(|folder| has(folder)).collect();
        match found.as_slice() {
            [] => {}
            [only] => return Ok((*only).clone()),
            several => return Err(ambiguous(submission, several)),
        }
    }
    Err("there is neither a msgen.toml nor a Dockerfile in it: --within PATH says where the service lies".to_owned())
}

fn at(submission: &Path, within: &Path) -> Result<PathBuf, String> {
    let folder = submission.join(within);
    let shown = printable(&within.display().to_string());
    if !folder.is_dir() {
        return Err(format!("there is no folder `{shown}` in it, as --within says"));
    }
    let is_inside = |(folder, whole): (PathBuf, PathBuf)| folder.starts_with(whole);
    if folder.canonicalize().ok().zip(submission.canonicalize().ok()).is_some_and(is_inside) {
        Ok(folder)
    } else {
        Err(format!("`{shown}` is a symbolic link that leads out of it"))
    }
}

/// Whether the path of `--within` is one: relative, and below the submission.
///
/// # Errors
/// It is not.
pub fn check_within(within: &Path) -> Result<()> {
    let is_name = |part: Component<'_>| matches!(part, Component::Normal(_) | Component::CurDir);
    if within.components().next().is_some() && within.components().all(is_name) {
        return Ok(());
    }
    Err(Error::bad_input(format!("`{}` is no path below a submission", printable(&within.display().to_string())))
        .at("--within")
        .help("for example --within app_go"))
}

/// The folders below a submission, but for hidden ones, other people's code and what links lead to.
fn folders(submission: &Path) -> Result<Vec<PathBuf>, String> {
    let mut builder = WalkBuilder::new(submission);
    builder.standard_filters(false).hidden(true).max_depth(Some(DEEPEST)).filter_entry(|entry| {
        entry.file_type().is_some_and(|kind| kind.is_dir()) && !is_left_closed(entry.file_name())
    });
    let walk = builder.build().filter_map(std::result::Result::ok).filter(|entry| entry.depth() > 0);
    let mut folders: Vec<PathBuf> = walk.take(MOST + 1).map(ignore::DirEntry::into_path).collect();
    if folders.len() > MOST {
        return Err(format!("there are more than {MOST} folders in it: --within PATH says where the service lies"));
    }
    folders.sort_unstable();
    Ok(folders)
}

fn has_config(folder: &Path) -> bool {
    folder.join(CONFIG_FILE).symlink_metadata().is_ok_and(|found| !found.is_dir())
}

fn has_dockerfile(folder: &Path) -> bool {
    dockerfiles(folder).is_ok_and(|names| !names.is_empty())
}

fn ambiguous(submission: &Path, several: &[&PathBuf]) -> String {
    let names = several.iter().take(NAMED).map(|path| path.strip_prefix(submission).unwrap_or(path));
    let mut names: Vec<String> = names.map(|path| printable(&path.display().to_string())).collect();
    if several.len() > NAMED {
        names.push(format!("{} more", several.len() - NAMED));
    }
    format!("its service may lie in {}: --within PATH says where", names.join(", "))
}
