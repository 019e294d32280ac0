//! Files of the project that the compiler or a build script reads, and files that the program opens at run time.

use std::collections::BTreeMap;
use std::ops::Range;

use super::code::Code;
use super::file::{is_rust, join, resolve};
use super::package::Package;
use super::project::Project;
use super::source::Source;
use crate::answers::Evidence;
use crate::context::Context;
use crate::detect::Finding;
use crate::error::{Error, Result};

/// Macros that read a file beside the source file.
const BESIDE: &[&str] = &["include_str", "include_bytes", "include"];

/// Macros that read a file or folder of the package, and the folder where they are given none.
const IN_PACKAGE: &[(&str, &str)] = &[
    ("include_dir", ""),
    ("migrate", "migrations"),
    ("embed_migrations", "migrations"),
    ("query_file", ""),
    ("query_file_as", ""),
];

/// Calls that open a file or a folder at run time, by the word before the bracket.
const OPENERS: &[&str] = &[
    "read_to_string",
    "read",
    "open",
    "read_dir",
    "dir",
    "ServeDir::new",
    "ServeFile::new",
    "FileServer::from",
    "Tera::new",
];

/// Files found, by path, with the first place that names them.
type Found = BTreeMap<String, Evidence>;

/// Files that are compiled into the program.
pub(super) fn sources(context: &Context, project: &Project, sources: &[Source<'_>]) -> Result<Found> {
    let mut found = Found::new();
    for source in sources {
        for at in source.places() {
            let Some((path, range)) = included(project, source, at) else { continue };
            let Some(path) = path else {
                return Err(Error::refused(
                    "this file lies outside the build context, so no image can be built from it",
                )
                .at(source.evidence(range).to_string())
                .help("give the folder that holds both: msgen init PATH/OF/BOTH, or copy the file into the project"));
            };
            let is_own = is_rust(&path) || path.is_empty();
            if !is_own && context.exists(&path) {
                found.entry(path).or_insert_with(|| source.evidence(range));
            }
        }
        if source.path.ends_with("build.rs") {
            build_script(context, project, source, &mut found);
        }
    }
    Ok(found)
}

/// Macros of sqlx that ask a database while they are compiled, or read what it answered before.
const QUERIES: &[&[&str]] =
    &[&["query", "!"], &["query_as", "!"], &["query_scalar", "!"], &["query_file", "!"], &["query_file_as", "!"]];

/// Files that macros look for beside a manifest.
pub(super) fn beside_manifests(context: &Context, packages: &[&Package], sources: &[Source<'_>]) -> Result<Found> {
    let mut found = Found::new();
    for dir in packages.iter().map(|package| package.dir()).chain([""]) {
        for name in [".sqlx", "sqlx-data.json", "askama.toml"] {
            let path = join(dir, name);
            if context.exists(&path) {
                found.insert(path.clone(), Evidence::new(path, None, "read by a macro"));
            }
        }
    }
    let has_answers = found.keys().any(|path| path.contains("sqlx"));
    let uses_sqlx = packages.iter().any(|package| package.dependencies().iter().any(|one| one.name == "sqlx"));
    if has_answers || !uses_sqlx {
        return Ok(found);
    }
    for source in sources {
        if let Some(at) = QUERIES.iter().filter_map(|query| source.find(query).next()).min() {
            return Err(Error::refused(
                "this macro of sqlx asks a database while it is compiled, and the builder has none",
            )
            .at(source.evidence(at..at + 2).to_string())
            .help("run `cargo sqlx prepare`, and keep the folder .sqlx in the project"));
        }
    }
    Ok(found)
}

/// The path that the macro or attribute at `at` reads; an inner `None` where it leaves the build context.
fn included(project: &Project, source: &Source<'_>, at: usize) -> Option<(Option<String>, Range<usize>)> {
    let tokens = &source.tokens;
    let dir = || project.owner(source.path).map_or("", Package::dir);
    if tokens.is(at, "#") && tokens.is(at + 1, "[") {
        let range = at..tokens.close(at + 1) + 1;
        let value = |name: &str| {
            range.clone().find(|at| tokens.is(*at, name) && tokens.is(at + 1, "=")).and_then(|at| tokens.text(at + 2))
        };
        if tokens.is(at + 2, "folder") {
            return Some((resolve(dir(), value("folder")?.trim_start_matches("$CARGO_MANIFEST_DIR/")), range));
        }
        if tokens.is(at + 2, "template") && value("path").is_some() {
            return Some((Some(join(dir(), "templates")), range));
        }
        return None;
    }
    let name =
        tokens.word(at).filter(|_| tokens.is(at + 1, "!") && (tokens.is(at + 2, "(") || tokens.is(at + 2, "[")))?;
    let inner = at + 3..tokens.close(at + 2);
    let range = at..inner.end + 1;
    let has = |word: &str| inner.clone().any(|at| tokens.text(at) == Some(word));
    let texts: Vec<&str> = inner.clone().filter_map(|at| tokens.text(at)).collect();
    if has("OUT_DIR") {
        return None;
    }
    if BESIDE.contains(&name) {
        let path: String = texts.iter().filter(|text| **text != "CARGO_MANIFEST_DIR").copied().collect();
        let from = if has("CARGO_MANIFEST_DIR") { dir() } else { source.dir() };
        return (!texts.is_empty()).then(|| {
            (resolve(from, path.trim_start_matches(if has("CARGO_MANIFEST_DIR") { "/" } else { "" })), range)
        });
    }
    let (_, default) = IN_PACKAGE.iter().find(|(known, _)| *known == name)?;
    let stated = texts.iter().find(|text| text.contains(['/', '.']) || texts.len() == 1).copied();
    let path = stated.unwrap_or(default).trim_start_matches("$CARGO_MANIFEST_DIR/");
    (!path.is_empty()).then(|| (resolve(dir(), path), range))
}

/// Every text in a build script that names a file or folder of its package is one that it may read.
fn build_script(context: &Context, project: &Project, source: &Source<'_>, found: &mut Found) {
    let dir = project.owner(source.path).map_or("", Package::dir);
    for at in source.places() {
        let Some(text) = source.tokens.text(at) else { continue };
        let text =
            text.rsplit_once('=').filter(|(key, _)| key.contains("rerun-if-changed")).map_or(text, |(_, path)| path);
        let Some(path) = resolve(dir, text).filter(|path| !text.is_empty() && path != dir && !is_rust(path)) else {
            continue;
        };
        if context.exists(&path) && path != join(dir, "src") {
            found.entry(path).or_insert_with(|| source.evidence(at..at + 1));
        }
    }
}

/// Files and folders that the program opens by a relative path, as it is started at the root of the project.
pub(super) fn assets(context: &Context, code: &Code<'_>) -> Option<Finding> {
    let mut found = Found::new();
    for source in &code.sources {
        if source.path.ends_with("build.rs") {
            continue;
        }
        for open in source.find(&["("]) {
            let Some(name) = open.checked_sub(1).and_then(|at| source.tokens.word(at)) else { continue };
            let path =
                open.checked_sub(3).and_then(|at| source.tokens.word(at)).filter(|_| source.tokens.is(open - 2, "::"));
            let whole = path.map(|path| format!("{path}::{name}"));
            let is_files = whole.as_deref() == Some("Files::new");
            let opens =
                OPENERS.iter().any(|known| whole.as_deref() == Some(known) || (path.is_some() && known == &name));
            if !opens && !is_files {
                continue;
            }
            let Some(argument) = source.arguments(open).into_iter().nth(usize::from(is_files)) else { continue };
            let Some(text) = source.text_of(&argument) else { continue };
            // A pattern stands for the folder before its first star.
            let text = text.split('*').next().unwrap_or_default();
            let path =
                resolve("", text).filter(|path| !path.is_empty() && !text.starts_with('/') && context.exists(path));
            if let Some(path) = path {
                found.entry(path).or_insert_with(|| source.evidence(open - 1..argument.end + 1));
            }
        }
    }
    let evidence = found.values().next()?.clone();
    Some(Finding::sure("assets", found.into_keys().collect::<Vec<_>>(), evidence))
}
