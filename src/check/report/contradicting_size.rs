//! Two sizes for the same thing.

use super::markdown::Markdown;
use super::mention::{Mention, Thing, mentions};
use super::quantity::{Unit, quantities};
use crate::check::{Finding, ReportCase, Rule, Run, Severity, Source};
use crate::evidence::{Evidence, Role, thousands};

/// The rule.
pub(super) const RULE: Rule =
    Rule { id: "contradicting-size", severity: Severity::Warning, is_default: true, run: Run::Report(check) };

/// Two sizes that an image of the same bytes is compared with are about the same thing where they are so near.
const NEAR: f64 = 0.85;
/// So much of a size may be lost between two ways of counting files.
const COUNTED_ANEW: f64 = 0.05;

fn check(case: &ReportCase<'_>, markdown: &Markdown, found: &mut Vec<Finding>) {
    let mentions = mentions(markdown, case.source);
    let mut settled: Vec<&Thing> = Vec::new();
    for (at, later) in mentions.iter().enumerate() {
        if settled.contains(&&later.thing) {
            continue;
        }
        let earlier = mentions[..at].iter().chain(&mentions[at + 1..]).find(|other| contradict(other, later));
        let Some(other) = earlier else { continue };
        settled.extend([&later.thing, &other.thing]);
        let (odd, known) = odd_one(case.source, later, other);
        let line = known.place.lines.start;
        let [said, elsewhere] = [odd, known].map(|mention| case.source.text[mention.place.bytes.clone()].to_owned());
        let other = if odd.thing == known.thing { String::new() } else { name(&known.thing) + " " };
        let message = format!("{} {said} here, and {other}{elsewhere} on line {line}", name(&odd.thing));
        found.push(
            Finding::new(odd.place.clone(), message)
                .because("one of the two figures is not measured, or is of another image")
                .help("give one figure, with the command that shows it"),
        );
    }
    if let Some(evidence) = case.seen.and_then(|seen| seen.evidence.as_ref()) {
        found.extend(mentions.iter().filter_map(|mention| against(evidence, mention, case.source)));
    }
}

fn name(thing: &Thing) -> String {
    match thing {
        Thing::Image(Role::BuildStage) => "the build stage has".to_owned(),
        Thing::Image(Role::Final) => "the final image has".to_owned(),
        Thing::Base(Role::BuildStage) => "the base of the build stage has".to_owned(),
        Thing::Base(Role::Final) => "the base of the final image has".to_owned(),
        Thing::Named(name) => format!("`{name}` has"),
        Thing::Compared(_) => "the same image is compared with".to_owned(),
    }
}

/// Whether two sizes cannot both be true.
fn contradict(one: &Mention, other: &Mention) -> bool {
    let (a, b) = (&one.size, &other.size);
    match (&one.thing, &other.thing) {
        (Thing::Compared(less), Thing::Compared(same)) if less == same => {
            !a.agrees(b) && a.value.min(b.value) / a.value.max(b.value) > NEAR
        }
        (Thing::Base(role), Thing::Image(same)) if role == same => a.span().0 > b.span().1,
        (Thing::Image(role), Thing::Base(same)) if role == same => b.span().0 > a.span().1,
        (Thing::Base(_) | Thing::Compared(_), _) => false,
        (thing, same) => thing == same && !a.agrees(b),
    }
}

/// Of two sizes the one that stands less often in the report, or else the later one; then the other.
fn odd_one<'m>(source: &Source, one: &'m Mention, other: &'m Mention) -> (&'m Mention, &'m Mention) {
    let count = |mention: &Mention| {
        let lines = (1..=source.line_count()).flat_map(|line| quantities(source.line_text(line)));
        lines.filter(|size| size.unit == Unit::Bytes && size.agrees(&mention.size)).count()
    };
    let key = |mention: &Mention| (usize::MAX - count(mention), mention.place.lines.start);
    if key(one) > key(other) { (one, other) } else { (other, one) }
}

/// A size that is none of those that were measured, in whichever way an engine counts.
fn against(evidence: &Evidence, mention: &Mention, source: &Source) -> Option<Finding> {
    let Thing::Image(role) = mention.thing else { return None };
    let image = evidence.image(role)?;
    let packed = image.packed.as_ref().map(|size| size.bytes);
    let unpacked = image.unpacked.bytes;
    let counts = [Some(unpacked), packed, packed.map(|packed| packed + unpacked)];
    #[expect(clippy::cast_precision_loss, reason = "sizes are far below 2^53")]
    let is_one = |bytes: u64| {
        let (least, most) = mention.size.span();
        least <= bytes as f64 * (1.0 + COUNTED_ANEW) && most >= bytes as f64 * (1.0 - COUNTED_ANEW)
    };
    if counts.into_iter().flatten().any(is_one) {
        return None;
    }
    let said = &source.text[mention.place.bytes.clone()];
    let message =
        format!("{} {said} here, and `msgen verify` measured {} bytes", name(&mention.thing), thousands(unpacked));
    let help = "write what was measured; the block `sizes` of the report has it";
    Some(Finding::new(mention.place.clone(), message).help(help))
}
