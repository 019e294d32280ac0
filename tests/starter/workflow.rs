//! The workflow: what can be asserted without its linters, which `.ci/workflow` runs.

use super::{MSGEN, starter};

/// The workflow with a msgen that is named, and with one that variables name.
fn workflows() -> [String; 2] {
    let of =
        |more: &[&str]| starter(&[&["--profile", "devops-core"], more].concat()).read("lab/.github/workflows/lab.yml");
    [of(&["--msgen", MSGEN]), of(&[])]
}

/// The lines of the scripts of its steps.
fn scripts(workflow: &str) -> Vec<&str> {
    let mut lines = Vec::new();
    let mut is_script = false;
    for line in workflow.lines() {
        match line.trim_start() {
            "run: |" => is_script = true,
            rest if is_script && line.starts_with("          ") => lines.push(rest),
            rest => is_script = is_script && rest.is_empty(),
        }
    }
    lines
}

#[test]
fn no_expression_stands_in_a_script() {
    for workflow in workflows() {
        let scripts = scripts(&workflow);
        assert!(scripts.len() > 20, "{scripts:?}");
        for line in scripts {
            assert!(!line.contains("${{"), "{line}");
        }
    }
}

#[test]
fn every_action_is_named_by_its_commit_and_nothing_may_be_written() {
    for workflow in workflows() {
        let uses: Vec<&str> = workflow.lines().filter_map(|line| line.trim().strip_prefix("uses: ")).collect();
        assert_eq!(uses.len(), 2);
        for action in uses {
            let (_, commit) = action.split_once('@').unwrap();
            let (commit, version) = commit.split_once(" # v").unwrap();
            assert!(commit.len() == 40 && commit.bytes().all(|byte| byte.is_ascii_hexdigit()), "{action}");
            assert!(version.starts_with(|c: char| c.is_ascii_digit()), "{action}");
        }
        assert!(workflow.contains("\npermissions:\n  contents: read #"), "{workflow}");
        assert_eq!(workflow.matches("permissions:").count(), 1);
        assert!(!workflow.contains(": write") && !workflow.contains("secrets."));
        assert!(workflow.contains("persist-credentials: false") && workflow.contains("timeout-minutes: "));
    }
}

#[test]
fn no_variable_of_the_steps_is_an_answer_to_msgen() {
    for workflow in workflows() {
        let names = workflow.lines().filter_map(|line| line.trim().split_once(": ")).map(|(name, _)| name);
        for name in names {
            assert!(!name.starts_with("MSGEN_"), "msgen reads {name} as an answer");
        }
    }
}

#[test]
fn msgen_comes_from_where_the_flag_says_or_from_two_variables() {
    let [named, open] = workflows();
    let (repository, commit) = MSGEN.split_once('@').unwrap();
    assert!(named.contains(&format!("SOURCE_REPOSITORY: {repository}\n      SOURCE_COMMIT: {commit}\n")), "{named}");
    assert!(!named.contains("vars.") && !named.contains("Know which msgen to build"));
    assert!(open.contains("SOURCE_REPOSITORY: ${{ vars.MSGEN_REPOSITORY }}\n"), "{open}");
    assert!(open.find("Know which msgen to build") < open.find("actions/checkout"), "it is the first step");
}
