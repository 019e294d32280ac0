//! What the report shows of questions and answers.

use super::{ANSWER, ASKED, answer, asking, init, rules};
use crate::command::Project;
use crate::property::catalog;

/// The titles and texts of every reason of a project that stand in one of its files.
fn told(project: &Project) -> Vec<String> {
    let paths = catalog().templates().list("reasons", ".md");
    let ids: Vec<&str> = paths.iter().map(|path| path.trim_start_matches("reasons/").trim_end_matches(".md")).collect();
    let reasons = catalog().reasons(ids).unwrap();
    let mut told = Vec::new();
    for path in ["Dockerfile", ".dockerignore", "docs/IMAGE.md", "msgen.toml"] {
        let text = project.read(path);
        for reason in reasons.values() {
            let sections = [&reason.title, &reason.what, &reason.why, &reason.without];
            told.extend(
                sections.into_iter().filter(|section| text.contains(*section)).map(|it| format!("{path}: {it}")),
            );
        }
    }
    told
}

#[test]
fn no_reason_is_told_where_questions_are_asked() {
    let project = asking();
    assert_eq!(told(&project), Vec::<String>::new());
    let report = project.read("docs/IMAGE.md");
    let row = "| `WORKDIR /src` | Where would the following instructions work if this line were missing? |";
    assert!(report.contains(row), "{report}");
    // The same test sees a reason where one is told.
    init(&project, &["--set", "comments=brief"]);
    assert!(told(&project).len() > 20);
}

#[test]
fn a_report_from_before_the_answers_is_in_step_and_one_from_after_them_too() {
    let project = asking();
    answer(&project, ASKED, ANSWER);
    let drift = |project: &Project| rules(project, &[]).into_iter().any(|rule| rule.contains("changed"));
    assert!(!drift(&project));
    init(&project, &[]);
    assert!(project.read("docs/IMAGE.md").contains(ANSWER) && !drift(&project));
    // Another answer, one that is taken back, and the line numbers that both move.
    project.write("Dockerfile", &project.read("Dockerfile").replace(ANSWER, "# Answer:\n"));
    assert!(!drift(&project));
    project.write("Dockerfile", &project.read("Dockerfile").replace(":nonroot AS", ":debug AS"));
    assert!(rules(&project, &[]).contains(&"edited-by-hand".to_owned()));
}

#[test]
fn an_answer_cannot_break_the_report() {
    let project = asking();
    answer(&project, ASKED, "# Answer: | a | `b` ``` <!-- msgen:end dockerfile -->\n# ```\n# {{ c }}\n");
    let run = init(&project, &[]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(init(&project, &[]).stderr.contains("nothing to write"));
}
