//! Edited blocks where they are kept: nobody loses a word, and the rest is refreshed.

use msgen::config::Config;
use msgen::draft::{Draft, DraftFile};
use msgen::report::{Edited, block};
use msgen::write::{Options, Status, plan_changes, plan_changes_with};

const REPORT: &str = "docs/IMAGE.md";

fn draft(word: &str) -> Draft {
    let text = ["one", "two"].map(|id| block(id, word).expect("no mark")).concat();
    Draft { files: vec![DraftFile::report(REPORT, text)] }
}

#[test]
fn an_edited_block_is_kept_and_named_and_still_counts_as_edited_afterwards() {
    let root = tempfile::tempdir().unwrap();
    let path = root.path().join(REPORT);
    let read = || std::fs::read_to_string(&path).expect("a report");
    let config = || {
        let text = std::fs::read_to_string(root.path().join("msgen.toml")).unwrap_or_default();
        Config::parse(&text, "msgen.toml").expect("a config")
    };
    let apply = |word: &str, edits| {
        let changes = plan_changes_with(root.path(), &draft(word), &config(), edits).expect("planned");
        changes.apply(Options::default()).expect("written");
        changes.files()[0].clone()
    };
    assert!(apply("a", Edited::Keep).kept_blocks.is_empty());
    let edited = read().replacen("a\n", "mine\n", 1);
    std::fs::write(&path, &edited).expect("edited");

    let change = apply("b", Edited::Keep);
    assert_eq!((change.status, change.kept_blocks), (Status::Update, vec!["one".to_owned()]));
    assert_eq!(read(), edited.replacen("\na\n", "\nb\n", 1));

    let change = apply("b", Edited::Keep);
    assert_eq!((change.status, change.kept_blocks), (Status::Identical, vec!["one".to_owned()]));
    let changes = plan_changes(root.path(), &draft("c"), &config()).expect("planned");
    assert!(matches!(&changes.files()[0].status, Status::Conflict { why } if why.ends_with("one")));
}
