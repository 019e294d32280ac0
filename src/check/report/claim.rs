//! What somebody says of two quantities: that one is so many percent smaller, or so many times as large.

use std::ops::Range;

use super::quantity::{Number, Quantity, Unit, numbers, quantities};

/// A percentage or a ratio that must follow from two quantities.
#[derive(Debug, Clone)]
pub(super) struct Claim {
    /// Its bytes in the line.
    pub(super) bytes: Range<usize>,
    number: Number,
    kind: Kind,
    is_least: bool,
    /// What it can be about.
    pub(super) about: About,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// So much less.
    Percent,
    /// So much is left: `to 2 % of its size`.
    Share,
    /// So many times.
    Ratio,
}

/// What a claim can be about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum About {
    /// Whatever is counted.
    Anything,
    /// Time: bytes cannot tell it.
    Time,
}

/// Words that say that something got less.
const LESS: &[&str] =
    &["smaller", "reduc", "less", "lighter", "saved", "saving", "saves", "decreas", "shrink", "shrunk", "slimmer"];
/// Words that compare sizes or times.
const COMPARED: &[&str] =
    &["smaller", "lighter", "less", "larger", "bigger", "heavier", "reduc", "slimmer", "difference"];
/// What takes as long as there are bytes.
const TRANSFERS: &[&str] = &["transfer", "pull", "push", "download", "upload"];
/// Words that say that a number is only the least.
const LEAST: &[&str] = &["more than", "over", "at least", "above", ">", "≥"];
const ARROWS: &[&str] = &["→", "->", "➜", "⇒", "=>", "➡"];

/// The claims of a line; `column` is what the header of its column says, where the line is a row of a table.
pub(super) fn claims(line: &str, column: impl Fn(usize) -> String) -> Vec<Claim> {
    let all = numbers(line);
    all.iter().filter_map(|number| claim(line, number, &column)).collect()
}

fn claim(line: &str, number: &Number, column: impl Fn(usize) -> String) -> Option<Claim> {
    let behind = &line[number.bytes.end..];
    let unit = behind.trim_start_matches([' ', '\u{a0}']);
    let gap = behind.len() - unit.len();
    let (kind, length) = ratio_or_percent(unit)?;
    // `±0.5 %` is the spread of a measurement.
    if gap > 1 || line[..number.bytes.start].trim_end().ends_with('±') {
        return None;
    }
    let end = number.bytes.end + gap + length;
    let (before, after) = clause(line, number.bytes.start, end);
    let [before, after] = [before, after].map(str::to_lowercase);
    let has = |text: &str, words: &[&str]| words.iter().any(|word| text.contains(word));
    let near: String = after.chars().take(40).collect();
    let follows_arrow = compares(&line[..number.bytes.start]);
    let is_faster = near.contains("faster") || near.contains("quicker");
    let is_compared = match kind {
        Kind::Percent => has(&near, LESS) || has(&before, LESS) || has(&column(end).to_lowercase(), LESS),
        Kind::Share | Kind::Ratio => has(&near, COMPARED) || is_faster,
    };
    if (!is_compared && !follows_arrow) || before.contains("up to") {
        return None;
    }
    let is_share = kind == Kind::Percent && near.trim_start_matches([' ', '*', '_']).starts_with("of ");
    let kind = if is_share { Kind::Share } else { kind };
    let is_time = is_faster && !has(&near, TRANSFERS);
    Some(Claim {
        bytes: number.bytes.start..end,
        number: number.clone(),
        kind,
        is_least: LEAST.iter().any(|word| before.trim_end_matches([' ', '*', '_']).ends_with(word)),
        about: if is_time { About::Time } else { About::Anything },
    })
}

/// Whether a text sets a quantity with a unit against what follows, by an arrow.
fn compares(text: &str) -> bool {
    let ends = ARROWS.iter().flat_map(|arrow| text.match_indices(arrow)).map(|(at, _)| text[..at].trim_end().len());
    let quantities = quantities(text);
    ends.into_iter().any(|end| quantities.iter().any(|one| one.bytes.end == end && one.unit != Unit::Pieces))
}

/// What follows a number that compares, and its length.
fn ratio_or_percent(unit: &str) -> Option<(Kind, usize)> {
    let ends = |rest: &str| !rest.starts_with(|c: char| c.is_alphanumeric());
    if unit.starts_with('%') {
        return Some((Kind::Percent, 1));
    }
    let found = ["x", "X", "×", "times"].iter().find(|word| unit.strip_prefix(**word).is_some_and(ends))?;
    // A multiplication goes on with a number.
    let rest = unit[found.len()..].trim_start();
    (!rest.starts_with(|c: char| c.is_ascii_digit())).then_some((Kind::Ratio, found.len()))
}

/// The text around a number, up to the edges of its cell or its sentence.
fn clause(line: &str, start: usize, end: usize) -> (&str, &str) {
    let edges = ['|', ';', '\t'];
    let from = line[..start].rfind(edges).map_or(0, |at| at + 1);
    let from = line[from..start].rfind(". ").map_or(from, |at| from + at + 2);
    let rest = &line[end..];
    let to = rest.find(edges).unwrap_or(rest.len());
    (&line[from..start], &rest[..rest[..to].find(". ").unwrap_or(to)])
}

impl Claim {
    /// Whether two quantities, in either order, give the number of the claim.
    pub(super) fn follows_from(&self, one: &Quantity, other: &Quantity) -> bool {
        let (less, more) = if one.value <= other.value { (one, other) } else { (other, one) };
        let ((less_low, less_high), (more_low, more_high)) = (less.span(), more.span());
        if less_low <= 0.0 || more_low <= 0.0 {
            return true;
        }
        let ratio = (more_low / less_high, more_high / less_low);
        let (low, high) = (self.number.value - self.number.step, self.number.value + self.number.step);
        let meets = |(least, most): (f64, f64)| low <= most + 1e-9 && (self.is_least || least <= high + 1e-9);
        match self.kind {
            Kind::Ratio => meets(ratio),
            Kind::Percent => meets(((1.0 - 1.0 / ratio.0) * 100.0, (1.0 - 1.0 / ratio.1) * 100.0)),
            Kind::Share => meets((100.0 / ratio.1, 100.0 / ratio.0)),
        }
    }

    /// What the two quantities give, as the claim would say it.
    pub(super) fn mended(&self, one: &Quantity, other: &Quantity) -> String {
        let (less, more) = (one.value.min(other.value), one.value.max(other.value));
        match self.kind {
            Kind::Percent => format!("{:.1} %", (1.0 - less / more) * 100.0),
            Kind::Share => format!("{:.1} %", less / more * 100.0),
            Kind::Ratio => format!("{:.1}x", more / less),
        }
    }

    /// The pairs of like quantities that it can be about.
    pub(super) fn pairs(&self, all: &[Quantity]) -> Vec<(Quantity, Quantity)> {
        let fits = |quantity: &&Quantity| match self.about {
            About::Anything => quantity.unit != Unit::Pieces || !quantity.noun.is_empty(),
            About::Time => quantity.unit == Unit::Seconds,
        };
        let all: Vec<&Quantity> = all.iter().filter(fits).collect();
        let mut pairs = Vec::new();
        for (at, one) in all.iter().enumerate() {
            let others = all[at + 1..].iter().filter(|other| one.is_like(other) && !one.agrees(other));
            pairs.extend(others.map(|other| ((*one).clone(), (**other).clone())));
        }
        pairs
    }
}

/// The quantities of a line that are no claim themselves.
pub(super) fn compared(line: &str) -> Vec<Quantity> {
    let is_claim = |quantity: &Quantity| {
        let unit =
            line[quantity.bytes.start..].trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ','));
        quantity.unit == Unit::Pieces && ratio_or_percent(unit.trim_start()).is_some()
    };
    quantities(line).into_iter().filter(|quantity| !is_claim(quantity)).collect()
}
