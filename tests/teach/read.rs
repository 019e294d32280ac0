//! Finding questions and answers in a text.

use std::fs;
use std::path::Path;

use msgen::config::fingerprint;
use msgen::evidence::FileFacts;
use msgen::teach::{OwnWords, questions, without_answers};

use crate::property::catalog;

const TEXT: &str = "\
# Question one: Why
# this?
# Answer: because
#
# of that
# Question two-2: Why not?
#Answer:
ARG A

# Question three: Who?
FROM a AS build
  # Question one: Why that?
\t# Answer: so
RUN b \\
    c

# Question two-2: Why?
# Answer: this
# # hadolint ignore=DL3018
# hadolint ignore=DL3018

# not this
FROM b as run
# Question Nobody: Why?
# Answer: that
USER 1:1
# Question nobody: Why?
# Answer: the end";

#[test]
fn a_question_has_its_stage_its_words_and_the_lines_that_answer_it() {
    let found: Vec<_> = questions(TEXT)
        .into_iter()
        .map(|it| (it.id.clone(), it.stage.clone(), it.text.clone(), it.said.clone()))
        .collect();
    let expected = [
        ("one", "no stage", "Why this?", "because of that"),
        ("two-2", "no stage", "Why not?", ""),
        ("three", "the stage `build`", "Who?", ""),
        ("one", "the stage `build`", "Why that?", "so"),
        ("two-2", "the final stage", "Why?", "this"),
        ("nobody", "the final stage", "Why?", "the end"),
    ];
    let expected =
        expected.map(|(id, stage, text, answer)| (id.to_owned(), stage.to_owned(), text.to_owned(), answer.to_owned()));
    assert_eq!(found, expected);
}

#[test]
fn without_answers_the_questions_are_left_and_all_that_is_no_answer() {
    let expected = "\
# Question one: Why
# this?
# Answer:
# Question two-2: Why not?
# Answer:
ARG A

# Question three: Who?
FROM a AS build
  # Question one: Why that?
# Answer:
RUN b \\
    c

# Question two-2: Why?
# Answer:

# not this
FROM b as run
# Question Nobody: Why?
# Answer: that
USER 1:1
# Question nobody: Why?
# Answer:";
    assert_eq!(without_answers(TEXT), expected);
    assert_eq!(without_answers(expected), expected);
    let crlf = |text: &str| text.replace('\n', "\r\n");
    assert_eq!(without_answers(&crlf(TEXT)), crlf(expected));
    assert_eq!(OwnWords::read(&crlf(TEXT)), OwnWords::read(TEXT));
    let listing = |text: &str| format!("# Report\n\n```dockerfile\n{text}\n```\n\n# Question: Why?\n\nAnswer: so\n");
    assert_eq!(without_answers(&listing(TEXT)), listing(expected));
}

#[test]
fn answers_go_back_below_their_questions_byte_for_byte() {
    let own = OwnWords::read(TEXT);
    assert_eq!(own.put_into(&without_answers(TEXT)), format!("{TEXT}\n"));
    assert_eq!(own.missing_in(&OwnWords::read(TEXT)), Vec::<&msgen::teach::Answer>::new());
    let missing: Vec<&str> = own.missing_in(&OwnWords::default()).iter().map(|answer| answer.id.as_str()).collect();
    assert_eq!(missing, ["one", "one", "two-2", "nobody"]);
}

#[test]
fn the_answer_to_the_last_stage_follows_it_whatever_its_name() {
    let asked = "FROM a AS one\n# Question x: Why?\n# Answer:\nUSER 1\n";
    let own = OwnWords::read(&asked.replace("Answer:", "Answer: so"));
    let other = format!("FROM b AS zero\n# Question x: Why?\n# Answer:\nUSER 0\n{}", asked.replace("one", "two"));
    let expected = format!(
        "FROM b AS zero\n# Question x: Why?\n# Answer:\nUSER 0\n{}",
        "FROM a AS two\n# Question x: Why?\n# Answer: so\nUSER 1\n"
    );
    assert_eq!(own.put_into(&other), expected);
}

#[test]
fn what_was_measured_is_the_same_image_whatever_is_answered() {
    let asked = without_answers(TEXT);
    let facts = FileFacts::of("Dockerfile", TEXT.as_bytes());
    assert_eq!(facts.fingerprint, fingerprint(asked.as_bytes()));
    assert!(facts.holds(TEXT) && facts.holds(&asked) && facts.holds(&TEXT.replace('\n', "\r\n")));
    assert!(!facts.holds(&TEXT.replace("USER 1:1", "USER 0")) && !facts.holds(&TEXT.replace("Why not", "Why")));
}

#[test]
fn every_reason_asks_a_question_that_a_comment_can_hold_and_that_does_not_answer_itself() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates/reasons");
    let mut asked: Vec<String> = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let id = name.trim_end_matches(".md");
        let question = catalog().reasons([id]).unwrap()[id].question.clone();
        assert!(!question.contains(['"', '\\', '|', '<', '$']), "{id}: {question}");
        let first = question.split_whitespace().next().unwrap();
        let asks = ["Why", "What", "Which", "Who", "Whose", "Where", "When", "How", "On", "As", "For"];
        assert!(asks.contains(&first), "{id}: {question}");
        assert!(!asked.contains(&question), "{id} asks what another asks: {question}");
        asked.push(question);
    }
    assert!(asked.len() > 100);
}
