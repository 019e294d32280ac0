//! A program that carries the paths of the machine it was built on.

use super::compiled::shipped;
use crate::check::{Case, Finding, Rule, Run, Severity};

/// The rule.
pub(super) const RULE: Rule =
    Rule { id: "untrimmed-paths", severity: Severity::Note, is_default: true, run: Run::Dockerfile(check) };

fn check(case: &Case<'_>, found: &mut Vec<Finding>) {
    for compiled in shipped(case) {
        let trim = &compiled.compiler.trim;
        let is_trimmed = |text: &str| text.trim_start_matches('-') == trim.trim_start_matches('-');
        let Some(flags) = &compiled.flags else { continue };
        let mut words = compiled.command.words.iter().map(|word| word.text.as_str()).chain(flags.split_whitespace());
        if compiled.is_open() || words.any(is_trimmed) {
            continue;
        }
        let finding = Finding::new(
            compiled.place(case),
            format!("the program holds paths of the build stage: `{}` without {trim}", compiled.name()),
        )
        .because("the same source in another folder gives another binary, and stack traces show the folders")
        .help(format!("write {trim}"));
        found.push(match compiled.insert(case, trim) {
            Some(edit) => finding.fix("leave the paths out", vec![edit]),
            None => finding,
        });
    }
}
