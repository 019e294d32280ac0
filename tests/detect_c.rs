//! The detector of C and C++: what it finds in small projects given here, and in the fixtures.
#![expect(clippy::unwrap_used, reason = "a test may stop where it fails")]

use std::path::Path;

use proptest::prelude::*;

use crate::detection::{self, Files, Findings, assert_answers};

mod cmake;
mod fixture;
mod make;
mod meson;
mod source;

fn detect(files: Files<'_>) -> Findings {
    detection::detect("c", files).unwrap()
}

fn detect_in(folder: &Path) -> Findings {
    detection::detect_in("c", folder).unwrap()
}

proptest! {
    #[test]
    fn no_file_makes_the_detector_of_c_panic(text in r#"[ -~\n\t"'é世\\]{0,300}"#, build in r#"[a-zA-Z_$(){}:=;,%@<^.\\"'\[\]#\n\t -]{0,300}"#) {
        for name in ["Makefile", "CMakeLists.txt", "meson.build"] {
            let _ = detect(&[(name, &build), ("main.c", &text)]);
        }
    }

    #[test]
    fn no_sequence_of_make_words_makes_the_detector_panic(words in prop::collection::vec(prop::sample::select(WORDS), 0..80)) {
        for name in ["Makefile", "CMakeLists.txt", "meson.build"] {
            let _ = detect(&[(name, &words.concat()), ("main.c", &words.concat())]);
        }
    }
}

const WORDS: &[&str] = &[
    "A",
    "B",
    " = ",
    " := ",
    " += ",
    "?=",
    "$(",
    "${",
    ")",
    "}",
    "(",
    "$(A)",
    "$(B)",
    "${A}",
    "${${A}}",
    "$@",
    "$<",
    "$^",
    ":",
    "\n",
    "\n\t",
    "\\\n",
    "ifeq (",
    "ifneq '",
    "ifdef ",
    "else",
    "endif\n",
    "define A\n",
    "endef\n",
    "include ",
    ",",
    "$(patsubst %.c,%.o,",
    "$(wildcard *",
    "$(shell uname)",
    "$(if ",
    "cc -o ",
    "install ",
    "-t ",
    "#",
    "#[[",
    "]]",
    "\"",
    "'",
    "'''",
    "if(",
    "elseif(",
    "endif()",
    "foreach(",
    "endforeach()",
    "set(",
    "add_executable(",
    "install(TARGETS ",
    "project(",
    "executable(",
    "subdir(",
    "test(",
    "[",
    "]",
    "htons(",
    "getenv(",
    "listen(",
    ";",
    "{",
    ".",
    "main",
    "+",
];
