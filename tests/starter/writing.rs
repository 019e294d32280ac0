//! Where a starter is written, and what is in the way of it.

use std::fs;

use super::{assert_refused, desk, run, starter};
use crate::command::Project;

const PLAIN: &[&str] = &["--profile", "plain"];

#[test]
fn folders_that_are_missing_are_made_and_a_second_run_changes_nothing() {
    let desk = desk();
    let write = || desk.msgen(&["starter", "spring/2027/lab", "--profile", "plain"]);
    let run = write();
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(desk.files().contains(&"spring/2027/lab/msgen.toml".to_owned()));
    let again = write();
    assert_eq!(again.code, 0);
    assert!(again.stderr.contains("nothing to write"), "{}", again.stderr);
}

#[test]
fn the_folder_itself_may_be_the_current_one() {
    let desk = Project::with("greeter", &[]);
    let run = desk.msgen(&["starter", ".", "--profile", "plain"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(desk.read("go.mod").contains("greeter"), "{}", desk.read("go.mod"));
}

#[test]
fn a_dry_run_shows_every_file_and_makes_nothing() {
    let desk = desk();
    let run = run(&desk, &[PLAIN, &["--dry-run"]].concat());
    assert_eq!(run.code, 0, "{}", run.stderr);
    for file in ["msgen.toml", "README.md", "INSTRUCTOR.md", ".github/workflows/lab.yml", "main.go"] {
        assert!(run.stdout.contains(&format!("+++ b/{file}")), "{file}\n{}", run.stdout);
    }
    assert_eq!(fs::read_dir(desk.root()).unwrap().count(), 0);
}

#[test]
fn a_file_that_says_something_else_is_a_conflict_until_somebody_decides() {
    let desk = desk();
    desk.write("lab/README.md", "ours\n");
    let stopped = run(&desk, PLAIN);
    assert_eq!(stopped.code, 4);
    assert!(stopped.stderr.contains("README.md is there, and says something else"), "{}", stopped.stderr);
    assert_eq!(desk.files(), ["lab/README.md"]);

    assert_eq!(run(&desk, &[PLAIN, &["--skip-existing"]].concat()).code, 0);
    assert_eq!(desk.read("lab/README.md"), "ours\n");
    assert!(desk.files().contains(&"lab/msgen.toml".to_owned()));

    assert_eq!(run(&desk, &[PLAIN, &["--force", "--backup"]].concat()).code, 0);
    assert_eq!(desk.read("lab/README.md.bak"), "ours\n");
    assert!(desk.read("lab/README.md").contains("## 1. Write the Dockerfile"));
}

#[test]
fn answers_of_somebody_are_not_written_over() {
    let desk = starter(&["--profile", "plain", "--set", "comments=brief"]);
    assert_eq!(desk.msgen(&["init", "-y", "lab", "--port", "9000"]).code, 0);
    let config = desk.read("lab/msgen.toml");
    let run = run(&desk, &["--profile", "plain", "--set", "comments=brief"]);
    assert_eq!(run.code, 4);
    assert!(run.stderr.contains("msgen.toml is there"), "{}", run.stderr);
    assert_eq!(desk.read("lab/msgen.toml"), config);
}

#[test]
fn what_is_no_folder_is_said_to_be_none() {
    let desk = desk();
    desk.write("lab", "a file\n");
    for folder in ["lab", "lab/deeper"] {
        let run = desk.msgen(&["starter", folder, "--profile", "plain"]);
        assert_eq!(run.code, 2);
        assert!(run.stderr.contains("lab is not a folder"), "{}", run.stderr);
    }
    assert_eq!(desk.files(), ["lab"]);
    assert_eq!(desk.msgen(&["starter", "--profile", "plain"]).code, 2);
}

#[cfg(unix)]
#[test]
fn a_link_to_nowhere_is_no_folder_and_one_to_a_folder_is() {
    use std::os::unix::fs::symlink;
    let desk = desk();
    symlink(desk.root().join("nowhere"), desk.root().join("lab")).unwrap();
    let refused = run(&desk, PLAIN);
    assert_eq!(refused.code, 2);
    assert!(refused.stderr.contains("lab is not a folder"), "{}", refused.stderr);
    fs::create_dir(desk.root().join("nowhere")).unwrap();
    assert_eq!(run(&desk, PLAIN).code, 0);
    assert!(desk.root().join("nowhere/msgen.toml").is_file());
}

#[cfg(unix)]
#[test]
fn a_folder_inside_that_leads_out_is_refused_before_anything_is_written() {
    use std::os::unix::fs::symlink;
    let desk = desk();
    let elsewhere = Project::with("elsewhere", &[]);
    fs::create_dir(desk.root().join("lab")).unwrap();
    symlink(elsewhere.root(), desk.root().join("lab/.github")).unwrap();
    let run = run(&desk, PLAIN);
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains("leads outside the folder"), "{}", run.stderr);
    assert!(elsewhere.files().is_empty() && !desk.root().join("lab/msgen.toml").exists());
}

#[cfg(target_os = "linux")]
#[test]
fn a_folder_that_takes_no_files_is_an_error_that_says_so() {
    let desk = desk();
    // Permissions do not bind root; nobody makes folders in /proc.
    let run = desk.msgen(&["starter", "/proc/lab", "--profile", "plain"]);
    assert_refused(&desk, &run, 1, &["its folder takes no new files", "make the folder writable"]);
}
