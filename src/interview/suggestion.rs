//! The answer to take where nobody says one: detected, derived from earlier answers, or the catalog's default.

use super::{Interview, VERSION};
use crate::answers::{Source, Sourced, Value};
use crate::catalog::{ArtifactKind, Catalog, Cell, Flavour};
use crate::context::Context;
use crate::error::Result;
use crate::plan::{compare, is_component, suggested_builder};
use crate::question::Question;

/// Folder of the program where it needs one because it opens files beside it.
const FOLDER_WITH_FILES: &str = "/app";

/// Name of the folder of the evidence.
const EVIDENCE: &str = "evidence";

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
    if question.id == VERSION {
        return Ok(version(catalog, interview, detected));
    }
    if detected.is_some() {
        return Ok(detected);
    }
    let base = catalog.base(answers.text("base"));
    let text = |text: String| Some(Value::Text(text));
    let derived = match question.id.as_str() {
        "user" => base.and_then(|base| {
            let user = runtime(catalog, interview).and_then(|(_, flavour)| flavour.user).unwrap_or(base.user);
            text(format!("{}:{}", user.uid, user.gid))
        }),
        "base-release" => base.and_then(|base| base.releases.first()).and_then(|release| text(release.id.clone())),
        "builder" => builder(catalog, interview).and_then(text),
        "report" => text(catalog.profile(answers.text("profile"))?.path),
        "evidence" => beside(answers.text("report")).map(Value::Text).or_else(|| question.default.clone()),
        "binary" => text(program_name(context, ["main", "target"].map(|id| answers.text(id)))),
        "name" => text(image_name(answers.text("binary"))),
        "workdir" => workdir(catalog, interview).or_else(|| question.default.clone()),
        _ => question.default.clone(),
    };
    Ok(derived.map(|value| Sourced { value, source: Source::Default }))
}

/// The version that the project names, if it needs exactly that one or if it still gets fixes; else the catalog's
/// default, or the newest that the runtime image has.
fn version(catalog: &Catalog, interview: &Interview, detected: Option<Sourced<Value>>) -> Option<Sourced<Value>> {
    let versions = interview.language.tables.version.as_ref()?;
    if let Some(answer) = detected {
        let is_kept = compare(answer.value.as_text().unwrap_or_default(), &versions.oldest).is_ge();
        if versions.exact || is_kept {
            return Some(answer);
        }
    }
    let runs = runtime(catalog, interview).map(|(_, flavour)| flavour.versions.as_slice()).unwrap_or_default();
    let version =
        if runs.is_empty() || runs.contains(&versions.default) { Some(&versions.default) } else { runs.first() };
    version.map(|version| Sourced { value: Value::Text(version.clone()), source: Source::Default })
}

/// How the program meets the chosen base, and in which image; none where the combination is refused.
fn runtime<'a>(catalog: &'a Catalog, interview: &'a Interview) -> Option<(&'a Cell, &'a Flavour)> {
    interview.language.runtime(catalog.base(interview.answers.text("base"))?, &interview.answers)
}

/// The working directory: a folder of its own where there is more than one program in the image.
fn workdir(catalog: &Catalog, interview: &Interview) -> Option<Value> {
    let is_alone = runtime(catalog, interview).is_none_or(|(cell, _)| cell.artifact == ArtifactKind::Program);
    let needs_folder = !is_alone || !interview.answers.list("assets").is_empty();
    needs_folder.then(|| Value::from(FOLDER_WITH_FILES))
}

/// The folder of the evidence, beside the report.
pub(crate) fn beside(report: &str) -> Option<String> {
    match report.rsplit_once('/') {
        Some((folder, _)) => Some(format!("{folder}/{EVIDENCE}")),
        None => (!report.is_empty()).then(|| EVIDENCE.to_owned()),
    }
}

/// The first toolchain image that fits.
fn builder(catalog: &Catalog, interview: &Interview) -> Option<String> {
    let answers = &interview.answers;
    let base = catalog.base(answers.text("base"))?;
    let (cell, _) = runtime(catalog, interview)?;
    suggested_builder(catalog, &interview.language, answers, base, cell)
}

/// The last part of the first of `paths` that says where the program is, or the name of the project's folder.
fn program_name(context: &Context, paths: [&str; 2]) -> String {
    let folder = context.root().canonicalize().ok();
    let folder = folder.as_deref().and_then(|path| path.file_name()).and_then(|name| name.to_str()).unwrap_or_default();
    let mut last = paths.iter().filter_map(|path| path.rsplit('/').next());
    let name = last.find(|last| !matches!(*last, "" | ".")).unwrap_or(folder);
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
