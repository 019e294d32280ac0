//! Nothing is found in what msgen writes itself.

use std::fs;
use std::path::Path;

use msgen::check::Source;
use msgen::context::Context;
use msgen::ignore::IgnoreFile;
use serde::Deserialize;

use super::given::{findings, fixture, listens};

/// Cases that ask for versions which were old already, as the reports did that they stand for.
const SEEDS: [&str; 5] = ["go/s0", "go/s1", "go/s2", "go/s3", "go/s4"];

/// What a case says about itself.
#[derive(Deserialize)]
struct Case {
    fixture: String,
}

#[test]
fn nothing_is_found_in_any_snapshot_of_ours() {
    let mut wrong = Vec::new();
    let mut count = 0;
    for folder in crate::snapshot::cases() {
        let Ok(text) = fs::read_to_string(folder.join("Dockerfile")) else { continue };
        let case: Case = toml::from_str(&fs::read_to_string(folder.join("case.toml")).unwrap()).unwrap();
        let context = Context::open(&fixture(&case.fixture)).unwrap();
        let ignore = fs::read_to_string(folder.join(".dockerignore")).unwrap();
        let ignore = IgnoreFile::parse(".dockerignore", &ignore);
        let name = folder.strip_prefix(Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap().join("Dockerfile");
        let source = Source::new(name.to_string_lossy(), text);
        let listens = listens(&context);
        let listens = listens.as_ref().map(|(port, place)| (*port, place.as_str()));
        let found = findings(&source, Some(&context), Some(&ignore), listens, None);
        let is_of_its_day = SEEDS.iter().any(|seed| folder.ends_with(seed));
        let found = found.iter().filter(|finding| !(is_of_its_day && finding.rule == "end-of-life-base-image"));
        // A Dockerfile that asks waits for its author.
        let found = found.filter(|finding| finding.rule != "unanswered-instruction");
        wrong.extend(found.map(|finding| {
            let at = &finding.place;
            format!("{} {}:{} {}: {}", name.display(), at.file, at.lines.start, finding.rule, finding.message)
        }));
        count += 1;
    }
    assert!(count >= 100, "only {count} Dockerfiles");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
