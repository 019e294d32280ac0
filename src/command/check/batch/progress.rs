//! How far it is: one line on the terminal, written over again. A few lines of our own, because there is one number and one
//! name to show; `indicatif` draws bars and brings four crates.

use std::io::{self, IsTerminal, Write};
use std::sync::{Mutex, PoisonError};

use unicode_width::UnicodeWidthChar;

use crate::batch::printable;

/// Back to the start of the line, and what stands there is gone.
const AGAIN: &str = "\r\u{1b}[K";

/// The line, shown only where stderr is a terminal.
pub(super) struct Progress {
    total: usize,
    done: Mutex<usize>,
    columns: Option<usize>,
}

impl Progress {
    pub(super) fn new(total: usize) -> Self {
        let columns = || terminal_size::terminal_size_of(io::stderr()).map_or(80, |(width, _)| usize::from(width.0));
        let is_shown = io::stderr().is_terminal() && std::env::var_os("TERM").is_none_or(|term| term != "dumb");
        Self { total, done: Mutex::new(0), columns: is_shown.then(columns) }
    }

    /// One more is done.
    pub(super) fn step(&self, name: &str) {
        let Some(columns) = self.columns else { return };
        let mut done = self.done.lock().unwrap_or_else(PoisonError::into_inner);
        *done += 1;
        let line = fitting(&format!("{done}/{} {}", self.total, printable(name)), columns);
        // Talk that cannot be delivered is not worth failing for.
        let _ = write!(io::stderr(), "{AGAIN}{line}");
    }

    /// Takes the line away.
    pub(super) fn clear(&self) {
        if self.columns.is_some() {
            let _ = write!(io::stderr(), "{AGAIN}");
        }
    }
}

/// As much of a line as fits: a longer one would wrap, and stay.
fn fitting(line: &str, columns: usize) -> String {
    let mut room = columns.saturating_sub(1);
    let fits = |letter: &char| room.checked_sub(letter.width().unwrap_or(0)).map(|left| room = left).is_some();
    line.chars().take_while(fits).collect()
}

#[cfg(test)]
mod tests {
    use super::fitting;

    #[test]
    fn a_line_never_wraps() {
        assert_eq!(fitting("1/2 名名名", 8), "1/2 名");
        assert_eq!(fitting("1/2 abc", 80), "1/2 abc");
    }
}
