//! What was run and what it said, as Markdown: word for word, but for the middle of what is long.

use super::engine::longest_run;
use crate::evidence::Transcript;
use crate::report::is_mark;

/// An output with more lines is shortened,
const MOST_LINES: usize = 70;
/// to so many at its beginning
const HEAD: usize = 20;
/// and so many at its end, where the result stands.
const TAIL: usize = 40;
/// A line with more characters is cut.
const MOST_CHARACTERS: usize = 400;

/// The transcript in a fence; where something is left out, with a link to the whole in the folder `evidence`.
pub(super) fn show(transcript: &Transcript, evidence: &str) -> String {
    let output: Vec<String> = lines(&transcript.output);
    let count = output.len();
    let mut shown = vec![prompted(&transcript.command)];
    let mut left_out = 0;
    if count > MOST_LINES {
        left_out = count - HEAD - TAIL;
        shown.extend_from_slice(&output[..HEAD]);
        shown.push(format!("[… {left_out} lines left out …]"));
        shown.extend_from_slice(&output[count - TAIL..]);
    } else {
        shown.extend(output);
    }
    let is_cut = shown.iter_mut().skip(1).map(cut).fold(false, |any, one| any | one);
    for line in shown.iter_mut().filter(|line| is_mark(line)) {
        // Inside a block a line of this form would be read as a mark.
        *line = line.replacen('<', "&lt;", 1);
    }
    let shown = shown.join("\n");
    let fence = "`".repeat(3.max(longest_run(&shown, '`') + 1));
    let mut parts = vec![format!("{fence}console\n{shown}\n{fence}\n")];
    let file = format!("[`{evidence}/{id}.txt`]({evidence}/{id}.txt)", id = transcript.id);
    match (left_out, is_cut) {
        (0, false) => {}
        (0, true) => parts.push(format!("Long lines are cut here; {file} has them in full.\n")),
        _ => parts.push(format!("{left_out} of {count} lines are left out here; {file} has them all.\n")),
    }
    match transcript.exit_code {
        Some(code) if code != 0 => parts.push(format!("It ended with exit code {code}.\n")),
        _ if count == 0 => parts.push("It printed nothing.\n".to_owned()),
        _ => {}
    }
    parts.join("\n")
}

/// A command behind a prompt; a request that no command made stands for itself.
fn prompted(command: &str) -> String {
    let command = lines(command).join("\n");
    if command.starts_with("GET ") { command } else { format!("$ {command}") }
}

/// The lines of an output as a terminal leaves them: a carriage return begins its line anew.
fn lines(text: &str) -> Vec<String> {
    let clean = |line: &str| -> String {
        let line = line.trim_end_matches('\r');
        let last = line.rsplit('\r').next().unwrap_or_default();
        last.chars().filter(|c| *c == '\t' || !c.is_control()).collect()
    };
    text.trim_end().lines().map(clean).collect()
}

/// Cuts a long line; whether it did.
fn cut(line: &mut String) -> bool {
    let Some((at, _)) = line.char_indices().nth(MOST_CHARACTERS) else { return false };
    line.truncate(at);
    line.push('…');
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(command: &str, output: &str, exit_code: Option<i32>) -> String {
        let (id, command, output) = ("build".to_owned(), command.to_owned(), output.to_owned());
        show(&Transcript { id, command, output, exit_code }, "evidence")
    }

    #[test]
    fn a_short_output_is_shown_word_for_word() {
        assert_eq!(shown("docker ps", "a\n\n\nb  c\n", Some(0)), "```console\n$ docker ps\na\n\n\nb  c\n```\n");
        assert_eq!(
            shown("GET http://x/", "HTTP/1.1 200 OK\r\n", None),
            "```console\nGET http://x/\nHTTP/1.1 200 OK\n```\n"
        );
    }

    #[test]
    fn a_long_output_says_what_is_left_out_and_where_the_whole_is() {
        let all: Vec<String> = (1..=100).map(|number| format!("line {number}")).collect();
        let text = shown("x", &all.join("\n"), Some(0));
        assert!(text.contains("\nline 20\n[… 40 lines left out …]\nline 61\n"), "{text}");
        assert!(
            text.contains("40 of 100 lines are left out here; [`evidence/build.txt`](evidence/build.txt)"),
            "{text}"
        );
        assert!(!shown("x", &all[..MOST_LINES].join("\n"), Some(0)).contains("left out"));
    }

    #[test]
    fn a_fence_is_longer_than_any_in_the_output() {
        assert!(shown("x", "````\n", Some(0)).starts_with("`````console\n"));
    }

    #[test]
    fn a_line_that_would_be_a_mark_is_none() {
        let text = shown("x", "<!-- msgen:end slot-build -->", Some(0));
        assert!(text.lines().all(|line| !is_mark(line)), "{text}");
    }

    #[test]
    fn a_long_line_is_cut_and_progress_is_shown_as_it_ends() {
        let text = shown("x", &format!("1 %\r99 %\n{}", "y".repeat(1000)), Some(0));
        assert!(text.contains(&format!("\n99 %\n{}…\n", "y".repeat(MOST_CHARACTERS))), "{text}");
        assert!(text.contains("Long lines are cut here"), "{text}");
    }

    #[test]
    fn a_failure_and_a_silence_are_said() {
        assert!(shown("sh", "no such file", Some(127)).ends_with("\nIt ended with exit code 127.\n"));
        assert!(shown("sh", "", Some(0)).ends_with("\nIt printed nothing.\n"));
    }
}
