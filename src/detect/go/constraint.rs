//! Build constraints: which files `go build` compiles into a Linux image.

use crate::detect::token::Comment;

/// Operating systems a file name can end in, other than Linux.
const OTHER_SYSTEMS: &[&str] = &[
    "aix",
    "android",
    "darwin",
    "dragonfly",
    "freebsd",
    "hurd",
    "illumos",
    "ios",
    "js",
    "nacl",
    "netbsd",
    "openbsd",
    "plan9",
    "solaris",
    "wasip1",
    "windows",
    "zos",
];

/// Architectures an image can have: a file for any of them may be compiled.
const ARCHITECTURES: &[&str] = &["386", "amd64", "arm", "arm64", "loong64", "mips64le", "ppc64le", "riscv64", "s390x"];

/// Nesting that no person writes: deeper constraints count as met.
const DEEPEST: usize = 32;

/// Whether the name of a file lets it into the build: no test, not hidden, not for another system.
pub(super) fn name_is_built(path: &str) -> bool {
    let hidden = path.split('/').any(|part| part.starts_with(['_', '.']) || part == "testdata");
    let name = path.rsplit('/').next().unwrap_or(path);
    let Some(stem) = name.strip_suffix(".go") else { return false };
    // The part before the first `_` is the file's own name: `windows.go` is built everywhere.
    let mut tags = stem.split('_').skip(1).collect::<Vec<_>>();
    if tags.last() == Some(&"test") || hidden {
        return false;
    }
    if tags.last().is_some_and(|tag| ARCHITECTURES.contains(tag)) {
        tags.pop();
    }
    !tags.last().is_some_and(|tag| OTHER_SYSTEMS.contains(tag))
}

/// Whether the constraints above the package clause (on line `package`) let the file into a Linux build.
pub(super) fn comments_are_met(comments: &[Comment<'_>], package: usize) -> bool {
    let header = || comments.iter().take_while(|comment| comment.line < package).map(|comment| comment.text);
    if let Some(expression) = header().find_map(|text| text.strip_prefix("//go:build ")) {
        return Constraint { rest: expression }.any(0);
    }
    !header().any(|text| {
        let text = text.trim_start_matches('/').trim();
        text.strip_prefix("+build ").is_some_and(|tags| tags.trim() == "ignore")
    })
}

/// The rest of a `//go:build` expression.
struct Constraint<'a> {
    rest: &'a str,
}

impl Constraint<'_> {
    fn any(&mut self, depth: usize) -> bool {
        let mut met = self.all(depth);
        while self.take("||") {
            met |= self.all(depth);
        }
        met
    }

    fn all(&mut self, depth: usize) -> bool {
        let mut met = self.one(depth);
        while self.take("&&") {
            met &= self.one(depth);
        }
        met
    }

    fn one(&mut self, depth: usize) -> bool {
        if depth > DEEPEST {
            self.rest = "";
            return true;
        }
        if self.take("!") {
            return !self.one(depth + 1);
        }
        if self.take("(") {
            let met = self.any(depth + 1);
            self.take(")");
            return met;
        }
        let end = self.rest.find(|letter: char| "!()&|".contains(letter) || letter.is_whitespace());
        let (tag, rest) = self.rest.split_at(end.unwrap_or(self.rest.len()));
        self.rest = rest;
        is_set(tag)
    }

    fn take(&mut self, mark: &str) -> bool {
        self.rest = self.rest.trim_start();
        let taken = self.rest.strip_prefix(mark);
        self.rest = taken.unwrap_or(self.rest);
        taken.is_some()
    }
}

/// Whether a plain `go build` for Linux sets `tag`. Tags of the project's own (`ignore`, `integration`) are not set.
fn is_set(tag: &str) -> bool {
    matches!(tag, "linux" | "unix" | "gc" | "cgo") || ARCHITECTURES.contains(&tag) || tag.starts_with("go1")
}
