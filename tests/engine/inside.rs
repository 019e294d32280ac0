//! What is in an image, and what has no business there.

use msgen::catalog::Catalog;

use crate::Result;
use crate::image::{Entry, Image};
use crate::plan::Plan;
use crate::project::Project;

/// Shells, programs that contain one, and package managers, by the name of their file.
const TOOLS: [&str; 27] = [
    "ash",
    "bash",
    "busybox",
    "busybox.static",
    "csh",
    "dash",
    "fish",
    "ksh",
    "mksh",
    "rbash",
    "sh",
    "tcsh",
    "toybox",
    "zsh",
    "apk",
    "apt",
    "apt-get",
    "aptitude",
    "dnf",
    "dpkg",
    "microdnf",
    "opkg",
    "pacman",
    "rpm",
    "tdnf",
    "yum",
    "zypper",
];

/// What only a compiler reads.
const SOURCES: [&str; 6] = [".go", "/go.mod", "/go.sum", "/go.work", ".c", ".h"];

/// Read and execute, for users that are neither the owner nor of the group.
const OTHERS_RUN: u32 = 0o5;

/// Tells what is wrong inside the image of a project.
pub fn faults(image: &Image, plan: &Plan, project: &Project) -> Result<Vec<String>> {
    let mut faults = Vec::new();
    user(image, plan, &mut faults);
    program(image, plan, &mut faults);
    leaked(image, plan, &project.files()?, &mut faults);
    if !has_shell(&plan.runtime.base)? {
        let tools = image.entries().filter(|entry| !entry.is_folder && TOOLS.contains(&name(entry)));
        faults.extend(tools.map(|entry| {
            format!("{} has no shell and no package manager, but /{} is there", plan.runtime.base, entry.path)
        }));
    }
    Ok(faults)
}

/// Kubernetes' `runAsNonRoot` reads the number in the configuration, and takes no name.
fn user(image: &Image, plan: &Plan, faults: &mut Vec<String>) {
    let wanted = format!("{}:{}", plan.runtime.user.uid, plan.runtime.user.gid);
    if image.user != wanted {
        faults.push(format!("the image's user is `{}` and not `{wanted}`", image.user));
    }
}

/// The program is where it should be, and any user may run it.
fn program(image: &Image, plan: &Plan, faults: &mut Vec<String>) {
    let path = &plan.artifact.path;
    match image.file(path) {
        None => faults.push(format!("{path} is not in the image")),
        Some(file) if file.size == 0 => faults.push(format!("{path} is empty")),
        Some(file) if file.mode & OTHERS_RUN != OTHERS_RUN => {
            faults.push(format!("{path} has mode {:o}: not every user may run it", file.mode));
        }
        Some(_) => {}
    }
}

/// No source and no other file of the project is in the image, but for those the program opens.
fn leaked(image: &Image, plan: &Plan, project: &[String], faults: &mut Vec<String>) {
    let is_asset = |file: &str| {
        let below = |asset: &str| file.strip_prefix(asset).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
        plan.runtime.assets.iter().any(|asset| below(asset.from.trim_end_matches('/')))
    };
    let kept_out: Vec<String> = project.iter().filter(|file| !is_asset(file)).map(|file| format!("/{file}")).collect();
    for entry in image.entries().filter(|entry| !entry.is_folder) {
        let path = format!("/{}", entry.path);
        if SOURCES.iter().any(|source| path.ends_with(source)) || kept_out.iter().any(|file| path.ends_with(file)) {
            faults.push(format!("{path} is in the image"));
        }
    }
}

/// Whether the catalogue says that the base has a shell.
fn has_shell(base: &str) -> Result<bool> {
    let catalog = Catalog::open(None)?;
    let base = catalog.base(base).ok_or_else(|| format!("no base is called {base}"))?;
    Ok(base.flavours.iter().any(|flavour| flavour.has("shell")))
}

fn name(entry: &Entry) -> &str {
    entry.path.rsplit('/').next().unwrap_or(&entry.path)
}
