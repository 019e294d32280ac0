//! Asking: a question is data, the asker a parameter.
//!
//! [`terminal::Terminal`] asks a person, [`defaults::Defaults`] takes the suggestion or says which flag is missing,
//! [`scripted::Scripted`] answers from a list.

pub mod defaults;
pub mod scripted;
pub mod terminal;

use crate::answers::{Evidence, Sourced, Value};
use crate::error::Result;
use crate::question::Question;

/// A question that is about to be asked, with everything a person needs to answer it.
#[derive(Debug)]
pub struct Prompt<'a> {
    /// The question.
    pub question: &'a Question,
    /// What can be chosen; empty where any text will do.
    pub choices: Vec<Choice>,
    /// The answer to take where nobody says another.
    pub suggestion: Option<&'a Sourced<Value>>,
    /// What detection found where it found several answers.
    pub doubts: &'a [(Value, Evidence)],
}

/// One possible answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// The answer itself.
    pub value: Value,
    /// How it is shown.
    pub label: String,
    /// One line on its consequences, or where it comes from.
    pub note: String,
    /// Why it cannot be chosen, and what can instead.
    pub refused: Option<String>,
}

impl Choice {
    /// A choice that shows nothing but itself.
    #[must_use]
    pub fn plain(text: &str) -> Self {
        Self { value: text.into(), label: text.to_owned(), note: String::new(), refused: None }
    }
}

/// Something that answers questions.
pub trait Asker {
    /// An answer to `prompt`.
    ///
    /// # Errors
    /// There is no answer, or the person stopped.
    fn ask(&mut self, prompt: &Prompt<'_>) -> Result<Value>;

    /// Whether `what` shall be done; `default` is what Enter means.
    ///
    /// # Errors
    /// The person stopped.
    fn confirm(&mut self, what: &str, default: bool) -> Result<bool>;

    /// Whether a person answers: an accepted suggestion is then their answer.
    fn is_person(&self) -> bool;
}
