//! The asker that answers from a list: prompts can be tested without a terminal.

use std::collections::VecDeque;

use super::{Asker, Prompt};
use crate::answers::Value;
use crate::error::{Error, Result};

/// Answers by question id, in any order, and what to say when asked to confirm. It behaves as a person does.
#[derive(Debug, Clone, Default)]
pub struct Scripted {
    /// Answers still to be given.
    pub answers: VecDeque<(String, Value)>,
    /// What to say to every confirmation.
    pub confirm: bool,
    /// Ids of the questions that were asked, in order.
    pub asked: Vec<String>,
}

impl Asker for Scripted {
    fn ask(&mut self, prompt: &Prompt<'_>) -> Result<Value> {
        let id = &prompt.question.id;
        self.asked.push(id.clone());
        if let Some(place) = self.answers.iter().position(|(question, _)| question == id)
            && let Some((_, value)) = self.answers.remove(place)
        {
            return Ok(value);
        }
        let suggestion = prompt.suggestion.map(|suggestion| suggestion.value.clone());
        suggestion.ok_or_else(|| Error::bad_input("the script has no answer").at(format!("question `{id}`")))
    }

    fn confirm(&mut self, _what: &str, _default: bool) -> Result<bool> {
        Ok(self.confirm)
    }

    fn is_person(&self) -> bool {
        true
    }
}
