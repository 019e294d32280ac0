//! The Go detector: what it finds in small projects given here, and in the fixtures.
#![expect(clippy::unwrap_used, reason = "a test may stop where it fails")]

use std::path::Path;

use msgen::error::{Error, ErrorKind};
use proptest::prelude::*;

use crate::detection::{self, Files, Findings, assert_answers};

mod fixture;
mod listen;
mod module;
mod system;

fn detect(files: Files<'_>) -> Result<Findings, Error> {
    detection::detect("go", files)
}

fn detect_in(folder: &Path) -> Result<Findings, Error> {
    detection::detect_in("go", folder)
}

const MOD: (&str, &str) = ("go.mod", "module example.com/app\n\ngo 1.24\n");

/// Detects in a module with one file `main.go`: its imports, and the body of `func main`.
fn detect_main(imports: &[&str], body: &str) -> Findings {
    detect(&[MOD, ("main.go", &program(imports, body))]).unwrap()
}

/// A `main.go` with these imports and this body; what follows a line `---` stands after `func main`.
fn program(imports: &[&str], body: &str) -> String {
    let imports = imports.join("\"\nimport \"");
    let (body, rest) = body.split_once("---").unwrap_or((body, ""));
    format!("package main\nimport \"{imports}\"\n\nfunc main() {{\n{body}\n}}\n{rest}\n")
}

proptest! {
    #[test]
    fn no_file_makes_the_detector_panic(text in r#"[ -~\n\t`"'é世\\]{0,400}"#, manifest in r"[a-z0-9./=>()\n \x60-]{0,200}") {
        let _ = detect(&[("go.mod", &format!("module a\n{manifest}")), ("main.go", &format!("package main\n{text}"))]);
    }

    #[test]
    fn no_sequence_of_go_words_makes_the_detector_panic(words in prop::collection::vec(prop::sample::select(WORDS), 0..120)) {
        let _ = detect(&[MOD, ("main.go", &format!("package main\n{}", words.concat()))]);
    }
}

const WORDS: &[&str] = &[
    "func main",
    "(",
    ")",
    "{",
    "}",
    "[",
    "]",
    "\n",
    " ",
    ",",
    ":=",
    "=",
    ".",
    ":",
    "&",
    "*",
    "+",
    "\"",
    "`",
    "'",
    "\\",
    "import \"net/http\"\n",
    "import \"flag\"\n",
    "http",
    "Server",
    "Addr",
    "ListenAndServe",
    "os.Getenv(\"PORT\")",
    "port",
    "var ",
    "const ",
    "return ",
    "\":8080\"",
    "flag.StringVar(",
    "/*",
    "*/",
    "//go:embed \"a\n",
    "fmt.Sprintf(\"%s%d\",",
    "getEnv(",
    "Group(\"/a\")",
    "struct",
    "interface",
    "x.Port",
    "Port:",
    "case",
    "os.OpenFile(",
    "//go:build !((\n",
];

#[test]
fn a_puzzle_of_brackets_or_circles_ends() {
    let deep = "f(".repeat(100_000);
    let circle = "a := b + b\nb := c + c\nc := a + a\nhttp.ListenAndServe(a, nil)\n".repeat(200);
    for puzzle in [deep, circle] {
        assert_eq!(detect_main(&["net/http"], &puzzle).answer("port"), None, "{}…", &puzzle[..20]);
    }
}

#[test]
fn comments_and_strings_are_not_code() {
    let found = detect_main(
        &["net/http"],
        r#"
        // http.ListenAndServe(":1111", nil)
        /* http.ListenAndServe(":2222", nil) */
        help := `http.ListenAndServe(":3333", nil)`
        quoted := "os.CreateTemp() http.Get(\"https://\") http.ListenAndServe(\":4444\", nil)"
        http.ListenAndServe(":8080", nil)"#,
    );
    assert_answers(&found, &[("port", "8080"), ("certificates", ""), ("temp", "")]);
    assert_eq!(found.evidence("port"), "main.go:10 (http.ListenAndServe(\":8080\", nil))");
}

#[track_caller]
fn assert_refused(files: Files<'_>, kind: ErrorKind, place: &str) -> Error {
    let error = detect(files).err().expect("an error");
    assert_eq!((error.kind, error.place.as_deref()), (kind, Some(place)), "{error}");
    assert!(error.help.is_some(), "{error} gives no help");
    error
}
