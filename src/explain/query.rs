//! What somebody wants to have explained, in whatever order they say it.

use std::path::{Path, PathBuf};

use crate::check::switch::unknown;
use crate::check::{Rule, rules};
use crate::document::Span;
use crate::error::{Error, Result};
use crate::page::is_id;

/// What is to be explained.
#[derive(Debug, Clone)]
pub struct Query {
    /// The folder or Dockerfile; the current folder where none is named.
    pub path: PathBuf,
    /// What of it.
    pub topic: Topic,
}

/// What is to be explained of a Dockerfile, or beside it.
#[derive(Debug, Clone)]
pub enum Topic {
    /// Every instruction.
    Whole,
    /// What stands in these lines.
    Lines(Span),
    /// A rule.
    Rule(&'static Rule),
    /// What an engine, a kernel or a program said.
    Message(String),
    /// A message that standard input holds.
    Input,
}

impl Query {
    /// Understands the words: a line, a path that `exists`, `PATH:LINE`, a rule; what is left is a message.
    ///
    /// # Errors
    /// A line of a file that is not there.
    pub fn parse(words: &[String], exists: impl Fn(&Path) -> bool) -> Result<Self> {
        let mut path = None;
        let mut topic = Topic::Whole;
        let mut rest: Vec<&str> = Vec::new();
        for word in words {
            let file_and_lines = word.rsplit_once(':').filter(|(file, _)| exists(Path::new(file)));
            if word == "-" {
                topic = Topic::Input;
            } else if let Some(span) = lines(word) {
                topic = Topic::Lines(span);
            } else if let Some(rule) = rules().into_iter().find(|rule| rule.id == word) {
                topic = Topic::Rule(rule);
            } else if exists(Path::new(word)) {
                path = Some(PathBuf::from(word));
            } else if let Some((file, span)) = file_and_lines.and_then(|(file, text)| Some((file, lines(text)?))) {
                (path, topic) = (Some(PathBuf::from(file)), Topic::Lines(span));
            } else {
                rest.push(word);
            }
        }
        match (rest.as_slice(), &topic) {
            ([], _) => {}
            ([file], Topic::Lines(_)) => {
                return Err(Error::bad_input("there is no such file").at((*file).to_owned()));
            }
            // An unquoted message may hold numbers and names of files.
            _ => (path, topic) = (None, Topic::Message(words.join(" "))),
        }
        Ok(Self { path: path.unwrap_or_else(|| PathBuf::from(".")), topic })
    }
}

/// Nobody knows the message. A single word may be meant as a rule.
#[must_use]
pub fn nobody_knows(message: &str) -> Error {
    let word = message.trim();
    if is_id(word) && word.contains('-') {
        return unknown(word);
    }
    if word.is_empty() {
        return Error::bad_input("there is no message to explain").help("docker build . 2>&1 | msgen explain -");
    }
    Error::bad_input("nobody has explained this message yet").help(
        "give the line that says what failed, as it was printed; if that is what you did, report it with the command \
         and the Dockerfile: it becomes an entry of templates/messages.toml, as CONTRIBUTING says",
    )
}

/// `12` or `12-14`.
fn lines(text: &str) -> Option<Span> {
    let (start, end) = text.split_once('-').unwrap_or((text, text));
    let number = |text: &str| text.parse().ok().filter(|_| text.bytes().all(|byte| byte.is_ascii_digit()));
    let (start, end): (usize, usize) = (number(start)?, number(end)?);
    Some(Span { start: start.min(end), end: start.max(end) })
}
