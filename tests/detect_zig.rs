//! The Zig detector: what it finds in small projects given here, and in the fixtures.
#![expect(clippy::unwrap_used, reason = "a test may stop where it fails")]

use msgen::catalog::Catalog;
use msgen::error::{Error, ErrorKind};
use proptest::prelude::*;

use crate::detection::{self, Files, Findings, assert_answers};

mod build;
mod program;

fn detect(files: Files<'_>) -> Result<Findings, Error> {
    detection::detect("zig", files)
}

fn fixture(name: &str) -> Findings {
    detection::fixture("zig", name)
}

const SCRIPT: (&str, &str) = (
    "build.zig",
    "const std = @import(\"std\");
pub fn build(b: *std.Build) void {
    const exe = b.addExecutable(.{
        .name = \"app\",
        .root_module = b.createModule(.{
            .root_source_file = b.path(\"src/main.zig\"),
            .target = b.standardTargetOptions(.{}),
            .optimize = b.standardOptimizeOption(.{}),
        }),
    });
    b.installArtifact(exe);
}
",
);

/// Detects in a project whose `src/main.zig` has this `main`, and what follows a line `---` after it.
fn detect_main(body: &str) -> Findings {
    let (body, rest) = body.split_once("---").unwrap_or((body, ""));
    let text = format!("const std = @import(\"std\");\npub fn main() !void {{\n{body}\n}}\n{rest}\n");
    detect(&[SCRIPT, ("src/main.zig", &text)]).unwrap()
}

proptest! {
    #[test]
    fn no_file_makes_the_zig_detector_panic(text in r#"[ -~\n\t"'é世\\]{0,300}"#, manifest in r#"[a-z0-9.{}=,"@ \n]{0,200}"#) {
        let _ = detect(&[SCRIPT, ("build.zig.zon", &format!(".{{{manifest}")), ("src/main.zig", &text)]);
    }

    #[test]
    fn no_sequence_of_zig_words_makes_the_detector_panic(words in prop::collection::vec(prop::sample::select(WORDS), 0..80)) {
        let text = words.concat();
        let _ = detect(&[("build.zig", &text), ("src/main.zig", &text)]);
    }
}

const WORDS: &[&str] = &[
    "fn main",
    "(",
    ")",
    "{",
    "}",
    ".",
    ",",
    ";",
    "=",
    ":",
    "\"",
    "'",
    "\\\\",
    "\n",
    " ",
    "port",
    "const port = ",
    "Address.parseIp(\"0.0.0.0\", port)",
    ".listen(",
    "test \"a\" {",
    "b.addExecutable(.{ .name = ",
    "@import(\"x.zig\")",
    "getEnvVarOwned(a, \"PORT\")",
    ".unspecified(port)",
    "error{A}!u16",
    "b.installArtifact(exe)",
    "8080",
    "// ",
    "@\"a b\"",
];
