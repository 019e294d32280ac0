//! Files that the program opens by a relative path: those of the project go into the image, others are written.

use super::source::Source;
use crate::answers::Evidence;
use crate::context::Context;
use crate::detect::Finding;

/// Calls whose first text is a path that is written.
const WRITERS: &[&str] = &[
    "FileWriter",
    "FileOutputStream",
    "write",
    "writeString",
    "newBufferedWriter",
    "createDirectories",
    "createTempFile",
];

/// Calls whose first text is a path that is read.
const READERS: &[&str] = &[
    "FileReader",
    "FileInputStream",
    "readString",
    "readAllBytes",
    "readAllLines",
    "newBufferedReader",
    "lines",
    "newInputStream",
    "File",
    "of",
    "get",
];

/// Files to copy, and paths that are written.
pub(super) fn findings(context: &Context, sources: &[&Source<'_>]) -> Vec<Finding> {
    let mut assets: Vec<(String, Evidence)> = Vec::new();
    let mut writes: Vec<(String, Evidence)> = Vec::new();
    let mut temp = None;
    for source in sources {
        let tokens = &source.tokens;
        for at in 0..tokens.len() {
            let Some(word) = tokens.word(at).filter(|_| tokens.is(at + 1, "(")) else { continue };
            if matches!(word, "createTempFile" | "createTempDirectory") {
                temp = temp.or_else(|| Some(source.evidence(at..tokens.close(at + 1) + 1)));
                continue;
            }
            let is_writer = WRITERS.contains(&word);
            if !(is_writer || READERS.contains(&word)) || !is_path_of(source, word, at) {
                continue;
            }
            let inner = at + 2..tokens.close(at + 1);
            let Some(path) = inner.clone().find_map(|at| tokens.text(at)) else { continue };
            let seen = || source.evidence(at..inner.end + 1);
            if is_writer {
                push(&mut writes, path, seen());
            } else if is_project_file(context, path) {
                push(&mut assets, path.trim_start_matches("./"), seen());
            }
        }
    }
    let list = |question, found: Vec<(String, Evidence)>| {
        let evidence = found.first()?.1.clone();
        Some(Finding::sure(question, found.into_iter().map(|(path, _)| path).collect::<Vec<_>>(), evidence))
    };
    let temp = temp.map(|evidence| Finding::sure("temp", true, evidence));
    [list("assets", assets), list("writes", writes), temp].into_iter().flatten().collect()
}

/// Whether the first text of this call is a path: `Path.of("x")`, `new File("x")`, `Files.readString(Path.of("x"))`.
fn is_path_of(source: &Source<'_>, word: &str, at: usize) -> bool {
    let tokens = &source.tokens;
    let receiver = at.checked_sub(2).and_then(|at| tokens.word(at)).filter(|_| tokens.is_before(at, "."));
    match word {
        "of" => receiver == Some("Path"),
        "get" => receiver == Some("Paths"),
        "File" | "FileReader" | "FileWriter" | "FileInputStream" | "FileOutputStream" => true,
        _ => receiver == Some("Files"),
    }
}

/// Whether `path` is a file or folder of the project that the image can hold.
fn is_project_file(context: &Context, path: &str) -> bool {
    let path = path.trim_start_matches("./");
    let is_plain = !path.is_empty() && !path.starts_with(['/', '.', '-', '~']) && !path.contains("..");
    is_plain && context.exists(path) && !path.starts_with("src/test")
}

fn push(list: &mut Vec<(String, Evidence)>, path: &str, evidence: Evidence) {
    if !list.iter().any(|(known, _)| known == path) {
        list.push((path.to_owned(), evidence));
    }
}
