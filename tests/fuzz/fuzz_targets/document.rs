//! Any text: what parses is printed back byte for byte, tidying keeps what the builder sees, and neither the stage model nor a
//! rule panics.

#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use msgen::aging::Month;
use msgen::catalog::Catalog;
use msgen::check::{Case, Source, check_dockerfile};
use msgen::document::Document;
use msgen::ignore::IgnoreFile;
use msgen::model::{Known, Model};

static CATALOG: LazyLock<Catalog> = LazyLock::new(|| Catalog::open(None).expect("the embedded templates are right"));
static KNOWN: LazyLock<Known> = LazyLock::new(|| Known::read(&CATALOG).expect("the tables are right"));

fuzz_target!(|text: &str| {
    let Ok(document) = Document::parse("Dockerfile", text) else { return };
    assert_eq!(document.to_string(), text);
    assert_eq!(meaning(&document.clone().tidy()), meaning(&document));
    assert_lines_are_right(&document, text);
    let ignore = IgnoreFile::parse(".dockerignore", text);
    let model = Model::of(&document, &KNOWN, None, Some(&ignore));
    let source = Source::new("Dockerfile", text);
    let case = Case {
        source: &source,
        model: &model,
        context: None,
        ignore: Some(&ignore),
        listens: Some((8080, "main.go:1")),
        catalog: &CATALOG,
        month: &Month::of(1_800_000_000),
        profile: None,
    };
    for finding in check_dockerfile(&case) {
        assert!(text.get(finding.place.bytes.clone()).is_some(), "{finding:?}");
        for edit in finding.fix.iter().flat_map(|fix| &fix.edits) {
            assert!(text.get(edit.bytes.clone()).is_some(), "{finding:?}");
        }
    }
});

/// What the builder sees.
fn meaning(document: &Document) -> Vec<String> {
    let tell = |it: &msgen::document::Instruction| {
        format!("{} {:?} {} {:?} {:?}", it.keyword, it.flags, it.arguments, it.json, it.heredocs)
    };
    document.instructions().map(|it| tell(it) + &it.nested.as_deref().map(tell).unwrap_or_default()).collect()
}

/// Each instruction stands at the lines it says.
fn assert_lines_are_right(document: &Document, text: &str) {
    let lines: Vec<&str> = text.strip_prefix('\u{feff}').unwrap_or(text).split_inclusive('\n').collect();
    for instruction in document.instructions() {
        assert_eq!(lines[instruction.span.start - 1..instruction.span.end].concat(), instruction.raw);
    }
}
