//! Stages: the instructions from one `FROM` to the next.

use serde::Serialize;

use super::{Document, Instruction, cut};

/// A stage, from its `FROM` to the next one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Stage<'a> {
    /// Its number, counted from 0, as `--from=0` would name it.
    pub index: usize,
    /// The name behind `AS`, as written; builders compare names without regard to case.
    pub name: Option<&'a str>,
    /// The base image or earlier stage, with its variables unexpanded; empty if `FROM` names none.
    pub base: &'a str,
    /// The value of `--platform`, with its variables unexpanded.
    pub platform: Option<&'a str>,
    /// Its `FROM`.
    pub from: &'a Instruction,
    /// The instructions after its `FROM`, in order.
    pub instructions: Vec<&'a Instruction>,
}

/// The stages of a document, in order.
pub(super) fn stages(document: &Document) -> Vec<Stage<'_>> {
    let mut stages: Vec<Stage<'_>> = Vec::new();
    for instruction in document.instructions() {
        if instruction.keyword == "FROM" {
            stages.push(stage(stages.len(), instruction));
        } else if let Some(stage) = stages.last_mut() {
            stage.instructions.push(instruction);
        }
    }
    stages
}

fn stage(index: usize, from: &Instruction) -> Stage<'_> {
    let mut words = cut::words(&from.arguments);
    let base = words.next().unwrap_or_default();
    let name = words.next().filter(|word| word.eq_ignore_ascii_case("as")).and_then(|_| words.next());
    Stage { index, name, base, platform: from.flag("platform"), from, instructions: Vec::new() }
}
