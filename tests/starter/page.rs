//! The pages of a starter: each command on them is one, and does what the page says.

use std::collections::BTreeSet;

use clap::Parser;
use msgen::cli::Cli;

use super::{MSGEN, starter};
use crate::command::Project;

/// The commands in the fenced shell blocks of a page.
fn commands(page: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut is_shell = false;
    for line in page.lines() {
        match line {
            "```sh" => is_shell = true,
            "```" => is_shell = false,
            command if is_shell => found.push(command.to_owned()),
            _ => {}
        }
    }
    found
}

/// The words of a command up to a redirection, as a shell would split them.
fn words(command: &str) -> Vec<String> {
    let mut words = Vec::new();
    for (at, part) in command.split('"').enumerate() {
        if at % 2 == 1 { words.push(part.to_owned()) } else { words.extend(part.split_whitespace().map(str::to_owned)) }
    }
    words.into_iter().take_while(|word| !matches!(word.as_str(), ">" | "|")).collect()
}

/// Pages of starters of several kinds, with the commands of msgen on them.
fn pages(page: &str) -> Vec<(Project, Vec<String>)> {
    let kinds: &[&[&str]] = &[
        &["--profile", "devops-core", "--lock", "base,user", "--msgen", MSGEN],
        &["--profile", "plain", "--own-profile", "mine"],
        &["--profile", "devops-core-s26", "--language", "python", "--set", "report=no"],
    ];
    let of = |flags: &&[&str]| {
        let desk = starter(&[*flags, &["--set", "comments=brief"]].concat());
        let all = commands(&desk.read(&format!("lab/{page}")));
        let own = all.into_iter().filter(|command| command.starts_with("msgen ")).collect();
        (desk, own)
    };
    kinds.iter().map(of).collect()
}

#[test]
fn every_command_of_the_pages_is_one_of_msgen() {
    for page in ["README.md", "INSTRUCTOR.md"] {
        for (_, commands) in pages(page) {
            assert!(commands.len() >= 5, "{page}: {commands:?}");
            for command in commands.iter().filter(|command| *command != "msgen --version") {
                if let Err(error) = Cli::try_parse_from(words(command)) {
                    panic!("{page}: {command}\n{error}");
                }
            }
        }
    }
}

#[test]
fn the_commands_for_students_work_in_the_order_of_the_page() {
    for (desk, commands) in pages("README.md") {
        for command in commands.iter().filter(|command| *command != "msgen verify") {
            let mut words = words(command);
            let is_init = words[1] == "init";
            words.extend(is_init.then(|| "-y".to_owned()));
            let mut process = crate::command::msgen();
            let output = process.args(&words[1..]).current_dir(desk.root().join("lab")).output().unwrap();
            let code = output.status.code().unwrap();
            // Nothing was measured and answered yet, and `check` says so where there is a report.
            let is_right = code == 0 || words[1] == "check" && code == 1;
            assert!(is_right, "{command}: {code}\n{}", String::from_utf8_lossy(&output.stderr));
        }
    }
}

#[test]
fn the_commands_for_instructors_work_in_the_order_of_the_page() {
    for (desk, commands) in pages("INSTRUCTOR.md") {
        for command in commands.iter().filter(|command| !command.starts_with("msgen verify")) {
            let words = words(command);
            if words.contains(&"submissions".to_owned()) || words.contains(&"submissions/alice".to_owned()) {
                submit(&desk);
            }
            let run = desk.msgen(&words[1..]);
            // A rehearsal shows what would be written over; an untouched starter has findings.
            let expected = if words[1] == "check" {
                1
            } else if run.stdout.starts_with("--- ") {
                run.code
            } else {
                0
            };
            assert_eq!(run.code, expected, "{command}\n{}", run.stderr);
        }
    }
}

/// Hands the starter in as it is after `msgen init`.
fn submit(desk: &Project) {
    for path in desk.files().iter().filter(|path| path.starts_with("lab/")) {
        desk.write(&path.replacen("lab/", "submissions/alice/", 1), &desk.read(path));
    }
    assert_eq!(desk.msgen(&["init", "-y", "submissions/alice"]).code, 0);
}

#[test]
fn the_student_finds_the_steps_in_order_and_what_the_course_fixes() {
    let desk = starter(&["--profile", "devops-core", "--lock", "base", "--set", "comments=brief"]);
    let page = desk.read("lab/README.md");
    let mut rest = page.as_str();
    for step in [
        "# DevOps Core Course, lab 2 bonus",
        "## What you need",
        "## Look at the service",
        "- `main.go`",
        "## 1. ",
        "msgen init",
        "| Runtime base | `distroless` |",
        "## 2. ",
        "## 3. ",
        "msgen verify",
        "## 4. ",
        "`docs/LAB02.md`",
        "## 5. ",
        "msgen check",
        "scratch or distroless, with a user given by number, below 20 MB",
        "## 6. ",
        "git push",
        "never written by hand",
    ] {
        let at = rest
            .find(step)
            .unwrap_or_else(|| panic!("{step} is not in, or not after what comes before it, in\n{page}"));
        rest = &rest[at..];
    }
    assert!(!page.contains("| Runtime base | what the final image"), "what is fixed is not asked");
}

#[test]
fn the_instructor_finds_every_key_of_a_profile() {
    let page = starter(&["--profile", "plain"]).read("lab/INSTRUCTOR.md");
    let desk = super::desk();
    desk.write("ours/reports/mine/profile.toml", "nonsense = 1\n");
    desk.write("ours/reports/mine/report.md.tera", "\n");
    let run = super::run(&desk, &["--profile", "mine", "--templates", "ours"]);
    let (_, known) = run.stderr.split_once("expected one of ").expect("the keys that there are");
    let known = known.lines().next().unwrap();
    let keys: BTreeSet<&str> = known.split(", ").map(|key| key.trim_matches(['`', ' '])).collect();
    assert!(keys.len() > 10, "{keys:?}");
    for key in keys {
        let is_there = [format!("`{key}`"), format!("`[[{key}]]`"), format!("`[{key}.")];
        assert!(is_there.iter().any(|form| page.contains(form)), "{key} is not on the page");
    }
}

#[test]
fn the_examples_for_instructors_can_be_copied() {
    let desk = starter(&["--profile", "plain", "--own-profile", "mine", "--set", "comments=brief"]);
    let page = desk.read("lab/INSTRUCTOR.md");
    let blocks: Vec<&str> =
        page.split("```toml\n").skip(1).map(|rest| rest.split("```").next().unwrap_or_default()).collect();
    let [course, criteria] = blocks.as_slice() else { panic!("{blocks:?}") };
    let manifest = "lab/course/reports/mine/profile.toml";
    desk.write(manifest, &format!("{}\n{criteria}", desk.read(manifest)));
    desk.write("lab/msgen.toml", &format!("templates = \"course\"\n{course}"));
    let run = desk.msgen(&["init", "-y", "lab", "--profile", "mine"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(desk.read("lab/Dockerfile").contains("FROM scratch"));
    let run = desk.msgen(&["check", "lab"]);
    assert!(run.code < 2, "{}", run.stderr);
}
