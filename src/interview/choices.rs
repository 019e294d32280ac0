//! What can be chosen, with a line on each choice, and what is refused, with the reason.

use super::Interview;
use crate::answers::{Sourced, Value};
use crate::catalog::{Catalog, Outcome};
use crate::error::Result;
use crate::prompt::Choice;
use crate::question::{OptionsFrom, Question};

/// The texts that answer `question`, where only some do.
pub(super) fn options(catalog: &Catalog, interview: &Interview, question: &Question) -> Option<Vec<String>> {
    let language = &interview.language;
    match question.options_from {
        None if question.options.is_empty() => None,
        None => Some(question.options.clone()),
        Some(OptionsFrom::Languages) => Some(catalog.languages()),
        Some(OptionsFrom::Bases) => Some(catalog.bases.iter().map(|base| base.id.clone()).collect()),
        Some(OptionsFrom::Profiles) => Some(catalog.profiles()),
        Some(OptionsFrom::Builders) => {
            Some(language.tables.builders.iter().map(|builder| builder.id.clone()).collect())
        }
        Some(OptionsFrom::Releases) => {
            let base = catalog.base(interview.answers.text("base"))?;
            Some(base.releases.iter().map(|release| release.id.clone()).collect())
        }
    }
}

/// The choices for `question` as a person sees them; none where any text will do.
pub(super) fn of(catalog: &Catalog, interview: &Interview, question: &Question) -> Result<Vec<Choice>> {
    match question.options_from {
        Some(OptionsFrom::Bases) => Ok(bases(catalog, interview)),
        Some(OptionsFrom::Profiles) => profiles(catalog),
        _ => {
            let options = options(catalog, interview, question).unwrap_or_default();
            Ok(options.into_iter().map(|option| Choice::plain(&option)).collect())
        }
    }
}

/// The languages, the detected one first.
pub(super) fn languages(catalog: &Catalog, detected: Option<&Sourced<Value>>) -> Result<Vec<Choice>> {
    let mut choices = Vec::new();
    for id in catalog.languages() {
        let title = catalog.head(&id)?.title;
        let value = Value::Text(id);
        match detected.filter(|answer| answer.value == value) {
            Some(answer) => {
                choices.insert(
                    0,
                    Choice { value, label: title, note: format!("detected: {}", answer.source), refused: None },
                );
            }
            None => choices.push(Choice { value, label: title, note: String::new(), refused: None }),
        }
    }
    Ok(choices)
}

fn bases(catalog: &Catalog, interview: &Interview) -> Vec<Choice> {
    // The profile is asked later; it is known by now only where somebody said it already.
    let profile = interview.answers.get("profile").and_then(|answer| catalog.profile(answer.value.as_text()?).ok());
    let note = |base: &crate::catalog::Base| match &profile {
        Some(profile) if !profile.accepts(&base.id) => format!("{}; not accepted by {}", base.summary, profile.id),
        _ => base.summary.clone(),
    };
    let choice = |base: &crate::catalog::Base| {
        let refused = match interview.language.outcome(&base.id, &interview.answers) {
            Outcome::Works(_) => None,
            Outcome::Refused { reason, nearest } => Some(format!("{reason}; instead: {nearest}")),
        };
        let (value, label) = (Value::Text(base.id.clone()), base.title.clone());
        Choice { value, label, note: note(base), refused }
    };
    catalog.bases.iter().map(choice).collect()
}

/// The report profiles, each with a line on it.
pub(crate) fn profiles(catalog: &Catalog) -> Result<Vec<Choice>> {
    let choice = |id: String| {
        let profile = catalog.profile(&id)?;
        Ok(Choice { value: Value::Text(id.clone()), label: id, note: profile.summary, refused: None })
    };
    catalog.profiles().into_iter().map(choice).collect()
}
