//! Whatever an author writes into a Dockerfile that asks, `init` never loses a word of it unasked.

use std::sync::OnceLock;

use msgen::config::{Config, FileRecord, fingerprint};
use msgen::draft::{Draft, DraftFile};
use msgen::teach::{OwnWords, without_answers};
use msgen::write::{Status, differences};
use proptest::prelude::*;
use proptest::sample::{Index, select};

use crate::catalog::try_case;

/// The Dockerfile that asks, for several bases and ways to build.
fn asking() -> &'static [String] {
    static TEXTS: OnceLock<Vec<String>> = OnceLock::new();
    TEXTS.get_or_init(|| {
        let more: [&[(&str, &str)]; 4] =
            [&[], &[("base", "scratch")], &[("base", "alpine"), ("syntax", "classic")], &[("comments", "brief")]];
        let draft = |more: &&[(&str, &str)]| try_case("go", "distroless-teach", more).unwrap().1;
        more.iter().map(|more| draft(more).files[0].content.clone()).collect()
    })
}

/// A line of an answer, behind its `#`.
fn line() -> impl Strategy<Value = String> {
    let strange = select(vec![
        "",
        " ",
        " Answer: again",
        " Question cache-mount: Why?",
        " Question nobody: Why?",
        " escape=`",
        " syntax=docker/dockerfile:1",
        " FROM scratch",
        " hadolint ignore=DL3018",
        " msgen ignore=runs-as-root it is a test",
        ": cache-mount",
        "!/bin/sh",
        " ends in \\",
        " <<EOF",
        "\tтак быстрее",
        " 因为",
        " trailing  ",
        "\u{a0}é\u{2028}",
        " a\rb",
    ]);
    prop_oneof![strange.prop_map(str::to_owned), "[^\n]{0,40}"]
}

/// What an author does to the file.
#[derive(Debug, Clone)]
enum Deed {
    /// Writes below a question.
    Answer(Index, String, Vec<String>),
    /// Takes a line away.
    Delete(Index),
    /// Moves a line.
    Move(Index, Index),
    /// Writes a comment anywhere.
    Comment(Index, String),
    /// Saves it with CRLF.
    Crlf,
}

fn deed() -> impl Strategy<Value = Deed> {
    prop_oneof![
        6 => (any::<Index>(), "[^\n]{0,30}", prop::collection::vec(line(), 0..4))
            .prop_map(|(at, first, more)| Deed::Answer(at, first, more)),
        1 => any::<Index>().prop_map(Deed::Delete),
        1 => (any::<Index>(), any::<Index>()).prop_map(|(from, to)| Deed::Move(from, to)),
        1 => (any::<Index>(), line()).prop_map(|(at, text)| Deed::Comment(at, text)),
        1 => Just(Deed::Crlf),
    ]
}

fn done(text: &str, deeds: &[Deed]) -> String {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let mut end = "\n";
    for deed in deeds {
        match deed {
            Deed::Answer(at, first, more) => {
                let open: Vec<usize> = (0..lines.len()).filter(|line| lines[*line] == "# Answer:").collect();
                if !open.is_empty() {
                    let at = open[at.index(open.len())];
                    lines[at] = format!("# Answer:{first}");
                    for (below, line) in (at + 1..).zip(more) {
                        lines.insert(below, format!("#{line}"));
                    }
                }
            }
            Deed::Delete(at) => drop(lines.remove(at.index(lines.len()))),
            Deed::Move(from, to) => {
                let line = lines.remove(from.index(lines.len()));
                lines.insert(to.index(lines.len()), line);
            }
            Deed::Comment(at, text) => lines.insert(at.index(lines.len()), format!("#{text}")),
            Deed::Crlf => end = "\r\n",
        }
    }
    lines.into_iter().flat_map(|line| [line, end.to_owned()]).collect()
}

/// The status of the Dockerfile that says `text`, where msgen wrote `old` and would now write `new`; and what it will say.
fn again(text: &str, old: &str, new: &str) -> (Status, String) {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("Dockerfile"), text).unwrap();
    let next = OwnWords::read(text).put_into(new).into_owned();
    let draft = Draft { files: vec![DraftFile::whole("Dockerfile", next.as_str())] };
    let record = FileRecord { fingerprint: Some(fingerprint(old.as_bytes())), ..FileRecord::default() };
    let mut config = Config::default();
    config.files.insert("Dockerfile".to_owned(), record);
    let changes = differences(folder.path(), &draft, &config).unwrap();
    (changes[0].status.clone(), next)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, ..ProptestConfig::default() })]

    #[test]
    fn no_word_is_lost_unless_somebody_agrees(deeds in prop::collection::vec(deed(), 0..5), new in 0..4_usize) {
        let old = &asking()[0];
        let text = done(old, &deeds);
        let (status, next) = again(&text, old, &asking()[new]);
        if !matches!(status, Status::Conflict { .. }) {
            let known: Vec<&str> = old.lines().collect();
            for line in text.split('\n').map(|line| line.trim_end_matches('\r')).filter(|line| !known.contains(line)) {
                let is_empty = line.trim_start_matches("# Answer:").chars().all(|it| it == '#' || it.is_whitespace());
                prop_assert!(is_empty || next.contains(line), "{line:?} is lost: {status:?}");
            }
        }
    }

    #[test]
    fn answers_alone_never_stand_in_the_way(
        answers in prop::collection::vec((any::<Index>(), "[^\n]{0,30}", prop::collection::vec("[^\n]{0,30}", 0..4)), 0..5),
        new in 0..2_usize,
    ) {
        let old = &asking()[0];
        // A line that is a question of its own is more than an answer.
        let is_plain = |line: &String| !line.contains("Question") && !line.contains('\r');
        prop_assume!(answers.iter().all(|(_, first, more)| is_plain(first) && more.iter().all(is_plain)));
        let deeds: Vec<Deed> = answers.into_iter().map(|(at, first, more)| Deed::Answer(at, first, more)).collect();
        let text = done(old, &deeds);
        prop_assert_eq!(without_answers(&text), old.as_str());
        let own = OwnWords::read(&text);
        prop_assert_eq!(own.put_into(old), text.as_str());
        let (status, _) = again(&text, old, old);
        prop_assert_eq!(status, Status::Identical);
        let (status, next) = again(&text, old, &asking()[new]);
        let lost = !own.missing_in(&OwnWords::read(&next)).is_empty();
        prop_assert_eq!(matches!(status, Status::Conflict { .. }), lost);
    }

    #[test]
    fn a_text_without_questions_stays_as_it_is(text in "(# Answer:.{0,9}\n|# Question.{0,9}\n|FROM a\n|\\PC{0,9}\n){0,9}") {
        prop_assume!(msgen::teach::questions(&text).is_empty());
        prop_assert_eq!(without_answers(&text), text.as_str());
        prop_assert_eq!(OwnWords::read(&text), OwnWords::default());
    }
}
