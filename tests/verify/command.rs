//! `msgen verify` and `msgen compare` without an engine: what is wrong is told before anything is built.

use std::fs;

use crate::command::{Project, Run};

/// A project that msgen has written for.
fn written() -> Project {
    let project = Project::of("go-hello");
    let run = project.msgen(&["init", "-y"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    project
}

/// A run where no command is found on the path.
fn alone(project: &Project, arguments: &[&str]) -> Run {
    project.msgen_with(arguments, &[("PATH", "/nowhere")], "")
}

#[test]
fn without_an_engine_it_says_how_to_get_one_and_changes_nothing() {
    for command in ["verify", "compare"] {
        let project = written();
        let before = project.files();
        let run = alone(&project, &[command]);
        assert_eq!((run.code, run.stdout.as_str()), (75, ""));
        assert!(run.stderr.starts_with("error: no engine: `docker version` says: "), "{}", run.stderr);
        assert!(run.stderr.contains("help:  start Docker, or install it: https://"), "{}", run.stderr);
        assert_eq!(project.files(), before);
    }
}

#[test]
fn without_podman_it_says_how_to_get_podman() {
    let run = alone(&written(), &["verify", "--engine", "podman"]);
    assert_eq!(run.code, 75);
    assert!(run.stderr.contains("podman.io"), "{}", run.stderr);
}

#[cfg(unix)]
#[test]
fn an_engine_that_does_not_answer_is_none() {
    use std::os::unix::fs::PermissionsExt;
    let project = written();
    project.write("bin/docker", "#!/bin/sh\necho\necho 'Cannot connect to the Docker daemon at tcp://x' >&2\nexit 1\n");
    let docker = project.root().join("bin/docker");
    fs::set_permissions(&docker, fs::Permissions::from_mode(0o755)).unwrap();
    let path = project.root().join("bin");
    let run = project.msgen_with(&["verify"], &[("PATH", path.to_str().unwrap())], "");
    assert_eq!(run.code, 75);
    assert!(run.stderr.contains("says: Cannot connect to the Docker daemon at tcp://x"), "{}", run.stderr);
}

#[test]
fn a_folder_without_a_dockerfile_is_told_before_the_engine_is_asked() {
    let run = alone(&Project::of("go-hello"), &["verify"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("there is no Dockerfile to verify"), "{}", run.stderr);
    assert!(run.stderr.contains("`msgen init` writes one"), "{}", run.stderr);
}

#[test]
fn a_dockerfile_that_exposes_nothing_needs_a_port() {
    let project = Project::with("by-hand", &[("Dockerfile", "FROM scratch\nCOPY app /app\nENTRYPOINT [\"/app\"]\n")]);
    let run = alone(&project, &["verify"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("--port NUMBER"), "{}", run.stderr);
    assert_eq!(alone(&project, &["verify", "--port", "8080"]).code, 75);
    assert_eq!(alone(&project, &["verify", "--port", "0"]).code, 2);
}

#[test]
fn a_path_that_is_none_is_refused() {
    let run = alone(&written(), &["verify", "--path", "/a b"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("--path"), "{}", run.stderr);
}

#[test]
fn a_folder_with_files_of_somebody_else_is_not_written_into() {
    let project = written();
    project.write("docs/evidence/notes.txt", "mine\n");
    let run = alone(&project, &["verify"]);
    assert_eq!(run.code, 4);
    assert!(run.stderr.contains("notes.txt") && run.stderr.contains("--evidence"), "{}", run.stderr);
    assert_eq!(alone(&project, &["verify", "--evidence", "docs/measured"]).code, 75);
}

#[test]
fn evidence_stays_inside_the_folder() {
    let project = Project::with("by-hand", &[("Dockerfile", "FROM scratch\nEXPOSE 80\nENTRYPOINT [\"/app\"]\n")]);
    for folder in ["../elsewhere", "/tmp/elsewhere", ".git/evidence"] {
        assert_eq!(alone(&project, &["verify", "--evidence", folder]).code, 2, "{folder}");
    }
}

#[test]
fn init_with_verify_writes_its_files_before_it_needs_an_engine() {
    let project = Project::of("go-hello");
    let run = alone(&project, &["init", "-y", "--verify"]);
    assert_eq!(run.code, 75, "{}", run.stderr);
    assert!(project.files().contains(&"Dockerfile".to_owned()));
}
