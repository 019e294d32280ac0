//! What was said without being asked: flags, variables, files of answers.

use crate::answers::{Answers, Source, Sourced, Value};
use crate::config::{CONFIG_FILE, Config};
use crate::error::{Error, Result};
use crate::nearest::advice;
use crate::question::Question;

/// Values as they were given, weakest source first; not yet read, because the language decides which questions exist.
#[derive(Debug, Clone, Default)]
pub struct Given {
    values: Vec<(String, Raw, Source)>,
}

/// A value as its source has it.
#[derive(Debug, Clone)]
enum Raw {
    /// Text that the question's kind reads.
    Text(String),
    /// A value that already has a shape.
    Shaped(Value),
}

/// The prefix of the variables that answer questions.
pub const PREFIX: &str = "MSGEN_";

/// The variable that names the templates folder: it is read before there are any questions.
pub const TEMPLATES_VARIABLE: &str = "MSGEN_TEMPLATES";

impl Given {
    /// Adds the answers of a file.
    pub fn file(&mut self, config: &Config) {
        for (question, value) in &config.answers {
            let place = config.place(question).unwrap_or(CONFIG_FILE).to_owned();
            self.values.push((question.clone(), Raw::Shaped(value.clone()), Source::File(place)));
        }
    }

    /// Adds the variables that start with `MSGEN_`. An empty variable says nothing.
    pub fn environment(&mut self, variables: impl Iterator<Item = (String, String)>) {
        for (name, text) in variables {
            if let Some(rest) = name.strip_prefix(PREFIX)
                && !text.is_empty()
                && name != TEMPLATES_VARIABLE
            {
                let question = rest.to_lowercase().replace('_', "-");
                self.values.push((question, Raw::Text(text), Source::Env(name)));
            }
        }
    }

    /// Adds the value of a flag, shown as `flag` in messages.
    pub fn flag(&mut self, question: &str, text: &str, flag: &str) {
        self.values.push((question.to_owned(), Raw::Text(text.to_owned()), Source::Flag(flag.to_owned())));
    }

    /// Takes back whatever was said to one question.
    pub fn forget(&mut self, question: &str) {
        self.values.retain(|(id, _, _)| id != question);
    }

    /// The strongest answer given to one question, checked.
    ///
    /// # Errors
    /// The value is not right.
    pub fn one(&self, question: &Question) -> Result<Option<Sourced<Value>>> {
        match self.values.iter().rev().find(|(id, _, _)| *id == question.id) {
            Some((_, raw, source)) => read(question, raw, source).map(Some),
            None => Ok(None),
        }
    }

    /// Every answer given to one of `questions`, the strongest source of each, checked.
    ///
    /// # Errors
    /// A value is not right, or nothing asks for it: the error names the nearest question.
    pub fn answers(&self, questions: &[Question]) -> Result<Answers> {
        let mut answers = Answers::default();
        for (id, raw, source) in &self.values {
            let Some(question) = questions.iter().find(|question| question.id == *id) else {
                let ids: Vec<&str> = questions.iter().map(|question| question.id.as_str()).collect();
                return Err(Error::bad_input(format!("nothing asks for `{}`", id.escape_debug()))
                    .at(source.to_string())
                    .help(advice(id, &ids)));
            };
            let answer = read(question, raw, source)?;
            answers.set(id.clone(), answer.value, answer.source);
        }
        Ok(answers)
    }
}

/// Reads and checks a value; the message names where it came from.
fn read(question: &Question, raw: &Raw, source: &Source) -> Result<Sourced<Value>> {
    let value = match raw {
        Raw::Text(text) => question.kind.read(text).map(|value| question.kind.shape(&value)),
        Raw::Shaped(value) => Ok(question.kind.shape(value)),
    };
    let value = value.and_then(|value| question.check(&value).map(|()| value));
    match value {
        Ok(value) => Ok(Sourced { value, source: source.clone() }),
        Err(what) => {
            let place = match source {
                Source::Flag(flag) => flag.clone(),
                Source::File(place) => format!("{place}, `{}`", question.id),
                other => other.to_string(),
            };
            Err(Error::bad_input(format!("{}: {what}", question.title)).at(place).help(question.help.clone()))
        }
    }
}
