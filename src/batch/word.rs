//! Words that somebody else chose, made fit for a terminal and for a line of a table.

/// How many lines of what a process said are kept, and how many characters.
const LINES: usize = 6;
const CHARACTERS: usize = 600;

/// `text` with what is not to be printed as it is (control characters, changes of direction) written as an escape, so that
/// it stays in its line and its cell.
#[must_use]
pub fn printable(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for letter in text.chars() {
        if is_command(letter) {
            shown.extend(letter.escape_debug());
        } else {
            shown.push(letter);
        }
    }
    shown
}

/// Whether a terminal or a spreadsheet does something with it instead of showing it.
fn is_command(letter: char) -> bool {
    letter.is_control()
        || matches!(letter, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// The last lines of what a process said, as one.
#[must_use]
pub fn tail(said: &str) -> String {
    let lines: Vec<&str> = said.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let last = lines[lines.len().saturating_sub(LINES)..].join("; ");
    printable(&last.chars().take(CHARACTERS).collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::{printable, tail};

    #[test]
    fn what_moves_the_cursor_or_turns_the_text_round_is_shown_as_an_escape() {
        assert_eq!(
            printable("a\nb\u{1b}[2J\u{202e}é e\u{301} 名 \\ \"x\""),
            "a\\nb\\u{1b}[2J\\u{202e}é e\u{301} 名 \\ \"x\""
        );
    }

    #[test]
    fn of_what_a_process_said_the_last_lines_are_kept() {
        let said = (0..100).map(|line| format!("line {line}")).collect::<Vec<_>>().join("\n\n");
        assert_eq!(tail(&said), "line 94; line 95; line 96; line 97; line 98; line 99");
        assert_eq!(tail(&"é".repeat(5000)).chars().count(), 600);
    }
}
