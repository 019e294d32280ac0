//! The folder that a program starts in: the one its imports are found from.

use super::source::Source;

/// The folder from which the imports of `path` are found; empty for the root of the project.
pub(super) fn of(sources: &[Source<'_>], path: &str) -> String {
    let folders: Vec<&str> = path.match_indices('/').map(|(at, _)| &path[..at]).collect();
    let Some(top) = folders.first() else { return String::new() };
    let near = || sources.iter().filter(|source| source.path.starts_with(&format!("{top}/")));
    let names: Vec<String> = near()
        .flat_map(|source| &source.imports)
        .filter_map(|import| import.path.split('.').next().map(str::to_owned))
        .collect();
    let found = |root: &str| {
        let has = |name: &String| {
            let place = if root.is_empty() { name.clone() } else { format!("{root}/{name}") };
            sources
                .iter()
                .any(|source| source.path == format!("{place}.py") || source.path.starts_with(&format!("{place}/")))
        };
        names.iter().filter(|name| has(name)).count()
    };
    // A folder `src` is no package: only a project that imports from `src` itself has it as one.
    let bare = if *top == "src" && found("") == 0 { found("src").max(1) } else { 0 };
    let mut best = (String::new(), found(""));
    for folder in folders {
        let count = if folder == "src" { found(folder).max(bare) } else { found(folder) };
        let is_package = sources.iter().any(|source| source.path == format!("{folder}/__init__.py"));
        if count > best.1 && !is_package {
            best = (folder.to_owned(), count);
        }
    }
    best.0
}
