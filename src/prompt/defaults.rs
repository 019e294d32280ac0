//! The asker that asks nobody.

use super::{Asker, Prompt};
use crate::answers::Value;
use crate::error::{Error, Result};

/// Takes suggestions, or nothing at all; where there is none, the error names the flag.
#[derive(Debug, Clone, Copy)]
pub struct Defaults {
    /// Whether suggestions may be taken (`--non-interactive`).
    pub accept: bool,
}

impl Asker for Defaults {
    fn ask(&mut self, prompt: &Prompt<'_>) -> Result<Value> {
        let question = prompt.question;
        match prompt.suggestion {
            Some(suggestion) if self.accept => Ok(suggestion.value.clone()),
            Some(suggestion) => Err(Error::bad_input(format!(
                "cannot ask for the {}: this is no terminal",
                question.title.to_lowercase()
            ))
            .at(format!("question `{}`", question.id))
            .help(format!("{}, or --non-interactive to accept every default", question.flag_with(&suggestion.value)))),
            None => Err(undecided(prompt)),
        }
    }

    fn confirm(&mut self, _what: &str, _default: bool) -> Result<bool> {
        Ok(true)
    }

    fn is_person(&self) -> bool {
        false
    }
}

/// The error for a question that has no suggestion: what was found, and the flag that decides.
fn undecided(prompt: &Prompt<'_>) -> Error {
    let question = prompt.question;
    let what = if prompt.doubts.is_empty() {
        format!("nothing says the {}", question.title.to_lowercase())
    } else {
        let found: Vec<String> =
            prompt.doubts.iter().map(|(value, evidence)| format!("\n    {value}  {evidence}")).collect();
        format!("several answers to the {}:{}", question.title.to_lowercase(), found.concat())
    };
    let example = prompt.doubts.first().map(|(value, _)| value.clone());
    let example = example.or_else(|| prompt.choices.first().map(|choice| choice.value.clone()));
    let flag = example.map_or_else(|| question.flag(), |value| question.flag_with(&value));
    Error::bad_input(what).at(format!("question `{}`", question.id)).help(format!("choose one: {flag}"))
}
