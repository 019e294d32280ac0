//! The answer to take where nobody says one: detected, derived from earlier answers, or the catalog's default.

use super::Interview;
use crate::answers::{Source, Sourced, Value};
use crate::catalog::{Catalog, Outcome};
use crate::context::Context;
use crate::error::Result;
use crate::plan::{compare, is_component, suggested_builder};
use crate::question::Question;

/// Folder of the program where it needs one because it opens files beside it.
const FOLDER_WITH_FILES: &str = "/app";

/// Whether a question may stay without an answer: where no toolchain image fits, the plan says why.
pub(super) fn is_optional(question: &Question) -> bool {
    question.id == "builder"
}

/// The suggestion for `question`, given the answers so far; `detected` is what the project says.
pub(super) fn suggest(
    catalog: &Catalog,
    context: &Context,
    interview: &Interview,
    question: &Question,
    detected: Option<Sourced<Value>>,
) -> Result<Option<Sourced<Value>>> {
    let answers = &interview.answers;
    if question.id == "language-version" {
        return Ok(Some(version(interview, detected)));
    }
    if detected.is_some() {
        return Ok(detected);
    }
    let base = catalog.base(answers.text("base"));
    let text = |text: String| Some(Value::Text(text));
    let derived = match question.id.as_str() {
        "user" => base.and_then(|base| text(format!("{}:{}", base.user.uid, base.user.gid))),
        "base-release" => base.and_then(|base| base.releases.first()).and_then(|release| text(release.id.clone())),
        "builder" => builder(catalog, interview).and_then(text),
        "report" => text(catalog.profile(answers.text("profile"))?.path),
        "binary" => text(program_name(context, answers.text("main"))),
        "name" => text(image_name(answers.text("binary"))),
        "workdir" if !answers.list("assets").is_empty() => text(FOLDER_WITH_FILES.to_owned()),
        _ => question.default.clone(),
    };
    Ok(derived.map(|value| Sourced { value, source: Source::Default }))
}

/// The version that the project names, if it still gets fixes; the catalog's default builds older projects as well.
fn version(interview: &Interview, detected: Option<Sourced<Value>>) -> Sourced<Value> {
    let versions = &interview.language.version;
    match detected {
        Some(answer) if compare(answer.value.as_text().unwrap_or_default(), &versions.oldest).is_ge() => answer,
        _ => Sourced { value: Value::Text(versions.default.clone()), source: Source::Default },
    }
}

/// The first toolchain image that fits.
fn builder(catalog: &Catalog, interview: &Interview) -> Option<String> {
    let answers = &interview.answers;
    let base = catalog.base(answers.text("base"))?;
    match interview.language.outcome(&base.id, answers) {
        Outcome::Works(cell) => suggested_builder(catalog, &interview.language, answers, base, cell),
        Outcome::Refused { .. } => None,
    }
}

/// The name of the folder of the main package, or of the whole project where that is its root.
fn program_name(context: &Context, main: &str) -> String {
    let folder = context.root().canonicalize().ok();
    let folder = folder.as_deref().and_then(|path| path.file_name()).and_then(|name| name.to_str()).unwrap_or_default();
    let name = match main.rsplit('/').next().unwrap_or_default() {
        "" | "." => folder,
        last => last,
    };
    clean(name, |c| c.is_ascii_alphanumeric() || matches!(c, '.' | '_'))
}

/// The program's name as registries take it.
fn image_name(program: &str) -> String {
    let name = program.to_lowercase();
    if is_component(&name) { name } else { clean(&name, |c| c.is_ascii_alphanumeric()) }
}

/// `name` with one dash for every run of characters that are not allowed, or `app` where nothing is left.
fn clean(name: &str, allowed: impl Fn(char) -> bool) -> String {
    let words: Vec<&str> = name.split(|c| !allowed(c)).filter(|word| !word.is_empty()).collect();
    if words.is_empty() { "app".to_owned() } else { words.join("-") }
}
