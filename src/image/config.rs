//! An image's configuration, as its archive has it.
//!
//! Every field may be missing or `null`, so it is read field by field; what is of another kind counts as missing.

use serde_json::Value;

use super::archive::{text, texts};
use crate::evidence::ConfigFacts;

/// What Docker runs a health check in that is written as text.
const SHELL: [&str; 2] = ["/bin/sh", "-c"];

/// The file.
pub(super) struct Config(pub Value);

impl Config {
    /// `linux/amd64`. Every 64-bit Arm is a v8, so that is not said.
    pub fn platform(&self) -> String {
        let [os, architecture, variant] = ["os", "architecture", "variant"].map(|key| text(&self.0[key]));
        let has_variant = !variant.is_empty() && (architecture.as_str(), variant.as_str()) != ("arm64", "v8");
        if has_variant { [os, architecture, variant].join("/") } else { [os, architecture].join("/") }
    }

    /// The digests of the layers' contents, the lowest first.
    pub fn diff_ids(&self) -> Vec<String> {
        texts(&self.0["rootfs"]["diff_ids"])
    }

    /// What made each of `count` layers. A history of another length, as a squashed image may have, says nothing.
    pub fn made_by(&self, count: usize) -> Vec<String> {
        let history = self.0["history"].as_array().map(Vec::as_slice).unwrap_or_default();
        let steps = history.iter().filter(|step| step["empty_layer"] != Value::Bool(true));
        let made: Vec<_> = steps.map(|step| text(&step["created_by"])).collect();
        if made.len() == count { made } else { vec![String::new(); count] }
    }

    /// The variables of a container of it, as `NAME=VALUE`.
    pub fn environment(&self) -> Vec<String> {
        texts(&self.0["config"]["Env"])
    }

    /// What a container of it is started with.
    pub fn facts(&self) -> ConfigFacts {
        let runtime = &self.0["config"];
        let labels = pairs(&runtime["Labels"]);
        ConfigFacts {
            user: text(&runtime["User"]),
            entrypoint: texts(&runtime["Entrypoint"]),
            cmd: texts(&runtime["Cmd"]),
            ports: pairs(&runtime["ExposedPorts"]).into_iter().map(|(port, _)| port.clone()).collect(),
            workdir: text(&runtime["WorkingDir"]),
            labels: labels
                .into_iter()
                .map(|(key, value)| [key, value.as_str().unwrap_or_default()].join("="))
                .collect(),
            health: health(texts(&runtime["Healthcheck"]["Test"])),
            stop_signal: text(&runtime["StopSignal"]),
        }
    }
}

/// The pairs of an object, in the order of their keys.
fn pairs(value: &Value) -> Vec<(&String, &Value)> {
    let mut pairs: Vec<_> = value.as_object().into_iter().flatten().collect();
    pairs.sort_by_key(|(key, _)| *key);
    pairs
}

/// The argument vector of `["CMD", …]` and of `["CMD-SHELL", text]`; `["NONE"]` takes away that of the base.
fn health(mut test: Vec<String>) -> Vec<String> {
    let kind = if test.is_empty() { String::new() } else { test.remove(0) };
    match kind.as_str() {
        "CMD" => test,
        "CMD-SHELL" => SHELL.into_iter().map(str::to_owned).chain(test).collect(),
        _ => Vec::new(),
    }
}
