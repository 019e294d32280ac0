//! The interview: from flags, variables, files, detection and questions to complete answers.
//!
//! ```text
//! interview
//! ├── given       what was said without being asked, strongest source first
//! ├── own         what in the folder is no part of the program
//! ├── detection   what the project itself says
//! ├── suggestion  the answer to take where nobody says one
//! ├── choices     what can be chosen, and what is refused
//! └── check       what a question's kind alone cannot check
//! ```

mod check;
mod choices;
mod detection;
mod given;
mod own;
mod suggestion;

pub(crate) use choices::profiles;
pub use given::{Given, PREFIX, TEMPLATES_VARIABLE};
pub(crate) use suggestion::beside;

use std::sync::Arc;

use crate::answers::{Answers, Evidence, Source, Sourced, Value};
use crate::catalog::{Catalog, Language};
use crate::config::fingerprint;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::prompt::{Asker, Prompt};
use crate::question::{Ask, Question};
use crate::render::DOCKERFILE;
use crate::teach::OwnWords;

use detection::Doubts;

/// Everything that is known when every question has its answer.
#[derive(Debug, Clone)]
pub struct Interview {
    /// The language.
    pub language: Arc<Language>,
    /// An answer to every question that has one.
    pub answers: Answers,
    /// The port that the source listens on, whatever was answered.
    pub detected_port: Option<(u16, Evidence)>,
    /// The files of the build context.
    pub files: Vec<String>,
    /// The questions in the order in which they were answered.
    pub questions: Vec<Question>,
    /// What the author of the Dockerfile that is there answered to the questions in it.
    pub own_words: OwnWords,
    /// The folder of templates that lies in the build context, if one does: it is no part of the program.
    pub templates: Option<String>,
}

impl Interview {
    /// The answers worth showing: what somebody said, what was detected or derived, and what is always asked. Plain
    /// defaults of questions nobody asked would only hide them.
    pub fn shown(&self) -> impl Iterator<Item = (&Question, &Sourced<Value>)> {
        self.questions.iter().filter_map(|question| {
            let answer = self.answers.get(&question.id)?;
            let plain = answer.source == Source::Default && question.ask == Ask::InDoubt && question.default.is_some();
            (!plain).then_some((question, answer))
        })
    }
}

impl Interview {
    /// The fingerprint of what was said and what was detected; defaults are msgen's own and no part of it.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        let said = self.answers.iter().filter(|(_, answer)| answer.source != Source::Default);
        let lines: Vec<String> = said.map(|(id, answer)| format!("{id}={}\n", answer.value)).collect();
        fingerprint(lines.concat().as_bytes())
    }
}

/// The question at which the language's own questions end and the rest begins.
const AFTER_LANGUAGE: &str = "profile";

/// The question that languages without versions of their own do not have.
pub(crate) const VERSION: &str = "language-version";

/// Finds an answer to every question: said, detected, asked or suggested, in this order.
///
/// # Errors
/// A value is not right, a needed answer is missing and nobody may be asked, or the person stopped.
pub fn interview(catalog: &Catalog, context: &Context, given: &Given, asker: &mut dyn Asker) -> Result<Interview> {
    let (language, language_answer) = language(catalog, context, given, asker)?;
    let questions = ordered(catalog, &language);
    let mut answers = given.answers(&questions)?;
    answers.set("language", language_answer.value, language_answer.source);

    let mut doubts = Doubts::default();
    let program = own::without(catalog, context, &answers)?;
    let detected = detection::detect(&language, &program, &questions, &mut doubts)?;
    let detected_port = detection::port(&detected);
    for (question, answer) in detected.iter() {
        if answers.get(question).is_none() {
            answers.set(question, answer.value.clone(), answer.source.clone());
        }
    }
    for question in &questions {
        if let Some(answer) = given.suggested(question)?.filter(|_| answers.get(&question.id).is_none()) {
            answers.set(question.id.clone(), answer.value, answer.source);
        }
    }
    let mut interview = Interview {
        language,
        answers,
        detected_port,
        files: context.files().map(str::to_owned).collect(),
        questions: Vec::new(),
        own_words: context.read(DOCKERFILE).map(|text| OwnWords::read(&text)).unwrap_or_default(),
        templates: catalog.templates().overlay_in(context.root()),
    };
    for question in &questions {
        answer(catalog, context, &mut interview, question, &doubts, asker)?;
    }
    interview.questions = questions;
    Ok(interview)
}

/// Decides the language: it decides which other questions there are.
fn language(
    catalog: &Catalog,
    context: &Context,
    given: &Given,
    asker: &mut dyn Asker,
) -> Result<(Arc<Language>, Sourced<Value>)> {
    let question = question_of(catalog, "language")?;
    let said = given.one(question)?;
    let (suggestion, doubts) = detection::languages(catalog, context)?;
    let suggestion = match suggestion {
        None if doubts.is_empty() => given.suggested(question)?,
        detected => detected,
    };
    let answer = match said {
        Some(answer) => answer,
        None if suggestion.is_none() && doubts.is_empty() => return Err(detection::no_project(catalog, context)?),
        None => {
            let choices = choices::languages(catalog, suggestion.as_ref())?;
            let prompt = Prompt { question, choices, suggestion: suggestion.as_ref(), doubts: &doubts };
            let value = asker.ask(&prompt)?;
            credited(value, suggestion, asker)
        }
    };
    let id = answer.value.as_text().unwrap_or_default();
    let language = catalog.language(id).map_err(|error| match error.place {
        None => error.at(answer.source.to_string()),
        Some(_) => error,
    })?;
    Ok((language, answer))
}

/// The answer with its source: a suggestion that no person looked at keeps its own.
fn credited(value: Value, suggestion: Option<Sourced<Value>>, asker: &dyn Asker) -> Sourced<Value> {
    match suggestion {
        Some(suggestion) if suggestion.value == value && !asker.is_person() => suggestion,
        _ => Sourced { value, source: Source::Prompt },
    }
}

/// The shared question with this id.
pub(crate) fn question_of<'a>(catalog: &'a Catalog, id: &str) -> Result<&'a Question> {
    let found = catalog.questions.iter().find(|question| question.id == id);
    found.ok_or_else(|| Error::bad_input(format!("questions.toml has no question `{id}`")))
}

/// All questions in the order of asking: shared ones, the language's own, and the rest of the shared ones.
pub(crate) fn ordered(catalog: &Catalog, language: &Language) -> Vec<Question> {
    let shared = &catalog.questions;
    let middle = shared.iter().position(|question| question.id == AFTER_LANGUAGE).unwrap_or(shared.len());
    let (first, last) = shared.split_at(middle);
    let own = &language.tables.questions;
    let is_asked = |question: &&Question| question.id != VERSION || language.tables.version.is_some();
    first.iter().chain(own).chain(last).filter(is_asked).cloned().collect()
}

/// Answers one question, unless a person already has.
fn answer(
    catalog: &Catalog,
    context: &Context,
    interview: &mut Interview,
    question: &Question,
    doubts: &Doubts,
    asker: &mut dyn Asker,
) -> Result<()> {
    let known = interview.answers.get(&question.id).cloned();
    if known.as_ref().is_some_and(|answer| answer.source.is_explicit()) || question.id == "language" {
        check::exists(context, interview, question)?;
        return check::is_a_choice(catalog, interview, question);
    }
    let doubt = doubts.of(&question.id);
    let suggestion =
        if doubt.is_empty() { suggestion::suggest(catalog, context, interview, question, known)? } else { None };
    let must_ask = question.ask == Ask::Always || !doubt.is_empty();
    let answer = match (must_ask, suggestion) {
        (false, Some(suggestion)) => suggestion,
        (false, None) if suggestion::is_optional(question) => return Ok(()),
        (_, suggestion) => {
            let choices = choices::of(catalog, interview, question)?;
            let prompt = Prompt { question, choices, suggestion: suggestion.as_ref(), doubts: doubt };
            let value = question.kind.shape(&asker.ask(&prompt)?);
            question.check(&value).map_err(|what| Error::bad_input(what).at(question.flag()))?;
            credited(value, suggestion, asker)
        }
    };
    interview.answers.set(question.id.clone(), answer.value, answer.source);
    check::is_a_choice(catalog, interview, question)
}
