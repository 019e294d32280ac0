//! A start command that a shell should run, on an image without one.

use super::start;
use crate::check::{Case, Edit, Finding, Rule, Run, Severity};
use crate::document::Instruction;
use crate::model::{Start, commands, is_shell};

/// The rule.
pub(super) const RULE: Rule =
    Rule { id: "shell-form-without-shell", severity: Severity::Error, is_default: true, run: Run::Dockerfile(check) };

fn check(case: &Case<'_>, found: &mut Vec<Finding>) {
    let Some(stage) = case.model.last() else { return };
    let (Some(entrypoint), Some(cmd)) = (&stage.end.entrypoint, &stage.end.cmd) else { return };
    let start = if entrypoint.words.is_empty() { cmd } else { entrypoint };
    let Some(step) = start.step else { return };
    if start::brings_programs(&stage.end) || start::is_open(&stage.end) {
        return;
    }
    let Some(shell) = start.words.first().filter(|program| is_shell(program)) else { return };
    let is_missing = if start.is_shell_form {
        start::lacks_shell(&stage.end)
    } else if shell == "/bin/sh" {
        stage.end.has_shell == Some(false)
    } else {
        stage.end.has_program(start::name(shell)) == Some(false)
    };
    if !is_missing {
        return;
    }
    let (instruction, image) = (stage.steps[step].instruction, &stage.end.image.name);
    let message = if start.is_shell_form {
        format!("{} in shell form needs {shell}, and {image} has no shell", instruction.keyword)
    } else {
        format!("`{shell}` is not in {image}")
    };
    let because = format!("the container does not start: `exec: \"{shell}\": … no such file or directory`");
    let finding = Finding::new(case.source.instruction(instruction), message).because(because);
    found.push(match exec_form(start) {
        Some(words) => {
            let edit = edit(&finding, instruction, &words);
            finding.help(format!("name the program itself: {words}")).fix("write the exec form", vec![edit])
        }
        None => finding.help("name the program itself in exec form: [\"/program\", \"argument\"]"),
    });
}

/// What the shell would have started, where it is one plain command.
fn exec_form(start: &Start) -> Option<String> {
    let line =
        start.words.last().filter(|_| start.is_shell_form || start.words.get(1).is_some_and(|flag| flag == "-c"))?;
    let [command] = &*commands(line)? else { return None };
    let is_plain = command.assignments.is_empty() && command.writes.is_empty() && !command.is_conditional;
    let words: Vec<&str> =
        command.words.iter().map(|word| word.text.as_str()).skip_while(|word| *word == "exec").collect();
    let is_known = is_plain && !words.is_empty() && command.words.iter().all(|word| !word.is_open);
    is_known.then(|| serde_json::to_string(&words).ok().map(|text| text.replace("\",\"", "\", \""))).flatten()
}

fn edit(finding: &Finding, instruction: &Instruction, words: &str) -> Edit {
    finding.place.replaced(format!("{} {words}", instruction.keyword))
}
