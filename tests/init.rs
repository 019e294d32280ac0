//! `msgen init` as a whole: the real program in a folder of its own.

mod answer;
mod overlay;
mod refusal;
mod source;
mod toy;
mod writing;

use crate::command::{Project, Run};

/// Runs `init --non-interactive` with more arguments.
fn init(project: &Project, more: &[&str]) -> Run {
    init_with(project, more, &[], "")
}

/// The same with variables and a standard input.
fn init_with(project: &Project, more: &[&str], variables: &[(&str, &str)], input: &str) -> Run {
    let arguments: Vec<&str> = ["init", "--non-interactive"].iter().chain(more).copied().collect();
    project.msgen_with(&arguments, variables, input)
}

/// Asserts that a run failed with `code`, said each of `words` on stderr, nothing on stdout, and left every file alone.
#[track_caller]
fn assert_stops(project: &Project, before: &[String], run: &Run, code: i32, words: &[&str]) {
    assert_eq!(run.code, code, "{}", run.stderr);
    assert_eq!(run.stdout, "");
    for word in words {
        assert!(run.stderr.contains(word), "`{word}` is not in\n{}", run.stderr);
    }
    assert_eq!(project.files(), before, "something was written");
}

/// Asserts that `init` with these arguments on a copy of `fixture` stops so.
#[track_caller]
fn stops(fixture: &str, more: &[&str], code: i32, words: &[&str]) {
    let project = Project::of(fixture);
    let before = project.files();
    let run = init(&project, more);
    assert_stops(&project, &before, &run, code, words);
}

/// Every file of the project with its text.
fn texts(project: &Project) -> Vec<(String, String)> {
    project.files().into_iter().map(|path| (path.clone(), project.read(&path))).collect()
}
