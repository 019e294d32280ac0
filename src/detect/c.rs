//! C and C++: reads what builds the project, and the source files of the program it builds.
//!
//! ```text
//! CMakeLists.txt ─► cmake ─┐
//! meson.build ────► meson ─┼─► build (programs, libraries, installed files) ─┬─► answers about the build
//! Makefile ───────► make ──┘                                                 ▼
//! *.c, *.cpp … ────────────────────────────────────────────────────────────► code ─► listen, system
//! ```

mod build;
mod cmake;
mod code;
mod library;
mod listen;
mod make;
mod meson;
mod path;
mod system;

use self::build::Build;
use self::code::Code;
use super::lexicon::Lexicon;
use super::{Detector, Finding};
use crate::context::Context;
use crate::error::Result;

/// Reads a C or C++ project.
pub struct C;

impl Detector for C {
    fn detect(&self, context: &Context) -> Result<Vec<Finding>> {
        let builds: Vec<Build> =
            [cmake::read(context), meson::read(context), make::read(context)].into_iter().flatten().collect();
        let mut findings = build::findings(context, &builds);
        let texts = code::texts(context, builds.first());
        let code = Code::read(&texts);
        findings.extend(listen::findings(&code));
        findings.extend(system::findings(context, &code, &builds));
        Ok(findings)
    }
}

/// How C and C++ write comments and texts. A raw text of C++ is read up to its first quote, which is enough here.
const LEXICON: Lexicon = Lexicon { prefixes: &["L", "u", "u8", "U", "R"], ..Lexicon::BRACES };
