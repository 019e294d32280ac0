//! Which profile, language and questions are meant; an unknown one is answered with the nearest.

use std::collections::BTreeMap;

use super::manifest::Manifest;
use super::skeleton;
use crate::answers::{Answers, Value};
use crate::catalog::{Catalog, Profile};
use crate::error::{Error, Result};
use crate::interview::{Given, ordered};
use crate::nearest::{advice, unknown};
use crate::question::Question;

/// Questions that have a flag of `msgen starter` for themselves: more hangs on them than their answers.
const OWN_FLAGS: &[&str] = &["profile", "language"];

/// The id of the language called `wanted`; unless one is, that of the `profile`, or of all starters.
///
/// # Errors
/// There is no such language, or it has no skeleton.
pub fn language(catalog: &Catalog, wanted: Option<&str>, profile: &Profile) -> Result<String> {
    let of_profile = profile.starter.defaults.get("language").and_then(Value::as_text);
    let id = match wanted.or(of_profile) {
        Some(id) => id.to_owned(),
        None => Manifest::of(catalog)?.language,
    };
    let known = catalog.languages();
    if !known.contains(&id) {
        return Err(unknown(&id, "a language that msgen knows", "--language", &known));
    }
    if skeleton::exists(catalog, &id) {
        return Ok(id);
    }
    let with: Vec<String> = known.into_iter().filter(|id| skeleton::exists(catalog, id)).collect();
    let title = &catalog.head(&id)?.title;
    Err(Error::bad_input(format!("there is no starter in {title} yet"))
        .at("--language")
        .help(format!("there are some in: {}", with.join(", "))))
}

/// The ids of the questions called `wanted`, each once.
///
/// # Errors
/// Nothing asks for one of them, which stands at `place`.
pub(super) fn locks(wanted: &[String], place: &str, questions: &[Question]) -> Result<Vec<String>> {
    let known: Vec<String> = questions.iter().map(|question| question.id.clone()).collect();
    match wanted.iter().find(|id| !known.contains(id)) {
        Some(id) => Err(unknown(id, "a question", place, &known)),
        None => Ok(known.into_iter().filter(|id| wanted.contains(id)).collect()),
    }
}

/// What the profile suggests to `questions`. What it says to questions of another language is left out.
///
/// # Errors
/// An answer is not right, or no language asks for it.
pub(super) fn of_profile(
    catalog: &Catalog,
    profile: &Profile,
    questions: &[Question],
) -> Result<BTreeMap<String, Value>> {
    let mut defaults = BTreeMap::new();
    for (id, value) in profile.starter.defaults.iter().filter(|(id, _)| !OWN_FLAGS.contains(&id.as_str())) {
        let place = || catalog.templates().place(&format!("reports/{}/profile.toml", profile.id));
        match questions.iter().find(|question| question.id == *id) {
            Some(question) => {
                let value = question.kind.shape(value);
                question.check(&value).map_err(|what| {
                    Error::bad_input(format!("{}: {what}", question.title)).at(place()).help(question.help.clone())
                })?;
                defaults.insert(id.clone(), value);
            }
            None if is_asked_elsewhere(catalog, id)? => {}
            None => {
                let known: Vec<&str> = questions.iter().map(|question| question.id.as_str()).collect();
                return Err(Error::bad_input(format!("no language asks for `{id}`"))
                    .at(place())
                    .help(advice(id, &known)));
            }
        }
    }
    Ok(defaults)
}

fn is_asked_elsewhere(catalog: &Catalog, id: &str) -> Result<bool> {
    for language in catalog.languages() {
        let language = catalog.language(&language)?;
        if ordered(catalog, &language).iter().any(|question| question.id == id) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The answers to suggest, each read and checked.
///
/// # Errors
/// One is not right, nothing asks for it, or it has a flag of its own.
pub(super) fn said(given: &Given, questions: &[Question]) -> Result<Answers> {
    let answers = given.answers(questions)?;
    match OWN_FLAGS.iter().find_map(|id| Some((id, answers.get(id)?))) {
        None => Ok(answers),
        Some((id, answer)) => Err(Error::bad_input(format!("a starter takes its {id} from a flag of its own"))
            .at(answer.source.to_string())
            .help(format!("--{id} {}", answer.value))),
    }
}
