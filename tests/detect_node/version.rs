//! The version of Node.js.

use super::{assert_answers, detect};

fn with_range(range: &str) -> Option<String> {
    let package = format!(r#"{{"main": "a.js", "engines": {{"node": "{range}"}}}}"#);
    detect(&[("package.json", &package), ("a.js", "")]).unwrap().answer("language-version")
}

#[test]
fn a_range_means_the_newest_line_that_satisfies_it() {
    let ranges = [
        (">=18", "26"),
        (">= 20.9.0", "26"),
        ("^24 || ^26", "26"),
        ("^22.12.0 || >=24", "26"),
        (">=20 <25", "24"),
        (">=20 <24.0.0", "22"),
        ("24.x", "24"),
        ("~22.3", "22"),
        ("22", "22"),
        ("v24.1.0", "24"),
        ("18 - 22", "22"),
        ("<=22", "22"),
        (">22", "26"),
        ("*", "26"),
    ];
    for (range, line) in ranges {
        assert_eq!(with_range(range).as_deref(), Some(line), "{range}");
    }
}

#[test]
fn a_line_without_images_is_named_so_that_the_refusal_can() {
    assert_eq!(with_range("^16.14").as_deref(), Some("16"));
}

#[test]
fn a_version_manager_pins_one_line() {
    let package = ("package.json", r#"{"main": "a.js"}"#);
    let nvmrc = detect(&[package, (".nvmrc", "# pinned\nv24.11.1\n")]).unwrap();
    assert_eq!(nvmrc.evidence("language-version"), ".nvmrc:2 (v24.11.1)");
    assert_answers(&nvmrc, &[("language-version", "24")]);
    let named = detect(&[package, (".node-version", "lts/jod\n")]).unwrap();
    assert_answers(&named, &[("language-version", "22")]);
    let volta = detect(&[("package.json", r#"{"main": "a.js", "volta": {"node": "24.1.0"}}"#)]).unwrap();
    assert_answers(&volta, &[("language-version", "24")]);
}

#[test]
fn a_pin_that_the_range_forbids_is_a_doubt() {
    let found = detect(&[("package.json", r#"{"engines": {"node": ">=24"}}"#), (".nvmrc", "22")]).unwrap();
    assert_eq!(found.doubt("language-version"), ["22", "26"]);
}
