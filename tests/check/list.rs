//! The list of rules, and what `--help` says of the commands.

use msgen::check::{Severity, rules};

use crate::command::Project;

fn list(flags: &[&str]) -> String {
    let run = Project::with("empty", &[]).msgen(&[&["list", "--rules"], flags].concat());
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    run.stdout
}

#[test]
fn every_rule_is_listed_in_each_form() {
    let (text, table) = (list(&[]), list(&["--markdown"]));
    let data: Vec<serde_json::Value> = serde_json::from_str(&list(&["--json"])).unwrap();
    assert_eq!(
        (text.lines().count(), table.lines().count(), data.len()),
        (rules().len(), rules().len() + 2, rules().len())
    );
    for ((rule, row), line) in rules().iter().zip(&data).zip(text.lines()) {
        let switch = if rule.is_default { "on" } else { "off" };
        let words: Vec<&str> = line.split_whitespace().take(3).collect();
        assert_eq!(words, [rule.id, rule.severity.word(), switch]);
        assert_eq!((row["id"].as_str(), row["default"].as_bool()), (Some(rule.id), Some(rule.is_default)));
        let title = row["title"].as_str().unwrap();
        assert!(line.ends_with(title));
        let cells = format!("| `{}` | {} | {switch} | ", rule.id, rule.severity.word());
        assert!(table.lines().any(|line| line.starts_with(&cells)), "{cells}");
    }
}

#[test]
fn a_severity_is_known_by_its_word() {
    for severity in Severity::ALL {
        assert_eq!(Severity::named(severity.word()), Some(severity));
    }
    assert_eq!(Severity::named("hint"), None);
    assert!(Severity::Note < Severity::Warning && Severity::Warning < Severity::Error);
}

#[test]
fn help_shows_examples_and_exit_codes() {
    let project = Project::with("empty", &[]);
    for (command, codes) in [("check", &["0", "1", "2", "3", "4", "130"][..]), ("explain", &["0", "1", "2"])] {
        let run = project.msgen(&[command, "--help"]);
        assert_eq!((run.code, run.stderr.as_str()), (0, ""));
        assert!(run.stdout.contains(&format!("Examples:\n  msgen {command} ")), "{}", run.stdout);
        let listed = run.stdout.split("Exit codes:\n").nth(1).expect("the exit codes");
        let listed: Vec<&str> = listed.lines().filter_map(|line| line.split_whitespace().next()).collect();
        assert_eq!(listed, codes);
    }
}
