//! Answers in a Dockerfile that asks: which are open, which are copied, and which are somebody's own.

use msgen::check::{ReportCase, Source, check_report};

use super::given::dockerfile;
use crate::property::catalog;

/// Answers that students may well give: their own sentences, in the words of the trade.
const OWN: &[(&str, &str)] = &[
    (
        "dependencies-before-source",
        "Because go.mod changes rarely: as long as it stays the same, the layer with the downloaded modules is reused, \
         and an edit of main.go does not trigger the download step again.",
    ),
    (
        "cache-mount",
        "Without it the compiler starts from nothing at every build. The cache lives on the builder and is part of no \
         layer, so the stage does not get bigger.",
    ),
    (
        "build-stage",
        "Only the binary, because COPY --from=builder names it. The compiler, the headers and the source code stay \
         behind in the builder stage.",
    ),
    (
        "static-binary",
        "The loader (ld-musl or ld-linux). A static program has no loader and no shared library, otherwise scratch \
         says exec /app: no such file or directory.",
    ),
    (
        "numeric-user",
        "As root in the container he would be root on the host as well if he breaks out. Kubernetes can only verify \
         a number, it printed: container has runAsNonRoot and image has non-numeric user.",
    ),
    (
        "exec-form-entrypoint",
        "The service itself is process 1 and gets the stop signal. As plain text it would be /bin/sh -c and there is \
         no shell here: exec: \"/bin/sh\": stat /bin/sh: no such file or directory.",
    ),
    ("exposed-port", "It opens nothing; docker run -P and people read it."),
    ("stripped-binary", "Debuggers and stack traces; build again without -s -w."),
    ("build-workdir", "In / or in whatever folder golang:alpine sets, which is /go."),
    ("trimmed-paths", "Paths like /home/me/lab2/main.go in a panic, for everyone who sees the log."),
    (
        "copy-artifact",
        "One file. What is not copied with --from stays in the builder stage and is not part of the image I push.",
    ),
    (
        "pinned-tag",
        "Me, by a commit. But 1.27-alpine still moves to newer patch releases; only a digest means the same bytes for ever.",
    ),
    (
        "scratch-base",
        "It must be static and bring its certificates and time zones. Mine asks nobody over TLS, so nothing is missing.",
    ),
    (
        "distroless-base",
        "A shell for docker exec. I win a smaller attack surface, and no package manager to keep up to date.",
    ),
    ("cgo-disabled", "net and os/user use C for DNS lookups, then the binary needs libc."),
    ("bind-mount", "они нужны только одному шагу, а COPY сохранил бы их в слое"),
    ("linked-copy", "When only the base gets a new patch release, since --link does not look at what is below."),
    ("target-platform", "BuildKit. Empty, so go build takes its own platform and an arm64 image gets amd64 code."),
    ("readonly-modules", "go.mod and go.sum; it would mean that somebody forgot go mod tidy."),
    ("no-vcs-stamp", "`.git` is in .dockerignore and alpine has no git. A label could hold the commit."),
];

fn with(id: &str, answer: &str) -> String {
    let question = catalog().reasons([id]).unwrap()[id].question.clone();
    let answer = answer.replace('\n', "\n# ");
    format!(
        "# Question {id}: {question}\n# Answer:{}{answer}\nFROM scratch\n",
        if answer.is_empty() { "" } else { " " }
    )
}

fn rules(text: &str) -> Vec<&'static str> {
    let findings = dockerfile(text).alone().findings();
    let rules = findings.iter().map(|finding| finding.rule);
    rules.filter(|rule| matches!(*rule, "unanswered-instruction" | "copied-answer")).collect()
}

#[test]
fn an_honest_answer_may_use_every_word_of_the_trade() {
    for (id, answer) in OWN {
        assert_eq!(rules(&with(id, answer)), Vec::<&str>::new(), "{id}: {answer}");
    }
}

#[test]
fn an_answer_that_says_nothing_leaves_the_question_open() {
    let id = "dependencies-before-source";
    let open = [
        "",
        "   ",
        "TODO",
        "todo: ask somebody what this is for",
        "...",
        "-----",
        "…",
        "1 2 3 4",
        "because cache",
        "#\n#\n",
        "Why are the files that name the dependencies read before the rest of the source?",
        "The files that name the dependencies are read before the rest of the source because they are.",
        "hadolint ignore=DL3018 this is for a tool",
        "msgen ignore=runs-as-root this is for a tool too",
    ];
    for answer in open {
        assert_eq!(rules(&with(id, answer)), ["unanswered-instruction"], "{answer}");
    }
    let no_answer = with(id, "").replace("# Answer:\n", "");
    assert_eq!(rules(&no_answer), ["unanswered-instruction"]);
    assert_eq!(rules(&no_answer.replace(id, "nobodys-question")), Vec::<&str>::new());
    assert_eq!(rules(&with(id, "").replace(id, "nobodys-question")), ["unanswered-instruction"]);
}

#[test]
fn an_open_question_is_told_once_at_its_answer() {
    let text = with("cache-mount", "")
        + &with("exposed-port", "so what")
        + &with("copy-source", "An edit would fetch it all again.");
    assert_eq!(dockerfile(&text).alone().lines("unanswered-instruction"), [2, 5]);
}

#[test]
fn the_page_s_own_words_are_no_answer_however_they_are_dressed() {
    let id = "dependencies-before-source";
    let copied = [
        "Fetch the dependencies in a step that a source edit does not repeat",
        "The builder repeats a step when something it reads has changed.",
        "the BUILDER repeats a step\nwhen *something* it reads,\nhas changed!",
        "I think that the lists change rarely and the source changes all the time, so it is faster.",
        "reads only the files that list the dependencies",
        "Nothing fails, but every edit of the source runs the download step again",
    ];
    for answer in copied {
        assert_eq!(rules(&with(id, answer)), ["copied-answer"], "{answer}");
    }
    let of_another_page = "I see that the lists change rarely and the source changes all the time, so keep it apart.";
    assert_eq!(rules(&with("cache-mount", of_another_page)), ["copied-answer"], "a sentence of another reason's page");
    let finding = dockerfile(&with(id, copied[3])).alone().only("copied-answer");
    assert_eq!(finding.place.lines.start, 2);
    assert!(
        finding.message.contains("\"the lists change rarely and the source changes all the time, so\""),
        "{finding:?}"
    );
}

#[test]
fn every_title_and_every_section_of_every_page_is_known_again_and_no_question_is_like_its_page() {
    let paths = catalog().templates().list("reasons", ".md");
    for id in paths.iter().map(|path| path.trim_start_matches("reasons/").trim_end_matches(".md")) {
        let reason = &catalog().reasons([id]).unwrap()[id];
        for text in [&reason.title, &reason.what, &reason.why, &reason.without] {
            // What a program says is nobody's sentence.
            let has_sentence = text.split('`').step_by(2).any(|part| part.split_whitespace().count() >= 12);
            if has_sentence || *text == reason.title {
                assert_eq!(rules(&with(id, text)), ["copied-answer"], "{id}: {text}");
            }
        }
        let repeated = with(id, &format!("{} That is what I asked myself too.", reason.question));
        assert!(!rules(&repeated).contains(&"copied-answer"), "{id}: {}", reason.question);
    }
}

#[test]
fn a_sentence_of_a_page_is_found_in_the_author_s_text_of_a_report_alone() {
    let lines = |text: &str| -> Vec<usize> {
        let source = Source::new("report.md", text);
        let case = ReportCase { source: &source, dockerfile: None, seen: None, profile: None, catalog: catalog() };
        let found = check_report(&case).into_iter().filter(|finding| finding.rule == "copied-reason");
        found.map(|finding| finding.place.lines.start).collect()
    };
    let copied = "The lists change rarely and the source changes\nall the time, so keeping them apart lets an edit reuse the download.\n";
    assert_eq!(lines(&format!("# R\n\nI know:\n{copied}")), [4]);
    assert_eq!(lines(&format!("# R\n\n- {}", copied.replace("rarely", "*rarely*").replace('\n', "\n  "))), [3]);
    let quoted = copied.replace('\n', "\n> ");
    for elsewhere in [
        format!("# R\n\n> {quoted}"),
        format!("# R\n\nAs msgen says, \"{}\".\n", copied.trim_end()),
        format!("# R\n\n```text\n{copied}```\n"),
        format!("# R\n\n<!-- msgen:begin stages -->\n{copied}<!-- msgen:end stages -->\n"),
        "# R\n\nThe lists change rarely and the source changes all the time, which I measured.\n".to_owned(),
        OWN.iter().map(|(_, answer)| *answer).collect::<Vec<_>>().join("\n\n"),
    ] {
        assert_eq!(lines(&elsewhere), Vec::<usize>::new(), "{elsewhere}");
    }
}
