//! The value of an expression as far as the source tells it: a text, and the variable that changes it.

use std::cell::Cell;
use std::ops::Range;

use super::source::{Call, Source};
use crate::answers::Evidence;

/// Names that lead to names: a value that takes more steps than this is a puzzle.
const STEPS: u32 = 100;

/// What is known of an expression.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Value {
    /// The literal, or the default of the variable.
    pub text: Option<String>,
    /// The environment variable that sets it, and where it is read.
    pub variable: Option<(String, Evidence)>,
}

impl Value {
    fn literal(text: &str) -> Self {
        Self { text: Some(text.to_owned()), variable: None }
    }

    fn is_unknown(&self) -> bool {
        self.text.is_none() && self.variable.is_none()
    }
}

/// The value of the expression `range` of `source`, in a project of `sources`.
pub(super) fn evaluate<'a>(sources: &[Source<'a>], source: &Source<'a>, range: Range<usize>) -> Value {
    value(sources, source, range, &Cell::new(STEPS))
}

fn value<'a>(sources: &[Source<'a>], source: &Source<'a>, mut range: Range<usize>, steps: &Cell<u32>) -> Value {
    let Some(left) = steps.get().checked_sub(1) else { return Value::default() };
    steps.set(left);
    let tokens = &source.tokens;
    while range.len() > 1 && tokens.is(range.start, "(") && tokens.close(range.start) + 1 == range.end {
        range = range.start + 1..range.end - 1;
    }
    if let Some(or) = range.clone().find(|at| tokens.is(*at, "or") && tokens.open(*at) == tokens.open(range.start)) {
        let first = value(sources, source, range.start..or, steps);
        let second = value(sources, source, or + 1..range.end, steps);
        return Value { text: first.text.or(second.text), variable: first.variable.or(second.variable) };
    }
    if range.len() == 1 {
        let at = range.start;
        if let Some(text) = tokens.text(at).or_else(|| tokens.number(at)) {
            return Value::literal(text);
        }
    }
    if let Some(call) = Call::whole(source, &range) {
        return of_call(sources, &call, steps);
    }
    if let Some((name, at)) = subscript(source, &range)
        && source.resolve(&name) == "os.environ"
    {
        return tokens.text(at).map_or_else(Value::default, |variable| Value {
            text: None,
            variable: Some((variable.to_owned(), source.evidence(range.clone()))),
        });
    }
    of_name(sources, source, &range, steps)
}

/// The value of a name, or of a field by its last name: from assignments in this file, then in the others.
fn of_name<'a>(sources: &[Source<'a>], source: &Source<'a>, range: &Range<usize>, steps: &Cell<u32>) -> Value {
    let tokens = &source.tokens;
    let belongs = |at: usize| tokens.word(at).is_some() || [".", "(", ")"].iter().any(|symbol| tokens.is(at, symbol));
    let is_name = range.clone().all(belongs);
    let Some(name) = range.end.checked_sub(1).and_then(|at| tokens.word(at)).filter(|_| is_name) else {
        return Value::default();
    };
    let here = source.assigned(name).into_iter().map(|range| value(sources, source, range, steps));
    if let Some(found) = here.into_iter().find(|value| !value.is_unknown()) {
        return found;
    }
    let others = sources.iter().filter(|other| other.path != source.path);
    let there = others.flat_map(|other| {
        other.assigned(name).into_iter().map(move |range| value(sources, other, range, steps)).collect::<Vec<_>>()
    });
    there.into_iter().find(|value| !value.is_unknown()).unwrap_or_default()
}

fn of_call<'a>(sources: &[Source<'a>], call: &Call<'_, 'a>, steps: &Cell<u32>) -> Value {
    let inner = |range: Range<usize>| value(sources, call.source, range, steps);
    let name = call.name();
    match name.as_str() {
        "int" | "str" => call.positional(0).map(inner).unwrap_or_default(),
        "os.environ.get" | "os.getenv" => setting(call, call.argument(1, "default").map(inner)),
        // decouple, environs and django-environ: config("PORT", default=8000), env.int("PORT", 8000)
        _ if matches!(
            name.split('.').next(),
            Some("decouple" | "environ" | "environs" | "env" | "config" | "starlette")
        ) =>
        {
            setting(call, call.argument(1, "default").map(inner))
        }
        _ if call.last() == "add_argument" => call.named("default").map(inner).unwrap_or_default(),
        _ if call.last() == "Field" => call.argument(0, "default").map(inner).unwrap_or_default(),
        _ => Value::default(),
    }
}

/// The variable that a call names first, with its default.
fn setting(call: &Call<'_, '_>, default: Option<Value>) -> Value {
    Value {
        text: default.and_then(|default| default.text),
        variable: call.text(0).map(|variable| (variable.to_owned(), call.evidence())),
    }
}

/// The name and the index of `name["index"]`.
fn subscript(source: &Source<'_>, range: &Range<usize>) -> Option<(String, usize)> {
    let tokens = &source.tokens;
    let open = range.clone().find(|at| tokens.is(*at, "["))?;
    (tokens.close(open) + 1 == range.end && open + 3 == range.end).then_some(())?;
    let name: String = (range.start..open).filter_map(|at| tokens.get(at)).map(|token| token.text.as_ref()).collect();
    Some((name, open + 1))
}
