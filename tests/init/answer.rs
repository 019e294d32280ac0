//! A value that is not right stops the run with exit 2, whatever its kind and wherever it comes from.

use super::{assert_stops, init, init_with, stops};
use crate::command::Project;

/// For each kind of question, values that are not right, as they are typed.
const BAD: &[(&str, &[&str])] = &[
    ("language", &["cobol", "", "go\n", "../go"]),   // choice of the catalog
    ("base", &["distorless", "", "scratch\nRUN x"]), // choice of the catalog
    ("profile", &["devops", ".", "../plain"]),       // choice of folders
    ("builder", &["buster", "trixie;"]),             // choice of the language
    ("base-release", &["debian11", "3.24"]),         // choice of the base
    ("start", &["shell", "Entrypoint"]),             // fixed choice
    ("comments", &["some", "none "]),                // fixed choice
    ("syntax", &["docker", "buildkit\n"]),           // fixed choice
    ("static", &["maybe", "2", "TRUE "]),            // bool
    ("port", &["0", "65536", "-1", "8080/tcp", "eighty", "8080\nUSER 0", " 1"]), // port
    ("user", &["-1", "1:", ":1", "1:2:3", "4294967295", "Nobody", "a b", "$USER", ""]), // user
    ("language-version", &["latest", "1.27-alpine", "1..2", "1.2.3.4", "", "1.27\n"]), // version
    ("binary", &["a b", "../x", "-x", "a/b", "x;y", "\"", ""]), // name
    ("tags", &["a,b c", "-x", "a,$(id)"]),           // names
    ("name", &["Upper", "a//b", "-a", "a ", "a..b", "a/-b", ""]), // image name
    ("frontend", &["docker/dockerfile 1", "a@sha256:1", "a:b c", "UPPER", "a\nb"]), // image
    ("user-name", &["Nobody", "1a", "a:b", "a'b", "abcdefghijklmnopqrstuvwxyz0123456"]), // user name
    ("module", &["example.com/a b", "a\"b", "a`b`"]), // module
    ("main", &["/abs", "../up", "a/../../b", "a b", "./$HOME", "-flag"]), // folder
    ("manifests", &["/go.mod", "../go.mod", "go mod", "a,b;c"]), // paths
    ("embed", &["../*", "/etc/*", "!x", "a b", "#x", "-x"]), // patterns
    ("workdir", &["app", "/a/../b", "/a//b", "/a b", "/$HOME", "/a/"]), // absolute path
    ("writable", &["data", "/a,b", "/a,/../b", "/"]), // absolute paths
    ("report", &["../R.md", "/R.md", "R.txt", ".git/R.md", "a\nb.md", "docs/./R.md", "yes"]), // report
    ("evidence", &["../e", "/e", "", "docs/.git/e", "a b", ".", "docs//e"]), // folder to write into
    ("port-variable", &["1A", "A-B", "A=B", "A B", "$A"]), // variable
    ("health-path", &["health", "/a b", "/a?b", "/\"", "/$x"]), // HTTP path
    ("writes", &["a\u{1b}[2J", "a\nb"]),             // texts
];

#[test]
fn every_bad_value_from_every_source_stops_with_its_place_and_writes_nothing() {
    for (question, values) in BAD {
        for value in *values {
            refused_everywhere(question, value);
        }
    }
}

#[track_caller]
fn refused_everywhere(question: &str, value: &str) {
    let project = Project::of("go-hello");
    let before = project.files();
    let assert = |run, place: &str, before: &[String]| {
        assert_stops(&project, before, &run, 2, &["error: ", place, "\n  help:  "]);
    };
    let set = format!("{question}={value}");
    assert(init(&project, &["--set", &set]), &format!("--set {question}"), &before);
    let variable = format!("MSGEN_{}", question.to_uppercase().replace('-', "_"));
    if !value.is_empty() {
        assert(init_with(&project, &[], &[(&variable, value)], ""), &variable, &before);
    }
    let toml = format!("{question} = {}\n", toml(question, value));
    assert(init_with(&project, &["--answers", "-"], &[], &toml), "standard input:1", &before);
    project.write("msgen.toml", &format!("[answers]\n{toml}"));
    assert(init(&project, &[]), "msgen.toml:2", &project.files());
}

/// The value as TOML has it: a list where the question takes one, a number where it is one.
fn toml(question: &str, value: &str) -> String {
    let quoted = |text: &str| toml::Value::from(text).to_string();
    match question {
        "tags" | "manifests" | "embed" | "writable" | "writes" => {
            format!("[{}]", value.split(',').map(quoted).collect::<Vec<_>>().join(", "))
        }
        "port" if value.parse::<i64>().is_ok() => value.trim().to_owned(),
        _ => quoted(value),
    }
}

#[test]
fn every_flag_passes_the_same_check_as_the_question_it_answers() {
    let flags: &[(&str, &str)] = &[
        ("--language", "cobol"),
        ("--base", "distorless"),
        ("--port", "0"),
        ("--user", "a b"),
        ("--language-version", "latest"),
        ("--profile", "../plain"),
        ("--report", "../R.md"),
        ("--comments", "some"),
        ("--syntax", "docker"),
    ];
    for (flag, value) in flags {
        stops("go-hello", &[flag, value], 2, &["error: ", flag, "\n  help:  "]);
    }
    stops("go-hello", &["--report", "docs/R.md", "--no-report"], 2, &["--no-report"]);
}

#[test]
fn a_value_of_the_wrong_shape_in_a_file_is_refused() {
    let shapes =
        ["port = \"8080\"", "port = true", "binary = 1", "binary = [\"a\"]", "tags = \"a\"", "static = \"yes\""];
    for line in
        shapes.iter().chain(&["report = true", "user = true", "user = -1", "writable = [\"\"]", "tags = [\"\"]"])
    {
        let project = Project::of("go-hello");
        let before = project.files();
        let run = init_with(&project, &["--answers", "-"], &[], line);
        assert_stops(&project, &before, &run, 2, &["standard input:1", "\n  help:  "]);
    }
}

#[test]
fn an_answer_that_is_empty_by_default_can_be_emptied() {
    for id in ["workdir", "port-variable", "port-flag", "health-path", "frontend", "module", "tags", "embed"] {
        let run = init(&Project::of("go-flag"), &["--set", &format!("{id}=")]);
        assert_eq!(run.code, 0, "{id}: {}", run.stderr);
    }
}

#[test]
fn a_bad_value_is_an_error_even_where_a_stronger_source_hides_it() {
    let run = init_with(&Project::of("go-hello"), &["--port", "8080"], &[("MSGEN_PORT", "x")], "");
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("MSGEN_PORT"), "{}", run.stderr);
}

#[test]
fn a_variable_that_is_not_text_is_an_error() {
    use std::os::unix::ffi::OsStrExt;
    let project = Project::of("go-hello");
    let mut command = crate::command::msgen();
    command.args(["init", "-y"]).current_dir(project.root());
    command.env("MSGEN_NAME", std::ffi::OsStr::from_bytes(b"a\xff"));
    let output = command.output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8(output.stderr).unwrap().contains("MSGEN_NAME"));
}

#[test]
fn a_file_of_answers_that_cannot_be_read_is_an_error() {
    stops("go-hello", &["--answers", "nowhere.toml"], 2, &["the answers cannot be read", "nowhere.toml"]);
}

#[test]
fn a_folder_without_a_project_is_explained() {
    let empty = Project::with("empty", &[]);
    let run = init(&empty, &["nowhere"]);
    assert_stops(&empty, &[], &run, 2, &["nowhere does not exist", "msgen init path/to/service"]);
    let run = init(&empty, &[]);
    assert_stops(&empty, &[], &run, 2, &["go.mod", "\n  help:  "]);
    let run = init(&empty, &["--language", "go"]);
    assert_stops(&empty, &[], &run, 2, &["there is no go.mod or go.work here", "go mod init example.com/app"]);

    let sources = Project::with("sources", &[("main.go", "package main\n\nfunc main() {}\n")]);
    let run = init(&sources, &[]);
    assert_stops(&sources, &["main.go".to_owned()], &run, 2, &["main.go", "no go.mod", "go mod init example.com/app"]);
    let run = init(&sources, &["main.go"]);
    assert_stops(&sources, &["main.go".to_owned()], &run, 2, &["main.go is not a folder"]);
}

#[test]
fn a_project_file_alone_is_named_with_what_is_missing() {
    let alone = Project::with("alone", &[("pom.xml", "<project/>")]);
    let words = ["there is pom.xml, but no source file in Java or Kotlin", "msgen init path/to/service"];
    assert_stops(&alone, &["pom.xml".to_owned()], &init(&alone, &[]), 2, &words);
    let ignored = Project::with("ignored", &[("pom.xml", "<project/>"), ("Main.java", ""), (".gitignore", "*.xml\n")]);
    let files = [".gitignore", "Main.java", "pom.xml"].map(str::to_owned);
    let words = ["pom.xml is there, and .gitignore leaves it out", "`!pom.xml` takes it in"];
    assert_stops(&ignored, &files, &init(&ignored, &[]), 2, &words);
}

#[test]
fn a_go_mod_that_is_broken_is_explained() {
    let main = ("main.go", "package main\n\nfunc main() {}\n");
    for (text, word) in
        [("garbage {", "no module line"), ("", "no module line"), ("module \"a b\"\n", "no module line")]
    {
        let project = Project::with("broken", &[("go.mod", text), main]);
        let run = init(&project, &[]);
        assert_stops(&project, &["go.mod".to_owned(), "main.go".to_owned()], &run, 2, &[word, "go.mod", "\n  help:  "]);
    }
}

#[test]
fn the_image_s_name_is_made_from_the_program_s_and_always_a_name() {
    for (program, name) in [("My-App", "my-app"), ("a..b", "a-b"), ("x.-y_", "x-y"), ("v1.2", "v1.2"), ("_", "app")] {
        let binary = format!("binary={program}");
        let dockerfile = init(&Project::of("go-hello"), &["--set", &binary, "--stdout", "Dockerfile"]).stdout;
        assert!(dockerfile.contains(&format!("image.title=\"{name}\"")), "{program}:\n{dockerfile}");
        assert!(dockerfile.contains(&format!("ENTRYPOINT [\"/{program}\"]")), "{program}:\n{dockerfile}");
    }
}

#[test]
fn the_program_is_named_after_the_chosen_main_package_or_else_the_folder() {
    let main = "package main\n\nfunc main() {}\n";
    let files = [("go.mod", "module example.com/m\n"), ("cmd/a/main.go", main), ("main.go", main)];
    for (folder, main, name) in [("x", "./cmd/a", "a"), ("My App", ".", "My-App"), ("é", ".", "app")] {
        let answer = format!("main={main}");
        let run = init(&Project::with(folder, &files), &["--set", &answer, "--stdout", "Dockerfile"]);
        assert!(run.stdout.contains(&format!("ENTRYPOINT [\"/{name}\"]")), "{folder}:\n{}{}", run.stdout, run.stderr);
    }
}

#[test]
fn a_path_of_the_project_that_is_not_there_is_refused() {
    for answer in ["main=./cmd/api", "main=cmd/api", "assets=static", "manifests=go.mod,go.sum"] {
        let project = Project::of("go-hello");
        let run = init(&project, &["--set", answer]);
        assert_stops(
            &project,
            &["go.mod".to_owned(), "main.go".to_owned()],
            &run,
            2,
            &["there is no `", "\n  help:  "],
        );
    }
}

#[test]
fn a_main_package_is_found_with_and_without_the_dot_before_it() {
    for answer in ["main=cmd/api", "main=./cmd/api"] {
        let run = init(&Project::of("go-mains"), &["--set", answer, "--stdout", "Dockerfile"]);
        assert!(run.stdout.contains(" -o /out/api ./cmd/api\n"), "{}{}", run.stdout, run.stderr);
    }
}
