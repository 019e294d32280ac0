//! The files of an image in a folder.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use msgen::image::extract;
use serde_json::json;

use super::made::{Saved, Tar, gzip};

/// Every file and folder below `folder`, with what is in it.
fn found(folder: &Path, below: &str, all: &mut BTreeMap<String, Option<String>>) {
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let path = format!("{below}{}", entry.file_name().to_string_lossy());
        if entry.file_type().unwrap().is_dir() {
            all.insert(path.clone(), None);
            found(&entry.path(), &format!("{path}/"), all);
        } else {
            all.insert(path, Some(fs::read_to_string(entry.path()).unwrap()));
        }
    }
}

/// What is in the folder after an image of these layers was copied there.
fn extracted(layers: &[Vec<u8>]) -> BTreeMap<String, Option<String>> {
    let folder = tempfile::tempdir().unwrap();
    let to = folder.path().join("to");
    extract(&Saved::docker(&json!({}), layers).path, &to).unwrap();
    let mut all = BTreeMap::new();
    found(folder.path(), "", &mut all);
    all
}

fn file(path: &str, text: &str) -> (String, Option<String>) {
    (path.to_owned(), Some(text.to_owned()))
}

fn folder(path: &str) -> (String, Option<String>) {
    (path.to_owned(), None)
}

#[test]
fn files_and_folders_are_copied_as_a_container_sees_them() {
    let lower =
        Tar::new().folder("src").file("src/main.go", 0o644, "old").file("gone", 0o644, "").folder("empty").done();
    let upper =
        Tar::new().file("src/main.go", 0o644, "new").file(".wh.gone", 0, "").file("a/b/c", 0o644, "deep").done();
    let wanted = [
        folder("to"),
        folder("to/a"),
        folder("to/a/b"),
        file("to/a/b/c", "deep"),
        folder("to/empty"),
        folder("to/src"),
        file("to/src/main.go", "new"),
    ];
    assert_eq!(extracted(&[lower.clone(), upper.clone()]), wanted.clone().into());
    assert_eq!(extracted(&[gzip(&lower), gzip(&upper)]), wanted.into());
}

#[test]
fn every_name_of_a_file_is_a_file_of_its_own() {
    let lower = Tar::new().file("a", 0o644, "one").hardlink("b", 0o644, "a").hardlink("c", 0o644, "b").done();
    let upper = Tar::new().file("a", 0o644, "two").done();
    assert_eq!(
        extracted(&[lower, upper]),
        [folder("to"), file("to/a", "two"), file("to/b", "one"), file("to/c", "one")].into()
    );
}

#[test]
fn nothing_is_written_outside_of_the_folder() {
    let layer =
        Tar::new().symlink("out", "..").hostile("out/../../a", b"1").hostile("/b", b"2").hostile("x/../../../c", b"3");
    assert_eq!(
        extracted(&[layer.done()]),
        [folder("to"), file("to/a", "1"), file("to/b", "2"), file("to/c", "3")].into()
    );
}

#[test]
fn a_link_is_neither_made_nor_followed() {
    let layer = Tar::new().symlink("link", "../outside").hostile("link/file", b"1").symlink("dangling", "none");
    assert_eq!(extracted(&[layer.done()]), [folder("to"), folder("to/link"), file("to/link/file", "1")].into());
}

#[cfg(unix)]
#[test]
fn a_program_stays_one() {
    use std::os::unix::fs::PermissionsExt;
    let layer = Tar::new().file("gradlew", 0o4755, "").file("secret", 0o400, "").done();
    let folder = tempfile::tempdir().unwrap();
    extract(&Saved::docker(&json!({}), &[layer]).path, folder.path()).unwrap();
    let mode = |name: &str| fs::metadata(folder.path().join(name)).unwrap().permissions().mode() & 0o7777;
    assert_eq!((mode("gradlew"), mode("secret")), (0o755, 0o600));
}

#[test]
fn a_file_that_is_in_the_way_is_an_error_that_names_it() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("app"), "mine").unwrap();
    let layer = Tar::new().file("app", 0o755, "theirs").done();
    let error = extract(&Saved::docker(&json!({}), &[layer]).path, folder.path()).unwrap_err();
    assert!(error.what.contains("app"), "{error}");
    assert_eq!(fs::read_to_string(folder.path().join("app")).unwrap(), "mine");
}
