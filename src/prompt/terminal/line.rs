//! Reads one line with Esc as a way out: dialoguer's own text input knows no Esc.

use std::io;

use dialoguer::console::{Key, Term};

/// Reads a line after `title`, with `default` shown as what Enter means.
///
/// # Errors
/// [`io::ErrorKind::Interrupted`] on Esc and Ctrl-C; else what the terminal says.
pub(super) fn read(term: &Term, title: &str, default: Option<&str>) -> io::Result<String> {
    let hint = default.map(|text| format!(" [{text}]")).unwrap_or_default();
    term.write_str(&format!("  {title}{hint}: "))?;
    let mut typed: Vec<char> = Vec::new();
    loop {
        match term.read_key()? {
            Key::Enter => {
                term.write_line("")?;
                return Ok(typed.into_iter().collect());
            }
            Key::Escape | Key::CtrlC => {
                term.write_line("")?;
                return Err(io::ErrorKind::Interrupted.into());
            }
            Key::Backspace if typed.pop().is_some() => term.clear_chars(1)?,
            Key::Char(c) if !c.is_control() => {
                typed.push(c);
                term.write_str(c.encode_utf8(&mut [0; 4]))?;
            }
            _ => {}
        }
    }
}
