//! What happens to files that are there already, and that stdout is data and nothing else.

use std::fs;

use serde_json::Value;

use super::{assert_stops, init, texts};
use crate::command::Project;

const BY_HAND: &str = "FROM alpine\nCMD [\"sleep\", \"1\"]\n";

/// A project whose Dockerfile msgen wrote and somebody edited since.
fn edited() -> Project {
    let project = Project::of("go-hello");
    assert_eq!(init(&project, &[]).code, 0);
    project.write("Dockerfile", &format!("{}# mine\n", project.read("Dockerfile")));
    project
}

#[test]
fn a_file_that_msgen_did_not_write_is_never_overwritten_unasked() {
    let project = Project::of("go-hello");
    project.write("Dockerfile", BY_HAND);
    let before = project.files();
    let words =
        ["Dockerfile exists and was not written by msgen", "--dry-run", "--force", "--backup", "--skip-existing"];
    assert_stops(&project, &before, &init(&project, &[]), 4, &words);
    assert_eq!(project.read("Dockerfile"), BY_HAND);
}

#[test]
fn a_file_that_was_edited_since_is_never_overwritten_unasked() {
    let project = edited();
    let before = texts(&project);
    let run = init(&project, &["--port", "9999"]);
    assert_stops(&project, &project.files(), &run, 4, &["Dockerfile was edited since msgen wrote it"]);
    assert_eq!(texts(&project), before, "not even the other files change");
}

#[test]
fn force_overwrites_and_backup_keeps_a_copy() {
    let project = edited();
    let old = project.read("Dockerfile");
    let run = init(&project, &["--force", "--backup"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stderr.contains("overwrite Dockerfile") && run.stderr.contains("Dockerfile.bak"), "{}", run.stderr);
    assert_eq!(project.read("Dockerfile"), old.replace("# mine\n", ""));
    assert_eq!(project.read("Dockerfile.bak"), old);

    let project = edited();
    assert_eq!(init(&project, &["--force"]).code, 0);
    assert!(!project.files().contains(&"Dockerfile.bak".to_owned()));
}

#[test]
fn skip_existing_leaves_the_edited_file_and_writes_the_others() {
    let project = edited();
    let old = project.read("Dockerfile");
    let run = init(&project, &["--skip-existing", "--port", "9999"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stderr.contains("skip      Dockerfile"), "{}", run.stderr);
    assert_eq!(project.read("Dockerfile"), old);
    assert!(project.read("docs/IMAGE.md").contains("9999"));
    assert_eq!(init(&project, &[]).code, 4, "the file is still somebody's");
}

#[test]
fn nothing_is_said_of_a_dockerfile_that_is_not_ours() {
    let project = Project::of("go-hello");
    project.write("Dockerfile", BY_HAND);
    let run = init(&project, &["--skip-existing"]);
    assert!(run.stderr.contains("create    msgen.toml"), "{}", run.stderr);
    assert!(run.stderr.contains("msgen check .") && !run.stderr.contains("docker build"), "{}", run.stderr);

    let again = init(&project, &["--skip-existing"]);
    assert!(again.stderr.contains("nothing to write: Dockerfile stays as it is"), "{}", again.stderr);
    assert!(!again.stderr.contains("every file is as it should be"), "{}", again.stderr);
}

#[test]
fn folders_of_the_program_s_own_are_mounted_where_it_is_started() {
    let project = Project::of("go-hello");
    let run = init(&project, &["--set", "writable=/data,/cache"]);
    let mounts = "--read-only --tmpfs /tmp --volume /data --volume /cache --cap-drop ALL";
    assert!(run.stderr.contains(mounts), "{}", run.stderr);
    assert!(project.read("docs/IMAGE.md").contains(mounts));
}

#[test]
fn force_and_skip_existing_exclude_each_other() {
    let project = Project::of("go-hello");
    assert_eq!(init(&project, &["--force", "--skip-existing"]).code, 2);
}

#[test]
fn a_dry_run_prints_a_diff_on_stdout_and_writes_nothing() {
    let project = Project::of("go-hello");
    let before = project.files();
    let run = init(&project, &["--dry-run"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    for file in ["Dockerfile", ".dockerignore", "docs/IMAGE.md", "msgen.toml"] {
        assert!(run.stdout.contains(&format!("--- /dev/null\n+++ b/{file}\n")), "{file}:\n{}", run.stdout);
    }
    let patch = |line: &str| line.starts_with(['+', '-', '@', ' ', '\\']);
    assert!(run.stdout.lines().all(patch), "{}", run.stdout);
    assert_eq!(project.files(), before);

    assert_eq!(init(&project, &[]).code, 0);
    let run = init(&project, &["--dry-run"]);
    assert_eq!((run.code, run.stdout.as_str()), (0, ""));
}

#[test]
fn a_dry_run_with_a_conflict_shows_it_and_exits_with_4() {
    let project = edited();
    let before = texts(&project);
    let run = init(&project, &["--dry-run"]);
    assert_eq!(run.code, 4);
    assert!(run.stdout.contains("--- a/Dockerfile\n+++ b/Dockerfile\n"), "{}", run.stdout);
    assert!(run.stdout.contains("\n-# mine\n"), "{}", run.stdout);
    assert_eq!(texts(&project), before);
    let run = init(&project, &["--dry-run", "--force"]);
    assert_eq!(run.code, 0, "what would be done is allowed");
    assert!(run.stdout.contains("\n-# mine\n"), "{}", run.stdout);
}

#[test]
fn stdout_prints_exactly_the_file_that_would_be_written() {
    let (printed, written) = (Project::of("go-hello"), Project::of("go-hello"));
    let before = printed.files();
    assert_eq!(init(&written, &[]).code, 0);
    for file in ["Dockerfile", ".dockerignore", "docs/IMAGE.md", "msgen.toml"] {
        let run = init(&printed, &["--stdout", file]);
        assert_eq!((run.code, run.stderr.as_str()), (0, ""));
        assert_eq!(run.stdout, written.read(file));
    }
    assert_eq!(init(&printed, &["--stdout", "report"]).stdout, written.read("docs/IMAGE.md"));
    assert_eq!(printed.files(), before);
    let run = init(&printed, &["--stdout", "Dokerfile"]);
    assert_stops(&printed, &before, &run, 2, &["msgen writes no file `Dokerfile`", "--stdout", "Dockerfile"]);
    let run = init(&printed, &["--stdout", "report", "--no-report"]);
    assert_stops(&printed, &before, &run, 2, &["msgen writes no file `report`"]);
}

#[test]
fn json_is_the_only_thing_on_stdout() {
    let project = Project::of("go-hello");
    let statuses = |run: &crate::command::Run| {
        let all: Value = serde_json::from_str(&run.stdout).expect("JSON and nothing else");
        for part in ["answers", "plan", "notices", "files"] {
            assert!(!all[part].is_null(), "{part}");
        }
        let files = all["files"].as_array().unwrap().clone();
        files.iter().map(|file| format!("{} {}", file["status"].as_str().unwrap(), file["written"])).collect::<Vec<_>>()
    };
    let run = init(&project, &["--json", "--dry-run"]);
    assert_eq!(statuses(&run), ["create true"; 4]);
    let run = init(&project, &["--json"]);
    assert_eq!(statuses(&run), ["create true"; 4]);
    let run = init(&project, &["--json", "--port", "9000"]);
    assert_eq!(statuses(&run), ["update true", "identical false", "update true", "update true"]);
    let all: Value = serde_json::from_str(&run.stdout).unwrap();
    assert!(all["notices"][0]["what"].as_str().unwrap().contains("port 9000"), "{}", run.stdout);
    let run = init(&project, &["--json"]);
    assert_eq!(statuses(&run), ["identical false"; 4]);

    let broken = edited();
    let before = broken.read("Dockerfile");
    for flags in [&["--json"][..], &["--json", "--dry-run"]] {
        let run = init(&broken, flags);
        assert_eq!(run.code, 4);
        assert!(statuses(&run).contains(&"conflict false".to_owned()), "{}", run.stdout);
        assert!(run.stderr.contains("was edited since"), "{}", run.stderr);
        assert_eq!(broken.read("Dockerfile"), before);
    }
}

#[test]
fn an_untouched_file_is_updated_without_a_question() {
    let project = Project::of("go-hello");
    assert_eq!(init(&project, &[]).code, 0);
    let run = init(&project, &["--base", "alpine"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stderr.contains("update    Dockerfile"), "{}", run.stderr);
    assert!(project.read("Dockerfile").contains("FROM alpine:"));
}

#[test]
fn a_checkout_with_crlf_is_no_edit() {
    let project = Project::of("go-hello");
    assert_eq!(init(&project, &[]).code, 0);
    project.write("Dockerfile", &project.read("Dockerfile").replace('\n', "\r\n"));
    assert_eq!(init(&project, &["--port", "9000"]).code, 0);
}

#[test]
fn the_author_s_words_in_the_report_outlive_a_changed_port() {
    let project = Project::of("go-hello");
    assert_eq!(init(&project, &["--profile", "devops-core"]).code, 0);
    let report = project.read("docs/LAB02.md");
    let todo = report.lines().find(|line| line.contains("TODO")).expect("a question to the author");
    let mine =
        report.replacen(todo, "It was **surprising** <!-- really -->.", 1) + "\n## My own section\n\nEXPOSE 8080\n";
    project.write("docs/LAB02.md", &mine);
    let run = init(&project, &["--port", "9123"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let after = project.read("docs/LAB02.md");
    assert!(after.contains("It was **surprising** <!-- really -->."));
    assert!(after.ends_with("\n## My own section\n\nEXPOSE 8080\n"));
    assert!(after.contains("EXPOSE 9123\n"), "{after}");
    // Outside the marked blocks nothing at all changed.
    let outside = |text: &str| {
        let mut inside = false;
        let keep = |line: &&str| {
            let begins = line.starts_with("<!-- msgen:begin");
            inside = (inside || begins) && !line.starts_with("<!-- msgen:end");
            !inside
        };
        text.lines().filter(keep).map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(outside(&after), outside(&mine));
}

#[test]
fn an_edited_block_of_the_report_is_a_conflict() {
    let project = Project::of("go-hello");
    assert_eq!(init(&project, &[]).code, 0);
    project.write("docs/IMAGE.md", &project.read("docs/IMAGE.md").replace("EXPOSE 8080", "EXPOSE 1"));
    let run = init(&project, &[]);
    assert_eq!(run.code, 4);
    assert!(run.stderr.contains("docs/IMAGE.md has blocks that were edited"), "{}", run.stderr);
}

#[test]
fn an_obstacle_in_the_way_of_any_file_stops_before_a_byte_is_written() {
    let project = Project::of("go-hello");
    project.write("docs", "a file");
    assert_stops(&project, &project.files(), &init(&project, &[]), 1, &["`docs` is a file", "docs/IMAGE.md"]);
    assert_eq!(init(&project, &["--report", "IMAGE.md"]).code, 0);

    let project = Project::of("go-hello");
    fs::create_dir(project.root().join("Dockerfile")).unwrap();
    assert_stops(&project, &project.files(), &init(&project, &[]), 1, &["`Dockerfile` is a folder"]);
}

#[cfg(unix)]
#[test]
fn a_symbolic_link_in_the_way_is_neither_followed_nor_replaced() {
    use std::os::unix::fs::symlink;
    let elsewhere = tempfile::tempdir().unwrap();
    let target = elsewhere.path().join("theirs");
    fs::write(&target, "theirs").unwrap();
    for file in ["Dockerfile", ".dockerignore", "docs/IMAGE.md"] {
        let project = Project::of("go-hello");
        fs::create_dir(project.root().join("docs")).unwrap();
        symlink(&target, project.root().join(file)).unwrap();
        let run = init(&project, &["--force"]);
        assert_stops(&project, &project.files(), &run, 1, &[file, "symbolic link"]);
    }
    let project = Project::of("go-hello");
    symlink(elsewhere.path(), project.root().join("docs")).unwrap();
    let run = init(&project, &["--force"]);
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains("leads outside the folder"), "{}", run.stderr);
    assert_eq!(fs::read_to_string(&target).unwrap(), "theirs");
    assert_eq!(fs::read_dir(elsewhere.path()).unwrap().count(), 1);
}

#[cfg(unix)]
#[test]
fn a_read_only_folder_is_said_before_anything_is_written() {
    use std::os::unix::fs::PermissionsExt;
    let project = Project::of("go-hello");
    let before = project.files();
    fs::set_permissions(project.root(), fs::Permissions::from_mode(0o555)).unwrap();
    let writable = fs::write(project.root().join("probe"), "").is_ok();
    if writable {
        fs::remove_file(project.root().join("probe")).unwrap();
        eprintln!("SKIPPED: this user (root?) writes to read-only folders");
    } else {
        assert_stops(&project, &before, &init(&project, &[]), 1, &["takes no new files"]);
    }
    fs::set_permissions(project.root(), fs::Permissions::from_mode(0o755)).unwrap();
}
