//! Where answers come from: the strongest source wins and is shown, unknown ids are errors, and nobody is asked.

use serde_json::{Value, json};

use super::{assert_stops, init, init_with, stops, texts};
use crate::command::{Project, Run};

fn answer(run: &Run, id: &str) -> Value {
    assert_eq!(run.code, 0, "{}", run.stderr);
    let all: Value = serde_json::from_str(&run.stdout).expect("JSON and nothing else");
    all["answers"][id].clone()
}

#[test]
fn the_strongest_source_of_an_answer_wins_and_is_shown() {
    let project = Project::of("go-hello");
    let answers = ("--answers", "-");
    let run = |flags: &[&str], variables: &[(&str, &str)], input: &str| {
        let flags: Vec<&str> = ["--dry-run", "--json"].iter().chain(flags).copied().collect();
        answer(&init_with(&project, &flags, variables, input), "port")
    };
    let env = [("MSGEN_PORT", "7003")];
    let file = "# a comment\nport = 7002\n";

    let detected = run(&[], &[], "");
    assert_eq!(detected["value"], 8080);
    assert_eq!(detected["source"]["from"], "detected");
    assert_eq!(detected["source"]["where"]["path"], "main.go");
    assert_eq!(detected["source"]["where"]["line"], 19);

    project.write("msgen.toml", "[answers]\nport = 7001\n");
    let expected = json!({ "value": 7001, "source": { "from": "file", "where": "msgen.toml:2" } });
    assert_eq!(run(&[], &[], ""), expected);
    let expected = json!({ "value": 7003, "source": { "from": "env", "where": "MSGEN_PORT" } });
    assert_eq!(run(&[], &env, ""), expected);
    let expected = json!({ "value": 7002, "source": { "from": "file", "where": "standard input:2" } });
    assert_eq!(run(&[answers.0, answers.1], &env, file), expected);
    let expected = json!({ "value": 7004, "source": { "from": "flag", "where": "--set port" } });
    assert_eq!(run(&[answers.0, answers.1, "--set", "port=7004"], &env, file), expected);
    let expected = json!({ "value": 7005, "source": { "from": "flag", "where": "--port" } });
    assert_eq!(run(&[answers.0, answers.1, "--set", "port=7004", "--port", "7005"], &env, file), expected);

    let silent = Project::with("silent", &[("go.mod", "module a\n"), ("main.go", "package main\nfunc main() {}\n")]);
    let expected = json!({ "value": 8080, "source": { "from": "default" } });
    assert_eq!(answer(&init(&silent, &["--dry-run", "--json"]), "port"), expected);
}

#[test]
fn an_empty_variable_says_nothing() {
    let run = init_with(&Project::of("go-hello"), &["--dry-run", "--json"], &[("MSGEN_PORT", "")], "");
    assert_eq!(answer(&run, "port")["source"]["from"], "detected");
}

#[test]
fn an_unknown_id_is_an_error_that_names_the_nearest_one_whatever_its_source() {
    let project = Project::of("go-hello");
    let before = project.files();
    let run = init(&project, &["--set", "prt=1"]);
    assert_stops(&project, &before, &run, 2, &["nothing asks for `prt`", "--set prt", "did you mean `port`?"]);
    let run = init_with(&project, &[], &[("MSGEN_LANGUAGE_VERSON", "1.27")], "");
    assert_stops(&project, &before, &run, 2, &["MSGEN_LANGUAGE_VERSON", "did you mean `language-version`?"]);
    let run = init_with(&project, &["--answers", "-"], &[], "bse = \"alpine\"\n");
    assert_stops(&project, &before, &run, 2, &["standard input:1", "did you mean `base`?"]);

    project.write("msgen.toml", "[answers]\nbinry = \"x\"\n");
    let before = project.files();
    let run = init(&project, &[]);
    assert_stops(&project, &before, &run, 2, &["msgen.toml:2", "did you mean `binary`?"]);
    project.write("msgen.toml", "[answer]\nport = 1\n");
    let run = init(&project, &[]);
    assert_stops(&project, &before, &run, 2, &["msgen.toml:1:2", "did you mean `answers`?"]);
}

#[test]
fn an_unknown_flag_is_named_with_the_nearest_one() {
    stops("go-hello", &["--prot", "1"], 2, &["--prot", "'--port'"]);
}

#[test]
fn a_set_without_a_value_is_explained() {
    stops("go-hello", &["--set", "port"], 2, &["`port` is not ID=VALUE", "--set"]);
}

#[test]
fn piped_input_asks_nothing_and_the_error_names_the_flag() {
    let project = Project::of("go-hello");
    let before = project.files();
    let run = project.msgen_with(&["init"], &[], "go\nscratch\n8080\n");
    assert_stops(&project, &before, &run, 2, &["no terminal", "--language go", "--non-interactive"]);
    assert!(!run.stderr.contains('\u{1b}'), "{}", run.stderr);
    let run = project.msgen(&["--language", "go", "--base", "scratch"]);
    assert_stops(&project, &before, &run, 2, &["--port 8080"]);

    let flags = ["--language", "go", "--base", "scratch", "--port", "8080", "--user", "1000", "--profile", "plain"];
    assert_eq!(project.msgen(&flags).code, 0, "every question that is always asked has its flag");
}

#[test]
fn a_doubt_that_nobody_may_be_asked_about_names_its_flag_and_every_candidate() {
    let words = ["./cmd/api", "cmd/api/main.go:12", "./cmd/worker", "./tools/gen", "--set main=./cmd/api"];
    stops("go-mains", &[], 2, &words);
    let project = Project::of("go-mains");
    assert_eq!(init(&project, &["--set", "main=./cmd/worker"]).code, 0);
    assert!(project.read("Dockerfile").contains("-o /out/worker ./cmd/worker\n"));
}

#[test]
fn no_subcommand_means_init() {
    let (one, other) = (Project::of("go-deps"), Project::of("go-deps"));
    assert_eq!(one.msgen(&["-y"]).code, 0);
    assert_eq!(init(&other, &[]).code, 0);
    assert_eq!(texts(&one), texts(&other));
}

#[test]
fn the_aliases_of_non_interactive_do_the_same() {
    for alias in ["-y", "--yes", "--no-input", "--non-interactive"] {
        assert_eq!(Project::of("go-hello").msgen(&["init", alias]).code, 0, "{alias}");
    }
}

#[test]
fn a_second_run_finds_nothing_to_write_whatever_gave_the_answers() {
    let assert_settled = |project: &Project| {
        let before = texts(project);
        let run = init(project, &[]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        assert!(run.stderr.contains("nothing to write"), "{}", run.stderr);
        assert_eq!(texts(project), before);
    };
    let run = |flags: &[&str], variables: &[(&str, &str)], input: &str| {
        let project = Project::of("go-hello");
        let run = init_with(&project, flags, variables, input);
        assert_eq!(run.code, 0, "{}", run.stderr);
        assert_settled(&project);
    };
    run(&[], &[], "");
    run(&["--base", "scratch", "--port", "9090", "--user", "1000", "--comments", "none"], &[], "");
    run(&["--set", "tags=a,b", "--set", "strip=no", "--set", "writable=/data", "--no-report"], &[], "");
    run(&["--profile", "devops-core", "--report", "docs/MY.md", "--syntax", "classic"], &[], "");
    run(&["--allow-root", "--user", "0"], &[], "");
    run(&[], &[("MSGEN_BASE", "alpine"), ("MSGEN_LANGUAGE_VERSION", "1.26"), ("MSGEN_REPORT", "no")], "");
    run(&["--answers", "-"], &[], "user = 4242\nbase = \"scratch\"\ntags = [\"a\"]\nreport = false\n");

    let project = Project::of("go-hello");
    project.write("msgen.toml", "# Mine.\n[answers]\nbase = 'alpine' # small\n");
    assert_eq!(init(&project, &[]).code, 0);
    assert!(project.read("msgen.toml").starts_with("# Mine.\n[answers]\nbase = 'alpine' # small\n"));
    assert_settled(&project);
}
