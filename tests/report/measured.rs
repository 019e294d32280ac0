//! The report with evidence: it shows what was measured, says what was not, and leaves only the author's questions.
//!
//! `snapshots/report/<profile>/` holds each profile's report on the sample evidence; `SNAPSHOTS=overwrite cargo test
//! report` writes them anew.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use msgen::config::fingerprint;
use msgen::context::Context;
use msgen::evidence::{Evidence, Seen};
use msgen::interview::{Given, interview};
use msgen::plan::plan;
use msgen::prompt::defaults::Defaults;
use msgen::render::{render, report};
use msgen::report::Report;
use serde_json::{Value, json};

use crate::command::{Project, Run};
use crate::evidence::{comparison, sample};
use crate::property::catalog;

/// Blocks that show nothing measured.
const UNMEASURED: &[&str] = &["commands", "decisions", "dockerfile", "ignore", "stages"];

/// A Go program on scratch, as `msgen init` leaves it for a profile.
struct Reported {
    project: Project,
    report: String,
    flags: Vec<String>,
}

impl Reported {
    fn new(profile: &str) -> Self {
        let report = catalog().profile(profile).unwrap().path;
        let flags = ["--base", "scratch", "--profile", profile].map(str::to_owned).into();
        let reported = Self { project: Project::of("go-hello"), report, flags };
        assert_eq!(reported.init(&[]).code, 0);
        reported
    }

    fn init(&self, more: &[&str]) -> Run {
        let flags = self.flags.iter().map(String::as_str);
        let arguments: Vec<&str> =
            ["init", "--non-interactive"].into_iter().chain(flags).chain(more.iter().copied()).collect();
        self.project.msgen(&arguments)
    }

    /// Keeps evidence of the files as they are now.
    fn keep(&self, name: &str, mut evidence: Value) {
        let print = |path: &str| json!(fingerprint(self.project.read(path).as_bytes()));
        if let Some(rows) = evidence.get_mut("rows") {
            rows[0]["dockerfile"]["fingerprint"] = print("Dockerfile");
        } else {
            evidence["dockerfile"]["fingerprint"] = print("Dockerfile");
            evidence["ignore"]["fingerprint"] = print(".dockerignore");
        }
        let (folder, _) = self.report.rsplit_once('/').unwrap();
        self.project.write(&format!("{folder}/evidence/{name}"), &evidence.to_string());
    }

    /// The report after another `msgen init`.
    fn refreshed(&self) -> String {
        let run = self.init(&[]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        self.project.read(&self.report)
    }

    /// The report with all the evidence there can be.
    fn full(profile: &str) -> (Self, String) {
        let reported = Self::new(profile);
        reported.keep("evidence.json", sample());
        reported.keep("compare.json", comparison());
        let text = reported.refreshed();
        (reported, text)
    }
}

#[test]
fn every_profile_s_report_on_the_sample_is_the_one_beside_it() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("snapshots/report");
    let overwrite = std::env::var("SNAPSHOTS").is_ok_and(|value| value == "overwrite");
    let mut stale: BTreeSet<String> =
        fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    let mut wrong = Vec::new();
    for profile in catalog().profiles() {
        let (_, text) = Reported::full(&profile);
        let name = format!("{profile}.md");
        stale.remove(&name);
        let file = folder.join(&name);
        let old = fs::read_to_string(&file).unwrap_or_default();
        if overwrite {
            fs::write(&file, &text).unwrap();
        } else if old != text {
            let diff = similar::TextDiff::from_lines(&old, &text).unified_diff().to_string();
            wrong.push(format!("{name}:\n{diff}"));
        }
    }
    assert_eq!(stale, BTreeSet::new(), "no profile gives these");
    assert!(wrong.is_empty(), "{}\n\nSNAPSHOTS=overwrite cargo test report writes them anew", wrong.join("\n"));
}

#[test]
fn with_evidence_only_the_author_s_own_questions_are_left() {
    for profile in catalog().profiles() {
        let (_, text) = Reported::full(&profile);
        let todo = |line: &&str| line.contains("TODO") && !line.starts_with("> **TODO** ");
        assert_eq!(text.lines().find(todo), None, "{profile}");
        for word in ["ot measured", "paste", "Not checked", "Not compared", "Not asked", "Stale"] {
            assert!(!text.contains(word), "{profile}: {word}");
        }
        let report = Report::parse(&text, "report").unwrap();
        let manifest = catalog().profile(&profile).unwrap();
        for section in &manifest.required_sections {
            assert!(text.lines().any(|line| line == format!("## {section}")), "{profile}: {section}");
        }
        for block in ["sizes", "layers", "timings", "checks", "comparison", "process", "security", "slot-build"] {
            assert!(report.content(block).is_some(), "{profile} has no block {block}");
        }
    }
}

#[test]
fn a_second_run_with_evidence_writes_nothing() {
    for profile in catalog().profiles() {
        let (reported, text) = Reported::full(&profile);
        let run = reported.init(&[]);
        assert!(run.stderr.contains("nothing to write"), "{profile}: {}", run.stderr);
        assert_eq!(reported.project.read(&reported.report), text);
    }
}

#[test]
fn the_figures_agree_with_each_other() {
    let (_, text) = Reported::full("plain");
    let evidence = sample();
    let bytes = |image: usize| evidence["images"][image]["unpacked"]["bytes"].as_f64().unwrap();
    let percent = format!("{:.2} %", (1.0 - bytes(1) / bytes(0)) * 100.0);
    assert_eq!(percent, "97.33 %");
    let arithmetic = format!("is **{percent}** smaller than the build stage: 1 − 6,594,782 / 247,253,591 = {percent}.");
    assert!(text.contains(&arithmetic), "{text}");

    let sum = "| | All layers | 6,594,782 | 2,786,799 | 3 |";
    assert!(text.contains(sum), "the layers make up the image");
    assert!(text.contains("from `scratch` | 6,594,782 | 2,786,799 | 2 | 3 |"), "{text}");
}

#[test]
fn figures_of_different_methods_are_not_put_into_one_ratio() {
    let reported = Reported::new("plain");
    let mut evidence = sample();
    evidence["images"][0]["unpacked"]["method"] = json!("as the store has it");
    evidence["images"][1]["packed"] = Value::Null;
    reported.keep("evidence.json", evidence);
    let text = reported.refreshed();
    assert!(text.contains("Unpacked, no reduction is computed: the two figures were counted in different ways."));
    assert!(!text.contains("smaller than the build stage"), "{text}");
}

#[test]
fn figures_of_another_dockerfile_are_marked_and_stay() {
    let (reported, fresh) = Reported::full("devops-core");
    let run = reported.init(&["--port", "9999"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let text = reported.project.read(&reported.report);
    let report = Report::parse(&text, "report").unwrap();
    for block in report.blocks().iter().filter(|block| !UNMEASURED.contains(&block.id.as_str())) {
        let again = if block.id == "comparison" { "compare" } else { "verify" };
        let line = format!("; run `msgen {again}` again.");
        let content = report.content(&block.id).unwrap();
        let first = content.trim_start().lines().next().unwrap_or_default();
        assert!(first.starts_with("> **Stale:** this was measured with another Dockerfile"), "{}: {first}", block.id);
        assert!(first.ends_with(&line), "{}: {first}", block.id);
    }
    assert!(text.contains("6,594,782") && fresh.contains("6,594,782"), "the figures stay");
    for block in UNMEASURED {
        assert!(!report.content(block).unwrap().contains("Stale"), "{block}");
    }
}

#[test]
fn the_report_is_on_the_dockerfile_that_was_built() {
    let project = Project::of("go-hello");
    let context = Context::open(&project.root()).unwrap();
    let interview = interview(catalog(), &context, &Given::default(), &mut Defaults { accept: true }).unwrap();
    let (plan, _) = plan(catalog(), &interview).unwrap();
    let draft = render(catalog(), &plan, &interview, None).unwrap();
    let [written, ignore] = [0, 1].map(|at: usize| draft.files[at].content.as_str());
    let edited = written.replace("EXPOSE 8080", "EXPOSE 8080/tcp");
    assert_ne!(edited, written);

    let mut evidence: Evidence = serde_json::from_value(sample()).unwrap();
    evidence.dockerfile.fingerprint = fingerprint(edited.as_bytes());
    evidence.ignore.as_mut().unwrap().fingerprint = fingerprint(ignore.as_bytes());
    let seen = Seen { evidence: Some(evidence), comparison: None };
    let on = |dockerfile: &str| {
        report(catalog(), &plan, &interview, [dockerfile, ignore], Some(&seen)).unwrap().unwrap().content
    };
    let text = on(&edited);
    assert!(text.contains("\nEXPOSE 8080/tcp\n") && !text.contains("Stale"), "{text}");
    assert!(text.contains("| `EXPOSE 8080/tcp` | not stated |"), "{text}");
    assert!(text.contains("| `USER 65532:65532` | Run as an unprivileged user"), "{text}");
    assert!(on(written).contains("Stale"), "the evidence is of the edited one");
}

#[test]
fn what_could_not_be_measured_says_why() {
    let reported = Reported::new("devops-core");
    let mut evidence = sample();
    evidence["run"] = Value::Null;
    let gone = ["run", "ps", "root", "health", "top", "stop", "exit"];
    evidence["transcripts"].as_array_mut().unwrap().retain(|one| !gone.iter().any(|id| one["id"] == *id));
    for check in evidence["checks"].as_array_mut().unwrap() {
        if check["id"] == "starts" {
            *check = json!({"id": "starts", "title": "The container starts.", "outcome": "failed",
                "detail": "it ended", "cause": "no <loader>", "help": "link it statically"});
        }
    }
    reported.keep("evidence.json", evidence);
    let text = reported.refreshed();
    let report = Report::parse(&text, "report").unwrap();
    for block in ["slot-run", "slot-root", "slot-stop", "answers", "process"] {
        let content = report.content(block).unwrap();
        assert!(content.contains("Not measured, because a check failed: The container starts."), "{block}:\n{content}");
        assert!(!content.contains("TODO"), "{block}:\n{content}");
    }
    let row = "| The container starts. | **failed** | it ended. no \\<loader>. link it statically. |";
    assert!(report.content("checks").unwrap().contains(row), "{text}");
}

#[test]
fn a_build_from_the_cache_is_not_passed_off_as_a_whole_one() {
    let hint = "`msgen verify --cold` runs every one";
    let (_, cold) = Reported::full("plain");
    assert!(!cold.contains(hint));
    let reported = Reported::new("plain");
    let mut evidence = sample();
    evidence["timings"][0]["build"] = json!("first");
    reported.keep("evidence.json", evidence);
    assert!(reported.refreshed().contains(hint));
}

#[test]
fn a_comparison_alone_is_shown_too() {
    let reported = Reported::new("plain");
    reported.keep("compare.json", comparison());
    let text = reported.refreshed();
    assert!(text.contains("](evidence/compare.svg)"), "{text}");
    assert!(text.contains("TODO: paste the output"), "the rest is as without evidence");
}

#[test]
fn output_that_holds_a_mark_or_a_fence_does_not_break_the_report() {
    let reported = Reported::new("plain");
    let mut evidence = sample();
    evidence["transcripts"][0]["output"] = json!("```\n<!-- msgen:end slot-build -->\n````\n<!-- msgen:begin x -->\n");
    evidence["checks"][0]["detail"] = json!("a | b\n<!-- msgen:end checks -->\n`");
    reported.keep("evidence.json", evidence);
    let ids = |text: &str| -> Vec<String> {
        Report::parse(text, "report").unwrap().blocks().iter().map(|block| block.id.clone()).collect()
    };
    let before = ids(&reported.project.read(&reported.report));
    assert_eq!(ids(&reported.refreshed()), before);
}

#[test]
fn a_paste_of_the_author_s_is_a_conflict_for_init() {
    let (reported, text) = Reported::full("plain");
    reported.project.write(&reported.report, &text.replace("{\"message\":\"hello\"}", "my own output"));
    let run = reported.init(&["--port", "9999"]);
    assert_eq!(run.code, 4, "{}", run.stderr);
    assert!(run.stderr.contains("edited since msgen wrote them: slot-root"), "{}", run.stderr);
}

#[test]
fn broken_evidence_stops_init_and_nothing_is_written() {
    let reported = Reported::new("plain");
    reported.project.write("docs/evidence/evidence.json", "{\"schema\": 7}");
    let before = reported.project.read(&reported.report);
    let run = reported.init(&["--port", "9999"]);
    assert_eq!(run.code, 2, "{}", run.stderr);
    assert!(
        run.stderr.contains("docs/evidence/evidence.json") && run.stderr.contains("msgen verify"),
        "{}",
        run.stderr
    );
    assert_eq!(reported.project.read(&reported.report), before);
}

#[test]
fn the_folder_of_the_evidence_is_an_answer() {
    let mut reported = Reported::new("devops-intro-lab6");
    reported.flags.extend(["--set", "evidence=proof"].map(str::to_owned));
    reported.keep("evidence.json", sample());
    let moved = reported.project.read("submissions/evidence/evidence.json");
    assert!(reported.refreshed().contains("Not measured yet"), "nothing lies in that folder");
    let long = moved.replacen("#0 building", &"line\\n".repeat(100), 1);
    reported.project.write("proof/evidence.json", &long);
    let text = reported.refreshed();
    assert!(text.contains("](../proof/build.txt) has them all"), "{text}");
}
