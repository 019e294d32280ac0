//! Numbers with units, as people write them: `14.3MB`, `~900 MB`, `6,594,782 bytes`, `3.4 s`.

use std::ops::Range;

/// What a number counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    /// Bytes.
    Bytes,
    /// Seconds.
    Seconds,
    /// Whatever the word behind it names, or nothing that is named.
    Pieces,
}

/// A number in a line.
#[derive(Debug, Clone)]
pub(super) struct Quantity {
    /// Its bytes in the line, unit included.
    pub(super) bytes: Range<usize>,
    /// How much, in its unit.
    pub(super) value: f64,
    /// By how much the true value may differ, so rounded as it is written.
    pub(super) slack: f64,
    /// What it counts.
    pub(super) unit: Unit,
    /// The word behind a number of pieces.
    pub(super) noun: String,
}

impl Quantity {
    /// The least and the most that it may stand for.
    pub(super) fn span(&self) -> (f64, f64) {
        (self.value - self.slack, self.value + self.slack)
    }

    /// Whether both can stand for the same.
    pub(super) fn agrees(&self, other: &Self) -> bool {
        self.span().0 <= other.span().1 && other.span().0 <= self.span().1
    }

    /// Whether both count the same things.
    pub(super) fn is_like(&self, other: &Self) -> bool {
        self.unit == other.unit && self.noun == other.noun
    }
}

/// The units that are written behind numbers, the longer first. Their sizes: SI, and IEC 80000-13.
const UNITS: &[(&str, Unit, f64)] = &[
    ("megabytes", Unit::Bytes, 1e6),
    ("gigabytes", Unit::Bytes, 1e9),
    ("kilobytes", Unit::Bytes, 1e3),
    ("bytes", Unit::Bytes, 1.0),
    ("seconds", Unit::Seconds, 1.0),
    ("kib", Unit::Bytes, 1024.0),
    ("mib", Unit::Bytes, 1_048_576.0),
    ("gib", Unit::Bytes, 1_073_741_824.0),
    ("kb", Unit::Bytes, 1e3),
    ("mb", Unit::Bytes, 1e6),
    ("gb", Unit::Bytes, 1e9),
    ("ms", Unit::Seconds, 1e-3),
    ("s", Unit::Seconds, 1.0),
    ("b", Unit::Bytes, 1.0),
];

/// A number as it is written.
#[derive(Debug, Clone)]
pub(super) struct Number {
    /// Its bytes in the line.
    pub(super) bytes: Range<usize>,
    pub(super) value: f64,
    /// One in its last digit; more where the words in front say that it is rough.
    pub(super) step: f64,
}

/// The numbers of a line that are no part of a word, a version or a path.
pub(super) fn numbers(line: &str) -> Vec<Number> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = line[at..].find(|c: char| c.is_ascii_digit()).map(|offset| at + offset) {
        let digits = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '_');
        let length = line[start..].find(|c| !digits(c)).unwrap_or(line.len() - start);
        let text = line[start..start + length].trim_end_matches(['.', ',', '_']);
        at = start + length.max(1);
        let before = line[..start].chars().next_back();
        let joined = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | ':' | '/' | '-' | '@' | '#');
        // A minus sign in front of a number is no part of it; a hyphen in a word is.
        let is_part = before.is_some_and(joined) && !follows_blank_and_sign(&line[..start]);
        if let Some((value, step)) = value(text).filter(|_| !is_part) {
            let step = step * roughness(&line[..start], text);
            found.push(Number { bytes: start..start + text.len(), value, step });
        }
    }
    found
}

fn follows_blank_and_sign(before: &str) -> bool {
    before.strip_suffix('-').is_some_and(|rest| rest.is_empty() || rest.ends_with([' ', '(']))
}

/// The value of digits with thousands separators and a decimal point, and one in their last digit.
fn value(text: &str) -> Option<(f64, f64)> {
    let groups: Vec<&str> = text.split(',').collect();
    let is_grouped =
        groups.len() > 1 && groups[1..].iter().all(|group| group.split('.').next().map(str::len) == Some(3));
    let plain = match groups.as_slice() {
        [_] => text.replace('_', ""),
        _ if is_grouped => text.replace([',', '_'], ""),
        // A comma before one or two digits is the decimal point of half of Europe.
        [whole, part] if !part.contains('.') => format!("{whole}.{part}"),
        _ => return None,
    };
    let decimals = plain.split_once('.').map_or(0, |(_, part)| part.len());
    let step = 10_f64.powi(-i32::try_from(decimals).ok()?);
    plain.parse().ok().map(|value| (value, step))
}

/// Words in front of a number that say that it is rough.
const ROUGH: &[&str] =
    &["~", "≈", "about", "around", "approximately", "approx.", "roughly", "circa", "nearly", "almost"];

/// The length of the longest of them: a line may be long, and is not read again for each of its numbers.
const LONGEST_ROUGH: usize = "approximately".len();

/// How many times its last digit a number may be off, by the words in front of it and the zeros at its end.
fn roughness(before: &str, text: &str) -> f64 {
    let before = before.trim_end_matches([' ', '*', '_', '(']);
    let start = before.char_indices().rev().nth(LONGEST_ROUGH - 1).map_or(0, |(at, _)| at);
    let before = before[start..].to_lowercase();
    if !ROUGH.iter().any(|word| before.ends_with(word)) {
        return 1.0;
    }
    let zeros = if text.contains('.') { 0 } else { text.len() - text.trim_end_matches('0').len() };
    // `~300` is anything from 250 to 350; for `~15` people write 15.8 too.
    if zeros == 0 { 2.0 } else { 10_f64.powi(i32::try_from(zeros).unwrap_or(0)) }
}

/// The quantities of a line. Those that are a limit (`<1 MB`), or one end of a range (`10–20 MB`), say nothing exact
/// and are left out.
pub(super) fn quantities(line: &str) -> Vec<Quantity> {
    let numbers = numbers(line);
    let mut found = Vec::new();
    for (at, number) in numbers.iter().enumerate() {
        let before = line[..number.bytes.start].trim_end();
        let behind = &line[number.bytes.end..];
        let previous = at.checked_sub(1).map(|at| numbers[at].bytes.end);
        let is_range = previous
            .is_some_and(|end| matches!(line[end..number.bytes.start].trim(), "–" | "-" | "—" | "to"))
            || ["–", "-", "—"].iter().any(|dash| {
                behind.strip_prefix(dash).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
            });
        let is_limit = before.ends_with(['<', '>', '≤', '≥']) && !before.ends_with("->") && !before.ends_with("=>");
        if is_range || is_limit {
            continue;
        }
        let word = behind.strip_prefix([' ', '\u{a0}']).unwrap_or(behind);
        let length = word.find(|c: char| !c.is_alphabetic()).unwrap_or(word.len());
        let (word, end) = (word[..length].to_lowercase(), line.len() - word.len() + length);
        let half = number.step / 2.0;
        match UNITS.iter().find(|(name, _, _)| *name == word) {
            Some((_, unit, factor)) => found.push(Quantity {
                bytes: number.bytes.start..end,
                value: number.value * factor,
                slack: half * factor,
                unit: *unit,
                noun: String::new(),
            }),
            None => found.push(Quantity {
                bytes: number.bytes.clone(),
                value: number.value,
                slack: half,
                unit: Unit::Pieces,
                noun: word,
            }),
        }
    }
    found
}
