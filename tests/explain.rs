//! `msgen explain`: lines, rules and messages, in whatever order they are named.

use crate::command::{Project, Run};

const DOCKERFILE: &str = "\
# syntax=docker/dockerfile:1
FROM golang:1.24 AS build
WORKDIR /src
COPY . .
RUN --mount=type=cache,target=/root/.cache go mod download && go build -o /out/app .

# The final one.
FROM scratch
COPY --from=build --chown=1:1 /out/app /app
USER 65532
CMD [\"/other\"]
CMD [\"/app\", \"serve\"]
";

fn project() -> Project {
    Project::with("service", &[("Dockerfile", DOCKERFILE), ("api/prod", "FROM alpine:3.23\nCMD [\"./a\"]\n")])
}

fn explain(arguments: &[&str]) -> Run {
    project().msgen(&[&["explain", "--format", "markdown"], arguments].concat())
}

fn told(arguments: &[&str]) -> String {
    let run = explain(arguments);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{arguments:?}");
    run.stdout
}

#[test]
fn a_line_of_anybodys_dockerfile_says_what_is_known_there() {
    let text = told(&["9"]);
    for part in [
        "# Dockerfile, line 9\n\n```dockerfile\nCOPY --from=build --chown=1:1 /out/app /app\n```\n",
        "## What it does\n\nCopies files into the stage",
        "- `--from=build` copies from a stage",
        "- `--chown=1:1` gives the copies to this user",
        "- Final stage 1, from nothing (`scratch`).\n",
        "- It copies `/out/app` from stage `build` to `/app`.\n",
        "- `/out/app` is made in line 5.\n",
    ] {
        assert!(text.contains(part), "{part}\n---\n{text}");
    }
}

#[test]
fn a_run_names_its_commands_and_its_mounts() {
    let text = told(&["5"]);
    assert!(text.contains("- It runs `go mod`, `go build`.\n"), "{text}");
    assert!(
        text.contains("- `--mount=type=cache,target=/root/.cache` lends the command a folder that outlives"),
        "{text}"
    );
    assert!(text.contains("- The working directory is `/src`.\n"), "{text}");
}

#[test]
fn a_start_command_says_what_a_container_starts() {
    assert!(told(&["12"]).contains("- A container starts `/app serve`.\n"));
    assert!(told(&["11"]).contains("- A later CMD replaces it.\n"));
    assert!(told(&["12"]).contains("- The user is `65532`.\n"));
}

#[test]
fn several_lines_are_several_instructions() {
    let text = told(&["3-4"]);
    assert!(text.contains("# Dockerfile, line 3\n") && text.contains("# Dockerfile, line 4\n"), "{text}");
    assert_eq!(told(&["4-3"]), text);
}

#[test]
fn a_comment_is_about_the_instruction_below_it_and_a_directive_about_itself() {
    assert_eq!(told(&["7"]), told(&["8"]));
    assert_eq!(told(&["6"]), told(&["8"]));
    assert!(told(&["1"]).contains("Names the image of the frontend"));
}

#[test]
fn a_file_and_a_line_are_named_in_any_order() {
    let text = told(&["api/prod", "2"]);
    assert!(text.starts_with("# api/prod, line 2\n"), "{text}");
    for arguments in [&["2", "api/prod"][..], &["api/prod:2"], &["api/prod:2-2"], &["./api/prod", "2"]] {
        assert_eq!(told(arguments), text, "{arguments:?}");
    }
    assert_eq!(told(&[".", "9"]), told(&["9"]));
}

#[test]
fn what_is_wrong_at_a_line_is_said_with_it() {
    let text = told(&["api/prod", "2"]);
    assert!(text.contains("## What is wrong here\n"), "{text}");
    assert!(text.contains("- note `relative-start-command`: `./a` is looked up in the working directory"), "{text}");
}

#[test]
fn without_a_line_every_instruction_is_listed() {
    let text = told(&[]);
    let lines: Vec<&str> = text.lines().filter(|line| line.starts_with("- Line ")).collect();
    assert_eq!(lines.len(), 9, "{text}");
    assert!(text.contains("\n## Stage `build`, from `golang:1.24`\n"), "{text}");
    assert!(text.contains("\n## Final stage 1, from nothing (`scratch`)\n"), "{text}");
    assert!(lines.contains(&"- Line 4, `COPY . .`: It copies `.` from the build context to `/src`."), "{text}");
}

#[test]
fn what_msgen_wrote_is_told_by_its_reasons() {
    let project = Project::of("go-hello");
    assert_eq!(project.msgen(&["init", "-y", "--base", "scratch", "--comments", "none"]).code, 0);
    let dockerfile = project.read("Dockerfile");
    let line = dockerfile.lines().position(|line| line.starts_with("USER ")).unwrap() + 1;
    let run = project.msgen(&["explain", &line.to_string(), "--format", "markdown"]);
    let headings: Vec<&str> = run.stdout.lines().filter(|line| line.starts_with("##")).collect();
    let expected = ["### What it does", "### Why", "### What breaks without it", "### See it yourself"];
    assert_eq!(headings[0], "## Run as an unprivileged user, given by number");
    assert_eq!(headings[1..5], expected);

    let run = project.msgen(&["explain"]);
    assert!(run.stdout.contains("Run as an unprivileged user, given by number."), "{}", run.stdout);
    assert_eq!(run.code, 0);

    // An instruction that somebody changed has no reason of msgen's any more.
    project.write("Dockerfile", &dockerfile.replace("USER 65532:65532", "USER 65533:65533"));
    let run = project.msgen(&["explain", &line.to_string()]);
    assert!(run.stdout.contains("Everything below runs as `65533:65533`."), "{}", run.stdout);
}

#[test]
fn a_rule_is_told_by_its_page() {
    let text = told(&["relative-start-command"]);
    assert!(text.starts_with("# The start command is looked up in the working directory\n"), "{text}");
    assert!(text.contains("\n## See it yourself\n"), "{text}");
    let run = explain(&["relative-start-comand"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("did you mean `relative-start-command`?"), "{}", run.stderr);
}

#[test]
fn a_message_is_told_by_its_cause_and_fix() {
    let text = told(&["exec /app: exec format error"]);
    assert!(text.starts_with("# wrong-machine\n\n## Cause\n\n"), "{text}");
    assert!(text.contains("\n## What to do\n\n"), "{text}");
    assert_eq!(told(&["exec", "format", "error"]), text);
    let run =
        project().msgen_with(&["explain", "-", "--format", "markdown"], &[], "#12 x\nexec /app: exec format error\n");
    assert_eq!(run.stdout, text);
}

#[test]
fn a_message_that_nobody_knows_says_how_to_report_it() {
    for arguments in [&["nobody ever printed this"][..], &["exit", "code", "99"]] {
        let run = explain(arguments);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""));
        assert!(run.stderr.contains("nobody has explained this message yet"), "{}", run.stderr);
        assert!(run.stderr.contains("report it"), "{}", run.stderr);
    }
    let run = project().msgen_with(&["explain", "-"], &[], "");
    assert!(run.stderr.contains("there is no message to explain"), "{}", run.stderr);
}

#[test]
fn what_is_not_there_is_bad_input() {
    let run = explain(&["99"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("there is no instruction in line 99") && run.stderr.contains("its last line is 12"));
    let run = explain(&["Dockerfil", "3"]);
    assert!(run.stderr.contains("there is no such file\n  where: Dockerfil"), "{}", run.stderr);
}

#[test]
fn windows_line_ends_and_what_speaks_to_terminals_are_not_shown() {
    let project = Project::with("service", &[("prod.Dockerfile", "FROM a\r\nRUN echo \u{1b}[31m\r\n")]);
    let run = project.msgen(&["explain", "2", "--color", "always"]);
    assert!(run.stdout.contains("\n    RUN echo \u{fffd}[31m\n"), "{:?}", run.stdout);
}

#[test]
fn a_terminal_sees_no_marks_of_markdown() {
    let run = project().msgen(&["explain", "5"]);
    assert!(run.stdout.starts_with("Dockerfile, line 5\n\n    RUN --mount"), "{}", run.stdout);
    assert!(!run.stdout.contains("```") && !run.stdout.contains("\n#"), "{}", run.stdout);
    let widest = run.stdout.lines().map(|line| line.chars().count()).max();
    assert!(widest <= Some(100), "{}", run.stdout);
    let coloured = project().msgen(&["explain", "5", "--color", "always"]);
    assert!(coloured.stdout.starts_with("\u{1b}[1mDockerfile, line 5\u{1b}[0m\n"), "{}", coloured.stdout);
}
