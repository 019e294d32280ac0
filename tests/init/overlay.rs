//! Templates of one's own are laid over the embedded ones; and the commands beside `init`.

use serde_json::Value;

use super::{assert_stops, init, init_with};
use crate::command::Project;
use crate::property::catalog;

const PROFILE: &str = "id = \"mine\"\ntitle = \"Mine\"\nsummary = \"for my course\"\npath = \"docs/MINE.md\"\n";
const REPORT: &str = "# {{ image }} on port {{ port }}\n";

/// A project with a profile of its own in `course/`.
fn with_profile(report: &str) -> Project {
    let project = Project::of("go-hello");
    project.write("course/reports/mine/profile.toml", PROFILE);
    project.write("course/reports/mine/report.md.tera", report);
    project
}

#[test]
fn an_added_profile_works_from_flag_variable_and_msgen_toml() {
    let assert_used = |project: &Project, flags: &[&str], variables: &[(&str, &str)]| {
        let flags: Vec<&str> = flags.iter().chain(&["--profile", "mine"]).copied().collect();
        let run = init_with(project, &flags, variables, "");
        assert_eq!(run.code, 0, "{}", run.stderr);
        assert_eq!(project.read("docs/MINE.md"), "# hello on port 8080\n");
    };
    assert_used(&with_profile(REPORT), &["--templates", "course"], &[]);
    assert_used(&with_profile(REPORT), &[], &[("MSGEN_TEMPLATES", "course")]);
    let project = with_profile(REPORT);
    project.write("msgen.toml", "templates = \"course\"\n");
    assert_used(&project, &[], &[]);

    let run = init(&Project::of("go-hello"), &["--profile", "mine"]);
    assert_eq!(run.code, 2, "without the folder there is no such profile");
}

#[test]
fn a_templates_folder_that_is_not_there_is_an_error() {
    let project = Project::of("go-hello");
    let run = init(&project, &["--templates", "nowhere"]);
    assert_stops(&project, &project.files(), &run, 2, &["the templates folder is not there", "nowhere"]);
}

#[test]
fn a_broken_template_is_shown_with_file_line_and_caret() {
    let cases = [
        ("# a\n{% if %}\n", "report.md.tera:2:7", "2 | {% if %}\n  |       ^^"),
        ("# {{ imag }}\n", "report.md.tera:1:6", "1 | # {{ imag }}\n  |      ^^^^"),
    ];
    for (text, place, caret) in cases {
        let project = with_profile(text);
        let run = init(&project, &["--templates", "course", "--profile", "mine"]);
        assert_stops(&project, &project.files(), &run, 2, &["course/reports/mine/", place, caret]);
    }
    let project = with_profile(REPORT);
    project.write("course/reports/mine/profile.toml", "id = \"mine\ntitle = 1\n");
    let run = init(&project, &["--templates", "course", "--profile", "mine"]);
    assert_stops(&project, &project.files(), &run, 2, &["course/reports/mine/profile.toml", "line 1", "^"]);
    project.write("course/Dockerfile.tera", "FROM {{ builder.image }}\n#: pinned-tg\nRUN x\n");
    project.write("course/reports/mine/profile.toml", PROFILE);
    let run = init(&project, &["--templates", "course", "--profile", "mine"]);
    assert_stops(&project, &project.files(), &run, 2, &["pinned-tg"]);
}

const TOY: &str = r#"
id = "toy"
title = "Toy"
markers = ["toy.json"]
sources = ["toy"]
start-a-project = "toy init"

[version]
default = "3"
oldest = "3"

[[version.release]]
id = "3"

[[builder]]
id = "toolbox"
image = "example.com/toy:{version}"
libc = "musl"

[[cell]]
base = "alpine"
flavour = "alpine"
linking = "runtime"
builders = ["toolbox"]

[[cell]]
base = "scratch"
refused = "a toy needs its box"
nearest = "--base alpine"

[[question]]
id = "colour"
title = "Colour"
help = "what it looks like"
kind = "choice"
options = ["red", "blue"]
default = "red"

[ignore]
allow = ["**/*.toy"]
"#;

/// A toy project with its language in `course/`.
fn toy() -> Project {
    let project = Project::with("blocks", &[("toy.json", "{}"), ("main.toy", "play")]);
    project.write("course/languages/toy/language.toml", TOY);
    project.write(
        "course/languages/toy/build.tera",
        "#: play-together\nRUN toy build --{{ settings.colour }} -o {{ artifact.built }}\n",
    );
    project.write(
        "course/languages/toy/runtime.tera",
        "#: copy-artifact\nCOPY --from=builder {{ artifact.built }} {{ artifact.path }}\n",
    );
    project.write(
        "course/reasons/play-together.md",
        &include_str!("../../templates/reasons/cache-mount.md").replace("cache-mount", "play-together"),
    );
    project
}

#[test]
fn an_added_language_works_without_a_change_to_the_program() {
    let project = toy();
    let run =
        init(&project, &["--templates", "course", "--base", "alpine", "--set", "colour=blue", "--set", "binary=game"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let dockerfile = project.read("Dockerfile");
    for line in [
        "FROM example.com/toy:3 AS builder\n",
        "RUN toy build --blue -o /out/game\n",
        "FROM alpine:3.24 AS runtime\n",
        "COPY --from=builder /out/game /usr/local/bin/game\n",
        "ENTRYPOINT [\"/usr/local/bin/game\"]\n",
    ] {
        assert!(dockerfile.contains(line), "{line} is not in\n{dockerfile}");
    }
    assert!(project.read(".dockerignore").contains("!**/*.toy\n"));

    let json = init(&project, &["--templates", "course", "--json"]);
    let json: Value = serde_json::from_str(&json.stdout).unwrap();
    assert_eq!(json["answers"]["language"]["source"]["where"]["path"], "toy.json");
}

#[test]
fn an_added_language_keeps_its_guards_and_questions() {
    let project = toy();
    let before = project.files();
    let toy = ["--templates", "course"];
    let run = init(&project, &[toy[0], toy[1], "--base", "scratch"]);
    assert_stops(&project, &before, &run, 3, &["Toy on scratch: a toy needs its box", "--base alpine"]);
    let run = init(&project, &[toy[0], toy[1], "--base", "distroless"]);
    assert_stops(&project, &before, &run, 3, &["Toy on distroless", "msgen list"]);
    let run = init(&project, &[toy[0], toy[1], "--base", "alpine", "--set", "color=red"]);
    assert_stops(&project, &before, &run, 2, &["did you mean `colour`?"]);
    let run = init(&project, &[toy[0], toy[1], "--base", "alpine", "--set", "cgo=yes"]);
    assert_stops(&project, &before, &run, 2, &["nothing asks for `cgo`"]);
    project.write("go.mod", "module a\n");
    let run = init(&project, &[toy[0], toy[1], "--base", "alpine"]);
    assert_stops(&project, &project.files(), &run, 2, &["several answers to the language", "toy.json", "go.mod"]);
}

#[test]
fn a_manifest_that_names_what_is_not_there_is_an_error() {
    for (from, to, word) in [
        ("flavour = \"alpine\"", "flavour = \"alpin\"", "`alpin`"),
        ("builders = [\"toolbox\"]", "builders = [\"tolbox\"]", "`tolbox`"),
        ("base = \"scratch\"", "base = \"scrach\"", "`scrach`"),
        ("nearest = \"--base alpine\"\n", "", "nearest"),
        ("start-a-project", "start-project", "start-project"),
    ] {
        let project = toy();
        project.write("course/languages/toy/language.toml", &TOY.replacen(from, to, 1));
        let run = init(&project, &["--templates", "course"]);
        assert_stops(&project, &project.files(), &run, 2, &[word, "course/languages/toy/language.toml"]);
    }
}

#[test]
fn the_list_names_every_cell_and_its_proof() {
    let project = toy();
    let run = project.msgen(&["list"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    for language in catalog().languages() {
        for base in ["scratch", "distroless", "alpine"] {
            let is_row = |line: &&str| line.split_whitespace().take(2).eq([language.as_str(), base]);
            assert_eq!(run.stdout.lines().filter(is_row).count(), 1, "{language} on {base} in\n{}", run.stdout);
        }
    }
    let run = project.msgen(&["list", "--json"]);
    let rows: Value = serde_json::from_str(&run.stdout).unwrap();
    let rows = rows.as_array().unwrap();
    assert_eq!(rows.len(), 3 * catalog().languages().len());
    let go = rows.iter().find(|row| row["language"] == "go" && row["base"] == "scratch").unwrap();
    assert_eq!((&go["status"], &go["case"]), (&"proved".into(), &"snapshots/go/scratch".into()));

    let run = project.msgen(&["list", "--json", "--templates", "course"]);
    let rows: Value = serde_json::from_str(&run.stdout).unwrap();
    let status = |base: &str| {
        let rows = rows.as_array().unwrap();
        let row = rows.iter().find(|row| row["language"] == "toy" && row["base"] == base);
        row.unwrap()["status"].as_str().unwrap().to_owned()
    };
    assert_eq!([status("alpine"), status("scratch"), status("distroless")], ["unproved", "refused", "refused"]);
}

#[test]
fn completions_and_the_manual_name_the_flags() {
    let project = Project::with("empty", &[]);
    for shell in ["bash", "zsh", "fish"] {
        let run = project.msgen(&["completions", shell]);
        assert_eq!((run.code, run.stderr.as_str()), (0, ""));
        for word in ["msgen", "language-version", "skip-existing", "completions"] {
            assert!(run.stdout.contains(word), "{shell}: {word}");
        }
    }
    let run = project.msgen(&["man"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    assert!(run.stdout.contains(".TH msgen"), "{}", run.stdout);
    assert!(run.stdout.contains("language\\-version") && run.stdout.contains("130"), "{}", run.stdout);
    assert_eq!(project.msgen(&["completions", "tcsh"]).code, 2);
}

#[test]
fn help_names_every_exit_code() {
    let project = Project::with("empty", &[]);
    for arguments in [&["--help"][..], &["init", "--help"]] {
        let run = project.msgen(arguments);
        assert_eq!((run.code, run.stderr.as_str()), (0, ""));
        let codes = run.stdout.split("Exit codes:\n").nth(1).expect("the exit codes");
        for code in ["0", "1", "2", "3", "4", "130"] {
            assert!(codes.lines().any(|line| line.trim_start().starts_with(&format!("{code} "))), "{code} in\n{codes}");
        }
    }
    assert_eq!(project.msgen(&["--version"]).stdout, format!("msgen {}\n", env!("CARGO_PKG_VERSION")));
}
