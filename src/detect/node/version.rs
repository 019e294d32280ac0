//! The version of Node.js: what the project asks for, as a release line that is known.

use super::package::Package;
use crate::answers::Evidence;
use crate::context::Context;
use crate::detect::Finding;

/// Release lines that have images, the newest first; odd ones were never supported for long.
const LINES: &[u64] = &[26, 24, 22, 20, 18];

/// The first line that runs TypeScript by leaving its types out, without a flag.
pub(super) const STRIPS: u64 = 22;

/// The names of long-term lines, as `lts/<name>` gives them.
const NAMES: &[(&str, u64)] = &[("krypton", 24), ("jod", 22), ("iron", 20), ("hydrogen", 18)];

/// `language-version`: a pinned version wins over a range, unless the range forbids it.
pub(super) fn finding(context: &Context, package: &Package) -> Option<Finding> {
    let range = package.text(&["engines", "node"]);
    let ranged = || {
        let range = range?;
        let evidence = package.evidence(&["engines", "node"], format!("engines.node {range}"));
        Some((newest(range)?, evidence))
    };
    let Some((line, evidence)) = pinned(context, package) else {
        let (line, evidence) = ranged()?;
        return Some(sure(line, evidence));
    };
    match ranged() {
        Some((other, because)) if !range.is_some_and(|range| allows(range, line)) => Some(Finding::doubt(
            "language-version",
            vec![(line.to_string().into(), evidence), (other.to_string().into(), because)],
        )),
        _ => Some(sure(line, evidence)),
    }
}

/// Whether the answer is at least `line`: what an older one could not run.
pub(super) fn at_least(findings: &[Finding], line: u64) -> bool {
    let found = findings.iter().find(|finding| finding.question == "language-version");
    match found.map(|finding| &finding.found) {
        Some(crate::detect::Found::Sure(value, _)) => {
            value.as_text().and_then(|text| text.parse::<u64>().ok()).is_none_or(|found| found >= line)
        }
        _ => true,
    }
}

fn sure(line: u64, evidence: Evidence) -> Finding {
    Finding::sure("language-version", line.to_string(), evidence)
}

/// The release line that a version manager would take.
fn pinned(context: &Context, package: &Package) -> Option<(u64, Evidence)> {
    for path in [".nvmrc", ".node-version"] {
        let text = context.read(path).unwrap_or_default();
        let said =
            text.lines().map(|line| line.split('#').next().unwrap_or_default().trim()).position(|l| !l.is_empty());
        let Some(number) = said else { continue };
        let word = text.lines().nth(number).unwrap_or_default().split('#').next().unwrap_or_default().trim();
        if let Some(line) = named(word) {
            return Some((line, Evidence::new(path, number + 1, word)));
        }
    }
    let volta = package.text(&["volta", "node"])?;
    Some((named(volta)?, package.evidence(&["volta", "node"], format!("volta.node {volta}"))))
}

/// The release line of a version or of a name such as `lts/*`.
fn named(word: &str) -> Option<u64> {
    match word {
        "node" | "stable" | "latest" | "current" | "lts/*" | "lts" => LINES.first().copied(),
        _ => match word.strip_prefix("lts/") {
            Some(name) => NAMES.iter().find(|(known, _)| *known == name).map(|(_, line)| *line),
            None => major(word.trim_start_matches('v')),
        },
    }
}

/// The newest known line that `range` allows; where none is, the one it asks for, so that the refusal names it.
fn newest(range: &str) -> Option<u64> {
    let known = LINES.iter().copied().find(|line| allows(range, *line));
    known.or_else(|| range.split(|c: char| !c.is_ascii_digit() && c != '.').find_map(major))
}

/// Whether a version of `line` satisfies a range of semantic versions.
fn allows(range: &str, line: u64) -> bool {
    range.split("||").any(|part| {
        let part = part.trim();
        if let Some((from, to)) = part.split_once(" - ") {
            return comparator(">=", from, line) && comparator("<=", to, line);
        }
        let mut words = part.split_whitespace().peekable();
        let mut fits = true;
        while let Some(word) = words.next() {
            let digits = word.find(|c: char| c.is_ascii_alphanumeric() || c == '*').unwrap_or(word.len());
            let (operator, version) = word.split_at(digits);
            let version = if version.is_empty() { words.next().unwrap_or_default() } else { version };
            fits &= comparator(operator, version, line);
        }
        fits
    })
}

fn comparator(operator: &str, version: &str, line: u64) -> bool {
    let version = version.trim().trim_start_matches('v');
    let Some(wanted) = major(version) else { return matches!(version, "" | "*" | "x" | "X" | "latest") };
    let rest_is_zero = || version.split('.').skip(1).all(|part| matches!(part, "0" | "x" | "*"));
    match operator {
        ">=" => line >= wanted,
        ">" => line > wanted || (line == wanted && version.contains('.')),
        "<=" => line <= wanted,
        "<" => line < wanted || (line == wanted && !rest_is_zero()),
        _ => line == wanted,
    }
}

fn major(version: &str) -> Option<u64> {
    version.trim().split('.').next()?.parse().ok()
}
