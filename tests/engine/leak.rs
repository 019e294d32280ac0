//! What of a project has no business in its image.
//!
//! Before the build, files that nobody should ever ship are planted beside the project's own, wherever it has a folder:
//! one for each pattern of `templates/ignore.toml`. Then the layers above the base image are searched for them, for
//! tests, for what msgen wrote, and, where the image needs only what was built, for anything of the project at all.

use std::collections::BTreeSet;

use fast_glob::glob_match;
use msgen::catalog::Language;
use msgen::image::EntryKind;
use serde_json::Value;

use crate::Result;
use crate::cell::catalog;
use crate::image::Image;
use crate::plan::Plan;
use crate::project::Project;

/// Folders of tests, and files that only a person at work on the project reads.
const TESTS: [&str; 7] = ["__tests__", "e2e", "spec", "specs", "test", "testdata", "tests"];
const AT_WORK: [&str; 16] = [
    ".editorconfig",
    ".eslintrc.json",
    ".gitattributes",
    ".gitignore",
    ".prettierrc",
    ".prettierrc.json",
    "Makefile",
    "conftest.py",
    "eslint.config.js",
    "eslint.config.mjs",
    "jest.config.js",
    "pytest.ini",
    "tox.ini",
    "tsconfig.json",
    "vitest.config.js",
    "vitest.config.ts",
];

/// Folders of other people's code: what lies in them is theirs, and may be called anything.
const DEPENDENCIES: [&str; 4] = ["node_modules", "site-packages", "dist-packages", "vendor"];

/// What takes the place of a `*` in a pattern.
const DECOY: &str = "msgen-decoy";

/// The files of a project that must stay out of its image, whatever is built of it.
pub struct Secret {
    planted: Vec<String>,
    written: Vec<String>,
}

impl Secret {
    /// Plants what nobody should ship into `project`, which had the files `before` when msgen began.
    pub fn plant(project: &Project, before: &[String]) -> Result<Self> {
        let written: Vec<String> = project.files()?.into_iter().filter(|file| !before.contains(file)).collect();
        let folders: BTreeSet<&str> =
            before.iter().map(|file| file.rsplit_once('/').map_or("", |(folder, _)| folder)).chain([""]).collect();
        let mut planted = Vec::new();
        for folder in folders {
            for pattern in &catalog()?.secrets {
                let mut file = pattern.trim_start_matches("**/").replace('*', DECOY);
                // A pattern without an ending or a `*` may be a folder's name: both are tried, in turn.
                if folder.is_empty() && !file.contains(DECOY) && !file.ends_with("rc") && !file.contains("env") {
                    file = format!("{file}/{DECOY}");
                }
                let file = if folder.is_empty() { file } else { format!("{folder}/{file}") };
                if !before.contains(&file) {
                    project.write(&file, "decoy=1\n")?;
                    planted.push(file);
                }
            }
        }
        Ok(Self { planted, written })
    }
}

/// Tells what of the project is in the image and should not be.
pub fn faults(image: &Image, plan: &Plan, project: &Project, secret: &Secret) -> Result<Vec<String>> {
    let language = catalog()?.language(&plan.language.id).ok();
    let files = project.files()?;
    let folder = plan.artifact.is_folder().then(|| format!("{}/", plan.artifact.path.trim_matches('/')));
    let mut faults = Vec::new();
    for entry in image.own().filter(|entry| entry.kind != EntryKind::Folder) {
        let path = format!("/{}", entry.path);
        let fault = match &folder {
            Some(folder) => entry.path.strip_prefix(folder.as_str()).and_then(|path| in_folder(path, secret)),
            None if path == plan.artifact.path => None,
            None => beside_program(&path, plan, &files, language.as_deref()),
        };
        faults.extend(fault.map(|why| format!("{path} is in the image: {why}")));
    }
    faults.extend(development(image, project));
    Ok(faults)
}

/// Why a file of the folder that was built should not be there.
fn in_folder(path: &str, secret: &Secret) -> Option<&'static str> {
    let (folders, name) = path.rsplit_once('/').unwrap_or(("", path));
    if secret.planted.iter().any(|file| file == path) {
        return Some("templates/ignore.toml keeps such files out");
    }
    if secret.written.iter().any(|file| file == path) {
        return Some("msgen wrote it, for the builder and for people");
    }
    if folders.split('/').any(|folder| DEPENDENCIES.contains(&folder)) {
        return None;
    }
    let is_test = name.contains(".test.") || name.contains(".spec.") || name.contains("_test.");
    if is_test || name.starts_with("test_") || folders.split('/').any(|folder| TESTS.contains(&folder)) {
        return Some("it is a test");
    }
    AT_WORK.contains(&name).then_some("only people at work on the project read it")
}

/// Why a file of an image that needs only its program should not be there. What the program opens at run time may.
fn beside_program(path: &str, plan: &Plan, files: &[String], language: Option<&Language>) -> Option<&'static str> {
    let is_asset = |file: &str| {
        let below = |asset: &str| file.strip_prefix(asset).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
        plan.runtime.assets.iter().any(|asset| below(asset.from.trim_end_matches('/')))
    };
    let ends_with = |file: &str| path.strip_suffix(file).is_some_and(|rest| rest.ends_with('/'));
    if files.iter().any(|file| !is_asset(file) && ends_with(file)) {
        return Some("it is a file of the project, and not what was built of it");
    }
    let language = language?;
    let name = path.rsplit('/').next().unwrap_or(path);
    let extension = name.rsplit_once('.').map(|(_, extension)| extension);
    let is_source = language.head.markers.iter().any(|marker| glob_match(marker, name))
        || extension.is_some_and(|extension| language.head.sources.iter().any(|source| source == extension));
    is_source.then_some("only the toolchain reads it")
}

/// The packages that `package.json` wants for development only, and that are in the image.
fn development(image: &Image, project: &Project) -> Vec<String> {
    let text = std::fs::read_to_string(project.folder.join("package.json")).unwrap_or_default();
    let manifest: Value = serde_json::from_str(&text).unwrap_or_default();
    let packages = manifest["devDependencies"].as_object().into_iter().flat_map(|packages| packages.keys());
    let shipped = packages.filter(|package| {
        let end = format!("node_modules/{package}/package.json");
        image.own().any(|entry| entry.path.ends_with(&end))
    });
    shipped.map(|package| format!("{package} is in the image: the project wants it for development only")).collect()
}
