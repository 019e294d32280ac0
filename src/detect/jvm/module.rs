//! What Maven and Gradle have in common: a project of modules, each with what it uses and what it makes.

use crate::answers::Evidence;

/// The build tool.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tool {
    Maven,
    Gradle,
}

/// A project: its tool, and its modules in the order in which they are declared.
#[derive(Debug)]
pub(super) struct Project {
    pub tool: Tool,
    /// The build file of the root.
    pub file: String,
    /// The wrapper script, where the project brings one.
    pub wrapper: Option<Evidence>,
    /// The version of the build tool that the wrapper fetches.
    pub tool_version: Option<(String, Evidence)>,
    pub modules: Vec<Module>,
    /// Files of the project that the build reads beside the usual ones.
    pub extra: Vec<String>,
}

/// One module.
#[derive(Debug, Default)]
pub(super) struct Module {
    /// Its folder relative to the build context; empty for the root.
    pub dir: String,
    /// Its build file.
    pub file: String,
    /// Its own name: artifactId, or the name of the Gradle project.
    pub name: String,
    /// The jar without `.jar`, where the build file says it.
    pub jar: Option<String>,
    /// Plugins and dependencies.
    pub uses: Vec<Used>,
    /// The version of Java it is compiled for.
    pub java: Option<(String, Evidence)>,
    /// The class that its build file starts.
    pub main_class: Option<(String, Evidence)>,
    /// Whether the build writes that class into the manifest of the jar.
    pub manifest: Option<Evidence>,
    /// Whether it is packed as a war.
    pub war: Option<Evidence>,
    /// Whether Kotlin compiles it to machine code only.
    pub native: Option<Evidence>,
    /// Whether it only holds other modules together.
    pub is_container: bool,
}

/// A plugin or a dependency.
#[derive(Debug, Clone)]
pub(super) struct Used {
    /// `group:artifact`, or the id of a Gradle plugin.
    pub id: String,
    pub version: Option<String>,
    pub kind: Use,
    pub evidence: Evidence,
}

/// What something is used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Use {
    /// A plugin of the build that does something in it.
    Plugin,
    /// A library that the program needs when it runs.
    Library,
    /// Another module of the project.
    Module,
    /// A POM that this one inherits from.
    Parent,
}

impl Module {
    /// The plugin with this id.
    pub fn plugin(&self, id: &str) -> Option<&Used> {
        self.uses.iter().find(|used| used.kind == Use::Plugin && used.id == id)
    }

    /// The first library whose coordinates start with `start`.
    pub fn library(&self, start: &str) -> Option<&Used> {
        self.uses.iter().find(|used| used.kind == Use::Library && used.id.starts_with(start))
    }

    /// The parent POM with this id, however far up.
    pub fn parent(&self, id: &str) -> Option<&Used> {
        self.uses.iter().find(|used| used.kind == Use::Parent && used.id == id)
    }

    /// Whether it needs anything but the JDK and itself when it runs.
    pub fn has_dependencies(&self) -> bool {
        self.uses.iter().any(|used| matches!(used.kind, Use::Library | Use::Module))
    }

    /// Whether `path` lies in this module's folder.
    pub fn contains(&self, path: &str) -> bool {
        self.dir.is_empty() || path.strip_prefix(&self.dir).is_some_and(|rest| rest.starts_with('/'))
    }

    /// Its folder as an answer.
    pub fn folder(&self) -> String {
        if self.dir.is_empty() { ".".to_owned() } else { format!("./{}", self.dir) }
    }
}

impl Project {
    /// The module that `path` lies in: the deepest one.
    pub fn module_of(&self, path: &str) -> Option<&Module> {
        self.modules.iter().filter(|module| module.contains(path)).max_by_key(|module| module.dir.len())
    }
}

/// A path inside a folder.
pub(super) fn join(dir: &str, name: &str) -> String {
    if dir.is_empty() { name.to_owned() } else { format!("{dir}/{name}") }
}
