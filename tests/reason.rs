//! Reading reasons, and writing them as comments above the instructions.

use std::collections::BTreeMap;

use msgen::document::Document;
use msgen::reason::{Comments, Reason, annotate};
use proptest::prelude::*;

use crate::document::{assert_lines_are_right, dockerfile, meaning, parse};

const CACHE: &str = "\
# Keep the compiler's caches between builds

## What it does

Mounts a folder that outlives the build. It is in no layer, so the image does not grow by what the compiler remembers between two builds.

## Why
- `go build` compiles only what changed, which is what makes the second build as fast as one on the author's own machine
- the module cache is downloaded once

## What breaks without it
Every change compiles everything again:

```console
# two minutes
$ docker build .
```
## See it yourself
Build twice.
## Question
What would the second build do again?
";

fn reason(id: &str, title: &str) -> Reason {
    let sections =
        "## What it does\nW.\n## Why\nY.\n## What breaks without it\nB.\n## See it yourself\nS.\n## Question\n";
    let text = format!("# {title}\n{sections}Why {}?\n", title.to_lowercase());
    Reason::parse(&format!("{id}.md"), &text).unwrap()
}

fn reasons() -> BTreeMap<String, Reason> {
    let cache = Reason::parse("templates/reasons/cache-mount.md", CACHE).unwrap();
    let others = [("one", "Do one thing"), ("two", "Do another"), ("three", "check=skip"), ("same", "Do one thing")];
    let others = others.map(|(id, title)| reason(id, title));
    others.into_iter().chain([cache]).map(|reason| (reason.id.clone(), reason)).collect()
}

fn annotated(text: &str, comments: Comments) -> Document {
    let document = parse(text).take_markers().unwrap().tidy();
    annotate(document, comments, &reasons()).unwrap()
}

#[test]
fn a_reason_is_a_title_four_sections_and_a_question() {
    let reason = Reason::parse("templates/reasons/cache-mount.md", CACHE).unwrap();
    assert_eq!(reason.id, "cache-mount");
    assert_eq!(reason.title, "Keep the compiler's caches between builds");
    assert!(reason.what.starts_with("Mounts a folder") && reason.what.ends_with("two builds."));
    assert!(reason.why.starts_with("- `go build`"));
    assert!(reason.without.contains("# two minutes\n$ docker build .\n```"));
    assert_eq!(reason.see, "Build twice.");
    assert_eq!(reason.question, "What would the second build do again?");
    assert!(reason.sections().iter().all(|(heading, _)| *heading != "Question"));
    assert_eq!(Reason::parse("cache-mount.md", &CACHE.replace('\n', "\r\n")).unwrap(), reason);
}

#[test]
fn a_reason_that_is_not_complete_is_refused_with_its_line() {
    let long = format!("# {}\n", "x".repeat(91));
    let wrong = |from: &str, to: &str| CACHE.replace(from, to);
    let cases = [
        (String::new(), 1, "the first line is not a title"),
        (format!("\n{CACHE}"), 1, "the first line is not a title"),
        (long, 1, "the title has 91 characters, 90 are allowed"),
        (
            wrong("## What it does", "Text.\n## What it does"),
            3,
            "there is text between the title and the first section",
        ),
        (wrong("## Why", "## Because"), 7, "`## Because` stands where `## Why` should"),
        (wrong("## Why", "### Why"), 7, "`### Why` stands where `## Why` should"),
        (wrong("Build twice.", ""), 18, "the section `See it yourself` is empty"),
        (wrong("## Why", "## Why\n## What breaks without it"), 7, "the section `Why` is empty"),
        (wrong("## Question\nWhat would the second build do again?\n", ""), 19, "the section `## Question` is missing"),
        (format!("{CACHE}## More\n"), 22, "`## More` comes after the last section"),
        (wrong("again?", "again."), 20, "the question is not one line that ends in `?`"),
        (wrong("What would", "What\nwould"), 20, "the question is not one line that ends in `?`"),
        (
            wrong("What would", &format!("What {}", "would ".repeat(18))),
            20,
            "the question has 140 characters, 110 are allowed",
        ),
    ];
    for (text, line, what) in cases {
        let told = Reason::parse("reasons/x.md", &text).unwrap_err().to_string();
        assert!(told.starts_with(&format!("{what}\n  where: reasons/x.md:{line}")), "{told}\n{text}");
    }
    for path in ["Cache.md", "reasons/.md", "cache.txt", ""] {
        assert!(Reason::parse(path, CACHE).is_err(), "{path}");
    }
}

const TEMPLATE: &str = "\
# syntax=docker/dockerfile:1
#: one
ARG A=1
#: one
FROM golang:${A} AS build
#: two
WORKDIR /src
# Only for this project.
#: cache-mount
RUN --mount=type=cache,target=/c \\

    go mod download
#: cache-mount
RUN go build
#: two same
RUN go vet
#: cache-mount
RUN go list

#: one
FROM scratch
USER 1:1
";

#[test]
fn without_comments_only_the_markers_go() {
    let expected = "\
# syntax=docker/dockerfile:1
ARG A=1
FROM golang:${A} AS build
WORKDIR /src
# Only for this project.
RUN --mount=type=cache,target=/c \\
    go mod download
RUN go build
RUN go vet
RUN go list

FROM scratch
USER 1:1
";
    assert_eq!(annotated(TEMPLATE, Comments::None).to_string(), expected);
}

#[test]
fn brief_comments_are_the_titles_once_per_stage() {
    let expected = "\
# syntax=docker/dockerfile:1

# Do one thing
ARG A=1

# Do one thing
FROM golang:${A} AS build

# Do another
WORKDIR /src

# Only for this project.
# Keep the compiler's caches between builds
RUN --mount=type=cache,target=/c \\
    go mod download
RUN go build

RUN go vet

RUN go list

# Do one thing
FROM scratch
USER 1:1
";
    assert_eq!(annotated(TEMPLATE, Comments::Brief).to_string(), expected);
}

#[test]
fn full_comments_tell_each_reason_once_per_stage_and_then_name_it() {
    let text = "#: cache-mount one\nFROM a\n#: one\nRUN b\n#: one cache-mount two\nRUN c\n";
    let expected = "\
# Keep the compiler's caches between builds
#
# Mounts a folder that outlives the build. It is in no layer, so the image does not grow by what the
# compiler remembers between two builds.
#
# Why:
# - `go build` compiles only what changed, which is what makes the second build as fast as one on
#   the author's own machine
# - the module cache is downloaded once
#
# Without it: Every change compiles everything again:
#
# ```console
# # two minutes
# $ docker build .
# ```
#
# Do one thing
#
# W.
#
# Why: Y.
#
# Without it: B.
FROM a

# Do one thing
RUN b

# Do one thing
# Keep the compiler's caches between builds
#
# Do another
#
# W.
#
# Why: Y.
#
# Without it: B.
RUN c
";
    assert_eq!(annotated(text, Comments::Full).to_string(), expected);
}

#[test]
fn questions_are_asked_once_per_stage_with_a_place_for_the_answer() {
    let expected = "\
# syntax=docker/dockerfile:1

# Question one: Why do one thing?
# Answer:
ARG A=1

# Question one: Why do one thing?
# Answer:
FROM golang:${A} AS build

# Question two: Why do another?
# Answer:
WORKDIR /src

# Only for this project.
# Question cache-mount: What would the second build do again?
# Answer:
RUN --mount=type=cache,target=/c \\
    go mod download
RUN go build

RUN go vet

RUN go list

# Question one: Why do one thing?
# Answer:
FROM scratch
USER 1:1
";
    assert_eq!(annotated(TEMPLATE, Comments::Teach).to_string(), expected);
}

#[test]
fn a_comment_never_becomes_a_parser_directive() {
    let asked = annotated("#: three\nFROM a\n", Comments::Teach).to_string();
    assert_eq!(asked, "# Question three: Why check=skip?\n# Answer:\nFROM a\n");
    assert_eq!(parse(&asked).directive("check"), None);
    for comments in [Comments::Brief, Comments::Full] {
        let text = annotated("#: three\nFROM a\n", comments).to_string();
        assert!(text.starts_with("#\n# check=skip\n"), "{text}");
        assert_eq!(parse(&text).directive("check"), None);
        let text = annotated("# syntax=a\n#: three\nFROM a\n", comments).to_string();
        assert!(text.starts_with("# syntax=a\n\n# check=skip\n"), "{text}");
        assert_eq!(parse(&text).directive("check"), None);
    }
}

#[test]
fn an_unknown_reason_is_named_with_its_instruction() {
    let document = parse("FROM a\n#: nowhere\nRUN b\n").take_markers().unwrap();
    let error = annotate(document, Comments::None, &reasons()).unwrap_err().to_string();
    assert!(error.starts_with("there is no reason `nowhere` for RUN\n  where: Dockerfile:2\n"), "{error}");
}

#[test]
fn comment_levels_are_written_in_kebab_case() {
    let names: Vec<Comments> = serde_json::from_str(r#"["none", "brief", "full", "teach"]"#).unwrap();
    assert_eq!(names, [Comments::None, Comments::Brief, Comments::Full, Comments::Teach]);
}

proptest! {
    #[test]
    fn comments_leave_every_instruction_as_it_was(text in dockerfile(), level in 0..4_usize) {
        let before = parse(&text).take_markers().unwrap().tidy();
        let level = [Comments::None, Comments::Brief, Comments::Full, Comments::Teach][level];
        let after = annotate(before.clone(), level, &reasons()).unwrap();
        prop_assert_eq!(meaning(&after), meaning(&before));
        assert_lines_are_right(&after);
        // Whoever reads the written file sees the same instructions at the same lines, and no new directive.
        let again = parse(&after.to_string());
        prop_assert_eq!(meaning(&again), meaning(&after));
        prop_assert_eq!(again.escape, before.escape);
        let spans = |document: &Document| document.instructions().map(|it| it.span).collect::<Vec<_>>();
        prop_assert_eq!(spans(&again), spans(&after));
        prop_assert_eq!(again.clone().take_markers().unwrap().tidy().to_string(), after.to_string());
    }
}
