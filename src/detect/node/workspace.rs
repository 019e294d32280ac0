//! Workspaces: a folder of several packages with one lock file above them.

use std::path::Path;

use serde_json::Value;

use super::package::{MANIFEST, Package};
use crate::bounded;
use crate::context::Context;
use crate::error::{Error, Result};

/// Lock files that one workspace shares.
const LOCKS: &[&str] = &["package-lock.json", "npm-shrinkwrap.json", "pnpm-lock.yaml", "yarn.lock"];

/// How far above the folder the root of a workspace is looked for.
const LEVELS: usize = 4;

/// Refuses the root of a workspace, and a member whose dependencies only the root can resolve.
///
/// # Errors
/// The folder is no service that can be built by itself; the error names the folders that are.
pub(super) fn check(context: &Context, package: &Package, has_lock: bool) -> Result<()> {
    let patterns = patterns(context.root(), package);
    let members = members(context, &patterns);
    if !members.is_empty() {
        return Err(Error::bad_input(format!(
            "this folder is the root of a workspace, and its services are in {}",
            members.join(", ")
        ))
        .at(format!("{MANIFEST} (workspaces: {})", patterns.join(", ")))
        .help(format!("give the folder of one service: msgen init {}", context.root().join(&members[0]).display())));
    }
    if has_lock {
        return Ok(());
    }
    let Some((root, lock)) = above(context.root()) else { return Ok(()) };
    let inside = package.table("dependencies").find(|(_, version)| is_inside(version));
    let Some((name, version)) = inside else { return Ok(()) };
    Err(Error::refused(format!(
        "this package takes `{name}` from its workspace, and the builder sees only what is inside this folder"
    ))
    .at(format!("{MANIFEST} ({name}: {version}; the lock file is {root}/{lock})"))
    .help("bundle the service into files of its own (esbuild, tsup), or publish the package that it needs"))
}

/// The workspace above `folder` that has a lock file: its path as seen from there, and the lock file's name.
pub(super) fn above(folder: &Path) -> Option<(String, &'static str)> {
    let folder = folder.canonicalize().ok()?;
    folder.ancestors().skip(1).take(LEVELS).enumerate().find_map(|(level, parent)| {
        let is_root = parent.join("pnpm-workspace.yaml").is_file()
            || Package::of(parent).is_some_and(|package| package.get(&["workspaces"]).is_some());
        let lock = LOCKS.iter().find(|lock| parent.join(lock).is_file())?;
        is_root.then(|| (vec![".."; level + 1].join("/"), *lock))
    })
}

fn is_inside(version: &str) -> bool {
    ["workspace:", "link:", "portal:", "file:.."].iter().any(|mark| version.starts_with(mark))
}

/// The patterns that name the members: of npm and Yarn, or of pnpm.
fn patterns(root: &Path, package: &Package) -> Vec<String> {
    let own = package.get(&["workspaces"]);
    let list = own.and_then(|own| own.as_array().or_else(|| own.get("packages").and_then(Value::as_array)));
    if let Some(list) = list {
        return list.iter().filter_map(|pattern| Some(pattern.as_str()?.to_owned())).collect();
    }
    let text = bounded::text(root, "pnpm-workspace.yaml", bounded::HAND).unwrap_or_default();
    let lines = text.lines().skip_while(|line| line.trim_end() != "packages:").skip(1);
    let items = lines.take_while(|line| line.trim_start().starts_with('-') || line.trim().is_empty());
    items.filter_map(|line| Some(line.trim().strip_prefix('-')?.trim().trim_matches(['"', '\'']).to_owned())).collect()
}

/// The folders that the patterns name and that have a manifest, those with something to start first.
fn members(context: &Context, patterns: &[String]) -> Vec<String> {
    let (denied, allowed): (Vec<&String>, Vec<&String>) = patterns.iter().partition(|pattern| pattern.starts_with('!'));
    let fits = |pattern: &str, folder: &str| {
        fast_glob::glob_match(pattern.trim_start_matches("./").trim_end_matches('/'), folder)
    };
    let folders = context.files().filter_map(|path| path.strip_suffix(MANIFEST)?.strip_suffix('/'));
    let mut found: Vec<&str> = folders
        .filter(|folder| allowed.iter().any(|pattern| fits(pattern, folder)))
        .filter(|folder| !denied.iter().any(|pattern| fits(pattern.trim_start_matches('!'), folder)))
        .collect();
    let starts = |folder: &&str| {
        Package::of(&context.root().join(folder)).is_some_and(|member| member.script("start").is_some())
    };
    if found.iter().any(starts) {
        found.retain(starts);
    }
    found.into_iter().map(str::to_owned).collect()
}
