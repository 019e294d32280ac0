//! What a stage is between two instructions.

use std::collections::BTreeMap;

use super::{Files, Image, Scope};

/// How long a path may be on Linux (`PATH_MAX`, bytes).
const LONGEST_PATH: usize = 4096;

/// What a stage is between two instructions. The image at its bottom is that of the first stage below it.
#[derive(Debug, Clone)]
pub struct State {
    /// What is known of the image at the bottom; of `scratch` everything is.
    pub image: Image,
    /// The user that `RUN` and the program run as, as written (`app:app`, `65532`); empty for root, none where nobody
    /// knows.
    pub user: Option<String>,
    /// Users by name that are known so far; none where nobody knows.
    pub users: Option<BTreeMap<String, Option<u32>>>,
    /// The working directory, absolute; none where nobody knows.
    pub workdir: Option<String>,
    /// `ARG`s and `ENV`s in scope.
    pub scope: Scope,
    /// The shell that runs a shell form: `SHELL`, or `/bin/sh -c`.
    pub shell: Vec<String>,
    /// Whether `/bin/sh` (or the `SHELL`) is there.
    pub has_shell: Option<bool>,
    /// Packages installed so far by a package manager, by the name it knows them by.
    pub packages: Vec<String>,
    /// ENTRYPOINT: its own or its base's; none where nobody knows.
    pub entrypoint: Option<Start>,
    /// CMD: its own or its base's; none where nobody knows.
    pub cmd: Option<Start>,
    /// Ports that `EXPOSE` names, as written (`8080/tcp`), and the step that did; no step where an earlier stage did.
    pub exposed: Vec<(String, Option<usize>)>,
    /// The files.
    pub files: Files,
}

/// A start command.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Start {
    /// Its words as the engine starts them: a shell form begins with the shell. Empty for none.
    pub words: Vec<String>,
    /// Whether it is written in shell form.
    pub is_shell_form: bool,
    /// The step of this stage that sets it; none where the base or an earlier stage does.
    pub step: Option<usize>,
}

impl State {
    /// What the engine starts, words of ENTRYPOINT and CMD together, as its rules join them; none where nobody knows.
    #[must_use]
    pub fn command(&self) -> Option<Vec<String>> {
        let (entrypoint, cmd) = (self.entrypoint.as_ref()?, self.cmd.as_ref());
        if entrypoint.words.is_empty() {
            return cmd.map(|cmd| cmd.words.clone());
        }
        if entrypoint.is_shell_form {
            return Some(entrypoint.words.clone());
        }
        Some(entrypoint.words.iter().chain(&cmd?.words).cloned().collect())
    }

    /// Whether a program of that name is there: of the base, or installed by a package of that name.
    #[must_use]
    pub fn has_program(&self, name: &str) -> Option<bool> {
        if self.packages.iter().any(|package| package == name) { Some(true) } else { self.image.has_program(name) }
    }

    /// `path` as an absolute path, from the working directory; none where nobody knows that, or no kernel takes it.
    #[must_use]
    pub fn absolute(&self, path: &str) -> Option<String> {
        let absolute = if path.starts_with('/') {
            super::path::rooted(path)
        } else {
            super::path::rooted(&format!("{}/{path}", self.workdir.as_ref()?))
        };
        (absolute.len() <= LONGEST_PATH).then_some(absolute)
    }
}
