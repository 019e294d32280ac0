//! What `msgen check` looks at, and what it leaves behind.

use crate::command::Project;

const RELATIVE: &str = "FROM alpine:3.23\nWORKDIR /srv\nCOPY --chmod=755 a .\nUSER 65532:65532\nCMD [\"./a\"]\n";

/// The files that a run looked at, and those in which it found a relative start command.
fn looked(project: &Project, arguments: &[&str], input: &str) -> (Vec<String>, Vec<String>) {
    let run = project.msgen_with(&[&["check", "--format", "json"], arguments].concat(), &[], input);
    let data: serde_json::Value = serde_json::from_str(&run.stdout).unwrap_or_else(|_| panic!("{}", run.stderr));
    assert_eq!(data["schema"], 1);
    let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
    let found = data["findings"].as_array().unwrap().iter();
    let found =
        found.filter(|finding| finding["rule"] == "relative-start-command").map(|finding| text(&finding["file"]));
    (data["files"].as_array().unwrap().iter().map(text).collect(), found.collect())
}

#[test]
fn a_folder_is_its_dockerfiles_ignore_files_and_report() {
    let project = Project::with(
        "service",
        &[
            ("Dockerfile", RELATIVE),
            ("api.Dockerfile", RELATIVE),
            ("api.Dockerfile.dockerignore", "*.log\n"),
            ("Dockerfile.web", RELATIVE),
            ("Dockerfile.bak", "not one"),
            (".dockerignore", "*.tmp\n"),
            ("docs/IMAGE.md", "# Report\n"),
            ("a", "#!/bin/sh\n"),
        ],
    );
    let all = [
        "Dockerfile",
        ".dockerignore",
        "Dockerfile.web",
        "api.Dockerfile",
        "api.Dockerfile.dockerignore",
        "docs/IMAGE.md",
    ];
    let (files, found) = looked(&project, &[], "");
    assert_eq!(files, all);
    assert_eq!(found, ["Dockerfile", "Dockerfile.web", "api.Dockerfile"]);
    let (files, _) = looked(&project, &["--no-context"], "");
    assert_eq!(files, ["Dockerfile", "Dockerfile.web", "api.Dockerfile"]);
}

#[test]
fn a_file_is_checked_by_any_name() {
    let project =
        Project::with("service", &[("sub/prod", RELATIVE), ("sub/.dockerignore", "a\n"), ("b/notes.md", "# x\n")]);
    let (files, found) = looked(&project, &["sub/prod", "b/notes.md"], "");
    assert_eq!(files, ["sub/prod", "sub/.dockerignore", "b/notes.md"]);
    assert_eq!(found, ["sub/prod"]);
    assert_eq!(looked(&project, &["./sub/prod", "--no-context"], "").0, ["sub/prod"]);
}

#[test]
fn standard_input_is_a_dockerfile_without_a_folder() {
    let project = Project::with("service", &[(".dockerignore", "a\n")]);
    assert_eq!(looked(&project, &["-"], RELATIVE), (vec!["-".to_owned()], vec!["-".to_owned()]));
    let run = project.msgen_with(&["check", "-", "--fix"], &[], RELATIVE);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("standard input cannot be mended"), "{}", run.stderr);
}

#[test]
fn what_makes_no_image_is_bad_input() {
    for (text, what) in [
        ("hello\n", "the file has no FROM, so it makes no image\n  where: Dockerfile:1\n"),
        ("ARG A=b\n", "the file has no FROM"),
        ("FROM scratch\nFROM\n", "FROM names no base image\n  where: Dockerfile:2\n"),
    ] {
        let run = Project::with("service", &[("Dockerfile", text)]).msgen(&["check"]);
        assert!(run.code == 2 && run.stderr.contains(what), "{text}: {}", run.stderr);
    }
}

#[test]
fn what_is_not_there_is_bad_input() {
    let project = Project::with("service", &[("notes.txt", "x"), (".dockerignore", "a\n"), ("empty/x", "")]);
    for (path, what) in [
        (".", "there is no Dockerfile to check"),
        ("gone/Dockerfile", "there is no such file"),
        (".dockerignore", "an ignore file is checked with its Dockerfile"),
        ("empty", "there is no Dockerfile to check"),
        ("gone.md", "the file cannot be read"),
    ] {
        let run = project.msgen(&["check", path]);
        assert_eq!(run.code, 2, "{path}: {}", run.stderr);
        assert!(run.stderr.contains(what), "{path}: {}", run.stderr);
    }
}

#[test]
fn a_file_that_is_no_dockerfile_hides_nothing_in_the_others() {
    let project = Project::with("service", &[("Dockerfile", RELATIVE), ("Dockerfile.b", "FROM a\nRUN <<EOF\nx\n")]);
    let run = project.msgen(&["check", "--format", "github"]);
    assert_eq!(run.code, 2);
    assert!(run.stdout.contains("title=relative-start-command::"), "{}", run.stdout);
    assert!(run.stderr.contains("where: Dockerfile.b:2"), "{}", run.stderr);
}

#[test]
fn the_exit_code_says_whether_something_was_found() {
    let project = Project::with("service", &[("Dockerfile", RELATIVE), ("a", "")]);
    let clean = project.msgen(&["check", "--severity", "error", "Dockerfile"]);
    assert_eq!((clean.code, clean.stdout.as_str()), (0, ""));
    assert!(clean.stderr.ends_with("checked, no findings\n"), "{}", clean.stderr);
    let found = project.msgen(&["check", "Dockerfile"]);
    assert_eq!(found.code, 1);
    assert!(found.stdout.contains("note[relative-start-command]: "), "{}", found.stdout);
    assert!(found.stderr.contains("error: ") && found.stderr.contains(" 1 note"), "{}", found.stderr);
    assert!(!found.stdout.contains('\u{1b}'), "no colour where there is no terminal");
    assert!(project.msgen(&["check", "Dockerfile", "--color", "always"]).stdout.contains('\u{1b}'));
}

#[test]
fn what_msgen_did_not_write_is_mended_only_by_force() {
    let project = Project::with("service", &[("Dockerfile", RELATIVE), ("a", "")]);
    let only = ["check", "Dockerfile", "--fix", "-y", "--off", "relative-start-command"];
    let run = project.msgen(&only[..4]);
    assert_eq!(run.code, 4, "{}", run.stderr);
    assert!(run.stderr.contains("Dockerfile exists and was not written by msgen"), "{}", run.stderr);
    for flag in run.stderr.split_whitespace().filter(|word| word.starts_with("--")) {
        let flag = flag.trim_end_matches([';', ',']);
        assert!(project.msgen(&["check", "--help"]).stdout.contains(flag), "check has no {flag}");
    }
    assert_eq!(project.read("Dockerfile"), RELATIVE);
    let run = project.msgen(&["check", "Dockerfile", "--fix", "--force", "--backup"]);
    assert!(run.stderr.contains("+CMD [\"/srv/a\"]"), "the change is shown: {}", run.stderr);
    assert!(!run.stdout.contains("relative-start-command"), "{}", run.stdout);
    assert_eq!(project.read("Dockerfile"), RELATIVE.replace("./a", "/srv/a"));
    assert_eq!(project.files(), ["Dockerfile", "Dockerfile.bak", "a"], "a msgen.toml is not made");
    assert_eq!(project.read("Dockerfile.bak"), RELATIVE);
}

#[test]
fn a_dry_run_prints_the_difference_and_writes_nothing() {
    let project = Project::with("service", &[("Dockerfile", RELATIVE), ("a", "")]);
    let run = project.msgen(&["check", "--fix", "--dry-run"]);
    assert_eq!(run.code, 1);
    assert!(run.stdout.starts_with("--- a/Dockerfile\n+++ b/Dockerfile\n"), "{}", run.stdout);
    assert!(run.stdout.contains("-CMD [\"./a\"]\n+CMD [\"/srv/a\"]\n"), "{}", run.stdout);
    assert_eq!(project.read("Dockerfile"), RELATIVE);
}

#[test]
fn a_file_below_is_mended_where_it_is() {
    for path in ["./sub/prod", "sub/prod", "./sub"] {
        let project = Project::with("service", &[("sub/prod", RELATIVE), ("sub/Dockerfile", RELATIVE), ("sub/a", "")]);
        project.msgen(&["check", path, "--fix", "--force"]);
        let file = if path == "./sub" { "sub/Dockerfile" } else { "sub/prod" };
        assert_eq!(project.read(file), RELATIVE.replace("./a", "/srv/a"), "{path}");
        assert_eq!(project.files().len(), 3, "{path}");
    }
}

#[test]
fn windows_line_ends_outlive_mending() {
    let crlf = RELATIVE.replace('\n', "\r\n");
    let project = Project::with("service", &[("Dockerfile", &crlf), ("a", "")]);
    project.msgen(&["check", "Dockerfile", "--fix", "--force", "--severity", "note"]);
    assert_eq!(project.read("Dockerfile"), crlf.replace("./a", "/srv/a"));
}

#[test]
fn what_msgen_wrote_is_clean_and_an_edit_is_drift() {
    let project = Project::of("go-hello");
    assert_eq!(project.msgen(&["init", "-y", "--base", "scratch", "--no-report"]).code, 0);
    let run = project.msgen(&["check"]);
    assert_eq!((run.code, run.stdout.as_str()), (0, ""), "{}", run.stderr);

    let edited = project.read("Dockerfile").replace("EXPOSE 8080", "EXPOSE 9090");
    project.write("Dockerfile", &edited);
    let run = project.msgen(&["check", "--rule", "edited-by-hand"]);
    assert_eq!(run.code, 1);
    assert!(run.stdout.contains("note[edited-by-hand]"), "{}", run.stdout);
    assert!(run.stdout.contains("-EXPOSE 9090\n+EXPOSE 8080\n"), "{}", run.stdout);
    let json = project.msgen(&["check", "--format", "json"]);
    let data: serde_json::Value = serde_json::from_str(&json.stdout).unwrap();
    let states: Vec<_> = data["drift"].as_array().unwrap().iter().map(|file| &file["state"]).collect();
    assert_eq!(states[0], "edited-by-hand");
    assert_eq!(data["drift"][0]["path"], "Dockerfile");
}

#[test]
fn a_folder_elsewhere_is_called_by_its_path() {
    let project = Project::of("go-hello");
    assert_eq!(project.msgen(&["init", "-y", "--no-report"]).code, 0);
    project.write("outer/x", "");
    let edited = project.read("Dockerfile").replace("EXPOSE 8080", "EXPOSE 9090");
    project.write("Dockerfile", &edited);
    let root = project.root();
    let run = project.msgen(&["check", root.to_str().unwrap(), "--format", "github"]);
    assert!(run.stdout.contains("file=[FOLDER]/go-hello/Dockerfile,line="), "{}", run.stdout);
    assert!(run.stdout.contains(",title=edited-by-hand::"), "{}", run.stdout);
}
