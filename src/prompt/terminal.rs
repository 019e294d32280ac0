//! The asker that asks a person: the only place that names dialoguer.

mod line;

use std::sync::atomic::{AtomicBool, Ordering};

use dialoguer::console::{Term, set_colors_enabled_stderr, style, truncate_str};
use dialoguer::theme::{ColorfulTheme, SimpleTheme, Theme};
use dialoguer::{Confirm, Select};

use super::{Asker, Choice, Prompt};
use crate::answers::{Source, Value};
use crate::error::{Error, ErrorKind, Result};
use crate::question::Question;

/// Set by Ctrl-C. The reading call returns by itself; this catches a Ctrl-C between two questions.
static STOPPED: AtomicBool = AtomicBool::new(false);

/// Asks on stderr, so that stdout stays data.
pub struct Terminal {
    term: Term,
    theme: Box<dyn Theme>,
}

impl Terminal {
    /// Takes the terminal over: from here on Ctrl-C ends the question, restores the cursor and exits with 130.
    #[must_use]
    pub fn new(color: bool) -> Self {
        // A second handler is refused, and then the first one is in place already.
        let _ = ctrlc::set_handler(|| STOPPED.store(true, Ordering::SeqCst));
        set_colors_enabled_stderr(color);
        let theme: Box<dyn Theme> = if color { Box::new(ColorfulTheme::default()) } else { Box::new(SimpleTheme) };
        Self { term: Term::stderr(), theme }
    }

    /// One of `choices`; a refused one is explained and the question comes again.
    fn choose(&self, title: &str, choices: &[Choice], first: usize) -> Result<Value> {
        let width = usize::from(self.term.size().1).max(20) - 4;
        let widest = choices.iter().map(|choice| choice.label.chars().count()).max().unwrap_or(0);
        let items: Vec<String> = choices
            .iter()
            .map(|choice| {
                let note = match &choice.refused {
                    Some(reason) => format!("refused: {reason}"),
                    None => choice.note.clone(),
                };
                truncate_str(format!("{:widest$}  {note}", choice.label).trim_end(), width, "…").into_owned()
            })
            .collect();
        let mut start = first;
        loop {
            let select = Select::with_theme(self.theme.as_ref()).with_prompt(title).items(&items).default(start);
            let chosen = self.answered(select.report(false).interact_on_opt(&self.term))?;
            let choice = &choices[chosen];
            match &choice.refused {
                Some(reason) => {
                    self.say(&format!("  {} is refused: {reason}", choice.label))?;
                    start = chosen;
                }
                None => {
                    self.say(&format!("  {title}: {}", style(&choice.label).bold().for_stderr()))?;
                    return Ok(choice.value.clone());
                }
            }
        }
    }

    /// Any text that passes the question's own check; a bad one is explained and the question comes again.
    fn text(&self, title: &str, question: &Question, suggestion: Option<&Value>) -> Result<Value> {
        let default = suggestion.map(ToString::to_string);
        loop {
            self.check_stop()?;
            let typed = line::read(&self.term, title, default.as_deref()).map_err(|error| self.stopped(&error))?;
            let value = match (typed.trim(), suggestion) {
                ("", Some(suggestion)) => Ok(suggestion.clone()),
                (typed, _) => question.kind.read(typed).and_then(|value| question.check(&value).map(|()| value)),
            };
            match value {
                Ok(value) => return Ok(value),
                Err(what) => self.say(&format!("  {what}"))?,
            }
        }
    }

    fn say(&self, text: &str) -> Result<()> {
        self.term.write_line(text).map_err(|error| self.stopped(&error))
    }

    /// Unwraps what a question of dialoguer's returned: nothing means Esc.
    fn answered<T>(&self, answer: dialoguer::Result<Option<T>>) -> Result<T> {
        match answer {
            Ok(Some(value)) => self.check_stop().map(|()| value),
            Ok(None) => Err(self.stop()),
            Err(dialoguer::Error::IO(error)) => Err(self.stopped(&error)),
        }
    }

    fn check_stop(&self) -> Result<()> {
        if STOPPED.load(Ordering::SeqCst) { Err(self.stop()) } else { Ok(()) }
    }

    fn stop(&self) -> Error {
        // The cursor is all there is to restore; where even that fails, the terminal is gone.
        let _ = self.term.show_cursor();
        Error::new(ErrorKind::Interrupted, "stopped; nothing was written")
    }

    fn stopped(&self, error: &std::io::Error) -> Error {
        match error.kind() {
            std::io::ErrorKind::Interrupted | std::io::ErrorKind::UnexpectedEof => self.stop(),
            _ => Error::failed(format!("the terminal does not answer: {error}")).help("--non-interactive asks nothing"),
        }
    }
}

impl Asker for Terminal {
    fn ask(&mut self, prompt: &Prompt<'_>) -> Result<Value> {
        self.check_stop()?;
        let question = prompt.question;
        let suggested = prompt.suggestion.map(|suggestion| &suggestion.value);
        if !prompt.choices.is_empty() {
            let first = prompt.choices.iter().position(|choice| Some(&choice.value) == suggested);
            let usable = prompt.choices.iter().position(|choice| choice.refused.is_none());
            return self.choose(&question.title, &prompt.choices, first.or(usable).unwrap_or(0));
        }
        if !prompt.doubts.is_empty() {
            let found = prompt.doubts.iter().map(|(value, evidence)| Choice {
                value: value.clone(),
                label: value.to_string(),
                note: evidence.to_string(),
                refused: None,
            });
            let other = Choice { value: Value::Text(String::new()), ..Choice::plain("another …") };
            let choices: Vec<Choice> = found.chain([other]).collect();
            let value = self.choose(&question.title, &choices, 0)?;
            if !value.is_empty() {
                return Ok(value);
            }
            return self.text(&question.title, question, None);
        }
        let title = match prompt.suggestion.map(|suggestion| &suggestion.source) {
            Some(source @ Source::Detected(_)) => format!("{} — {source}", question.title),
            _ => question.title.clone(),
        };
        self.text(&title, question, suggested)
    }

    fn confirm(&mut self, what: &str, default: bool) -> Result<bool> {
        self.check_stop()?;
        let confirm = Confirm::with_theme(self.theme.as_ref()).with_prompt(what).default(default);
        self.answered(confirm.interact_on_opt(&self.term))
    }

    fn is_person(&self) -> bool {
        true
    }
}
