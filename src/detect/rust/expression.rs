//! The parts of an expression, before anybody asks what it stands for.

use std::ops::Range;

use super::source::Source;

/// The expression behind `name: Type = …` whose name stands at `at`.
pub(super) fn assigned(source: &Source<'_>, at: usize) -> Option<Range<usize>> {
    let tokens = &source.tokens;
    let end = (at..tokens.len()).find(|at| tokens.is(*at, ";") || tokens.is(*at, "="))?;
    let start = Some(end + 1).filter(|_| tokens.is(end, "="))?;
    let mut end = start;
    while end < tokens.len() && !tokens.is(end, ";") {
        end = tokens.close(end).max(end) + 1;
    }
    Some(start..end.min(tokens.len()))
}

/// Splits `head.method(…).method(…)` into the head and the methods called on it.
pub(super) fn chain<'s>(source: &'s Source<'_>, range: Range<usize>) -> (Range<usize>, Vec<(&'s str, usize)>) {
    let tokens = &source.tokens;
    let mut methods = Vec::new();
    let mut head_end = None;
    let mut at = range.start;
    while at < range.end {
        if tokens.is(at, ".") || tokens.is(at, "?") {
            let mut open = at + 2;
            if tokens.is(open, "::") {
                open = (open..range.end).find(|at| tokens.is(*at, "(")).unwrap_or(range.end);
            }
            let is_call = tokens.is(open, "(") && tokens.is(at, ".");
            if is_call || tokens.is(at, "?") || tokens.is(at + 1, "await") {
                head_end = head_end.or(Some(at));
            }
            if let Some(name) = tokens.word(at + 1).filter(|_| is_call) {
                methods.push((name, open));
            }
        }
        at = tokens.close(at).max(at) + 1;
    }
    (range.start..head_end.unwrap_or(range.end), methods)
}

/// A number without its `_` and its type.
pub(super) fn plain_number(number: &str) -> String {
    let number = number.replace('_', "");
    let end = number.find(['u', 'i', 'f']).unwrap_or(number.len());
    number[..end].to_owned()
}
