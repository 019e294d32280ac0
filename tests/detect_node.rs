//! The Node.js detector: what it finds in small projects given here, and in the fixtures.
#![expect(clippy::unwrap_used, reason = "a test may stop where it fails")]

use std::path::Path;

use msgen::error::Error;
use proptest::prelude::*;

use crate::detection::{self, Files, Findings, assert_answers, write};

mod build;
mod code;
mod entry;
mod fixture;
mod manager;
mod version;

fn detect(files: Files<'_>) -> Result<Findings, Error> {
    detection::detect("node", files)
}

fn detect_in(folder: &Path) -> Result<Findings, Error> {
    detection::detect_in("node", folder)
}

/// Detects in a project whose manifest has these members, with `server.js` holding `code`.
fn detect_code(manifest: &str, code: &str) -> Findings {
    let package = format!(r#"{{"scripts": {{"start": "node server.js"}}{manifest}}}"#);
    detect(&[("package.json", &package), ("server.js", code)]).unwrap()
}

proptest! {
    #[test]
    fn no_file_makes_the_detector_panic(text in r#"[ -~\n\t`"'é世\\]{0,400}"#, script in r"[a-z0-9./=>()& ;'-]{0,80}") {
        let package = format!(r#"{{"scripts": {{"start": "{script}", "build": "{script}"}}, "dependencies": {{"fastify": "1"}}}}"#);
        let _ = detect(&[("package.json", &package), ("server.js", &text), ("src/index.ts", &text), ("tsconfig.json", &text)]);
    }

    #[test]
    fn no_manifest_makes_the_detector_panic(text in r#"[a-z{}\[\]":, 0-9.^~<>=|*-]{0,200}"#) {
        let _ = detect(&[("package.json", &text)]);
        let _ = detect(&[("package.json", &format!(r#"{{"engines": {{"node": "{}"}}}}"#, text.replace('"', "")))]);
    }

    #[test]
    fn no_sequence_of_words_makes_the_detector_panic(words in prop::collection::vec(prop::sample::select(WORDS), 0..120)) {
        let package = r#"{"main": "server.js", "dependencies": {"fastify": "1", "@hapi/hapi": "1", "@hono/node-server": "1"}}"#;
        let _ = detect(&[("package.json", package), ("server.js", &words.concat())]);
    }
}

const WORDS: &[&str] = &[
    "app",
    ".",
    "listen",
    "(",
    ")",
    "{",
    "}",
    "[",
    "]",
    ",",
    ";",
    ":",
    "\n",
    "port",
    "host",
    "process",
    ".env",
    "PORT",
    " || ",
    " ?? ",
    "3000",
    "'127.0.0.1'",
    "=",
    "const ",
    "=>",
    "`${",
    "`",
    "/",
    "'/health'",
    "get",
    "serve",
    "Hapi.server",
    "import ",
    "from ",
    "'./a'",
    "require",
    "SIGTERM",
    "on",
    "'",
    "enum ",
    "@",
];
