//! Node.js: reads `package.json`, the lock file, the compiler's settings and the source files.
//!
//! ```text
//! package.json ─┬─► workspace (refuses what is no service)
//!               ├─► manager, version, native
//!               ├─► start ─┬─► framework (Next.js, static sites)
//! tsconfig.json ┘          └─► layout (build, entry) ─► content (what the image holds)
//! sources ─► source (what the entry reaches) ─► code ─► listen, behaviour
//! ```

mod behaviour;
mod code;
mod content;
mod framework;
mod layout;
mod listen;
mod manager;
mod native;
mod package;
mod prisma;
mod shell;
mod source;
mod start;
mod strip;
mod tsconfig;
mod version;
mod workspace;

use self::code::Code;
use self::layout::Layout;
use self::manager::Manager;
use self::package::Package;
use self::source::{SCRIPT, Source};
use self::start::{By, Start};
use super::{Detector, Finding};
use crate::answers::Evidence;
use crate::context::Context;
use crate::error::Result;

/// Reads a project of Node.js.
pub struct Node;

impl Detector for Node {
    fn detect(&self, context: &Context) -> Result<Vec<Finding>> {
        let Some(package) = Package::read(context)? else { return Ok(Vec::new()) };
        let manager = Manager::read(context, &package);
        workspace::check(context, &package, !manager.locks.is_empty())?;

        let mut findings = manager.findings(context);
        findings.extend(version::finding(context, &package));
        findings.extend(native::findings(context, &package));
        findings.extend(prisma::findings(context, &package));
        findings.extend(dependencies(context, &package));
        findings.extend(layout::name(&package));

        let start = start::find(&package);
        if let Some(found) = framework::static_site(&package, start.as_ref()) {
            findings.extend(found);
            return Ok(findings);
        }
        if framework::is_next(&package, start.as_ref()) {
            findings.extend(framework::next(context, &package));
            return Ok(findings);
        }
        let strips = version::at_least(&findings, version::STRIPS);
        findings.extend(service(context, &package, start.as_ref(), strips));
        Ok(findings)
    }
}

/// Everything that the files of a service say.
fn service(context: &Context, package: &Package, start: Option<&Start>, strips: bool) -> Vec<Finding> {
    let named = start.and_then(|start| source::join("", &start.file)).filter(|file| !context.is_dir(file));
    let texts = source::texts(context, named.as_deref());
    let sources: Vec<Source<'_>> =
        texts.iter().map(|(path, text)| Source { path: path.clone(), tokens: SCRIPT.tokens(text) }).collect();
    let settings = tsconfig::read(context);
    let mut layout = Layout::decide(context, package, start, settings.as_ref(), &sources);
    if !strips {
        layout.compile_first();
    }

    let entry = layout.source(context, settings.as_ref());
    let reached = entry.map(|entry| source::reached(&sources, &entry)).unwrap_or_default();
    let pairs = || sources.iter().zip(texts.iter().map(|(_, text)| text.as_str()));
    let near = Code { sources: pairs().filter(|(source, _)| reached.contains(&source.path)).collect() };
    let whole = Code { sources: pairs().collect() };
    // What the entry reaches is the service; where imports are made up while it runs, every source may be.
    let code = if near.calls(&["listen", "serve", "server"]).next().is_some() { near } else { whole };

    let mut findings = layout.findings();
    let port = start.and_then(|start| Some((start.port?, start.evidence.clone())));
    findings.extend(match start.map(|start| start.by) {
        Some(By::Tool(tool)) => tool_findings(package, tool),
        _ => listen::findings(&code, package, port),
    });
    findings.extend(behaviour::findings(&code, package));
    findings.push(content::finding(context, &layout, &reached, &behaviour::reads(context, &code)));
    findings
}

/// Where the program of a dependency listens.
fn tool_findings(package: &Package, tool: &'static str) -> Vec<Finding> {
    let evidence = || package.evidence(&["dependencies", tool], tool);
    let mut findings =
        vec![Finding::sure("port", 3000, evidence()), Finding::sure("port-variable", "PORT", evidence())];
    if tool == "fastify-cli" {
        findings.push(Finding::sure("host-variable", "FASTIFY_ADDRESS", evidence()));
        findings.push(Finding::sure("loopback", true, evidence()));
        findings.push(Finding::sure("handles-stop", true, evidence()));
    }
    findings
}

/// `dependencies` and `installs`: what has to be fetched for running, and for building.
fn dependencies(context: &Context, package: &Package) -> Vec<Finding> {
    let first = |table: &str| package.table(table).next().map(|(name, _)| package.evidence(&[table, name], name));
    let production = first("dependencies").or_else(|| first("optionalDependencies"));
    let mut findings = Vec::new();
    if let Some(evidence) = production.clone() {
        findings.push(Finding::sure("dependencies", true, evidence));
    }
    if let Some(evidence) = production.or_else(|| first("devDependencies")) {
        findings.push(Finding::sure("installs", true, evidence));
    }
    if let Some((_, evidence)) = patched(package) {
        findings.push(Finding::sure("patched", true, evidence));
    }
    if let Some((root, lock)) = workspace::above(context.root()) {
        let evidence = Evidence::new(format!("{root}/{lock}"), None, "a lock file outside this folder");
        findings.push(Finding::sure("member", true, evidence));
    }
    findings
}

/// A script of the project that changes `node_modules` after an install.
fn patched(package: &Package) -> Option<(&'static str, Evidence)> {
    ["postinstall", "prepare", "install"].into_iter().find_map(|name| {
        let script = package.script(name).filter(|script| script.contains("patch-package"))?;
        Some((name, package.evidence(&["scripts", name], format!("{name}: {script}"))))
    })
}
