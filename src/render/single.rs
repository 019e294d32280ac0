//! The Dockerfile of a single stage: what a beginner would write with the same toolchain image and answers. `compare`
//! measures it beside the others; nobody is advised to ship it.

use serde_json::{Value, json};

use super::engine::Engine;
use super::{DOCKERFILE, tidy_lines};
use crate::catalog::{ArtifactKind, Catalog};
use crate::document::Document;
use crate::error::{Error, Result};
use crate::plan::Plan;

/// What the template of a language is called.
const TEMPLATE: &str = "single.tera";

/// Where a first Dockerfile puts a program, so that its name alone starts it.
const PROGRAMS: &str = "/usr/local/bin";

/// Renders it; none where the language has no such template.
///
/// # Errors
/// The template cannot be read or is wrong: the error shows file, line and caret.
pub fn single_stage(catalog: &Catalog, plan: &Plan) -> Result<Option<String>> {
    let language = &plan.language.id;
    let like = catalog.head(language)?.like;
    let mut folders = like.iter().chain([language]).map(|id| format!("languages/{id}/{TEMPLATE}"));
    if !folders.any(|path| catalog.templates().require(&path).is_ok()) {
        return Ok(None);
    }
    let mut engine = Engine::new(catalog);
    engine.add_language(language)?;
    let text = engine.render(&format!("language/{TEMPLATE}"), &facts(plan)?)?;
    let document = Document::parse(DOCKERFILE, &tidy_lines(&text))?.tidy();
    Ok(Some(document.to_string()))
}

/// What the template sees: the plan, and where things are in a single stage.
fn facts(plan: &Plan) -> Result<Value> {
    let broken = |error| Error::failed(format!("the plan cannot be given to a template: {error}"));
    let mut facts = serde_json::to_value(plan).map_err(broken)?;
    let runtime = &plan.runtime;
    let workdir = match (plan.artifact.kind, runtime.workdir.as_str()) {
        (ArtifactKind::Folder, _) => &plan.artifact.path,
        (_, "") => &plan.builder.workdir,
        _ => &runtime.workdir,
    };
    let environment: Vec<_> = runtime.environment.iter().chain(&runtime.listening).collect();
    facts["workdir"] = json!(workdir.trim_end_matches('/'));
    facts["program"] = json!(format!("{PROGRAMS}/{}", plan.artifact.name));
    facts["environment"] = json!(environment);
    facts["command"] = json!(command(plan));
    Ok(facts)
}

/// The program's own argument vector, without an init process. What lies at another place in a toolchain image than in
/// a runtime image is found there by its name.
fn command(plan: &Plan) -> Vec<String> {
    let start = &plan.runtime.start;
    let executable = start.executable();
    let program = start.command.iter().skip_while(|argument| *argument != executable);
    let mut command: Vec<String> = program.cloned().collect();
    let is_built = plan.artifact.kind == ArtifactKind::Folder && executable.starts_with(&plan.artifact.path);
    if let (Some(first), false) = (command.first_mut(), is_built) {
        executable.rsplit('/').next().unwrap_or(executable).clone_into(first);
    }
    command
}
