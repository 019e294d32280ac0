//! Maven: the POMs of the project, and what each module inherits.

use std::collections::BTreeMap;

use super::module::{Module, Project, Tool, Use, Used, join};
use super::pom::{Line, Pom, resolve};
use super::version;
use crate::answers::Evidence;
use crate::context::Context;
use crate::error::{Error, Result};

/// How many POMs may inherit from each other, and how many properties may stand in each other.
const DEPTH: usize = 16;

/// Properties that set the version of Java, the most telling first.
const JAVA: &[&str] = &[
    "maven.compiler.release",
    "java.version",
    "maven.compiler.target",
    "maven.compiler.source",
    "kotlin.compiler.jvmTarget",
];

/// Reads the project, if it is one of Maven's.
pub(super) fn read(context: &Context) -> Result<Option<Project>> {
    const ROOT: &str = "pom.xml";
    if !context.exists(ROOT) {
        return Ok(None);
    }
    let mut poms = BTreeMap::new();
    let mut order = Vec::new();
    let mut waiting = vec![ROOT.to_owned()];
    while let Some(path) = waiting.pop() {
        if poms.contains_key(&path) {
            continue;
        }
        let Some(text) = context.read(&path) else {
            return Err(Error::bad_input(format!("{path} cannot be read as text")).at(path).help("save it as UTF-8"));
        };
        let pom = Pom::read(&path, &text)?;
        for (module, line) in pom.modules.iter().rev() {
            let place = resolve(pom.dir(), module).filter(|path| !path.contains('$'));
            let file = place.map(|place| if context.is_dir(&place) { join(&place, ROOT) } else { place });
            match file.filter(|file| context.exists(file)) {
                Some(file) => waiting.push(file),
                None => {
                    return Err(Error::bad_input(format!("the module `{module}` is not there"))
                        .at(format!("{path}:{line}"))
                        .help("run msgen in the folder that holds all modules, or mend <modules>"));
                }
            }
        }
        // A parent that is no module of the root is read too.
        waiting.extend(
            pom.parent.iter().map(|parent| parent.path.clone()).filter(|path| context.exists(path) && !path.is_empty()),
        );
        order.push(path.clone());
        poms.insert(path, pom);
    }
    let effective = |path: &String| Effective::of(&poms, path);
    let modules = order.iter().filter_map(effective).map(|effective| effective.module()).collect();
    Ok(Some(Project {
        tool: Tool::Maven,
        file: ROOT.to_owned(),
        wrapper: context.exists("mvnw").then(|| Evidence::new("mvnw", None, "wrapper")),
        tool_version: None,
        modules,
        extra: poms.values().flat_map(|pom| pom.folders.iter().cloned()).collect(),
    }))
}

/// A POM with those it inherits from, itself first.
struct Effective<'a> {
    chain: Vec<&'a Pom>,
}

impl<'a> Effective<'a> {
    fn of(poms: &'a BTreeMap<String, Pom>, path: &str) -> Option<Self> {
        let mut chain = vec![poms.get(path)?];
        while let Some(parent) = chain.last().and_then(|pom| pom.parent.as_ref())
            && let Some(pom) = poms.get(&parent.path)
            && chain.len() < DEPTH
        {
            chain.push(pom);
        }
        Some(Self { chain })
    }

    fn own(&self) -> &'a Pom {
        self.chain[0]
    }

    /// The first property called `name`, with the file that sets it.
    fn property(&self, name: &str) -> Option<(&'a Pom, &'a Line)> {
        self.chain.iter().find_map(|pom| Some((*pom, pom.properties.get(name)?)))
    }

    /// `text` with its placeholders filled in, as far as the project knows them.
    fn fill(&self, text: &str) -> Option<String> {
        let mut text = text.to_owned();
        for _ in 0..DEPTH {
            let Some((before, rest)) = text.split_once("${") else { return Some(text) };
            let (name, after) = rest.split_once('}')?;
            let value = match name.strip_prefix("project.").or(name.strip_prefix("pom.")).unwrap_or(name) {
                "artifactId" => self.own().artifact.as_ref().map(|(text, _)| text.clone()),
                "version" => self.version(),
                "parent.version" => self.own().parent.as_ref().map(|parent| parent.version.clone()),
                "groupId" => self.own().group.as_ref().map(|(text, _)| text.clone()),
                _ => self.property(name).map(|(_, (text, _))| text.clone()),
            };
            text = format!("{before}{}{after}", value?);
        }
        None
    }

    fn filled(&self, line: Option<&Line>) -> Option<String> {
        self.fill(&line?.0)
    }

    /// Its own version, or the one it inherits, before placeholders are filled in.
    fn version(&self) -> Option<String> {
        let own = self.own();
        let inherited =
            || own.parent.as_ref().map(|parent| parent.version.clone()).filter(|version| !version.is_empty());
        own.version.as_ref().map(|(text, _)| text.clone()).or_else(inherited)
    }

    fn module(&self) -> Module {
        let own = self.own();
        let artifact = self.filled(own.artifact.as_ref()).unwrap_or_default();
        let packaging = self.filled(own.packaging.as_ref()).unwrap_or_else(|| "jar".to_owned());
        let mut module = Module {
            dir: own.dir().to_owned(),
            file: own.path.clone(),
            name: artifact.clone(),
            jar: self.jar(&artifact),
            uses: self.uses(),
            java: self.java(),
            war: own
                .packaging
                .as_ref()
                .filter(|_| packaging == "war")
                .map(|(_, line)| own.evidence(*line, "packaging war")),
            is_container: packaging == "pom",
            ..Module::default()
        };
        for (pom, plugin) in self.plugins() {
            let Some((class, line)) = &plugin.main_class else { continue };
            let Some(class) = self.fill(class) else { continue };
            let seen = pom.evidence(*line, format!("mainClass {class}"));
            if plugin.writes_manifest {
                module.manifest.get_or_insert_with(|| seen.clone());
            }
            module.main_class.get_or_insert((class, seen));
        }
        // Spring Boot's parent and others take the main class from a property.
        for name in ["start-class", "exec.mainClass", "mainClass", "main.class"] {
            if let Some((pom, (class, line))) = self.property(name).filter(|_| module.main_class.is_none()) {
                module.main_class =
                    self.fill(class).map(|class| (class.clone(), pom.evidence(*line, format!("{name} {class}"))));
            }
        }
        module
    }

    /// Every plugin, with the POM that names it.
    fn plugins(&self) -> impl Iterator<Item = (&'a Pom, &'a super::pom::Plugin)> {
        self.chain.iter().flat_map(|pom| pom.plugins.iter().map(move |plugin| (*pom, plugin)))
    }

    /// The name of the jar that is started, without `.jar`.
    fn jar(&self, artifact: &str) -> Option<String> {
        let version = self.version();
        let usual = || Some(format!("{artifact}-{}", self.fill(version.as_deref()?)?));
        let named = self.chain.iter().find_map(|pom| pom.final_name.as_ref());
        let name = if named.is_some() { self.filled(named) } else { usual() }?;
        for (_, plugin) in self.plugins() {
            let suffix = match plugin.id.rsplit_once(':')?.1 {
                "maven-assembly-plugin" => plugin.descriptor.as_deref(),
                "maven-shade-plugin" | "spring-boot-maven-plugin" => plugin.classifier.as_deref(),
                _ => continue,
            };
            if let Some(own) = self.filled(plugin.final_name.as_ref()) {
                return Some(own);
            }
            if let Some(suffix) = suffix {
                return Some(format!("{name}-{suffix}"));
            }
        }
        Some(name)
    }

    fn uses(&self) -> Vec<Used> {
        let mut uses = Vec::new();
        for (pom, plugin) in self.plugins() {
            let goals = if plugin.goals.is_empty() { String::new() } else { format!(" {}", plugin.goals.join(" ")) };
            uses.push(Used {
                id: plugin.id.clone(),
                version: plugin.version.as_deref().and_then(|version| self.fill(version)),
                kind: Use::Plugin,
                evidence: pom.evidence(plugin.line, format!("{}{goals}", plugin.id)),
            });
        }
        for pom in &self.chain {
            uses.extend(pom.parent.iter().map(|parent| Used {
                id: format!("{}:{}", parent.group, parent.artifact),
                version: Some(parent.version.clone()),
                kind: Use::Parent,
                evidence: pom.evidence(parent.line, format!("{} {}", parent.artifact, parent.version)),
            }));
            let needed = pom.dependencies.iter().filter(|one| matches!(one.scope.as_str(), "" | "compile" | "runtime"));
            uses.extend(needed.filter_map(|one| {
                let id = self.fill(&one.id)?;
                Some(Used { version: None, kind: Use::Library, evidence: pom.evidence(one.line, id.clone()), id })
            }));
        }
        uses
    }

    /// The version of Java, from the compiler's own configuration or from a property.
    fn java(&self) -> Option<(String, Evidence)> {
        let configured = self.plugins().filter_map(|(pom, plugin)| Some((pom, plugin, plugin.release.as_ref()?)));
        let configured = configured.filter(|(_, plugin, _)| {
            plugin.id.ends_with("-compiler-plugin") || plugin.id.ends_with("kotlin-maven-plugin")
        });
        let configured = configured.map(|(pom, _, (text, line))| ("release", pom, text, *line));
        let properties =
            JAVA.iter().filter_map(|name| self.property(name).map(|(pom, (text, line))| (*name, pom, text, *line)));
        configured.chain(properties).find_map(|(name, pom, text, line)| {
            let wanted = self.fill(text)?;
            Some((version::of(&wanted)?, pom.evidence(line, format!("{name} {wanted}"))))
        })
    }
}
