//! How the container is started: the argument vector of process 1, and what the image says of it.

use serde::Serialize;

use super::placeholder::Placeholders;
use super::{Scope, guard};
use crate::error::{Error, Result};

/// Where the final stage has the init process, if one is asked for.
const INIT: &str = "/usr/local/bin/tini";

/// What stands in front of the program then.
const BEFORE_PROGRAM: [&str; 2] = [INIT, "--"];

/// How the program is started: always in exec form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Start {
    /// The argument vector of process 1, as the kernel will see it.
    pub command: Vec<String>,
    /// The ENTRYPOINT instruction; empty where the image has none of ours.
    pub entrypoint: Vec<String>,
    /// The CMD instruction; empty where there is none.
    pub cmd: Vec<String>,
    /// Where the init process is; empty without one.
    pub init: String,
}

impl Start {
    /// The file that the kernel executes for the program: the program itself, or what interprets it.
    #[must_use]
    pub fn executable(&self) -> &str {
        let init = if self.init.is_empty() { 0 } else { BEFORE_PROGRAM.len() };
        self.command.get(init).map_or("", String::as_str)
    }
}

/// Decides how the program is started. The base's own ENTRYPOINT never runs in front of the command: it is replaced,
/// or, where the command has to stay replaceable, taken off the command's front.
pub(super) fn start(scope: &Scope<'_>, placeholders: &Placeholders<'_>, listening: Vec<String>) -> Result<Start> {
    let wrong = |what: String| {
        Error::bad_input(format!("the start of a program cannot be made: {what}"))
            .at(scope.catalog.templates().place(&format!("languages/{}/language.toml", scope.language.head.id)))
            .help("answer the question of this name, or mend the manifest")
    };
    let declared = scope.language.start(scope.answers).map_or_else(|| vec!["{program}".to_owned()], <[String]>::to_vec);
    let mut program = placeholders.arguments(&declared).map_err(wrong)?;
    program.extend(listening);
    program.extend_from_slice(scope.answers.list("arguments"));

    let with_init = scope.answers.flag("init");
    let init = if with_init { BEFORE_PROGRAM.map(str::to_owned).to_vec() } else { Vec::new() };
    let command = [init.clone(), program.clone()].concat();
    let replaceable = scope.answers.text("start") == "cmd";
    let (entrypoint, cmd) = match (replaceable, scope.flavour.entrypoint.as_slice()) {
        (false, _) => (command.clone(), Vec::new()),
        (true, _) if with_init => (init, program),
        (true, own) => match program.strip_prefix(own) {
            Some(rest) => (Vec::new(), rest.to_vec()),
            None => {
                return Err(Error::refused(format!(
                    "{} starts every command with {}, and the program is started by {}",
                    scope.flavour.image,
                    own.join(" "),
                    program.first().map_or("", String::as_str)
                ))
                .at(guard::place_of(scope.answers, "start"))
                .help("--set start=entrypoint"));
            }
        },
    };
    Ok(Start { command, entrypoint, cmd, init: if with_init { INIT.to_owned() } else { String::new() } })
}
