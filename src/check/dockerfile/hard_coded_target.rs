//! A build that makes programs for one kind of machine, whatever the image is for.

use crate::check::{Case, Finding, Place, Rule, Run, Severity};
use crate::document::Instruction;
use crate::model::{Command, Step};

/// The rule.
pub(super) const RULE: Rule =
    Rule { id: "hard-coded-target", severity: Severity::Warning, is_default: true, run: Run::Dockerfile(check) };

/// Variables that name a machine to a compiler.
const VARIABLES: &[&str] = &["GOARCH"];

/// Flags that name a machine to a compiler, and how its names begin.
const FLAGS: &[&str] = &["--target", "-r", "--runtime", "--arch", "-a", "-Dtarget"];

/// How the names of machines begin or end.
const MACHINES: &[&str] =
    &["x86_64-", "aarch64-", "armv7-", "i686-", "linux-x64", "linux-arm64", "linux-musl-x64", "linux-musl-arm64"];

/// Parts of the name of a Dockerfile that is meant for one kind of machine: `Dockerfile.arm64`.
const NAMED: &[&str] = &["amd64", "x86_64", "x86", "x64", "i386", "arm64", "aarch64", "arm", "armv6", "armv7", "armhf"];

fn check(case: &Case<'_>, found: &mut Vec<Finding>) {
    // Whoever says what the image is for may say it twice.
    let is_said =
        |stage: &crate::model::StageModel<'_>| stage.stage.platform.is_some_and(|platform| !platform.contains('$'));
    if case.model.last().is_none_or(is_said) || is_named(&case.source.name) {
        return;
    }
    for stage in case.model.stages.iter().filter(|stage| stage.is_used && !is_said(stage)) {
        for step in &stage.steps {
            let Some((what, place)) = written(case, step) else { continue };
            found.push(
                Finding::new(place, format!("`{what}` is the machine of whoever wrote this"))
                    .because("built on or for another kind of machine, the image holds a program that it cannot start: exec format error")
                    .help("leave it out, or declare `ARG TARGETARCH` in the stage and build for that"),
            );
        }
    }
}

/// Whether the file says by its name which machine it is for.
fn is_named(path: &str) -> bool {
    let name = path.rsplit(['/', '\\']).next().unwrap_or_default().to_ascii_lowercase();
    name.split(['.', '-'])
        .flat_map(|part| [part, part.rsplit('_').next().unwrap_or(part)])
        .any(|part| NAMED.contains(&part))
}

/// The machine that an instruction names, and where.
fn written(case: &Case<'_>, step: &Step<'_>) -> Option<(String, Place)> {
    let instruction = step.instruction;
    let what = match instruction.keyword.as_str() {
        "ENV" => in_words(instruction),
        // What is built only where something holds may well follow the machine.
        "RUN" => step.commands().filter(|command| !command.is_conditional).find_map(in_command),
        _ => None,
    }?;
    let place = case.source.word(instruction, &what);
    Some((what, place))
}

fn in_words(instruction: &Instruction) -> Option<String> {
    instruction.arguments.split_whitespace().find(|word| is_assignment(word)).map(str::to_owned)
}

fn is_assignment(word: &str) -> bool {
    word.split_once('=').is_some_and(|(name, value)| {
        VARIABLES.contains(&name) && !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_alphanumeric())
    })
}

fn in_command(command: &Command) -> Option<String> {
    let assigned = command.assignments.iter().map(|(name, word)| format!("{name}={}", word.text));
    let exported = command.words.iter().map(|word| word.text.clone());
    if let Some(found) = assigned.chain(exported).find(|word| is_assignment(word)) {
        return Some(found);
    }
    // What installs a toolchain names the machine too; what builds with it is the place to say so.
    let is_machine = |text: &str| MACHINES.iter().any(|known| text.starts_with(known)) && !text.contains('$');
    let words: Vec<&str> = command.words.iter().map(|word| word.text.as_str()).collect();
    words.iter().enumerate().find_map(|(at, word)| {
        let (flag, value) = match word.split_once('=') {
            Some((flag, value)) => (flag, value),
            None => (*word, *words.get(at + 1)?),
        };
        (FLAGS.contains(&flag) && is_machine(value)).then(|| value.to_owned())
    })
}
