//! What each file is found to be, what is decided about it, and what is then written.

use std::fs;

use msgen::config::{CONFIG_FILE, Config};
use msgen::draft::{Draft, DraftFile};
use msgen::error::ErrorKind;
use msgen::write::{Decision, Options, Status, plan_changes};

use super::{config, draft, folder, plan, planned, tree, words, write};

fn why(status: &Status) -> &str {
    match status {
        Status::Conflict { why } => why,
        _ => panic!("{status:?} is no conflict"),
    }
}

#[test]
fn an_empty_folder_gets_every_file() {
    let root = folder();
    assert_eq!(words(&planned(root.path(), "a")), ["create"; 4]);
    let applied = write(root.path(), "a");
    assert_eq!(applied.written, ["Dockerfile", ".dockerignore", "docs/lab/IMAGE.md", CONFIG_FILE]);
    let names: Vec<String> = tree(root.path()).into_keys().collect();
    assert_eq!(names, [".dockerignore", "Dockerfile", "docs/", "docs/lab/", "docs/lab/IMAGE.md", CONFIG_FILE]);
}

#[test]
fn a_second_run_finds_everything_identical_and_writes_nothing() {
    let root = folder();
    write(root.path(), "a");
    let changes = planned(root.path(), "a");
    assert_eq!(words(&changes), ["identical"; 4]);
    assert!(changes.is_empty());
    assert_eq!(changes.diff(), "");
    assert!(changes.apply(Options::default()).expect("nothing to do").written.is_empty());
}

#[test]
fn an_untouched_file_is_updated_without_a_question() {
    let root = folder();
    write(root.path(), "a");
    assert_eq!(words(&planned(root.path(), "b")), ["update"; 4]);
    write(root.path(), "b");
    assert_eq!(words(&planned(root.path(), "b")), ["identical"; 4]);
}

#[test]
fn a_checkout_with_crlf_is_no_edit() {
    let root = folder();
    write(root.path(), "a");
    for path in ["Dockerfile", ".dockerignore", "docs/lab/IMAGE.md"] {
        let text = fs::read_to_string(root.path().join(path)).expect("written");
        fs::write(root.path().join(path), text.replace('\n', "\r\n")).expect("writable");
    }
    assert_eq!(words(&planned(root.path(), "b")), ["update"; 4]);
}

#[test]
fn a_foreign_or_edited_file_is_a_conflict_and_stops_everything() {
    let root = folder();
    fs::write(root.path().join("Dockerfile"), "FROM mine\n").expect("writable");
    let changes = planned(root.path(), "a");
    assert_eq!(why(&changes.files()[0].status), "exists and was not written by msgen");
    let error = changes.apply(Options::default()).expect_err("undecided");
    assert_eq!(error.kind, ErrorKind::WouldOverwrite);
    assert_eq!(tree(root.path()).len(), 1, "nothing was written");

    write(root.path(), "a");
    fs::write(root.path().join("Dockerfile"), "FROM mine\n").expect("writable");
    assert_eq!(why(&planned(root.path(), "a").files()[0].status), "was edited since msgen wrote it");
}

#[test]
fn a_skipped_file_stays_and_keeps_its_record() {
    let root = folder();
    write(root.path(), "a");
    fs::write(root.path().join("Dockerfile"), "FROM mine\n").expect("writable");
    let mut changes = planned(root.path(), "b");
    changes.decide("Dockerfile", Decision::Skip);
    assert!(!changes.diff().contains("FROM mine"));
    changes.apply(Options::default()).expect("written");
    assert_eq!(fs::read_to_string(root.path().join("Dockerfile")).expect("there"), "FROM mine\n");
    assert_eq!(words(&planned(root.path(), "b")), ["conflict", "identical", "identical", "identical"]);
}

#[test]
fn a_backup_never_replaces_an_earlier_one() {
    let root = folder();
    for (round, backup) in ["Dockerfile.bak", "Dockerfile.bak2", "Dockerfile.bak3"].into_iter().enumerate() {
        fs::write(root.path().join("Dockerfile"), format!("FROM mine-{round}\n")).expect("writable");
        let mut changes = planned(root.path(), "a");
        changes.decide_all(Decision::Overwrite);
        let applied = changes.apply(Options { backup: true }).expect("written");
        assert_eq!(applied.backups, [("Dockerfile".to_owned(), backup.to_owned())]);
        let kept = fs::read_to_string(root.path().join(backup)).expect("there");
        assert_eq!(kept, format!("FROM mine-{round}\n"));
    }
    assert_eq!(fs::read_to_string(root.path().join("Dockerfile.bak")).expect("there"), "FROM mine-0\n");
}

#[test]
fn a_report_keeps_its_author_s_words_and_only_edited_blocks_conflict() {
    let root = folder();
    let path = root.path().join("docs/lab/IMAGE.md");
    write(root.path(), "a");
    let edited = fs::read_to_string(&path).expect("written").replace("TODO: why?", "Because.");
    fs::write(&path, &edited).expect("writable");
    assert_eq!(planned(root.path(), "b").files()[2].status, Status::Update);
    write(root.path(), "b");
    assert_eq!(fs::read_to_string(&path).expect("there"), edited.replace("FROM a", "FROM b"));

    fs::write(&path, edited.replace("FROM a", "FROM mine")).expect("writable");
    let changes = planned(root.path(), "b");
    assert_eq!(why(&changes.files()[2].status), "has blocks that were edited since msgen wrote them: dockerfile");
    write(root.path(), "b");
    assert_eq!(
        fs::read_to_string(&path).expect("there"),
        edited.replace("FROM a", "FROM b"),
        "Because. is still there"
    );

    fs::write(&path, "only my words\n").expect("writable");
    assert!(why(&planned(root.path(), "b").files()[2].status).starts_with("has no msgen marks"));

    fs::write(&path, "\n<!-- msgen:end dockerfile -->\n").expect("writable");
    let error = plan(root.path(), "b").expect_err("broken marks");
    assert_eq!(error.place.as_deref(), Some("docs/lab/IMAGE.md:2"));
}

#[test]
fn a_removed_block_is_reported_and_forgotten() {
    let root = folder();
    let path = root.path().join("docs/lab/IMAGE.md");
    let two = |word: &str| {
        let block = |id: &str| msgen::report::block(id, word).expect("no mark");
        Draft { files: vec![DraftFile::report("docs/lab/IMAGE.md", block("one") + &block("two"))] }
    };
    let plan = |word: &str| plan_changes(root.path(), &two(word), &config(root.path(), word)).expect("planned");
    plan("a").apply(Options::default()).expect("written");
    let text = fs::read_to_string(&path).expect("there");
    let at = text.find("<!-- msgen:begin two").expect("the block");
    fs::write(&path, &text[..at]).expect("writable");
    let changes = plan("b");
    assert_eq!(changes.files()[0].missing_blocks, ["two"]);
    assert_eq!(changes.files()[0].status, Status::Update);
    changes.apply(Options::default()).expect("written");
    let ids: Vec<String> = config(root.path(), "b").files["docs/lab/IMAGE.md"].blocks.keys().cloned().collect();
    assert_eq!(ids, ["one"]);
}

#[test]
fn what_is_not_text_is_a_conflict_without_a_diff() {
    let root = folder();
    fs::write(root.path().join("Dockerfile"), b"\xff\xfe").expect("writable");
    let changes = planned(root.path(), "a");
    assert_eq!(why(&changes.files()[0].status), "is not text");
    assert_eq!(changes.files()[0].diff(), "Binary files a/Dockerfile and b/Dockerfile differ\n");
}

#[test]
fn the_diff_is_one_that_patch_and_git_read() {
    let root = folder();
    let expected = "--- /dev/null\n+++ b/Dockerfile\n@@ -0,0 +1,2 @@\n+FROM a\n+USER 65532:65532\n";
    assert!(planned(root.path(), "a").diff().starts_with(expected), "{}", planned(root.path(), "a").diff());
    write(root.path(), "a");
    let expected = "--- a/Dockerfile\n+++ b/Dockerfile\n@@ -1,2 +1,2 @@\n-FROM a\n+FROM b\n USER 65532:65532\n";
    assert!(planned(root.path(), "b").diff().starts_with(expected), "{}", planned(root.path(), "b").diff());
}

#[test]
fn a_person_s_words_in_msgen_toml_survive_even_an_unrelated_config() {
    let root = folder();
    write(root.path(), "a");
    let path = root.path().join(CONFIG_FILE);
    let text = fs::read_to_string(&path).expect("written").replace("base =", "# Mine.\nbase =");
    fs::write(&path, &text).expect("writable");
    let mut fresh = Config::default();
    fresh.answers.insert("base".into(), "b".into());
    let mut changes = plan_changes(root.path(), &draft("b"), &fresh).expect("planned");
    changes.decide_all(Decision::Overwrite);
    changes.apply(Options::default()).expect("written");
    assert!(fs::read_to_string(&path).expect("there").contains("# Mine.\nbase = \"b\"\n"));
}

#[cfg(unix)]
#[test]
fn a_file_keeps_its_mode_and_a_new_one_is_readable() {
    use std::os::unix::fs::PermissionsExt as _;
    let root = folder();
    write(root.path(), "a");
    let mode = |path: &str| fs::metadata(root.path().join(path)).expect("there").permissions().mode() & 0o777;
    let plain = root.path().join("plain");
    fs::write(&plain, "").expect("writable");
    assert_eq!(mode("Dockerfile"), mode("plain") & 0o644, "as the umask lets");

    fs::set_permissions(root.path().join("Dockerfile"), fs::Permissions::from_mode(0o660)).expect("ours");
    write(root.path(), "b");
    assert_eq!(mode("Dockerfile"), 0o660);
}
