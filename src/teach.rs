//! Questions in a Dockerfile in place of reasons, and the author's own words below them.
//!
//! ```text
//! # Question cache-mount: What would change in the second build … ?
//! # Answer: the compiler would start
//! # from nothing again
//! RUN --mount=type=cache,target=/root/.cache/go-build go build .
//! ```
//!
//! An answer begins behind `# Answer:` and goes on to the last comment line above the next question, the next empty line
//! or the instruction. msgen writes the questions; the answers are their author's, kept byte for byte, and no comparison
//! of what msgen wrote with what is there sees them.
//!
//! Everything here reads lines, not instructions: a Dockerfile that somebody has broken still has its answers, and so has
//! the listing of one in a report.
//!
//! ```text
//! teach
//! ├── question  where the questions of a text are, and which of its lines answer them
//! ├── phrase    runs of words, to tell somebody's own words from a page's
//! └── notice    what init says of answers that nothing asks for any more
//! ```

mod notice;
mod phrase;
mod question;

use std::borrow::Cow;

pub use notice::notices;
pub use question::{Question, questions};

pub(crate) use phrase::{Phrases, Word, page_phrases, words};

/// How the first line of a question begins, behind `# `; the id of its reason and a colon follow.
pub(crate) const QUESTION: &str = "Question";

/// How the first line of an answer begins, behind `# `.
pub(crate) const ANSWER: &str = "Answer:";

/// The line of an answer that is not there yet.
const EMPTY: &str = "# Answer:";

/// What the author of a Dockerfile answered.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OwnWords {
    answers: Vec<Answer>,
}

/// One answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The stage that it is in, in words: `the final stage`.
    pub stage: String,
    /// The id of the reason that is asked for.
    pub id: String,
    /// Its lines as they are written, from `# Answer:` on, each ended by LF.
    pub raw: String,
}

impl OwnWords {
    /// The answers in a Dockerfile, or in a listing of one.
    #[must_use]
    pub fn read(text: &str) -> Self {
        let lines: Vec<&str> = text.split_inclusive('\n').collect();
        let answers = questions(text).into_iter().filter_map(|question| {
            let raw = lines[question.answer?].concat().replace("\r\n", "\n");
            let raw = if raw.ends_with('\n') { raw } else { raw + "\n" };
            Some(Answer { stage: question.stage, id: question.id, raw })
        });
        Self { answers: answers.filter(|answer| answer.raw.trim_end_matches('\n') != EMPTY).collect() }
    }

    /// `text` with these answers below the questions that they answer. Other lines stay as they are.
    #[must_use]
    pub fn put_into<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let mut left: Vec<&Answer> = self.answers.iter().collect();
        replaced(text, |question, _| {
            let at = left.iter().position(|answer| answer.stage == question.stage && answer.id == question.id)?;
            Some(Cow::Borrowed(left.remove(at).raw.as_str()))
        })
    }

    /// The answers with words in them that `other` does not have in the same place.
    #[must_use]
    pub fn missing_in(&self, other: &Self) -> Vec<&Answer> {
        let mut there: Vec<&Answer> = other.answers.iter().collect();
        let is_missing = |answer: &&Answer| match there.iter().position(|known| known == answer) {
            Some(at) => {
                there.remove(at);
                false
            }
            None => answer.has_words(),
        };
        self.answers.iter().filter(is_missing).collect()
    }
}

impl Answer {
    /// Whether anything at all is written there.
    fn has_words(&self) -> bool {
        let (first, more) = self.raw.split_once('\n').unwrap_or((&self.raw, ""));
        let first = question::comment(first).and_then(|text| text.strip_prefix(ANSWER)).unwrap_or_default();
        !first.trim().is_empty() || !more.chars().all(|letter| letter == '#' || letter.is_whitespace())
    }
}

/// `text` with every answer taken out: `# Answer:` alone is left of it. A text without questions stays as it is.
#[must_use]
pub fn without_answers(text: &str) -> Cow<'_, str> {
    replaced(text, |_, old| {
        let end = if old.split_inclusive('\n').next()?.ends_with("\r\n") { "\r\n" } else { "\n" };
        let end = if old.ends_with('\n') { end } else { "" };
        Some(Cow::Owned(format!("{EMPTY}{end}")))
    })
}

/// `text` with each answer replaced by what `replace` says; where it says nothing the answer stays.
fn replaced<'t, 'n>(text: &'t str, mut replace: impl FnMut(&Question, &str) -> Option<Cow<'n, str>>) -> Cow<'t, str> {
    let questions = questions(text);
    if questions.is_empty() {
        return Cow::Borrowed(text);
    }
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let (mut new, mut done) = (String::with_capacity(text.len()), 0);
    for question in &questions {
        let Some(answer) = question.answer.clone() else { continue };
        let old = lines[answer.clone()].concat();
        new.extend(lines[done..answer.start].iter().copied());
        new.push_str(&replace(question, &old).unwrap_or(Cow::Borrowed(&old)));
        done = answer.end;
    }
    new.extend(lines[done..].iter().copied());
    Cow::Owned(new)
}
