//! A section that the profile demands.

use super::markdown::Markdown;
use crate::check::{Finding, ReportCase, Rule, Run, Severity};

/// The rule.
pub(super) const RULE: Rule =
    Rule { id: "missing-section", severity: Severity::Warning, is_default: true, run: Run::Report(check) };

fn check(case: &ReportCase<'_>, markdown: &Markdown, found: &mut Vec<Finding>) {
    let Some(profile) = case.profile else { return };
    let headings: Vec<String> = markdown.headings.iter().map(|heading| plain(&heading.text)).collect();
    for section in &profile.required_sections {
        let wanted = plain(section);
        if headings.iter().any(|heading| format!(" {heading} ").contains(&format!(" {wanted} "))) {
            continue;
        }
        let message = format!("there is no section `{section}`");
        let because = format!("{} demands it", profile.who());
        let help = format!("add a heading `## {section}`, of any level");
        found.push(Finding::new(case.source.line(1), message).because(because).help(help));
    }
}

/// The words of a heading, in lower case and without signs: `## 3. Size comparison:` is called `3 size comparison`.
fn plain(heading: &str) -> String {
    let letters = heading.to_lowercase().replace('&', " and ");
    let words: Vec<&str> = letters.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    words.join(" ")
}
