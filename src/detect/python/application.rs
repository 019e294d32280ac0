//! Application objects: `app = FastAPI()` at the top of a module, or a function that makes one.

use super::root;
use super::source::{Call, Source};
use crate::answers::Evidence;
use crate::context::Context;

/// What makes an application, and how a server calls it.
const FRAMEWORKS: &[(&str, &str)] = &[
    ("flask.Flask", "wsgi"),
    ("apiflask.APIFlask", "wsgi"),
    ("flask_openapi3.OpenAPI", "wsgi"),
    ("bottle.Bottle", "wsgi"),
    ("bottle.default_app", "wsgi"),
    ("falcon.App", "wsgi"),
    ("falcon.API", "wsgi"),
    ("django.core.wsgi.get_wsgi_application", "wsgi"),
    ("falcon.asgi.App", "asgi"),
    ("fastapi.FastAPI", "asgi"),
    ("starlette.applications.Starlette", "asgi"),
    ("quart.Quart", "asgi"),
    ("litestar.Litestar", "asgi"),
    ("blacksheep.Application", "asgi"),
    ("django.core.asgi.get_asgi_application", "asgi"),
];

/// Names of files that servers are usually pointed at, the most usual first.
const USUAL: &[&str] = &["wsgi", "asgi", "main", "app", "application", "server", "api", "__init__"];

/// An application object.
#[derive(Debug, Clone)]
pub(super) struct Application {
    /// The folder the server starts in; empty for the root.
    pub root: String,
    pub path: String,
    /// `package.module:object`.
    pub name: String,
    pub interface: &'static str,
    /// Whether the object is a function that makes the application.
    pub is_factory: bool,
    pub evidence: Evidence,
}

/// The application objects, the most likely first: made ones, or else the functions that make them.
pub(super) fn find(sources: &[Source<'_>]) -> Vec<Application> {
    let factories = factories(sources);
    let mut made: Vec<Application> = sources.iter().flat_map(|source| instances(sources, source, &factories)).collect();
    if made.is_empty() {
        made = factories.into_iter().filter_map(|factory| factory.is_free.then_some(factory.application)).collect();
    }
    made.sort_by_key(|one| {
        let stem = one.path.rsplit('/').next().unwrap_or_default().trim_end_matches(".py");
        let usual = USUAL.iter().position(|name| *name == stem).unwrap_or(USUAL.len());
        (one.path.matches('/').count().min(2), usual)
    });
    // Modules for servers exist to be given to servers.
    let for_servers =
        |one: &Application| ["wsgi.py", "asgi.py"].iter().any(|name| one.path.rsplit('/').next() == Some(name));
    match made.iter().filter(|one| for_servers(one)).count() {
        1 => made.into_iter().filter(for_servers).collect(),
        _ => made,
    }
}

/// The one application that the project says is started: in a Procfile, or where it starts the server itself.
pub(super) fn named(context: &Context, sources: &[Source<'_>], all: &[Application]) -> Option<Application> {
    let find = |text: &str| {
        let text = text.trim_matches(['"', '\'']).trim_end_matches("()");
        all.iter().find(|one| one.name == text).cloned()
    };
    let procfile = context.read("Procfile").unwrap_or_default();
    let web = procfile.lines().enumerate().find_map(|(number, line)| Some((number + 1, line.strip_prefix("web:")?)));
    if let Some((number, line)) = web
        && let Some(mut one) = line.split_whitespace().find_map(find)
    {
        one.evidence = Evidence::new("Procfile", number, line.trim().chars().take(60).collect::<String>());
        return Some(one);
    }
    let mut runs = sources.iter().flat_map(Source::calls).filter(|call| call.name() == "uvicorn.run");
    runs.find_map(|call| Some(Application { evidence: call.evidence(), ..find(call.text(0)?)? }))
}

/// A function that makes an application.
struct Factory {
    function: String,
    /// Whether it can be called without arguments.
    is_free: bool,
    application: Application,
}

fn factories(sources: &[Source<'_>]) -> Vec<Factory> {
    let mut found = Vec::new();
    for source in sources {
        let tokens = &source.tokens;
        for at in (0..tokens.len()).filter(|at| tokens.is(*at, "def") && source.starts_a_line(*at)) {
            let Some(function) = tokens.word(at + 1) else { continue };
            let body = source.block(at);
            let mut calls = source.calls_in(body.clone()).filter(|call| body.contains(&call.range().start));
            let Some(interface) = calls.find_map(|call| interface(&call)) else { continue };
            let parameters = tokens.split(at + 3..tokens.close(at + 2), ",");
            let is_free = parameters
                .iter()
                .all(|range| tokens.is(range.start, "*") || range.clone().any(|at| tokens.is(at, "=")));
            let evidence = source.evidence(at..tokens.close(at + 2) + 1);
            let application = application(sources, source, function, interface, true, evidence);
            found.extend(application.map(|application| Factory {
                function: function.to_owned(),
                is_free,
                application,
            }));
        }
    }
    found
}

/// The applications that are made at the top of a module.
fn instances(sources: &[Source<'_>], source: &Source<'_>, factories: &[Factory]) -> Vec<Application> {
    let tokens = &source.tokens;
    let mut found: Vec<Application> = Vec::new();
    for at in (0..tokens.len()).filter(|at| tokens.word(*at).is_some() && source.starts_a_line(*at)) {
        let line = source.rest_of_line(at);
        let Some(equals) = line.clone().find(|at| tokens.is(*at, "=") && tokens.open(*at).is_none()) else { continue };
        let is_plain = equals == at + 1 || tokens.is(at + 1, ":");
        let Some(call) = Call::whole(source, &(equals + 1..line.end)).filter(|_| is_plain) else { continue };
        let by_factory = || {
            let name = call.name();
            let last = name.rsplit('.').next().unwrap_or_default();
            factories.iter().find(|factory| factory.function == last).map(|factory| factory.application.interface)
        };
        let Some(interface) = interface(&call).or_else(by_factory) else { continue };
        let name = tokens.word(at).unwrap_or_default();
        let one = application(sources, source, name, interface, false, source.evidence(line));
        found.extend(one.filter(|one| found.iter().all(|known| known.name != one.name)));
    }
    found
}

fn interface(call: &Call<'_, '_>) -> Option<&'static str> {
    let name = call.name();
    FRAMEWORKS.iter().find(|(known, _)| *known == name).map(|(_, interface)| *interface)
}

fn application(
    sources: &[Source<'_>],
    source: &Source<'_>,
    object: &str,
    interface: &'static str,
    is_factory: bool,
    evidence: Evidence,
) -> Option<Application> {
    let root = root::of(sources, source.path);
    let module = source.module(&root).filter(|module| !module.is_empty())?;
    let path = source.path.to_owned();
    Some(Application { name: format!("{module}:{object}"), root, path, interface, is_factory, evidence })
}
