//! Zig: reads `build.zig`, `build.zig.zon` and the source files of the program.
//!
//! ```text
//! build.zig.zon ─► package (version, packages by path and by url) ─┐
//! build.zig ─────► script (executables, options, libraries) ───────┼─► manifests, version, target
//!                                                                  ▼
//! *.zig ─────────► source (only what the executables import) ─► listen, runtime
//! ```

mod listen;
mod package;
mod reach;
mod runtime;
mod script;
mod source;
mod value;
mod zon;

use self::package::Packages;
use self::reach::reached;
use self::script::Script;
use self::source::Source;
use super::{Detector, Finding};
use crate::context::Context;
use crate::error::Result;

/// Reads a Zig package.
pub struct Zig;

/// The build script, and the manifest beside it.
const SCRIPT: &str = "build.zig";
const MANIFEST: &str = "build.zig.zon";

impl Detector for Zig {
    fn detect(&self, context: &Context) -> Result<Vec<Finding>> {
        let packages = Packages::read(context)?;
        let files = context.files().filter(|path| has_extension(path, "zig") && !is_product(path));
        let texts: Vec<(&str, String)> =
            files.filter_map(|path| Some((path, source::without_tests(&context.read(path)?)))).collect();
        let sources: Vec<Source<'_>> = texts.iter().map(|(path, text)| Source::read(path, text)).collect();
        let script = Script::read(&sources, packages.list.iter().map(|package| package.folder.as_str()));
        let program = reached(&sources, &script);

        let mut findings = packages.findings(context)?;
        findings.extend(script.findings()?);
        findings.extend(listen::findings(&program));
        findings.extend(runtime::findings(context, &program));
        let compiled: Vec<&Source<'_>> = sources.iter().collect();
        findings.extend(runtime::compiled(context, &packages, &script, &compiled));
        Ok(findings)
    }
}

/// Whether the file's name ends in `.` and `extension`.
fn has_extension(path: &str, extension: &str) -> bool {
    path.strip_suffix(extension).is_some_and(|stem| stem.ends_with('.'))
}

/// Whether the compiler itself has written the file.
fn is_product(path: &str) -> bool {
    path.split('/').any(|part| matches!(part, "zig-cache" | ".zig-cache" | "zig-out" | "zig-pkg"))
}

/// `path` as seen from the folder `base`; none where that leaves the build context.
fn resolve(base: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = base.split('/').filter(|part| !part.is_empty()).collect();
    if path.starts_with('/') || path.contains('\\') {
        return None;
    }
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

/// The folder a file is in, without a slash at its end.
fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}
