//! What Node.js cannot run by leaving the types out: TypeScript that stands for code of its own.

use super::source::Source;
use super::start::is_typescript;
use crate::answers::Evidence;

/// The first place in a TypeScript file that has to be compiled: an enum, a namespace, a parameter property, a decorator,
/// or an import that names no file.
pub(super) fn obstacle(source: &Source<'_>) -> Option<Evidence> {
    if !is_typescript(&source.path) {
        return None;
    }
    let tokens = &source.tokens;
    let mut found = None;
    for at in 0..tokens.len() {
        let declares = tokens.word(at + 1).is_some()
            && tokens.is(at + 2, "{")
            && !tokens.is_before(at, ".")
            && !tokens.is_before(at, "declare");
        let what = if tokens.is(at, "enum") && declares {
            "enum"
        } else if ["namespace", "module"].iter().any(|word| tokens.is(at, word)) && declares {
            "namespace"
        } else if tokens.is_sequence(at, &["constructor", "("]) && has_properties(source, at + 1) {
            "a property in a constructor's parameters"
        } else if tokens.is(at, "@") && tokens.word(at + 1).is_some() && tokens.is(at + 2, "(") {
            "a decorator"
        } else if (tokens.is(at, "from") || tokens.is(at, "import")) && tokens.text(at + 1).is_some_and(is_incomplete) {
            "an import without the .ts of its file"
        } else {
            continue;
        };
        found = Some(Evidence::new(
            source.path.as_str(),
            tokens.line(at),
            format!("{what}: Node.js leaves types out, and compiles nothing"),
        ));
        break;
    }
    found
}

fn has_properties(source: &Source<'_>, open: usize) -> bool {
    let tokens = &source.tokens;
    (open..tokens.close(open))
        .any(|at| ["private", "public", "protected", "readonly"].iter().any(|word| tokens.is(at, word)))
}

/// Whether a relative import is written for a compiler: with no ending, or with that of what the compiler makes.
fn is_incomplete(name: &str) -> bool {
    let is_local =
        name.starts_with("./") || name.starts_with("../") || name.starts_with("@/") || name.starts_with("~/");
    let last = name.rsplit('/').next().unwrap_or_default();
    is_local && ![".ts", ".mts", ".cts", ".json", ".node"].iter().any(|end| last.ends_with(end))
}
