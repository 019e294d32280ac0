//! A final image above the size that the profile sets.

use super::markdown::Markdown;
use super::mention::{Thing, mentions};
use crate::check::{Finding, Place, ReportCase, Rule, Run, Severity};
use crate::evidence::{Role, thousands};

/// The rule.
pub(super) const RULE: Rule =
    Rule { id: "image-too-large", severity: Severity::Warning, is_default: true, run: Run::Report(check) };

/// Bytes in a decimal megabyte, as the profiles count.
const MEGABYTE: u32 = 1_000_000;

fn check(case: &ReportCase<'_>, markdown: &Markdown, found: &mut Vec<Finding>) {
    let Some(profile) = case.profile else { return };
    let Some(budget) = profile.size_budget_mb else { return };
    let most = u64::from(budget) * u64::from(MEGABYTE);
    let measured = case.seen.and_then(|seen| seen.evidence.as_ref()).and_then(|evidence| evidence.image(Role::Final));
    let (place, size): (Place, String) = if let Some(image) = measured {
        if image.unpacked.bytes <= most {
            return;
        }
        (case.source.line(1), format!("has {} bytes unpacked", thousands(image.unpacked.bytes)))
    } else {
        let mentions = mentions(markdown, case.source);
        let limit = f64::from(budget) * f64::from(MEGABYTE);
        let above = |thing: &Thing, least: f64| *thing == Thing::Image(Role::Final) && least > limit;
        let Some(mention) = mentions.iter().find(|mention| above(&mention.thing, mention.size.span().0)) else {
            return;
        };
        (mention.place.clone(), format!("has {}, as the report says", &case.source.text[mention.place.bytes.clone()]))
    };
    found.push(
        Finding::new(place, format!("the final image {size}: above the {budget} MB of the task"))
            .because(format!("{} sets {budget} MB", profile.who()))
            .help("`msgen compare` shows what the program weighs on every base it can have"),
    );
}
