//! The labels of public Dockerfiles, and the table of how precise the rules are against them.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use msgen::check::rules;
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Labels {
    file: Vec<File>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    repository: String,
    commit: String,
    path: String,
    sha256: String,
    faults: Vec<String>,
    read: String,
}

fn text(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}

fn is_hex(text: &str, length: usize) -> bool {
    text.len() == length && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

#[test]
fn every_label_names_a_file_for_good_a_rule_and_a_line() {
    let labels: Labels = toml::from_str(&text("tests/check/public.toml")).unwrap();
    let mut seen = BTreeSet::new();
    for file in &labels.file {
        let name = format!("{} {}", file.repository, file.path);
        assert!(file.repository.split('/').count() == 2 && !file.read.is_empty(), "{name}");
        assert!(is_hex(&file.commit, 40) && is_hex(&file.sha256, 64), "{name}");
        assert!(seen.insert(name.clone()), "{name} is labelled twice");
        for fault in &file.faults {
            let (rule, line) = fault.split_once(':').unwrap();
            assert!(rules().iter().any(|known| known.id == rule), "{name}: {fault}");
            assert!(line.parse::<usize>().is_ok_and(|line| line > 0), "{name}: {fault}");
        }
    }
    assert!(labels.file.len() >= 60, "{} files tell little", labels.file.len());
}

#[test]
fn a_rule_that_is_wrong_too_often_is_off_by_default() {
    let page = text("CONTRIBUTING.md");
    let (_, rest) = page.split_once("<!-- .ci/precision: begin -->\n").unwrap();
    let (table, _) = rest.split_once("<!-- .ci/precision: end -->\n").unwrap();
    let mut judged = 0;
    for row in table.lines().filter(|line| line.starts_with("| ")) {
        let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
        let (name, is_off) = cells[0].strip_suffix(" (off)").map_or((cells[0], false), |name| (name, true));
        let Some(rule) = rules().into_iter().find(|rule| rule.id == name) else { continue };
        let [found, right] = [cells[1], cells[2]].map(|cell| cell.parse::<usize>().unwrap());
        if found > 0 {
            assert_eq!(rule.is_default, !is_off, "{row}: .ci/precision --write writes the table anew");
        }
        assert!(!rule.is_default || found < 5 || right * 100 >= found * 95, "{row}");
        judged += found;
    }
    assert!(judged > 0, "no row of the table tells a finding");
}
