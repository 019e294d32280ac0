//! What the build makes and which file starts the service.

use super::package::{MANIFEST, Package};
use super::source::{Source, join};
use super::start::{By, Start, is_typescript};
use super::tsconfig::Settings;
use crate::answers::{Evidence, Value};
use crate::context::Context;
use crate::detect::Finding;

/// Files that usually start a service, where nothing says which.
const USUAL: &[&str] = &["server", "index", "app", "main"];

/// Options of build tools that name the folder they write to.
const OUTPUT_OPTIONS: &[&str] = &["--outDir", "--outdir", "--out-dir", "--dist-dir", "-d", "--dir"];

/// What is known of building and starting.
#[derive(Debug, Default)]
pub(super) struct Layout {
    /// What the package manager is told to build the project; empty where nothing has to be built.
    pub(super) build: Vec<String>,
    /// The folder that the build makes.
    pub(super) output: Option<String>,
    /// Files that may start the service, each with its evidence: one is sure.
    pub(super) entries: Vec<(String, Evidence)>,
    /// Options of Node.js itself.
    pub(super) options: Vec<String>,
    /// What follows the file.
    pub(super) arguments: Vec<String>,
    /// Why TypeScript cannot be run as it is.
    pub(super) obstacle: Option<Evidence>,
    /// Where the build was found.
    build_evidence: Option<Evidence>,
}

impl Layout {
    /// Decides from the scripts, the compiler's settings and the files.
    pub(super) fn decide(
        context: &Context,
        package: &Package,
        start: Option<&Start>,
        settings: Option<&Settings>,
        sources: &[Source<'_>],
    ) -> Self {
        let mut layout = Self::default();
        let compiles = settings.is_some_and(|settings| !settings.checks_only && settings.output.is_some());
        let script = package.script("build");
        if let Some(script) = script {
            layout.build = vec!["run".to_owned(), "build".to_owned()];
            layout.build_evidence = Some(package.evidence(&["scripts", "build"], format!("build: {script}")));
        } else if compiles && package.knows("typescript") && !runs_sources(package, start) {
            layout.build = vec!["exec".to_owned(), "tsc".to_owned()];
            layout.build_evidence = Some(package.evidence(&["typescript"], "typescript, and no script called build"));
        }
        layout.output = layout.made(context, script.unwrap_or_default(), start, settings);
        layout.start(context, package, start, settings, sources);
        if settings.is_some_and(|settings| settings.maps) {
            layout.use_maps();
        }
        layout
    }

    /// Has errors name the lines of the source, where the compiler writes the maps for that.
    fn use_maps(&mut self) {
        let flag = "--enable-source-maps";
        let is_made =
            |(entry, _): &(String, Evidence)| self.output.as_ref().is_some_and(|output| entry.starts_with(output));
        if self.entries.iter().any(is_made) && !self.options.iter().any(|option| option == flag) {
            self.options.insert(0, flag.to_owned());
        }
    }

    /// The folder that the build makes, where anything tells.
    fn made(
        &self,
        context: &Context,
        script: &str,
        start: Option<&Start>,
        settings: Option<&Settings>,
    ) -> Option<String> {
        if self.build.is_empty() {
            return None;
        }
        let words: Vec<&str> = script.split([' ', '=']).collect();
        let named = words.windows(2).find(|pair| OUTPUT_OPTIONS.contains(&pair[0])).and_then(|pair| join("", pair[1]));
        let first = start.filter(|start| start.by == By::Node && !is_typescript(&start.file)).and_then(|start| {
            let file = join("", &start.file)?;
            let folder = file.split('/').next()?.to_owned();
            let is_made = !["node_modules", "src", ""].contains(&&*folder)
                && !context.files().any(|path| path == file || path.starts_with(&format!("{folder}/")));
            is_made.then_some(folder)
        });
        let compiled = settings.filter(|settings| !settings.checks_only).and_then(|settings| settings.output.clone());
        let by_compiler =
            ["tsc", "nest", "run", "tsc-alias"].iter().any(|tool| words.contains(tool)) || script.is_empty();
        // The whole tree that the start script reaches into is what has to be kept.
        first.or(named).or(compiled.filter(|_| by_compiler)).filter(|folder| !folder.is_empty())
    }

    fn start(
        &mut self,
        context: &Context,
        package: &Package,
        start: Option<&Start>,
        settings: Option<&Settings>,
        sources: &[Source<'_>],
    ) {
        if let Some(start) = start {
            match start.by {
                By::Node | By::Tool(_) if !is_typescript(&start.file) => {
                    if let Some(file) = self.file(context, package, &start.file) {
                        self.options.clone_from(&start.options);
                        self.arguments.clone_from(&start.arguments);
                        self.entries = vec![(file, start.evidence.clone())];
                    }
                }
                By::Nest => self.entries = vec![("dist/main.js".to_owned(), start.evidence.clone())],
                By::Node | By::TypeScript(_) => self.typescript(context, package, start, settings, sources),
                _ => {}
            }
        }
        if self.entries.is_empty() && self.obstacle.is_none() {
            self.fall_back(context, package, settings, sources);
        }
    }

    /// The file that `node <name>` would run, where it is there or will be made.
    fn file(&self, context: &Context, package: &Package, name: &str) -> Option<String> {
        let path = join("", name)?;
        if path.is_empty() {
            return self.file(
                context,
                package,
                package.text(&["main"]).filter(|main| *main != ".").unwrap_or("index.js"),
            );
        }
        let is_made =
            self.output.as_ref().is_some_and(|output| path == *output || path.starts_with(&format!("{output}/")));
        if is_made || path.starts_with("node_modules/") {
            return Some(path);
        }
        let is_file = |path: &String| context.exists(path) && !context.is_dir(path);
        let completed = [path.clone(), format!("{path}.js"), format!("{path}.cjs"), format!("{path}/index.js")];
        completed.into_iter().find(is_file)
    }

    /// A script that runs TypeScript: what the build makes of it, or the file itself where Node.js can run that.
    fn typescript(
        &mut self,
        context: &Context,
        package: &Package,
        start: &Start,
        settings: Option<&Settings>,
        sources: &[Source<'_>],
    ) {
        let Some(file) = join("", &start.file).filter(|file| context.exists(file)) else { return };
        if !self.build.is_empty() {
            let main = package.text(&["main"]).and_then(|main| self.file(context, package, main));
            let main = main.filter(|main| self.output.as_ref().is_some_and(|output| main.starts_with(output.as_str())));
            if let Some(made) = main.or_else(|| self.compiled(&file, settings)) {
                self.entries = vec![(made, start.evidence.clone())];
                return;
            }
        }
        let runner = match start.by {
            By::TypeScript(runner) if package.requires(runner) => Some(runner),
            _ => None,
        };
        match (runner, start.by) {
            (None, By::Node) => self.options.clone_from(&start.options),
            (Some("tsx"), _) => self.options = vec!["--import".to_owned(), "tsx".to_owned()],
            (Some(_), _) if package.requires("typescript") => {
                self.options = vec!["-r".to_owned(), "ts-node/register".to_owned()];
            }
            _ => {
                self.obstacle = sources.iter().find_map(super::strip::obstacle);
                if self.obstacle.is_some() {
                    self.entries = vec![(file, start.evidence.clone())];
                    return;
                }
            }
        }
        self.build.clear();
        self.output = None;
        self.entries = vec![(file, start.evidence.clone())];
    }

    /// Notes that this version of Node.js cannot run TypeScript without help.
    pub(super) fn compile_first(&mut self) {
        let runs = |(file, _): &&(String, Evidence)| is_typescript(file) && self.options.is_empty();
        if let Some((_, evidence)) = self.entries.iter().find(runs) {
            self.obstacle = Some(evidence.clone());
        }
    }

    /// Where the compiler writes what it makes of `file`.
    fn compiled(&self, file: &str, settings: Option<&Settings>) -> Option<String> {
        let output = self.output.as_ref()?;
        let root = settings
            .and_then(|settings| settings.root.clone())
            .unwrap_or_else(|| file.split_once('/').map_or_else(String::new, |(folder, _)| folder.to_owned()));
        let rest = file.strip_prefix(&root)?.trim_start_matches('/');
        let stem = rest
            .strip_suffix(".ts")
            .map(|stem| format!("{stem}.js"))
            .or_else(|| rest.strip_suffix(".mts").map(|stem| format!("{stem}.mjs")))?;
        Some(format!("{output}/{stem}"))
    }

    /// Without a script that says it: `main`, one program in `bin`, or a file with a usual name.
    fn fall_back(&mut self, context: &Context, package: &Package, settings: Option<&Settings>, sources: &[Source<'_>]) {
        let bin = package.get(&["bin"]).and_then(|bin| match bin.as_object() {
            Some(programs) if programs.len() == 1 => programs.values().next()?.as_str(),
            Some(_) => None,
            None => bin.as_str(),
        });
        for (key, name) in [("main", package.text(&["main"])), ("bin", bin)] {
            let Some(file) = name.and_then(|name| self.file(context, package, name)) else { continue };
            let evidence = package.evidence(&[key], format!("{key}: {}", name.unwrap_or_default()));
            if is_typescript(&file) {
                let runner = if package.requires("ts-node") { "ts-node" } else { "tsx" };
                let start = Start::of_file(By::TypeScript(runner), file, evidence);
                self.typescript(context, package, &start, settings, sources);
            } else {
                self.entries = vec![(file, evidence)];
            }
            return;
        }
        let has = |path: &String| context.files().any(|file| file == path);
        let named = |folder: &str, ends: &[&str]| -> Vec<String> {
            let names = USUAL.iter().flat_map(|name| ends.iter().map(move |end| format!("{folder}{name}.{end}")));
            names.filter(has).collect()
        };
        if let Some(output) = self.output.clone() {
            let found = named(
                &format!("{}/", settings.and_then(|s| s.root.clone()).unwrap_or_else(|| "src".to_owned())),
                &["ts", "mts"],
            );
            let made = found.iter().filter_map(|file| {
                Some((
                    self.compiled(file, settings)?,
                    Evidence::new(file.as_str(), None, format!("compiled into {output}")),
                ))
            });
            self.entries = made.collect();
            return;
        }
        let mut found = named("", &["js", "mjs", "cjs"]);
        if found.is_empty() {
            found = named("src/", &["js", "mjs", "cjs"]);
        }
        if found.is_empty() {
            found = [named("", &["ts"]), named("src/", &["ts"])].concat();
            self.obstacle = (!found.is_empty()).then(|| sources.iter().find_map(super::strip::obstacle)).flatten();
        }
        self.entries =
            found.into_iter().map(|file| (file.clone(), Evidence::new(file, None, "a usual name"))).collect();
    }

    /// `build`, `entry`, `node-options` and `arguments`.
    pub(super) fn findings(&self) -> Vec<Finding> {
        let mut findings = Vec::new();
        if let Some(evidence) = self.build_evidence.clone().filter(|_| !self.build.is_empty()) {
            findings.push(Finding::sure("build", self.build.clone(), evidence));
        }
        if let Some(evidence) = &self.obstacle {
            findings.push(Finding::sure("needs-compiler", true, evidence.clone()));
        }
        let Some((first, evidence)) = self.entries.first() else { return findings };
        if self.entries.len() == 1 {
            findings.push(Finding::sure("entry", first.as_str(), evidence.clone()));
        } else {
            let candidate = |(file, evidence): &(String, Evidence)| (Value::from(file.as_str()), evidence.clone());
            findings.push(Finding::doubt("entry", self.entries.iter().map(candidate).collect()));
        }
        for (question, list) in [("node-options", &self.options), ("arguments", &self.arguments)] {
            if !list.is_empty() {
                findings.push(Finding::sure(question, list.clone(), evidence.clone()));
            }
        }
        findings
    }

    /// The source file that the first entry is, or is made of.
    pub(super) fn source(&self, context: &Context, settings: Option<&Settings>) -> Option<String> {
        let (entry, _) = self.entries.first()?;
        if context.files().any(|file| file == entry) {
            return Some(entry.clone());
        }
        let output = self.output.as_ref()?;
        let rest = entry.strip_prefix(output.as_str())?.trim_start_matches('/');
        let stem = rest.rsplit_once('.').map_or(rest, |(stem, _)| stem);
        let root = settings.and_then(|settings| settings.root.clone());
        let folders = [root.unwrap_or_default(), "src".to_owned(), String::new()];
        let ends = ["ts", "mts", "tsx", "js", "mjs"];
        let made_of = |stem: &str| {
            folders.iter().flat_map(|folder| ends.iter().map(move |end| (folder, end))).find_map(|(folder, end)| {
                let file = join(folder, &format!("{stem}.{end}"))?;
                context.files().any(|path| path == file).then_some(file)
            })
        };
        made_of(stem).or_else(|| made_of(&format!("{stem}/index")))
    }
}

/// Whether the project runs its TypeScript sources as they are, so that nothing has to be compiled.
fn runs_sources(package: &Package, start: Option<&Start>) -> bool {
    start.is_some_and(|start| match start.by {
        By::Node => is_typescript(&start.file),
        By::TypeScript(runner) => package.requires(runner),
        _ => false,
    })
}

/// What `package.json` says of the name of the service.
pub(super) fn name(package: &Package) -> Option<Finding> {
    let name = package.text(&["name"])?;
    let base = name.rsplit('/').next().unwrap_or(name).to_ascii_lowercase();
    let fits = !base.is_empty() && base.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte));
    let plain =
        base.starts_with(|c: char| c.is_ascii_alphanumeric()) && base.ends_with(|c: char| c.is_ascii_alphanumeric());
    (fits && plain && !base.contains("..") && !base.contains("__"))
        .then(|| Finding::sure("name", base, package.evidence(&["name"], format!("{MANIFEST}: {name}"))))
}
