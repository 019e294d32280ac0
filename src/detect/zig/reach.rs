//! Which source files make up the installed executables.

use super::script::Script;
use super::source::Source;

/// The files that the executables and the modules import, directly or not. Where no file is known to start an
/// executable, every file but the build script may belong to it.
pub(super) fn reached<'s, 'a>(sources: &'s [Source<'a>], script: &Script) -> Vec<&'s Source<'a>> {
    let roots: Vec<&str> = script.served().filter_map(|executable| executable.root.as_deref()).collect();
    let own = |source: &&Source<'_>| !script.files.iter().any(|file| file == source.path);
    if roots.is_empty() {
        return sources.iter().filter(own).collect();
    }
    let others = |path: &str| script.executables.iter().any(|other| other.root.as_deref() == Some(path));
    let modules = script.modules.iter().map(String::as_str).filter(|path| !others(path));
    let mut waiting: Vec<String> = roots.iter().copied().chain(modules).map(str::to_owned).collect();
    let mut found: Vec<&Source<'a>> = Vec::new();
    while let Some(path) = waiting.pop() {
        let Some(source) = sources.iter().find(|source| source.path == path) else { continue };
        if found.iter().any(|known| known.path == path) {
            continue;
        }
        waiting.extend(source.imports());
        found.push(source);
    }
    found.sort_by_key(|source| source.path);
    found
}
