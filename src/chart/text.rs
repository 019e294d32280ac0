//! How wide a text may get. Which font a reader has is not known, so every letter counts as in a wide one.

/// The most that a text of this size takes, in pixels.
pub(super) fn width(text: &str, size: f64, is_bold: bool) -> f64 {
    let weight = if is_bold { 1.12 } else { 1.0 };
    text.chars().map(of).sum::<f64>() * size * weight
}

/// A letter's width in ems.
fn of(letter: char) -> f64 {
    match letter {
        'i' | 'j' | 'l' | 'I' | ' ' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' | '(' | ')' | '[' | ']' | '/' | '-'
        | '·' => 0.4,
        'm' | 'w' | 'M' | 'W' | '@' | '%' | '…' => 1.02,
        letter if letter.is_ascii_uppercase() => 0.8,
        letter if letter.is_ascii_alphanumeric() => 0.66,
        letter if letter.is_ascii() => 0.86,
        _ => 1.1,
    }
}

/// The text, or as much of its beginning as fits, with a sign that there was more.
pub(super) fn shortened(text: &str, size: f64, is_bold: bool, room: f64) -> String {
    let mut text: Vec<char> = text.chars().map(|c| if is_drawable(c) { c } else { ' ' }).collect();
    if width(&String::from_iter(&text), size, is_bold) <= room {
        return String::from_iter(text);
    }
    while !text.is_empty() && width(&String::from_iter(&text), size, is_bold) + 1.2 * size > room {
        text.pop();
    }
    String::from_iter(text).trim_end().to_owned() + "…"
}

/// Whether XML takes the letter, and something can be seen of it.
pub(super) fn is_drawable(letter: char) -> bool {
    !letter.is_control() && !matches!(letter, '\u{fffe}' | '\u{ffff}')
}

/// The text in lines that fit; a word that is too long by itself is shortened.
pub(super) fn lines(text: &str, size: f64, room: f64) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        let word = shortened(word, size, false, room);
        match lines.last_mut() {
            Some(line) if width(&format!("{line} {word}"), size, false) <= room => {
                line.push(' ');
                line.push_str(&word);
            }
            _ => lines.push(word),
        }
    }
    lines
}
