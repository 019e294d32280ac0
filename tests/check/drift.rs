//! Drift: what is told of a file that is not as msgen would write it.

use std::fs;

use msgen::catalog::Catalog;
use msgen::check::{Drift, Finding, State, drift};
use msgen::config::Config;
use msgen::context::Context;
use msgen::interview::{Given, interview};
use msgen::plan::plan;
use msgen::prompt::defaults::Defaults;

use crate::command::Project;
use crate::evidence::sample;

/// A project as `msgen init` leaves it.
fn written() -> Project {
    let project = Project::of("go-hello");
    init(&project, &[]);
    project
}

fn init(project: &Project, more: &[&str]) {
    let arguments: Vec<&str> = ["init", "--non-interactive"].into_iter().chain(more.iter().copied()).collect();
    let run = project.msgen(&arguments);
    assert_eq!(run.code, 0, "{}", run.stderr);
}

/// The drift of a project by the templates in msgen, and those of `overlay`.
fn with_templates(project: &Project, overlay: Option<&str>) -> Drift {
    let root = project.root();
    let catalog = Catalog::open(overlay.map(|path| root.join(path)).as_deref()).unwrap();
    let config = Config::parse(&project.read("msgen.toml"), "msgen.toml").unwrap();
    let context = Context::open(&root).unwrap();
    let mut given = Given::default();
    given.file(&config);
    let interview = interview(&catalog, &context, &given, &mut Defaults { accept: true }).unwrap();
    let (plan, _) = plan(&catalog, &interview).unwrap();
    drift(&catalog, &root, &config, &interview, &plan).unwrap()
}

fn of(project: &Project) -> Drift {
    with_templates(project, None)
}

fn states(drift: &Drift) -> Vec<(&str, State)> {
    drift.files.iter().map(|file| (file.path.as_str(), file.state)).collect()
}

fn places(drift: &Drift) -> Vec<(&'static str, String, usize)> {
    let place = |one: Finding| (one.rule, one.place.file, one.place.lines.start);
    drift.findings().into_iter().map(place).collect()
}

const DOCKERFILE: &str = "Dockerfile";
const IGNORE: &str = ".dockerignore";
const REPORT: &str = "docs/IMAGE.md";

#[test]
fn what_was_just_written_is_in_step_and_nothing_is_found() {
    let drift = of(&written());
    assert_eq!(states(&drift), [DOCKERFILE, IGNORE, REPORT].map(|path| (path, State::InStep)));
    assert!(drift.findings().is_empty() && drift.files.iter().all(|file| file.diff.is_empty()));
}

#[test]
fn words_of_the_author_s_and_line_endings_of_git_s_are_no_drift() {
    let project = written();
    project.write(
        REPORT,
        &(project.read(REPORT).replace("**TODO** Which", "I took all of them. Which") + "\nMy words.\n"),
    );
    for path in [DOCKERFILE, IGNORE] {
        project.write(path, &project.read(path).replace('\n', "\r\n"));
    }
    assert!(of(&project).findings().is_empty());
}

#[test]
fn an_edit_is_told_with_its_first_line_and_a_diff() {
    let project = written();
    let text = project.read(DOCKERFILE);
    let line = text.lines().position(|line| line.starts_with("EXPOSE")).unwrap() + 1;
    project.write(DOCKERFILE, &text.replace("EXPOSE 8080", "EXPOSE 8081"));
    let drift = of(&project);
    assert_eq!(places(&drift), [("edited-by-hand", DOCKERFILE.to_owned(), line)]);
    let file = &drift.files[0];
    assert!(file.diff.contains("\n-EXPOSE 8081\n+EXPOSE 8080\n"), "{}", file.diff);
    assert_eq!(file.why, "Dockerfile was edited since msgen wrote it");
}

#[test]
fn an_edited_block_of_the_report_is_an_edit_of_it() {
    let project = written();
    project.write(REPORT, &project.read(REPORT).replace("| Port | `8080` |", "| Port | `80` |"));
    let drift = of(&project);
    assert_eq!(states(&drift)[2], (REPORT, State::EditedByHand));
    assert!(drift.files[2].why.ends_with("edited since msgen wrote them: decisions"), "{}", drift.files[2].why);
}

#[test]
fn a_report_that_verify_wrote_on_an_edited_dockerfile_is_in_step_with_it() {
    let project = written();
    let edit = |text: &str| text.replace("EXPOSE 8080", "EXPOSE 8080/tcp");
    project.write(DOCKERFILE, &edit(&project.read(DOCKERFILE)));
    // `msgen verify` lists the file as it is, and an instruction of somebody else's has no reason.
    let report = edit(&project.read(REPORT));
    let row = report.lines().find(|line| line.contains("| `EXPOSE 8080/tcp` |")).unwrap().to_owned();
    let cells: Vec<&str> = row.split(" | ").collect();
    let report = report.replace(&row, &format!("{} | {} | not stated |", cells[0], cells[1]));
    project.write(REPORT, &report);
    let states = of(&project).files.iter().map(|file| file.state).collect::<Vec<_>>();
    assert_eq!(states, [State::EditedByHand, State::InStep, State::InStep]);
}

#[test]
fn another_answer_in_msgen_toml_is_told_as_one() {
    let project = written();
    project.write("msgen.toml", &project.read("msgen.toml").replace("[answers]\n", "[answers]\nport = 9090\n"));
    let drift = of(&project);
    assert_eq!(states(&drift)[0], (DOCKERFILE, State::AnswersChanged));
    assert_eq!(states(&drift)[1], (IGNORE, State::InStep));
    assert_eq!(states(&drift)[2], (REPORT, State::AnswersChanged));
    assert!(drift.files[0].diff.contains("\n-EXPOSE 8080\n+EXPOSE 9090\n"));
    init(&project, &[]);
    assert!(of(&project).findings().is_empty());
}

#[test]
fn a_project_that_says_something_else_now_is_told_like_another_answer() {
    let project = written();
    project.write("main.go", &project.read("main.go").replace(":8080", ":8090"));
    assert_eq!(states(&of(&project))[0], (DOCKERFILE, State::AnswersChanged));
}

#[test]
fn newer_templates_are_told_as_such_and_only_for_what_they_change() {
    let project = written();
    let template = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/templates/dockerignore.tera")).unwrap();
    project.write("newer/dockerignore.tera", &(template + "\n**/*.bak\n"));
    let drift = with_templates(&project, Some("newer"));
    assert_eq!(states(&drift)[0], (DOCKERFILE, State::InStep));
    assert_eq!(states(&drift)[1], (IGNORE, State::TemplatesNewer));
    assert_eq!(drift.files[1].why, ".dockerignore was written from older templates");
    let rules: Vec<&str> = drift.findings().iter().map(|finding| finding.rule).collect();
    assert_eq!(rules, ["templates-newer"], "the report lists the ignore file that is there");
}

#[test]
fn another_version_of_msgen_is_named() {
    let project = written();
    project.write("newer/dockerignore.tera", "*\n");
    let toml = project.read("msgen.toml");
    let line = toml.lines().find(|line| line.starts_with("msgen = ")).unwrap();
    project.write("msgen.toml", &toml.replace(line, "msgen = \"0.0.9\""));
    let why = &with_templates(&project, Some("newer")).files[1].why;
    assert!(why.starts_with(".dockerignore was written by msgen 0.0.9, and msgen "), "{why}");
}

#[test]
fn a_file_that_is_gone_is_told_at_its_record() {
    let project = written();
    fs::remove_file(project.root().join(IGNORE)).unwrap();
    let line = project.read("msgen.toml").lines().position(|line| line == "[files.\".dockerignore\"]").unwrap() + 1;
    let drift = of(&project);
    assert_eq!(places(&drift), [("file-missing", "msgen.toml".to_owned(), line)]);
    assert!(drift.files[1].diff.starts_with("--- /dev/null\n+++ b/.dockerignore\n"), "{}", drift.files[1].diff);
}

#[test]
fn a_msgen_toml_of_an_older_msgen_still_tells_edits_from_age() {
    let project = written();
    let toml = project.read("msgen.toml");
    let (before, rest) = toml.split_once("[written]").unwrap();
    let (_, files) = rest.split_once("\n[files").unwrap();
    project.write("msgen.toml", &format!("{before}[files{files}").replace("[answers]\n", "[answers]\nport = 9090\n"));
    project.write(IGNORE, "node_modules\n");
    let drift = of(&project);
    assert_eq!(states(&drift)[0], (DOCKERFILE, State::TemplatesNewer), "an older msgen did not write down why");
    assert_eq!(states(&drift)[1], (IGNORE, State::EditedByHand));
}

#[test]
fn evidence_that_came_after_the_report_is_drift_of_the_report_alone() {
    let project = written();
    project.write("docs/evidence/evidence.json", &sample().to_string());
    let drift = of(&project);
    assert_eq!(states(&drift)[0], (DOCKERFILE, State::InStep));
    assert_eq!(states(&drift)[2], (REPORT, State::AnswersChanged));
}

#[test]
fn drift_is_data_too() {
    let project = written();
    project.write(DOCKERFILE, "FROM scratch\n");
    let data = serde_json::to_value(of(&project)).unwrap();
    assert_eq!(data["files"][0]["state"], "edited-by-hand");
    assert_eq!(data["files"][0]["path"], "Dockerfile");
    assert!(data["files"][0]["diff"].as_str().unwrap().starts_with("--- a/Dockerfile\n"));
}

#[test]
fn nothing_is_written() {
    let project = written();
    fs::remove_file(project.root().join(IGNORE)).unwrap();
    let before = project.files();
    of(&project);
    assert_eq!(project.files(), before);
}
