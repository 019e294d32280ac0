//! What a call stands for: a variable of the environment, a flag, formatted text, a function of the project.

use super::call::Call;
use super::code::Code;
use super::source::{Function, Source};
use super::value::Value;

/// Functions that give back what they get, for our purpose.
const TRANSPARENT: &[&str] = &[
    "string",
    "int",
    "int32",
    "int64",
    "uint",
    "uint16",
    "uint64",
    "Itoa",
    "Atoi",
    "FormatInt",
    "ParseInt",
    "ParseUint",
    "TrimSpace",
    "ToLower",
];

/// The value of `call`.
pub(super) fn of_call<'s, 'a>(code: &Code<'s, 'a>, call: &Call<'s, 'a>) -> Value {
    let arguments = call.arguments();
    let value = |nth: usize| arguments.get(nth).map(|range| code.value(call.source, range.clone()));
    let name = call.name();
    if call.is("os", &["Getenv", "LookupEnv"]) || call.is("syscall", &["Getenv"]) {
        let name = value(0).and_then(|name| name.text());
        return name.map_or_else(Value::unknown, |name| Value::variable(&name, None, Some(call.evidence())));
    }
    if call.is("fmt", &["Sprintf"]) {
        let format = value(0).and_then(|format| format.text()).unwrap_or_default();
        return formatted(&format, (1..arguments.len()).filter_map(value));
    }
    if call.is("fmt", &["Sprint"]) {
        return Value::join((0..arguments.len()).filter_map(value));
    }
    if call.is("net", &["JoinHostPort"]) {
        let parts = [value(0), Some(Value::literal(":")), value(1)];
        return Value::join(parts.into_iter().flatten());
    }
    if call.is("cmp", &["Or"]) {
        return Value::merge((0..arguments.len()).filter_map(value).collect());
    }
    if call.is("path/filepath", &["Join"]) || call.is("path", &["Join"]) {
        let parts = (0..arguments.len()).filter_map(value).flat_map(|part| [Value::literal("/"), part]);
        return Value::join(parts.skip(1));
    }
    if let Some(flag) = of_flag(code, call, 0) {
        return flag;
    }
    if TRANSPARENT.contains(&name) && !arguments.is_empty() {
        return value(0).unwrap_or_else(Value::unknown);
    }
    let local = function(code, call);
    let reads_variable =
        name.to_ascii_lowercase().contains("env") || local.is_some_and(|(source, it)| reads_first(source, it));
    if reads_variable && let Some(variable) = value(0).and_then(|name| name.text()) {
        return Value::variable(&variable, value(1).and_then(|default| default.text()), Some(call.evidence()));
    }
    local.map_or_else(Value::unknown, |(source, function)| returned(code, source, function))
}

/// The flag whose value the `&` at `pointer` receives: `flag.StringVar(&addr, "addr", ":8080", "…")`.
pub(super) fn of_flag_target<'s, 'a>(code: &Code<'s, 'a>, source: &'s Source<'a>, pointer: usize) -> Option<Value> {
    let open = pointer.checked_sub(1).filter(|open| source.tokens.is(*open, "("))?;
    of_flag(code, &Call::at(source, open.checked_sub(1)?)?, 1)
}

/// The flag that `call` declares, whose name is the argument `nth`.
fn of_flag<'s, 'a>(code: &Code<'s, 'a>, call: &Call<'s, 'a>, nth: usize) -> Option<Value> {
    let packages = ["flag", "github.com/spf13/pflag", "github.com/spf13/cobra"];
    // `zap.String("port", …)` looks the same: what is called must be such a package, or a variable (a flag set).
    let is_ours = call.is_qualified() && call.package().is_none_or(|path| packages.contains(&path));
    let has_flags = is_ours && packages.iter().any(|path| call.source.uses(path));
    let kind = call.name();
    let (kind, default) = kind.strip_suffix('P').map_or((kind, nth + 1), |kind| (kind, nth + 2));
    let kind = if nth == 1 { kind.strip_suffix("Var")? } else { kind };
    if !has_flags || !matches!(kind, "String" | "Int" | "Int64" | "Uint" | "Uint16" | "Uint64") {
        return None;
    }
    let default = call.arguments().into_iter().nth(default)?;
    Some(Value::flag(call.text(nth)?, &code.value(call.source, default), call.evidence()))
}

/// The function of the project that `call` calls.
fn function<'s, 'a>(code: &Code<'s, 'a>, call: &Call<'s, 'a>) -> Option<(&'s Source<'a>, &'s Function)> {
    let own = || Some(call.source.dir().to_owned());
    let dir = if call.is_qualified() { call.package().and_then(|path| code.layout.folder(path)) } else { own() };
    let is_method = call.is_qualified() && call.package().is_none();
    let dir = if is_method { own() } else { dir }?;
    let package = code.sources.iter().filter(|source| source.dir() == dir);
    package.copied().find_map(|source| {
        let named = |function: &&Function| function.name == call.name() && function.is_method == is_method;
        source.functions.iter().find(named).map(|function| (source, function))
    })
}

/// Whether a function looks up the variable that its first parameter names: `getOr(key, fallback string)`.
fn reads_first(source: &Source<'_>, function: &Function) -> bool {
    let Some(first) = function.parameters.first() else { return false };
    function.body.clone().filter_map(|at| Call::at(source, at)).any(|call| {
        let argument = call.arguments().into_iter().next().unwrap_or_default();
        call.is("os", &["Getenv", "LookupEnv"])
            && argument.len() == 1
            && source.tokens.word(argument.start) == Some(first)
    })
}

/// What a function returns first, over all its returns.
fn returned<'s, 'a>(code: &Code<'s, 'a>, source: &'s Source<'a>, function: &Function) -> Value {
    let returns = function.body.clone().filter(|at| source.tokens.is(*at, "return"));
    let values = returns.map(|at| code.value(source, source.tokens.expression(at + 1)));
    Value::merge(values.filter(|value| !value.is_unknown()).collect())
}

/// The text of a format string, its verbs filled with `values`.
fn formatted(format: &str, mut values: impl Iterator<Item = Value>) -> Value {
    let mut parts = Vec::new();
    let mut rest = format;
    while let Some((before, after)) = rest.split_once('%') {
        parts.push(Value::literal(before));
        let end = after.find(|letter: char| letter.is_ascii_alphabetic() || letter == '%').unwrap_or(after.len());
        let verb = after[end..].chars().next();
        rest = after.get(end + 1..).unwrap_or_default();
        parts.push(if verb == Some('%') { Value::literal("%") } else { values.next().unwrap_or_else(Value::unknown) });
    }
    parts.push(Value::literal(rest));
    Value::join(parts)
}
