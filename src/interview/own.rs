//! What lies in the folder and is msgen's or the course's own: no part of the program, however much it looks like one.

use super::suggestion::beside;
use crate::answers::Answers;
use crate::catalog::Catalog;
use crate::context::Context;
use crate::error::Result;

/// The context without the report, the evidence and the templates that lie in it, as far as the answers `said` say where:
/// a second run shall detect what the first one did.
pub(super) fn without(catalog: &Catalog, context: &Context, said: &Answers) -> Result<Context> {
    let known = catalog.profiles();
    let usual = match known.iter().find(|id| *id == said.text("profile")) {
        Some(profile) => catalog.profile(profile)?.path,
        None => String::new(),
    };
    let report = Some(said.text("report")).filter(|path| !path.is_empty()).unwrap_or(&usual);
    let evidence = Some(said.text("evidence").to_owned()).filter(|path| !path.is_empty()).or_else(|| beside(report));
    let own = [Some(report.to_owned()), evidence, catalog.templates().overlay_in(context.root())];
    let own: Vec<String> = own.into_iter().flatten().filter(|path| !path.is_empty()).collect();
    Ok(context.without(&own))
}
