//! The nearest word: what somebody who typed an unknown key, id or value most likely meant.

use crate::error::Error;

/// How alike two words must be, from 0 to 1, before one is worth suggesting for the other.
const ALIKE: f64 = 0.7;

/// The candidate most like `word`, or `None` where nothing is alike enough to be what was meant.
///
/// Of two equally like candidates the first one wins, so the answer depends on nothing but its input.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word = word.to_lowercase();
    let mut best = None;
    let mut best_score = ALIKE;
    for candidate in candidates {
        let lower = candidate.to_lowercase();
        let score = strsim::jaro_winkler(&word, &lower).max(strsim::normalized_damerau_levenshtein(&word, &lower));
        if score > best_score {
            best = Some(candidate);
            best_score = score;
        }
    }
    best
}

/// What to do about an unknown word: names the nearest candidate, or lists them all.
#[must_use]
pub fn advice(word: &str, candidates: &[&str]) -> String {
    match nearest(word, candidates.iter().copied()) {
        Some(candidate) => format!("did you mean `{candidate}`?"),
        None => format!("known here: {}", candidates.join(", ")),
    }
}

/// The error for a word at `place` that is not `what`, none of the `known` ones.
#[must_use]
pub fn unknown(word: &str, what: &str, place: &str, known: &[String]) -> Error {
    let known: Vec<&str> = known.iter().map(String::as_str).collect();
    Error::bad_input(format!("`{}` is not {what}", word.escape_debug())).at(place).help(advice(word, &known))
}
