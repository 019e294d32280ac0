//! `build.zig`, and what it imports: executables, options, and the files and libraries that it names.

use std::ops::Range;

use super::source::Source;
use super::{SCRIPT, folder, resolve};
use crate::answers::{Evidence, Value};
use crate::detect::Finding;
use crate::error::{Error, Result};

/// Names that `linkSystemLibrary` takes for a part of the C library, which Zig brings itself.
const C_LIBRARY: &[&str] = &["c", "m", "pthread", "dl", "rt", "util", "c++"];

/// Libraries of Windows: a script names them for that system only.
const WINDOWS: &[&str] = &[
    "advapi32", "bcrypt", "crypt32", "dbghelp", "gdi32", "iphlpapi", "kernel32", "mswsock", "ntdll", "ole32",
    "shell32", "user32", "winmm", "ws2_32",
];

/// Calls that make the program link or compile C.
const C_SOURCES: &[&str] =
    &["addCSourceFile", "addCSourceFiles", "addTranslateC", "addIncludePath", "addCMacro", "addObject"];

/// An executable of the build.
#[derive(Debug)]
pub(super) struct Executable {
    /// Its file name; none where only running the script can tell.
    pub name: Option<String>,
    /// The source file it starts in.
    pub root: Option<String>,
    is_installed: bool,
    evidence: Evidence,
}

/// What the script says.
#[derive(Debug, Default)]
pub(super) struct Script {
    /// The files it consists of.
    pub files: Vec<String>,
    pub executables: Vec<Executable>,
    /// Source files that modules start in.
    pub modules: Vec<String>,
    /// Other files and folders that it names.
    pub paths: Vec<String>,
    /// Where it compiles C.
    pub compiles_c: Option<Evidence>,
    installs: bool,
    takes_target: bool,
    takes_optimize: bool,
    /// The option `-Dstrip`.
    strip_option: Option<Evidence>,
    /// A library that the build stage has not.
    library: Option<Evidence>,
}

impl Script {
    /// Reads the script of the package at the root, those of the packages in `folders`, and the files they import.
    pub fn read<'f>(sources: &[Source<'_>], folders: impl Iterator<Item = &'f str>) -> Self {
        let mut script = Self::default();
        for base in folders {
            let mut waiting: Vec<String> = resolve(base, SCRIPT).into_iter().collect();
            while let Some(path) = waiting.pop() {
                let Some(source) = sources.iter().find(|source| source.path == path) else { continue };
                if script.files.contains(&path) {
                    continue;
                }
                waiting.extend(source.imports());
                script.files.push(path);
                script.add_files(source, base);
                if base.is_empty() {
                    script.add_artifacts(source);
                }
            }
        }
        script
    }

    /// The files and libraries that a script names, relative to the folder of its package.
    fn add_files(&mut self, source: &Source<'_>, base: &str) {
        for at in ["path", "pathFromRoot"].into_iter().flat_map(|name| source.calls(name)) {
            let path = source.arguments(at).first().and_then(|argument| source.text_at(argument).map(str::to_owned));
            let path = path.filter(|path| !path.is_empty()).and_then(|path| resolve(base, &path));
            let Some(path) = path.filter(|path| !path.is_empty()) else { continue };
            if super::has_extension(&path, "zig") { self.modules.push(path) } else { self.paths.push(path) }
        }
        for at in source.calls("linkSystemLibrary") {
            let argument = source.arguments(at).into_iter().next().unwrap_or(at..at);
            let is_own =
                source.text_at(&argument).is_some_and(|name| C_LIBRARY.contains(&name) || WINDOWS.contains(&name));
            if !is_own {
                self.library.get_or_insert_with(|| source.evidence(source.call_range(at)));
            }
        }
        if let Some(at) = C_SOURCES.iter().flat_map(|name| source.calls(name)).next() {
            self.compiles_c.get_or_insert_with(|| source.evidence(source.call_range(at)));
        }
    }

    /// What the script at the root makes, and the options that it takes.
    fn add_artifacts(&mut self, source: &Source<'_>) {
        let installed = installed(source);
        self.installs |= !installed.is_empty();
        for at in source.calls("addExecutable") {
            self.executables.push(executable(source, at, &installed));
        }
        self.takes_target |= source.calls("standardTargetOptions").next().is_some()
            || source.calls("standardTargetOptionsQueryOnly").next().is_some();
        self.takes_optimize |= source.calls("standardOptimizeOption").next().is_some();
        for at in source.calls("option") {
            let arguments = source.arguments(at);
            let is_strip = arguments.get(1).is_some_and(|name| source.text_at(name) == Some("strip"));
            let is_bool = arguments.first().is_some_and(|kind| source.tokens.is(kind.start, "bool"));
            if is_strip && is_bool {
                self.strip_option.get_or_insert_with(|| source.evidence(source.call_range(at)));
            }
        }
    }

    /// The executables that are installed: all of them, where the script does not say which.
    pub fn served(&self) -> impl Iterator<Item = &Executable> {
        let says_which = self.executables.iter().any(|executable| executable.is_installed);
        self.executables.iter().filter(move |executable| executable.is_installed || !says_which)
    }

    /// Target, options and libraries.
    ///
    /// # Errors
    /// The script installs nothing that an image could start.
    pub fn findings(&self) -> Result<Vec<Finding>> {
        if self.executables.is_empty() || !self.installs {
            let what = if self.executables.is_empty() { "makes no executable" } else { "installs no executable" };
            return Err(Error::bad_input(format!("{SCRIPT} {what}, so there is nothing that an image could start"))
                .at(SCRIPT)
                .help("b.installArtifact(exe) in build.zig, for what b.addExecutable gives"));
        }
        let mut findings: Vec<Finding> = self.target();
        let nowhere = |call: &str| Evidence::new(SCRIPT, None, format!("no b.{call}"));
        if !self.takes_target {
            findings.push(Finding::sure("target-option", false, nowhere("standardTargetOptions")));
        }
        if !self.takes_optimize {
            findings.push(Finding::sure("optimize", "project", nowhere("standardOptimizeOption")));
        }
        if let Some(evidence) = &self.strip_option {
            findings.push(Finding::sure("strip-option", true, evidence.clone()));
        }
        if let Some(evidence) = &self.library {
            findings.push(Finding::sure("system-library", true, evidence.clone()));
        }
        Ok(findings)
    }

    fn target(&self) -> Vec<Finding> {
        let mut named: Vec<(&str, &Evidence)> = Vec::new();
        for executable in self.served() {
            let Some(name) = &executable.name else { return Vec::new() };
            if named.iter().all(|(known, _)| known != name) {
                named.push((name, &executable.evidence));
            }
        }
        match named.as_slice() {
            [] => Vec::new(),
            [(name, evidence)] => {
                let sure = |question| Finding::sure(question, *name, (*evidence).clone());
                vec![sure("target"), sure("binary")]
            }
            several => {
                let candidates = several.iter().map(|(name, evidence)| (Value::from(*name), (*evidence).clone()));
                vec![Finding::doubt("target", candidates.collect())]
            }
        }
    }
}

/// The names of the variables that `installArtifact` and its like are given.
fn installed<'s>(source: &'s Source<'_>) -> Vec<&'s str> {
    let calls = ["installArtifact", "addInstallArtifact", "addInstallFile"];
    let calls = calls.into_iter().flat_map(|name| source.calls(name));
    let names = calls.map(|at| source.arguments(at).first().and_then(|argument| source.tokens.word(argument.start)));
    names.map(Option::unwrap_or_default).collect()
}

/// The executable that the call at `at` makes.
fn executable(source: &Source<'_>, at: usize, installed: &[&str]) -> Executable {
    let tokens = &source.tokens;
    let open = (at + 2..tokens.close(at + 1)).find(|&place| tokens.is(place, "{"));
    let field = |name: &str| open.and_then(|open| source.field(open, name));
    let variable = assigned_variable(source, at);
    let root = field("root_source_file").or_else(|| field("root_module"));
    Executable {
        name: field("name").and_then(|range| constant(source, range)),
        root: root.and_then(|range| root_file(source, range, 0)),
        is_installed: variable.is_some_and(|name| installed.contains(&name)),
        evidence: source.evidence(source.call_range(at)),
    }
}

/// The name before the `=` of the declaration that the call at `at` stands in.
fn assigned_variable<'s>(source: &'s Source<'_>, at: usize) -> Option<&'s str> {
    let start = source.call_range(at).start;
    let sign = start.checked_sub(1).filter(|sign| source.tokens.is(*sign, "="))?;
    source.tokens.word(sign.checked_sub(1)?)
}

/// The text of a literal, or of the one constant that a name stands for.
fn constant(source: &Source<'_>, range: Range<usize>) -> Option<String> {
    if let Some(text) = source.text_at(&range) {
        return Some(text.to_owned());
    }
    let name = source.tokens.word(range.start).filter(|_| range.len() == 1)?;
    source.declared(name).and_then(|declared| source.text_at(&declared).map(str::to_owned))
}

/// The Zig file that an expression names, through the modules that its variables stand for.
fn root_file(source: &Source<'_>, range: Range<usize>, depth: usize) -> Option<String> {
    let is_file = |at: &usize| source.tokens.text(*at).is_some_and(|text| super::has_extension(text, "zig"));
    if let Some(at) = range.clone().find(is_file) {
        return source.tokens.text(at).and_then(|path| resolve("", path));
    }
    let name = source.tokens.word(range.start).filter(|_| range.len() == 1 && depth < 4)?;
    source.assigned(name).into_iter().find_map(|range| root_file(source, range, depth + 1))
}

impl Source<'_> {
    /// The files that it imports, by their paths in the build context.
    pub fn imports(&self) -> Vec<String> {
        let calls = self.calls("@import").filter_map(|at| self.text_at(self.arguments(at).first()?));
        let files = calls.filter(|name| super::has_extension(name, "zig"));
        files.filter_map(|name| resolve(folder(self.path), name)).collect()
    }
}
