//! The module that starts, and all that follows from which one it is.

use super::main::{self, Main};
use super::module::{Module, Project, Tool};
use super::packaging::{self, Packaging};
use super::settings::Settings;
use super::source::Source;
use super::{file, health, listen, merge, version};
use crate::answers::{Evidence, Value};
use crate::context::Context;
use crate::detect::Finding;
use crate::error::{Error, Result};

/// A module that can be started, and how.
struct Application<'p> {
    module: &'p Module,
    packaging: Packaging,
    mains: Vec<Main>,
}

/// What the project says: sure where every module that may be meant says the same.
pub(super) fn findings(context: &Context, project: &Project, sources: &[Source<'_>]) -> Result<Vec<Finding>> {
    let applications = applications(project, sources)?;
    let tool = match project.tool {
        Tool::Maven => "maven",
        Tool::Gradle => "gradle",
    };
    let mut findings = vec![Finding::sure("build-tool", tool, Evidence::new(project.file.clone(), None, "marker"))];
    findings.extend(project.wrapper.iter().map(|wrapper| Finding::sure("wrapper", true, wrapper.clone())));
    if !project.extra.is_empty() {
        let evidence = Evidence::new(project.file.clone(), None, "folders of sources");
        findings.push(Finding::sure("sources", project.extra.clone(), evidence));
    }
    let each =
        applications.iter().map(|application| application.findings(context, project, &applications, sources)).collect();
    findings.extend(merge::several(each));
    Ok(findings)
}

/// The modules that can be started: those whose build says so, or else those that have a `main`.
fn applications<'p>(project: &'p Project, sources: &[Source<'_>]) -> Result<Vec<Application<'p>>> {
    let own = |module: &Module| {
        let files =
            sources.iter().filter(|source| project.module_of(source.path).is_some_and(|own| own.dir == module.dir));
        files.flat_map(main::find).collect::<Vec<Main>>()
    };
    let mut applications = Vec::new();
    for module in project.modules.iter().filter(|module| !module.is_container) {
        let mains = own(module);
        let declared = packaging::of(project, module).filter(|packaging| {
            // What a module only inherits says nothing of it.
            !mains.is_empty() || (packaging.form != "layered" && packaging.evidence.path == module.file)
        });
        let in_source = || {
            let main = mains.first().filter(|_| project.tool == Tool::Maven)?;
            Some(Packaging { form: "classpath", task: "", evidence: main.evidence.clone() })
        };
        if let Some(packaging) = declared.or_else(in_source) {
            packaging::refuse(module)?;
            applications.push(Application { module, packaging, mains });
        }
    }
    let is_declared = |application: &Application<'_>| !is_source(&application.packaging.evidence);
    if applications.iter().any(is_declared) {
        applications.retain(is_declared);
    }
    if applications.is_empty() {
        project.modules.iter().try_for_each(packaging::refuse)?;
        let what = "nothing here can be started: no module has a main class that its build puts into a program";
        return Err(Error::bad_input(what).at(project.file.clone()).help(match project.tool {
            Tool::Maven => "give a class `public static void main(String[] args)`",
            Tool::Gradle => "apply the plugin `application` and set its mainClass",
        }));
    }
    Ok(applications)
}

fn is_source(evidence: &Evidence) -> bool {
    [".java", ".kt"].iter().any(|end| evidence.path.ends_with(end))
}

impl Application<'_> {
    fn findings(
        &self,
        context: &Context,
        project: &Project,
        others: &[Application<'_>],
        sources: &[Source<'_>],
    ) -> Vec<Finding> {
        let Self { module, packaging, .. } = self;
        let settings = Settings::read(context, module);
        // Other modules that can be started are other programs.
        let linked: Vec<&Source<'_>> =
            sources.iter().filter(|source| self.reaches(project, others, source.path)).collect();
        let file = Evidence::new(module.file.clone(), None, "module");
        let mut findings = vec![
            Finding::sure("main", module.folder(), file.clone()),
            Finding::sure("packaging", packaging.form, packaging.evidence.clone()),
        ];
        if !packaging.task.is_empty() {
            findings.push(Finding::sure("task", packaging.task, packaging.evidence.clone()));
        }
        // A name that a shell would read as more than a name is left to be found by its ending.
        let is_plain = |jar: &&String| jar.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_'));
        if let Some(jar) = module.jar.as_ref().filter(is_plain) {
            findings.push(Finding::sure("jar", format!("{jar}.jar"), file.clone()));
        }
        let name: String = module
            .name
            .chars()
            .map(|c| if c.is_ascii_alphanumeric() || matches!(c, '.' | '_') { c } else { '-' })
            .collect();
        let name = name.trim_matches('-');
        if !name.is_empty() {
            findings.push(Finding::sure(
                "binary",
                name,
                Evidence::new(module.file.clone(), None, "name of the module"),
            ));
        }
        findings.extend(self.main_class());
        findings.extend(version::finding(project, module.java.as_ref()));
        findings.extend(listen::findings(module, &settings, &linked));
        findings.extend(health::finding(module, &settings, &linked));
        findings.extend(file::findings(context, &linked));
        findings
    }

    /// Whether the file at `path` may be part of this program: it lies in this module or in a library of the project.
    fn reaches(&self, project: &Project, others: &[Application<'_>], path: &str) -> bool {
        let Some(owner) = project.module_of(path) else { return false };
        owner.dir == self.module.dir || others.iter().all(|other| other.module.dir != owner.dir)
    }

    /// The class to start, where the jar does not say it.
    fn main_class(&self) -> Option<Finding> {
        if self.packaging.form != "classpath" {
            return None;
        }
        if let Some((class, evidence)) = &self.module.main_class {
            return Some(Finding::sure("main-class", class.as_str(), evidence.clone()));
        }
        match &self.mains[..] {
            [] => None,
            [main] => Some(Finding::sure("main-class", main.class.as_str(), main.evidence.clone())),
            several => {
                let candidates = several.iter().map(|main| (Value::from(main.class.as_str()), main.evidence.clone()));
                Some(Finding::doubt("main-class", candidates.collect()))
            }
        }
    }
}
