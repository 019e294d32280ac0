//! The Rust detector: what it finds in small projects given here, and in the fixtures.
#![expect(clippy::unwrap_used, reason = "a test may stop where it fails")]

use std::path::Path;

use msgen::error::{Error, ErrorKind};
use proptest::prelude::*;

use crate::detection::{self, Files, Findings, assert_answers};

mod crates;
mod fixture;
mod listen;
mod package;
mod system;

fn detect(files: Files<'_>) -> Result<Findings, Error> {
    detection::detect("rust", files)
}

fn detect_in(folder: &Path) -> Result<Findings, Error> {
    detection::detect_in("rust", folder)
}

const PACKAGE: (&str, &str) = ("Cargo.toml", "[package]\nname = \"app\"\nversion = \"0.1.0\"\n");
const LOCK: (&str, &str) = ("Cargo.lock", "version = 4\n");

/// Detects in a package with one file `src/main.rs`: the body of `fn main`; what follows a line `---` stands after it.
fn detect_main(body: &str) -> Findings {
    let (body, rest) = body.split_once("---").unwrap_or((body, ""));
    let main = format!("fn main() {{\n{body}\n}}\n{rest}\n");
    detect(&[PACKAGE, LOCK, ("src/main.rs", &main)]).unwrap()
}

#[track_caller]
fn assert_refused(files: Files<'_>, kind: ErrorKind, place: &str) {
    let error = detect(files).err().expect("an error");
    assert_eq!((error.kind, error.place.as_deref()), (kind, Some(place)), "{error}");
    assert!(error.help.is_some(), "{error} gives no help");
}

proptest! {
    #[test]
    fn no_file_makes_the_detector_panic(text in r#"[ -~\n\t`"'é世\\]{0,400}"#, manifest in "[a-z0-9.=\\[\\]\"{} \n-]{0,200}") {
        let _ = detect(&[("Cargo.toml", &manifest), ("src/main.rs", &text)]);
        let _ = detect(&[PACKAGE, LOCK, ("src/main.rs", &text), ("build.rs", &text)]);
    }

    #[test]
    fn no_sequence_of_rust_words_makes_the_detector_panic(words in prop::collection::vec(prop::sample::select(WORDS), 0..120)) {
        let _ = detect(&[PACKAGE, LOCK, ("src/main.rs", &words.concat())]);
    }
}

const WORDS: &[&str] = &[
    "fn main",
    "(",
    ")",
    "{",
    "}",
    "[",
    "]",
    "#",
    "\n",
    " ",
    ",",
    ";",
    "=",
    ".",
    "::",
    ":",
    "&",
    "|",
    "?",
    "!",
    "\"",
    "'",
    "r#\"",
    "\\",
    "let port",
    "const PORT",
    "port",
    "match ",
    "if let ",
    "TcpListener::bind(",
    "HttpServer",
    ".bind(",
    "env::var(\"PORT\")",
    ".unwrap_or(",
    "format!(\"{}:{port}\", ",
    "SocketAddr::from((",
    "[0, 0, 0, 0]",
    "8080",
    "\"0.0.0.0:80\"",
    "include_str!(",
    "#[cfg(test)]",
    "#[arg(env)]",
    "pub",
    "config.port",
    "port:",
    "/*",
    "*/",
    "=>",
    "struct A",
];

#[test]
fn a_puzzle_of_brackets_or_circles_ends() {
    let deep = "f(".repeat(20_000);
    let circle = "let a = b; let b = a; TcpListener::bind(a);\n".repeat(200);
    for puzzle in [deep, circle] {
        assert_eq!(detect_main(&puzzle).answer("port"), None, "{}…", &puzzle[..20]);
    }
}

#[test]
fn comments_strings_and_tests_are_not_the_program() {
    let found = detect_main(
        r##"
        // TcpListener::bind("0.0.0.0:1111");
        /* TcpListener::bind("0.0.0.0:2222"); /* nested */ */
        let help = r#"TcpListener::bind("0.0.0.0:3333"); temp_dir()"#;
        TcpListener::bind("0.0.0.0:8080");
---
#[cfg(test)]
mod tests {
    #[test]
    fn it_listens() { TcpListener::bind("127.0.0.1:4444"); std::env::temp_dir(); }
}"##,
    );
    assert_answers(&found, &[("port", "8080"), ("loopback", ""), ("temp", "")]);
    assert_eq!(found.evidence("port"), "src/main.rs:6 (TcpListener::bind(\"0.0.0.0:8080\"))");
}
