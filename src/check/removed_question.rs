//! Questions that somebody took out of the Dockerfile, instead of answering them.

use super::dockerfile::UNANSWERED;
use super::{Finding, Source};
use crate::document::Document;
use crate::teach::{Question, questions};
use crate::write::Change;

/// What to say of the questions that the file does not ask any more above instructions that it still has; none where it
/// asks them all.
pub(super) fn finding(change: &Change) -> Option<Finding> {
    let (text, next) = (change.current()?, change.next());
    let there = questions(text);
    let is_there =
        |question: &Question| there.iter().any(|known| known.id == question.id && known.stage == question.stage);
    let [document, planned] = [text, next].map(|text| Document::parse("", &text.replace("\r\n", "\n")).ok());
    let (document, planned) = (document?, planned?);
    // Who took the instruction out has nothing to answer.
    let instruction_of = |question: &Question| {
        let below = planned.instructions().find(|instruction| instruction.span.start > question.line)?;
        document.instructions().find(|instruction| instruction.raw == below.raw)
    };
    let removed: Vec<(Question, usize)> = questions(next)
        .into_iter()
        .filter(|question| !is_there(question))
        .filter_map(|question| instruction_of(&question).map(|instruction| (question, instruction.span.start)))
        .collect();
    let (_, line) = removed.first()?;
    let ids: Vec<String> = removed.iter().map(|(question, _)| format!("`{}`", question.id)).collect();
    let message = match &ids[..] {
        [id] => format!("the question {id} was taken out of the file"),
        ids => format!("{} questions were taken out of the file: {}", ids.len(), ids.join(", ")),
    };
    let finding = Finding::new(Source::new(&change.path, text).line(*line), message)
        .because("what is not asked is not answered either")
        .help("`msgen init --dry-run` shows where they were; put them back, and answer them");
    Some(Finding { rule: UNANSWERED.id, severity: UNANSWERED.severity, ..finding })
}
