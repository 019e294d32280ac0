//! What the compiler needs beside `.go` files: embedded files, other sources, a C toolchain.

use std::collections::BTreeSet;

use super::layout::{Layout, resolve, seen};
use super::source::Source;
use super::token;
use crate::answers::Evidence;
use crate::context::Context;
use crate::detect::Finding;

/// Extensions that `go build` compiles or includes beside `.go`.
const EXTENSIONS: &[&str] =
    &["s", "S", "c", "h", "cc", "cpp", "cxx", "hh", "hpp", "hxx", "m", "syso", "swig", "swigcxx"];

/// Of these, C++.
const CXX: &[&str] = &["cc", "cpp", "cxx", "hh", "hpp", "hxx", "swigcxx"];

/// Modules that do not compile, or do nothing, without cgo.
const CGO_MODULES: &[&str] = &[
    "github.com/mattn/go-sqlite3",
    "github.com/mattn/go-oci8",
    "github.com/confluentinc/confluent-kafka-go",
    "gopkg.in/confluentinc/confluent-kafka-go.v1",
    "github.com/DataDog/zstd",
    "github.com/valyala/gozstd",
    "github.com/linxGnu/grocksdb",
    "github.com/tecbot/gorocksdb",
    "github.com/gen2brain/malgo",
    "github.com/veandco/go-sdl2",
    "github.com/go-gl/gl",
    "github.com/go-gl/glfw",
    "gocv.io/x/gocv",
    "github.com/godror/godror",
    "github.com/ibmdb/go_ibm_db",
    "github.com/marcboeker/go-duckdb",
    "github.com/libgit2/git2go",
    "github.com/davidbyttow/govips",
    "github.com/h2non/bimg",
    "gopkg.in/gographics/imagick.v3",
    "github.com/miekg/pkcs11",
];

/// The files embedded by `//go:embed`, and the extra sources, of the packages in `sources`.
pub(super) fn files(context: &Context, sources: &[&Source<'_>]) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut patterns: BTreeSet<String> = BTreeSet::new();
    let mut first: Option<Evidence> = None;
    for source in sources {
        for comment in &source.tokens.comments {
            let Some(list) = comment.text.strip_prefix("//go:embed").filter(|rest| rest.starts_with([' ', '\t']))
            else {
                continue;
            };
            patterns.extend(embedded(list).filter_map(|pattern| resolve(source.dir(), &pattern)));
            first.get_or_insert_with(|| Evidence::new(source.path, comment.line, comment.text.trim()));
        }
    }
    if let Some(evidence) = first {
        findings.push(Finding::sure("embed", patterns.into_iter().collect::<Vec<_>>(), evidence));
    }
    let extra: BTreeSet<(&str, &str)> = extra_sources(context, sources).collect();
    if let Some((_, path)) = extra.first() {
        let globs: BTreeSet<String> = extra.iter().map(|(extension, _)| format!("**/*.{extension}")).collect();
        let evidence = Evidence::new(*path, None, "compiled beside the Go files");
        findings.push(Finding::sure("sources", globs.into_iter().collect::<Vec<_>>(), evidence));
    }
    findings
}

/// Whether the build needs a C compiler, C++, or the libraries of OpenSSL.
pub(super) fn cgo(context: &Context, layout: &Layout, sources: &[&Source<'_>]) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut users = sources.iter().filter_map(|source| {
        let import = source.imports.iter().find(|import| import.path == "C")?;
        Some((source, Evidence::new(source.path, import.line, "import \"C\"")))
    });
    let mut modules = layout.modules.iter().flat_map(|module| {
        module
            .manifest
            .requires
            .iter()
            .filter(|require| is_cgo(&require.module))
            .map(|require| seen(&module.manifest, require))
    });
    let of_source = users.next();
    let Some(evidence) = of_source.as_ref().map(|(_, evidence)| evidence.clone()).or_else(|| modules.next()) else {
        return findings;
    };
    findings.push(Finding::sure("cgo", true, evidence));
    let comments = of_source.into_iter().chain(users).flat_map(|(source, _)| {
        source.tokens.comments.iter().flat_map(move |comment| {
            let lines = comment.text.lines().enumerate();
            lines.map(move |(nth, line)| (source.path, comment.line + nth, line.trim_start_matches('/').trim()))
        })
    });
    let flags: Vec<_> = comments.filter(|(_, _, line)| line.starts_with("#cgo ")).collect();
    let find = |words: &[&str]| {
        let (path, line, saw) =
            flags.iter().find(|(_, _, line)| line.split_whitespace().any(|word| words.contains(&word)))?;
        Some(Evidence::new(*path, *line, *saw))
    };
    let cxx_source = || {
        let (_, path) = extra_sources(context, sources).find(|(extension, _)| CXX.contains(extension))?;
        Some(Evidence::new(path, None, "C++ source"))
    };
    if let Some(evidence) = find(&["-lstdc++"]).or_else(cxx_source) {
        findings.push(Finding::sure("cxx", true, evidence));
    }
    if let Some(evidence) = find(&["-lssl", "-lcrypto", "openssl", "libssl", "libcrypto"]) {
        findings.push(Finding::sure("openssl", true, evidence));
    }
    findings
}

/// The listed files that lie beside the Go files and are compiled with them, each with its extension.
fn extra_sources<'c>(context: &'c Context, sources: &[&Source<'_>]) -> impl Iterator<Item = (&'static str, &'c str)> {
    let dirs: BTreeSet<String> = sources.iter().map(|source| source.dir().to_owned()).collect();
    context.files().filter_map(move |path| {
        let (dir, name) = path.rsplit_once('/').unwrap_or(("", path));
        let (_, found) = name.rsplit_once('.')?;
        let extension = EXTENSIONS.iter().find(|known| **known == found)?;
        dirs.contains(dir).then_some((*extension, path))
    })
}

/// The patterns of one `//go:embed` line, without quotes and `all:`.
fn embedded(list: &str) -> impl Iterator<Item = String> {
    let mut rest = list.trim();
    let mut patterns = Vec::new();
    while !rest.is_empty() {
        let quote = rest.chars().next().filter(|first| matches!(first, '"' | '`'));
        let end = match quote {
            Some(quote) => rest[1..].find(quote).map_or(rest.len(), |found| found + 2),
            None => rest.find(char::is_whitespace).unwrap_or(rest.len()),
        };
        let (word, after) = rest.split_at(end);
        let tokens = token::read(if quote.is_some() { word } else { "" });
        let pattern = tokens.text(0).unwrap_or(word);
        patterns.push(pattern.strip_prefix("all:").unwrap_or(pattern).to_owned());
        rest = after.trim_start();
    }
    patterns.into_iter()
}

/// Whether a required module needs cgo, whichever major version or sub-package it is.
fn is_cgo(module: &str) -> bool {
    CGO_MODULES
        .iter()
        .any(|known| module.strip_prefix(known).is_some_and(|rest| rest.is_empty() || rest.starts_with('/')))
}
