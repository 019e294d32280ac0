//! What the image starts: a server with an application object, a module that listens by itself, or a script.

use super::application::{self, Application};
use super::django::Django;
use super::module::{self, Module};
use super::project::Project;
use super::requirement::Need;
use super::source::Source;
use crate::answers::{Evidence, Value};
use crate::context::Context;
use crate::detect::Finding;

/// Servers that the image can start, and the interface they serve; the usual choice first.
const SERVERS: &[(&str, &[&str])] = &[
    ("gunicorn", &["wsgi"]),
    ("uvicorn", &["asgi"]),
    ("hypercorn", &["asgi"]),
    ("granian", &["asgi", "wsgi"]),
    ("daphne", &["asgi"]),
    ("waitress", &["wsgi"]),
];

/// The first gunicorn that surely knows how to leave out its control socket, which needs a home that can be written to.
const CONTROLLED: u32 = 26;

/// How the image starts the service, as answers.
#[derive(Debug, Default)]
pub(super) struct Start {
    pub findings: Vec<Finding>,
    /// Whether the project opens the port itself, with the evidence.
    pub is_own: bool,
    /// The package that serves the application.
    pub server: Option<(&'static str, Evidence)>,
}

/// Decides it from what the project has.
pub(super) fn find(context: &Context, project: &Project, sources: &[Source<'_>], django: Option<&Django>) -> Start {
    let mut applications = application::find(sources);
    if let Some(named) = application::named(context, sources, &applications) {
        applications = vec![named];
    }
    if let Some(django) = django {
        applications.clear();
        applications.extend(django.application(project));
    }
    let modules = module::find(sources);
    let mut start = Start::default();
    match (applications.first(), modules.first()) {
        (Some(first), _) => {
            let own: Vec<Module> = modules.iter().filter(|module| module.runs_framework).cloned().collect();
            start.serve(project, &applications, first, &own);
        }
        (None, Some(first)) => start.run(&modules, first),
        (None, None) => start.script(project),
    }
    start.place(project, sources, applications.first(), modules.first());
    start
}

impl Start {
    fn sure(&mut self, question: &'static str, value: impl Into<Value>, evidence: &Evidence) {
        self.findings.push(Finding::sure(question, value, evidence.clone()));
    }

    /// A server of the dependencies calls the application; without one, one of the modules that start the `own` server of
    /// a WSGI framework, which it brings along for development.
    fn serve(&mut self, project: &Project, applications: &[Application], first: &Application, own: &[Module]) {
        if applications.len() > 1 {
            let candidates = applications.iter().map(|one| (Value::from(one.name.as_str()), one.evidence.clone()));
            self.findings.push(Finding::doubt("application", candidates.collect()));
        } else {
            self.sure("application", first.name.as_str(), &first.evidence);
        }
        self.sure("interface", first.interface, &first.evidence);
        if first.is_factory {
            self.sure("factory", true, &first.evidence);
        }
        let fitting: Vec<(&'static str, &Need)> = SERVERS
            .iter()
            .filter(|(_, interfaces)| interfaces.contains(&first.interface))
            .filter_map(|(name, _)| Some((*name, project.needs(name)?)))
            .collect();
        let direct: Vec<_> = fitting.iter().copied().filter(|(_, need)| need.is_direct).collect();
        match (if direct.is_empty() { fitting } else { direct }).as_slice() {
            [] => match asgi_worker(project).filter(|_| first.interface == "asgi") {
                Some((worker, need)) => {
                    self.sure("worker", worker, &need.evidence);
                    self.chosen(project, "gunicorn", need);
                }
                None => match own.first().filter(|_| first.interface == "wsgi") {
                    Some(module) => self.run(own, module),
                    None => self.sure("server", "none", &first.evidence),
                },
            },
            [(name, need)] => self.chosen(project, name, need),
            several => {
                let candidates = several.iter().map(|(name, need)| (Value::from(*name), need.evidence.clone()));
                self.findings.push(Finding::doubt("server", candidates.collect()));
            }
        }
    }

    fn chosen(&mut self, project: &Project, name: &'static str, need: &Need) {
        self.sure("server", name, &need.evidence);
        let locked = project.needs.iter().filter(|other| other.name == name).map(|other| &other.evidence);
        let mut controlled = locked.filter(|seen| major(seen).is_some_and(|major| major >= CONTROLLED));
        if let Some(evidence) = controlled.next().filter(|_| name == "gunicorn") {
            self.sure("arguments", vec!["--no-control-socket".to_owned()], evidence);
        }
        self.server = Some((name, need.evidence.clone()));
    }

    /// A module opens the port itself.
    fn run(&mut self, modules: &[Module], first: &Module) {
        self.is_own = true;
        self.sure("server", "module", &first.evidence);
        if modules.len() > 1 {
            let candidates = modules.iter().map(|one| (Value::from(one.name.as_str()), one.evidence.clone()));
            self.findings.push(Finding::doubt("module", candidates.collect()));
        } else {
            self.sure("module", first.name.as_str(), &first.evidence);
        }
    }

    /// A script that installing the project makes.
    fn script(&mut self, project: &Project) {
        let Some((name, evidence)) = project.scripts.first().filter(|_| project.is_built) else {
            return self.sure("server", "none", &project.marker);
        };
        self.is_own = true;
        self.sure("server", "script", evidence);
        self.sure("package", true, evidence);
        if project.scripts.len() > 1 {
            let candidates = project.scripts.iter().map(|(name, seen)| (Value::from(name.as_str()), seen.clone()));
            self.findings.push(Finding::doubt("script", candidates.collect()));
        } else {
            self.sure("script", name.as_str(), evidence);
        }
    }

    /// The folder it starts in; a project below `src` that can be installed is installed.
    fn place(&mut self, project: &Project, sources: &[Source<'_>], one: Option<&Application>, module: Option<&Module>) {
        let place = one.map(|one| (&one.root, &one.evidence)).or(module.map(|one| (&one.root, &one.evidence)));
        let installed = self.findings.iter().any(|finding| finding.question == "package");
        let Some((root, evidence)) = place.filter(|_| !installed) else { return };
        if project.is_built && (root == "src" || asks_for_itself(project, sources)) {
            self.sure("package", true, evidence);
        } else if !root.is_empty() {
            self.sure("source-root", format!("./{root}"), evidence);
        }
    }
}

/// The first number of the version that a lock file or a requirement fixes.
fn major(evidence: &Evidence) -> Option<u32> {
    let (_, version) = evidence.saw.split_once("==").or_else(|| evidence.saw.split_once(' '))?;
    version.split('.').next()?.trim().parse().ok()
}

/// Gunicorn with a worker that runs ASGI applications.
fn asgi_worker(project: &Project) -> Option<(&'static str, &Need)> {
    let gunicorn = project.needs("gunicorn")?;
    project.needs("uvicorn-worker").map(|_| ("uvicorn_worker.UvicornWorker", gunicorn))
}

/// Whether the program asks for the metadata that only installing the project makes.
fn asks_for_itself(project: &Project, sources: &[Source<'_>]) -> bool {
    let mut calls = sources.iter().flat_map(Source::calls);
    let normal = |name: &str| super::requirement::normal(name);
    calls.any(|call| {
        matches!(call.name().as_str(), "importlib.metadata.version" | "importlib.metadata.metadata")
            && call.text(0).is_some_and(|name| normal(name) == normal(&project.name))
    })
}
