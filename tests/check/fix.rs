//! Mending: what is applied, what waits, and what is left alone.

use msgen::check::fix::mend;
use msgen::check::{Edit, Finding, Source};

fn finding(source: &Source, rule: &'static str, edits: &[(&str, &str)]) -> Finding {
    let edit = |(old, new): &(&str, &str)| {
        let start = source.text.find(old).unwrap();
        Edit { bytes: start..start + old.len(), text: (*new).to_owned() }
    };
    let finding =
        Finding::new(source.line(1), "x").fix(format!("write {}", edits[0].1), edits.iter().map(edit).collect());
    Finding { rule, ..finding }
}

/// One finding for each of the words that a text holds.
fn words<'w>(words: &'w [&'static str]) -> impl Fn(&Source) -> Option<Vec<Finding>> + 'w {
    |source| {
        let found = words.iter().filter(|word| source.text.contains(**word));
        Some(found.map(|word| Finding { rule: word, ..Finding::new(source.line(1), "x") }).collect())
    }
}

fn mended(
    text: &str,
    known: &[&'static str],
    fixes: &[(&'static str, &[(&str, &str)])],
) -> Option<(String, Vec<String>)> {
    let source = Source::new("Dockerfile", text);
    let findings: Vec<Finding> = fixes.iter().map(|(rule, edits)| finding(&source, rule, edits)).collect();
    mend(&source, &findings, words(known)).map(|mended| (mended.source.text, mended.done))
}

#[test]
fn every_fix_that_touches_other_text_is_applied() {
    let (text, done) =
        mended("FROM a\nUSER b\n", &["a\n", "b\n"], &[("b\n", &[("b", "10001")]), ("a\n", &[("a", "x:1")])]).unwrap();
    assert_eq!(text, "FROM x:1\nUSER 10001\n");
    assert_eq!(done, ["write 10001", "write x:1"]);
}

#[test]
fn of_two_fixes_of_the_same_text_the_first_wins() {
    let fixes: &[(&str, &[(&str, &str)])] = &[("one", &[("one two", "1 2")]), ("two", &[("two three", "2 3")])];
    let (text, done) = mended("FROM a\nRUN one two three\n", &["one", "two three"], fixes).unwrap();
    assert_eq!((text.as_str(), done.len()), ("FROM a\nRUN 1 2 three\n", 1));
}

#[test]
fn a_fix_that_brings_another_fault_is_left_out() {
    let fixes: &[(&str, &[(&str, &str)])] = &[("one", &[("one", "bad")]), ("two", &[("two", "2")])];
    let (text, _) = mended("FROM a\nRUN one two\n", &["one", "two", "bad"], fixes).unwrap();
    assert_eq!(text, "FROM a\nRUN one 2\n");
}

#[test]
fn a_fix_that_does_not_take_its_fault_away_is_left_out() {
    assert_eq!(mended("FROM a\nRUN one\n", &["one"], &[("one", &[("one", "one 1")])]), None);
}

#[test]
fn a_fix_that_makes_the_file_unreadable_is_left_out() {
    let source = Source::new("Dockerfile", "FROM a\n");
    let findings = [finding(&source, "a", &[("FROM a", "")])];
    let check =
        |next: &Source| next.text.starts_with("FROM").then(|| vec![Finding { rule: "a", ..findings[0].clone() }]);
    assert_eq!(mend(&source, &findings, check), None);
}

#[test]
fn a_fix_that_turns_a_comment_into_a_parser_directive_is_left_out() {
    let text = "# msgen\n# escape=`\nFROM a\n";
    assert_eq!(mended(text, &["msgen"], &[("msgen", &[("# msgen\n", "")])]), None);
    let text = "FROM a\n# msgen\n# escape=`\nRUN b\n";
    assert!(mended(text, &["msgen"], &[("msgen", &[("# msgen\n", "")])]).is_some());
}

#[test]
fn line_endings_stay_as_they_are() {
    let (text, _) = mended("FROM a\r\nRUN b\r\n", &["b"], &[("b", &[("b", "c\nRUN d\r\nRUN e")])]).unwrap();
    assert_eq!(text, "FROM a\r\nRUN c\r\nRUN d\r\nRUN e\r\n");
}

#[test]
fn what_has_no_fix_is_left_alone() {
    let source = Source::new("Dockerfile", "FROM a\n");
    let findings = [Finding { rule: "a", ..Finding::new(source.line(1), "x") }];
    assert_eq!(mend(&source, &findings, words(&["a"])), None);
}
