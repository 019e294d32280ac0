//! Any text as a shell line: taking it apart never panics and every place it tells lies in the line, and neither does
//! following what its commands leave behind panic.

#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use msgen::catalog::Catalog;
use msgen::document::Document;
use msgen::model::{Known, Model, commands};

static KNOWN: LazyLock<Known> = LazyLock::new(|| {
    let catalog = Catalog::open(None).expect("the embedded templates are right");
    Known::read(&catalog).expect("the tables are right")
});

fuzz_target!(|line: &str| {
    for command in commands(line).unwrap_or_default() {
        let values = command.assignments.iter().map(|(_, value)| value);
        let words = command.words.iter().chain(&command.writes).chain(values);
        for bytes in words.map(|word| &word.bytes).chain([&command.bytes]) {
            assert!(line.get(bytes.clone()).is_some(), "{command:?}");
        }
    }
    let text = format!("FROM alpine:3.24\nRUN <<'END OF LINE'\n{line}\nEND OF LINE\nRUN {line}\nENTRYPOINT {line}\n");
    if let Ok(document) = Document::parse("Dockerfile", &text) {
        let _ = Model::of(&document, &KNOWN, None, None);
    }
});
