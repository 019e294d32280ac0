//! Output: stdout is data and nothing else, stderr is talk.

use std::fmt::Write as _;
use std::io::{self, Write};

use anstream::stderr;
use anstyle::{AnsiColor, Style};
use serde::Serialize;

use crate::cli::Color;
use crate::error::{Error, ErrorKind, Result};
use crate::plan::Notice;

const ADDED: Style = AnsiColor::Green.on_default();
const REMOVED: Style = AnsiColor::Red.on_default();
const HUNK: Style = AnsiColor::Cyan.on_default();
const WARNING: Style = AnsiColor::Yellow.on_default().bold();
const FAILURE: Style = AnsiColor::Red.on_default().bold();
const STRONG: Style = Style::new().bold();

/// Text is no wider than this, and what is no terminal is as wide.
const WIDTH: usize = 100;

/// A narrower terminal wraps by itself.
const NARROWEST: usize = 40;

/// Decides once whether colour is used: `auto` looks at the terminal and at `NO_COLOR`.
pub fn set_color(color: Color) {
    match color {
        Color::Auto => {}
        Color::Always => anstream::ColorChoice::AlwaysAnsi.write_global(),
        Color::Never => anstream::ColorChoice::Never.write_global(),
    }
}

/// Whether talk on stderr is coloured.
#[must_use]
pub fn is_colored() -> bool {
    anstream::AutoStream::choice(&io::stderr()) != anstream::ColorChoice::Never
}

/// Writes data to stdout. A reader that has read enough (`| head`) ends the program in silence.
///
/// # Errors
/// stdout cannot be written.
pub fn data(bytes: &[u8]) -> Result<()> {
    let mut out = io::stdout().lock();
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(Error::failed(format!("standard output cannot be written: {error}")))
        }
        _ => Ok(()),
    }
}

/// Writes styled text to stdout; the styles go where colour is not wanted.
///
/// # Errors
/// stdout cannot be written.
pub fn styled(text: &str) -> Result<()> {
    let choice = anstream::AutoStream::choice(&io::stdout());
    let mut stream = anstream::AutoStream::new(Vec::new(), choice);
    // Writing into a Vec cannot fail.
    let _ = stream.write_all(text.as_bytes());
    data(&stream.into_inner())
}

/// How many columns there are on stdout.
#[must_use]
pub fn width() -> usize {
    let size = terminal_size::terminal_size_of(io::stdout());
    size.map_or(WIDTH, |(width, _)| usize::from(width.0).clamp(NARROWEST, WIDTH))
}

/// Writes `value` to stdout as JSON, indented.
///
/// # Errors
/// stdout cannot be written.
pub fn json(value: &impl Serialize) -> Result<()> {
    let mut text = serde_json::to_string_pretty(value)
        .map_err(|error| Error::failed(format!("the answer cannot be written as JSON: {error}")))?;
    text.push('\n');
    data(text.as_bytes())
}

/// Says a line on stderr. Talk that cannot be delivered is not worth failing for.
pub fn say(line: &str) {
    let _ = writeln!(stderr(), "{line}");
}

/// Says a heading on stderr.
pub fn heading(text: &str) {
    say(&format!("{STRONG}{text}{STRONG:#}"));
}

/// Says that something holds.
pub fn passed(text: &str) {
    say(&format!("  {ADDED}passed{ADDED:#}   {text}"));
}

/// Says that something does not hold.
pub fn failed(text: &str) {
    say(&format!("  {FAILURE}failed{FAILURE:#}   {text}"));
}

/// Says that something was not looked at.
pub fn skipped(text: &str) {
    say(&format!("  {WARNING}skipped{WARNING:#}  {text}"));
}

/// Says something the person should know.
pub fn warn(notice: &Notice) {
    say(&format!("{WARNING}warning{WARNING:#}: {}\n  help:  {}", notice.what, notice.help));
}

/// Says what stopped the program.
pub fn fail(error: &Error) {
    match error.kind {
        ErrorKind::Interrupted => say(&error.to_string()),
        ErrorKind::Refused => say(&format!("{FAILURE}refused{FAILURE:#}: {error}")),
        _ => say(&format!("{FAILURE}error{FAILURE:#}: {error}")),
    }
}

/// A unified diff with colours for stderr.
#[must_use]
pub fn colored_diff(diff: &str) -> String {
    let mut text = String::with_capacity(diff.len());
    for line in diff.lines() {
        let style = match line.as_bytes() {
            [b'+', b'+', b'+', ..] | [b'-', b'-', b'-', ..] => STRONG,
            [b'+', ..] => ADDED,
            [b'-', ..] => REMOVED,
            [b'@', ..] => HUNK,
            _ => Style::new(),
        };
        // Writing into a String cannot fail.
        let _ = writeln!(text, "{style}{line}{style:#}");
    }
    text
}
