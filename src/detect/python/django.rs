//! A Django site: what its settings say.

use super::application::Application;
use super::project::Project;
use super::source::Source;
use super::value::evaluate;
use crate::answers::Evidence;
use crate::detect::Finding;

/// A Django site.
#[derive(Debug)]
pub(super) struct Django {
    /// Path of the settings.
    settings: String,
    /// Path of the root URL configuration.
    pub urls: Option<String>,
    wsgi: Option<Application>,
    asgi: Option<Application>,
    evidence: Evidence,
}

impl Django {
    /// The site of the project, if it has a `manage.py`, or needs Django and has settings.
    pub fn find(sources: &[Source<'_>], project: &Project) -> Option<Self> {
        let manage =
            sources.iter().filter(|source| source.stem() == "manage").min_by_key(|source| source.path.len())?;
        let (name, evidence) = settings_module(manage)?;
        if !project.needs.is_empty() && project.needs("django").is_none() {
            return None;
        }
        let root = manage.dir().to_owned();
        let path = |module: &str| super::join(&root, &format!("{}.py", module.replace('.', "/")));
        let mut settings = path(&name);
        if !sources.iter().any(|source| source.path == settings) {
            settings = path(&format!("{name}.__init__"));
        }
        let of = |variable: &str, interface: &'static str, usual: &str| {
            let said = sources.iter().find_map(|source| {
                let is_settings = source.path == settings || source.path.contains("settings");
                let range = source.assigned(variable).into_iter().next().filter(|_| is_settings)?;
                let text = source.tokens.text(range.start)?;
                let (module, object) = text.rsplit_once('.')?;
                Some((format!("{module}:{object}"), path(module), source.evidence(range)))
            });
            let package = name.split('.').next().unwrap_or_default();
            let module = format!("{package}.{usual}");
            let found = said.or_else(|| Some((format!("{module}:application"), path(&module), evidence.clone())));
            let (name, path, evidence) = found.filter(|(_, path, _)| sources.iter().any(|one| one.path == *path))?;
            Some(Application { root: root.clone(), path, name, interface, is_factory: false, evidence })
        };
        let urls = sources.iter().find_map(|source| {
            let is_settings = source.path == settings || source.path.contains("settings");
            let range = source.assigned("ROOT_URLCONF").into_iter().next().filter(|_| is_settings)?;
            Some(path(source.tokens.text(range.start)?))
        });
        let (wsgi, asgi) = (of("WSGI_APPLICATION", "wsgi", "wsgi"), of("ASGI_APPLICATION", "asgi", "asgi"));
        Some(Self { settings, urls, wsgi, asgi, evidence })
    }

    /// The object that the servers among the dependencies can call.
    pub fn application(&self, project: &Project) -> Option<Application> {
        let has = |names: &[&str]| names.iter().any(|name| project.needs(name).is_some());
        let only_asgi = has(&["uvicorn", "hypercorn", "daphne"]) && !has(&["gunicorn", "waitress"]);
        let (first, second) = if only_asgi { (&self.asgi, &self.wsgi) } else { (&self.wsgi, &self.asgi) };
        first.as_ref().or(second.as_ref()).cloned()
    }

    /// What it says about static files, the secret key, and the site itself.
    pub fn findings(&self, sources: &[Source<'_>]) -> Vec<Finding> {
        let mut findings = vec![Finding::sure("django", true, self.evidence.clone())];
        let secret = self.assigned(sources, "SECRET_KEY").into_iter().find_map(|(source, range)| {
            let value = evaluate(sources, source, range);
            value.variable.filter(|_| value.text.is_none())
        });
        let own = secret.as_ref().map(|(variable, _)| variable.clone()).unwrap_or_default();
        if let Some((variable, evidence)) = secret {
            findings.push(Finding::sure("secret-variable", variable, evidence));
        }
        let root = self.assigned(sources, "STATIC_ROOT").into_iter().next();
        if let Some((source, range)) = root.filter(|_| self.uses_static_files(sources)) {
            let evidence = source.evidence(range);
            match self.needed_variable(sources, &own) {
                // Settings that need more than a secret key may not load in the build stage.
                Some(needed) => findings
                    .push(Finding::doubt("collect-static", vec![(true.into(), evidence), (false.into(), needed)])),
                None => findings.push(Finding::sure("collect-static", true, evidence)),
            }
        }
        findings
    }

    /// The time zone of the settings, unless it is UTC.
    pub fn time_zone(&self, sources: &[Source<'_>]) -> Option<Evidence> {
        self.assigned(sources, "TIME_ZONE").into_iter().find_map(|(source, range)| {
            let zone = evaluate(sources, source, range.clone()).text;
            zone.is_none_or(|zone| zone != "UTC").then(|| source.evidence(range))
        })
    }

    fn uses_static_files(&self, sources: &[Source<'_>]) -> bool {
        let is_app = |source: &&Source<'_>| {
            (0..source.tokens.len()).any(|at| source.tokens.text(at) == Some("django.contrib.staticfiles"))
        };
        self.files(sources).any(|source| is_app(&source))
    }

    /// A variable that the settings cannot do without, beside the one of the secret key.
    fn needed_variable(&self, sources: &[Source<'_>], secret: &str) -> Option<Evidence> {
        let reads = self.files(sources).flat_map(|source| {
            let tokens = &source.tokens;
            let at = (0..tokens.len())
                .filter(move |at| tokens.is(*at, "environ") && tokens.is(at + 1, "[") && tokens.text(at + 2).is_some());
            at.map(move |at| (source, at)).collect::<Vec<_>>()
        });
        let is_secret = |(source, at): &(&Source<'_>, usize)| {
            let name = source.tokens.text(at + 2).unwrap_or_default();
            name == secret || source.tokens.is(source.tokens.close(at + 1) + 1, "=")
        };
        reads.into_iter().find(|read| !is_secret(read)).map(|(source, at)| source.evidence(at..at + 4))
    }

    fn assigned<'s, 'a>(&self, sources: &'s [Source<'a>], name: &str) -> Vec<(&'s Source<'a>, std::ops::Range<usize>)> {
        self.files(sources)
            .flat_map(|source| source.assigned(name).into_iter().map(move |range| (source, range)))
            .collect()
    }

    /// The settings, and the files beside them where they are a package.
    fn files<'s, 'a>(&self, sources: &'s [Source<'a>]) -> impl Iterator<Item = &'s Source<'a>> {
        let folder = self.settings.rsplit_once('/').map(|(folder, _)| folder.to_owned()).unwrap_or_default();
        let is_package = folder.ends_with("settings");
        let settings = self.settings.clone();
        sources.iter().filter(move |source| source.path == settings || (is_package && source.dir() == folder))
    }
}

/// The module of the settings that `manage.py` names.
fn settings_module(manage: &Source<'_>) -> Option<(String, Evidence)> {
    let tokens = &manage.tokens;
    let at = (0..tokens.len()).find(|at| tokens.text(*at) == Some("DJANGO_SETTINGS_MODULE"))?;
    let name = (at + 1..at + 5).find_map(|at| tokens.text(at))?;
    Some((name.to_owned(), manage.evidence(at..at + 3)))
}
