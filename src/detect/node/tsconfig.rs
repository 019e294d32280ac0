//! `tsconfig.json`: where the compiler writes, and whether it writes source maps.

use serde_json::Value;

use super::source::{SCRIPT, join};
use crate::context::Context;

/// What matters of the compiler's settings.
#[derive(Debug, Default, Clone)]
pub(super) struct Settings {
    /// The folder for what is compiled; none where it lies beside its source.
    pub(super) output: Option<String>,
    /// The folder whose tree is repeated in `output`.
    pub(super) root: Option<String>,
    /// Whether nothing is written at all.
    pub(super) checks_only: bool,
    /// Whether source maps are written.
    pub(super) maps: bool,
}

/// Reads the first of the usual files, and what it extends.
pub(super) fn read(context: &Context) -> Option<Settings> {
    let mut settings = Settings::default();
    let path = ["tsconfig.json", "tsconfig.build.json"].into_iter().find(|path| context.exists(path))?;
    apply(context, path, &mut settings, 4);
    Some(settings)
}

fn apply(context: &Context, path: &str, settings: &mut Settings, depth: usize) {
    let Some(json) = context.read(path).and_then(|text| parse(&text)) else { return };
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let parents = match &json["extends"] {
        Value::String(parent) => vec![parent.clone()],
        Value::Array(parents) => parents.iter().filter_map(|parent| Some(parent.as_str()?.to_owned())).collect(),
        _ => Vec::new(),
    };
    for parent in parents.iter().filter(|parent| parent.starts_with('.') && depth > 0) {
        if let Some(path) = join(folder, parent) {
            let path = if context.exists(&path) { path } else { format!("{path}.json") };
            apply(context, &path, settings, depth - 1);
        }
    }
    let options = &json["compilerOptions"];
    let place = |key: &str| join(folder, options[key].as_str()?).filter(|path| !path.is_empty());
    settings.output = place("outDir").or(settings.output.take());
    settings.root = place("rootDir").or(settings.root.take());
    settings.checks_only = options["noEmit"].as_bool().unwrap_or(settings.checks_only);
    settings.maps |= ["sourceMap", "inlineSourceMap"].iter().any(|key| options[*key] == Value::Bool(true));
}

/// Reads JSON with comments and commas before a closing bracket.
pub(super) fn parse(text: &str) -> Option<Value> {
    let text = text.trim_start_matches('\u{feff}');
    let tokens = SCRIPT.tokens(text);
    let mut plain = String::new();
    for at in 0..tokens.len() {
        let ends = tokens.is(at + 1, "}") || tokens.is(at + 1, "]");
        if !(tokens.is(at, ",") && ends) {
            plain.push_str(tokens.get(at).and_then(|token| text.get(token.span.clone())).unwrap_or_default());
        }
    }
    serde_json::from_str(&plain).ok()
}
