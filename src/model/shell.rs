//! The commands of a RUN: a line as a POSIX shell would take it apart.
//!
//! ```text
//! line ─► grammar: lists, pipelines ─► compound: if, for, case, … ─► simple: words, redirections ─► commands
//!            │ cursor: where one is, blanks, comments, here-documents
//!            └ word:   quotes, variables, substitutions
//! ```

mod compound;
mod cursor;
mod grammar;
mod simple;
mod word;

use std::ops::Range;

/// One simple command of a shell line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Command {
    /// Variables set for this command alone, in front of it: `CGO_ENABLED=0 go build`.
    pub assignments: Vec<(String, Word)>,
    /// Its words: the program first. Empty where it only assigns or redirects.
    pub words: Vec<Word>,
    /// Files that its output goes to (`>`, `>>`).
    pub writes: Vec<Word>,
    /// Whether it may not be reached, or may fail without consequence: it stands beside `||`, in an `if`, a loop, a
    /// function, the background, or before the end of a pipe. What stands before `|| exit 1` is not.
    pub is_conditional: bool,
    /// The subshells it runs in, the outermost first, by numbers that no two subshells of the line share: a `cd` lasts
    /// to the end of the innermost one.
    pub subshells: Vec<usize>,
    /// Its bytes in the line.
    pub bytes: Range<usize>,
}

/// A word of a command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// The word without its quotes, its variables as written.
    pub text: String,
    /// Whether the shell puts in something that is not known from here: `$(…)`, a glob, a variable.
    pub is_open: bool,
    /// Its bytes in the line.
    pub bytes: Range<usize>,
}

/// The commands of a line, in order, those of `$(…)`, `(…)`, `if`, `for` included; `None` where it is no shell
/// line that one can take apart.
#[must_use]
pub fn commands(line: &str) -> Option<Vec<Command>> {
    let mut reader = cursor::Reader::new(line, 0);
    if line.starts_with("#!") && !is_for_a_shell(line.lines().next()?) {
        return None;
    }
    reader.list(&[])?;
    reader.is_at_end().then_some(reader.found)
}

/// Whether a program, by its path or its name, is a shell that takes a line as POSIX says.
#[must_use]
pub fn is_shell(program: &str) -> bool {
    matches!(program.rsplit('/').next(), Some("sh" | "bash" | "ash" | "dash" | "zsh"))
}

/// Whether the first line of a script gives it to a shell: `#!/bin/sh -e`, `#!/usr/bin/env bash`.
fn is_for_a_shell(line: &str) -> bool {
    line[2..]
        .split_whitespace()
        .find(|word| !word.ends_with("/env") && !word.starts_with('-'))
        .is_some_and(|program| program.ends_with("sh"))
}
