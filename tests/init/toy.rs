//! A language that lies in a folder of its own (`tests/fixtures/overlay`): no line of the program knows it. The engine
//! tests build it and start it.

use serde_json::Value;

use super::{assert_stops, init};
use crate::command::{Project, fixtures};

/// The folder that is laid over the templates.
fn templates() -> String {
    fixtures().join("overlay/templates").display().to_string()
}

#[test]
fn a_language_in_a_folder_is_listed_with_its_proof_and_its_refusals() {
    let run = Project::with("empty", &[]).msgen(&["list", "--json", "--templates", &templates()]);
    let rows: Vec<Value> = serde_json::from_str(&run.stdout).unwrap();
    let status = |base: &str| {
        let row = rows.iter().find(|row| row["language"] == "toy" && row["base"] == base);
        row.unwrap()["status"].as_str().unwrap().to_owned()
    };
    assert_eq!(["scratch", "distroless", "alpine"].map(status), ["refused", "refused", "proved"]);
}

#[test]
fn the_markdown_list_says_once_below_the_table_why_cells_are_refused() {
    let run = Project::with("empty", &[]).msgen(&["list", "--markdown", "--templates", &templates()]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    let (table, notes) = run.stdout.split_once("\n\n").expect("notes below the table");
    let row = table.lines().find(|line| line.starts_with("| Toy |")).expect("a row");
    let note =
        "Toy on scratch and distroless: a toy is run by a shell, and only Alpine has one; instead: --base alpine";
    let note = notes.lines().find(|line| line.ends_with(note)).expect("one note for both");
    let number = note.split_once('.').unwrap().0;
    assert_eq!(row, format!("| Toy | refused ({number}) | refused ({number}) | proved |"));
}

#[test]
fn a_language_in_a_folder_is_recognised_by_its_marker_and_rendered() {
    let project = Project::of("overlay/toy-hello");
    let before = project.files();
    let run = init(&project, &["--templates", &templates(), "--base", "scratch"]);
    assert_stops(&project, &before, &run, 3, &["Toy on scratch: a toy is run by a shell", "--base alpine"]);

    let run = init(&project, &["--templates", &templates(), "--base", "alpine", "--set", "health-check=yes", "--json"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let json: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(json["answers"]["language"]["source"]["where"]["path"], "main.toy");
    let dockerfile = project.read("Dockerfile");
    for line in [
        "FROM alpine:3.24 AS builder\n",
        "# Take the script as it is\n",
        "RUN install -D -m 644 main.toy /out/toy-hello.toy\n",
        "COPY --from=builder /out/toy-hello.toy /app/toy-hello.toy\n",
        "\"/dev/null\", \"http://127.0.0.1:8080/\"]\n",
        "ENTRYPOINT [\"/bin/sh\", \"/app/toy-hello.toy\", \"8080\"]\n",
    ] {
        assert!(dockerfile.contains(line), "{line} is not in\n{dockerfile}");
    }
    assert!(project.read(".dockerignore").contains("!*.toy\n"));
}
