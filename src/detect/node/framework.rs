//! Frameworks whose build and server are known: Next.js, and builds that make files for a browser only.

use super::package::Package;
use super::source::SCRIPT;
use super::start::{By, Start};
use crate::answers::Evidence;
use crate::context::Context;
use crate::detect::Finding;

/// Packages whose build makes files for a browser.
const BROWSER: &[&str] = &[
    "vite",
    "react-scripts",
    "@angular/cli",
    "astro",
    "gatsby",
    "parcel",
    "@vue/cli-service",
    "webpack",
    "@docusaurus/core",
];

/// Packages that answer requests.
const SERVERS: &[&str] = &[
    "express",
    "fastify",
    "koa",
    "@hapi/hapi",
    "hono",
    "@hono/node-server",
    "@nestjs/core",
    "polka",
    "restify",
    "h3",
    "ws",
    "socket.io",
    "next",
    "nuxt",
    "@sveltejs/kit",
    "@remix-run/serve",
    "@react-router/serve",
    "@astrojs/node",
    "connect",
    "micro",
];

/// The files that set up Next.js.
const CONFIGURATIONS: &[&str] = &["next.config.js", "next.config.mjs", "next.config.ts", "next.config.cjs"];

/// Whether Next.js starts the service.
pub(super) fn is_next(package: &Package, start: Option<&Start>) -> bool {
    package.requires("next") && start.is_none_or(|start| matches!(start.by, By::Next | By::Static))
}

/// What Next.js builds, and where its server listens.
pub(super) fn next(context: &Context, package: &Package) -> Vec<Finding> {
    let evidence = || package.evidence(&["dependencies", "next"], "next");
    let mut findings = vec![Finding::sure("framework", "next", evidence())];
    match output(context) {
        Some((output, evidence)) if output == "standalone" => {
            findings.push(Finding::sure("standalone", true, evidence));
        }
        Some((output, evidence)) if output == "export" => findings.push(Finding::sure("static-site", true, evidence)),
        _ => {}
    }
    findings.extend([
        Finding::sure("build", vec!["run".to_owned(), "build".to_owned()], evidence()),
        Finding::sure("entry", "server.js", evidence()),
        Finding::sure("port", 3000, evidence()),
        Finding::sure("port-variable", "PORT", evidence()),
        // The engine sets HOSTNAME to the name of the container, and the server would listen on that address alone.
        Finding::sure("host-variable", "HOSTNAME", evidence()),
        Finding::sure("loopback", true, Evidence::new("server.js", None, "the server of Next.js listens on HOSTNAME")),
        Finding::sure("handles-stop", true, Evidence::new("server.js", None, "the server of Next.js ends on SIGTERM")),
    ]);
    findings.extend(health(context));
    if context.is_dir("public") {
        findings.push(Finding::sure(
            "public",
            true,
            Evidence::new("public", None, "files that Next.js serves as they are"),
        ));
    }
    findings
}

/// The route that says how the service is: a file of the app or the pages folder.
fn health(context: &Context) -> Option<Finding> {
    context.files().find_map(|path| {
        let inner = path.strip_prefix("src/").unwrap_or(path);
        let (stem, _) = inner.rsplit_once('.')?;
        let route = match stem.strip_prefix("app/") {
            Some(rest) => rest.strip_suffix("/route")?,
            None => stem.strip_prefix("pages/").filter(|rest| rest.starts_with("api/"))?,
        };
        let is_health =
            ["health", "healthz", "healthcheck", "api/health", "api/healthz", "api/healthcheck"].contains(&route);
        is_health.then(|| Finding::sure("health-path", format!("/{route}"), Evidence::new(path, None, "a route")))
    })
}

/// The value of `output` in the configuration.
fn output(context: &Context) -> Option<(String, Evidence)> {
    CONFIGURATIONS.iter().find_map(|path| {
        let text = context.read(path)?;
        let tokens = SCRIPT.tokens(&text);
        let at = tokens.find(&["output", ":"]).next()?;
        let value = tokens.text(at + 2)?.to_owned();
        Some((value.clone(), Evidence::new(*path, tokens.line(at), format!("output: '{value}'"))))
    })
}

/// Where the project makes files for a browser and has nothing that serves them. What they would be opened with stands in
/// for the entry, so that the refusal is what a person reads, and not a question for a file that does not exist.
pub(super) fn static_site(package: &Package, start: Option<&Start>) -> Option<[Finding; 2]> {
    if SERVERS.iter().any(|server| package.requires(server)) || start.is_some_and(|start| start.by != By::Static) {
        return None;
    }
    let tool = BROWSER.iter().find(|tool| package.knows(tool))?;
    let evidence = || package.evidence(&[tool], format!("{tool}, and no server among the dependencies"));
    Some([Finding::sure("static-site", true, evidence()), Finding::sure("entry", "index.html", evidence())])
}
