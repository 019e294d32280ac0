//! One `pom.xml`: what it says itself, each value with its line.

use std::collections::BTreeMap;

use roxmltree::{Document, Node};

use super::module::join;
use crate::answers::Evidence;
use crate::error::{Error, Result};

/// A text and the line it stands on.
pub(super) type Line = (String, usize);

/// What a POM says, with its placeholders.
#[derive(Debug, Default)]
pub(super) struct Pom {
    pub path: String,
    pub group: Option<Line>,
    pub artifact: Option<Line>,
    pub version: Option<Line>,
    pub packaging: Option<Line>,
    pub final_name: Option<Line>,
    pub parent: Option<Parent>,
    pub modules: Vec<Line>,
    pub properties: BTreeMap<String, Line>,
    pub dependencies: Vec<Dependency>,
    pub plugins: Vec<Plugin>,
    /// Folders of sources and resources that are not the usual ones.
    pub folders: Vec<String>,
}

/// The POM that one inherits from.
#[derive(Debug)]
pub(super) struct Parent {
    pub group: String,
    pub artifact: String,
    pub version: String,
    /// Path of its file; empty where it is fetched.
    pub path: String,
    pub line: usize,
}

/// One dependency.
#[derive(Debug)]
pub(super) struct Dependency {
    pub id: String,
    pub scope: String,
    pub line: usize,
}

/// One plugin of the build, and the parts of its configuration that matter here.
#[derive(Debug)]
pub(super) struct Plugin {
    pub id: String,
    pub version: Option<String>,
    pub line: usize,
    pub main_class: Option<Line>,
    /// Whether it writes the main class into the manifest.
    pub writes_manifest: bool,
    /// The goals that the project itself binds.
    pub goals: Vec<String>,
    pub final_name: Option<Line>,
    pub classifier: Option<String>,
    pub descriptor: Option<String>,
    pub release: Option<Line>,
}

impl Pom {
    /// Reads the text of the POM at `path`.
    pub fn read(path: &str, text: &str) -> Result<Self> {
        let wrong = |what: String, line: u32| {
            Error::bad_input(what).at(format!("{path}:{line}")).help("mend it: `mvn validate` says more")
        };
        let document =
            Document::parse(text).map_err(|error| wrong(format!("this is no XML: {error}"), error.pos().row))?;
        let project = document.root_element();
        if project.tag_name().name() != "project" {
            return Err(wrong(format!("the root element is `{}`, not `project`", project.tag_name().name()), 1));
        }
        Ok(Self::of(path, project))
    }

    fn of(path: &str, project: Node<'_, '_>) -> Self {
        let dir = path.rsplit_once('/').map_or("", |(dir, _)| dir);
        let build = child(project, "build");
        let elements = |name, item| build.and_then(|build| child(build, name)).map(|list| children(list, item));
        let mut plugins = elements("plugins", "plugin").unwrap_or_default();
        plugins.extend(
            active_profiles(project)
                .iter()
                .filter_map(|profile| child(child(*profile, "build")?, "plugins"))
                .flat_map(|list| children(list, "plugin")),
        );
        let managed = build.and_then(|build| child(child(build, "pluginManagement")?, "plugins"));
        let managed = managed.map(|list| children(list, "plugin")).unwrap_or_default();
        let folder = |node: Node<'_, '_>| Some(join(dir, own_text(node, "directory")?.0.trim_start_matches("./")));
        let sources = build.and_then(|build| own_text(build, "sourceDirectory"));
        let resources = elements("resources", "resource").unwrap_or_default();
        Self {
            path: path.to_owned(),
            group: own_text(project, "groupId"),
            artifact: own_text(project, "artifactId"),
            version: own_text(project, "version"),
            packaging: own_text(project, "packaging"),
            final_name: build.and_then(|build| own_text(build, "finalName")),
            parent: child(project, "parent").map(|node| parent(dir, node)),
            modules: child(project, "modules").map(|list| texts(list, "module")).unwrap_or_default(),
            properties: child(project, "properties").map(properties).unwrap_or_default(),
            dependencies: child(project, "dependencies")
                .map(|list| children(list, "dependency").into_iter().map(dependency).collect())
                .unwrap_or_default(),
            plugins: plugins.iter().map(|node| plugin(*node, &managed)).collect(),
            folders: resources
                .into_iter()
                .filter_map(folder)
                .chain(sources.map(|(text, _)| join(dir, &text)))
                .filter(|folder| !folder.contains('$'))
                .collect(),
        }
    }

    /// The folder of the file; empty for the root.
    pub fn dir(&self) -> &str {
        self.path.rsplit_once('/').map_or("", |(dir, _)| dir)
    }

    /// `saw` at `line` of this file.
    pub fn evidence(&self, line: usize, saw: impl Into<String>) -> Evidence {
        Evidence::new(self.path.clone(), line, saw)
    }
}

fn parent(dir: &str, node: Node<'_, '_>) -> Parent {
    let text = |name| own_text(node, name).map(|(text, _)| text).unwrap_or_default();
    let relative = match child(node, "relativePath") {
        Some(path) => path.text().unwrap_or_default().trim().to_owned(),
        None => "../pom.xml".to_owned(),
    };
    let is_file = std::path::Path::new(&relative).extension().is_some_and(|extension| extension == "xml");
    let relative = if relative.is_empty() || is_file { relative } else { join(&relative, "pom.xml") };
    let path = if relative.is_empty() { None } else { resolve(dir, &relative) };
    Parent {
        group: text("groupId"),
        artifact: text("artifactId"),
        version: text("version"),
        path: path.unwrap_or_default(),
        line: line(node),
    }
}

/// The path that `relative` means from `dir`, where that stays inside the project.
pub(super) fn resolve(dir: &str, relative: &str) -> Option<String> {
    let mut parts: Vec<&str> = dir.split('/').filter(|part| !part.is_empty()).collect();
    for part in relative.split('/') {
        match part {
            "" | "." => {}
            ".." => _ = parts.pop()?,
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

fn dependency(node: Node<'_, '_>) -> Dependency {
    let text = |name| own_text(node, name).map(|(text, _)| text).unwrap_or_default();
    let is_optional = text("optional") == "true";
    let scope = if is_optional { "provided".to_owned() } else { text("scope") };
    Dependency { id: format!("{}:{}", text("groupId"), text("artifactId")), scope, line: line(node) }
}

/// A plugin; what the project manages about it (`pluginManagement`) holds where it says nothing itself.
fn plugin(node: Node<'_, '_>, managed: &[Node<'_, '_>]) -> Plugin {
    let id = plugin_id(node);
    let managed = managed.iter().copied().find(|other| plugin_id(*other) == id);
    let nodes: Vec<Node<'_, '_>> = [Some(node), managed].into_iter().flatten().collect();
    let first = |name: &str| nodes.iter().find_map(|node| deep_text(*node, name));
    let text = |name: &str| first(name).map(|(text, _)| text);
    let has = |name: &str| nodes.iter().any(|node| deep(*node, name).is_some());
    let transforms = nodes.iter().flat_map(Node::descendants).any(|node| {
        node.attribute("implementation").is_some_and(|class| class.ends_with("ManifestResourceTransformer"))
    });
    Plugin {
        version: nodes.iter().find_map(|node| own_text(*node, "version")).map(|(text, _)| text),
        line: line(node),
        main_class: first("mainClass").or_else(|| first("Main-Class")),
        writes_manifest: has("manifest") || has("manifestEntries") || transforms,
        goals: nodes
            .iter()
            .flat_map(Node::descendants)
            .filter(|node| node.has_tag_name_of("goal"))
            .filter_map(trimmed)
            .collect(),
        final_name: first("finalName"),
        classifier: text("classifier").or_else(|| text("shadedClassifierName")),
        descriptor: text("descriptorRef"),
        release: ["release", "target", "source", "jvmTarget"].iter().find_map(|name| first(name)),
        id,
    }
}

/// The profiles that hold without being asked for: by default, or because a file is there.
fn active_profiles<'a, 'i>(project: Node<'a, 'i>) -> Vec<Node<'a, 'i>> {
    let profiles = child(project, "profiles").map(|list| children(list, "profile")).unwrap_or_default();
    let is_active = |profile: &Node<'a, 'i>| {
        let Some(activation) = child(*profile, "activation") else { return false };
        let by_default = own_text(activation, "activeByDefault").is_some_and(|(text, _)| text == "true");
        by_default || child(activation, "file").is_some_and(|file| child(file, "exists").is_some())
    };
    profiles.into_iter().filter(is_active).collect()
}

fn plugin_id(node: Node<'_, '_>) -> String {
    let text = |name| own_text(node, name).map(|(text, _)| text);
    let group = text("groupId").unwrap_or_else(|| "org.apache.maven.plugins".to_owned());
    format!("{group}:{}", text("artifactId").unwrap_or_default())
}

fn properties(node: Node<'_, '_>) -> BTreeMap<String, Line> {
    let elements = node.children().filter(Node::is_element);
    elements.filter_map(|node| Some((node.tag_name().name().to_owned(), (trimmed(node)?, line(node))))).collect()
}

/// Names without their namespace: a POM has one, or none.
trait Named {
    fn has_tag_name_of(&self, name: &str) -> bool;
}

impl Named for Node<'_, '_> {
    fn has_tag_name_of(&self, name: &str) -> bool {
        self.is_element() && self.tag_name().name() == name
    }
}

fn child<'a, 'i>(node: Node<'a, 'i>, name: &str) -> Option<Node<'a, 'i>> {
    node.children().find(|child| child.has_tag_name_of(name))
}

fn children<'a, 'i>(node: Node<'a, 'i>, name: &str) -> Vec<Node<'a, 'i>> {
    node.children().filter(|child| child.has_tag_name_of(name)).collect()
}

fn deep<'a, 'i>(node: Node<'a, 'i>, name: &str) -> Option<Node<'a, 'i>> {
    node.descendants().find(|child| child.has_tag_name_of(name))
}

fn deep_text(node: Node<'_, '_>, name: &str) -> Option<Line> {
    let found = deep(node, name)?;
    Some((trimmed(found)?, line(found)))
}

fn own_text(node: Node<'_, '_>, name: &str) -> Option<Line> {
    let found = child(node, name)?;
    Some((trimmed(found)?, line(found)))
}

fn texts(node: Node<'_, '_>, name: &str) -> Vec<Line> {
    children(node, name).into_iter().filter_map(|node| Some((trimmed(node)?, line(node)))).collect()
}

fn trimmed(node: Node<'_, '_>) -> Option<String> {
    Some(node.text()?.trim().to_owned()).filter(|text| !text.is_empty())
}

fn line(node: Node<'_, '_>) -> usize {
    node.document().text_pos_at(node.range().start).row as usize
}
