//! The table of known messages: every pattern fits a message as it was really printed.

use std::collections::BTreeSet;
use std::fs;

use msgen::catalog::Catalog;
use msgen::verify::Messages;

fn messages() -> Messages {
    Messages::read(&Catalog::open(None).unwrap()).unwrap()
}

/// A message that was seen, and the id it must be explained with.
const SEEN: &str = include_str!("seen.txt");

fn seen() -> impl Iterator<Item = (&'static str, &'static str)> {
    let lines = SEEN.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines.map(|line| line.split_once(" | ").unwrap())
}

#[test]
fn a_message_is_explained_as_what_it_is() {
    let messages = messages();
    for (id, message) in seen() {
        let found =
            messages.explain(&format!("listening soon\n{message}\nRun 'docker run --help' for more information"));
        assert_eq!(found.map(|found| found.id.as_str()), Some(id), "{message}");
    }
}

#[test]
fn every_pattern_fits_a_message_that_was_seen() {
    for message in messages().iter() {
        for pattern in &message.patterns {
            let parts: Vec<&str> = pattern.split('…').collect();
            let fits = |text: &str| {
                let mut rest = text;
                parts.iter().all(|part| {
                    rest.split_once(part).is_some_and(|(_, after)| {
                        rest = after;
                        true
                    })
                })
            };
            let mut own = seen().filter(|(id, _)| *id == message.id);
            assert!(own.any(|(_, text)| fits(text)), "no message of {} was seen that holds `{pattern}`", message.id);
        }
    }
}

#[test]
fn every_cause_and_every_fix_is_said_once() {
    let messages = messages();
    let causes: BTreeSet<&str> = messages.iter().map(|message| message.cause.as_str()).collect();
    assert_eq!(causes.len(), messages.iter().count());
    for message in messages.iter() {
        assert!(
            !message.cause.ends_with('.') && !message.fix.ends_with('.'),
            "{}: a clause, not a sentence",
            message.id
        );
    }
}

#[test]
fn an_answer_that_a_fix_names_is_one_that_msgen_asks_for() {
    let catalog = Catalog::open(None).unwrap();
    for message in Messages::read(&catalog).unwrap().iter() {
        for rest in message.fix.split("--set ").skip(1) {
            let id = rest.split('=').next().unwrap();
            assert!(catalog.questions.iter().any(|question| question.id == id), "{}: --set {id}", message.id);
        }
    }
}

#[test]
fn what_nobody_knows_is_not_explained() {
    for text in ["", "listening on :8080", "GET /health 200", "no such file or directory"] {
        assert_eq!(messages().explain(text), None, "{text}");
    }
}

#[test]
fn the_parts_of_a_pattern_stand_in_one_line() {
    assert_eq!(messages().explain("exec /app\n: no such file or directory"), None);
}

#[test]
fn a_folder_of_templates_may_bring_another_table() {
    let folder = tempfile::tempdir().unwrap();
    let write = |text: &str| fs::write(folder.path().join("messages.toml"), text).unwrap();
    let read = || Messages::read(&Catalog::open(Some(folder.path())).unwrap());

    write("[[message]]\nid = \"own\"\npatterns = [\"E…42\"]\ncause = \"c\"\nfix = \"f\"\n");
    assert_eq!(read().unwrap().explain("Error 42").unwrap().id, "own");
    assert_eq!(read().unwrap().explain("exec format error"), None);

    write("[[message]]\nid = \"own\"\npatterns = [\"…\"]\ncause = \"c\"\nfix = \"f\"\n");
    assert!(read().unwrap_err().what.contains("`own` has a pattern that fits everything"));

    write("[[message]]\nid = \"own\"\npattern = [\"E\"]\ncause = \"c\"\nfix = \"f\"\n");
    let error = read().unwrap_err();
    assert!(error.what.contains("unknown field `pattern`"), "{error}");
    assert!(error.place.unwrap().ends_with("messages.toml"));
}
