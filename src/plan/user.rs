//! The user that runs the program: always two numbers; a name is only a way to ask for them.

use std::collections::BTreeMap;
use std::fmt;

use serde::Serialize;

use crate::error::{Error, Result};

/// The highest id that every kernel, engine and orchestrator takes (2³¹ - 2; Kubernetes refuses more).
const HIGHEST: u32 = i32::MAX as u32 - 1;

/// What was answered to `user`: numbers, or a name still to be looked up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UserAnswer {
    /// `UID` or `UID:GID`.
    Numbers(User),
    /// A name, to be found in the base's `/etc/passwd`.
    Name(String),
}

/// A user and a group, by number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct User {
    /// Numeric user id.
    pub uid: u32,
    /// Numeric group id.
    pub gid: u32,
}

impl fmt::Display for User {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.uid, self.gid)
    }
}

impl UserAnswer {
    /// Reads `UID`, `UID:GID` or a name.
    ///
    /// # Errors
    /// One sentence that says what is wrong.
    pub fn parse(text: &str) -> Result<Self, String> {
        if text.starts_with(|c: char| c.is_ascii_digit() || c == '-') {
            let (uid, gid) = text.split_once(':').unwrap_or((text, text));
            return Ok(Self::Numbers(User { uid: id(uid)?, gid: id(gid)? }));
        }
        crate::question::check_user_name(text)?;
        Ok(Self::Name(text.to_owned()))
    }

    /// The numbers this answer stands for on a base whose `/etc/passwd` names `known` users.
    ///
    /// # Errors
    /// The base has no such name: refused, because the container would not start.
    pub fn resolve(&self, known: &BTreeMap<String, u32>, base: &str, default: User) -> Result<User> {
        match self {
            Self::Numbers(user) => Ok(*user),
            Self::Name(name) if name == "root" => Ok(User { uid: 0, gid: 0 }),
            Self::Name(name) => match known.get(name) {
                Some(&id) => Ok(User { uid: id, gid: id }),
                None => {
                    let names: Vec<&str> = known.keys().map(String::as_str).collect();
                    let has = match names.as_slice() {
                        [] => "has no /etc/passwd".to_owned(),
                        names => format!("knows only {}", names.join(", ")),
                    };
                    Err(Error::refused(format!("{base} {has}: a container with the user `{name}` would not start"))
                        .help(format!("--user {default}, and --set user-name={name} for the name of that number")))
                }
            },
        }
    }
}

fn id(text: &str) -> Result<u32, String> {
    let wrong = || format!("`{}` is not a user id: a number from 0 to {HIGHEST}, or UID:GID", text.escape_debug());
    let plain = !text.is_empty() && text.len() <= 10 && text.bytes().all(|b| b.is_ascii_digit());
    text.parse().ok().filter(|&id| plain && id <= HIGHEST).ok_or_else(wrong)
}
