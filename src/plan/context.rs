//! What the builder is sent: an allow-list, then the patterns that are denied again, because the last match wins.

use serde::Serialize;

use super::{Notice, Scope};
use crate::answers::Value;
use crate::catalog::IgnoreRules;
use crate::error::{Error, Result};
use crate::ignore::{covered_by, covers};
use crate::interview::Interview;
use crate::question::Kind;
use crate::render::DOCKERIGNORE;

/// The three parts of a `.dockerignore`, in the order in which they stand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct IgnorePlan {
    /// Whether everything is let in that is not kept out; then `allow` says nothing more.
    pub open: bool,
    /// Patterns that are let in.
    pub allow: Vec<String>,
    /// Patterns that are kept out after all.
    pub deny: Vec<String>,
    /// Files that match a denied pattern, but that the build cannot do without.
    pub restore: Vec<String>,
}

/// Decides what the builder is sent of the project's files.
///
/// # Errors
/// A file that must be let in by name has a name that no line of a `.dockerignore` can hold.
pub(super) fn ignore(scope: &Scope<'_>, interview: &Interview, notices: &mut Vec<Notice>) -> Result<IgnorePlan> {
    let files = &interview.files;
    let IgnoreRules { open, allow, allow_answers, allow_when, deny } = &scope.language.tables.ignore;
    let wanted: Vec<String> = allow_answers.iter().flat_map(|question| scope.answers.list(question)).cloned().collect();
    let conditional = allow_when
        .iter()
        .filter(|rule| scope.language.holds(&rule.when, scope.answers))
        .flat_map(|rule| &rule.patterns);
    let mut allowed: Vec<String> = Vec::new();
    for pattern in wanted.iter().chain(allow).chain(conditional) {
        if !allowed.contains(pattern) {
            allowed.push(pattern.clone());
        }
    }
    if scope.answers.text("syntax") == "classic" {
        allowed = for_the_classic_builder(&allowed, files);
    }
    let own = ["report", "evidence"].map(|question| scope.answers.text(question).to_owned());
    let own = own.iter().filter(|path| !path.is_empty());
    let templates = interview.templates.as_ref().filter(|path| Kind::Output.check(&Value::from(path.as_str())).is_ok());
    let beside =
        if *open { scope.catalog.beside.iter().chain(own).chain(templates).cloned().collect() } else { Vec::new() };
    let denied: Vec<String> = deny.iter().chain(&beside).chain(&scope.catalog.secrets).cloned().collect();
    let restore: Vec<String> =
        files.iter().filter(|file| covers(&wanted, file) && covers(&denied, file)).cloned().collect();
    for file in &restore {
        Kind::Folder.check(&Value::from(file.as_str())).map_err(|what| {
            Error::bad_input(format!("a file that the program needs cannot be named in {DOCKERIGNORE}: {what}"))
                .at(file.escape_debug().to_string())
                .help("rename it: letters, digits and . - _ + @ ~")
        })?;
        notices.push(Notice {
            what: format!("{file} looks like something no image should hold, but the program needs it"),
            help: "see that it is no secret: whoever has the image can read it".to_owned(),
        });
    }
    Ok(IgnorePlan { open: *open, allow: allowed, deny: denied, restore })
}

/// The legacy builder does not enter a folder that `*` keeps out unless a pattern begins with the folder's name, so
/// `**/*.go` finds nothing below the root there: the folders that hold such files are let in by name.
fn for_the_classic_builder(patterns: &[String], files: &[String]) -> Vec<String> {
    let mut allowed: Vec<String> = Vec::new();
    let mut add = |pattern: &str| {
        if !allowed.iter().any(|known| known == pattern) {
            allowed.push(pattern.to_owned());
        }
    };
    for pattern in patterns {
        match pattern.strip_prefix("**/") {
            None => add(pattern),
            Some(name) => {
                add(name);
                let found = files.iter().filter(|file| covered_by(pattern, file));
                found.filter_map(|file| file.split_once('/')).for_each(|(folder, _)| add(folder));
            }
        }
    }
    allowed
}

impl IgnorePlan {
    /// Whether the builder is sent the file `path`.
    #[must_use]
    pub fn lets_in(&self, path: &str) -> bool {
        covers(&self.restore, path) || ((self.open || covers(&self.allow, path)) && !covers(&self.deny, path))
    }

    /// Whether the folder `path` may hold something that the builder is sent.
    #[must_use]
    pub fn may_hold(&self, path: &str) -> bool {
        let inside = format!("{path}/");
        !covers(&self.deny, path) || self.restore.iter().any(|file| file.starts_with(&inside))
    }
}
