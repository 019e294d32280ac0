//! What the rules for reports take for a fault, and what they leave alone: a line or a few of Markdown each.

use msgen::check::{ReportCase, Source, check_report};
use msgen::document::Document;
use msgen::evidence::Seen;

use crate::evidence::sample;
use crate::property::catalog;

/// The rules that find something in a text, each with its line.
fn found(text: &str) -> Vec<(&'static str, usize)> {
    on(text, None, None)
}

fn on(text: &str, dockerfile: Option<&str>, seen: Option<&Seen>) -> Vec<(&'static str, usize)> {
    let source = Source::new("report.md", text);
    let file = dockerfile.map(|text| (Source::new("Dockerfile", text), Document::parse("Dockerfile", text).unwrap()));
    let dockerfile = file.as_ref().map(|(source, document)| (source, document));
    let case = ReportCase { source: &source, dockerfile, seen, profile: None, catalog: catalog() };
    check_report(&case).into_iter().map(|finding| (finding.rule, finding.place.lines.start)).collect()
}

/// The sample evidence, of another Dockerfile than any.
fn seen() -> Seen {
    Seen { evidence: serde_json::from_value(sample()).unwrap(), comparison: None }
}

fn none_in(texts: &[&str]) {
    for text in texts {
        assert_eq!(found(text), [], "{text}");
    }
}

fn each_in(rule: &str, texts: &[&str]) {
    for text in texts {
        let found = found(text);
        assert!(found.len() == 1 && found[0].0 == rule, "{text}: {found:?}");
    }
}

#[test]
fn a_percentage_or_a_ratio_is_computed_anew_from_the_numbers_beside_it() {
    each_in(
        "wrong-arithmetic",
        &[
            "864 MB -> 14.3 MB (98.6 %)",
            "From 814MB to 14.3MB, which is 98.6% smaller.",
            "The image went from 1.2 GB to 300 MB: 85 % less.",
            "814 MB → 14.3 MB, 73x smaller",
            "From 512 MiB to 64 MiB, a reduction of **90 %**.",
            "| Image | Size | Reduction |\n| --- | --- | --- |\n| build | 814 MB | |\n| final | 14.3 MB | 99.1 % |",
            "- build stage 221 mb\n- final 6.52 mb\n- that is 90% smaller",
            "It was 60 s and is 20 s now: 5x faster.",
            "1,000 packages against 50 packages: 90 % reduction",
        ],
    );
    none_in(&[
        "814 MB -> 14.3 MB (98.2 %)",
        "814 MB -> 14.3 MB (98 %)",
        "814 MB -> 14.3 MB (~98%)",
        "From 814MB to 14.3MB, which is more than 95% smaller.",
        "From 512 MiB to 64 MiB, a reduction of **87.5 %**.",
        "From 1 GB to 100 MB, 10x smaller, 90 % less.",
        "814 MB → 14.3 MB, 57× smaller",
        "The final image is reduced to 1.76 % of the 814 MB, that is 14.3 MB.",
        "It was 60 s and is 20 s now: 3x faster.",
        "814 MB against 14.3 MB; it starts 3x faster, too.",
        "Stripping makes the binary ~30% smaller.",
        "The final image has 6.5 MB.\n\nThe build stage has 221 MB.\n\n## Flags\n\n- `-s -w` make it 30 % smaller",
        "- final image: 6.52 mb\n- builder image: 221 mb\n- stripping makes the binary 30 % smaller",
        "The CPU was used by 80 % at 14 MB and 90 MB of memory.",
        "1 − 6,594,782 / 247,253,591 = 97.33 %",
        "A picture of 1920x1080 in 3x zoom, 20 MB or 5 MB large.",
        "up to 90 % smaller, here 814 MB and 600 MB",
        "```go\nx := a -> b // 814 MB -> 14.3 MB (10 % less)\n```",
    ]);
}

#[test]
fn a_calculation_that_is_written_out_is_done_again() {
    each_in(
        "wrong-arithmetic",
        &[
            "7.05 + 7.2 + 0.05 = 15.3",
            "7.05 MB + 7.2 MB + 0.05 MB = 15.3 MB",
            "814 / 14.3 = 73",
            "base 7 + 7.2 + 0.05 = 20",
            "(814 - 14.3) / 814 * 100 = 97.1 %",
            "1.00 GB - 100 MB = 800 MB",
        ],
    );
    none_in(&[
        "7.05 + 7.2 + 0.05 = 14.3",
        "7.05 MB + 7.2 MB + 50 kB = 14.3 MB",
        "7.05 + 7.2 + 0.05 ≈ 14",
        "814 / 14.3 = 56.9",
        "(814 - 14.3) / 814 * 100 = 98.2 %",
        "1 - 14.3 / 814 = 0.982",
        "alpine 7.05 + binary 7.2 + 0.05 = 14.3",
        "stage 1 = 300 MB, 2026-11-21 = today",
        "`A=1`, `-ldflags=-s`, 3 = 3",
    ]);
}

#[test]
fn cells_are_counted_as_github_counts_them() {
    each_in(
        "ragged-table",
        &[
            "| a | b |\n| - | - |\n| 1 | 2 | 3 |",
            "| a | b | c |\n| - | - | - |\n| 1 | 2 |",
            "| a | b |\n| - | - |\n| 1 | `x|y` |",
            "| a | b |\n| - | - |\n| 1\t2 | 3 |",
            "| a | b |\n| 1 | 2 |",
            "| a | b | c |\n| - | - |\n| 1 | 2 | 3 |",
            "> | a | b |\n> | - | - |\n> | 1 | 2 | 3 |",
            "a | b\n- | -\n1 | 2 | 3",
        ],
    );
    none_in(&[
        "| a | b |\n| - | - |\n| 1 | 2 |",
        "| a | b |\n|:--|--:|\n| 1 | |\n| | |",
        "| a | b |\n| - | - |\n| 1 | `x\\|y` |",
        "a | b\n- | -\n1 | 2",
        "- | a | b |\n  | - | - |\n  | 1 | 2 |",
        "> | a | b |\n> | - | - |\n> | 1 | 2 |",
        "Text with a | in it.\n\n| only one line of pipes | here |",
        "```text\n| a | b |\n| 1 | 2 | 3 |\n```",
        "```text\nREPOSITORY   TAG      IMAGE ID       CREATED       SIZE\na            latest   222222222222   2 hours ago   15.8MB\n```",
    ]);
}

#[test]
fn what_a_template_left_is_told_from_what_a_program_prints() {
    each_in(
        "leftover-placeholder",
        &[
            "The image has <size>.",
            "<your screenshot here>",
            "docker pull `yourusername/app`",
            "```sh\ndocker push your-dockerhub-username/app\n```",
            "```sh\ndocker push <username>/app\n```",
            "Size: XX MB",
            "Reduction: X.X %",
            "![alt text](a.png)",
            "![[the log]](a.png)",
            "[Your name]",
            "Lorem ipsum dolor",
            "**Example output:**",
            "```sh\n$ docker run app\nnothing here\n```",
        ],
    );
    none_in(&[
        "A line<br>break, <kbd>Ctrl</kbd>, <details><summary>more</summary>x</details>",
        "<https://example.com> and <me@example.com>",
        "`docker history <image>` shows the layers.",
        "```text\n<missing>   2 minutes ago   0B\n<none>   <none>   222222222222   15.8MB\n```",
        "```xml\n<size>3</size>\n```",
        "```java\nList<String> names;\n```",
        "Vec<T> and #<Object> are types, 3 < 4 > 2.",
        "Your image is yours, and (your mileage may vary).",
        "[Your name](https://example.com) is a link.",
        "For example, output of this kind is common.",
        "```js\n// Example output:\n// 1\n```",
        "![The log of the build](a.png)",
        "There is nothing here that could run as root.",
        "MAXX MB and 5XX answers",
    ]);
}

#[test]
fn a_todo_counts_where_an_answer_is_due() {
    each_in(
        "unanswered-question",
        &[
            "TODO",
            "> **TODO** Why?",
            "- TODO: measure",
            "| a | b |\n| - | - |\n| x | TODO |",
            "The size is [TODO: measure].",
            "```text\nTODO: paste the output of the command above\n```",
        ],
    );
    none_in(&[
        "No TODO is left in the code.",
        "`TODO`",
        "<!-- TODO: later -->",
        "```go\n// TODO: later\n```",
        "```sh\ngrep TODO: main.go\n```",
        "TODOs are listed, todo lists too.",
    ]);
}

#[test]
fn two_sizes_of_one_thing_cannot_both_be_true() {
    each_in(
        "contradicting-size",
        &[
            "- builder image: 814 MB\n- final image: 14.3 MB\n\nThe builder image has 864 MB.",
            "- final image: 14.3 MB\n\nThe final image is only **15.8 MB**.",
            "`golang:1.21` has 814 MB.\n\n```text\nREPOSITORY   TAG    SIZE\ngolang       1.21   864MB\n```",
            "814 MB → 14.3 MB\n\n864 MB → 14.3 MB",
        ],
    );
    none_in(&[
        "- builder image: 814 MB\n\nThe builder image has about 800 MB.",
        "- final image: 14.3 MB\n\nThe final image is ~15 MB.",
        "- final image: 14.3 MB\n- final image: 5.1 MB compressed",
        "- final image: 14.3 MB\n\nThe final image must be below 20 MB: < 20 MB.",
        "## Runtime stage\n\n- `alpine:3.18` as base (~7MB)\n- final image: 14.3 MB",
        "## Build stage\n\n- `golang:1.27` as base (800 MB)\n- build stage: 950 MB",
        "- final image before stripping: 9.1 MB\n- final image: 6.5 MB",
        "- Python final image: 148 MB\n- Go final image: 15.8 MB",
        "814 MB → 14.3 MB\n\n132 MB → 14.3 MB",
        "It listens on localhost:8080 with 14 MB, and on localhost:8080 with 15 MB.",
    ]);
}

#[test]
fn a_size_that_nobody_measured_contradicts_the_evidence() {
    let of = |text: &str| on(text, None, Some(&seen()));
    assert_eq!(of("The final image has 12 MB."), [("contradicting-size", 1)]);
    for right in [
        "The final image has 6.59 MB.",
        "The final image has 6,594,782 bytes.",
        "- final image: 2.79 MB",
        "- final image: 9.4 MB",
    ] {
        assert_eq!(of(right), [], "{right}: unpacked, packed, and both together");
    }
}

const FILE: &str = "# syntax=docker/dockerfile:1\nFROM golang:1.27 AS builder\nWORKDIR /src\nCOPY go.mod ./\n# all\nCOPY . .\n\
                    RUN go build \\\n    -o /app .\n\nFROM scratch\nCOPY --from=builder /app /app\nUSER 1:1\nENTRYPOINT [\"/app\"]\n";

#[test]
fn a_listing_is_the_dockerfile_or_a_part_of_it() {
    let listed = |text: &str| on(&format!("# Lab\n\n```dockerfile\n{text}\n```\n"), Some(FILE), None);
    assert_eq!(listed(FILE), []);
    for right in [
        "FROM golang:1.27 AS builder\nWORKDIR /src\nCOPY go.mod ./",
        "COPY . ./\nRUN go build -o /app .",
        "FROM golang:1.27 AS builder\n...\nRUN go build -o /app .",
        "ENTRYPOINT [ \"/app\" ]",
        "# another one, to compare with\nFROM node:24\nRUN npm ci\nCMD [\"node\", \"x.js\"]",
        "RUN adduser -D someone",
        "not a Dockerfile at all",
        // Excerpts leave out what they are not about.
        "FROM golang:1.27 AS builder\nWORKDIR /src\nCOPY . .",
        "COPY go.mod ./\nRUN go build -o /app .",
        "FROM scratch\nCOPY --from=builder /app /app\n#...\nENTRYPOINT [\"/app\"]",
        // How not to do it: the same steps in another order.
        "COPY . .\nCOPY go.mod ./\nRUN go build -o /app .",
        // What it was before, and what it could be.
        "FROM golang:1.27\nWORKDIR /src\nCOPY go.mod ./\nCOPY . .\nRUN go build -o /app .\nCMD [\"/app\"]",
        "FROM gcr.io/distroless/static\nCOPY --from=builder /app /app\nUSER 1:1\nENTRYPOINT [\"/app\"]",
        // A step more is an example, too.
        "COPY go.mod ./\nRUN go mod download\nCOPY . .",
    ] {
        assert_eq!(listed(right), [], "{right}");
    }
    let differs = |text: &str, line| assert_eq!(listed(text), [("listed-dockerfile-differs", line)], "{text}");
    differs(&FILE.replace("COPY go.mod ./\n", ""), 8);
    differs(&FILE.replace("USER 1:1", "USER app"), 15);
    differs(&FILE.replace("golang:1.27", "golang:1.26"), 5);
    differs(&(FILE.to_owned() + "EXPOSE 80"), 17);
    differs(&FILE.replace("FROM scratch", "FROM alpine:3.23"), 13);
    differs("WORKDIR /src\nCOPY go.mod ./\nCOPY . .\nRUN go build -o /srv .", 7);
    differs("FROM golang:1.26 AS builder\nWORKDIR /src\nCOPY go.mod ./", 4);
    differs("FROM scratch\nCOPY --from=builder /app /app\nUSER app\nENTRYPOINT [\"/app\"]", 6);
}

#[test]
fn a_whole_dockerfile_in_a_nameless_fence_is_a_listing_and_words_are_none() {
    let listed = |text: &str| on(&format!("```\n{text}\n```\n"), Some(FILE), None);
    assert_eq!(listed(&FILE.replace("USER 1:1\n", "")), [("listed-dockerfile-differs", 13)]);
    assert_eq!(listed("from here on it runs\ncopy that"), []);
}

#[test]
fn without_a_dockerfile_the_log_of_the_report_tells_what_was_built() {
    let log = "```sh\n#5 [builder 1/4] FROM docker.io/library/golang:1.27@sha256:00\n#6 [builder 2/4] WORKDIR /src\n\
               #7 [builder 3/4] COPY . .\n#8 [builder 4/4] RUN go build -o /app .\n\
               #9 [stage-1 1/1] COPY --from=builder /app /app\n```\n";
    let listed = |dockerfile: &str| found(&format!("```dockerfile\n{dockerfile}```\n\n{log}"));
    let whole = "FROM golang:1.27 AS builder\nWORKDIR /src\nCOPY . .\nENV A=1\nRUN go build -o /app .\n\
                 FROM scratch\nCOPY --from=builder /app /app\nUSER 1:1\n";
    assert_eq!(listed(whole), [], "ENV and USER are no steps of a log");
    assert_eq!(listed(&whole.replace("go build", "go build $FLAGS")), [], "only the builder knows the value");
    assert_eq!(listed(&whole.replace("COPY . .", "COPY main.go .")), [("listed-dockerfile-differs", 4)]);
    assert_eq!(listed(&whole.replace("golang:1.27", "golang:1.26")), [("listed-dockerfile-differs", 2)]);
    let cut = log.replace("#7 [builder 3/4] COPY . .\n", "");
    assert_eq!(
        found(&format!("```dockerfile\n{}```\n\n{cut}", whole.replace("COPY . .", "COPY x .")),),
        [],
        "half a log"
    );
}

#[test]
fn an_id_belongs_to_what_was_built() {
    let log = |id: &str| format!("```text\nSuccessfully built {id}\nSuccessfully tagged app:1.0\n```\n");
    let row = |name: &str, id: &str| format!("```text\n{name}   1.0   {id}   2 hours ago   15.8MB\n```\n");
    let of = |text: &str, seen: Option<&Seen>| on(text, None, seen);
    let other = log("aaaaaaaaaaaa") + &row("app", "bbbbbbbbbbbb");
    assert_eq!(of(&other, None), [("unknown-image-id", 6)]);
    assert_eq!(of(&(log("aaaaaaaaaaaa") + &row("app", "aaaaaaaaaaaa")), None), []);
    assert_eq!(of(&(log("aaaaaaaaaaaa") + &row("other", "bbbbbbbbbbbb")), None), [], "another image");
    let same = log("aaaaaaaaaaaa") + &row("app", "aaaaaaaaaaaa");
    assert_eq!(of(&same, Some(&seen())), [("unknown-image-id", 6)], "the evidence has no such image");
    let known = log("3000ffe07252") + &row("app", "3000ffe07252");
    assert_eq!(of(&known, Some(&seen())), []);
}

#[test]
fn any_text_is_read_and_every_finding_lies_in_it() {
    use proptest::prelude::*;
    let piece = prop_oneof![
        "\\PC{0,8}",
        prop::sample::select(vec![
            "\n",
            "\r\n",
            "| ",
            "|-|-|\n",
            "```\n",
            "```dockerfile\n",
            "FROM a AS b\n",
            "COPY . .\n",
            "14.3MB",
            " = ",
            "98 %",
            " -> ",
            "73x",
            " smaller",
            "<size>",
            "TODO",
            "![",
            "](",
            "+",
            "(",
            "1,5",
            "REPOSITORY  TAG\n",
            "=> [a 1/2] RUN x\n",
            "\t",
            "> ",
            "- ",
            "<!-- msgen:begin a -->\n",
            "final image: ",
            "a:1",
            "…",
            "~",
            "X.X MB",
            "$ ",
        ])
        .prop_map(str::to_owned),
    ];
    let text = prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat());
    let seen = seen();
    proptest!(|(text in text)| {
        let source = Source::new("report.md", text.clone());
        let case = ReportCase { source: &source, dockerfile: None, seen: Some(&seen), profile: None, catalog: catalog() };
        for finding in check_report(&case) {
            prop_assert!(text.get(finding.place.bytes.clone()).is_some(), "{finding:?}");
            prop_assert!(finding.place.lines.end <= source.line_count());
        }
    });
}
