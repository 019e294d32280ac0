//! Dependencies that are not JavaScript only: which run a script when they are installed, and which need a compiler.

use serde_json::Value;

use super::package::Package;
use crate::answers::Evidence;
use crate::context::Context;
use crate::detect::Finding;

/// Packages whose own script makes or fetches the program that they are, for lock files that do not say so.
const SCRIPTED: &[&str] = &[
    "argon2",
    "bcrypt",
    "better-sqlite3",
    "bufferutil",
    "canvas",
    "cpu-features",
    "deasync",
    "isolated-vm",
    "kerberos",
    "leveldown",
    "node-pty",
    "node-sass",
    "odbc",
    "re2",
    "sqlite3",
    "utf-8-validate",
    "zeromq",
];

/// Packages whose script makes nothing: it thanks, asks for money or counts installs.
const IDLE: &[&str] = &[
    "@nestjs/core",
    "core-js",
    "core-js-bundle",
    "core-js-pure",
    "es5-ext",
    "nodemon",
    "protobufjs",
    "styled-components",
    "@scarf/scarf",
];

/// Packages that have no program for Linux ready, so that the script compiles one.
const COMPILED: &[&str] = &["cpu-features", "deasync", "isolated-vm", "node-pty", "odbc"];

/// `install-scripts` and `compiler`.
pub(super) fn findings(context: &Context, package: &Package) -> Vec<Finding> {
    let scripted = by_lock(context).unwrap_or_else(|| {
        let names = SCRIPTED.iter().filter(|name| package.requires(name));
        names.map(|name| ((*name).to_owned(), package.evidence(&["dependencies", name], *name))).collect()
    });
    let mut findings = Vec::new();
    if let Some((_, evidence)) = scripted.first() {
        findings.push(Finding::sure("install-scripts", true, evidence.clone()));
    }
    if let Some((_, evidence)) = scripted.iter().find(|(name, _)| COMPILED.contains(&name.as_str())) {
        findings.push(Finding::sure("compiler", true, evidence.clone()));
    }
    if context.exists("binding.gyp") {
        findings.push(Finding::sure(
            "own-addon",
            true,
            Evidence::new("binding.gyp", None, "a native addon of the project's own"),
        ));
    }
    findings
}

/// The packages of a production install that run a script, as npm's lock file notes them; none without such a file.
fn by_lock(context: &Context) -> Option<Vec<(String, Evidence)>> {
    let file = ["package-lock.json", "npm-shrinkwrap.json"].into_iter().find(|file| context.exists(file))?;
    let text = context.read_lock(file)?;
    let lock: Value = serde_json::from_str(&text).ok()?;
    let packages = lock.get("packages")?.as_object()?;
    let is = |entry: &Value, key: &str| entry.get(key).and_then(Value::as_bool) == Some(true);
    let for_linux = |entry: &Value| match entry.get("os").and_then(Value::as_array) {
        Some(systems) => systems.iter().any(|system| system == "linux"),
        None => true,
    };
    let runs = packages.iter().filter(|(path, entry)| {
        !path.is_empty()
            && is(entry, "hasInstallScript")
            && !is(entry, "dev")
            && !is(entry, "devOptional")
            && for_linux(entry)
    });
    Some(
        runs.map(|(path, _)| {
            let name = path.rsplit("node_modules/").next().unwrap_or(path).to_owned();
            let line = text.lines().position(|line| line.contains(&format!("\"{path}\""))).map(|line| line + 1);
            (name.clone(), Evidence::new(file, line, format!("{name}: hasInstallScript")))
        })
        .filter(|(name, _)| !IDLE.contains(&name.as_str()))
        .collect(),
    )
}
