//! Paths as build files write them.

/// Joins a path to a folder and takes `.` and `..` out; `None` where it leaves the project.
pub(super) fn join(folder: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = Vec::new();
    for part in folder.split('/').chain(path.split('/')) {
        match part {
            "" | "." => {}
            ".." => _ = parts.pop()?,
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// The last part of a path.
pub(super) fn name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// The path without its last part; empty where it has only one.
pub(super) fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// Whether `path` is plain enough to be written into a Dockerfile, and lies inside the project.
pub(super) fn is_plain(path: &str) -> bool {
    let is_known = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '+' | '/');
    !path.is_empty()
        && !path.starts_with(['-', '/'])
        && path.chars().all(is_known)
        && path.split('/').all(|part| !matches!(part, "" | "." | ".."))
}

/// Whether a program or folder of this name serves the developers, not the image.
pub(super) fn is_aside(path: &str) -> bool {
    const FOLDERS: &[&str] = &[
        "test",
        "tests",
        "testing",
        "unittest",
        "unittests",
        "bench",
        "benchmark",
        "benchmarks",
        "example",
        "examples",
        "demo",
        "demos",
        "sample",
        "samples",
        "tool",
        "tools",
        "fuzz",
        "fuzzing",
        "contrib",
        "doc",
        "docs",
    ];
    let path = path.to_ascii_lowercase();
    let in_folder = folder(&path).split('/').any(|part| FOLDERS.contains(&part));
    let words: Vec<&str> = name(&path).split(['-', '_', '.']).collect();
    let is_named = |word: &&str| ["test", "tests", "unittest", "bench", "benchmark", "fuzz", "fuzzer"].contains(word);
    in_folder || words.first().is_some_and(is_named) || words.last().is_some_and(is_named)
}
