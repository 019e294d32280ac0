//! Reasons: why an instruction is there, told once for the listing, the comments, the report and the rules' advice.

mod comment;
mod teach;

use serde::Serialize;

pub use comment::{Comments, annotate};

use crate::error::{Error, Result};
use crate::page::Kind;

/// How the page of a reason looks.
const KIND: Kind<5> = Kind {
    name: "reason",
    title: "What the instruction achieves",
    sections: ["What it does", "Why", "What breaks without it", "See it yourself", "Question"],
};

/// The longest question, in characters: two lines of a Dockerfile hold it.
const LONGEST_QUESTION: usize = 110;

/// Why an instruction is there. Its texts are Markdown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reason {
    /// Names the practice: `cache-mount`. The file is called after it.
    pub id: String,
    /// One line that says what the instruction achieves.
    pub title: String,
    /// What the instruction does.
    pub what: String,
    /// Why it is done, and done this way.
    pub why: String,
    /// What breaks without it.
    pub without: String,
    /// How to see it with one's own eyes.
    pub see: String,
    /// What a student is asked instead of being told: one line that ends in `?`.
    pub question: String,
}

impl Reason {
    /// Reads `<id>.md`: a title, then the five sections. `path` gives the id, and is what errors show.
    ///
    /// # Errors
    /// The file name is not an id, the title is missing or too long, a section is missing, empty, unknown or out of
    /// order, or the question is not one line that ends in `?`, or too long.
    pub fn parse(path: &str, text: &str) -> Result<Self> {
        let page = KIND.read(path, text)?;
        let [what, why, without, see, question] = page.sections;
        check_question(&question).map_err(|what| {
            // It is the last section, so its heading is the last line that says so.
            let line = text.lines().count() - text.lines().rev().take_while(|line| !line.starts_with("## ")).count();
            Error::bad_input(what).at(format!("{path}:{line}")).help("one line that makes its reader think: Why … ?")
        })?;
        Ok(Self { id: page.id, title: page.title, what, why, without, see, question })
    }

    /// The sections that explain: heading and Markdown.
    #[must_use]
    pub fn sections(&self) -> [(&'static str, &str); 4] {
        let [what, why, without, see, _] = KIND.sections;
        [(what, &self.what), (why, &self.why), (without, &self.without), (see, &self.see)]
    }
}

/// Checks that a question can stand in a comment, and is one.
fn check_question(question: &str) -> std::result::Result<(), String> {
    let length = question.chars().count();
    if question.contains(char::is_control) || !question.ends_with('?') {
        Err("the question is not one line that ends in `?`".to_owned())
    } else if length > LONGEST_QUESTION {
        Err(format!("the question has {length} characters, {LONGEST_QUESTION} are allowed"))
    } else {
        Ok(())
    }
}
