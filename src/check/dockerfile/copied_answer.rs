//! An answer that is a reason's own text.

use std::collections::BTreeMap;

use crate::check::{Case, Finding, Rule, Run, Severity};
use crate::teach::{Phrases, Word, page_phrases, questions, words};

/// The rule.
pub(super) const RULE: Rule =
    Rule { id: "copied-answer", severity: Severity::Warning, is_default: true, run: Run::Dockerfile(check) };

/// So many words in a row nobody has in common with a page by chance. The terms of an answer ("the build stage", "no
/// package manager") are runs of two to five words, and with a clause around them an answer of somebody's own had eight
/// words of its page: "is process 1 and gets the stop signal".
const RUN: usize = 10;

/// The whole answer may be shorter than that, and still be nothing but a piece of the page: the shortest title has five
/// words.
const WHOLE: usize = 5;

fn check(case: &Case<'_>, found: &mut Vec<Finding>) {
    let mut pages = BTreeMap::new();
    for question in questions(&case.source.text) {
        let answer = &question.said;
        let own = words(answer);
        let length = own.len().min(RUN);
        if length < WHOLE {
            continue;
        }
        let page = pages.entry(question.id.clone()).or_insert_with_key(|id| page(case, id));
        let phrases = Phrases::of(length, page.iter().map(Vec::as_slice));
        // Of the other pages only whole sentences: the trade has its words in common with all of them.
        let Some(shared) = phrases.shared(&own).or_else(|| case.catalog.phrases().shared(&own)) else { continue };
        let (first, last) = (&own[shared.start], &own[shared.end - 1]);
        let copied = &answer[first.bytes.start..last.bytes.end];
        found.push(
            Finding::new(
                case.source.line(question.answer_line()),
                format!("the answer to `{}` is what `msgen explain` says: \"{copied}\"", question.id),
            )
            .because("it shows that the explanation was found, and not that it was understood")
            .help("say it in words of your own, and of this image: what would you see without the instruction?"),
        );
    }
}

/// What the page of a reason says; nothing where there is no such page.
fn page(case: &Case<'_>, id: &str) -> Vec<Vec<Word>> {
    let pages = case.catalog.reasons([id]).unwrap_or_default();
    pages.get(id).map(page_phrases).unwrap_or_default()
}
