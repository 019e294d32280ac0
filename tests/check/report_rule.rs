//! Every rule for reports: its bad example has the fault, its good one has not, and its page shows both.

use std::fs;
use std::path::{Path, PathBuf};

use msgen::check::{Finding, ReportCase, Run, Source, check_report, rules};
use msgen::document::Document;
use msgen::evidence::Seen;

use crate::property::catalog;

/// Rules that judge by a profile: the examples are meant for this one.
const OF_A_PROFILE: &[&str] = &["image-too-large", "missing-section", "scan-missing"];
const PROFILE: &str = "devops-core";

fn examples(rule: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/rules").join(rule)
}

fn report_rules() -> Vec<&'static str> {
    rules().iter().filter(|rule| matches!(rule.run, Run::Report(_))).map(|rule| rule.id).collect()
}

/// What is found in the report of a folder.
fn found(folder: &Path, rule: &str) -> Vec<Finding> {
    let source = Source::new("report.md", fs::read_to_string(folder.join("report.md")).unwrap());
    let dockerfile = fs::read_to_string(folder.join("Dockerfile")).ok();
    let dockerfile = dockerfile.map(|text| (Document::parse("Dockerfile", &text).unwrap(), text));
    let dockerfile = dockerfile.map(|(document, text)| (Source::new("Dockerfile", text), document));
    let seen = Seen::load(folder, "evidence").unwrap();
    let mut profile = OF_A_PROFILE.contains(&rule).then(|| catalog().profile(PROFILE).unwrap());
    // The examples of the other rules are a few lines, not whole reports.
    for profile in profile.iter_mut().filter(|_| rule != "missing-section") {
        profile.required_sections.clear();
    }
    for profile in profile.iter_mut().filter(|_| rule != "scan-missing") {
        profile.scan_rows.clear();
    }
    if let Some(profile) = &mut profile {
        profile.required_evidence.clear();
    }
    check_report(&ReportCase {
        source: &source,
        dockerfile: dockerfile.as_ref().map(|(source, document)| (source, document)),
        seen: seen.as_ref(),
        profile: profile.as_ref(),
        catalog: catalog(),
    })
}

/// The block of a page under a heading, between its fences.
fn block(page: &str, heading: &str) -> String {
    let (_, rest) = page.split_once(&format!("\n## {heading}\n\n")).unwrap();
    let (fence, rest) = rest.split_once("markdown\n").unwrap();
    rest.split_once(&format!("\n{fence}\n")).unwrap().0.to_owned() + "\n"
}

#[test]
fn the_bad_example_of_each_rule_has_its_fault_and_the_good_one_has_not() {
    let rules = report_rules();
    assert!(rules.len() >= 12);
    for rule in rules {
        let of = |example: &str| found(&examples(rule).join(example), rule);
        let bad = of("bad");
        assert!(bad.iter().any(|finding| finding.rule == rule), "{rule}: nothing found in the bad example");
        let others: Vec<&str> = bad.iter().map(|finding| finding.rule).filter(|other| *other != rule).collect();
        assert!(others.is_empty(), "{rule}: the bad example has other faults: {others:?}");
        assert_eq!(of("good"), [], "{rule}: the good example");
    }
}

#[test]
fn the_page_of_each_rule_shows_its_examples() {
    for rule in report_rules() {
        let page = catalog().templates().require(&format!("rules/{rule}.md")).unwrap();
        for (heading, example) in [("Before", "bad"), ("After", "good")] {
            let text = fs::read_to_string(examples(rule).join(example).join("report.md")).unwrap();
            assert_eq!(block(&page, heading), text, "{rule}: {heading}");
        }
    }
}

#[test]
fn every_rule_has_a_page_with_every_part() {
    let own = rules().into_iter().filter(|rule| matches!(rule.run, Run::Report(_) | Run::Project));
    for rule in own {
        let page = catalog().templates().require(&format!("rules/{}.md", rule.id)).unwrap();
        let title = page.lines().next().unwrap();
        assert!(title.starts_with("# ") && title.len() <= 92, "{}: {title}", rule.id);
        for part in ["What it is", "What happens", "Before", "After", "See it yourself", "Elsewhere"] {
            assert!(page.contains(&format!("\n## {part}\n\n")), "{}: {part}", rule.id);
        }
    }
}

#[test]
fn a_finding_says_what_to_do_and_lies_in_the_report() {
    for rule in report_rules() {
        let folder = examples(rule).join("bad");
        let text = fs::read_to_string(folder.join("report.md")).unwrap();
        for finding in found(&folder, rule) {
            assert!(!finding.message.ends_with('.') && !finding.help.is_empty(), "{rule}: {finding:?}");
            assert!(text.is_char_boundary(finding.place.bytes.start) && finding.place.bytes.end <= text.len());
            assert!(finding.place.bytes.start < finding.place.bytes.end, "{rule}: {finding:?}");
        }
    }
}
