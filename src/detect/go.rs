//! Go: reads `go.mod`, `go.work` and the source files of the module.
//!
//! ```text
//! go.work, go.mod ─► layout (modules) ─┬─► manifests, version, dependencies
//!                                      ▼
//! *.go ─► token ─► source ─► program (every main) ─┬─► all packages ────► compile (embed, cgo, other sources)
//!                                                  └─► served packages ─► code ─┬─► listen, health
//!                                                                               └─► runtime, file
//! ```

mod call;
mod code;
mod compile;
mod constraint;
mod file;
mod health;
mod layout;
mod listen;
mod manifest;
mod meaning;
mod program;
mod runtime;
mod source;
mod token;
mod value;

use self::code::Code;
use self::layout::Layout;
use self::program::Programs;
use self::source::Source;
use super::{Detector, Finding};
use crate::context::Context;
use crate::error::Result;

/// Reads a Go module or workspace.
pub struct Go;

impl Detector for Go {
    fn detect(&self, context: &Context) -> Result<Vec<Finding>> {
        let layout = Layout::read(context)?;
        let texts: Vec<(&str, String)> = files(context, &layout).collect();
        let sources: Vec<Source<'_>> = texts.iter().filter_map(|(path, text)| Source::read(path, text)).collect();
        let mut programs = Programs::find(&layout, &sources);
        programs.put_servers_first(&layout, &sources, |folder| {
            let package = sources.iter().filter(|source| source.dir() == folder).collect();
            listen::opens_a_port(&Code::new(&layout, package))
        });

        let in_packages = |served| {
            let packages = programs.packages(&layout, &sources, served);
            sources.iter().filter(|source| packages.contains(source.dir())).collect::<Vec<_>>()
        };
        let compiled = in_packages(false);
        let code = Code::new(&layout, in_packages(true));

        let mut findings = layout.findings(context);
        findings.extend(programs.findings(&layout));
        findings.extend(compile::files(context, &compiled));
        findings.extend(compile::cgo(context, &layout, &compiled));
        findings.extend(listen::findings(&code));
        findings.extend(health::finding(&code));
        findings.extend(runtime::findings(&code));
        findings.extend(file::findings(context, &code));
        Ok(findings)
    }
}

/// The Go files of the modules that take part in the build, with their text.
fn files<'c>(context: &'c Context, layout: &Layout) -> impl Iterator<Item = (&'c str, String)> {
    let strangers = layout.strangers(context);
    let files = context.files().filter(|path| constraint::name_is_built(path));
    let own = files.filter(move |path| !strangers.iter().any(|dir| layout::contains(dir, path)));
    own.filter_map(|path| Some((path, context.read(path)?)))
}
