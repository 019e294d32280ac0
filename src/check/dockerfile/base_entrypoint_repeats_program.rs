//! A `CMD` that names the program again which the base's `ENTRYPOINT` starts already.

use super::start;
use crate::check::{Case, Finding, Rule, Run, Severity};
use crate::model::Start;

/// The rule.
pub(super) const RULE: Rule = Rule {
    id: "base-entrypoint-repeats-program",
    severity: Severity::Error,
    is_default: true,
    run: Run::Dockerfile(check),
};

fn check(case: &Case<'_>, found: &mut Vec<Finding>) {
    let Some(stage) = case.model.last() else { return };
    let (Some(entrypoint), Some(cmd)) = (&stage.end.entrypoint, &stage.end.cmd) else { return };
    let (None, Some(step), Some(program)) = (entrypoint.step, cmd.step, entrypoint.words.first()) else { return };
    let Some((runtime, _)) = &stage.end.image.runtime else { return };
    let is_runtime = |word: &str| start::name(word).strip_prefix(runtime.as_str()).is_some_and(start::is_version);
    if !is_runtime(program) || entrypoint.is_shell_form {
        return;
    }
    let instruction = stage.steps[step].instruction;
    let (image, started) = (&stage.end.image.name, entrypoint.words.join(" "));
    let place = case.source.instruction(instruction);
    if cmd.is_shell_form {
        let line = cmd.words.last().map_or("", String::as_str);
        found.push(
            Finding::new(place, format!("CMD in shell form is handed to `{started}`, the ENTRYPOINT of {image}"))
                .because(format!(
                    "what is started is `{started} {} …`: the shell is taken for the program",
                    cmd.words[0]
                ))
                .help(format!("write CMD in exec form, and without the runtime, for `{line}`")),
        );
    } else if cmd.words.first().is_some_and(|word| is_runtime(word)) {
        let rest = rest(entrypoint, cmd);
        let array = serde_json::to_string(&rest).unwrap_or_default().replace("\",\"", "\", \"");
        let edit = place.replaced(format!("CMD {array}"));
        let twice = &cmd.words[0];
        let finding = Finding::new(place, format!("{image} starts `{started}` already: CMD names `{twice}` again"))
            .because(format!("what is started is `{started} {}`", cmd.words.join(" ")));
        found.push(if rest.is_empty() {
            finding.help("leave out CMD, or name the program's own file")
        } else {
            finding.help(format!("CMD {array}")).fix(format!("leave `{twice}` out of CMD"), vec![edit])
        });
    }
}

/// The words of CMD behind those that the ENTRYPOINT has already.
fn rest<'s>(entrypoint: &Start, cmd: &'s Start) -> Vec<&'s str> {
    let arguments = entrypoint.words.get(1..).unwrap_or_default();
    let behind = cmd.words.get(1..).unwrap_or_default();
    let behind = behind.strip_prefix(arguments).unwrap_or(behind);
    behind.iter().map(String::as_str).collect()
}
