//! What the page of a rule shows is true: the rule finds something in the example before, and nothing after.

use std::fs;
use std::path::Path;

use msgen::check::page::Page;
use msgen::check::project::listens;
use msgen::check::{Finding, Run, Severity, Source, rules};
use msgen::context::Context;
use msgen::ignore::IgnoreFile;

use super::given::{findings, fixture};
use crate::property::catalog;

/// Rules that judge by a profile: the examples are meant for this one.
const OF_A_PROFILE: &[&str] = &["base-not-allowed", "forbidden-tag"];
const PROFILE: &str = "devops-core";

/// All that is found in a folder of a fixture.
fn found(folder: &Path, rule: &str) -> Vec<Finding> {
    let read = |name: &str| fs::read_to_string(folder.join(name)).ok();
    let source = Source::new("Dockerfile", read("Dockerfile").unwrap());
    let ignore = read(".dockerignore").map(|text| IgnoreFile::parse(".dockerignore", &text));
    let context = Context::open(folder).unwrap();
    let listens = listens(catalog(), &context);
    let listens = listens.as_ref().map(|(port, place)| (*port, place.as_str()));
    let profile = OF_A_PROFILE.contains(&rule).then(|| catalog().profile(PROFILE).unwrap());
    findings(&source, Some(&context), ignore.as_ref(), listens, profile.as_ref())
}

/// The text of the only fenced block of a section.
fn block(section: &str) -> String {
    let mut parts = section.split("```");
    let block = parts.nth(1).unwrap_or_default();
    block.split_once('\n').map_or_else(String::new, |(_, text)| text.to_owned())
}

#[test]
fn every_rule_finds_its_fault_before_and_not_after() {
    let mut faults = Vec::new();
    for rule in rules() {
        if !matches!(rule.run, Run::Dockerfile(_)) {
            continue;
        }
        let page = Page::of(catalog(), rule).unwrap();
        let folder = fixture("rules").join(rule.id);
        for (heading, side) in [("Before", "bad"), ("After", "good")] {
            let folder = folder.join(side);
            if !folder.is_dir() {
                faults.push(format!("{}: no example {side}/", rule.id));
                continue;
            }
            let block = block(page.section(heading));
            let is_a_file = fs::read_dir(&folder)
                .unwrap()
                .filter_map(Result::ok)
                .any(|file| fs::read_to_string(file.path()).is_ok_and(|text| text == block));
            if !is_a_file {
                faults.push(format!("{}: the block under {heading} is no file of {side}/", rule.id));
            }
            let found = found(&folder, rule.id);
            let is_found = found.iter().any(|finding| finding.rule == rule.id);
            if is_found != (side == "bad") {
                faults.push(format!("{}: in {side}/ are found {found:#?}", rule.id));
            }
            let error = found.iter().find(|finding| finding.severity == Severity::Error && side == "good");
            faults.extend(error.map(|error| format!("{}: {side}/ has an error: {error:#?}", rule.id)));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_example_belongs_to_a_rule() {
    let known: Vec<&str> = rules().iter().map(|rule| rule.id).collect();
    let folders = fs::read_dir(fixture("rules")).unwrap().filter_map(Result::ok);
    let names = folders.map(|entry| entry.file_name().to_string_lossy().into_owned());
    assert_eq!(names.filter(|name| !known.contains(&name.as_str())).collect::<Vec<_>>(), Vec::<String>::new());
}
