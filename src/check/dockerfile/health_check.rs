//! What rules ask of `HEALTHCHECK`.

use crate::document::Instruction;
use crate::model::{StageModel, commands};

/// A health check of the final stage.
pub(super) struct HealthCheck<'c> {
    /// Its instruction.
    pub instruction: &'c Instruction,
    /// The programs it starts, in order.
    pub programs: Vec<String>,
    /// Whether a shell starts them.
    pub is_shell_form: bool,
}

/// The health check that the final stage ends with; none where it is switched off.
pub(super) fn last<'c>(stage: &'c StageModel<'_>) -> Option<HealthCheck<'c>> {
    let instructions = stage.steps.iter().map(|step| step.instruction);
    let instruction = instructions.rev().find(|instruction| instruction.keyword == "HEALTHCHECK")?;
    if let Some(words) = &instruction.json {
        return Some(HealthCheck {
            instruction,
            programs: words.first().cloned().into_iter().collect(),
            is_shell_form: false,
        });
    }
    let (keyword, line) = instruction.arguments.split_once(char::is_whitespace)?;
    if !keyword.eq_ignore_ascii_case("cmd") {
        return None;
    }
    let all = commands(line).unwrap_or_default();
    let words = all.iter().filter_map(|command| command.words.first()).filter(|word| !word.is_open);
    Some(HealthCheck { instruction, programs: words.map(|word| word.text.clone()).collect(), is_shell_form: true })
}
