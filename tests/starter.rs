//! `msgen starter` as a whole: the real program, its files as their readers use them, and what students do with them.

mod course;
mod name;
mod own_profile;
mod page;
mod workflow;
mod writing;

use crate::command::{Project, Run};
use crate::property::catalog;
use crate::snapshot::{differences, snapshots};

/// A commit that nobody has.
const MSGEN: &str = "example/msgen@0123456789abcdef0123456789abcdef01234567";

/// An empty folder in which starters are written.
fn desk() -> Project {
    Project::with("desk", &[])
}

/// Runs `msgen starter lab` with more arguments.
fn run(desk: &Project, more: &[&str]) -> Run {
    let arguments: Vec<&str> = ["starter", "lab"].iter().chain(more).copied().collect();
    desk.msgen(&arguments)
}

/// A desk with the starter that these arguments give.
#[track_caller]
fn starter(more: &[&str]) -> Project {
    let desk = desk();
    let run = run(&desk, more);
    assert_eq!((run.code, run.stdout.as_str()), (0, ""), "{}", run.stderr);
    desk
}

/// Asserts that nothing was written, and that a run failed with `code` and said each of `words`.
#[track_caller]
fn assert_refused(desk: &Project, run: &Run, code: i32, words: &[&str]) {
    assert_eq!(run.code, code, "{}", run.stderr);
    assert_eq!((run.stdout.as_str(), desk.files()), ("", Vec::<String>::new()));
    for word in words {
        assert!(run.stderr.contains(word), "`{word}` is not in\n{}", run.stderr);
    }
}

/// The languages that have a skeleton.
fn languages() -> Vec<String> {
    let has_skeleton = |id: &String| !catalog().templates().tree(&format!("languages/{id}/starter")).is_empty();
    catalog().languages().into_iter().filter(has_skeleton).collect()
}

/// The files of the starter in `desk`, without its name before their paths.
fn files(desk: &Project) -> Vec<(String, String)> {
    let paths = desk.files().into_iter();
    paths.map(|path| (path.trim_start_matches("lab/").to_owned(), desk.read(&path))).collect()
}

#[test]
fn a_whole_starter_is_as_in_the_snapshots() {
    let cases: &[(&str, &[&str])] = &[
        ("devops-core-go", &["--profile", "devops-core", "--lock", "base,user", "--msgen", MSGEN]),
        ("plain-python", &["--profile", "plain", "--language", "python", "--own-profile", "my-course"]),
    ];
    let mut wrong = Vec::new();
    for (name, flags) in cases {
        wrong.extend(differences(&snapshots().join("starter").join(name), files(&starter(flags))));
    }
    assert!(wrong.is_empty(), "{}\n\nSNAPSHOTS=overwrite cargo test starter writes them anew", wrong.join("\n"));
}

#[test]
fn every_profile_in_every_language_gives_a_starter_that_init_takes_and_nothing_undefined() {
    assert!(languages().len() > 1, "{:?}", languages());
    for language in languages() {
        for profile in catalog().profiles() {
            let desk = starter(&["--profile", &profile, "--language", &language, "--set", "comments=brief"]);
            let before = desk.files();
            let run = desk.msgen(&["init", "-y", "lab"]);
            assert_eq!(run.code, 0, "{profile} in {language}: {}", run.stderr);
            let report = catalog().profile(&profile).unwrap().path;
            for made in ["Dockerfile", ".dockerignore", &report] {
                let path = format!("lab/{made}");
                assert!(!before.contains(&path) && desk.files().contains(&path), "{profile} in {language}: {made}");
            }
            assert!(desk.read("lab/msgen.toml").contains("[locked]"), "{profile} in {language}");
            let again = desk.msgen(&["init", "-y", "lab"]);
            assert!(again.stderr.contains("nothing to write"), "{profile} in {language}: {}", again.stderr);
        }
    }
}

#[test]
fn a_starter_holds_no_answer_and_nothing_that_init_makes() {
    let desk = starter(&["--profile", "devops-core"]);
    for path in ["lab/Dockerfile", "lab/.dockerignore", "lab/docs/LAB02.md"] {
        assert!(!desk.files().contains(&path.to_owned()), "{path}");
    }
    let config = desk.read("lab/msgen.toml");
    assert!(config.trim_end().ends_with("[answers]"), "{config}");
}
