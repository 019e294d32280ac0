//! Java and Kotlin: reads the build files of Maven or Gradle, the frameworks' own settings, and the source of the module
//! that starts.
//!
//! ```text
//! pom.xml ─────────► maven ──┐
//! *.gradle(.kts) ──► gradle ─┴► modules ─► application ─┬─► packaging: which jar, and how it is started
//! *.java, *.kt ────► source ──► main ───────────────────┤
//!                                                       ├─► version of Java
//! application.{properties,yml,conf} ─► settings ────────┴─► listen, health, file
//! ```

mod application;
mod catalog;
mod file;
mod framework;
mod gradle;
mod health;
mod listen;
mod main;
mod maven;
mod merge;
mod module;
mod packaging;
mod pom;
mod script;
mod settings;
mod source;
mod value;
mod version;
mod yaml;

use self::module::Project;
use super::{Detector, Finding};
use crate::context::Context;
use crate::error::Result;

/// Reads a Maven or Gradle project in Java or Kotlin.
pub struct Jvm;

impl Detector for Jvm {
    fn detect(&self, context: &Context) -> Result<Vec<Finding>> {
        let maven = maven::read(context)?;
        let gradle = gradle::read(context)?;
        match (maven, gradle) {
            // Both tools build it: which one is a choice, and the answers of each are kept for it.
            (Some(maven), Some(gradle)) => Ok(merge::either(&detect(context, &maven)?, &detect(context, &gradle)?)),
            (Some(project), None) | (None, Some(project)) => detect(context, &project),
            (None, None) => Ok(Vec::new()),
        }
    }
}

/// What one project says: sure where all modules that may be meant agree, in doubt where they do not.
fn detect(context: &Context, project: &Project) -> Result<Vec<Finding>> {
    let texts = source::texts(context);
    let sources = source::read(&texts);
    application::findings(context, project, &sources)
}
