//! What the project itself says: its language by marker files, the rest by the language's detector.

use std::collections::{BTreeMap, BTreeSet};

use crate::answers::{Answers, Evidence, Source, Sourced, Value};
use crate::catalog::{Catalog, Head, Language};
use crate::context::Context;
use crate::detect::{Finding, Found, detector};
use crate::error::{Error, Result};
use crate::question::Question;

/// Possible answers with their evidence.
type Candidates = Vec<(Value, Evidence)>;

/// Questions to which detection found several answers.
#[derive(Debug, Default)]
pub(super) struct Doubts {
    by_question: BTreeMap<String, Candidates>,
}

impl Doubts {
    /// The candidates for `question`; none where detection was sure or silent.
    pub(super) fn of(&self, question: &str) -> &[(Value, Evidence)] {
        self.by_question.get(question).map_or(&[], Vec::as_slice)
    }
}

/// The languages whose markers lie in the folder: one is the suggestion, several are a doubt.
pub(super) fn languages(catalog: &Catalog, context: &Context) -> Result<(Option<Sourced<Value>>, Candidates)> {
    let mut found = Vec::new();
    for id in catalog.languages() {
        let head = catalog.head(&id)?;
        if let Some(marker) = head.recognise(context) {
            found.push((head.yields, Value::Text(id), Evidence::new(marker, None, "marker")));
        }
    }
    let someone_insists = found.iter().any(|(yields, _, _)| !yields);
    let found: Candidates = found
        .into_iter()
        .filter(|(yields, _, _)| !(*yields && someone_insists))
        .map(|(_, value, evidence)| (value, evidence))
        .collect();
    Ok(match found.as_slice() {
        [(value, evidence)] => {
            (Some(Sourced { value: value.clone(), source: Source::Detected(evidence.clone()) }), Vec::new())
        }
        _ => (None, found),
    })
}

/// Folders below the root that hold a marker.
fn folders_with_marker(head: &Head, context: &Context) -> Vec<String> {
    let folder = |path: &str| {
        let (folder, name) = path.rsplit_once('/')?;
        head.is_marker(name).then(|| context.root().join(folder).display().to_string())
    };
    let folders: BTreeSet<String> = context.files().filter_map(folder).collect();
    folders.into_iter().collect()
}

/// The error for a folder without any marker: whatever was answered, there would be nothing to build.
pub(super) fn no_project(catalog: &Catalog, context: &Context) -> Result<Error> {
    let mut heads = Vec::new();
    for id in catalog.languages() {
        heads.push(catalog.head(&id)?);
    }
    if let Some(error) = ignored(&heads, context) {
        return Ok(error);
    }
    let hinted = |head: &&Head| head.source_in(context).is_some() || !folders_with_marker(head, context).is_empty();
    if let Some(head) = heads.iter().filter(|head| !head.yields).chain(&heads).find(hinted) {
        return Ok(no_marker(head, context));
    }
    if let Some(marker) = heads.iter().find_map(|head| head.marker_in(context)) {
        let titles: Vec<&str> = heads.iter().filter(|head| head.is_marker(marker)).map(|head| &*head.title).collect();
        return Ok(Error::bad_input(format!("there is {marker}, but no source file in {}", titles.join(" or ")))
            .at(context.root().display().to_string())
            .help("put the source beside it, or give the folder of the service: msgen init path/to/service"));
    }
    let markers: BTreeSet<&str> = heads.iter().filter_map(|head| head.markers.first()).map(String::as_str).collect();
    let markers: Vec<&str> = markers.into_iter().collect();
    Ok(Error::bad_input(format!("nothing here says the language: there is no file such as {}", markers.join(", ")))
        .at(context.root().display().to_string())
        .help("give the folder of the service: msgen init path/to/service"))
}

/// The error for a marker that lies in the folder and is no file of the project.
fn ignored(heads: &[Head], context: &Context) -> Option<Error> {
    let is_ignored = |marker: &&String| {
        context.exists(marker) && !context.is_dir(marker) && context.files().all(|file| file != marker.as_str())
    };
    let marker = heads.iter().flat_map(|head| &head.markers).find(is_ignored)?;
    let what = format!("{marker} is there, and .gitignore leaves it out");
    Some(
        Error::bad_input(what).at(context.root().display().to_string()).help(format!(
            "`git check-ignore --no-index -v {marker}` names the line; below it, `!{marker}` takes it in"
        )),
    )
}

/// The error for a folder of a language without a marker: it lies deeper, or nobody has made it yet.
fn no_marker(head: &Head, context: &Context) -> Error {
    let markers = head.markers.join(" or ");
    let what = match head.source_in(context) {
        Some(file) => format!("there is {file}, but no {markers} beside it"),
        None => format!("there is no {markers} here"),
    };
    Error::bad_input(what).at(context.root().display().to_string()).help(
        match folders_with_marker(head, context).as_slice() {
            [] => format!("start with: {}", head.start_a_project),
            [folder] => format!("msgen init {folder}"),
            folders => format!("give one of the folders that have one: {}", folders.join(", ")),
        },
    )
}

/// Runs the language's detector; what it is sure of becomes answers, the rest doubts.
pub(super) fn detect(
    language: &Language,
    context: &Context,
    questions: &[Question],
    doubts: &mut Doubts,
) -> Result<Answers> {
    let mut answers = Answers::default();
    if !context.files().any(|file| language.head.is_marker(file)) {
        let head = &language.head;
        return Err(ignored(std::slice::from_ref(head), context).unwrap_or_else(|| no_marker(head, context)));
    }
    let Some(name) = &language.head.detector else { return Ok(answers) };
    let detector = detector(name).ok_or_else(|| {
        Error::bad_input(format!("no detector is called `{name}`"))
            .at(format!("languages/{}/language.toml", language.head.id))
    })?;
    for Finding { question: id, found } in detector.detect(context)? {
        let Some(question) = questions.iter().find(|question| question.id == id) else { continue };
        match found {
            Found::Sure(value, evidence) => {
                check(question, &value, &evidence)?;
                answers.set(id, value, Source::Detected(evidence));
            }
            Found::Doubt(candidates) => {
                for (value, evidence) in &candidates {
                    check(question, value, evidence)?;
                }
                doubts.by_question.insert(id.to_owned(), candidates);
            }
        }
    }
    Ok(answers)
}

/// A value read off the project passes the same check as a typed one.
fn check(question: &Question, value: &Value, evidence: &Evidence) -> Result<()> {
    question.check(value).map_err(|what| {
        Error::bad_input(format!("{}: {what}", question.title))
            .at(evidence.to_string())
            .help(format!("rename it, or answer with {}", question.flag()))
    })
}

/// The port that the source listens on, where detection was sure.
pub(super) fn port(detected: &Answers) -> Option<(u16, Evidence)> {
    match detected.get("port")? {
        Sourced { value: Value::Integer(port), source: Source::Detected(evidence) } => {
            Some((u16::try_from(*port).ok()?, evidence.clone()))
        }
        _ => None,
    }
}
