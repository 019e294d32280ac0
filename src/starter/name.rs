//! Names that go into the files of a starter. Each is checked against an allow-list where it comes in, so none of them can
//! end a line, close a quote or begin an expression of a workflow.

use std::path::Path;

use serde::Serialize;

use super::manifest::Manifest;
use crate::catalog::Catalog;
use crate::error::{Error, Result};

/// The name of a service whose folder has none that would do.
const SERVICE: &str = "service";

/// Characters of a service's or a profile's name.
const LONGEST: usize = 40;

/// Hexadecimal digits of a commit.
const COMMIT: usize = 40;

/// Where a workflow takes msgen from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Origin {
    /// The repository on GitHub: `owner/name`.
    pub repository: String,
    /// The commit: 40 hexadecimal digits. A tag or a branch would be whatever somebody makes of it tomorrow.
    pub commit: String,
}

impl Origin {
    /// Reads `OWNER/NAME@COMMIT`.
    ///
    /// # Errors
    /// It is not of this form.
    pub fn parse(text: &str) -> Result<Self> {
        let is_owner = |owner: &str| {
            (1..=39).contains(&owner.len())
                && owner.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
                && !owner.starts_with('-')
        };
        let is_name = |name: &str| {
            (1..=100).contains(&name.len())
                && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte))
                && !name.starts_with(['.', '-'])
        };
        let is_commit = |commit: &str| {
            commit.len() == COMMIT && commit.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
        };
        let parts = text.split_once('@').and_then(|(repository, commit)| {
            let (owner, name) = repository.split_once('/')?;
            (is_owner(owner) && is_name(name) && is_commit(commit)).then_some((repository, commit))
        });
        match parts {
            Some((repository, commit)) => Ok(Self { repository: repository.to_owned(), commit: commit.to_owned() }),
            None => Err(Error::bad_input(format!("`{}` is not OWNER/NAME@COMMIT", text.escape_debug()))
                .at("--msgen")
                .help("the repository of msgen on GitHub, and all 40 digits of the commit: git rev-parse HEAD")),
        }
    }
}

/// The name of the service: `wanted`, or what the name of `folder` makes of one.
///
/// # Errors
/// `wanted` is no name that packages, programs and images can all have, or the manifest of the starters cannot be read.
pub fn service(catalog: &Catalog, wanted: Option<&str>, folder: &Path) -> Result<String> {
    const FLAG: &str = "--name";
    let reserved = Manifest::of(catalog)?.reserved;
    let is_reserved = |name: &str| reserved.iter().any(|reserved| reserved == name);
    match wanted {
        Some(name) if is_reserved(name) => {
            Err(Error::bad_input(format!("`{name}` is a name that a build tool or a package has already"))
                .at(FLAG)
                .help(format!("{FLAG} {name}-api")))
        }
        Some(name) if is_word(name) => Ok(name.to_owned()),
        Some(name) => Err(not_a_word(name, "the name of a service", FLAG, "hello-api")),
        None => Ok(of_folder(folder).filter(|name| !is_reserved(name)).unwrap_or_else(|| SERVICE.to_owned())),
    }
}

/// The id of a profile of one's own, which none of the `known` has.
///
/// # Errors
/// It is no id, or another profile has it.
pub fn own_profile(wanted: &str, known: &[String]) -> Result<String> {
    const FLAG: &str = "--own-profile";
    if known.iter().any(|id| id == wanted) {
        return Err(Error::bad_input(format!("there is a profile `{wanted}` already"))
            .at(FLAG)
            .help("give yours another id: what is told of the one would else be read of the other"));
    }
    if is_word(wanted) { Ok(wanted.to_owned()) } else { Err(not_a_word(wanted, "an id", FLAG, "my-course-lab2")) }
}

fn not_a_word(text: &str, what: &str, flag: &str, example: &str) -> Error {
    let help = format!("lower-case letters, digits and single dashes, a letter first: {flag} {example}");
    Error::bad_input(format!("`{}` is not {what}", text.escape_debug())).at(flag).help(help)
}

/// Lower-case letters, digits and single dashes: what a package of every language, an image and a program can be called.
fn is_word(text: &str) -> bool {
    let is_part = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    text.len() <= LONGEST && text.starts_with(|c: char| c.is_ascii_lowercase()) && text.split('-').all(is_part)
}

/// The name of the folder in lower case, with a dash for whatever cannot stand in a name.
fn of_folder(folder: &Path) -> Option<String> {
    let real = folder.canonicalize().ok();
    let name = real.as_deref().unwrap_or(folder).file_name()?.to_str()?.to_lowercase();
    let words: Vec<&str> = name.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
    Some(words.join("-")).filter(|name| is_word(name))
}
