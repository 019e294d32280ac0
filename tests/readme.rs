//! The README says what the program says: its console blocks run, and its table is the program's own.

use std::fs;
use std::path::Path;

use crate::command::Project;

/// Around what `msgen list --markdown` prints.
const BEGIN: &str = "<!-- msgen list --markdown: begin -->\n";
const END: &str = "<!-- msgen list --markdown: end -->\n";

#[test]
fn every_console_block_of_the_readme_is_true() {
    trycmd::TestCases::new().env("SOURCE_DATE_EPOCH", crate::command::TODAY).env("NO_COLOR", "1").case("README.md");
}

#[test]
fn the_readme_holds_the_table_of_languages_and_bases() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let readme = fs::read_to_string(&path).unwrap();
    let (before, rest) = readme.split_once(BEGIN).expect("the beginning of the table");
    let (table, after) = rest.split_once(END).expect("the end of the table");
    let run = Project::with("empty", &[]).msgen(&["list", "--markdown"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    if std::env::var("SNAPSHOTS").is_ok_and(|value| value == "overwrite") {
        fs::write(path, [before, BEGIN, &run.stdout, END, after].concat()).unwrap();
    } else {
        assert_eq!(table, run.stdout, "SNAPSHOTS=overwrite cargo test readme writes it anew");
    }
}
