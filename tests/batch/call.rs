//! How it is called, what it prints, and with what exit code.

use std::fs;

use serde_json::Value;

use crate::command::{Project, Run};

const GOOD: &str = "FROM alpine:3.24\nUSER 65532:65532\nCMD [\"sleep\", \"1\"]\n";
const ROOT: &str = "FROM alpine:3.24\nCMD [\"sleep\", \"1\"]\n";

fn check(project: &Project, arguments: &[&str]) -> Run {
    project.msgen(&[&["check", "--recursive"], arguments].concat())
}

fn rows(run: &Run) -> Vec<Value> {
    let json: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!((&json["schema"], &json["msgen"]), (&1.into(), &env!("CARGO_PKG_VERSION").into()));
    json["rows"].as_array().unwrap().clone()
}

#[test]
fn each_folder_is_a_row_in_the_order_of_its_name_and_files_are_counted() {
    let files = [("b/Dockerfile", GOOD), ("a/Dockerfile", ROOT), (".git/Dockerfile", ROOT), ("list.txt", "")];
    let project = Project::with("lab", &files);
    let run = check(&project, &["--format", "json", "."]);
    let rows = rows(&run);
    let names: Vec<&str> = rows.iter().map(|row| row["submission"].as_str().unwrap()).collect();
    assert_eq!(names, ["a", "b"]);
    assert_eq!((&rows[0]["status"], &rows[1]["status"]), (&"findings".into(), &"clean".into()));
    assert_eq!(rows[0]["rules"], serde_json::json!({ "runs-as-root": 1 }));
    assert_eq!(rows[0]["findings"][0]["file"], "Dockerfile", "as its author calls it");
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains(".: 1 file is no submission, and left out"), "{}", run.stderr);
    assert!(
        run.stderr.contains("2 submissions: 1 clean, 1 with findings, 0 that could not be judged"),
        "{}",
        run.stderr
    );
}

#[test]
fn rows_that_are_all_clean_are_exit_code_0() {
    let project = Project::with("lab", &[("a/Dockerfile", GOOD), ("b/api.dockerfile", GOOD)]);
    let run = check(&project, &["."]);
    assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
    assert_eq!(
        run.stdout,
        "submission  status  errors  warnings  notes  found\n\
         a           clean        0         0      0\n\
         b           clean        0         0      0\n"
    );
}

#[test]
fn the_service_is_looked_for_below_the_submission_and_several_are_named() {
    let project = Project::with(
        "lab",
        &[
            ("deep/lab02/app_go/Dockerfile", GOOD),
            ("two/one/Dockerfile", GOOD),
            ("two/other/Dockerfile", GOOD),
            ("told/one/Dockerfile", GOOD),
            ("told/other/msgen.toml", "[answers]\n"),
            ("told/other/Dockerfile", GOOD),
            ("theirs/app/Dockerfile", GOOD),
            ("theirs/app/node_modules/x/Dockerfile", GOOD),
            ("theirs/.devcontainer/Dockerfile", GOOD),
            ("far/1/2/3/4/5/Dockerfile", GOOD),
        ],
    );
    let rows = rows(&check(&project, &["--format", "json", "--no-context", "."]));
    let of = |name: &str| rows.iter().find(|row| row["submission"] == name).unwrap();
    assert_eq!(of("deep")["folder"], "./deep/lab02/app_go");
    assert_eq!(of("told")["folder"], "./told/other");
    assert_eq!(of("theirs")["folder"], "./theirs/app");
    assert_eq!(of("two")["error"], "its service may lie in one, other: --within PATH says where");
    assert!(of("far")["error"].as_str().unwrap().starts_with("there is neither a msgen.toml nor a Dockerfile"));
}

#[test]
fn within_says_where_and_leads_nowhere_else() {
    let project =
        Project::with("lab", &[("a/one/Dockerfile", ROOT), ("a/two/Dockerfile", GOOD), ("b/Dockerfile", GOOD)]);
    std::os::unix::fs::symlink("../a/two", project.root().join("b/two")).unwrap();
    std::os::unix::fs::symlink("a", project.root().join("c")).unwrap();
    let rows = rows(&check(&project, &["--format", "json", "--within", "two", "."]));
    assert_eq!(rows[0]["status"], "clean");
    assert_eq!(rows[1]["error"], "`two` is a symbolic link that leads out of it");
    assert!(rows[2]["error"].as_str().unwrap().starts_with("it is a symbolic link"), "{}", rows[2]);
    for wrong in ["../b", "/etc", ""] {
        let run = check(&project, &["--within", wrong, "."]);
        assert_eq!(run.code, 2, "{wrong}");
    }
}

#[test]
fn what_fits_no_table_and_what_is_no_folder_is_refused() {
    let project = Project::with("lab", &[("a/Dockerfile", GOOD), ("empty/none/.keep", "")]);
    for arguments in [
        &["--format", "sarif", "."][..],
        &["--format", "github", "."],
        &["--fix", "."],
        &["--off", "nope", "."],
        &["--templates", "nope", "."],
        &["--limit", "0", "."],
        &["nowhere"],
        &["a"],
        &["a/Dockerfile"],
    ] {
        let run = check(&project, arguments);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{arguments:?}: {}", run.stderr);
    }
    for arguments in [&["check", "--format", "csv", "a"][..], &["check", "--within", "x", "a"]] {
        assert_eq!(project.msgen(arguments).code, 2, "{arguments:?}");
    }
}

#[test]
fn the_flags_that_say_how_to_judge_reach_every_submission_and_the_environment_does_not() {
    let project = Project::with("lab", &[("a/Dockerfile", "FROM alpine:3.24\nCMD [\"sh\", \"-c\", \"x\"]\n")]);
    let judged = |flags: &[&str]| {
        let variables = [("MSGEN_PORT", "not a port"), ("MSGEN_TEMPLATES", "/nowhere")];
        let arguments = [&["check", "--recursive", "--format=json"], flags, &["."]].concat();
        let run = project.msgen_with(&arguments, &variables, "");
        rows(&run)[0]["rules"].as_object().unwrap().keys().cloned().collect::<Vec<_>>()
    };
    assert_eq!(judged(&[]), ["runs-as-root"]);
    assert_eq!(judged(&["--off", "runs-as-root"]), [""; 0]);
    assert_eq!(judged(&["--severity", "error"]), [""; 0]);
    assert_eq!(judged(&["--off", "runs-as-root", "--rule", "no-exposed-port"]), [""; 0]);
    assert_eq!(judged(&["--no-context", "--all-rules"]), ["runs-as-root"]);
}

#[test]
fn a_spreadsheet_gets_one_line_for_each_row_and_nothing_to_run() {
    let names = ["=1+1", "+x", "-rf", "@a", "a,\"b\"", "c\nd", "e;=f", "\tg"];
    let files: Vec<(String, &str)> = names.iter().map(|name| (format!("{name}/Dockerfile"), GOOD)).collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), *text)).collect();
    let project = Project::with("lab", &files);
    let run = check(&project, &["--format", "csv", "."]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let lines: Vec<&str> = run.stdout.lines().collect();
    assert_eq!(lines[0], "submission,folder,status,errors,warnings,notes,earned,possible,rules,error");
    let cells = ["'\\tg", "'+x", "'-rf", "'=1+1", "'@a", "\"a,\"\"b\"\"\"", "c\\nd", "e;=f"];
    assert_eq!(lines.len(), 1 + cells.len(), "{}", run.stdout);
    for (line, cell) in lines[1..].iter().zip(cells) {
        assert!(line.starts_with(&format!("{cell},")), "{cell}: {line}");
    }
    assert!(lines[1..].iter().all(|line| line.contains(",clean,0,0,0,,,")), "{}", run.stdout);
}

#[test]
fn thousands_of_files_and_a_link_to_itself_are_a_submission_like_any_other() {
    let project = Project::with("lab", &[("a/Dockerfile", &format!("{GOOD}COPY . /srv/\n"))]);
    for folder in 0..5 {
        let folder = project.root().join(format!("a/{folder}"));
        fs::create_dir(&folder).unwrap();
        (0..1000).for_each(|file| fs::write(folder.join(file.to_string()), "").unwrap());
    }
    std::os::unix::fs::symlink(".", project.root().join("a/loop")).unwrap();
    let rows = rows(&check(&project, &["--format", "json", "."]));
    assert_eq!(rows[0]["rules"], serde_json::json!({ "missing-dockerignore": 1 }), "{}", rows[0]);
}
