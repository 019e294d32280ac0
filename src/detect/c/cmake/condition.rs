//! Whether a branch of a `CMake` file is taken.

use super::parse::Argument;
use super::scope::Scope;

/// Whether `CMake` takes a value for true.
pub(super) fn is_true(value: &str) -> bool {
    let value = value.to_ascii_uppercase();
    matches!(value.as_str(), "1" | "ON" | "YES" | "TRUE" | "Y") || value.parse::<i64>().is_ok_and(|number| number != 0)
}

/// Whether `CMake` takes a value for false.
fn is_false(value: &str) -> bool {
    let value = value.to_ascii_uppercase();
    matches!(value.as_str(), "0" | "OFF" | "NO" | "FALSE" | "N" | "IGNORE" | "NOTFOUND" | "")
        || value.ends_with("-NOTFOUND")
}

/// Whether the condition holds; `None` where that cannot be told.
pub(super) fn holds(arguments: &[Argument], scope: &Scope) -> Option<bool> {
    let words: Vec<String> = arguments
        .iter()
        .map(|argument| if argument.is_raw { argument.text.clone() } else { scope.expand(&argument.text) })
        .collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    any(&words, scope)
}

fn any(words: &[&str], scope: &Scope) -> Option<bool> {
    let parts = split(words, "OR").into_iter().map(|part| all(part, scope)).collect::<Vec<_>>();
    if parts.contains(&Some(true)) {
        return Some(true);
    }
    parts.iter().all(|part| *part == Some(false)).then_some(false)
}

fn all(words: &[&str], scope: &Scope) -> Option<bool> {
    let parts = split(words, "AND").into_iter().map(|part| one(part, scope)).collect::<Vec<_>>();
    if parts.contains(&Some(false)) {
        return Some(false);
    }
    parts.iter().all(|part| *part == Some(true)).then_some(true)
}

fn one(words: &[&str], scope: &Scope) -> Option<bool> {
    match words {
        ["NOT", rest @ ..] => one(rest, scope).map(|holds| !holds),
        ["(", inner @ .., ")"] => any(inner, scope),
        ["DEFINED", variable] => Some(scope.get(variable).is_some()),
        [left, "STREQUAL", right] => {
            let left = scope.get(left).unwrap_or(left);
            let right = scope.get(right).unwrap_or(right);
            Some(left == right)
        }
        [word] if is_true(word) => Some(true),
        [word] if is_false(word) => Some(false),
        [word] => match scope.get(word) {
            Some(value) if is_false(value) => Some(false),
            Some(_) => Some(true),
            // A variable that the file never sets is one that a person may set: most are for tests and extras.
            None if word.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_') => asked_for(word),
            None => None,
        },
        _ => None,
    }
}

/// Whether a variable that nobody sets by that switches something off.
fn asked_for(word: &str) -> Option<bool> {
    let extra = ["TEST", "BENCH", "EXAMPLE", "FUZZ", "COVERAGE", "DOC", "SANITI"];
    extra.iter().any(|part| word.contains(part)).then_some(false)
}

/// The parts between `separator`s that stand outside brackets.
fn split<'w, 'a>(words: &'w [&'a str], separator: &str) -> Vec<&'w [&'a str]> {
    let mut parts = Vec::new();
    let (mut depth, mut start) = (0, 0);
    for (at, word) in words.iter().enumerate() {
        match *word {
            "(" => depth += 1,
            ")" => depth -= 1,
            word if word == separator && depth == 0 => {
                parts.push(&words[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&words[start..]);
    parts
}
