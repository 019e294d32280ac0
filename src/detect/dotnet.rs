//! .NET: reads project files, what they inherit, and the source of the project that is served.
//!
//! ```text
//! *.csproj, *.fsproj, *.vbproj ─► project ─┐
//! Directory.*.props (nearest above) ───────┴─► choice (which project is the service) ─► closure (what it refers to)
//!                                                                                      ├─► manifests, version, publish
//! *.cs, *.fs of the closure ─► source ─► listen, runtime                               │
//! appsettings.json ──────────► settings ───────────────────────────────────────────────┘
//! ```

mod choice;
mod closure;
mod listen;
mod project;
mod runtime;
mod settings;
mod source;

use self::choice::Choice;
use self::project::Project;
use self::source::Source;
use super::{Detector, Finding};
use crate::context::Context;
use crate::error::Result;

/// Reads a .NET project or solution.
pub struct DotNet;

impl Detector for DotNet {
    fn detect(&self, context: &Context) -> Result<Vec<Finding>> {
        let projects = Project::all(context)?;
        let choice = Choice::make(context, &projects)?;
        let closure = closure::of(context, &projects, &choice)?;
        let files = context.files().filter(|path| closure.contains(path) && Source::is_source(path));
        let texts: Vec<(&str, String)> = files.filter_map(|path| Some((path, context.read(path)?))).collect();
        let sources: Vec<Source<'_>> = texts.iter().map(|(path, text)| Source::read(path, text)).collect();

        let mut findings = choice.findings()?;
        findings.extend(closure.findings(context));
        findings.extend(listen::findings(context, &choice, &sources));
        findings.extend(runtime::findings(&choice, &sources));
        Ok(findings)
    }
}

/// What follows the last dot of a file's name.
fn extension(path: &str) -> Option<&str> {
    path.rsplit('/').next()?.rsplit_once('.').map(|(_, extension)| extension)
}

/// The folder a file is in, without a slash at its end.
fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// `path`, as project files write it, seen from the folder `base`; none where that leaves the build context.
fn resolve(base: &str, path: &str) -> Option<String> {
    let path = path.replace('\\', "/");
    if path.starts_with('/') || path.contains(':') {
        return None;
    }
    let mut parts: Vec<&str> = base.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// The nearest file called `name` in `folder` or above it, as the build looks for it.
fn nearest(context: &Context, folder: &str, name: &str) -> Option<String> {
    let mut folder = Some(folder);
    while let Some(current) = folder {
        let path = if current.is_empty() { name.to_owned() } else { format!("{current}/{name}") };
        if context.exists(&path) {
            return Some(path);
        }
        folder = if current.is_empty() { None } else { Some(self::folder(current)) };
    }
    None
}
