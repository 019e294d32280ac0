//! Gradle: the settings, the build scripts of all modules, and the plugins that the project writes for itself.

use super::catalog::Catalog;
use super::module::{Module, Project, Tool, Use, Used, join};
use super::script::{Dependency, Script};
use super::version;
use crate::answers::Evidence;
use crate::context::Context;
use crate::error::{Error, Result};

const SCRIPTS: &[&str] = &["build.gradle.kts", "build.gradle"];
const SETTINGS: &[&str] = &["settings.gradle.kts", "settings.gradle"];
const WRAPPER: &str = "gradle/wrapper/gradle-wrapper.properties";

/// How many plugins of the project's own may apply each other.
const DEPTH: usize = 4;

/// Reads the project, if it is one of Gradle's.
pub(super) fn read(context: &Context) -> Result<Option<Project>> {
    let root = SCRIPTS.iter().find(|name| context.exists(name));
    let settings = SETTINGS.iter().find(|name| context.exists(name));
    let Some(file) = root.or(settings) else { return Ok(None) };
    let catalog = Catalog::read(context)?;
    let settings_text = settings.and_then(|path| Some((*path, context.read(path)?)));
    let settings = settings_text.as_ref().map(|(path, text)| Script::read(path, text));

    let root_text = root.and_then(|path| Some((*path, context.read(path)?)));
    let root_script = root_text.as_ref().map(|(path, text)| Script::read(path, text));
    let mut modules = Vec::new();
    let mut dirs = vec![String::new()];
    dirs.extend(settings.iter().flat_map(included));
    for dir in &dirs {
        let Some(path) = SCRIPTS.iter().map(|name| join(dir, name)).find(|path| context.exists(path)) else { continue };
        let Some(text) = context.read(&path) else {
            return Err(Error::bad_input(format!("{path} cannot be read as text")).at(path).help("save it as UTF-8"));
        };
        let script = Script::read(&path, &text);
        let mut module = Module { dir: dir.clone(), file: path.clone(), ..Module::default() };
        module.name = if dir.is_empty() {
            root_name(context, settings.as_ref())
        } else {
            dir.rsplit('/').next().unwrap_or(dir).to_owned()
        };
        add(context, &catalog, &script, &mut module, DEPTH);
        // `subprojects { … }` and `allprojects { … }` of the root speak of every module.
        if let Some(root) = root_script.as_ref().filter(|_| !dir.is_empty()) {
            module.java = module.java.or_else(|| java(&catalog, root));
        }
        module.is_container = module.uses.is_empty() && dirs.len() > 1 && dir.is_empty();
        modules.push(module);
    }
    let tool_version = context.read(WRAPPER).and_then(|text| wrapper_version(&text));
    Ok(Some(Project {
        tool: Tool::Gradle,
        file: (*file).to_owned(),
        wrapper: context.exists("gradlew").then(|| Evidence::new("gradlew", None, "wrapper")),
        tool_version,
        modules,
        extra: settings.iter().flat_map(included_builds).collect(),
    }))
}

/// The name of the root project, or of the folder.
fn root_name(context: &Context, settings: Option<&Script<'_>>) -> String {
    let named = settings.and_then(|script| {
        let at = script.tokens.find(&["rootProject", ".", "name"]).next()?;
        script.tokens.text(at + 4).map(str::to_owned)
    });
    named.unwrap_or_else(|| {
        let folder = context.root().canonicalize().ok();
        folder.and_then(|path| Some(path.file_name()?.to_str()?.to_owned())).unwrap_or_default()
    })
}

/// The folders of the modules that the settings include: `include(":app", ":lib:core")`.
fn included(settings: &Script<'_>) -> Vec<String> {
    let tokens = &settings.tokens;
    let mut dirs = Vec::new();
    for at in tokens.find(&["include"]) {
        let mut next = at + 1 + usize::from(tokens.is(at + 1, "("));
        while let Some(path) = tokens.text(next) {
            dirs.push(path.trim_start_matches(':').replace(':', "/"));
            if !tokens.is(next + 1, ",") {
                break;
            }
            next += 2;
        }
    }
    for at in tokens.find(&["project", "("]) {
        // project(":app").projectDir = file("services/app")
        let Some(path) = tokens.text(at + 2).filter(|_| tokens.is(at + 5, "projectDir")) else { continue };
        let folder = (at + 6..at + 14).rev().find_map(|at| tokens.text(at));
        let dir = path.trim_start_matches(':').replace(':', "/");
        if let (Some(folder), Some(place)) = (folder, dirs.iter().position(|known| *known == dir)) {
            folder.trim_start_matches("./").clone_into(&mut dirs[place]);
        }
    }
    dirs
}

/// The folders of builds that this one includes: `includeBuild("build-logic")`.
fn included_builds(settings: &Script<'_>) -> Vec<String> {
    let tokens = &settings.tokens;
    let texts = tokens.find(&["includeBuild"]).filter_map(|at| tokens.text(at + 1).or(tokens.text(at + 2)));
    texts.filter(|path| !path.starts_with('.')).map(str::to_owned).collect()
}

/// Adds what a script says to its module; plugins of the project's own are scripts too.
fn add(context: &Context, catalog: &Catalog, script: &Script<'_>, module: &mut Module, depth: usize) {
    for applied in script.plugins() {
        let (id, version) = if applied.is_alias {
            let Some(meant) = catalog.plugin(&applied.name) else { continue };
            meant
        } else {
            (applied.name, applied.version)
        };
        let evidence = Evidence::new(script.path, applied.line, format!("plugin {id}"));
        let file = context.files().find(|path| {
            let name = path.rsplit('/').next().unwrap_or_default();
            name.strip_suffix(".gradle.kts").or(name.strip_suffix(".gradle")) == Some(&*id) && !SCRIPTS.contains(&name)
        });
        if let Some((path, text)) = file.filter(|_| depth > 0).and_then(|path| Some((path, context.read(path)?))) {
            add(context, catalog, &Script::read(path, &text), module, depth - 1);
        }
        module.uses.push(Used { id, version, kind: Use::Plugin, evidence });
    }
    for (dependency, at) in script.dependencies() {
        let (ids, kind) = match dependency {
            Dependency::Coordinates(id) => (vec![id], Use::Library),
            Dependency::Alias(alias) => (catalog.libraries(&alias), Use::Library),
            Dependency::Module(path) => (vec![path], Use::Module),
        };
        for id in ids {
            let evidence = script.evidence(at, id.clone());
            module.uses.push(Used { id, version: None, kind, evidence });
        }
    }
    module.java = module.java.take().or_else(|| java(catalog, script));
    for name in ["mainClass", "mainClassName"] {
        let found = script.setting(name, 0..script.tokens.len()).filter(|_| module.main_class.is_none());
        if let Some((class, at)) = found {
            module.main_class = Some((class.clone(), script.evidence(at, format!("{name} {class}"))));
        }
    }
    let tokens = &script.tokens;
    let multiplatform = module.plugin("org.jetbrains.kotlin.multiplatform").map(|plugin| plugin.evidence.clone());
    module.native = multiplatform
        .filter(|_| tokens.find(&["jvm", "("]).next().is_none() && tokens.find(&["jvm", "{"]).next().is_none());
    if let Some(at) = (0..tokens.len()).find(|&at| tokens.text(at) == Some("Main-Class")) {
        let class = (at + 1..at + 4).find_map(|at| script.value(at));
        let evidence = script.evidence(at, "Main-Class");
        module.main_class = module.main_class.take().or_else(|| Some((class?, evidence.clone())));
        module.manifest = Some(evidence);
    }
}

/// The version of Java that a script asks for.
fn java(catalog: &Catalog, script: &Script<'_>) -> Option<(String, Evidence)> {
    let tokens = &script.tokens;
    let answer =
        |at: usize, text: &str| Some((version::of(text)?, script.evidence(at, format!("{} {text}", tokens.word(at)?))));
    // Places in the version catalog: of(libs.versions.java.get())
    let aliased = |at: usize| {
        let words: Vec<&str> =
            (at..at + 14).filter_map(|at| tokens.word(at)).take_while(|word| *word != "get").collect();
        catalog.version_of(&words.join(".").split_once("libs.").map(|(_, name)| format!("libs.{name}"))?)
    };
    for call in [&["JavaLanguageVersion", ".", "of", "("][..], &["jvmToolchain", "("], &["jvmToolchain"]] {
        if let Some(found) = tokens.find(call).find_map(|at| {
            let place = at + call.len();
            answer(at, &script.value(place).or_else(|| aliased(place))?)
        }) {
            return Some(found);
        }
    }
    for name in ["release", "sourceCompatibility", "targetCompatibility", "jvmTarget"] {
        let found = (0..tokens.len()).filter(|&at| tokens.is(at, name)).find_map(|at| {
            (at + 1..at + 6).find_map(|place| {
                let enumerated =
                    || tokens.word(place).filter(|word| word.starts_with("VERSION_") || word.starts_with("JVM_"));
                let text = tokens.text(place).or_else(|| tokens.number(place)).or_else(enumerated)?;
                answer(at, text)
            })
        });
        if found.is_some() {
            return found;
        }
    }
    None
}

/// The version of Gradle in the wrapper's `distributionUrl`.
fn wrapper_version(text: &str) -> Option<(String, Evidence)> {
    let (number, line) = text.lines().enumerate().find(|(_, line)| line.starts_with("distributionUrl"))?;
    let name = line.rsplit('/').next()?.strip_prefix("gradle-")?;
    let version = name.rsplit_once('-')?.0;
    Some((version.to_owned(), Evidence::new(WRAPPER, number + 1, format!("Gradle {version}"))))
}
