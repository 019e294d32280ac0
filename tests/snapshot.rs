//! Every case under `snapshots/` gives exactly the files that lie beside its answers, no more and no fewer.
//!
//! `SNAPSHOTS=overwrite cargo test snapshot` writes them anew; then read the diff.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::command::Project;

/// What a case says about itself, in `case.toml`. The engine tests read its `engine` table.
#[derive(Deserialize)]
struct Case {
    about: String,
    fixture: String,
}

/// The files of a case that a person writes.
const WRITTEN_BY_HAND: &[&str] = &["case.toml", "answers.toml"];

/// The folders of reports with evidence and of starters, which have no cases.
const OTHERS: &[&str] = &["report", "starter"];

/// What msgen says on stderr in a case, up to the list of files.
const NOTICES: &str = "notices.txt";

pub(crate) fn snapshots() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("snapshots")
}

/// Folders of all cases, sorted.
pub(crate) fn cases() -> Vec<PathBuf> {
    let folders = |path: &Path| -> Vec<PathBuf> {
        fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir()).collect()
    };
    let languages = folders(&snapshots()).into_iter().filter(|path| OTHERS.iter().all(|other| !path.ends_with(other)));
    let mut cases: Vec<PathBuf> = languages.flat_map(|language| folders(&language)).collect();
    cases.sort();
    cases
}

/// Renders a case: each file with its path, and the notices where there are any.
fn render(folder: &Path) -> Vec<(String, String)> {
    let case: Case = toml::from_str(&fs::read_to_string(folder.join("case.toml")).unwrap()).unwrap();
    assert!(!case.about.is_empty(), "{}: `about` says what the case is for", folder.display());
    let project = Project::of(&case.fixture);
    let before: BTreeSet<String> = project.files().into_iter().collect();
    let answers = folder.join("answers.toml");
    let run = project.msgen(&["init", "--non-interactive", "--answers", answers.to_str().unwrap()]);
    assert_eq!(run.code, 0, "{}:\n{}", folder.display(), run.stderr);
    let files = project.files().into_iter().filter(|path| !before.contains(path) && path != "msgen.toml");
    let mut files: Vec<(String, String)> = files.map(|path| (path.clone(), project.read(&path))).collect();
    let notices: Vec<&str> = run.stderr.lines().take_while(|line| !line.starts_with("  create")).collect();
    if !notices.is_empty() {
        files.push((NOTICES.to_owned(), notices.join("\n") + "\n"));
    }
    files
}

fn committed(folder: &Path) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut open: Vec<PathBuf> = folder.is_dir().then(|| folder.to_owned()).into_iter().collect();
    while let Some(path) = open.pop() {
        for entry in fs::read_dir(path).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().to_str().unwrap().replace('\\', "/");
                if !WRITTEN_BY_HAND.contains(&name.as_str()) {
                    found.insert(name);
                }
            }
        }
    }
    found
}

/// What is wrong with the files of `folder`, which shall be those that were `rendered`: each that differs, that is missing,
/// or that nobody renders any more. With `SNAPSHOTS=overwrite` they are written instead.
pub(crate) fn differences(folder: &Path, rendered: Vec<(String, String)>) -> Vec<String> {
    let overwrite = std::env::var("SNAPSHOTS").is_ok_and(|value| value == "overwrite");
    let mut wrong = Vec::new();
    let mut stale = committed(folder);
    for (path, text) in rendered {
        stale.remove(&path);
        let file = folder.join(&path);
        if overwrite {
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(&file, &text).unwrap();
        } else if fs::read_to_string(&file).unwrap_or_default() != text {
            let old = fs::read_to_string(&file).unwrap_or_default();
            let diff = similar::TextDiff::from_lines(&old, &text).unified_diff().to_string();
            wrong.push(format!("{}:\n{diff}", file.display()));
        }
    }
    for path in stale {
        if overwrite {
            fs::remove_file(folder.join(&path)).unwrap();
        } else {
            wrong.push(format!("{} is there, but no run gives it", folder.join(path).display()));
        }
    }
    wrong
}

#[test]
fn every_case_gives_exactly_the_files_beside_it() {
    let cases = cases();
    let wrong: Vec<String> = cases.iter().flat_map(|folder| differences(folder, render(folder))).collect();
    assert!(cases.len() >= 20, "only {} cases found", cases.len());
    assert!(wrong.is_empty(), "{}\n\nSNAPSHOTS=overwrite cargo test snapshot writes them anew", wrong.join("\n"));
}

#[test]
fn the_same_answers_give_the_same_bytes() {
    for folder in cases().iter().take(5) {
        assert_eq!(render(folder), render(folder), "{}", folder.display());
    }
}

/// The title of a reason, as it stands above an instruction.
fn comment(reason: &str) -> String {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("templates/reasons/{reason}.md"));
    fs::read_to_string(page).unwrap().lines().next().unwrap().to_owned()
}

#[test]
fn a_comment_that_speaks_of_dependencies_before_it_has_them() {
    let fetched = ["dependencies-before-source", "dependency-recipe"].map(comment);
    let copied = comment("copy-source");
    let (mut seen, mut wrong) = (0, Vec::new());
    for folder in cases() {
        let Ok(text) = fs::read_to_string(folder.join("Dockerfile")) else { continue };
        let lines: Vec<&str> = text.lines().collect();
        for (at, _) in lines.iter().enumerate().filter(|(_, line)| **line == copied) {
            seen += 1;
            let stage = lines[..at].iter().rev().take_while(|line| !line.starts_with("FROM "));
            if !stage.into_iter().any(|line| fetched.iter().any(|title| title == line)) {
                wrong.push(folder.display().to_string());
            }
        }
    }
    assert!(seen > 10, "only {seen} such comments");
    assert!(wrong.is_empty(), "nothing is fetched before the source in\n{}", wrong.join("\n"));
}
