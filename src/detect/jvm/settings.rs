//! The settings files of frameworks: `application.properties`, `application.yml`, Ktor's `application.conf`.

use crate::answers::Evidence;
use crate::context::Context;
use crate::detect::lexicon::{Lexicon, Quote};

use super::module::{Module, join};
use super::yaml;

/// Where a framework looks for its settings, the one that wins first.
const FILES: &[&str] = &[
    "application.properties",
    "application.yml",
    "application.yaml",
    "config/application.properties",
    "config/application.yml",
    "META-INF/microprofile-config.properties",
];

/// HOCON, as far as tokens go.
const HOCON: Lexicon =
    Lexicon { line_comments: &["//", "#"], block_comment: None, quotes: &[Quote::text("\"")], ..Lexicon::BRACES };

/// All settings of a module, the ones that win first.
#[derive(Debug, Default)]
pub(super) struct Settings {
    list: Vec<Setting>,
}

/// One setting.
#[derive(Debug)]
struct Setting {
    name: String,
    value: String,
    evidence: Evidence,
}

/// A value that a variable of the environment may replace: `${PORT:8080}`.
#[derive(Debug)]
pub(super) struct Found {
    pub value: Option<String>,
    pub variable: Option<String>,
    pub evidence: Evidence,
}

impl Settings {
    /// Reads the settings of `module`.
    pub fn read(context: &Context, module: &Module) -> Self {
        let mut settings = Self::default();
        let resources = join(&module.dir, "src/main/resources");
        for path in FILES.iter().map(|name| join(&resources, name)) {
            let Some(text) = context.read(&path) else { continue };
            let found = if path.ends_with(".properties") { properties(&text) } else { yaml::read(&text) };
            settings.list.extend(found.into_iter().map(|(name, value, line)| {
                let evidence = Evidence::new(path.clone(), line, format!("{name}={value}"));
                Setting { name: relaxed(&name), value, evidence }
            }));
        }
        let path = join(&resources, "application.conf");
        if let Some(text) = context.read(&path) {
            settings.list.extend(hocon(&path, &text));
        }
        settings
    }

    /// The setting called `name`.
    pub fn get(&self, name: &str) -> Option<Found> {
        let own: Vec<&Setting> = self.list.iter().filter(|setting| setting.name == relaxed(name)).collect();
        let first = own.first()?;
        let mut found = Found { value: None, variable: None, evidence: first.evidence.clone() };
        // HOCON sets a name twice: `port = 8080`, then `port = ${?PORT}`.
        for setting in own.iter().filter(|setting| setting.evidence.path == first.evidence.path) {
            let (value, variable) = split(&setting.value);
            found.value = found.value.or(value);
            found.variable = found.variable.or(variable);
        }
        Some(found)
    }
}

/// The literal part of a value, and the variable that may replace it: `${PORT:8080}`, `${?PORT}`, `$PORT:8080`.
fn split(value: &str) -> (Option<String>, Option<String>) {
    let inner = value.strip_prefix("${").and_then(|rest| rest.strip_suffix('}')).or(value.strip_prefix('$'));
    let Some(inner) = inner else { return (Some(value.to_owned()), None) };
    let (name, default) = inner.split_once(':').map_or((inner, None), |(name, default)| (name, Some(default)));
    let name = name.trim_start_matches('?');
    let is_variable = name.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_');
    let default = default.filter(|text| !text.is_empty() && !text.contains('$')).map(str::to_owned);
    (default, (is_variable && !name.is_empty()).then(|| name.to_owned()))
}

/// A name as Spring Boot compares them: `base-path`, `basePath` and `base_path` are the same.
fn relaxed(name: &str) -> String {
    name.chars().filter(|c| !matches!(c, '-' | '_')).flat_map(char::to_lowercase).collect()
}

fn properties(text: &str) -> Vec<(String, String, usize)> {
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim_start().starts_with(['#', '!']));
    lines
        .filter_map(|(number, line)| {
            let (name, value) = line.split_once(['=', ':'])?;
            Some((name.trim().to_owned(), value.trim().to_owned(), number + 1))
        })
        .collect()
}

fn hocon(path: &str, text: &str) -> Vec<Setting> {
    let tokens = HOCON.tokens(text);
    let names = |at: usize| {
        let mut names: Vec<&str> = tokens.word(at).into_iter().collect();
        let mut open = tokens.open(at);
        while let Some(bracket) = open {
            names.extend(bracket.checked_sub(1).and_then(|name| tokens.word(name)));
            open = tokens.open(bracket);
        }
        names.reverse();
        names.join(".")
    };
    let mut found = Vec::new();
    for at in (0..tokens.len()).filter(|&at| tokens.is(at + 1, "=") || tokens.is(at + 1, ":")) {
        let value = at + 2;
        let value = if tokens.is_sequence(value, &["$", "{"]) {
            let name = (value + 2..tokens.close(value + 1)).find_map(|at| tokens.word(at));
            name.map(|name| format!("${{{name}}}"))
        } else {
            tokens.number(value).or_else(|| tokens.text(value)).map(str::to_owned)
        };
        let Some(value) = value else { continue };
        let evidence = Evidence::new(path, tokens.line(at), format!("{} = {value}", names(at)));
        found.push(Setting { name: relaxed(&names(at)), value, evidence });
    }
    found
}
