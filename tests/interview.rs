//! Who is asked what, and in which order: without a terminal, by the asker that answers from a list.

use msgen::answers::{Source, Value};
use msgen::catalog::Catalog;
use msgen::context::Context;
use msgen::interview::{Given, Interview, interview};
use msgen::prompt::scripted::Scripted;
use msgen::prompt::{Asker, Prompt};

use crate::command::fixtures;

fn ask(fixture: &str, given: &Given, answers: &[(&str, Value)]) -> (Interview, Vec<String>) {
    let catalog = Catalog::open(None).unwrap();
    let context = Context::open(&fixtures().join(fixture)).unwrap();
    let answers = answers.iter().map(|(question, value)| ((*question).to_owned(), value.clone())).collect();
    let mut asker = Scripted { answers, ..Scripted::default() };
    let interview = interview(&catalog, &context, given, &mut asker).unwrap();
    (interview, asker.asked)
}

#[test]
fn a_person_is_asked_for_the_language_the_base_the_port_the_user_and_the_profile() {
    let (_, asked) = ask("go-hello", &Given::default(), &[]);
    assert_eq!(asked, ["language", "base", "port", "user", "profile"]);
}

#[test]
fn a_doubt_of_the_language_s_own_is_asked_before_the_profile() {
    let (interview, asked) = ask("go-mains", &Given::default(), &[("main", "cmd/worker".into())]);
    assert_eq!(asked, ["language", "base", "port", "user", "main", "profile"]);
    assert_eq!((interview.answers.text("main"), interview.answers.text("binary")), ("./cmd/worker", "worker"));
}

#[test]
fn what_was_said_is_not_asked_and_an_accepted_suggestion_is_the_person_s_answer() {
    let mut given = Given::default();
    given.flag("base", "scratch", "--base");
    given.flag("user", "10001", "--user");
    let (interview, asked) = ask("go-hello", &given, &[]);
    assert_eq!(asked, ["language", "port", "profile"]);
    assert_eq!(interview.answers.get("port").unwrap().source, Source::Prompt);
    assert_eq!(interview.answers.get("base").unwrap().source, Source::Flag("--base".to_owned()));
}

/// Keeps the notes of the bases, and takes every suggestion.
struct Noting(Vec<(Value, String)>);

impl Asker for Noting {
    fn ask(&mut self, prompt: &Prompt<'_>) -> msgen::error::Result<Value> {
        if prompt.question.id == "base" {
            self.0 = prompt.choices.iter().map(|choice| (choice.value.clone(), choice.note.clone())).collect();
        }
        Ok(prompt.suggestion.unwrap().value.clone())
    }

    fn confirm(&mut self, _: &str, _: bool) -> msgen::error::Result<bool> {
        Ok(true)
    }

    fn is_person(&self) -> bool {
        true
    }
}

#[test]
fn a_base_that_the_profile_does_not_accept_says_so_where_the_profile_is_known() {
    let refused = |profile: Option<&str>| {
        let mut given = Given::default();
        if let Some(profile) = profile {
            given.flag("profile", profile, "--profile");
        }
        let catalog = Catalog::open(None).unwrap();
        let context = Context::open(&fixtures().join("go-hello")).unwrap();
        let mut asker = Noting(Vec::new());
        interview(&catalog, &context, &given, &mut asker).unwrap();
        let noted = asker.0.into_iter().filter(|(_, note)| note.contains("not accepted by"));
        noted.map(|(base, note)| format!("{base}: {}", note.rsplit("; ").next().unwrap())).collect::<Vec<_>>()
    };
    assert_eq!(refused(None), Vec::<String>::new());
    assert_eq!(refused(Some("devops-core")), ["alpine: not accepted by devops-core"]);
}
