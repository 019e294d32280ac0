//! Nothing is found in the reports that msgen itself writes, but for what waits for their author or for an engine.

use std::fs;
use std::path::{Path, PathBuf};

use msgen::check::{ReportCase, Source, check_report};
use msgen::config::fingerprint;
use msgen::document::Document;
use msgen::evidence::Seen;
use msgen::report::Report;
use serde_json::json;

use crate::evidence::{comparison, sample};
use crate::property::catalog;

/// What waits: questions for the author, blocks for an engine, a table for a scanner.
const WAITING: &[&str] = &["unanswered-question", "evidence-missing", "scan-missing"];

fn markdown(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.ends_with("starter") {
            // Pages for people, and no report among them.
        } else if path.is_dir() {
            markdown(&path, found);
        } else if path.extension().is_some_and(|end| end == "md") {
            found.push(path);
        }
    }
}

fn profile_of(text: &str) -> String {
    let row = text.lines().find_map(|line| line.strip_prefix("| Report profile | `"));
    row.and_then(|rest| rest.split('`').next()).unwrap_or("plain").to_owned()
}

/// What is found in the report at `path`, on its own Dockerfile.
fn wrong(path: &Path, is_measured: bool) -> Vec<String> {
    let text = fs::read_to_string(path).unwrap();
    let listed = Report::parse(&text, "report").unwrap().content("dockerfile").unwrap().trim().to_owned();
    let dockerfile = listed.trim_start_matches("```dockerfile\n").trim_end_matches("```").to_owned();
    let document = Document::parse("Dockerfile", &dockerfile).unwrap();
    let (mut evidence, mut compared) = (sample(), comparison());
    evidence["dockerfile"]["fingerprint"] = json!(fingerprint(dockerfile.as_bytes()));
    compared["rows"][0]["dockerfile"]["fingerprint"] = json!(fingerprint(dockerfile.as_bytes()));
    let seen = Seen {
        evidence: serde_json::from_value(evidence).unwrap(),
        comparison: Some(serde_json::from_value(compared).unwrap()),
    };
    let profile = catalog().profile(&profile_of(&text)).unwrap();
    let (source, file) = (Source::new("report.md", text), Source::new("Dockerfile", dockerfile));
    let mut wrong = Vec::new();
    // Where there is no Dockerfile, the build log of the report stands in for it.
    for dockerfile in [Some((&file, &document)), None].into_iter().take(if is_measured { 2 } else { 1 }) {
        let seen = is_measured.then_some(&seen);
        let case = ReportCase { source: &source, dockerfile, seen, profile: Some(&profile), catalog: catalog() };
        let found = check_report(&case).into_iter().filter(|finding| !WAITING.contains(&finding.rule));
        wrong.extend(found.map(|one| format!("{}:{} {}: {}", path.display(), one.place.lines, one.rule, one.message)));
    }
    wrong
}

#[test]
fn no_report_of_a_snapshot_has_a_finding() {
    let snapshots = Path::new(env!("CARGO_MANIFEST_DIR")).join("snapshots");
    let mut paths = Vec::new();
    markdown(&snapshots, &mut paths);
    assert!(paths.len() > 100, "only {} reports", paths.len());
    let of = |path: &PathBuf| wrong(path, path.parent().is_some_and(|folder| folder.ends_with("report")));
    let wrong: Vec<String> = paths.iter().flat_map(of).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_report_without_measurements_waits_for_them_and_a_measured_one_does_not() {
    let waits = |path: &str| {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("snapshots").join(path);
        let source = Source::new("report.md", fs::read_to_string(path).unwrap());
        let case = ReportCase { source: &source, dockerfile: None, seen: None, profile: None, catalog: catalog() };
        let found = check_report(&case);
        let of = |rule: &str| found.iter().filter(|finding| finding.rule == rule).count();
        (of("evidence-missing"), of("unanswered-question"))
    };
    let (blocks, questions) = waits("go/profile-devops-core/docs/LAB02.md");
    assert!(blocks == 1 && questions > 0, "{blocks} {questions}");
    // Measuring answers nothing that is the author's to answer.
    let (blocks, measured) = waits("report/devops-core.md");
    assert!(blocks == 0 && measured > 0, "{blocks} {measured}");
}
