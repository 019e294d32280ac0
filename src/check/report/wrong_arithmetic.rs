//! A percentage, a ratio or a sum that does not follow from the numbers beside it.

use super::claim::{Claim, claims, compared};
use super::formula;
use super::markdown::Markdown;
use super::quantity::{Quantity, Unit};
use super::table;
use crate::check::{Finding, ReportCase, Rule, Run, Severity, Source};

/// The rule.
pub(super) const RULE: Rule =
    Rule { id: "wrong-arithmetic", severity: Severity::Warning, is_default: true, run: Run::Report(check) };

/// What a claim without quantities of its own may well be about: a part of the image, whose size stands nowhere.
const PARTS: &[&str] = &["binary", "symbol", "strip", "flag", "debug", "context", "layer", "compress", "cache"];

fn check(case: &ReportCase<'_>, markdown: &Markdown, found: &mut Vec<Finding>) {
    let source = case.source;
    let lines: Vec<usize> = (1..=source.line_count()).filter(|line| markdown.is_said(source, *line)).collect();
    for line in lines.iter().copied() {
        let text = source.line_text(line);
        let start = source.line_bytes(line).start;
        for claim in claims(text, |at| table::header_above(markdown, source, line, at)) {
            let block = markdown.block_of(line);
            let near: Vec<usize> = lines.iter().copied().filter(|line| block.contains(line)).collect();
            let (near, everywhere) = (quantities_of(source, &near), quantities_of(source, &lines));
            if let Some(because) = refuted(&claim, text, &near, &everywhere) {
                let bytes = start + claim.bytes.start..start + claim.bytes.end;
                let said = &source.text[bytes.clone()];
                let message = format!("`{said}` does not follow from the numbers beside it");
                let help = "compute it anew, or let `msgen verify` measure both images and write the figures";
                found.push(Finding::new(source.at(bytes), message).because(because).help(help));
            }
        }
        for formula in formula::wrong(text) {
            let bytes = start + formula.bytes.start..start + formula.bytes.end;
            let message = format!("`{}` is not so", &source.text[bytes.clone()]);
            let because = format!("the left side is {}", figure(formula.gives));
            found.push(Finding::new(source.at(bytes), message).because(because).help("write what it is"));
        }
    }
}

fn quantities_of(source: &Source, lines: &[usize]) -> Vec<Quantity> {
    lines.iter().flat_map(|line| compared(source.line_text(*line))).collect()
}

/// Why the claim is wrong; none where it is right, or nothing beside it tells.
fn refuted(claim: &Claim, line: &str, near: &[Quantity], everywhere: &[Quantity]) -> Option<String> {
    let own = claim.pairs(&compared(line));
    let mut near = claim.pairs(near);
    if own.is_empty() {
        // What is counted elsewhere may be anything; sizes and times are what a report is about.
        near.retain(|(one, _)| one.unit != Unit::Pieces);
    }
    let lower = line.to_lowercase();
    let of_a_part = PARTS.iter().any(|part| lower.contains(part));
    let judged = match (own.is_empty(), near.is_empty() || of_a_part) {
        (true, true) => return None,
        (true, false) => claim.pairs(everywhere),
        (false, _) => near.clone(),
    };
    if own.iter().chain(&judged).any(|(one, other)| claim.follows_from(one, other)) {
        return None;
    }
    let (one, other) = own.first().or_else(|| near.first())?;
    Some(format!("{} and {} give {}", written(one), written(other), claim.mended(one, other)))
}

fn written(quantity: &Quantity) -> String {
    match quantity.unit {
        Unit::Bytes if quantity.value >= 1e6 => format!("{} MB", figure(quantity.value / 1e6)),
        Unit::Bytes => format!("{} bytes", figure(quantity.value)),
        Unit::Seconds => format!("{} s", figure(quantity.value)),
        Unit::Pieces => format!("{} {}", figure(quantity.value), quantity.noun),
    }
}

/// A number with two decimals, and without the zeros at their end.
fn figure(value: f64) -> String {
    format!("{value:.2}").trim_end_matches('0').trim_end_matches('.').to_owned()
}
