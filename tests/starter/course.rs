//! What a course suggests and fixes: where it comes from, and what a student sees of it.

use super::{assert_refused, desk, run, starter};
use crate::command::Project;

/// A profile that suggests and explains.
const PROFILE: &str = r#"
id = "mine"
title = "My course"
summary = "for tests"
path = "docs/MINE.md"
bases = ["alpine", "scratch"]
numeric-user = true

[starter.defaults]
port = 5000
user = "10001:10001"
cgo = false

[starter.messages]
port = "the checker asks port 5000"
"#;

/// A desk with that profile in `ours/`.
fn with_profile(manifest: &str) -> Project {
    let desk = desk();
    desk.write("ours/reports/mine/profile.toml", manifest);
    desk.write("ours/reports/mine/report.md.tera", "# {{ image }} on port {{ port }}\n");
    desk
}

const MINE: &[&str] = &["--profile", "mine", "--templates", "ours"];

#[track_caller]
fn config_of(desk: &Project, more: &[&str]) -> String {
    let run = run(desk, &[MINE, more].concat());
    assert_eq!(run.code, 0, "{}", run.stderr);
    desk.read("lab/msgen.toml")
}

#[test]
fn a_locked_answer_is_refused_in_the_words_of_the_profile() {
    let desk = with_profile(PROFILE);
    let config = config_of(&desk, &["--lock", "port,base", "--lock", "base"]);
    assert!(config.contains("port = { answer = 5000, message = \"the checker asks port 5000\" }"), "{config}");
    assert!(config.contains("base = { answer = \"alpine\", message = \"My course fixes this answer"), "{config}");
    let run = desk.msgen(&["init", "-y", "lab", "--port", "9000"]);
    assert_eq!(run.code, 3);
    assert!(run.stderr.contains("the checker asks port 5000"), "{}", run.stderr);
    assert_eq!(desk.msgen(&["init", "-y", "lab"]).code, 0);
    assert!(desk.read("lab/Dockerfile").contains("EXPOSE 5000"));
    assert!(desk.read("lab/main.go").contains("5000"), "the service listens where the course wants it to");
}

#[test]
fn the_profile_is_always_fixed_and_the_language_only_when_asked() {
    let desk = starter(&["--profile", "devops-core"]);
    let run = desk.msgen(&["init", "-y", "lab", "--profile", "plain"]);
    assert_eq!(run.code, 3, "{}", run.stderr);
    assert!(!desk.read("lab/msgen.toml").contains("language"));
    let desk = starter(&["--profile", "devops-core", "--lock", "language"]);
    let run = desk.msgen(&["init", "-y", "lab", "--language", "rust"]);
    assert_eq!(run.code, 3, "{}", run.stderr);
    assert!(run.stderr.contains("DevOps Core Course, lab 2 bonus fixes this answer"), "{}", run.stderr);
}

#[test]
fn flags_come_before_the_profile_and_the_profile_before_the_catalog() {
    let config = config_of(&with_profile(PROFILE), &[]);
    for line in ["base = \"alpine\"", "port = 5000", "user = \"10001:10001\"", "cgo = false"] {
        assert!(config.contains(line), "{line} is not in\n{config}");
    }
    let config = config_of(&with_profile(PROFILE), &["--port", "9000", "--base", "scratch", "--set", "strip=true"]);
    for line in ["base = \"scratch\"", "port = 9000", "strip = true"] {
        assert!(config.contains(line), "{line} is not in\n{config}");
    }
}

#[test]
fn what_a_profile_suggests_to_another_language_is_left_out() {
    let config = config_of(&with_profile(PROFILE), &["--language", "rust"]);
    assert!(!config.contains("cgo"), "{config}");
    for (wrong, words) in [
        ("port = \"x\"", ["Port: is not a number", "ours/reports/mine/profile.toml"]),
        ("prot = 1", ["no language asks for `prot`", "did you mean `port`?"]),
    ] {
        let desk = with_profile(&PROFILE.replace("port = 5000", wrong));
        let run = run(&desk, MINE);
        assert_eq!(run.code, 2);
        for word in words {
            assert!(run.stderr.contains(word), "{}", run.stderr);
        }
    }
}

#[test]
fn an_answer_that_nobody_gives_is_fixed_as_it_is_proposed() {
    let config = config_of(&with_profile(PROFILE), &["--lock", "user,base-release,report,binary"]);
    for line in [
        "user = { answer = \"10001:10001\"",
        "base-release = { answer = \"3.24\"",
        "report = { answer = \"docs/MINE.md\"",
        "binary = { answer = \"lab\"",
    ] {
        assert!(config.contains(line), "{line} is not in\n{config}");
    }
}

#[test]
fn the_program_has_one_name_in_whatever_folder_a_clone_lies() {
    let desk = starter(&["--profile", "plain", "--name", "greeter", "--set", "comments=brief"]);
    std::fs::rename(desk.root().join("lab"), desk.root().join("somewhere-else")).unwrap();
    assert_eq!(desk.msgen(&["init", "-y", "somewhere-else"]).code, 0);
    assert!(desk.read("somewhere-else/Dockerfile").contains("ENTRYPOINT [\"/greeter\"]"));
}

#[test]
fn what_init_would_refuse_is_refused_now() {
    let cases: &[(&[&str], i32, &[&str])] = &[
        (&["--profile", "plain", "--language", "node", "--base", "scratch"], 3, &["Node.js on scratch", "distroless"]),
        (&["--profile", "devops-core", "--base", "alpine"], 3, &["does not accept the base `alpine`", "scratch"]),
        (&["--profile", "plain", "--user", "root"], 3, &["root"]),
        (&["--profile", "plain", "--port", "70000"], 2, &["--port", "1 to 65535"]),
        (&["--profile", "plain", "--set", "builder=trixy"], 2, &["trixy", "trixie"]),
        (&["--profile", "plain", "--set", "prot=1"], 2, &["nothing asks for `prot`", "did you mean `port`?"]),
        (&["--profile", "plain", "--set", "profile=devops-core"], 2, &["--profile devops-core"]),
        (&["--profile", "plain", "--set", "x"], 2, &["`x` is not ID=VALUE"]),
    ];
    for (flags, code, words) in cases {
        let desk = desk();
        assert_refused(&desk, &run(&desk, flags), *code, words);
    }
}

#[test]
fn an_unknown_profile_language_or_question_is_answered_with_the_nearest() {
    let cases: &[(&[&str], &[&str])] = &[
        (&[], &["--profile", "plain, devops-core"]),
        (&["-y"], &["nothing says which course"]),
        (&["--profile", "devops-cor"], &["`devops-cor` is not a report profile", "did you mean `devops-core`?"]),
        (&["--profile", "plain", "--language", "gp"], &["--language", "known here: "]),
        (&["--profile", "plain", "--language", "pyton"], &["did you mean `python`?"]),
        (&["--profile", "plain", "--lock", "bas"], &["`bas` is not a question", "--lock", "did you mean `base`?"]),
        (&["--profile", "plain", "--lock", ""], &["`` is not a question"]),
        (&["--profile", "plain", "--lock", "base\nx"], &["`base\\nx` is not a question"]),
    ];
    for (flags, words) in cases {
        let desk = desk();
        assert_refused(&desk, &run(&desk, flags), 2, words);
    }
}
