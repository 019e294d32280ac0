//! A small build context, and what the rules find in it.

use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use msgen::aging::Month;
use msgen::catalog::{Catalog, Profile};
use msgen::check::project;
use msgen::check::{Case, Finding, Source, check_dockerfile, rules};
use msgen::context::Context;
use msgen::document::Document;
use msgen::ignore::IgnoreFile;
use msgen::model::{Known, Model};

/// No line.
pub(crate) const NONE: [usize; 0] = [];

/// What is asked about.
pub(crate) struct Given {
    folder: tempfile::TempDir,
    dockerfile: String,
    is_bare: bool,
    ignore: Option<String>,
    listens: Option<u16>,
    profile: Option<Profile>,
}

/// A Dockerfile in an empty folder.
pub(crate) fn dockerfile(text: &str) -> Given {
    let folder = tempfile::tempdir().unwrap();
    Given { folder, dockerfile: text.to_owned(), is_bare: false, ignore: None, listens: None, profile: None }
}

impl Given {
    /// Puts files there; a path that ends in a slash is a folder.
    pub(crate) fn with(self, files: &[(&str, &str)]) -> Self {
        for (path, text) in files {
            let path = self.folder.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        self
    }

    /// Gives it a `.dockerignore`.
    pub(crate) fn ignoring(self, text: &str) -> Self {
        Self { ignore: Some(text.to_owned()), ..self }
    }

    /// Without a folder: the Dockerfile is all there is.
    pub(crate) fn alone(self) -> Self {
        Self { is_bare: true, ..self }
    }

    /// Says which port the source listens on.
    pub(crate) fn listening(self, port: u16) -> Self {
        Self { listens: Some(port), ..self }
    }

    /// Says what a course demands.
    pub(crate) fn judged_by(self, profile: Profile) -> Self {
        Self { profile: Some(profile), ..self }
    }

    /// All that is found.
    pub(crate) fn findings(&self) -> Vec<Finding> {
        let ignore = self.ignore.as_ref().map(|text| IgnoreFile::parse(".dockerignore", text));
        let context = (!self.is_bare).then(|| Context::open(self.folder.path()).unwrap());
        let listens = self.listens.map(|port| (port, "main.src:1"));
        let source = Source::new("Dockerfile", &*self.dockerfile);
        findings(&source, context.as_ref(), ignore.as_ref(), listens, self.profile.as_ref())
    }

    /// The lines that a rule speaks of.
    pub(crate) fn lines(&self, rule: &str) -> Vec<usize> {
        assert!(rules().iter().any(|known| known.id == rule), "there is no rule {rule}");
        let found = self.findings().into_iter().filter(|finding| finding.rule == rule);
        found.map(|finding| finding.place.lines.start).collect()
    }

    /// The only finding of a rule.
    pub(crate) fn only(&self, rule: &str) -> Finding {
        let mut found: Vec<Finding> = self.findings().into_iter().filter(|finding| finding.rule == rule).collect();
        assert_eq!(found.len(), 1, "{rule}: {found:?}");
        found.remove(0)
    }

    /// The Dockerfile, mended as the only finding of a rule says.
    pub(crate) fn mended(&self, rule: &str) -> String {
        mended(&self.dockerfile, &self.only(rule))
    }
}

/// The text, mended as a finding says.
pub(crate) fn mended(text: &str, finding: &Finding) -> String {
    let mut text = text.to_owned();
    let mut edits = finding.fix.clone().unwrap().edits;
    edits.sort_by_key(|edit| std::cmp::Reverse(edit.bytes.start));
    for edit in edits {
        text.replace_range(edit.bytes, &edit.text);
    }
    text
}

static CATALOG: LazyLock<(Catalog, Known)> = LazyLock::new(|| {
    let catalog = Catalog::open(None).unwrap();
    let known = Known::read(&catalog).unwrap();
    (catalog, known)
});

/// The port that the source in a folder listens on, and where it says so.
pub(crate) fn listens(context: &Context) -> Option<(u16, String)> {
    project::listens(&CATALOG.0, context)
}

/// All that is found in a Dockerfile and what is around it, as every rule judges it in 2026-02, on by default or not.
pub(crate) fn findings(
    source: &Source,
    context: Option<&Context>,
    ignore: Option<&IgnoreFile>,
    listens: Option<(u16, &str)>,
    profile: Option<&Profile>,
) -> Vec<Finding> {
    let (catalog, known) = &*CATALOG;
    let document = Document::parse(&source.name, &source.text).unwrap();
    let model = Model::of(&document, known, context, ignore);
    let month = Month::parse("2026-02").unwrap();
    let case = Case { source, model: &model, context, ignore, listens, catalog, month: &month, profile };
    check_dockerfile(&case)
}

/// A folder of fixtures.
pub(crate) fn fixture(name: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name)
}
