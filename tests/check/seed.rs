//! The faults of five real submissions, written down by hand beforehand: no fault is missed, and at most one more finding
//! a file.

use std::fs;

use msgen::check::Source;
use msgen::context::Context;
use msgen::ignore::IgnoreFile;

use super::given::{findings, fixture, listens};

/// What is found in the Dockerfile of a seed, as rule and line.
fn found(seed: &str) -> Vec<(&'static str, usize)> {
    let folder = fixture(seed);
    let context = Context::open(&folder).unwrap();
    let text = fs::read_to_string(folder.join("seed.Dockerfile")).unwrap();
    let ignore = fs::read_to_string(folder.join("seed.dockerignore")).ok();
    let ignore = ignore.map(|text| IgnoreFile::parse("seed.dockerignore", &text));
    let source = Source::new("seed.Dockerfile", text);
    let (port, place) = listens(&context).unwrap();
    let found = findings(&source, Some(&context), ignore.as_ref(), Some((port, &place)), None);
    found.iter().map(|finding| (finding.rule, finding.place.lines.start)).collect()
}

#[test]
fn the_faults_of_s0_are_found() {
    let expected = [
        // The version of the language gets no more fixes.
        ("end-of-life-base-image", 1),
        // 825.3 kB of context through `COPY . .`, screenshots among them: no .dockerignore.
        ("missing-dockerignore", 5),
        // No `-s -w`, no `-trimpath`.
        ("unstripped-binary", 6),
        ("untrimmed-paths", 6),
        // alpine:3.18.
        ("end-of-life-base-image", 8),
        // A named user without a fixed number.
        ("non-numeric-user", 12),
        // The relative CMD.
        ("relative-start-command", 14),
    ];
    assert_eq!(found("seed-s0"), expected);
}

#[test]
fn the_faults_of_s1_are_found() {
    let expected = [
        // The version of the language gets no more fixes.
        ("end-of-life-base-image", 1),
        // GOARCH=amd64, which is no machine of an ARM Mac.
        ("hard-coded-target", 6),
        // No `-trimpath`.
        ("untrimmed-paths", 6),
        // `go build … main.go` breaks with a second file.
        ("single-file-build", 6),
        // Root, and never mentioned.
        ("runs-as-root", 8),
    ];
    assert_eq!(found("seed-s1"), expected);
}

#[test]
fn the_faults_of_s2_are_found() {
    let expected = [
        // The version of the language gets no more fixes.
        ("end-of-life-base-image", 1),
        // Fails on the legacy builder.
        ("copy-without-trailing-slash", 3),
        // Manifest and source are copied together before the download.
        ("source-before-dependencies", 3),
        // Not stripped, no `-trimpath`.
        ("unstripped-binary", 5),
        ("untrimmed-paths", 5),
        // The default user is root, `:nonroot` is not used.
        ("runs-as-root", 7),
        // `static-debian12` without a tag is the latest.
        ("unpinned-base-image", 7),
        // The relative CMD.
        ("relative-start-command", 11),
    ];
    assert_eq!(found("seed-s2"), expected);
}

#[test]
fn the_faults_of_s3_are_found() {
    let expected = [
        // The version of the language gets no more fixes.
        ("end-of-life-base-image", 1),
        // No `-s -w`, no `-trimpath`.
        ("unstripped-binary", 6),
        ("untrimmed-paths", 6),
        // "production-ready": root.
        ("runs-as-root", 8),
        // The relative CMD.
        ("relative-start-command", 12),
    ];
    assert_eq!(found("seed-s3"), expected);
}

#[test]
fn the_faults_of_s4_are_found() {
    let expected = [
        // The version of the language gets no more fixes.
        ("end-of-life-base-image", 1),
        // No `go mod download`: the build fetches behind the source.
        ("source-before-dependencies", 4),
        // No `-trimpath`.
        ("untrimmed-paths", 5),
        // Root.
        ("runs-as-root", 7),
    ];
    assert_eq!(found("seed-s4"), expected);
}
