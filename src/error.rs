//! One error for the whole program: what failed, where, and what to do next.
//!
//! The kind decides the exit code, so a script can tell a typing mistake (2) from a combination that cannot
//! work (3) and from a file that would be lost (4).

use std::fmt;

/// Shorthand used by every fallible function of the crate.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// What went wrong, as far as a script needs to know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrorKind {
    /// The operating system refused something: reading, writing, a terminal.
    Failed,
    /// An answer, a flag, a file of answers or a template is not right.
    BadInput,
    /// Every answer is right by itself, but together they give an image that cannot work, or a course fixes another.
    Refused,
    /// A file that msgen did not write, or that was edited since, is in the way.
    WouldOverwrite,
    /// No container engine answers.
    NoEngine,
    /// The person asked to stop (Ctrl-C, Esc, or "no" at the last question).
    Interrupted,
}

impl ErrorKind {
    /// The process exit code that stands for this kind.
    #[must_use]
    pub fn exit_code(self) -> u8 {
        match self {
            Self::Failed => 1,
            Self::BadInput => 2,
            Self::Refused => 3,
            Self::WouldOverwrite => 4,
            // EX_TEMPFAIL of sysexits: nothing is wrong with the project or with msgen.
            Self::NoEngine => 75,
            Self::Interrupted => 130,
        }
    }
}

/// An error that says three things: what failed, where, and what to do next.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct Error {
    /// What went wrong, as far as a script needs to know.
    pub kind: ErrorKind,
    /// One sentence without a full stop.
    pub what: String,
    /// A flag, a variable, a file with line, or a path.
    pub place: Option<String>,
    /// What to do next.
    pub help: Option<String>,
}

impl Error {
    /// An error of `kind` that says `what` failed.
    pub fn new(kind: ErrorKind, what: impl Into<String>) -> Self {
        Self { kind, what: what.into(), place: None, help: None }
    }

    /// An answer, a flag, a file of answers or a template is not right (exit 2).
    pub fn bad_input(what: impl Into<String>) -> Self {
        Self::new(ErrorKind::BadInput, what)
    }

    /// The answers together give an image that cannot work (exit 3).
    pub fn refused(what: impl Into<String>) -> Self {
        Self::new(ErrorKind::Refused, what)
    }

    /// The operating system refused something (exit 1).
    pub fn failed(what: impl Into<String>) -> Self {
        Self::new(ErrorKind::Failed, what)
    }

    /// Adds where it went wrong: a flag, a variable, a file with line, or a path.
    #[must_use]
    pub fn at(mut self, place: impl Into<String>) -> Self {
        self.place = Some(place.into());
        self
    }

    /// Adds what to do next.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.what)?;
        if let Some(place) = &self.place {
            write!(f, "\n  where: {place}")?;
        }
        if let Some(help) = &self.help {
            write!(f, "\n  help:  {help}")?;
        }
        Ok(())
    }
}
