//! Where the questions of a text are, and which of its lines answer them.

use std::ops::Range;

use super::{ANSWER, QUESTION};
use crate::page::is_id;

/// A question in a Dockerfile, or in a listing of one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// The id of the reason that is asked for. There may be no such reason: anybody can write a comment.
    pub id: String,
    /// The question itself.
    pub text: String,
    /// The stage that it is in, in words: ``the stage `builder` ``, `the final stage`.
    pub stage: String,
    /// Its first line, counted from 1.
    pub line: usize,
    /// The lines of the answer, counted from 0, the one that says `# Answer:` first; none where it is not there.
    pub answer: Option<Range<usize>>,
    /// What they say, without the marks of comments, and without comments that are for tools.
    pub said: String,
}

/// Comments that tools read, and that say nothing to the reader of an answer.
const TOOLS: &[&str] = &["hadolint ", "msgen ignore=", "syntax=", "escape=", "check="];

/// The questions of a text, in order.
#[must_use]
pub fn questions(text: &str) -> Vec<Question> {
    if !text.contains(QUESTION) {
        return Vec::new();
    }
    let mut found: Vec<Question> = Vec::new();
    let mut stages: Vec<String> = Vec::new();
    // The number of the stage of each question, once it is known; a question above a FROM belongs to what that opens.
    let mut numbers: Vec<usize> = Vec::new();
    let mut is_open = false;
    for (index, line) in text.split_inclusive('\n').enumerate() {
        let Some(comment) = comment(line) else {
            is_open = false;
            if !line.trim().is_empty() {
                stages.extend(stage_opened(line));
                numbers.resize(found.len(), stages.len());
            }
            continue;
        };
        if let Some((id, words)) = asked(comment) {
            found.push(Question {
                id: id.to_owned(),
                text: words.to_owned(),
                stage: String::new(),
                line: index + 1,
                answer: None,
                said: String::new(),
            });
            is_open = true;
        } else if let Some(question) = found.last_mut().filter(|_| is_open) {
            question.take(index, comment);
        }
    }
    numbers.resize(found.len(), stages.len());
    for (question, number) in found.iter_mut().zip(numbers) {
        question.stage = stage_name(&stages, number);
    }
    found
}

impl Question {
    /// The line on which its answer begins, counted from 1; its own where there is none.
    #[must_use]
    pub fn answer_line(&self) -> usize {
        self.answer.as_ref().map_or(self.line, |lines| lines.start + 1)
    }

    /// Takes a further comment line in: of the question, or of its answer.
    fn take(&mut self, index: usize, comment: &str) {
        let (text, words) = match &mut self.answer {
            Some(lines) => {
                lines.end = index + 1;
                (&mut self.said, comment.trim_start_matches('#').trim_start())
            }
            None => match comment.strip_prefix(ANSWER) {
                Some(first) => {
                    self.answer = Some(index..index + 1);
                    (&mut self.said, first.trim_start())
                }
                None => (&mut self.text, comment),
            },
        };
        if !words.is_empty() && !TOOLS.iter().any(|tool| words.starts_with(tool)) {
            text.push_str(if text.is_empty() { "" } else { " " });
            text.push_str(words);
        }
    }
}

/// What a comment line says, without the white space around it; none for any other line.
pub(super) fn comment(line: &str) -> Option<&str> {
    line.trim_start_matches('\u{feff}').trim().strip_prefix('#').map(str::trim)
}

/// The id and the first words of a question, if a comment is the beginning of one.
fn asked(comment: &str) -> Option<(&str, &str)> {
    let (id, words) = comment.strip_prefix(QUESTION)?.strip_prefix(' ')?.split_once(':')?;
    is_id(id).then_some((id, words.trim()))
}

/// The name of the stage that a line opens, empty where it has none.
fn stage_opened(line: &str) -> Option<String> {
    let mut words = line.split_whitespace();
    words.next().filter(|word| word.eq_ignore_ascii_case("FROM"))?;
    let mut behind = words.skip_while(|word| !word.eq_ignore_ascii_case("AS"));
    Some(behind.nth(1).unwrap_or_default().to_owned())
}

/// What a stage is called: the last one by its place, whatever its name, because another base may give it another name.
fn stage_name(stages: &[String], number: usize) -> String {
    match number.checked_sub(1).and_then(|index| stages.get(index)) {
        None => "no stage".to_owned(),
        Some(_) if number == stages.len() => "the final stage".to_owned(),
        Some(name) if name.is_empty() => format!("stage {number}"),
        Some(name) => format!("the stage `{name}`"),
    }
}
