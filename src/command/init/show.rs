//! What `init` shows: answers with their sources, changes, what was written, and what to do next.

use std::path::Path;

use serde::Serialize;

use crate::answers::Answers;
use crate::config::CONFIG_FILE;
use crate::engine::call::quoted;
use crate::error::{Error, Result};
use crate::interview::Interview;
use crate::output;
use crate::plan::{Notice, Plan};
use crate::reason::Comments;
use crate::render::{DOCKERFILE, DOCKERIGNORE, comments};
use crate::write::{Applied, Change, Changes, Status};

/// The word that stands for the report, whatever its path.
const REPORT: &str = "report";

/// Prints one file of the draft to stdout.
pub(super) fn one_file(changes: &Changes, wanted: &str, report: &str) -> Result<()> {
    let path = if wanted == REPORT { report } else { wanted };
    let all = changes.all();
    match all.iter().find(|change| change.path == path) {
        Some(change) => output::data(change.next().as_bytes()),
        None => {
            let known: Vec<&str> = all.iter().map(|change| change.path.as_str()).collect();
            Err(Error::bad_input(format!("msgen writes no file `{wanted}`"))
                .at("--stdout")
                .help(format!("one of: {}", known.join(", "))))
        }
    }
}

/// Shows every answer worth knowing, with its source.
pub(super) fn summary(interview: &Interview) {
    let rows: Vec<_> = interview
        .shown()
        .map(|(question, answer)| (question.title.as_str(), answer.value.to_string(), answer.source.to_string()))
        .collect();
    let titles = rows.iter().map(|(title, _, _)| title.chars().count()).max().unwrap_or(0);
    let values = rows.iter().map(|(_, value, _)| value.chars().count()).max().unwrap_or(0).min(40);
    output::heading("\nAnswers");
    for (title, value, source) in rows {
        output::say(&format!("  {title:titles$}  {value:values$}  {source}"));
    }
}

/// Shows what would change: a diff of files that are msgen's as a whole, a line for new ones and for msgen.toml, of which
/// the answers were shown and the rest is fingerprints.
pub(super) fn changes(changes: &Changes) {
    output::heading("\nChanges");
    for change in changes.all().iter().filter(|change| change.is_written()) {
        let is_new = change.status == Status::Create && !matches!(change.path.as_str(), DOCKERFILE | DOCKERIGNORE);
        if is_new || change.path == CONFIG_FILE {
            let lines = change.next().lines().count();
            output::say(&format!("  {} {} ({lines} lines)", change.status.word(), change.path));
        } else {
            output::say(output::colored_diff(&change.diff()).trim_end());
        }
    }
}

/// Tells of marked blocks that the author removed from the report: they stay removed.
pub(super) fn removed_blocks(changes: &Changes) {
    for change in changes.files().iter().filter(|change| !change.missing_blocks.is_empty()) {
        output::say(&format!("{}: left out, as you did: {}", change.path, change.missing_blocks.join(", ")));
    }
}

/// Says what happened to each file.
pub(super) fn written(changes: &Changes, applied: &Applied) {
    for change in changes.all() {
        let word = match (&change.status, change.is_written()) {
            (Status::Conflict { .. }, true) => "overwrite",
            (Status::Conflict { .. }, false) => "skip",
            (status, _) => status.word(),
        };
        output::say(&format!("  {word:9} {}", change.path));
    }
    for (path, copy) in &applied.backups {
        output::say(&format!("  backup    {copy} (was {path})"));
    }
}

/// Commands that build, start and ask the image, as they can be pasted; before them what the author has to write. A
/// Dockerfile that is not ours may give another image: there it is checked and measured.
pub(super) fn next_steps(folder: &Path, plan: &Plan, interview: &Interview, changes: &Changes) {
    let (image, port) = (&plan.image, plan.runtime.port);
    let folder = quoted(&folder.display().to_string());
    let classic = if plan.syntax == "classic" { "DOCKER_BUILDKIT=0 " } else { "" };
    let path = if plan.health_path.is_empty() { "/" } else { &plan.health_path };
    output::heading("\nNext");
    if changes.skipped().any(|path| path == DOCKERFILE) {
        output::say(&format!("  msgen check {folder}    finds faults in your own {DOCKERFILE}"));
        output::say(&format!("  msgen verify {folder}   builds, starts and measures it"));
        return;
    }
    if comments(&interview.answers) == Comments::Teach {
        output::say(&format!("  answer the questions in {DOCKERFILE}, behind `# Answer:`"));
    }
    output::say(&format!("  {classic}docker build -t {image} {folder}"));
    let own: String = plan.rootfs.writable.iter().flat_map(|folder| [" --volume ", folder]).collect();
    output::say(&format!(
        "  docker run --rm --read-only --tmpfs /tmp{own} --cap-drop ALL --security-opt no-new-privileges -p {port}:{port} {image}"
    ));
    output::say(&format!("  curl http://127.0.0.1:{port}{path}"));
}

/// Everything about the run, for scripts.
#[derive(Debug, Serialize)]
struct Run<'a> {
    answers: &'a Answers,
    plan: &'a Plan,
    notices: &'a [Notice],
    files: Vec<File<'a>>,
}

#[derive(Debug, Serialize)]
struct File<'a> {
    path: &'a str,
    status: &'a str,
    written: bool,
}

impl<'a> File<'a> {
    fn of(change: &'a Change) -> Self {
        Self { path: &change.path, status: change.status.word(), written: change.is_written() }
    }
}

/// Prints answers with their sources, the plan, the notices and the files.
pub(super) fn json(interview: &Interview, plan: &Plan, notices: &[Notice], changes: &Changes) -> Result<()> {
    let all = changes.all();
    let files = all.iter().map(File::of).collect();
    output::json(&Run { answers: &interview.answers, plan, notices, files })
}
