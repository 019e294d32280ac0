//! Source files of the project as tokens, and which of them the program reaches from its entry file.

use std::collections::BTreeSet;

use crate::answers::Evidence;
use crate::context::Context;
use crate::detect::lexicon::{Lexicon, Quote};
use crate::detect::token::Tokens;

/// JavaScript and TypeScript.
pub(super) const SCRIPT: Lexicon = Lexicon {
    quotes: &[Quote::text("\""), Quote::text("'"), Quote::block("`")],
    word_characters: b"$",
    patterns: true,
    ..Lexicon::BRACES
};

/// What a source file's name ends in, in the order in which a bare import is completed.
const EXTENSIONS: &[&str] = &["ts", "js", "mts", "mjs", "cts", "cjs", "tsx", "jsx"];

/// Folders and parts of names that are tests or examples, never the service.
const TESTS: &[&str] = &["test", "tests", "__tests__", "__mocks__", "spec", "e2e", "cypress", "examples", "example"];

/// One file.
pub(super) struct Source<'a> {
    pub(super) path: String,
    pub(super) tokens: Tokens<'a>,
}

impl Source<'_> {
    /// Evidence for what stands from `from` to `to`, as it is written, cut where it is long.
    pub(super) fn evidence(&self, text: &str, from: usize, to: usize) -> Evidence {
        const LONGEST: usize = 60;
        let start = self.tokens.get(from).map_or(0, |token| token.span.start);
        let end = self.tokens.get(to.max(from)).or_else(|| self.tokens.get(self.tokens.len().checked_sub(1)?));
        let saw = text.get(start..end.map_or(start, |token| token.span.end).max(start)).unwrap_or_default();
        let mut saw = saw.split_whitespace().collect::<Vec<_>>().join(" ");
        if saw.chars().count() > LONGEST {
            saw = saw.chars().take(LONGEST).chain(['…']).collect();
        }
        Evidence::new(self.path.as_str(), self.tokens.line(from), saw)
    }
}

/// Whether a path is a source file.
pub(super) fn is_source(path: &str) -> bool {
    let extension = path.rsplit_once('.').map_or("", |(_, extension)| extension);
    EXTENSIONS.contains(&extension) && !path.ends_with(".d.ts")
}

/// Whether a path belongs to tests.
pub(super) fn is_test(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    path.split('/').any(|part| TESTS.contains(&part))
        || [".test.", ".spec.", ".e2e-spec.", ".stories."].iter().any(|mark| name.contains(mark))
}

/// The text of every source file, the entry among them whatever its name.
pub(super) fn texts(context: &Context, entry: Option<&str>) -> Vec<(String, String)> {
    let wanted = |path: &&str| Some(*path) == entry || (is_source(path) && !is_test(path));
    context.files().filter(wanted).filter_map(|path| Some((path.to_owned(), context.read(path)?))).collect()
}

/// The paths of the files that the program reaches from `entry` by relative imports.
pub(super) fn reached(sources: &[Source<'_>], entry: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut open = vec![entry.to_owned()];
    while let Some(path) = open.pop() {
        let Some(source) = sources.iter().find(|source| source.path == path) else { continue };
        if found.insert(path.clone()) {
            open.extend(imports(source).filter_map(|name| resolve(sources, &path, name)));
        }
    }
    found
}

/// What a file imports: `from "x"`, `import "x"`, `import("x")`, `require("x")`.
fn imports<'s>(source: &'s Source<'_>) -> impl Iterator<Item = &'s str> {
    let tokens = &source.tokens;
    (1..tokens.len()).filter_map(move |at| {
        let name = tokens.text(at)?;
        let direct = tokens.is(at - 1, "from") || tokens.is(at - 1, "import");
        let called =
            at >= 2 && tokens.is(at - 1, "(") && ["require", "import"].iter().any(|call| tokens.is(at - 2, call));
        (direct || called).then_some(name)
    })
}

/// The file that `name` means in the file at `from`: as Node.js and the TypeScript compiler look for it.
fn resolve(sources: &[Source<'_>], from: &str, name: &str) -> Option<String> {
    let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
    let bases = match name.strip_prefix("@/").or_else(|| name.strip_prefix("~/")) {
        Some(rest) => vec![format!("src/{rest}"), rest.to_owned()],
        None if name.starts_with('.') => vec![join(folder, name)?],
        None => vec![name.to_owned()],
    };
    let exists = |path: &String| sources.iter().any(|source| source.path == *path);
    bases.into_iter().find_map(|base| {
        let stem = base.strip_suffix(".js").or_else(|| base.strip_suffix(".mjs")).or_else(|| base.strip_suffix(".cjs"));
        let written = stem.into_iter().flat_map(|stem| ["ts", "tsx", "mts", "cts"].map(|end| format!("{stem}.{end}")));
        let completed = EXTENSIONS.iter().map(|end| format!("{base}.{end}"));
        let index = EXTENSIONS.iter().map(|end| join(&base, &format!("index.{end}")).unwrap_or_default());
        [base.clone()].into_iter().chain(written).chain(completed).chain(index).find(exists)
    })
}

/// `name` seen from `folder`, without `.` and `..`; none where it leaves the project.
pub(super) fn join(folder: &str, name: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in name.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}
