//! `.dockerignore` is read as the builder reads it: the table is what moby/patternmatcher says of each case. Where that
//! refuses the file (`!`, `[a`, `[]a]`, `[c-a]`, `a\\`), the line counts for nothing.

use msgen::ignore::{IgnoreFile, covers};
use proptest::prelude::*;

/// Lines of a file, a path, and whether the builder is sent what lies there.
const CASES: &[(&str, &str, bool)] = &[
    // What stands on a line.
    ("", "a", true),
    ("# a\n#a", "a", true),
    (" # a", "# a", false),
    ("  a  \r\n\r\n\t", "a", false),
    ("\u{feff}a", "a", false),
    ("a\n\u{feff}b", "b", true),
    ("/a", "a", false),
    ("./a/", "a", false),
    ("x/../a//b/.", "a/b", false),
    ("../a", "a", true),
    ("/../a", "a", false),
    (".", "a", true),
    ("/", "a", true),
    ("!", "a", true),
    ("*\n! a", "a", true),
    ("*\n!/a/", "a", true),
    ("*\n/!a", "a", true),
    ("*\n!!a", "!a", true),
    // At the root only, unless it says otherwise; a folder with all that is below it.
    ("a", "a/b/c", false),
    ("a", "b/a", true),
    ("a/b", "b", true),
    ("*.pyc", "x/y.pyc", true),
    ("**/*.pyc", "y.pyc", false),
    ("**/*.pyc", "x/z/y.pyc", false),
    ("__pycache__", "x/__pycache__/y", true),
    ("**/__pycache__", "x/__pycache__/y", false),
    ("*/temp*", "x/temporary.txt", false),
    ("*/temp*", "x/y/temporary.txt", true),
    ("a/*", "a", true),
    ("a/*", "a/b/c", false),
    ("a/**", "a", true),
    ("a/**", "a/b/c", false),
    ("**", "a/b", false),
    ("**/", "a", false),
    ("**/**", "a/b", false),
    ("a/**/b", "a/b", false),
    ("a/**/b", "a/x/y/b", false),
    ("a/**/b", "a/xb", true),
    ("**file", "dir/myfile", false),
    ("**/file", "dir/myfile", true),
    ("**file*", "dir/myfile", true),
    ("a**", "ab/c", false),
    ("a**b", "ax/b", false),
    ("a**b", "axb", true),
    // Letters.
    ("?", "a", false),
    ("a?c", "a/c", true),
    ("a?", "aé", false),
    ("[a-c]", "b", false),
    ("[a-c]", "d", true),
    ("[^a-c]", "d", false),
    ("a[^b]c", "a/c", false),
    ("[a", "a", true),
    ("[]a]", "a", true),
    ("[c-a]", "b", true),
    ("[\\]]", "]", false),
    ("\\*", "*", false),
    ("\\*", "a", true),
    ("bin\\Debug", "bin/Debug", true),
    ("a\\", "a\\", true),
    ("{a,b}", "a", true),
    ("{a,b}", "{a,b}", false),
    ("a.c", "abc", true),
    ("a+(b)$", "a+(b)$", false),
    ("*]", "a]", false),
    ("a^b", "a^b", false),
    ("^a*", "ab", false),
    ("*^a", "^a", true),
    ("A", "a", true),
    // The last match wins.
    ("*\n!a", "a", true),
    ("!a\n*", "a", false),
    ("*\n!a\na/b", "a/b/c", false),
    ("*\n!a\na/b\n!a/b/c", "a/b/c", true),
    ("a\n!a/b", "a/b", true),
    ("a\n!a/b", "a/c", false),
    ("*\n!**/*.go", "x/y.go", true),
    ("*.md\n!README*.md\nREADME-secret.md", "README-secret.md", false),
    ("!a", "b", true),
    // But what a folder did not have to look at, it does not pass on.
    ("a*\n!ab/c\nab", "ab/c", true),
    ("ab\n!ab/c\nab", "ab/c", true),
    ("ab\n!ab/c\nab/*", "ab/c", false),
];

#[test]
fn a_file_is_sent_when_the_builder_would_send_it() {
    for (text, path, is_sent) in CASES {
        let file = IgnoreFile::parse(".dockerignore", text);
        assert_eq!(file.lets_in(path).0, *is_sent, "{text:?} {path}");
    }
}

#[test]
fn the_pattern_that_decides_is_named_with_its_line() {
    let file = IgnoreFile::parse(".dockerignore", "# all\n*\n\n!/src/\n**/.env\n");
    let line = |path: &str| file.lets_in(path).1.map(|pattern| (pattern.line, pattern.text.as_str()));
    assert_eq!(line("a"), Some((2, "*")));
    assert_eq!(line("src/a/b"), Some((4, "src")));
    assert_eq!(line("src/.env"), Some((5, "**/.env")));
    assert_eq!(IgnoreFile::parse(".dockerignore", "b").lets_in("a").1, None);
}

#[test]
fn a_list_of_patterns_covers_what_lies_in_a_folder_that_it_matches() {
    let patterns = ["**/.env".to_owned(), "**/.git".to_owned()];
    assert!(covers(&patterns, "x/.env") && covers(&patterns, ".git/objects/aa") && !covers(&patterns, "x/env"));
}

proptest! {
    #[test]
    fn no_text_is_too_strange(text in "[!#/.*?\\[\\]\\\\^a-c \n-]{0,40}|\\PC{0,40}", path in "[/.*a-c]{0,12}|\\PC{0,12}") {
        let file = IgnoreFile::parse("", &text);
        let (is_sent, decided) = file.lets_in(&path);
        prop_assert_eq!(is_sent, decided.is_none_or(|pattern| pattern.is_exception));
    }

    #[test]
    fn what_the_last_line_says_of_everything_holds(
        text in "[!/.*a-c\n]{0,30}",
        path in "[a-c]{1,3}(/[a-c]{1,3}){0,2}",
    ) {
        let file = IgnoreFile::parse("", &format!("{text}\n!**"));
        prop_assert!(file.lets_in(&path).0);
    }
}
