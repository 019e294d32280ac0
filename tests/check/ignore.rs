//! Rules about `.dockerignore`.

use super::given::{Given, NONE, dockerfile, mended};

fn given(ignore: &str, files: &[(&str, &str)]) -> Given {
    dockerfile("FROM alpine:3.22\nUSER 65532\n").with(files).ignoring(ignore)
}

#[test]
fn a_pattern_for_every_folder_says_so() {
    let files = [
        ("a/b.pyc", ""),
        ("a/.DS_Store", ""),
        ("b/__pycache__/c.txt", ""),
        ("docs/x", ""),
        ("a/docs/x", ""),
        ("web/node_modules/d/e", ""),
    ];
    let lines = |ignore: &str| given(ignore, &files).lines("dockerignore-at-root-only");
    assert_eq!(lines("*.pyc\n.DS_Store\n__pycache__/\n"), [1, 2, 3]);
    assert_eq!(lines("node_modules\n"), [1]);
    for fine in ["**/*.pyc\n", "*.pyc\n**/*.pyc\n", "*.pyc\n*/*.pyc\n", "/.DS_Store\n", "docs\n", "*.log\n", "!*.pyc\n"]
    {
        assert_eq!(lines(fine), NONE, "{fine}");
    }
    let ignore = "# ours\n  *.pyc\n";
    let finding = given(ignore, &files).only("dockerignore-at-root-only");
    assert_eq!((finding.place.file.as_str(), finding.place.lines.start), (".dockerignore", 2));
    assert_eq!(mended(ignore, &finding), "# ours\n  **/*.pyc\n");
    let marked = "\u{feff}*.pyc";
    let finding = given(marked, &files).only("dockerignore-at-root-only");
    assert_eq!(mended(marked, &finding), "\u{feff}**/*.pyc");
}

#[test]
fn an_exception_that_a_later_line_undoes_is_named() {
    let lines = |ignore: &str| given(ignore, &[]).lines("dockerignore-order");
    assert_eq!(lines("!README.md\n*.md\n"), [1]);
    assert_eq!(lines("*\n!src/app\n**/app\n"), [2]);
    for fine in ["*.md\n!README.md\n", "*\n!src\nsrc/test\n", "*\n!src\nsrc\n!src/a\n", "*\n!**/*.md\nx.md\n", "!a\n"] {
        assert_eq!(lines(fine), NONE, "{fine}");
    }
}

#[test]
fn an_exception_that_lets_a_secret_in_again_is_named() {
    let lines = |ignore: &str| given(ignore, &[("main.go", "")]).lines("dockerignore-order");
    assert_eq!(lines("**/.env\n*\n!src\n"), [3]);
    assert_eq!(lines("**/*.pem\n!certs/**\n"), [2]);
    for fine in [
        "*\n!src\n**/.env\n",
        // At the root only.
        ".env\n*\n!src\n",
        // On purpose.
        "**/.env\n!src/.env\n",
        "**/.env.*\n!**/.env.example\n",
        // A file holds no other.
        "**/.env\n*\n!main.go\n",
        "*.md\n!src\n",
    ] {
        assert_eq!(lines(fine), NONE, "{fine}");
    }
}
