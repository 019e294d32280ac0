//! What was said without being asked: flags, variables, files of answers.

use crate::answers::{Answers, Source, Sourced, Value};
use crate::config::{CONFIG_FILE, Config, Table};
use crate::error::{Error, Result};
use crate::nearest::advice;
use crate::question::Question;

/// Values as they were given, weakest source first; not yet read, because the language decides which questions exist.
#[derive(Debug, Clone, Default)]
pub struct Given {
    values: Vec<(String, Raw, Source)>,
    /// What a course suggests where nobody says anything.
    defaults: Vec<(String, Raw, Source)>,
    locks: Vec<Locked>,
}

/// An answer that a course fixes.
#[derive(Debug, Clone)]
struct Locked {
    question: String,
    answer: Raw,
    source: Source,
    message: String,
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

    /// Takes over what a course suggests and what it fixes.
    pub fn course(&mut self, config: &Config) {
        let place = |table, question: &str| config.place_in(table, question).unwrap_or(CONFIG_FILE).to_owned();
        for (question, value) in &config.defaults {
            let source = Source::Suggested(place(Table::Defaults, question));
            self.defaults.push((question.clone(), Raw::Shaped(value.clone()), source));
        }
        for (question, lock) in &config.locked {
            self.locks.push(Locked {
                question: question.clone(),
                answer: Raw::Shaped(lock.answer.clone()),
                source: Source::Locked(place(Table::Locked, question)),
                message: lock.message.clone(),
            });
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
        self.locks.retain(|lock| lock.question != question);
    }

    /// The strongest answer given to one question, checked; the one that a course fixes, where it does.
    ///
    /// # Errors
    /// The value is not right, or it is another one than the course fixes (refused, in the course's words).
    pub fn one(&self, question: &Question) -> Result<Option<Sourced<Value>>> {
        let said = match self.values.iter().rev().find(|(id, _, _)| *id == question.id) {
            Some((_, raw, source)) => Some(read(question, raw, source)?),
            None => None,
        };
        match self.locks.iter().find(|lock| lock.question == question.id) {
            Some(lock) => lock.over(question, said.as_ref()).map(Some),
            None => Ok(said),
        }
    }

    /// What the course suggests as the answer to one question, checked.
    ///
    /// # Errors
    /// The value is not right.
    pub fn suggested(&self, question: &Question) -> Result<Option<Sourced<Value>>> {
        let found = self.defaults.iter().find(|(id, _, _)| *id == question.id);
        found.map(|(_, raw, source)| read(question, raw, source)).transpose()
    }

    /// Every answer given to one of `questions`, the strongest source of each, checked.
    ///
    /// # Errors
    /// As for [`Given::one`]; or nothing asks for it: the error names the nearest question.
    pub fn answers(&self, questions: &[Question]) -> Result<Answers> {
        let said = self.values.iter().chain(&self.defaults).map(|(id, _, source)| (id, source));
        for (id, source) in said.chain(self.locks.iter().map(|lock| (&lock.question, &lock.source))) {
            if questions.iter().all(|question| question.id != *id) {
                let ids: Vec<&str> = questions.iter().map(|question| question.id.as_str()).collect();
                return Err(Error::bad_input(format!("nothing asks for `{}`", id.escape_debug()))
                    .at(source.to_string())
                    .help(advice(id, &ids)));
            }
        }
        let mut answers = Answers::default();
        for question in questions {
            for (_, raw, source) in self.values.iter().filter(|(id, _, _)| *id == question.id) {
                read(question, raw, source)?;
            }
            if let Some(answer) = self.one(question)? {
                answers.set(question.id.clone(), answer.value, answer.source);
            }
        }
        Ok(answers)
    }
}

impl Locked {
    /// The fixed answer, unless something else was `said`.
    fn over(&self, question: &Question, said: Option<&Sourced<Value>>) -> Result<Sourced<Value>> {
        let answer = read(question, &self.answer, &self.source)?;
        match said.filter(|said| said.value != answer.value) {
            None => Ok(answer),
            Some(said) => {
                let what = format!(
                    "{}: the course fixes `{}`, and `{}` is another answer",
                    question.title, answer.value, said.value
                );
                let message = if self.message.is_empty() { "leave the answer out" } else { &self.message };
                Err(Error::refused(what)
                    .at(format!("{} = {} (from {})", question.id, said.value, said.source))
                    .help(message))
            }
        }
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
                Source::File(place) | Source::Suggested(place) | Source::Locked(place) => {
                    format!("{place}, `{}`", question.id)
                }
                other => other.to_string(),
            };
            Err(Error::bad_input(format!("{}: {what}", question.title)).at(place).help(question.help.clone()))
        }
    }
}
