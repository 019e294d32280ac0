//! Shows what was found: for people, for programs, for code scanning, for a workflow's log.

mod github;
mod json;
mod markdown;
mod plain;
mod rubric;
mod sarif;

use std::collections::BTreeMap;

use super::page::Page;
use super::rubric::Rubric;
use super::{FileDrift, Finding, Severity, Source, rules};
use crate::catalog::Catalog;
use crate::error::Result;

pub use github::github;
pub use json::{Data, SCHEMA};
pub use markdown::markdown;
pub use plain::plain;
pub use rubric::rubric;
pub use sarif::sarif;

/// What was checked, and what was found.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Checked {
    /// The files, in the order in which they were checked.
    pub files: Vec<Source>,
    /// What was found, by file and line.
    pub findings: Vec<Finding>,
    /// How the files that msgen wrote relate to what it would write today; called as the files are.
    pub drift: Vec<FileDrift>,
    /// The rubric of each folder whose profile has one.
    pub rubrics: Vec<Rubric>,
}

impl Checked {
    /// Adds what was found in some files. A file that was looked at before, from another Dockerfile, is named once.
    pub fn add<'f>(&mut self, files: impl IntoIterator<Item = &'f Source>, findings: Vec<Finding>) {
        let mut are_new = true;
        for file in files {
            if self.file(&file.name).is_none() {
                self.files.push(file.clone());
            } else {
                are_new = false;
            }
        }
        for finding in findings {
            if are_new || !self.findings.contains(&finding) {
                self.findings.push(finding);
            }
        }
    }

    /// The pages of the rules that found something.
    ///
    /// # Errors
    /// A page is missing or cannot be read.
    pub fn pages(&self, catalog: &Catalog) -> Result<BTreeMap<&'static str, Page>> {
        let found = rules().into_iter().filter(|rule| self.findings.iter().any(|finding| finding.rule == rule.id));
        found.map(|rule| Ok((rule.id, Page::of(catalog, rule)?))).collect()
    }

    /// One line: how much was found, and how much of it can be mended.
    #[must_use]
    pub fn summary(&self) -> String {
        let files = counted(self.files.len(), "file", "files");
        if self.findings.is_empty() {
            return format!("{files} checked, no findings");
        }
        let of = |severity: Severity| self.findings.iter().filter(|finding| finding.severity == severity).count();
        let levels = Severity::ALL.into_iter().rev().map(|severity| (of(severity), severity.word()));
        let levels: Vec<String> = levels
            .filter(|(number, _)| *number > 0)
            .map(|(number, word)| counted(number, word, &format!("{word}s")))
            .collect();
        let mendable = self.findings.iter().filter(|finding| finding.fix.is_some()).count();
        let mended = if mendable > 0 { format!("; --fix can mend {mendable}") } else { String::new() };
        format!("{} in {files}: {}{mended}", counted(self.findings.len(), "finding", "findings"), levels.join(", "))
    }

    /// The file of that name.
    fn file(&self, name: &str) -> Option<&Source> {
        self.files.iter().find(|file| file.name == name)
    }
}

fn counted(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}
