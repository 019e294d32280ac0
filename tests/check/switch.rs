//! Switching rules: by flag, in msgen.toml, and by a comment that must say why.

use crate::command::{Project, Run};

const RELATIVE: &str = "FROM alpine:3.23\nWORKDIR /srv\nCOPY --chmod=755 a .\nUSER 65532:65532\nCMD [\"./a\"]\n";

/// A folder whose Dockerfile starts its program by a relative path, with `above` in the line above that.
fn project(above: &str, config: &str) -> Project {
    let dockerfile = RELATIVE.replace("CMD", &format!("{above}CMD"));
    let project = Project::with("service", &[("Dockerfile", &dockerfile), ("a", "#!/bin/sh\n")]);
    if !config.is_empty() {
        project.write("app/msgen.toml", config);
    }
    project
}

/// The ids of what is found, of those that this is about.
fn found(run: &Run) -> Vec<&str> {
    let lines = run.stdout.lines();
    let ids = lines.filter_map(|line| line.split(",title=").nth(1)?.split("::").next());
    ids.filter(|id| ["relative-start-command", "ignore-without-reason", "unused-ignore"].contains(id)).collect()
}

fn check(project: &Project, flags: &[&str]) -> Run {
    project.msgen(&[&["check", "--format", "github", "Dockerfile"], flags].concat())
}

#[test]
fn a_rule_is_switched_off_by_a_flag() {
    let project = project("", "");
    assert_eq!(found(&check(&project, &[])), ["relative-start-command"]);
    assert!(found(&check(&project, &["--off", "relative-start-command"])).is_empty());
    assert!(found(&check(&project, &["--severity", "warning"])).is_empty());
}

#[test]
fn a_rule_that_is_not_there_is_named_with_the_nearest_one() {
    let run = check(&project("", ""), &["--off", "relative-start-comand"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("there is no rule `relative-start-comand`\n  where: --off\n"), "{}", run.stderr);
    assert!(run.stderr.contains("did you mean `relative-start-command`?"), "{}", run.stderr);
    let run = check(&project("", ""), &["--rule", "zzz"]);
    assert!(run.stderr.contains("`msgen list --rules` names them all"), "{}", run.stderr);
}

/// A project that msgen wrote, with this added to its msgen.toml, and a start command by a relative path.
fn written(config: &str) -> Project {
    let project = Project::of("go-hello");
    assert_eq!(project.msgen(&["init", "-y", "--no-report"]).code, 0);
    let toml = project.read("msgen.toml");
    project.write("msgen.toml", &format!("{toml}\n[check]\n{config}\n"));
    project.write("Dockerfile", RELATIVE);
    project
}

#[test]
fn a_rule_is_switched_off_in_msgen_toml() {
    let off = "off = { \"relative-start-command\" = \"nobody changes the folder\" }";
    assert!(found(&check(&written(off), &[])).is_empty());
    assert_eq!(found(&check(&written(off), &["--rule", "relative-start-command"])), ["relative-start-command"]);
    assert!(found(&check(&written("severity = \"warning\""), &[])).is_empty());
    assert_eq!(found(&check(&written("severity = \"warning\""), &["--severity", "note"])), ["relative-start-command"]);
}

#[test]
fn the_switches_of_msgen_toml_outlive_the_next_run() {
    let config = "# Ours.\noff = { \"relative-start-command\" = \"nobody changes the folder\" }";
    let project = written(config);
    assert_eq!(project.msgen(&["init", "-y", "--no-report", "--force", "--port", "9000"]).code, 0);
    assert!(project.read("msgen.toml").contains(config), "{}", project.read("msgen.toml"));
}

#[test]
fn an_unknown_rule_in_msgen_toml_is_named_with_its_line() {
    let project = written("on = [\n  \"relativ-start-command\",\n]");
    let run = check(&project, &[]);
    let line = project.read("msgen.toml").lines().position(|line| line.contains("relativ-")).unwrap() + 1;
    assert_eq!(run.code, 2);
    let told = format!("there is no rule `relativ-start-command`\n  where: msgen.toml:{line}\n");
    assert!(run.stderr.contains(&told), "{}", run.stderr);
}

#[test]
fn a_switch_without_a_reason_is_refused() {
    let run = check(&written("off = { \"relative-start-command\" = \" \" }"), &[]);
    assert_eq!(run.code, 2);
    assert!(
        run.stderr.contains("the rule `relative-start-command` is switched off without a reason"),
        "{}",
        run.stderr
    );
    for (config, what) in [
        ("off = [\"relative-start-command\"]", "`check.off` is an array, not a table"),
        ("on = \"relative-start-command\"", "`on` is a string, not a list of texts"),
        ("severity = \"warnin\"", "`warnin` is not a severity"),
        ("of = {}", "`of` is not a key of [check]"),
    ] {
        let run = check(&written(config), &[]);
        assert_eq!(run.code, 2);
        assert!(run.stderr.contains(what), "{config}\n{}", run.stderr);
    }
}

#[test]
fn a_comment_above_an_instruction_switches_a_rule_off_there() {
    for above in [
        "# msgen ignore=relative-start-command nobody changes the folder\n",
        "# msgen ignore=relative-start-command nobody changes the folder\n# Starts it.\n",
        "# msgen ignore=relative-start-command: nobody changes the folder\n".replace(':', " --").as_str(),
    ] {
        assert!(found(&check(&project(above, ""), &[])).is_empty(), "{above}");
    }
}

#[test]
fn a_comment_without_a_reason_switches_nothing_off() {
    for above in ["# msgen ignore=relative-start-command\n", "# msgen ignore=relative-start-command --\n"] {
        let run = check(&project(above, ""), &[]);
        assert_eq!(found(&run), ["ignore-without-reason", "relative-start-command"], "{above}");
    }
}

#[test]
fn a_comment_is_about_the_instruction_right_below_it() {
    let run = check(&project("# msgen ignore=relative-start-command because\n\n", ""), &[]);
    assert_eq!(found(&run), ["unused-ignore", "relative-start-command"]);
    assert!(run.stdout.contains("nothing stands right below the comment"), "{}", run.stdout);
}

#[test]
fn a_comment_that_nothing_is_found_below_is_told_and_mended() {
    let project = Project::with("service", &[("a", "#!/bin/sh\n")]);
    let right = RELATIVE.replace("./a", "/srv/a");
    let comment = "# msgen ignore=relative-start-command it was relative once\n";
    project.write("Dockerfile", &right.replace("CMD", &format!("{comment}CMD")));
    assert_eq!(found(&check(&project, &[])), ["unused-ignore"]);
    let run = project.msgen(&["check", "Dockerfile", "--fix", "--force"]);
    assert!(run.stderr.contains("mended Dockerfile: remove the comment"), "{}", run.stderr);
    assert_eq!(project.read("Dockerfile"), right);
}

#[test]
fn a_comment_for_a_rule_that_needs_the_folder_is_not_unused_without_it() {
    let comment = "# msgen ignore=relative-start-command it was relative once\n";
    let dockerfile = RELATIVE.replace("./a", "/srv/a").replace("CMD", &format!("{comment}CMD"));
    let project = Project::with("service", &[]);
    let run = project.msgen_with(&["check", "-", "--format", "github"], &[], &dockerfile);
    assert!(found(&run).is_empty(), "{}", run.stdout);
}

#[test]
fn a_comment_for_no_rule_names_the_nearest_one() {
    let run = check(&project("# msgen ignore=relative-start-comand,unused because\n", ""), &[]);
    assert_eq!(found(&run), ["unused-ignore", "unused-ignore", "relative-start-command"]);
    assert!(run.stdout.contains("there is no rule `relative-start-comand`%0Adid you mean"), "{}", run.stdout);
}

/// The lines of a file at which a rule finds something.
fn lines_of(project: &Project, path: &str, rule: &str) -> Vec<u64> {
    let run = project.msgen(&["check", path, "--format", "json", "--all-rules"]);
    let data: serde_json::Value = serde_json::from_str(&run.stdout).unwrap_or_else(|_| panic!("{}", run.stderr));
    let found = data["findings"].as_array().unwrap().iter().filter(|finding| finding["rule"] == rule);
    found.map(|finding| finding["start"].as_u64().unwrap()).collect()
}

#[test]
fn a_comment_in_a_report_is_about_what_stands_together_below_it() {
    let text = "# Report\n\nTODO: why?\n\n<!-- msgen ignore=unanswered-question the course says so -->\nTODO: one\nTODO: two\n\n\
                TODO: three\n";
    let project = Project::with("service", &[("IMAGE.md", text)]);
    assert_eq!(lines_of(&project, "IMAGE.md", "unanswered-question"), [3, 9]);
    let fenced = "```text\n<!-- msgen ignore=unanswered-question the course says so -->\n```\nTODO: one\n";
    let project = Project::with("service", &[("IMAGE.md", fenced)]);
    assert_eq!(lines_of(&project, "IMAGE.md", "unanswered-question"), [4], "an example switches nothing off");
}

#[test]
fn a_comment_in_an_ignore_file_is_about_the_pattern_right_below_it() {
    let project = Project::with("service", &[("Dockerfile", RELATIVE), ("a", ""), ("logs/x.env", "")]);
    let comment = "# msgen ignore=dockerignore-at-root-only the only logs are there\n";
    project.write(".dockerignore", "*.env\n");
    assert_eq!(lines_of(&project, "Dockerfile", "dockerignore-at-root-only"), [1]);
    project.write(".dockerignore", &format!("{comment}*.env\n"));
    assert!(lines_of(&project, "Dockerfile", "dockerignore-at-root-only").is_empty());
    project.write(".dockerignore", &format!("{comment}\n*.env\n"));
    assert_eq!(lines_of(&project, "Dockerfile", "dockerignore-at-root-only"), [3]);
    assert_eq!(lines_of(&project, "Dockerfile", "unused-ignore"), [1]);
}

#[test]
fn the_examples_of_the_rules_on_comments_show_them() {
    for rule in ["ignore-without-reason", "unused-ignore"] {
        let folder = crate::command::fixtures().join("rules").join(rule);
        let run = |example: &str| {
            let folder = folder.join(example);
            Project::with("empty", &[]).msgen(&["check", folder.to_str().unwrap(), "--format", "github"])
        };
        let (bad, good) = (run("bad"), run("good"));
        assert!(bad.stdout.contains(&format!(",title={rule}::")), "{}", bad.stdout);
        assert_eq!((good.code, good.stdout.as_str()), (0, ""), "{rule}");
    }
}
