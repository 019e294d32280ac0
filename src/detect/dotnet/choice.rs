//! Which project is the service, and what it asks for: version, way of publishing.

use super::project::Project;
use crate::answers::{Evidence, Value};
use crate::context::Context;
use crate::detect::Finding;
use crate::error::{Error, Result};

/// The projects that may be the service: one, or several in doubt.
#[derive(Debug)]
pub(super) struct Choice<'p> {
    pub candidates: Vec<&'p Project>,
}

impl<'p> Choice<'p> {
    /// A project at the root of the folder wins, then web applications, then other programs.
    ///
    /// # Errors
    /// No project makes a program.
    pub fn make(context: &Context, projects: &'p [Project]) -> Result<Self> {
        let programs: Vec<&Project> = projects.iter().filter(|project| project.is_program()).collect();
        let at_root = programs.iter().filter(|project| !project.path.contains('/'));
        let web = programs.iter().filter(|project| project.is_web());
        let ranked = [at_root.copied().collect::<Vec<_>>(), web.copied().collect(), programs.clone()];
        let Some(candidates) = ranked.into_iter().find(|list| !list.is_empty()) else {
            let what = match projects {
                [] => "no project lies in this folder or below it",
                [_] => "the project makes a library, which nothing can start",
                _ => "every project makes a library or tests, which nothing can start",
            };
            return Err(Error::bad_input(what)
                .at(projects.first().map_or_else(|| context.root().display().to_string(), |one| one.path.clone()))
                .help(
                    "<OutputType>Exe</OutputType>, or Sdk=\"Microsoft.NET.Sdk.Web\", in the project of the service",
                ));
        };
        Ok(Self { candidates })
    }

    /// Project, name of the program, version, and way of publishing.
    ///
    /// # Errors
    /// The project is made for another system.
    pub fn findings(&self) -> Result<Vec<Finding>> {
        let mut findings = Vec::new();
        let path = |project: &Project| format!("./{}", project.path);
        if let [project] = self.candidates.as_slice() {
            let evidence = Evidence::new(project.path.as_str(), None, "the project that makes a program");
            findings.push(Finding::sure("project", path(project), evidence));
            let (name, evidence) = project.assembly();
            findings.push(Finding::sure("binary", name, evidence));
        } else {
            let named = |project: &&Project| {
                let kind = if project.is_web() { "a web application" } else { "a program" };
                (Value::from(path(project)), Evidence::new(project.path.as_str(), None, kind))
            };
            findings.push(Finding::doubt("project", self.candidates.iter().map(named).collect()));
            let assemblies = self.candidates.iter().map(|project| project.assembly());
            findings.push(Finding::doubt("binary", assemblies.map(|(name, seen)| (name.into(), seen)).collect()));
        }
        let Some(first) = self.candidates.first() else { return Ok(findings) };
        findings.extend(version(first)?);
        system(first)?;
        let evidence = Evidence::new(first.path.as_str(), None, "the SDK that the project names");
        findings.push(Finding::sure("web", first.is_web(), evidence));
        let published = first.flag("PublishAot").map(|evidence| ("aot", evidence)).or_else(|| {
            let itself = ["PublishSelfContained", "SelfContained", "PublishTrimmed"];
            itself.iter().find_map(|name| first.flag(name)).map(|evidence| ("self-contained", evidence))
        });
        findings.extend(published.map(|(way, evidence)| Finding::sure("publish", way, evidence)));
        Ok(findings)
    }
}

/// The version that the project is made for, and the framework to choose where it is made for several.
fn version(project: &Project) -> Result<Vec<Finding>> {
    let Some((frameworks, evidence)) = project.frameworks() else { return Ok(Vec::new()) };
    let newest = frameworks.iter().filter_map(|name| Some((numbers(name)?, name))).max();
    let Some(((major, minor), name)) = newest else {
        let place = evidence.line.map_or_else(|| evidence.path.clone(), |line| format!("{}:{line}", evidence.path));
        return Err(Error::refused(format!(
            "the project is made for {}, which runs in no Linux image",
            frameworks.join(", ")
        ))
        .at(place)
        .help("<TargetFramework>net10.0</TargetFramework>"));
    };
    let mut findings = vec![Finding::sure("language-version", format!("{major}.{minor}"), evidence.clone())];
    if frameworks.len() > 1 {
        findings.push(Finding::sure("framework", name.as_str(), evidence));
    }
    Ok(findings)
}

/// The numbers of `net10.0` or `netcoreapp3.1`; none for frameworks of other systems.
fn numbers(framework: &str) -> Option<(u32, u32)> {
    let rest = framework.strip_prefix("netcoreapp").or_else(|| framework.strip_prefix("net"))?;
    let (major, minor) = rest.split_once('.')?;
    Some((major.parse().ok()?, minor.parse().ok()?))
}

/// Refuses a project that is fixed to another system.
fn system(project: &Project) -> Result<()> {
    let Some((identifier, evidence)) = project.property("RuntimeIdentifier") else { return Ok(()) };
    if identifier.starts_with("linux") {
        return Ok(());
    }
    Err(Error::refused(format!("the project is fixed to {identifier}, and images run Linux"))
        .at(evidence.to_string())
        .help("leave RuntimeIdentifier out: the build names the platform itself"))
}
