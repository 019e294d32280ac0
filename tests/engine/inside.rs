//! What is in an image, and what has no business there.

use msgen::image::{Entry, EntryKind, MANAGERS, SHELLS};

use crate::Result;
use crate::cell::catalog;
use crate::image::Image;
use crate::leak::{self, Secret};
use crate::plan::Plan;
use crate::project::Project;

/// Compilers and package managers of languages. An image that a language's project publishes may have them; what is
/// laid over it may not.
const TOOLCHAINS: [&str; 40] = [
    "as", "c++", "cargo", "cc", "clang", "cmake", "corepack", "g++", "gcc", "go", "gradle", "jlink", "javac",
    "kotlinc", "ld", "make", "mvn", "node-gyp", "npm", "npx", "pdm", "pip", "pip3", "pipenv", "pnpm", "pnpx", "poetry",
    "rustc", "rustup", "swc", "tsc", "tsserver", "tsx", "uv", "uvx", "vite", "wheel", "yarn", "yarnpkg", "zig",
];

/// The same where they are a folder of files: the end of the path of one of these.
const PACKAGES: [&str; 5] = [
    "node_modules/npm/package.json",
    "node_modules/typescript/package.json",
    "site-packages/pip/__init__.py",
    "site-packages/setuptools/__init__.py",
    "site-packages/uv/__init__.py",
];

/// Permissions of users that are neither the owner nor of the group.
const OTHERS_READ: u32 = 0o4;
const OTHERS_WRITE: u32 = 0o2;
const OTHERS_RUN: u32 = 0o5;

/// Whether anybody may execute it.
const EXECUTE: u32 = 0o111;

/// Tells what is wrong inside the image of a project.
pub fn faults(image: &Image, plan: &Plan, project: &Project, secret: &Secret) -> Result<Vec<String>> {
    let mut faults = Vec::new();
    user(image, plan, &mut faults);
    health(image, plan, &mut faults);
    match plan.artifact.kind.as_str() {
        "folder" => folder(image, plan, &mut faults),
        "file" => file(image, plan, OTHERS_READ, "read", &mut faults),
        _ => file(image, plan, OTHERS_RUN, "run", &mut faults),
    }
    faults.extend(leak::faults(image, plan, project, secret)?);
    tools(image, plan, &mut faults)?;
    Ok(faults)
}

/// Kubernetes' `runAsNonRoot` reads the number in the configuration, and takes no name.
fn user(image: &Image, plan: &Plan, faults: &mut Vec<String>) {
    let wanted = format!("{}:{}", plan.runtime.user.uid, plan.runtime.user.gid);
    let user = &image.config.user;
    if *user != wanted {
        faults.push(format!("the image's user is `{user}` and not `{wanted}`"));
    }
}

/// The health check is the one that was planned, as an argument vector, and there is none where none was planned.
fn health(image: &Image, plan: &Plan, faults: &mut Vec<String>) {
    let (health, planned) = (&image.config.health, &plan.runtime.health);
    if health != planned {
        faults.push(format!("the image's health check is {health:?} and not {planned:?}"));
    }
}

/// What was built is one file, and any user may do with it what must be done.
fn file(image: &Image, plan: &Plan, permission: u32, verb: &str, faults: &mut Vec<String>) {
    let path = &plan.artifact.path;
    match image.file(path) {
        None => faults.push(format!("{path} is not in the image")),
        Some(file) if file.size == 0 => faults.push(format!("{path} is empty")),
        Some(file) if file.mode & permission != permission => {
            faults.push(format!("{path} has mode {:o}: not every user may {verb} it", file.mode));
        }
        Some(_) => {}
    }
}

/// What was built is a folder of files: any user may read all of it, and nobody but its owner may change it.
fn folder(image: &Image, plan: &Plan, faults: &mut Vec<String>) {
    let path = plan.artifact.path.trim_matches('/');
    let inside =
        |entry: &&Entry| entry.path.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    let mut files = 0;
    for entry in image.own().filter(inside).filter(|entry| !matches!(entry.kind, EntryKind::Symlink(_))) {
        let is_folder = entry.kind == EntryKind::Folder;
        files += usize::from(!is_folder);
        let wanted = if is_folder { OTHERS_RUN } else { OTHERS_READ };
        if entry.mode & wanted != wanted {
            faults.push(format!("/{} has mode {:o}: not every user may read it", entry.path, entry.mode));
        }
        if entry.mode & OTHERS_WRITE != 0 {
            faults.push(format!("/{} has mode {:o}: every user may change it", entry.path, entry.mode));
        }
    }
    if files == 0 {
        faults.push(format!("/{path} is not in the image, or is empty"));
    }
}

/// No shell and no package manager where the base has none, and no compiler that was not there before.
fn tools(image: &Image, plan: &Plan, faults: &mut Vec<String>) -> Result<()> {
    if !has_shell(&plan.runtime.base)? {
        let is_tool = |entry: &&Entry| SHELLS.contains(&entry.name()) || MANAGERS.contains(&entry.name());
        let tools = image.entries().filter(|entry| entry.kind != EntryKind::Folder).filter(is_tool);
        faults.extend(tools.map(|entry| {
            format!("{} has no shell and no package manager, but /{} is there", plan.runtime.base, entry.path)
        }));
    }
    let is_tool = |entry: &&Entry| {
        let is_program = entry.kind != EntryKind::Folder && entry.mode & EXECUTE != 0;
        (is_program && TOOLCHAINS.contains(&entry.name()) || PACKAGES.iter().any(|end| entry.path.ends_with(end)))
            && format!("/{}", entry.path) != plan.artifact.path
    };
    faults.extend(
        image.own().filter(is_tool).map(|entry| format!("a tool of the build is in the image: /{}", entry.path)),
    );
    Ok(())
}

/// Whether the catalogue says that the base has a shell.
fn has_shell(base: &str) -> Result<bool> {
    let base = catalog()?.base(base).ok_or_else(|| format!("no base is called {base}"))?;
    Ok(base.flavours.iter().any(|flavour| flavour.has("shell")))
}
