//! The source files that make up the program, and what expressions in them stand for.
//!
//! ```text
//! value(expression) ─┬─ literal, ("0.0.0.0", 8080), [0, 0, 0, 0], format!("{host}:{port}")
//!                    ├─ call ───── env::var, SocketAddr::from, unwrap_or, a function of the project
//!                    └─ name ───── let, const, fields, arguments of the callers
//! ```

use std::cell::Cell;
use std::ops::Range;

use super::expression::{assigned, chain, plain_number};
use super::source::Source;
use super::value::Value;

/// Steps that finding one value may take: enough for any program, and an end for a puzzle.
const STEPS: u32 = 400;

/// What a look through all files costs, and how many callers of a function are told apart.
const SEARCH: u32 = 20;
const CALLERS: usize = 8;

/// Functions that give back what they get, for our purpose.
const TRANSPARENT: &[&str] = &["from", "Some", "Ok", "V4", "V6", "from_str", "new", "parse"];

/// The files whose behaviour counts.
#[derive(Debug)]
pub(super) struct Code<'a> {
    pub sources: Vec<Source<'a>>,
    steps: Cell<u32>,
    /// Which of several callers of a function is asked for its arguments, and how many there are at most.
    caller: Cell<usize>,
    callers: Cell<usize>,
}

impl<'a> Code<'a> {
    /// The behaviour of `sources`.
    pub fn new(sources: Vec<Source<'a>>) -> Self {
        Self { sources, steps: Cell::new(0), caller: Cell::new(0), callers: Cell::new(0) }
    }

    /// The first place where the words and symbols of one of `sequences` follow each other.
    pub fn first(&self, sequences: &[&[&str]]) -> Option<(&Source<'a>, Range<usize>)> {
        self.sources.iter().find_map(|source| {
            let places = sequences.iter().flat_map(|texts| source.find(texts).map(|at| at..at + texts.len()));
            Some((source, places.min_by_key(|range| range.start)?))
        })
    }

    /// The values of the expression `range` of `source`: one, or as many as its function has callers.
    pub fn evaluate(&self, source: &Source<'a>, range: &Range<usize>) -> Vec<Value> {
        let mut values: Vec<Value> = Vec::new();
        self.callers.set(1);
        let mut caller = 0;
        while caller < self.callers.get() {
            self.caller.set(caller);
            self.steps.set(STEPS);
            let value = self.value(source, range.clone());
            if !values.contains(&value) {
                values.push(value);
            }
            caller += 1;
        }
        values
    }

    fn value(&self, source: &Source<'a>, mut range: Range<usize>) -> Value {
        let Some(left) = self.steps.get().checked_sub(1) else { return Value::unknown() };
        self.steps.set(left);
        let tokens = &source.tokens;
        while ["&", "*", "mut", "move", "return"].iter().any(|mark| tokens.is(range.start, mark)) {
            range.start += 1;
        }
        if range.is_empty() {
            return Value::unknown();
        }
        if tokens.is(range.start, "|") {
            let body = (range.start + 1..range.end).find(|at| tokens.is(*at, "|")).map_or(range.end, |at| at + 1);
            return self.value(source, body..range.end);
        }
        if tokens.is(range.start, "||") {
            return self.value(source, range.start + 1..range.end);
        }
        if ["match", "if"].iter().any(|word| tokens.is(range.start, word)) {
            return self.either(source, range);
        }
        let (head, methods) = chain(source, range);
        let mut value = self.head(source, head);
        for (name, open) in methods {
            let arguments = source.arguments(open);
            if matches!(name, "unwrap_or" | "unwrap_or_else" | "map_or" | "map_or_else" | "or" | "or_else")
                && let Some(default) = arguments.into_iter().next()
            {
                value = value.or(&self.value(source, default));
            }
        }
        value
    }

    /// The value of an expression without methods.
    fn head(&self, source: &Source<'a>, range: Range<usize>) -> Value {
        let tokens = &source.tokens;
        let at = range.start;
        if range.len() == 1 {
            if let Some(text) = tokens.text(at) {
                return Value::literal(text);
            }
            if let Some(number) = tokens.number(at) {
                return Value::literal(plain_number(number));
            }
            return tokens.word(at).map_or_else(Value::unknown, |name| self.name(source, at, name));
        }
        if tokens.is(at, "{") || tokens.is(at, "(") || tokens.is(at, "[") {
            let parts = tokens.split(at + 1..tokens.close(at), ",");
            return match (&parts[..], tokens.is(at, "{")) {
                (_, true) => self.tail(source, at + 1..tokens.close(at)),
                ([one], _) => self.value(source, one.clone()),
                ([_, _, _, _], _) if tokens.is(at, "[") => self.dotted(source, &parts),
                ([host, port], _) => self.address(source, host, port),
                _ => Value::unknown(),
            };
        }
        if let Some(open) = (at..range.end).find(|at| tokens.is(*at, "(")).filter(|open| *open > at) {
            if tokens.is(open - 1, "!") {
                return self.macro_call(source, open);
            }
            return self.call(source, at..open, open);
        }
        match (tokens.word(range.end - 1), tokens.is(range.end - 2, ".")) {
            (Some("UNSPECIFIED"), _) => Value::literal("0.0.0.0"),
            (Some("LOCALHOST"), _) => Value::literal("127.0.0.1"),
            (Some(field), true) => self.field(field),
            (Some(name), false) => self.constant(name),
            (None, _) => Value::unknown(),
        }
    }

    /// The value of a call of the path `name` whose arguments open at `open`.
    fn call(&self, source: &Source<'a>, name: Range<usize>, open: usize) -> Value {
        let tokens = &source.tokens;
        let arguments = source.arguments(open);
        let first = || arguments.first().map_or_else(Value::unknown, |range| self.value(source, range.clone()));
        let function = tokens.word(open - 1).unwrap_or_default();
        if matches!(function, "var" | "var_os") {
            let evidence = source.evidence(name.start..tokens.close(open) + 1);
            return first().text().map_or_else(Value::unknown, |name| Value::variable(&name, evidence));
        }
        if let Some(local) = self.function(function) {
            let (other, local) = local;
            let setting = |range: &Range<usize>| source.text_of(range).filter(|text| is_setting(text));
            let reads = || local.body.clone().any(|at| ["var", "var_os"].iter().any(|word| other.tokens.is(at, word)));
            let found = arguments.iter().enumerate().find_map(|(nth, range)| Some((nth, setting(range)?)));
            if let Some((nth, variable)) = found.filter(|(nth, _)| *nth == 0 || reads()) {
                let evidence = source.evidence(name.start..tokens.close(open) + 1);
                let value = Value::variable(variable, evidence);
                let default = arguments.get(usize::from(nth == 0));
                return value.or(&default.map_or_else(Value::unknown, |range| self.value(source, range.clone())));
            }
            return self.tail(other, local.body.clone());
        }
        match (function, arguments.len()) {
            ("new", 4) => self.dotted(source, &arguments),
            ("new", 2) => self.address(source, &arguments[0], &arguments[1]),
            (name, 1) if TRANSPARENT.contains(&name) => first(),
            _ => Value::unknown(),
        }
    }

    /// The value of `format!("…")` or `concat!("…")`.
    fn macro_call(&self, source: &Source<'a>, open: usize) -> Value {
        let arguments = source.arguments(open);
        let mut values = arguments.iter().map(|range| self.value(source, range.clone()));
        match source.tokens.word(open.saturating_sub(2)) {
            Some("concat") => Value::join(values),
            Some("format") => {
                let format = values.next().and_then(|format| format.text()).unwrap_or_default();
                let values: Vec<Value> = values.collect();
                self.formatted(source, open, &format, values)
            }
            _ => Value::unknown(),
        }
    }

    /// The text of a format string, its braces filled with `values` and the variables they name.
    fn formatted(&self, source: &Source<'a>, at: usize, format: &str, values: Vec<Value>) -> Value {
        let mut values = values.into_iter();
        let mut parts = Vec::new();
        let mut rest = format;
        while let Some((before, after)) = rest.split_once('{') {
            let Some((inner, after)) = after.split_once('}') else { break };
            parts.push(Value::literal(before));
            let name = inner.split(':').next().unwrap_or_default().trim();
            parts.push(match name {
                "" => values.next().unwrap_or_else(Value::unknown),
                name => self.name(source, at, name),
            });
            rest = after;
        }
        parts.push(Value::literal(rest));
        Value::join(parts)
    }

    /// The value of a `match` or an `if`: the variable it asks, with the first text or number of the other arms.
    fn either(&self, source: &Source<'a>, range: Range<usize>) -> Value {
        let tokens = &source.tokens;
        let Some(body) = range.clone().find(|at| tokens.is(*at, "{")) else { return Value::unknown() };
        let is_let = |at: usize| tokens.is(at, "=") && !tokens.is(range.start, "match");
        let asked = (range.start + 1..body).find(|at| is_let(*at)).map_or(range.start + 1, |at| at + 1);
        let asked = self.value(source, asked..body);
        let literal = (body..range.end).rev().find_map(|at| {
            let text = tokens.text(at).map(str::to_owned);
            text.or_else(|| tokens.number(at).map(plain_number))
        });
        literal.map_or(asked.clone(), |literal| asked.or(&Value::literal(literal)))
    }

    /// What a body ends with.
    fn tail(&self, source: &Source<'a>, body: Range<usize>) -> Value {
        let statements = source.tokens.split(body, ";");
        statements.into_iter().next_back().map_or_else(Value::unknown, |last| self.value(source, last))
    }

    fn address(&self, source: &Source<'a>, host: &Range<usize>, port: &Range<usize>) -> Value {
        Value::join([self.value(source, host.clone()), Value::literal(":"), self.value(source, port.clone())])
    }

    fn dotted(&self, source: &Source<'a>, parts: &[Range<usize>]) -> Value {
        let parts: Option<Vec<String>> = parts.iter().map(|part| self.value(source, part.clone()).text()).collect();
        parts.map_or_else(Value::unknown, |parts| Value::literal(parts.join(".")))
    }

    /// The value of a variable or constant, as seen from the token `at`.
    fn name(&self, source: &Source<'a>, at: usize, name: &str) -> Value {
        let Some(function) = source.function_at(at) else { return self.constant(name) };
        let tokens = &source.tokens;
        let before = function.body.start..at.min(function.body.end);
        let is_bound = |at: usize| {
            let matched = at >= 3 && tokens.is(at - 1, "(") && tokens.is(at - 3, "let");
            matched || tokens.is_before(at, "let") || tokens.is_before(at, "mut")
        };
        let binding = before.rev().find(|at| tokens.word(*at) == Some(name) && is_bound(*at));
        if let Some(value) = binding.and_then(|at| assigned(source, at)).map(|range| self.value(source, range)) {
            return value;
        }
        if let Some(nth) = function.parameters.iter().position(|parameter| parameter == name) {
            return self.passed(&function.name, nth);
        }
        self.constant(name)
    }

    /// Pays for a look through all files; false where the steps do not reach.
    fn may_search(&self) -> bool {
        let left = self.steps.get().checked_sub(SEARCH);
        self.steps.set(left.unwrap_or(0));
        left.is_some()
    }

    /// The value of a `const` or a `static`.
    fn constant(&self, name: &str) -> Value {
        if !self.may_search() {
            return Value::unknown();
        }
        for source in &self.sources {
            let declared = source.places().find(|at| {
                source.tokens.word(*at) == Some(name)
                    && ["const", "static"].iter().any(|word| source.tokens.is_before(*at, word))
            });
            if let Some(range) = declared.and_then(|at| assigned(source, at)) {
                return self.value(source, range);
            }
        }
        Value::unknown()
    }

    /// What the chosen caller passes as the parameter `nth` of the function `name`.
    fn passed(&self, name: &str, nth: usize) -> Value {
        if !self.may_search() {
            return Value::unknown();
        }
        let calls = self.sources.iter().flat_map(|source| source.find(&["("]).map(move |open| (source, open)));
        let values = calls.filter_map(|(source, open)| {
            let at = open.checked_sub(1).filter(|at| source.tokens.word(*at) == Some(name))?;
            let range = source.arguments(open).into_iter().nth(nth).filter(|_| !source.tokens.is_before(at, "fn"))?;
            Some(self.value(source, range)).filter(|value| !value.is_unknown())
        });
        let mut values: Vec<Value> = values.take(CALLERS).collect();
        self.callers.set(self.callers.get().max(values.len()));
        let chosen = self.caller.get().min(values.len().saturating_sub(1));
        if values.is_empty() { Value::unknown() } else { values.swap_remove(chosen) }
    }

    /// What a field gets: in a literal, or by an attribute of clap (`#[arg(env = "PORT", default_value_t = 8080)]`).
    fn field(&self, name: &str) -> Value {
        let mut best = Value::unknown();
        if !self.may_search() {
            return best;
        }
        for source in &self.sources {
            for at in
                source.places().filter(|at| source.tokens.word(*at) == Some(name) && source.tokens.is(at + 1, ":"))
            {
                let value = match self.attribute(source, at, name) {
                    Some(value) => value,
                    None => self.value(source, source.tokens.expression(at + 2)),
                };
                best = best.or(&value);
                if best.pieces.iter().any(|piece| piece.variable.is_some()) {
                    return best;
                }
            }
            // A field in its short form (`Config { port }`) is the variable of that name.
            let short = source.places().find(|at| {
                source.tokens.word(*at) == Some(name)
                    && (source.tokens.is(at + 1, ",") || source.tokens.is(at + 1, "}"))
                    && (source.tokens.is_before(*at, "{") || source.tokens.is_before(*at, ","))
                    && source.function_at(*at).is_some()
            });
            if let Some(at) = short {
                best = best.or(&self.name(source, at, name));
            }
        }
        best
    }

    /// What the attribute above the field at `at` says.
    fn attribute(&self, source: &Source<'a>, at: usize, name: &str) -> Option<Value> {
        let tokens = &source.tokens;
        let mut end = at.checked_sub(1)?;
        if tokens.is(end, ")") {
            end = end.checked_sub(3)?;
        }
        if tokens.is(end, "pub") {
            end = end.checked_sub(1)?;
        }
        if !tokens.is(end, "]") {
            return None;
        }
        let open = (0..end).rev().find(|open| tokens.is(*open, "[") && tokens.close(*open) == end)?;
        let inner = tokens.split(open + 3..end.saturating_sub(1), ",");
        if !["arg", "clap", "envconfig", "structopt"].iter().any(|word| tokens.is(open + 1, word)) {
            return None;
        }
        let mut value = Value::unknown();
        for part in &inner {
            let text = tokens.text(part.start + 2).filter(|_| tokens.is(part.start + 1, "="));
            if tokens.is(part.start, "env") || tokens.is(part.start, "from") {
                let variable = text.map_or_else(|| name.to_uppercase(), str::to_owned);
                value = Value::variable(&variable, source.evidence(part.clone()));
            }
        }
        let default = inner.iter().find(|part| {
            ["default_value_t", "default_value", "default"].iter().any(|word| tokens.is(part.start, word))
        });
        let default = default.map(|part| self.value(source, part.start + 2..part.end));
        Some(default.map_or(value.clone(), |default| value.or(&default)))
    }

    fn function(&self, name: &str) -> Option<(&Source<'a>, &super::source::Function)> {
        self.sources.iter().find_map(|source| {
            source.functions.iter().find(|function| function.name == name).map(|function| (source, function))
        })
    }
}

/// Whether a text is a name as variables of the environment have them.
fn is_setting(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_')
}
