//! Modules that are started as programs: `if __name__ == "__main__"`, and packages with a `__main__.py`.

use super::source::Source;
use super::{listen, root};
use crate::answers::Evidence;

/// A module that `python -m` can start.
#[derive(Debug, Clone)]
pub(super) struct Module {
    /// The folder it starts in; empty for the root.
    pub root: String,
    pub path: String,
    /// Its name with dots.
    pub name: String,
    /// Whether it opens a port in this very file.
    pub listens: bool,
    /// Whether it opens it with the server that a framework brings along for development: `app.run()`.
    pub runs_framework: bool,
    pub evidence: Evidence,
}

/// The modules, those that listen first; where any does, only those.
pub(super) fn find(sources: &[Source<'_>]) -> Vec<Module> {
    let mut found: Vec<Module> = sources.iter().filter_map(|source| module(sources, source)).collect();
    if found.iter().any(|module| module.listens) {
        found.retain(|module| module.listens);
    }
    found.sort_by_key(|module| (module.path.matches('/').count(), module.path.clone()));
    found
}

fn module(sources: &[Source<'_>], source: &Source<'_>) -> Option<Module> {
    let tokens = &source.tokens;
    let guard = tokens.find(&["if", "__name__", "=="]).find(|at| tokens.text(at + 3) == Some("__main__"));
    let evidence = match guard {
        Some(at) => source.evidence(at..at + 4),
        None if source.stem() == "__main__" => Evidence::new(source.path, None, "__main__.py"),
        None => return None,
    };
    if source.stem() == "manage" {
        return None;
    }
    let root = root::of(sources, source.path);
    let name = source.module(&root).filter(|name| !name.is_empty()).unwrap_or_else(|| "__main__".to_owned());
    let listens = source.calls().any(|call| listen::is_listener(&call));
    let runs_framework = source.calls().any(|call| listen::runs_framework(sources, &call));
    Some(Module { root, path: source.path.to_owned(), name, listens, runs_framework, evidence })
}
