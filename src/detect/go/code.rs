//! The source files that make up the served programs, and what names in them stand for.
//!
//! ```text
//! value(expression) ─┬─ literal, a + b
//!                    ├─ call ───── os.Getenv, flags, formatting, a function of the project (meaning.rs)
//!                    └─ name ───── assignments, declarations, fields, arguments of the callers
//! ```

use std::cell::{Cell, OnceCell};
use std::collections::HashMap;
use std::ops::Range;
use std::ptr;

use super::call::{Call, calls};
use super::layout::Layout;
use super::meaning;
use super::source::Source;
use super::value::Value;

/// Steps that finding one value may take, and all values of a project together: enough for any program, and an end
/// for a puzzle.
const STEPS: u32 = 200;
const ALL_STEPS: u32 = 10_000;

/// The files whose behaviour counts.
#[derive(Debug)]
pub(super) struct Code<'s, 'a> {
    pub layout: &'s Layout,
    pub sources: Vec<&'s Source<'a>>,
    steps: Cell<u32>,
    all_steps: Cell<u32>,
    /// Where each word stands; made when the first name is looked up.
    words: OnceCell<HashMap<&'s str, Vec<(&'s Source<'a>, usize)>>>,
}

impl<'s, 'a> Code<'s, 'a> {
    /// The behaviour of `sources`.
    pub fn new(layout: &'s Layout, sources: Vec<&'s Source<'a>>) -> Self {
        Self { layout, sources, steps: Cell::new(0), all_steps: Cell::new(ALL_STEPS), words: OnceCell::new() }
    }

    /// Every call, in the order of files and lines.
    pub fn calls(&self) -> impl Iterator<Item = Call<'s, 'a>> {
        self.sources.iter().flat_map(|source| calls(source))
    }

    /// Whether any file imports `path` or a major version of it.
    pub fn uses(&self, path: &str) -> bool {
        self.sources.iter().any(|source| source.uses(path))
    }

    /// The value of the expression `range` of `source`.
    pub fn evaluate(&self, source: &'s Source<'a>, range: Range<usize>) -> Value {
        let steps = STEPS.min(self.all_steps.get());
        self.steps.set(steps);
        let value = self.value(source, range);
        self.all_steps.set(self.all_steps.get() - (steps - self.steps.get()));
        value
    }

    /// As [`Self::evaluate`], within the steps that are left.
    pub(super) fn value(&self, source: &'s Source<'a>, mut range: Range<usize>) -> Value {
        let Some(left) = self.steps.get().checked_sub(1) else { return Value::unknown() };
        self.steps.set(left);
        let tokens = &source.tokens;
        while tokens.is(range.start, "*") || tokens.is(range.start, "&") {
            range.start += 1;
        }
        if tokens.is(range.start, "(") && tokens.close(range.start) + 1 == range.end {
            range = range.start + 1..range.end - 1;
        }
        let terms = tokens.split(range.clone(), "+");
        if terms.len() > 1 {
            return Value::join(terms.into_iter().map(|term| self.value(source, term)));
        }
        if range.len() == 1 {
            let at = range.start;
            if let Some(text) = tokens.text(at).or_else(|| tokens.number(at)) {
                return Value::literal(text);
            }
            return tokens.word(at).map_or_else(Value::unknown, |name| self.name(source, at, name));
        }
        let called = range.clone().find(|at| tokens.is(*at, "(")).and_then(|open| open.checked_sub(1));
        if let Some(call) = called.and_then(|at| Call::at(source, at)) {
            return if call.end() == range.end { meaning::of_call(self, &call) } else { Value::unknown() };
        }
        match (range.len(), tokens.word(range.start), tokens.word(range.end.saturating_sub(1))) {
            (3, Some(holder), Some(name)) if tokens.is(range.start + 1, ".") => self.member(source, holder, name),
            (_, _, Some(field)) => self.field(source, field),
            _ => Value::unknown(),
        }
    }

    /// The value of a variable or constant, as seen from the token `at`.
    fn name(&self, source: &'s Source<'a>, at: usize, name: &str) -> Value {
        if let Some(function) = source.function_at(at) {
            let is_near = |other: &Source<'_>, at: usize| ptr::eq(other, source) && function.body.contains(&at);
            let found = self.assigned(name, Some((source, at)), is_near);
            if !found.is_empty() {
                return Value::merge(found);
            }
            if let Some(nth) = function.parameters.iter().position(|parameter| parameter == name) {
                return self.passed(&function.name, nth);
            }
        }
        self.declared(source.dir(), name)
    }

    /// The value of a package's variable or constant.
    fn declared(&self, dir: &str, name: &str) -> Value {
        Value::merge(self.assigned(name, None, |source, _| source.dir() == dir))
    }

    /// The value of `holder.name`: of another package, or a field.
    fn member(&self, source: &'s Source<'a>, holder: &str, name: &str) -> Value {
        match source.import(holder).and_then(|path| self.layout.folder(path)) {
            Some(dir) => self.declared(&dir, name),
            None => self.field(source, name),
        }
    }

    /// What callers pass as the parameter `nth` of the function `name`.
    fn passed(&self, name: &str, nth: usize) -> Value {
        let calls = self.uses_of(name).iter().filter_map(|(source, at)| Call::at(source, *at));
        let mut values = calls.filter_map(|call| Some(self.value(call.source, call.arguments().into_iter().nth(nth)?)));
        values.find(|value| !value.is_unknown()).unwrap_or_else(Value::unknown)
    }

    /// What is assigned to `name` where `is_wanted`, but for the expression around `user`: that one asks.
    fn assigned(
        &self,
        name: &str,
        user: Option<(&Source<'a>, usize)>,
        is_wanted: impl Fn(&Source<'a>, usize) -> bool,
    ) -> Vec<Value> {
        let mut found = Vec::new();
        for &(source, at) in self.uses_of(name).iter().filter(|(source, at)| is_wanted(source, *at)) {
            if self.steps.get() == 0 {
                break;
            }
            let value = if source.tokens.is_before(at, "&") {
                at.checked_sub(1).and_then(|pointer| meaning::of_flag_target(self, source, pointer))
            } else if source.tokens.is_before(at, ".") {
                None
            } else {
                let asks =
                    |range: &Range<usize>| user.is_some_and(|(by, at)| ptr::eq(by, source) && range.contains(&at));
                assigned_expression(source, at).filter(|range| !asks(range)).map(|range| self.value(source, range))
            };
            found.extend(value.filter(|value| !value.is_unknown()));
        }
        found
    }

    /// What structs have in the field `name`: those of this package, or else of any.
    fn field(&self, source: &'s Source<'a>, name: &str) -> Value {
        let (near, far): (Vec<_>, Vec<_>) =
            self.uses_of(name).iter().copied().partition(|(other, _)| other.dir() == source.dir());
        for uses in [near, far] {
            let values = uses.into_iter().filter_map(|(source, at)| self.field_at(source, at));
            let values: Vec<Value> = values.filter(|value| !value.is_unknown()).collect();
            if !values.is_empty() {
                return Value::merge(values);
            }
        }
        Value::unknown()
    }

    /// What the field whose name stands at `at` gets there: by assignment, flag, literal or tag.
    fn field_at(&self, source: &'s Source<'a>, at: usize) -> Option<Value> {
        let tokens = &source.tokens;
        if tokens.is_before(at, ".") {
            if tokens.is(at + 1, "=") {
                return Some(self.value(source, tokens.expression(at + 2)));
            }
            let pointer = at.checked_sub(3).filter(|pointer| tokens.is(*pointer, "&"))?;
            return meaning::of_flag_target(self, source, pointer);
        }
        let is_key = tokens.is(at + 1, ":") && (tokens.is_before(at, "{") || tokens.is_before(at, ","));
        if is_key && !is_foreign(self, source, at) {
            return Some(self.value(source, tokens.expression(at + 2)));
        }
        (at + 1..at + 5).find_map(|tag| tokens.text(tag)).and_then(tagged)
    }

    /// Where the word `name` stands, in the order of files and lines.
    fn uses_of(&self, name: &str) -> &[(&'s Source<'a>, usize)] {
        let words = self.words.get_or_init(|| {
            let mut words: HashMap<&'s str, Vec<(&'s Source<'a>, usize)>> = HashMap::new();
            for source in &self.sources {
                for at in 0..source.tokens.len() {
                    if let Some(word) = source.tokens.word(at) {
                        words.entry(word).or_default().push((source, at));
                    }
                }
            }
            words
        });
        words.get(name).map_or(&[], Vec::as_slice)
    }
}

/// The expression assigned to the name at `at`: by `=`, `:=`, in a list, or in a declaration with a type.
fn assigned_expression(source: &Source<'_>, at: usize) -> Option<Range<usize>> {
    let tokens = &source.tokens;
    let mut first = at;
    while first >= 2 && tokens.is(first - 1, ",") && tokens.word(first - 2).is_some() {
        first -= 2;
    }
    let nth = (at - first) / 2;
    let mut last = at;
    while tokens.is(last + 1, ",") && tokens.word(last + 2).is_some() {
        last += 2;
    }
    let is_typed = tokens.word(last + 1).is_some() && tokens.is(last + 2, "=");
    let assign = if is_typed { last + 2 } else { last + 1 };
    if !tokens.is(assign, "=") && !tokens.is(assign, ":=") {
        return None;
    }
    let mut start = assign + 1;
    for _ in 0..nth {
        let end = tokens.expression(start).end;
        // `value, err := call()`: only the first name has the value.
        if !tokens.is(end, ",") {
            return None;
        }
        start = end + 1;
    }
    Some(tokens.expression(start))
}

/// Whether the key at `at` stands in a literal of somebody else's type: `redis.Options{Addr: …}`.
fn is_foreign(code: &Code<'_, '_>, source: &Source<'_>, at: usize) -> bool {
    let Some(brace) = source.tokens.open(at).filter(|brace| *brace >= 3) else { return false };
    if !source.tokens.is(brace - 2, ".") {
        return false;
    }
    let path = source.tokens.word(brace - 3).and_then(|name| source.import(name));
    path.and_then(|path| code.layout.folder(path)).is_none()
}

/// The variable and default that a struct tag names: `env:"PORT" envDefault:"8080"`.
fn tagged(tag: &str) -> Option<Value> {
    let of = |key: &str| {
        let rest = tag.split_once(&format!("{key}:\""))?.1;
        Some(rest.split_once('"')?.0)
    };
    let key = ["env", "envconfig"].into_iter().find(|key| tag.starts_with(key) || tag.contains(&format!(" {key}:")))?;
    let name = of(key)?.split(',').next().filter(|name| !name.is_empty())?;
    let default = ["envDefault", "env-default", "default"].into_iter().find_map(of);
    Some(Value::variable(name, default.map(str::to_owned), None))
}
