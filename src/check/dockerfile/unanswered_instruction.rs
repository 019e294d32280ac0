//! A question of the Dockerfile that its author has not answered.

use std::collections::BTreeSet;

use crate::check::{Case, Finding, Rule, Run, Severity};
use crate::teach::{Question, questions, words};

/// The rule.
pub(in crate::check) const RULE: Rule =
    Rule { id: "unanswered-instruction", severity: Severity::Warning, is_default: true, run: Run::Dockerfile(check) };

/// An answer has as many words.
const LEAST: usize = 3;

/// What somebody writes who means to answer later.
const LATER: &[&str] = &["todo", "tbd", "fixme", "xxx"];

/// Words that say nothing about an instruction by themselves.
const EMPTY: &[&str] = &[
    "a", "an", "and", "are", "as", "at", "be", "because", "been", "but", "by", "can", "could", "did", "do", "does",
    "for", "from", "had", "has", "have", "here", "how", "i", "if", "in", "is", "it", "its", "my", "no", "not", "of",
    "on", "or", "our", "so", "than", "that", "the", "their", "them", "then", "there", "these", "they", "this", "those",
    "to", "was", "we", "what", "when", "which", "who", "why", "will", "with", "would", "yes", "you", "your",
];

fn check(case: &Case<'_>, found: &mut Vec<Finding>) {
    for question in questions(&case.source.text) {
        let Some(message) = fault(case, &question) else { continue };
        found.push(
            Finding::new(case.source.line(question.answer_line()), message)
                .because(format!("it asks: {}", question.text))
                .help("answer in a sentence of your own, behind `# Answer:` and on further `# ` lines"),
        );
    }
}

/// What is wrong with the answer.
fn fault(case: &Case<'_>, question: &Question) -> Option<String> {
    let id = &question.id;
    if question.answer.is_none() {
        // Anybody may write a comment that begins like a question: only those of a page are msgen's.
        let is_asked = case.catalog.templates().read(&format!("reasons/{id}.md")).is_ok_and(|page| page.is_some());
        return is_asked.then(|| format!("the question `{id}` has no line `# Answer:` below it"));
    }
    let lower =
        |text: &str| -> Vec<String> { words(text).into_iter().map(|word| text[word.bytes].to_lowercase()).collect() };
    let answer = lower(&question.said);
    let said = answer.iter().filter(|word| word.chars().any(char::is_alphabetic)).count();
    let asked: BTreeSet<String> = lower(&question.text).into_iter().collect();
    let is_new = |word: &String| !EMPTY.contains(&word.as_str()) && !asked.contains(word);
    if said == 0 {
        Some(format!("the question `{id}` is not answered"))
    } else if LATER.contains(&answer[0].as_str()) {
        Some(format!("the question `{id}` is left for later"))
    } else if said < LEAST {
        Some(format!("the question `{id}` is answered in fewer than {LEAST} words"))
    } else if !answer.iter().any(is_new) {
        Some(format!("the answer to `{id}` says nothing that the question does not"))
    } else {
        None
    }
}
