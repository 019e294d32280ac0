//! What all tests of detectors share: a small project in a folder, and what a detector found in it.

use std::fs;
use std::path::Path;

use msgen::answers::Value;
use msgen::context::Context;
use msgen::detect::{Finding, Found, detector};
use msgen::error::Error;

use crate::command::fixtures;

/// Paths and texts of a small project.
pub(crate) type Files<'a> = &'a [(&'a str, &'a str)];

/// What a detector found in one project.
pub(crate) struct Findings(pub(crate) Vec<Finding>);

/// What the detector called `name` finds in a folder that holds `files`.
pub(crate) fn detect(name: &str, files: Files<'_>) -> Result<Findings, Error> {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), files);
    detect_in(name, folder.path())
}

/// Writes `files` into a folder.
pub(crate) fn write(folder: &Path, files: Files<'_>) {
    for (path, text) in files {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
}

/// What the detector called `name` finds in a folder.
pub(crate) fn detect_in(name: &str, folder: &Path) -> Result<Findings, Error> {
    detector(name).unwrap().detect(&Context::open(folder).unwrap()).map(Findings)
}

/// What the detector called `name` finds in a fixture.
pub(crate) fn fixture(name: &str, fixture: &str) -> Findings {
    detect_in(name, &fixtures().join(fixture)).unwrap()
}

impl Findings {
    fn found(&self, question: &str) -> Option<&Found> {
        let found = self.0.iter().filter(|finding| finding.question == question).collect::<Vec<_>>();
        assert!(found.len() <= 1, "{question} is answered twice: {found:?}");
        found.first().map(|finding| &finding.found)
    }

    /// The sure answer to `question`, or nothing.
    pub(crate) fn value(&self, question: &str) -> Option<&Value> {
        match self.found(question)? {
            Found::Sure(value, _) => Some(value),
            Found::Doubt(_) => None,
        }
    }

    /// The sure answer to `question` as text, or nothing.
    pub(crate) fn answer(&self, question: &str) -> Option<String> {
        self.value(question).map(Value::to_string)
    }

    /// The sure answer to `question` as text; empty without one.
    pub(crate) fn said(&self, question: &str) -> String {
        self.answer(question).unwrap_or_default()
    }

    /// The candidates where `question` is in doubt.
    pub(crate) fn doubt(&self, question: &str) -> Vec<String> {
        match self.found(question) {
            Some(Found::Doubt(candidates)) => candidates.iter().map(|(value, _)| value.to_string()).collect(),
            _ => Vec::new(),
        }
    }

    /// The evidence for `question`, as it is shown; empty without a sure answer.
    pub(crate) fn evidence(&self, question: &str) -> String {
        match self.found(question) {
            Some(Found::Sure(_, evidence)) => evidence.to_string(),
            _ => String::new(),
        }
    }
}

/// Asserts several answers at once; an empty text stands for no answer.
#[track_caller]
pub(crate) fn assert_answers(found: &Findings, expected: &[(&str, &str)]) {
    for (question, answer) in expected {
        assert_eq!(found.said(question), *answer, "{question} in {:#?}", found.0);
    }
}
