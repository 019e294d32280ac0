//! The served project and every project it refers to: the files that a restore reads.

use super::choice::Choice;
use super::project::Project;
use super::{extension, folder, nearest, resolve};
use crate::answers::Evidence;
use crate::context::Context;
use crate::detect::Finding;
use crate::error::{Error, Result};

/// Files of the folders above a project that the build reads.
const ABOVE: &[&str] = &[
    "Directory.Build.props",
    "Directory.Build.targets",
    "Directory.Packages.props",
    "nuget.config",
    "NuGet.config",
    "NuGet.Config",
];

/// The lock file of a project.
const LOCK: &str = "packages.lock.json";

/// The projects that are built.
pub(super) struct Closure<'p> {
    projects: Vec<&'p Project>,
    /// Other projects, whose sources are not part of it.
    others: Vec<&'p str>,
}

/// The closure of all candidates.
///
/// # Errors
/// A project refers to one that the build context does not contain.
pub(super) fn of<'p>(context: &Context, projects: &'p [Project], choice: &Choice<'p>) -> Result<Closure<'p>> {
    let mut found: Vec<&Project> = choice.candidates.clone();
    let mut next = 0;
    while let Some(project) = found.get(next).copied() {
        for (path, line) in &project.references {
            // A property in a path is known to the build alone.
            if path.contains("$(") {
                continue;
            }
            let place = format!("{}:{line}", project.path);
            let Some(referred) = resolve(folder(&project.path), path) else {
                return Err(Error::refused(format!(
                    "{path} lies outside the build context, so no image can be built from it"
                ))
                .at(place)
                .help(format!(
                    "run msgen in the folder that holds both projects, with --set project=./…/{}",
                    project.path.rsplit('/').next().unwrap_or_default()
                )));
            };
            let Some(other) = projects.iter().find(|other| other.path == referred) else {
                let what = if context.exists(&referred) { "is kept out by an ignore file" } else { "is missing" };
                return Err(Error::bad_input(format!("{referred} {what}, and the project refers to it"))
                    .at(place)
                    .help("bring it back, or remove the ProjectReference"));
            };
            if found.iter().all(|known| known.path != other.path) {
                found.push(other);
            }
        }
        next += 1;
    }
    let others = projects.iter().filter(|project| found.iter().all(|known| known.path != project.path));
    Ok(Closure { others: others.map(|project| project.path.as_str()).collect(), projects: found })
}

impl Closure<'_> {
    /// Whether `path` belongs to one of its projects, and not to one deeper inside.
    pub fn contains(&self, path: &str) -> bool {
        let depth = |project: &str| {
            let dir = folder(project);
            let inside = path.strip_prefix(dir).is_some_and(|rest| dir.is_empty() || rest.starts_with('/'));
            inside.then_some(dir.len())
        };
        let own = self.projects.iter().filter_map(|project| depth(&project.path)).max();
        let other = self.others.iter().filter_map(|project| depth(project)).max();
        own.is_some() && own >= other && !path.split('/').any(|part| matches!(part, "bin" | "obj"))
    }

    /// Whether a web application takes this file as content: that is every JSON file below it but those of tools.
    fn is_data(&self, path: &str) -> bool {
        let name = path.rsplit('/').next().unwrap_or_default();
        let is_tool = ["appsettings", "package", "tsconfig", "global.json", "launchSettings"]
            .iter()
            .any(|tool| name.starts_with(tool))
            || name.ends_with(".Development.json");
        let is_content = extension(path) == Some("json") && !is_tool && !path.split('/').any(|part| part == "wwwroot");
        is_content && self.contains(path) && self.projects.iter().any(|project| project.is_web())
    }

    /// The files that a restore reads, and whether a lock file fixes every version.
    pub fn findings(&self, context: &Context) -> Vec<Finding> {
        let mut manifests: Vec<String> = Vec::new();
        let mut add = |path: String| {
            if !manifests.contains(&path) {
                manifests.push(path);
            }
        };
        for project in &self.projects {
            add(project.path.clone());
            let dir = folder(&project.path);
            ABOVE.iter().filter_map(|name| nearest(context, dir, name)).for_each(&mut add);
            Some(lock(dir)).filter(|path| context.exists(path)).into_iter().for_each(&mut add);
        }
        let Some(first) = self.projects.first() else { return Vec::new() };
        // An SDK version in this file would refuse the one of the image; SDKs that are packages need it.
        let pins_packages = context.read("global.json").is_some_and(|text| text.contains("msbuild-sdks"));
        if pins_packages {
            add("global.json".to_owned());
        }
        let evidence = Evidence::new(first.path.as_str(), None, "the files that dotnet restore reads");
        let mut findings = vec![Finding::sure("manifests", manifests, evidence)];
        let contents = self.projects.iter().flat_map(|project| &project.contents);
        let there = contents.filter(|path| path.contains('*') || context.exists(path));
        let data = context.files().filter(|path| self.is_data(path)).map(str::to_owned);
        let mut contents: Vec<String> = there.filter(|path| !path.is_empty()).cloned().chain(data).collect();
        contents.sort_unstable();
        contents.dedup();
        if !contents.is_empty() {
            let evidence = Evidence::new(first.path.as_str(), None, "items of the project files");
            findings.push(Finding::sure("sources", contents, evidence));
        }
        let locked = lock(folder(&first.path));
        if context.exists(&locked) {
            findings.push(Finding::sure("locked", true, Evidence::new(locked, None, "versions and checksums")));
        }
        findings
    }
}

fn lock(dir: &str) -> String {
    if dir.is_empty() { LOCK.to_owned() } else { format!("{dir}/{LOCK}") }
}
