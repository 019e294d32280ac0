//! Between any two steps: stopped or killed there, every file is old or new in full, and a following run completes.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use msgen::config::CONFIG_FILE;
use msgen::error::{Error, ErrorKind, Result};
use msgen::write::{Decision, Options, Step};

use super::{Tree, folder, planned, tree, words, write};

/// A folder with every status in it: an update, a conflict, a report with words of its author, a new file.
fn mixed(root: &Path) {
    write(root, "a");
    fs::write(root.join("Dockerfile"), "FROM mine\n").expect("writable");
    fs::remove_dir_all(root.join("docs")).expect("ours");
}

/// Applies `b` over [`mixed`], with `watch` told of every step.
fn run(root: &Path, watch: &mut dyn FnMut(Step, &str) -> Result<()>) -> Result<()> {
    let mut changes = planned(root, "b");
    changes.decide_all(Decision::Overwrite);
    changes.apply_watched(Options { backup: true }, watch).map(drop)
}

/// Every step of a run that is not stopped, and the folder after it.
fn whole_run() -> (Vec<(Step, String)>, Tree) {
    let root = folder();
    mixed(root.path());
    let mut steps = Vec::new();
    let mut watch = |step, path: &str| {
        steps.push((step, path.to_owned()));
        Ok(())
    };
    run(root.path(), &mut watch).expect("written");
    (steps, tree(root.path()))
}

/// An error after step `last`, counted from 1.
fn stop_after(last: usize, steps: &mut usize) -> Result<()> {
    *steps += 1;
    if *steps == last { Err(Error::new(ErrorKind::Interrupted, "stopped")) } else { Ok(()) }
}

#[test]
fn steps_touch_a_file_only_when_everything_is_ready() {
    let (steps, _) = whole_run();
    let first = steps.iter().position(|(step, _)| *step == Step::Replaced).expect("files are replaced");
    assert!(steps[first..].iter().all(|(step, _)| *step == Step::Replaced), "{steps:?}");
    let replaced: Vec<&str> = steps[first..].iter().map(|(_, path)| path.as_str()).collect();
    assert_eq!(replaced, ["Dockerfile", ".dockerignore", "docs/lab/IMAGE.md", CONFIG_FILE]);
}

#[test]
fn stopped_after_any_step_everything_is_as_before() {
    let (steps, after) = whole_run();
    for last in 1..=steps.len() {
        let root = folder();
        mixed(root.path());
        let before = tree(root.path());
        let mut count = 0;
        let error = run(root.path(), &mut |_, _| stop_after(last, &mut count)).expect_err("stopped");
        assert_eq!(error.kind, ErrorKind::Interrupted);
        assert_eq!(tree(root.path()), before, "after {:?}", steps[last - 1]);

        run(root.path(), &mut |_, _| Ok(())).expect("a following run completes");
        assert_eq!(tree(root.path()), after);
    }
}

#[test]
fn a_rename_that_fails_undoes_the_earlier_ones() {
    let root = folder();
    mixed(root.path());
    let before = tree(root.path());
    // Once the first file is in its place, a folder appears where the third one goes.
    let obstacle = root.path().join("docs/lab/IMAGE.md");
    let error = run(root.path(), &mut |step, path| {
        if step == Step::Replaced && path == "Dockerfile" {
            fs::create_dir(&obstacle).expect("made");
        }
        Ok(())
    })
    .expect_err("refused");
    assert!(error.what.starts_with("cannot write `docs/lab/IMAGE.md`"), "{error}");
    fs::remove_dir_all(root.path().join("docs")).expect("ours");
    assert_eq!(tree(root.path()), before);
}

/// Not a test by itself: the process that [`killed_after_any_step_nothing_is_lost`] starts and that dies on the way.
#[test]
fn a_process_that_dies_on_the_way() {
    let Ok(order) = std::env::var("MSGEN_TEST_DIE") else { return };
    let (numbers, root) = order.split_once(':').expect("STEP[+STEP]:FOLDER");
    let (stop, die) = numbers.split_once('+').unwrap_or(("0", numbers));
    let (stop, die): (usize, usize) = (stop.parse().expect("a number"), die.parse().expect("a number"));
    let mut count = 0;
    let _ = run(Path::new(root), &mut |_, _| {
        // No destructor runs, as if the process had been killed.
        if count + 1 == die {
            std::process::exit(9);
        }
        stop_after(stop, &mut count)
    });
    std::process::exit(0);
}

/// Runs in a process that stops at one step and dies at another; whether it died.
fn dies(root: &Path, order: &str) -> bool {
    let status = Command::new(std::env::current_exe().expect("this test binary"))
        .args(["--exact", "write::step::a_process_that_dies_on_the_way"])
        .env("MSGEN_TEST_DIE", format!("{order}:{}", root.display()))
        .output()
        .expect("started")
        .status;
    status.code() == Some(9)
}

fn is_temporary(name: &str) -> bool {
    name.rsplit('/').next().is_some_and(|name| name.starts_with(".msgen-"))
}

/// Every file is old or new in full, and a following run completes, whatever was left behind.
fn assert_nothing_is_lost(root: &Path, before: &Tree, after: &Tree) {
    let mut left = tree(root);
    left.retain(|name, _| !is_temporary(name));
    for (name, content) in &left {
        assert!([before.get(name), after.get(name)].contains(&Some(content)), "{name} is neither old nor new");
    }
    for name in before.keys() {
        assert!(left.contains_key(name), "{name} is lost");
    }
    run(root, &mut |_, _| Ok(())).expect("a following run completes");
    assert_eq!(words(&planned(root, "b")), ["identical"; 4]);
    for (name, content) in after {
        assert_eq!(tree(root).get(name), Some(content), "{name}");
    }
}

#[test]
fn killed_after_any_step_nothing_is_lost() {
    let (steps, after) = whole_run();
    let mut leftovers = 0;
    for last in 1..=steps.len() {
        let root = folder();
        mixed(root.path());
        let before = tree(root.path());
        assert!(dies(root.path(), &last.to_string()), "it was to die after {:?}", steps[last - 1]);
        leftovers += tree(root.path()).keys().filter(|name| is_temporary(name)).count();
        assert_nothing_is_lost(root.path(), &before, &after);
    }
    assert!(leftovers > 0, "a killed run leaves temporary files, which the next run must not stumble over");
}

#[test]
fn killed_while_putting_back_nothing_is_lost() {
    let (steps, after) = whole_run();
    let replaced = steps.iter().filter(|(step, _)| *step == Step::Replaced).count();
    // Stopped after the last replacement, it puts each back in turn.
    for put_back in 1..=replaced {
        let root = folder();
        mixed(root.path());
        let before = tree(root.path());
        assert!(dies(root.path(), &format!("{}+{}", steps.len(), steps.len() + put_back)));
        assert_nothing_is_lost(root.path(), &before, &after);
    }
}

#[test]
fn a_reader_sees_the_old_or_the_new_file_and_never_less() {
    let root = folder();
    write(root.path(), "a");
    let file = root.path().join("Dockerfile");
    let texts = ["a", "b"].map(|word| format!("FROM {word}\nUSER 65532:65532\n"));
    let done = AtomicBool::new(false);
    thread::scope(|scope| {
        let reader = scope.spawn(|| {
            while !done.load(Ordering::Relaxed) {
                let seen = fs::read_to_string(&file).expect("never missing");
                assert!(texts.contains(&seen), "half a file: {seen:?}");
            }
        });
        for round in 0..200 {
            write(root.path(), ["b", "a"][round % 2]);
        }
        done.store(true, Ordering::Relaxed);
        reader.join().expect("the reader saw whole files only");
    });
}
