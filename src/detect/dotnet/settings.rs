//! `appsettings.json` beside the project: the addresses that the server is told to listen on.

use serde_json::Value;

use super::folder;
use crate::answers::Evidence;
use crate::context::Context;

/// The addresses with the place of each. The file may have comments, which only the server reads: then it says nothing.
pub(super) fn addresses(context: &Context, project: &str) -> Vec<(String, Evidence)> {
    let dir = folder(project);
    let path = if dir.is_empty() { "appsettings.json".to_owned() } else { format!("{dir}/appsettings.json") };
    let Some(text) = context.read(&path) else { return Vec::new() };
    let Ok(settings) = serde_json::from_str::<Value>(text.trim_start_matches('\u{feff}')) else { return Vec::new() };
    let mut found = Vec::new();
    let mut add = |name: String, value: &Value| {
        for url in value.as_str().unwrap_or_default().split(';').filter(|url| !url.is_empty()) {
            let line = text.lines().position(|line| line.contains(url)).map(|at| at + 1);
            found.push((url.to_owned(), Evidence::new(path.as_str(), line, format!("{name}: {url}"))));
        }
    };
    for (name, value) in settings.as_object().into_iter().flatten() {
        if name.eq_ignore_ascii_case("urls") {
            add(name.clone(), value);
        }
    }
    let endpoints = settings.pointer("/Kestrel/Endpoints").and_then(Value::as_object);
    for (name, endpoint) in endpoints.into_iter().flatten() {
        add(format!("Kestrel endpoint {name}"), &endpoint["Url"]);
    }
    found
}
