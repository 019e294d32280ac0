//! What a course suggests and fixes in msgen.toml: `[defaults]` and `[locked]`.

use msgen::answers::{Source, Value};
use msgen::catalog::Catalog;
use msgen::config::Config;
use msgen::context::Context;
use msgen::interview::{Given, interview};
use msgen::prompt::scripted::Scripted;

use crate::command::{Project, Run, fixtures};

const LOCKED: &str = r#"[locked]
base = { answer = "distroless", message = "Lab 2 is about images without a shell." }
"#;

fn project(config: &str) -> Project {
    let project = Project::of("go-hello");
    project.write("msgen.toml", config);
    project
}

fn refused(run: &Run, place: &str) {
    assert_eq!(run.code, 3, "{}", run.stderr);
    assert!(run.stderr.contains("Runtime base: the course fixes `distroless`"), "{}", run.stderr);
    assert!(run.stderr.contains("Lab 2 is about images without a shell."), "{}", run.stderr);
    assert!(run.stderr.contains(place), "{}", run.stderr);
}

/// What is asked at the terminal in a folder of this msgen.toml, and the source of two answers.
fn asked(config: &str) -> (Vec<String>, Source, Source) {
    let catalog = Catalog::open(None).unwrap();
    let context = Context::open(&fixtures().join("go-hello")).unwrap();
    let mut given = Given::default();
    given.course(&Config::parse(config, "msgen.toml").unwrap());
    let mut asker = Scripted::default();
    let interview = interview(&catalog, &context, &given, &mut asker).unwrap();
    let source = |question: &str| interview.answers.get(question).unwrap().source.clone();
    (asker.asked, source("base"), source("comments"))
}

#[test]
fn an_answer_that_the_course_fixes_is_not_asked_and_one_that_it_suggests_is() {
    let config = "[defaults]\nport = 5000\ncomments = \"full\"\n[locked]\nbase = { answer = \"scratch\" }\n";
    let (asked, base, comments) = asked(config);
    assert_eq!(asked, ["language", "port", "user", "profile"]);
    assert_eq!(base, Source::Locked("msgen.toml:5".to_owned()));
    assert_eq!(comments, Source::Suggested("msgen.toml:3".to_owned()));
}

#[test]
fn another_answer_than_the_locked_one_is_refused_in_the_courses_words_wherever_it_comes_from() {
    let project = project(LOCKED);
    let before = project.files();
    refused(&project.msgen(&["init", "-y", "--base", "alpine"]), "--base");
    refused(&project.msgen(&["init", "-y", "--set", "base=alpine"]), "--set base");
    refused(&project.msgen_with(&["init", "-y"], &[("MSGEN_BASE", "alpine")], ""), "MSGEN_BASE");
    refused(&project.msgen_with(&["init", "-y", "--answers", "-"], &[], "base = \"alpine\"\n"), "standard input:1");
    project.write("msgen.toml", &format!("[answers]\nbase = \"alpine\"\n\n{LOCKED}"));
    refused(&project.msgen(&["init", "-y"]), "msgen.toml:2");
    refused(&project.msgen(&["check"]), "msgen.toml:2");
    assert_eq!(project.files(), before);
}

#[test]
fn the_locked_answer_itself_may_be_given_and_is_kept_where_the_course_wrote_it() {
    let project = project(LOCKED);
    let run = project.msgen(&["init", "-y", "--base", "distroless", "--port", "9000"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let config = Config::parse(&project.read("msgen.toml"), "msgen.toml").unwrap();
    assert_eq!(config.locked["base"].answer, Value::from("distroless"));
    assert_eq!(config.locked["base"].message, "Lab 2 is about images without a shell.");
    assert!(!config.answers.contains_key("base"), "{:?}", config.answers);
    assert_eq!(config.answers["port"], Value::Integer(9000));
    assert!(project.read("Dockerfile").contains("FROM gcr.io/distroless/"));
    let again = project.msgen(&["init", "-y"]);
    assert!(again.stderr.contains("nothing to write"), "{}", again.stderr);
}

#[test]
fn a_suggestion_is_weaker_than_what_the_project_says_and_stronger_than_the_catalogs_default() {
    let project = project("[defaults]\nport = 5000\nbase = \"scratch\"\nsyntax = \"classic\"\n");
    let run = project.msgen(&["init", "-y"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let dockerfile = project.read("Dockerfile");
    // The source of the fixture listens on 8080.
    assert!(dockerfile.contains("EXPOSE 8080") && dockerfile.contains("FROM scratch"), "{dockerfile}");
    assert!(!dockerfile.contains("--mount="), "{dockerfile}");
    let config = Config::parse(&project.read("msgen.toml"), "msgen.toml").unwrap();
    assert!(config.answers.is_empty(), "nobody gave an answer: {:?}", config.answers);
    assert_eq!(config.defaults["port"], Value::Integer(5000));
    let run = project.msgen(&["init", "-y", "--force", "--syntax", "buildkit"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(project.read("Dockerfile").contains("--mount="));
}

#[test]
fn the_report_says_which_answers_are_the_courses() {
    let project = project(&format!("[defaults]\nsyntax = \"classic\"\n{LOCKED}"));
    assert_eq!(project.msgen(&["init", "-y"]).code, 0);
    let report = project.read("docs/IMAGE.md");
    assert!(report.contains("fixed by the course") && report.contains("suggested by the course"), "{report}");
}

#[test]
fn a_table_of_the_course_that_is_wrong_says_where() {
    let refusal = |text: &str| Config::parse(text, "msgen.toml").unwrap_err();
    let error = refusal("[locked]\nbase = \"alpine\"\n");
    assert!(error.what.contains("`base` is a string, not a table"), "{error:?}");
    let error = refusal("[locked]\nbase = { message = \"no\" }\n");
    assert_eq!(error.what, "`base` is locked without an answer");
    assert!(error.place.unwrap().starts_with("msgen.toml:2"));
    let error = refusal("[locked.base]\nanswer = \"alpine\"\nmesage = \"no\"\n");
    assert_eq!(error.help.unwrap(), "did you mean `message`?");

    let run = project("[locked]\nbsae = { answer = \"alpine\" }\n").msgen(&["init", "-y"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("nothing asks for `bsae`") && run.stderr.contains("`base`"), "{}", run.stderr);
    let run = project("[defaults]\nport = 70000\n").msgen(&["init", "-y"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("msgen.toml:2"), "{}", run.stderr);
}

#[test]
fn a_comparison_may_measure_what_the_course_has_locked_away() {
    let mut given = Given::default();
    given.course(&Config::parse(LOCKED, "msgen.toml").unwrap());
    given.forget("base");
    given.flag("base", "alpine", "--base");
    let catalog = Catalog::open(None).unwrap();
    let context = Context::open(&fixtures().join("go-hello")).unwrap();
    let interview = interview(&catalog, &context, &given, &mut Scripted::default()).unwrap();
    assert_eq!(interview.answers.text("base"), "alpine");
}
