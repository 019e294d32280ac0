//! A course's rubric, judged for what was handed in: nothing is met in silence, and nothing handed in weakens it.

use msgen::config::fingerprint;
use serde_json::{Value, json};

use crate::command::{Project, Run};

const HEAD: &str = "id = \"mine\"\ntitle = \"Mine\"\nsummary = \"s\"\npath = \"docs/LAB.md\"\n";

const RUBRIC: &str = r#"
[[criterion]]
id = "root"
title = "Not root"
points = 1
rules = ["runs-as-root"]

[[criterion]]
id = "pinned"
title = "Pinned"
points = 1.5
rules = ["unpinned-base-image"]

[[criterion]]
id = "why"
title = "Explained"
points = 2
by-hand = true

[[criterion]]
id = "answers"
title = "Answers"
points = 0.5
checks = ["answers"]
"#;

const FINE: &str = "FROM alpine:3.23\nUSER 65532:65532\nCMD [\"/bin/true\"]\n";
const ROOT: &str = "FROM alpine:3.23\nCMD [\"/bin/true\"]\n";

/// A folder with this Dockerfile, and a profile `mine` of that rubric in `course/`, beside it.
fn project(dockerfile: &str, rubric: &str) -> Project {
    let project = Project::with("lab", &[("app/Dockerfile", dockerfile)]);
    project.write("course/reports/mine/profile.toml", &format!("{HEAD}{rubric}"));
    project.write("course/reports/mine/report.md.tera", "# Lab\n");
    project
}

fn check(project: &Project, flags: &[&str]) -> Run {
    let all = ["check", "app", "--templates", "course", "--profile", "mine"];
    project.msgen(&[&all, flags].concat())
}

/// What `--format json` says.
fn data(project: &Project, flags: &[&str]) -> Value {
    let run = check(project, &[&["--format", "json"], flags].concat());
    serde_json::from_str(&run.stdout).unwrap_or_else(|_| panic!("{}{}", run.stdout, run.stderr))
}

/// The state of each criterion.
fn states(data: &Value) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let criteria = data["rubric"]["criteria"].as_array().unwrap().iter();
    criteria.map(|one| (text(&one["id"]), text(&one["state"]))).collect()
}

#[track_caller]
fn assert_states(data: &Value, expected: &[(&str, &str)]) {
    let found = states(data);
    let found: Vec<(&str, &str)> = found.iter().map(|(id, state)| (id.as_str(), state.as_str())).collect();
    assert_eq!(found, expected, "{data:#}");
}

/// Evidence of that Dockerfile, in which `answers` came out so.
fn measured(project: &Project, dockerfile: &str, outcome: Value) {
    let mut evidence = crate::evidence::sample();
    evidence["dockerfile"]["fingerprint"] = json!(fingerprint(dockerfile.as_bytes()));
    let checks = evidence["checks"].as_array_mut().unwrap();
    let at = checks.iter().position(|check| check["id"] == "answers").unwrap();
    checks[at] = outcome;
    project.write("app/docs/evidence/evidence.json", &evidence.to_string());
}

fn outcome(word: &str, more: &Value) -> Value {
    let mut check = json!({ "id": "answers", "title": "It answers.", "outcome": word });
    check.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    check
}

#[test]
fn a_criterion_is_met_where_its_rules_and_checks_were_asked_and_say_so() {
    let project = project(FINE, RUBRIC);
    measured(&project, FINE, outcome("passed", &json!({ "detail": "" })));
    let data = data(&project, &[]);
    assert_states(&data, &[("root", "met"), ("pinned", "met"), ("why", "by-hand"), ("answers", "met")]);
    let rubric = &data["rubric"];
    assert_eq!(
        (&rubric["profile"], &rubric["points"], &rubric["possible"]),
        (&json!("mine"), &json!(3.0), &json!(5.0))
    );
    assert_eq!(rubric["criteria"][2]["earned"], Value::Null, "nobody has judged it yet");
    assert_eq!(data["error"], Value::Null);
    let shown = check(&project, &[]);
    assert_eq!(shown.code, 0, "{}", shown.stdout);
    assert!(shown.stdout.ends_with("3 of 5 points; a person still judges 2 points\n"), "{}", shown.stdout);
}

#[test]
fn a_check_counts_only_where_it_passed_on_this_very_dockerfile() {
    let project = project(FINE, RUBRIC);
    let answers = |project: &Project| {
        let one = data(project, &[])["rubric"]["criteria"][3].clone();
        (one["state"].as_str().unwrap().to_owned(), one["because"][0].as_str().unwrap_or_default().to_owned())
    };
    let told = |state: &str, because: &str| (state.to_owned(), because.to_owned());
    let sum = check(&project, &[]).stdout;
    assert!(sum.ends_with("; a person still judges 2 points; not judged: 0.5 points\n"), "{sum}");
    assert_eq!(answers(&project), told("not-judged", "`msgen verify` was not run: there is no evidence"));
    measured(&project, ROOT, outcome("passed", &json!({ "detail": "" })));
    let stale = "the evidence is of another Dockerfile: `msgen verify` takes it again";
    assert_eq!(answers(&project), told("not-judged", stale));
    measured(&project, FINE, outcome("failed", &json!({ "detail": "404", "cause": "", "help": "" })));
    assert_eq!(answers(&project), told("not-met", "answers failed: 404"));
    measured(&project, FINE, outcome("skipped", &json!({ "why": "no port" })));
    assert_eq!(answers(&project), told("not-judged", "answers was skipped: no port"));
    measured(&project, FINE, outcome("passed", &json!({ "detail": "" })));
    project.write("app/Dockerfile", &FINE.replace('\n', "\r\n"));
    assert_eq!(answers(&project), told("met", ""), "line endings change nothing");
    project.write("app/docs/evidence/evidence.json", "{");
    let data = data(&project, &[]);
    assert_eq!(data["rubric"]["criteria"][3]["state"], "not-judged");
    assert!(data["error"]["what"].as_str().unwrap().contains("the evidence is not as msgen writes it"), "{data}");
}

#[test]
fn a_rule_that_was_switched_off_leaves_its_criterion_unjudged() {
    let comment = "# msgen ignore=unpinned-base-image it is mirrored\n";
    let project = project(&format!("{comment}FROM alpine\nUSER 1:1\nCMD [\"/bin/true\"]\n"), RUBRIC);
    let own = "[check]\noff = { \"runs-as-root\" = \"why not\" }\n";
    project.write("app/msgen.toml", own);
    let judged = data(&project, &[]);
    let because =
        |data: &Value, at: usize| data["rubric"]["criteria"][at]["because"][0].as_str().unwrap_or_default().to_owned();
    assert_eq!(
        states(&judged)[..2],
        [("root".to_owned(), "not-judged".to_owned()), ("pinned".to_owned(), "not-judged".to_owned())]
    );
    assert_eq!(because(&judged, 0), "runs-as-root was switched off: msgen.toml:2");
    assert_eq!(because(&judged, 1), "unpinned-base-image was switched off: the comment in app/Dockerfile:1");
    let strict = data(&project, &["--strict"]);
    assert_eq!(
        states(&strict)[..2],
        [("root".to_owned(), "met".to_owned()), ("pinned".to_owned(), "not-met".to_owned())]
    );
    let flagged = data(&project, &["--strict", "--off", "runs-as-root"]);
    assert_eq!(because(&flagged, 0), "runs-as-root was switched off: --off");
}

#[test]
fn what_a_severity_hides_still_counts() {
    let project = project(ROOT, RUBRIC);
    let hidden = data(&project, &["--severity", "error"]);
    assert!(hidden["findings"].as_array().unwrap().iter().all(|one| one["rule"] != "runs-as-root"), "{hidden}");
    assert_eq!(states(&hidden)[0].1, "not-met");
}

#[test]
fn nothing_is_met_where_there_is_no_dockerfile_or_none_that_can_be_read() {
    for (dockerfile, why) in
        [(None, "there is no Dockerfile"), (Some("RUN x\n"), "app/Dockerfile: "), (Some("FROM\n"), "app/Dockerfile: ")]
    {
        let project = project(FINE, RUBRIC);
        match dockerfile {
            None => std::fs::remove_file(project.root().join("app/Dockerfile")).unwrap(),
            Some(text) => project.write("app/Dockerfile", text),
        }
        let run = check(&project, &["--format", "json"]);
        assert_ne!(run.code, 0);
        let data: Value = serde_json::from_str(&run.stdout).unwrap();
        assert_eq!(states(&data)[0], ("root".to_owned(), "not-met".to_owned()), "{data:#}");
        assert!(data["rubric"]["criteria"][0]["because"][0].as_str().unwrap().starts_with(why), "{data:#}");
        assert!(data["error"]["what"].is_string(), "{data:#}");
    }
}

#[test]
fn without_what_is_essential_there_are_no_points_at_all() {
    let essential = RUBRIC.replacen("rules", "essential = true\nrules", 1);
    let project = project(ROOT, &essential);
    let data = data(&project, &[]);
    assert_eq!(data["rubric"]["points"], json!(0.0));
    assert!(data["rubric"]["criteria"].as_array().unwrap().iter().all(|one| one["earned"] == json!(0.0)), "{data:#}");
    let shown = check(&project, &[]).stdout;
    assert!(shown.ends_with("0 of 5 points: there are none without `Not root`\n"), "{shown}");
    assert!(shown.contains("the task gives no points without it"), "{shown}");
}

#[test]
fn points_that_the_course_does_not_split_are_not_split() {
    let rubric = "points = 2.5\n[[criterion]]\nid = \"root\"\ntitle = \"Not root\"\nrules = [\"runs-as-root\"]\n";
    let project = project(FINE, rubric);
    let data = data(&project, &[]);
    assert_eq!((&data["rubric"]["points"], &data["rubric"]["possible"]), (&Value::Null, &json!(2.5)));
    let shown = check(&project, &[]).stdout;
    assert!(
        shown.ends_with("the task gives 2.5 points, which the course does not split among its criteria\n"),
        "{shown}"
    );
}

#[test]
fn a_rubric_that_cannot_be_judged_is_refused() {
    let of = |criterion: &str| format!("[[criterion]]\nid = \"a\"\ntitle = \"A\"\n{criterion}\n");
    for (rubric, what) in [
        (of("rules = [\"run-as-root\"]"), "there is no rule `run-as-root`"),
        (of("checks = [\"answer\"]"), "`msgen verify` has no check `answer`"),
        (of(""), "nothing decides the criterion `a`"),
        (of("by-hand = true\npoints = -1"), "`a` gives -1 points"),
        (of("by-hand = true\npoints = nan"), "`a` gives NaN points"),
        (of("by-hand = true").repeat(2), "two criteria are called `a`"),
    ] {
        let run = check(&project(FINE, &rubric), &[]);
        assert_eq!(run.code, 2, "{rubric}: {}", run.stderr);
        assert!(run.stderr.contains(what) && run.stderr.contains("profile.toml"), "{rubric}: {}", run.stderr);
    }
    let run = project(FINE, RUBRIC).msgen(&["check", "app", "--profile", "devops-coree", "--format", "json"]);
    let data: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(data["error"]["help"], "did you mean `devops-core`?", "a program needs no stderr");
}

/// The course's starter, and what a student handed in: the same, changed by `change`.
fn submission(change: impl Fn(String) -> String) -> Project {
    let starter = "[locked]\nbase = { answer = \"distroless\", message = \"no shell\" }\nprofile = { answer = \"devops-core\" }\n";
    let project = Project::of("go-hello");
    project.write("msgen.toml", starter);
    assert_eq!(project.msgen(&["init", "-y"]).code, 0);
    project.write("starter/msgen.toml", starter);
    let own = change(project.read("msgen.toml"));
    project.write("msgen.toml", &own);
    project
}

/// What is found of the answers that the course fixes: lines and messages; and the error.
fn tampered(project: &Project) -> (Vec<(u64, String)>, Value) {
    let run = project.msgen(&["check", "--starter", "starter", "--format", "json"]);
    let data: Value = serde_json::from_str(&run.stdout).unwrap_or_else(|_| panic!("{}", run.stderr));
    let found = data["findings"].as_array().unwrap().iter().filter(|one| one["rule"] == "locked-answer-changed");
    let found = found.map(|one| (one["start"].as_u64().unwrap(), one["message"].as_str().unwrap().to_owned()));
    assert_eq!(data["rubric"]["profile"], "devops-core", "{data:#}");
    (found.collect(), data["error"].clone())
}

#[test]
fn a_locked_answer_that_was_changed_is_found_at_its_line() {
    let none = (Vec::new(), Value::Null);
    assert_eq!(tampered(&submission(|own| own)), none);
    assert_eq!(tampered(&submission(|own| own.replace('\n', "\r\n"))), none);
    let one = |line: u64, what: &str| {
        (vec![(line, format!("`base`: the course fixes `distroless`, and {what}"))], Value::Null)
    };
    let other = submission(|own| own.replace("answer = \"distroless\"", "answer = \"alpine\""));
    assert_eq!(tampered(&other), one(2, "it says that the course fixes `alpine`"));
    let without = |own: &str| own.replace("base = { answer = \"distroless\", message = \"no shell\" }\n", "");
    assert_eq!(tampered(&submission(|own| without(&own))), one(1, "it is not fixed here any more"));
    let answered = submission(|own| without(&own) + "\n[answers]\nbase = \"alpine\"\n");
    let line = answered.read("msgen.toml").lines().position(|line| line == "base = \"alpine\"").unwrap() as u64 + 1;
    assert_eq!(tampered(&answered), one(line, "`alpine` is answered"));
    let both = submission(|own| own + "\n[answers]\nbase = \"alpine\"\n");
    assert_eq!(tampered(&both).0.len(), 1, "the lock is there, and contradicted");
    let gone = submission(|own| own);
    std::fs::remove_file(gone.root().join("msgen.toml")).unwrap();
    assert_eq!(tampered(&gone).0, [(1, "there is no msgen.toml, and the course fixes base, profile".to_owned())]);
}

#[test]
fn nothing_handed_in_weakens_a_strict_judgement() {
    let project = submission(|own| {
        let switch = "[check]\nseverity = \"error\"\noff = { \"unanswered-question\" = \"no\", \"locked-answer-changed\" = \"no\" }\n";
        format!("templates = \"mine\"\n{own}\n{switch}")
    });
    project.write("mine/reports/devops-core/profile.toml", &HEAD.replace("mine", "devops-core"));
    let found = |flags: &[&str]| {
        let run = project.msgen(&[&["check", "--format", "json"], flags].concat());
        let data: Value = serde_json::from_str(&run.stdout).unwrap();
        let has = data["findings"].as_array().unwrap().iter().any(|one| one["rule"] == "unanswered-question");
        (has, data["rubric"]["profile"].clone())
    };
    assert_eq!(found(&[]), (false, Value::Null), "its own profile demands nothing");
    assert_eq!(found(&["--strict"]), (true, json!("devops-core")));
    assert_eq!(found(&["--starter", "starter"]), (true, json!("devops-core")));
    let run = project.msgen(&["check", "--starter", "nowhere"]);
    assert!(run.code == 2 && run.stderr.contains("there is no msgen.toml in the course's starter"), "{}", run.stderr);
}

#[test]
fn a_msgen_toml_that_leads_to_nothing_keeps_no_dockerfile_from_being_judged() {
    for (toml, code) in [
        ("[answers]\nbase = \"nothing\"\n", 2),
        ("[locked]\nbase = { answer = \"scratch\" }\n[answers]\nbase = \"alpine\"\n", 3),
        ("[answers\n", 2),
    ] {
        let project = Project::of("go-hello");
        project.write("Dockerfile", ROOT);
        project.write("msgen.toml", toml);
        let run = project.msgen(&["check", "--format", "json", "--strict", "--profile", "devops-core"]);
        assert_eq!(run.code, code, "{}", run.stderr);
        let data: Value = serde_json::from_str(&run.stdout).unwrap();
        assert!(data["findings"].as_array().unwrap().iter().any(|one| one["rule"] == "runs-as-root"), "{data:#}");
        assert!(data["error"]["what"].is_string() && data["rubric"]["points"] == json!(0.0), "{data:#}");
        let plain = project.msgen(&["check"]);
        assert!(plain.code == code && plain.stdout.contains("runs-as-root"), "{}", plain.stderr);
    }
}

#[test]
fn markdown_says_all_of_it_and_lets_nothing_of_a_submission_be_markup() {
    let hostile = "FROM alpine:3.23\nUSER a`|<img/src=x>|b[x](y)\nCMD [\"/bin/true\"]\n";
    let project = project(hostile, RUBRIC);
    let run = check(&project, &["--format", "markdown"]);
    assert_eq!(run.code, 1);
    let text = run.stdout;
    assert!(
        text.starts_with("## Rubric: Mine\n\n| Criterion | State | Points | Why |\n| --- | --- | ---: | --- |\n"),
        "{text}"
    );
    assert!(text.contains("\n## Findings\n\n") && text.contains("| Explained | by hand | –/2 |"), "{text}");
    assert!(!text.contains("](y)") || text.contains("\\[x\\](y)"), "{text}");
    assert!(!text.replace("\\<", "").contains("<img"), "{text}");
    for row in text.lines().filter(|line| line.starts_with("| app/Dockerfile")) {
        assert_eq!(row.replace("\\|", "").matches('|').count(), 6, "{row}");
    }
    let clean = Project::with("lab", &[("Dockerfile", FINE)]).msgen(&["check", "--format", "markdown"]);
    assert_eq!((clean.code, clean.stdout.as_str()), (0, "## Findings\n\n1 file checked, no findings.\n"));
}

#[test]
fn a_folder_without_a_rubric_and_a_single_file_have_none() {
    let project = project(FINE, "");
    assert_eq!(data(&project, &[])["rubric"], Value::Null);
    project.write("course/reports/mine/profile.toml", &format!("{HEAD}{RUBRIC}"));
    let all = ["check", "app/Dockerfile", "--templates", "course", "--profile", "mine", "--format", "json"];
    let data: Value = serde_json::from_str(&project.msgen(&all).stdout).unwrap();
    assert_eq!(data["rubric"], Value::Null, "one file is no submission");
}

#[test]
fn init_tells_of_a_base_that_the_profile_does_not_accept_and_writes_it() {
    let project = Project::of("go-hello");
    let run = project.msgen(&["init", "-y", "--profile", "devops-core", "--base", "alpine"]);
    assert_eq!(run.code, 0);
    let told = "the final image is on alpine, which the profile `devops-core` (DevOps Core Course, lab 2 bonus) does not accept\n  \
                help:  it accepts scratch, distroless: --base …";
    assert!(run.stderr.contains(told), "{}", run.stderr);
    let fine = Project::of("go-hello").msgen(&["init", "-y", "--profile", "devops-core", "--base", "scratch"]);
    assert!(!fine.stderr.contains("does not accept"), "{}", fine.stderr);
}
