//! What stands in the way is named, and nothing is written.

use std::fs;
use std::path::Path;

use msgen::config::Config;
use msgen::draft::{Draft, DraftFile};
use msgen::error::{Error, ErrorKind};
use msgen::write::{Options, plan_changes};

use super::{folder, plan, planned, tree};

/// Says it even where the test harness captures the output of a test that passes.
#[cfg(unix)]
fn say(what: &str) {
    use std::io::Write as _;
    let _ = writeln!(std::io::stderr(), "{what}");
}

/// The error for a draft that has only `path`.
fn refusal(root: &Path, path: &str) -> Error {
    let before = tree(root);
    let draft = Draft { files: vec![DraftFile::whole(path, "x\n")] };
    let error = plan_changes(root, &draft, &Config::default()).expect_err("refused");
    assert_eq!(tree(root), before);
    assert!(error.place.is_some() && error.help.is_some(), "{error}");
    error
}

#[test]
fn a_path_that_leaves_the_folder_is_refused() {
    let root = folder();
    for path in ["/etc/passwd", "../x", "a/../../x", "a/..", "./x", "", "a//b", "a/", "a\\b", "a\nb", "a\0b"] {
        let error = refusal(root.path(), path);
        assert_eq!(error.kind, ErrorKind::BadInput, "{path:?}");
        assert!(error.what.contains("does not name a file inside the folder"), "{error}");
    }
    assert!(refusal(root.path(), ".git/hooks/pre-commit").what.contains("inside `.git`"));
}

#[test]
fn two_files_never_get_one_place() {
    let root = folder();
    for (first, second) in [("a", "a"), ("Dockerfile", "dockerfile"), ("a", "a/b"), ("a/b", "a"), ("x", "msgen.toml")] {
        let draft = Draft { files: vec![DraftFile::whole(first, "x\n"), DraftFile::whole(second, "x\n")] };
        let error = plan_changes(root.path(), &draft, &Config::default()).expect_err("refused");
        assert!(error.what.contains("cannot both be written"), "{error}");
    }
}

#[test]
fn a_folder_where_a_file_goes_is_refused() {
    let root = folder();
    fs::create_dir(root.path().join("Dockerfile")).expect("made");
    let error = refusal(root.path(), "Dockerfile");
    assert_eq!(error.what, "`Dockerfile` is a folder, and msgen writes only regular files");
}

#[test]
fn a_file_where_a_folder_goes_is_refused() {
    let root = folder();
    fs::write(root.path().join("docs"), "").expect("made");
    assert_eq!(
        refusal(root.path(), "docs/IMAGE.md").what,
        "`docs` is a file, and `docs/IMAGE.md` needs a folder there"
    );
}

#[test]
fn a_root_that_is_no_folder_is_refused() {
    let root = folder();
    let missing = root.path().join("nowhere");
    assert!(plan(&missing, "a").expect_err("refused").what.ends_with("does not exist"));
    fs::write(&missing, "").expect("made");
    assert!(plan(&missing, "a").expect_err("refused").what.ends_with("is not a folder"));
}

#[test]
fn a_config_that_is_not_text_or_broken_is_refused() {
    let root = folder();
    fs::write(root.path().join("msgen.toml"), b"\xff").expect("made");
    assert_eq!(refusal(root.path(), "x").what, "msgen.toml is not text (UTF-8)");
    fs::write(root.path().join("msgen.toml"), "anwsers = 1").expect("made");
    assert!(refusal(root.path(), "x").place.is_some_and(|place| place.starts_with("msgen.toml:1:1")));
}

#[test]
fn a_read_only_file_is_left_alone() {
    let root = folder();
    super::write(root.path(), "a");
    let path = root.path().join("Dockerfile");
    let mut permissions = fs::metadata(&path).expect("there").permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&path, permissions).expect("ours");
    assert_eq!(plan(root.path(), "b").expect_err("refused").what, "`Dockerfile` is read-only");
    assert!(planned(root.path(), "a").is_empty(), "identical files need no writing");
}

#[test]
fn a_file_changed_since_the_diff_was_shown_is_not_overwritten() {
    let root = folder();
    super::write(root.path(), "a");
    let changes = planned(root.path(), "b");
    fs::write(root.path().join(".dockerignore"), "mine\n").expect("writable");
    let before = tree(root.path());
    let error = changes.apply(Options::default()).expect_err("refused");
    assert_eq!(error.kind, ErrorKind::WouldOverwrite);
    assert_eq!(error.place.as_deref(), Some(".dockerignore"));
    assert_eq!(tree(root.path()), before);
}

#[cfg(unix)]
#[test]
fn links_that_lead_elsewhere_are_refused() {
    use std::os::unix::fs::symlink;
    let (root, outside) = (folder(), folder());
    fs::write(outside.path().join("theirs"), "theirs\n").expect("made");
    symlink(outside.path().join("theirs"), root.path().join("Dockerfile")).expect("made");
    assert!(refusal(root.path(), "Dockerfile").what.contains("is a symbolic link"));
    symlink("nowhere", root.path().join(".dockerignore")).expect("made");
    assert!(refusal(root.path(), ".dockerignore").what.contains("is a symbolic link"));
    symlink(outside.path(), root.path().join("docs")).expect("made");
    assert_eq!(refusal(root.path(), "docs/x/y").what, "`docs` is a symbolic link that leads outside the folder");
    symlink("nowhere", root.path().join("gone")).expect("made");
    assert_eq!(refusal(root.path(), "gone/x").what, "`gone` is a symbolic link that does not lead to a folder");
}

#[cfg(unix)]
#[test]
fn a_link_to_a_folder_inside_is_followed() {
    let root = folder();
    fs::create_dir(root.path().join("documentation")).expect("made");
    std::os::unix::fs::symlink("documentation", root.path().join("docs")).expect("made");
    super::write(root.path(), "a");
    assert!(root.path().join("documentation/lab/IMAGE.md").is_file());
}

#[cfg(unix)]
#[test]
fn a_socket_is_refused() {
    let root = folder();
    let _socket = std::os::unix::net::UnixListener::bind(root.path().join("Dockerfile")).expect("bound");
    let draft = Draft { files: vec![DraftFile::whole("Dockerfile", "x\n")] };
    let error = plan_changes(root.path(), &draft, &Config::default()).expect_err("refused");
    assert_eq!(error.what, "`Dockerfile` is not a regular file, and msgen writes only regular files");
}

#[cfg(unix)]
#[test]
fn a_folder_that_takes_no_files_is_refused() {
    use std::os::unix::fs::PermissionsExt as _;
    let root = folder();
    fs::set_permissions(root.path(), fs::Permissions::from_mode(0o555)).expect("ours");
    let binds = fs::write(root.path().join("probe"), "").is_err();
    if binds {
        let error = plan(root.path(), "a").expect_err("refused");
        assert!(error.what.contains("its folder takes no new files"), "{error}");
    } else {
        say("SKIPPED: permissions do not bind this user (root), so /proc stands in for a read-only folder");
    }
    fs::set_permissions(root.path(), fs::Permissions::from_mode(0o755)).expect("ours");

    // Nobody may make a file there, not even root.
    let obstacle = Path::new("/proc/self");
    if !obstacle.is_dir() {
        say("SKIPPED: no /proc on this system");
        return;
    }
    let outcome = plan(obstacle, "a").and_then(|changes| changes.apply(Options::default()));
    let error = outcome.expect_err("refused");
    assert!(error.what.contains("its folder takes no new files"), "{error}");
}
