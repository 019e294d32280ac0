//! Questions in place of reasons: the author's answers stay, and stand in nobody's way.

mod property;
mod read;
mod report;

use crate::command::{Project, Run};

/// A question of every Go Dockerfile, and its answer.
const ASKED: &str =
    "# Question build-workdir: Where would the following instructions work if this line were missing?\n";
const ANSWER: &str = "# Answer: in `/go`, with the module cache — mitten darin\n#\n#  und das will ich nicht\n";

/// A question of the final stage that only this base asks, and its answer.
const ASKED_OF_BASE: &str = "what do\n# you win for that?\n";
const ANSWER_TO_BASE: &str = "# Answer: I cannot open a shell in it, and neither can anybody else.\n";

/// A project that was written with questions.
fn asking() -> Project {
    let project = Project::of("go-hello");
    let run = init(&project, &["--teach"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    project
}

fn init(project: &Project, more: &[&str]) -> Run {
    let arguments: Vec<&str> = ["init", "--non-interactive"].into_iter().chain(more.iter().copied()).collect();
    project.msgen(&arguments)
}

/// Writes `answer` in place of the empty one below `asked`.
fn answer(project: &Project, asked: &str, answer: &str) {
    let old = project.read("Dockerfile");
    let new = old.replace(&format!("{asked}# Answer:\n"), &format!("{asked}{answer}"));
    assert_ne!(old, new, "`{asked}` is not asked");
    project.write("Dockerfile", &new);
}

/// The rules that find something in a project.
fn rules(project: &Project, more: &[&str]) -> Vec<String> {
    let run = project.msgen(&[&["check", "--format", "json"], more].concat());
    let shown: serde_json::Value = serde_json::from_str(&run.stdout).unwrap_or_else(|_| panic!("{}", run.stderr));
    let findings = shown["findings"].as_array().unwrap();
    findings.iter().map(|finding| finding["rule"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn the_flag_is_the_answer_teach_and_does_not_go_with_another() {
    let project = asking();
    assert!(project.read("msgen.toml").contains("comments = \"teach\"\n"));
    let text = project.read("Dockerfile");
    assert!(text.starts_with("# Question build-stage: ") && text.contains("\n# Answer:\nWORKDIR /src\n"), "{text}");
    assert_eq!(init(&project, &["--teach", "--comments", "brief"]).code, 2);
}

#[test]
fn init_again_keeps_every_answer_and_writes_nothing() {
    let project = asking();
    answer(&project, ASKED, ANSWER);
    let before = project.read("Dockerfile");
    let run = init(&project, &[]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!(project.read("Dockerfile"), before);
    // The report lists the Dockerfile as it is.
    assert!(project.read("docs/IMAGE.md").contains(ANSWER));
    let run = init(&project, &[]);
    assert!(run.stderr.contains("nothing to write"), "{}", run.stderr);
}

#[test]
fn a_change_of_the_answers_to_msgen_keeps_the_answers_to_the_course() {
    let project = asking();
    answer(&project, ASKED, ANSWER);
    let run = init(&project, &["--port", "9090"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let text = project.read("Dockerfile");
    assert!(text.contains("EXPOSE 9090") && text.contains(&format!("{ASKED}{ANSWER}WORKDIR /src\n")), "{text}");
}

#[test]
fn an_answer_that_is_not_asked_for_any_more_is_in_the_way_and_named() {
    let project = asking();
    answer(&project, ASKED, ANSWER);
    answer(&project, ASKED_OF_BASE, ANSWER_TO_BASE);
    let before = project.read("Dockerfile");
    let run = init(&project, &["--base", "scratch"]);
    assert_eq!(run.code, 4, "{}", run.stderr);
    for said in [
        "`distroless-base` is not asked any more in the final stage, and you have answered it",
        "Dockerfile has answers to what is not asked any more: distroless-base",
    ] {
        assert!(run.stderr.contains(said), "{}", run.stderr);
    }
    assert_eq!(project.read("Dockerfile"), before);
    let run = init(&project, &["--base", "scratch", "--force", "--backup"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let text = project.read("Dockerfile");
    assert!(text.contains(ANSWER) && !text.contains(ANSWER_TO_BASE), "{text}");
    assert_eq!(project.read("Dockerfile.bak"), before);
}

#[test]
fn an_empty_answer_that_is_not_asked_for_any_more_is_in_nobody_s_way() {
    let project = asking();
    answer(&project, ASKED_OF_BASE, "# Answer:  \n#\n");
    let run = init(&project, &["--base", "scratch"]);
    assert_eq!((run.code, run.stderr.contains("asked any more")), (0, false), "{}", run.stderr);
}

#[test]
fn answers_are_not_dropped_with_the_questions() {
    let project = asking();
    answer(&project, ASKED, ANSWER);
    let run = init(&project, &["--comments", "brief"]);
    assert_eq!(run.code, 4, "{}", run.stderr);
    assert!(run.stderr.contains("not asked any more: build-workdir"), "{}", run.stderr);
    assert!(project.read("Dockerfile").contains(ANSWER));
}

#[test]
fn a_file_of_git_s_line_endings_keeps_its_answers_and_is_no_drift() {
    let project = asking();
    answer(&project, ASKED, ANSWER);
    init(&project, &[]);
    let text = project.read("Dockerfile");
    project.write("Dockerfile", &text.replace('\n', "\r\n"));
    assert!(!rules(&project, &[]).iter().any(|rule| rule == "edited-by-hand" || rule == "answers-changed"));
    let run = init(&project, &[]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!(project.read("Dockerfile"), text);
}

#[test]
fn a_broken_dockerfile_is_written_anew_with_the_answers_that_are_in_it() {
    let project = asking();
    answer(&project, ASKED, ANSWER);
    let text = project.read("Dockerfile");
    project.write("Dockerfile", &text.replace("RUN ", "RUN <<END "));
    let run = init(&project, &[]);
    assert_eq!(run.code, 4, "{}", run.stderr);
    let run = init(&project, &["--force"]);
    assert_eq!((run.code, project.read("Dockerfile")), (0, text), "{}", run.stderr);
}

#[test]
fn an_answer_too_large_to_be_read_as_source_is_never_lost() {
    let project = asking();
    answer(&project, ASKED, &format!("# Answer: {}\n", "long ".repeat(300_000)));
    assert_eq!(init(&project, &["--port", "9090"]).code, 4);
}

#[test]
fn check_demands_an_answer_to_each_question_and_is_content_with_own_words() {
    let project = asking();
    let open = project.read("Dockerfile").matches("# Answer:\n").count();
    assert_eq!(rules(&project, &["Dockerfile"]), vec!["unanswered-instruction"; open]);
    let own = "# Answer: I looked at it with dive, and found three megabytes less.\n";
    project.write("Dockerfile", &project.read("Dockerfile").replace("# Answer:\n", own));
    assert_eq!(rules(&project, &["Dockerfile"]), Vec::<String>::new());
}

#[test]
fn answers_are_no_drift_and_questions_that_were_taken_out_are_told() {
    let project = asking();
    answer(&project, ASKED, ANSWER);
    let drift = |project: &Project| -> Vec<String> {
        let of_files = ["edited-by-hand", "answers-changed", "templates-newer"];
        rules(project, &[]).into_iter().filter(|rule| of_files.contains(&rule.as_str())).collect()
    };
    assert_eq!(drift(&project), Vec::<String>::new());
    let mut text = project.read("Dockerfile");
    text = text.replace("# Question exposed-port: ", "# ").replace(ASKED, "");
    project.write("Dockerfile", &text);
    assert_eq!(drift(&project), ["edited-by-hand"]);
    let run = project.msgen(&["check", "--rule", "unanswered-instruction"]);
    let said = "2 questions were taken out of the file: `build-workdir`, `exposed-port`";
    assert!((run.stdout + &run.stderr).contains(said));
}

#[test]
fn explain_says_the_reasons_also_where_the_dockerfile_asks() {
    let project = asking();
    answer(&project, ASKED, ANSWER);
    let line = project.read("Dockerfile").lines().position(|line| line == "WORKDIR /src").unwrap() + 1;
    let run = project.msgen(&["explain", "Dockerfile", &line.to_string()]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stdout.contains("Work in a folder of its own inside the build stage"), "{}", run.stdout);
}
