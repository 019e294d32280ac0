//! Marked blocks: what is a mark, what is refused, and that an author's words never change.

mod keep;
mod measured;

use std::collections::BTreeMap;

use msgen::error::ErrorKind;
use msgen::report::{Edited, Merge, Report, block, merge};
use proptest::prelude::*;

fn ids(text: &str) -> Vec<String> {
    let report = Report::parse(text, "IMAGE.md").expect("valid");
    report.blocks().iter().map(|block| block.id.clone()).collect()
}

fn refusal(text: &str) -> String {
    let error = Report::parse(text, "IMAGE.md").expect_err("refused");
    assert_eq!(error.kind, ErrorKind::BadInput);
    format!("{} {}", error.place.unwrap_or_default(), error.what)
}

fn known(text: &str) -> BTreeMap<String, String> {
    Report::parse(text, "IMAGE.md").expect("valid").fingerprints()
}

fn merged(existing: &str, rendered: &str, known: &BTreeMap<String, String>) -> Merge {
    merge("IMAGE.md", existing, rendered, known, Edited::Refresh).expect("valid").expect("has marks")
}

fn report(dockerfile: &str) -> String {
    format!("# Image\n\n{}\nTODO: why?\n", block("dockerfile", dockerfile).expect("no mark inside"))
}

#[test]
fn a_block_is_found_between_its_marks() {
    let text = "a\n  <!-- msgen:begin one -->  \nx\n<!--msgen:end one-->\n<!-- msgen:begin two-2 -->\n<!-- msgen:end two-2 -->";
    let report = Report::parse(text, "IMAGE.md").expect("valid");
    assert_eq!(report.content("one"), Some("x\n"));
    assert_eq!(report.content("two-2"), Some(""));
    assert_eq!(report.blocks()[0].line, 2);
}

#[test]
fn a_mark_within_a_sentence_is_text() {
    assert!(ids("write `<!-- msgen:begin one -->` first\n<!-- msgen: a note -->\n<!-- other -->\n").is_empty());
}

#[test]
fn a_mark_shown_in_a_fence_is_text() {
    assert!(ids("````md\n```\n<!-- msgen:begin one -->\n```\n````\n").is_empty());
    assert!(ids("- item\n\n  ~~~\n  <!-- msgen:end one -->\n  ~~~\n").is_empty());
    assert_eq!(ids("```inline``` code\n<!-- msgen:begin one -->\n<!-- msgen:end one -->\n"), ["one"]);
}

#[test]
fn a_fence_inside_a_block_hides_nothing() {
    let text = "<!-- msgen:begin one -->\n```dockerfile\nRUN <<EOF\n```\n```\n<!-- msgen:end one -->\n\
                <!-- msgen:begin two -->\n<!-- msgen:end two -->\n";
    assert_eq!(ids(text), ["one", "two"]);
}

#[test]
fn broken_marks_are_refused_with_their_line() {
    let begin = |id: &str| format!("<!-- msgen:begin {id} -->\n");
    let end = |id: &str| format!("<!-- msgen:end {id} -->\n");
    let cases = [
        (end("a"), "IMAGE.md:1 the end mark of `a` has no begin mark above it"),
        ("\n".to_owned() + &begin("a"), "IMAGE.md:2 the block `a` has no end mark"),
        (begin("a") + &begin("b"), "IMAGE.md:2 the block `b` begins inside the block `a` of line 1"),
        (begin("a") + &end("b"), "IMAGE.md:2 the end mark of `b` stands inside the block `a` of line 1"),
        (begin("a") + &end("a") + &begin("a"), "IMAGE.md:3 the block `a` is here a second time, first on line 1"),
        (begin("A b"), "IMAGE.md:1 `A b` cannot name a block of the report"),
        (begin("-a"), "IMAGE.md:1 `-a` cannot name a block of the report"),
        ("<!-- msgen:begin -->\n".to_owned(), "IMAGE.md:1 `` cannot name a block of the report"),
        ("<!-- msgen:beginn a -->\n".to_owned(), "IMAGE.md:1 `msgen:beginn` is neither a begin nor an end mark"),
    ];
    for (text, expected) in cases {
        assert_eq!(refusal(&text), expected);
    }
}

#[test]
fn content_that_holds_a_mark_is_refused_before_it_is_written() {
    let content = "FROM x\n<!-- msgen:end dockerfile -->\n";
    let error = block("dockerfile", content).expect_err("refused");
    assert_eq!(error.place.as_deref(), Some("block dockerfile, line 2"));

    // A template that writes its marks itself cannot smuggle one in either, not even through a fence.
    let begin = "<!-- msgen:begin dockerfile -->\n```dockerfile\n";
    let end = "```\n<!-- msgen:end dockerfile -->\n";
    for smuggled in [content, "<!-- msgen:begin b -->\n<!-- msgen:end b -->\n", "<!-- msgen:begin dockerfile -->\n"] {
        assert!(
            merge("IMAGE.md", "", &format!("{begin}{smuggled}{end}"), &BTreeMap::new(), Edited::Refresh).is_err(),
            "{smuggled}"
        );
    }
}

#[test]
fn a_merge_refreshes_the_block_and_keeps_the_rest() {
    let old = report("FROM a\n");
    let existing = old.replace("TODO: why?", "Because it is small.");
    let merge = merged(&existing, &report("FROM b\n"), &known(&old));
    assert_eq!(merge.text, existing.replace("FROM a", "FROM b"));
    assert!(merge.edited.is_empty() && merge.missing.is_empty());
}

#[test]
fn an_edited_block_is_named() {
    let old = report("FROM a\n");
    let existing = old.replace("FROM a", "FROM mine");
    assert_eq!(merged(&existing, &report("FROM b\n"), &known(&old)).edited, ["dockerfile"]);
    assert_eq!(merged(&existing, &report("FROM b\n"), &BTreeMap::new()).edited, ["dockerfile"]);
    assert!(merged(&existing, &report("FROM mine\n"), &known(&old)).edited.is_empty(), "it is what would be written");
}

#[test]
fn an_edited_block_is_kept_where_edits_are_kept_and_the_others_are_refreshed() {
    let with = |a: &str, b: &str| block("a", a).expect("valid") + "words\n" + &block("b", b).expect("valid");
    let (old, existing) = (with("1\n", "1\n"), with("1\n", "mine\n"));
    let merge = merge("IMAGE.md", &existing, &with("2\n", "2\n"), &known(&old), Edited::Keep).expect("valid");
    let merge = merge.expect("has marks");
    assert_eq!(merge.text, with("2\n", "mine\n"));
    assert_eq!(merge.edited, ["b"]);
}

#[test]
fn a_removed_block_stays_removed() {
    let rendered = report("FROM b\n") + &block("stages", "| a |\n").expect("valid");
    let merge = merged(&report("FROM a\n"), &rendered, &known(&report("FROM a\n")));
    assert_eq!(merge.text, report("FROM b\n"));
    assert_eq!(merge.missing, ["stages"]);
}

#[test]
fn a_report_without_marks_is_not_merged() {
    assert_eq!(merge("IMAGE.md", "my words\n", &report("FROM a\n"), &BTreeMap::new(), Edited::Refresh), Ok(None));
}

#[test]
fn inserted_lines_end_as_the_report_does() {
    let existing = report("FROM a\n").replace('\n', "\r\n");
    let merge = merged(&existing, &report("FROM b\nUSER 1\n"), &known(&report("FROM a\n")));
    assert_eq!(merge.text, report("FROM b\nUSER 1\n").replace('\n', "\r\n"));
    assert!(merge.edited.is_empty(), "CRLF alone is no edit");
}

/// An author's text: lines of any kind, near-marks, and closed fences that may show a mark.
fn words() -> impl Strategy<Value = String> {
    let line = prop_oneof![
        "\\PC{0,12}",
        Just("<!-- msgen -->".to_owned()),
        Just("see <!-- msgen:begin a -->".to_owned()),
        Just("```md\n<!-- msgen:begin a -->\n```".to_owned()),
        Just("  ~~~~\r\n```\r\n<!-- msgen:end b -->\n~~~~~".to_owned()),
    ];
    proptest::collection::vec((line, prop_oneof![Just("\n"), Just("\r\n")]), 0..6)
        .prop_map(|lines| lines.into_iter().map(|(line, end)| line + end).collect::<String>())
        // A line that happens to open a fence would hide the marks below it.
        .prop_filter("closed", |text| ids(&format!("{text}{}", mark_pair("z"))) == ["z"])
}

fn mark_pair(id: &str) -> String {
    block(id, "").expect("no mark inside")
}

/// A block's content as msgen would render it: no marks.
fn content() -> impl Strategy<Value = String> {
    proptest::collection::vec(prop_oneof!["\\PC{0,12}", Just("```".to_owned())], 0..5)
        .prop_map(|lines| lines.into_iter().map(|line| line + "\n").collect::<String>())
        .prop_filter("no marks", |content| block("a", content).is_ok())
}

proptest! {
    #[test]
    fn the_author_s_bytes_never_change(
        before in words(), between in words(), after in words(),
        old in content(), new in content(), crlf: bool,
    ) {
        let mark = |id: &str, content: &str| {
            let text = block(id, content).expect("no marks");
            if crlf { text.replace('\n', "\r\n") } else { text }
        };
        let with = |a: &str, b: &str| format!("{before}{}{between}{}{after}", mark("a", a), mark("b", b));
        let existing = with(&old, &old);
        prop_assert_eq!(ids(&existing), ["a", "b"]);

        let rendered = block("a", &new).expect("no marks") + "# Heading\n" + &block("c", "x").expect("no marks");
        let merge = merged(&existing, &rendered, &BTreeMap::new());
        prop_assert_eq!(&merge.text, &with(&new, &old));
        prop_assert_eq!(&merge.missing, &["c"]);
        prop_assert_eq!(merge.edited.is_empty(), old == new);

        let again = merged(&merge.text, &rendered, &known(&merge.text));
        prop_assert_eq!(again.text, merge.text);
    }

    #[test]
    fn any_text_is_read_or_refused_but_never_panics(text in words(), other in any::<String>()) {
        let _ = Report::parse(&(text.clone() + &other), "IMAGE.md");
        let _ = merge("IMAGE.md", &text, &other, &BTreeMap::new(), Edited::Keep);
    }
}
