//! A program that carries its symbol tables.

use super::compiled::{Compiled, shipped};
use crate::check::{Case, Finding, Rule, Run, Severity};
use crate::model::Command;

/// The rule.
pub(super) const RULE: Rule =
    Rule { id: "unstripped-binary", severity: Severity::Note, is_default: true, run: Run::Dockerfile(check) };

fn check(case: &Case<'_>, found: &mut Vec<Finding>) {
    for compiled in shipped(case) {
        let compiler = compiled.compiler;
        let Some(flags) = &compiled.flags else { continue };
        if compiled.is_open()
            || flags.contains(&compiler.link_flag)
            || is_stripped(&compiled)
            || strips(case, &compiled)
        {
            continue;
        }
        let written = format!("{}=\"{}\"", compiler.link_flag, compiler.stripped);
        let finding = Finding::new(
            compiled.place(case),
            format!("the program keeps its symbol tables: `{}` without {}", compiled.name(), compiler.stripped),
        )
        .because("about a third of the binary is for debuggers, and is shipped with every pull");
        let has_link_flag = compiled.command.words.iter().any(|word| word.text.starts_with(&compiler.link_flag));
        let edit = compiled.insert(case, &written).filter(|_| !has_link_flag);
        let finding = finding.help(format!("write {written}"));
        found.push(match edit {
            Some(edit) => finding.fix("leave the symbol tables out", vec![edit]),
            None => finding,
        });
    }
}

/// Whether the flags of the linker say so, or may.
fn is_stripped(compiled: &Compiled<'_>) -> bool {
    let known = compiled.compiler;
    let mut words = compiled.command.words.iter();
    while let Some(word) = words.next() {
        let value = match word.text.trim_start_matches('-').strip_prefix(known.link_flag.trim_start_matches('-')) {
            Some("") => words.next().map(|word| (word.text.as_str(), word.is_open)),
            Some(value) => value.strip_prefix('=').map(|value| (value, word.is_open)),
            None => None,
        };
        let Some((value, is_open)) = value else { continue };
        let mut flags = value.split_whitespace();
        // A variable among other flags holds a version as a rule, and flags where it stands alone.
        let is_strip =
            |flag: &str| known.strip.iter().any(|strip| strip.trim_matches('-') == flag.trim_start_matches('-'));
        if flags.any(|flag| is_strip(flag) || is_open && flag.starts_with(['$', '`'])) {
            return true;
        }
    }
    false
}

/// Whether a program of the image takes the symbols out afterwards.
fn strips(case: &Case<'_>, compiled: &Compiled<'_>) -> bool {
    let stages = case.model.stages.iter().filter(|stage| stage.is_used);
    let mut commands = stages.flat_map(|stage| &stage.steps).flat_map(crate::model::Step::commands);
    let is_stripper = |command: &Command| compiled.compiler.strippers.iter().any(|name| command.is(name).is_some());
    commands.any(is_stripper)
}
