//! What a build system makes, and the answers that follow from it.

use std::collections::{BTreeMap, BTreeSet};

use super::library::{self, Place};
use super::path;
use crate::answers::{Evidence, Value};
use crate::context::Context;
use crate::detect::{Finding, Found};

/// Extensions of files that the allow-list of the language lets in anyway, and names that it does.
const LET_IN: &[&str] = &[
    "c", "h", "cc", "cpp", "cxx", "c++", "hh", "hpp", "hxx", "h++", "ipp", "inl", "tpp", "ixx", "cppm", "in", "cmake",
    "mk", "S", "inc", "wrap",
];

/// A project as one build system sees it.
#[derive(Debug, Default)]
pub(super) struct Build {
    /// `cmake`, `meson` or `make`.
    pub system: &'static str,
    /// The file that was read first.
    pub file: String,
    /// Every program it links.
    pub programs: Vec<Program>,
    /// Libraries by the names the build file gives them.
    pub libraries: Vec<(String, Evidence)>,
    /// Folders of the image, without a slash before, that the install rule puts files of the program into.
    pub installed: BTreeMap<String, Evidence>,
    /// Files of the project that the build file names.
    pub named: BTreeSet<String>,
    /// Where tests can be switched off.
    pub test_option: Option<Evidence>,
    /// A shared library of the project's own that a program is linked with.
    pub shared: Option<Evidence>,
    /// A compiler that is called by its name, so that no flag reaches it.
    pub fixed_compiler: Option<Evidence>,
}

/// One program.
#[derive(Debug, Clone, Default)]
pub(super) struct Program {
    /// Where the build leaves it, below the build folder (or the project, where it is built there).
    pub path: String,
    /// Where the install rule puts it, without a slash before: `usr/local/bin/server`.
    pub installed: Option<String>,
    /// Whether it is built among the sources although the build has a folder of its own.
    pub in_source: bool,
    /// What to ask for, where the default does not make it.
    pub goal: Option<String>,
    /// Whether it is a test, a tool or an example.
    pub is_aside: bool,
    /// Its source files, as far as the build file says.
    pub sources: Vec<String>,
    /// Where it is declared.
    pub evidence: Option<Evidence>,
}

impl Build {
    /// The programs that may be the service, the installed ones before all others.
    pub fn services(&self) -> Vec<&Program> {
        let mut found: Vec<&Program> = self.programs.iter().filter(|program| path::is_plain(program.path())).collect();
        for is_better in [
            |program: &Program| !program.is_aside,
            |program: &Program| program.installed.is_some(),
            |program: &Program| program.goal.is_none(),
        ] {
            if found.iter().any(|program| is_better(program)) {
                found.retain(|program| is_better(program));
            }
        }
        found
    }

    /// Source files of programs that are not the service: what they say is not about it.
    pub fn strangers(&self) -> BTreeSet<&str> {
        let services = self.services();
        let is_service = |program: &Program| services.iter().any(|service| service.path() == program.path());
        let own: BTreeSet<&str> = services.iter().flat_map(|program| &program.sources).map(String::as_str).collect();
        let others = self.programs.iter().filter(|program| !is_service(program)).flat_map(|program| &program.sources);
        others.map(String::as_str).filter(|source| !own.contains(source)).collect()
    }
}

impl Program {
    /// Where it lies when the build is done.
    pub fn path(&self) -> &str {
        self.installed.as_deref().unwrap_or(&self.path)
    }
}

/// The answers about the build.
pub(super) fn findings(context: &Context, builds: &[Build]) -> Vec<Finding> {
    // Where only one of several build files makes a program, that is the real one: a Makefile beside another build
    // file often only calls it.
    let able: Vec<&Build> = builds.iter().filter(|build| !build.services().is_empty()).collect();
    let candidates: Vec<&Build> = if able.is_empty() { builds.iter().take(1).collect() } else { able };
    let Some(build) = candidates.first() else { return Vec::new() };
    let seen = |build: &Build| Evidence::new(build.file.as_str(), None, "build file");
    let systems = candidates.iter().map(|build| (Value::from(build.system), seen(build))).collect();
    let mut findings: Vec<Finding> = decide("build", systems).into_iter().collect();
    findings.extend(programs(&candidates));
    findings.extend(libraries(build));
    let flags = [
        ("test-option", &build.test_option),
        ("own-library", &build.shared),
        ("fixed-compiler", &build.fixed_compiler),
    ];
    findings.extend(flags.into_iter().filter_map(|(id, seen)| Some(Finding::sure(id, true, seen.clone()?))));
    findings.extend(list("installed", &build.installed));
    let named: BTreeSet<&String> = candidates.iter().flat_map(|build| &build.named).collect();
    let extra: Vec<String> = named.into_iter().filter(|file| is_extra(context, file)).cloned().collect();
    if !extra.is_empty() {
        findings.push(Finding::sure("sources", extra, Evidence::new(build.file.as_str(), None, "named there")));
    }
    findings
}

/// Whether a file of the project has to be let in by its name.
fn is_extra(context: &Context, file: &str) -> bool {
    let name = path::name(file);
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    let is_build_file = ["CMakeLists.txt", "meson.build", "Makefile", "makefile", "GNUmakefile"].contains(&name);
    !LET_IN.contains(&extension) && !is_build_file && path::is_plain(file) && context.exists(file)
}

/// Which program is the service, and how to get it, by every build that makes one.
fn programs(builds: &[&Build]) -> Vec<Finding> {
    let services: Vec<(&Build, &Program)> =
        builds.iter().flat_map(|build| build.services().into_iter().map(move |program| (*build, program))).collect();
    let all = |value: &dyn Fn(&Build, &Program) -> Value| {
        let value = |(build, program): &(&Build, &Program)| {
            let named = || Evidence::new(build.file.as_str(), None, program.path.as_str());
            (value(build, program), program.evidence.clone().unwrap_or_else(named))
        };
        services.iter().map(value).collect::<Vec<_>>()
    };
    let mut findings: Vec<Finding> = decide("target", all(&|_, program| program.path().into())).into_iter().collect();
    findings.extend(decide("install", all(&|_, program| program.installed.is_some().into())));
    findings.extend(decide("in-source", all(&|build, program| (build.system == "make" || program.in_source).into())));
    // What follows from the program is left to the answer about it, where that is in doubt.
    let names = decide("binary", all(&|_, program| path::name(program.path()).into()));
    findings.extend(names.filter(|finding| matches!(finding.found, Found::Sure(..))));
    let goals = services.iter().find_map(|(_, program)| Some((program, program.goal.as_ref()?)));
    if let (Some((program, goal)), 1) = (goals, services.len()) {
        findings.extend(program.evidence.clone().map(|seen| Finding::sure("goal", goal.as_str(), seen)));
    }
    findings.retain(|finding| !matches!(&finding.found, Found::Sure(Value::Bool(false), _)));
    findings
}

/// The answer that all candidates give, or the doubt between them.
fn decide(question: &'static str, candidates: Vec<(Value, Evidence)>) -> Option<Finding> {
    let mut distinct: Vec<(Value, Evidence)> = Vec::new();
    for (value, evidence) in candidates {
        if distinct.iter().all(|(known, _)| *known != value) {
            distinct.push((value, evidence));
        }
    }
    match distinct.len() {
        0 => None,
        1 => distinct.pop().map(|(value, evidence)| Finding::sure(question, value, evidence)),
        _ => Some(Finding::doubt(question, distinct)),
    }
}

/// Which libraries are linked, and where the final image has them.
fn libraries(build: &Build) -> Vec<Finding> {
    let mut worst: Option<(Place, Evidence)> = None;
    let mut all: BTreeMap<String, (Place, Evidence)> = BTreeMap::new();
    for (name, evidence) in &build.libraries {
        let Some((ids, place)) = library::find(name) else { continue };
        if place > Place::Libc && worst.as_ref().is_none_or(|(known, _)| place > *known) {
            worst = Some((place, evidence.clone()));
        }
        for id in ids {
            all.entry(id).or_insert_with(|| (place, evidence.clone()));
        }
    }
    let Some((place, evidence)) = worst else { return Vec::new() };
    let names = |wanted: &dyn Fn(Place) -> bool| -> Vec<String> {
        all.iter().filter(|(_, (place, _))| wanted(*place)).map(|(id, _)| id.clone()).collect()
    };
    let linked = match place {
        Place::Libc => "libc",
        Place::Base => "base",
        Place::Archive => "archive",
        Place::Other => "other",
    };
    let mut findings = vec![
        Finding::sure("linked", linked, evidence.clone()),
        Finding::sure("libraries", names(&|_| true), evidence.clone()),
    ];
    let archives = names(&|place| place == Place::Archive);
    if !archives.is_empty() {
        findings.push(Finding::sure("archives", archives, evidence));
    }
    findings
}

/// A list with the evidence of its first item.
pub(super) fn list(question: &'static str, found: &BTreeMap<String, Evidence>) -> Option<Finding> {
    let evidence = found.values().next()?.clone();
    Some(Finding::sure(question, found.keys().cloned().collect::<Vec<_>>(), evidence))
}
