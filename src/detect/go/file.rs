//! Files the program touches at run time: what it writes, and what it reads from the project.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::call::Call;
use super::code::Code;
use super::layout::{contains, resolve};
use crate::answers::Evidence;
use crate::context::Context;
use crate::detect::Finding;

/// Calls that open a file or folder for reading: package, names. The packages of frameworks are in [`METHODS`].
const READERS: &[(&str, &[&str])] = &[
    ("net/http", &["Dir", "ServeFile"]),
    ("os", &["Open", "ReadFile", "DirFS", "ReadDir"]),
    ("io/ioutil", &["ReadFile", "ReadDir"]),
    ("html/template", &["ParseFiles", "ParseGlob"]),
    ("text/template", &["ParseFiles", "ParseGlob"]),
];

/// Methods that do the same, on templates and routers.
const METHODS: &[&str] =
    &["ParseFiles", "ParseGlob", "LoadHTMLGlob", "LoadHTMLFiles", "Static", "StaticFile", "StaticFS", "File"];

/// `writes` and `assets`.
pub(super) fn findings(context: &Context, code: &Code<'_, '_>) -> Vec<Finding> {
    let mut writes: BTreeMap<String, Evidence> = BTreeMap::new();
    let mut assets: BTreeMap<String, Evidence> = BTreeMap::new();
    for call in code.calls() {
        if let Some(path) = written(code, &call).filter(|path| !is_temporary(path) && !path.starts_with("/dev/")) {
            writes.entry(path).or_insert_with(|| call.evidence());
        }
        for path in read(code, &call).filter_map(|path| asset(context, &path)) {
            assets.entry(path).or_insert_with(|| call.evidence());
        }
    }
    // What the program makes itself is not the image's to bring, and a folder brings what is in it.
    let made: BTreeSet<&String> = writes.keys().collect();
    assets.retain(|path, _| !made.contains(path));
    let folders: Vec<String> = assets.keys().cloned().collect();
    assets.retain(|path, _| !folders.iter().any(|folder| folder != path && contains(folder, path)));
    [("writes", writes), ("assets", assets)].into_iter().filter_map(|(question, found)| list(question, found)).collect()
}

/// The path that a call writes to, when the source tells it.
pub(super) fn written<'s, 'a>(code: &Code<'s, 'a>, call: &Call<'s, 'a>) -> Option<String> {
    let writes = call.is("os", &["Create", "WriteFile", "Mkdir", "MkdirAll"])
        || call.is("io/ioutil", &["WriteFile"])
        || (call.is("os", &["OpenFile"]) && opens_for_writing(call));
    if !writes {
        return None;
    }
    code.evaluate(call.source, call.arguments().into_iter().next()?).text().filter(|path| !path.is_empty())
}

/// Whether a path lies in the temporary folder.
pub(super) fn is_temporary(path: &str) -> bool {
    contains("/tmp", path)
}

fn opens_for_writing(call: &Call<'_, '_>) -> bool {
    let flags = call.arguments().into_iter().nth(1).unwrap_or_default();
    let writing = ["O_CREATE", "O_WRONLY", "O_RDWR", "O_APPEND"];
    flags.into_iter().any(|at| call.source.tokens.word(at).is_some_and(|word| writing.contains(&word)))
}

/// The paths that a call reads from.
fn read<'s, 'a>(code: &Code<'s, 'a>, call: &Call<'s, 'a>) -> impl Iterator<Item = String> {
    let of_package = READERS.iter().any(|(path, names)| call.is(path, names));
    let of_method = call.is_qualified() && call.package().is_none() && METHODS.contains(&call.name());
    let reads = of_package || of_method || (call.is("os", &["OpenFile"]) && !opens_for_writing(call));
    let arguments: Vec<Range<usize>> = if reads { call.arguments() } else { Vec::new() };
    arguments.into_iter().filter_map(|argument| code.evaluate(call.source, argument).text())
}

/// The file, or the top folder of a pattern, that the image must bring for a program to read `path`.
fn asset(context: &Context, path: &str) -> Option<String> {
    let path = resolve("", path).filter(|path| !path.is_empty())?;
    let whole = match path.find(['*', '?', '[']) {
        Some(star) => path[..star].split_once('/')?.0.to_owned(),
        None => path,
    };
    context.exists(&whole).then_some(whole)
}

/// A list with the evidence of its first item.
fn list(question: &'static str, found: BTreeMap<String, Evidence>) -> Option<Finding> {
    let evidence = found.values().next()?.clone();
    Some(Finding::sure(question, found.into_keys().collect::<Vec<_>>(), evidence))
}
