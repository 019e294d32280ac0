//! The Python detector: what it finds in small projects given here, and in the fixtures.
#![expect(clippy::unwrap_used, reason = "a test may stop where it fails")]

use std::path::Path;

use msgen::error::{Error, ErrorKind};
use proptest::prelude::*;

use crate::detection::{self, Files, Findings, assert_answers};

mod dependency;
mod fixture;
mod listen;
mod start;
mod system;

fn try_detect(files: Files<'_>) -> Result<Findings, Error> {
    detection::detect("python", files)
}

fn detect(files: Files<'_>) -> Findings {
    try_detect(files).unwrap()
}

fn detect_in(folder: &Path) -> Result<Findings, Error> {
    detection::detect_in("python", folder)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_file_makes_the_detector_panic(text in r#"[ -~\n\t"'é世\\]{0,300}"#, requirements in r"[a-z0-9./=>\[\];# \n\\-]{0,150}") {
        let _ = try_detect(&[("requirements.txt", &requirements), ("main.py", &text)]);
    }

    #[test]
    fn no_sequence_of_words_makes_the_detector_panic(words in prop::collection::vec(prop::sample::select(WORDS), 0..80)) {
        let _ = try_detect(&[("requirements.txt", "flask\ngunicorn\n"), ("main.py", &words.concat())]);
    }
}

const WORDS: &[&str] = &[
    "def ",
    "create_app",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    ":",
    "=",
    ",",
    ".",
    "\n",
    "\n    ",
    "#",
    "\"",
    "'''",
    "f\"",
    "from flask import Flask\n",
    "import os\n",
    "import uvicorn\n",
    "from .a import (b, c as d)\n",
    "import ",
    "as ",
    "app",
    "Flask(__name__)",
    "app.run(",
    "port",
    "int(",
    "os.environ",
    "os.environ.get(\"PORT\", ",
    "8000",
    "if __name__ == \"__main__\":\n",
    "uvicorn.run(",
    "HTTPServer((\"\", ",
    "or ",
    "@app.get(\"/health\")\n",
    "path == ",
];

#[test]
fn a_puzzle_of_brackets_or_circles_ends() {
    let deep = "f(".repeat(20_000);
    let circle = "a = b or b\nb = c or c\nc = a or a\nHTTPServer((\"\", a), None)\n".repeat(20);
    for puzzle in [deep, format!("from http.server import HTTPServer\n{circle}")] {
        assert_eq!(detect(&[("main.py", &puzzle)]).answer("port"), None, "{}…", &puzzle[..20]);
    }
}

#[test]
fn comments_and_strings_are_not_code() {
    let text = r#"
"""
uvicorn.run(app, port=1111)
if __name__ == "__main__":
"""
import uvicorn
# uvicorn.run(app, port=2222)
help = 'uvicorn.run(app, port=3333) "'
raw = r"C:\new\"; other = "tempfile.mkdtemp()"
uvicorn.run("main:app", host="0.0.0.0", port=4444)
"#;
    let found = detect(&[("main.py", text)]);
    assert_answers(&found, &[("port", "4444"), ("temp", ""), ("module", "")]);
    assert_eq!(found.evidence("port"), "main.py:10 (uvicorn.run(\"main:app\", host=\"0.0.0.0\", port=4444))");
}
