//! The targets of a `CMake` project: programs, libraries, and what is installed.

use std::collections::{BTreeMap, BTreeSet};

use super::scope::Scope;
use crate::answers::Evidence;
use crate::detect::c::build::{Build, Program};
use crate::detect::c::path;

/// Words of `install(…)` that start a new group of arguments.
const KINDS: &[&str] = &[
    "ARCHIVE",
    "LIBRARY",
    "RUNTIME",
    "OBJECTS",
    "FRAMEWORK",
    "BUNDLE",
    "PRIVATE_HEADER",
    "PUBLIC_HEADER",
    "RESOURCE",
    "FILE_SET",
];

/// Words that end the list of what is installed.
const KEYS: &[&str] =
    &["DESTINATION", "COMPONENT", "EXPORT", "OPTIONAL", "PERMISSIONS", "CONFIGURATIONS", "RENAME", "TYPE"];

/// Folders of what is installed that a running program reads: none of these.
const NOT_READ: &[&str] = &[
    "include",
    "lib",
    "lib64",
    "share/man",
    "share/doc",
    "share/pkgconfig",
    "share/cmake",
    "share/bash-completion",
    "share/licenses",
    "man",
    "doc",
    "cmake",
];

/// Everything that was declared so far.
#[derive(Debug, Default)]
pub(super) struct Targets {
    programs: BTreeMap<String, Target>,
    libraries: BTreeMap<String, Library>,
    links: Vec<(String, String, Evidence)>,
    installed: BTreeMap<String, String>,
    folders: BTreeMap<String, Evidence>,
    tests: BTreeSet<String>,
    order: Vec<String>,
}

#[derive(Debug)]
struct Target {
    /// Folder of the program: whether among the sources, and its path.
    output: Option<(bool, String)>,
    folder: String,
    name: Option<String>,
    sources: Vec<String>,
    evidence: Evidence,
}

#[derive(Debug)]
struct Library {
    is_shared: bool,
    evidence: Evidence,
}

impl Targets {
    /// Takes in a command about targets.
    pub fn command(&mut self, name: &str, words: &[&str], folder: &str, scope: &Scope, seen: &dyn Fn() -> Evidence) {
        match (name, words) {
            ("add_executable", [name, rest @ ..]) => {
                if rest.contains(&"IMPORTED") || rest.contains(&"ALIAS") {
                    return;
                }
                let output = match scope.get("CMAKE_RUNTIME_OUTPUT_DIRECTORY") {
                    Some(path) => scope.output(path, folder),
                    None => Some((false, folder.to_owned())),
                };
                let sources = rest.iter().filter_map(|source| scope.relative(source, folder)).collect();
                let target = Target { output, folder: folder.to_owned(), name: None, sources, evidence: seen() };
                self.order.push((*name).to_owned());
                self.programs.insert((*name).to_owned(), target);
            }
            ("add_library", [name, rest @ ..]) => {
                let named = |word: &str| rest.contains(&word);
                let by_default = scope.get("BUILD_SHARED_LIBS").is_some_and(super::condition::is_true);
                let is_other = ["STATIC", "OBJECT", "INTERFACE", "MODULE", "ALIAS", "IMPORTED"].into_iter().any(named);
                let is_shared = named("SHARED") && !named("IMPORTED") || by_default && !is_other;
                self.libraries.insert((*name).to_owned(), Library { is_shared, evidence: seen() });
            }
            ("target_sources", [name, rest @ ..]) => {
                let sources = rest.iter().filter_map(|source| scope.relative(source, folder));
                if let Some(target) = self.programs.get_mut(*name) {
                    target.sources.extend(sources);
                }
            }
            ("target_link_libraries", [name, rest @ ..]) => {
                let words = ["PRIVATE", "PUBLIC", "INTERFACE", "LINK_PUBLIC", "LINK_PRIVATE", "general", "optimized"];
                let libraries = rest.iter().filter(|word| !words.contains(word));
                self.links.extend(libraries.map(|library| ((*name).to_owned(), (*library).to_owned(), seen())));
            }
            ("link_libraries", libraries) => {
                self.links.extend(libraries.iter().map(|library| (String::new(), (*library).to_owned(), seen())));
            }
            ("set_target_properties", words) => {
                let split = words.iter().position(|word| *word == "PROPERTIES").unwrap_or(words.len());
                for target in &words[..split] {
                    for pair in words[(split + 1).min(words.len())..].chunks_exact(2) {
                        self.property(target, pair[0], pair[1], scope);
                    }
                }
            }
            ("set_property", ["TARGET", target, "PROPERTY", name, value]) => self.property(target, name, value, scope),
            ("add_test", words) => {
                let at = words.iter().position(|word| *word == "COMMAND").map_or(1, |at| at + 1);
                self.tests.extend(words.get(at).map(|name| (*name).to_owned()));
            }
            ("gtest_discover_tests" | "catch_discover_tests" | "doctest_discover_tests", [name, ..]) => {
                self.tests.insert((*name).to_owned());
            }
            ("install", words) => self.install(words, seen),
            _ => {}
        }
    }

    fn property(&mut self, target: &str, name: &str, value: &str, scope: &Scope) {
        let Some(target) = self.programs.get_mut(target) else { return };
        match name {
            "OUTPUT_NAME" | "RUNTIME_OUTPUT_NAME" => target.name = Some(value.to_owned()),
            "RUNTIME_OUTPUT_DIRECTORY" => target.output = scope.output(value, &target.folder),
            _ => {}
        }
    }

    fn install(&mut self, words: &[&str], seen: &dyn Fn() -> Evidence) {
        let after = |at: usize| words.get(at + 1).map(|to| under_prefix(to));
        let find = |word: &str| words.iter().position(|other| *other == word);
        let Some(kind) = words.first() else { return };
        let is_key = |word: &&&str| KEYS.contains(word) || KINDS.contains(word);
        let what: Vec<&str> = words[1..].iter().take_while(|word| !is_key(word)).copied().collect();
        match *kind {
            "TARGETS" => {
                // The destination of programs, or the one for everything.
                let runtime = find("RUNTIME").unwrap_or(0);
                let group = words.iter().skip(runtime + 1).take_while(|word| runtime == 0 || !KINDS.contains(word));
                let offset = group.clone().position(|word| *word == "DESTINATION");
                let first_kind = words.iter().position(|word| KINDS.contains(word)).unwrap_or(words.len());
                let folder = match offset.map(|at| at + runtime + 1) {
                    Some(at) if runtime > 0 || at < first_kind => after(at),
                    _ => Some("usr/local/bin".to_owned()),
                };
                let Some(folder) = folder else { return };
                self.installed.extend(what.iter().map(|target| ((*target).to_owned(), folder.clone())));
            }
            "FILES" | "PROGRAMS" | "DIRECTORY" => {
                let Some(folder) = find("DESTINATION").and_then(after) else { return };
                let inside = folder.strip_prefix("usr/local/").unwrap_or(&folder);
                let is_inside = |known: &str| inside == known || inside.starts_with(&format!("{known}/"));
                if !NOT_READ.iter().any(|known| is_inside(known))
                    && path::is_plain(&folder)
                    && !is_shared_folder(&folder)
                {
                    self.folders.entry(folder).or_insert_with(seen);
                }
            }
            _ => {}
        }
    }

    /// Puts what is known into `build`.
    pub fn finish(self, build: &mut Build) {
        for name in &self.order {
            let Some(target) = self.programs.get(name) else { continue };
            let Some((in_source, folder)) = &target.output else { continue };
            let file = target.name.as_deref().unwrap_or(name);
            let Some(path) = path::join(folder, file) else { continue };
            let is_test = self.tests.contains(name) || self.tests.contains(&format!("$<TARGET_FILE:{name}>"));
            build.programs.push(Program {
                path,
                installed: self.installed.get(name).map(|folder| format!("{folder}/{file}")),
                in_source: *in_source,
                goal: None,
                is_aside: is_test || path::is_aside(name) || path::is_aside(&format!("{}/{name}", target.folder)),
                sources: target.sources.clone(),
                evidence: Some(target.evidence.clone()),
            });
        }
        let services: Vec<String> =
            build.services().iter().map(|program| path::name(&program.path).to_owned()).collect();
        for (target, library, evidence) in self.links {
            let of_service = services.contains(&target) || !self.programs.contains_key(&target);
            if !of_service {
                continue;
            }
            // What was found as a package has said so already, and generator expressions say nothing here.
            let is_flag = library.starts_with('-') && !library.starts_with("-l");
            let is_name = !library.contains([':', '$', '/', '<']) && !library.is_empty() && !is_flag;
            match self.libraries.get(&library) {
                Some(own) if own.is_shared => _ = build.shared.get_or_insert_with(|| own.evidence.clone()),
                None if is_name => build.libraries.push((library, evidence)),
                _ => {}
            }
        }
        build.installed = self.folders;
    }
}

/// A destination as it is in the image, without a slash before.
fn under_prefix(destination: &str) -> String {
    let destination = destination.trim_end_matches('/');
    destination.strip_prefix('/').map_or_else(|| format!("usr/local/{destination}"), str::to_owned)
}

/// Whether other things than the program's lie in this folder of the image too.
fn is_shared_folder(folder: &str) -> bool {
    ["bin", "sbin", "libexec"]
        .iter()
        .any(|name| folder == format!("usr/local/{name}") || folder == format!("usr/{name}"))
}
