//! Programs that a compiler of the table makes, and that are shipped.

use crate::catalog::Compiler;
use crate::check::reach::is_shipped;
use crate::check::{Case, Edit, Place};
use crate::model::{Artifact, Command, Origin, Step};

/// A command that compiles a program.
pub(super) struct Compiled<'c> {
    /// The compiler.
    pub compiler: &'c Compiler,
    /// The step it is part of.
    pub step: &'c Step<'c>,
    /// The command.
    pub command: &'c Command,
    /// How many commands like it stand above it in the step.
    pub skip: usize,
    /// Flags that stand elsewhere: in a variable of the stage, or of the command.
    pub flags: Option<String>,
}

/// The commands whose program is in the image. What a variable adds is left out where nobody knows it.
pub(super) fn shipped<'c>(case: &'c Case<'_>) -> Vec<Compiled<'c>> {
    let mut all = Vec::new();
    for (index, stage) in case.model.stages.iter().enumerate().filter(|(_, stage)| stage.is_used) {
        for (at, step) in stage.steps.iter().enumerate() {
            let mut skip = 0;
            for command in step.commands() {
                let compilers = &case.catalog.checks.compilers;
                let is_it = |known: &&Compiler| known.commands.iter().any(|name| command.is(name).is_some());
                let Some(compiler) = compilers.iter().find(is_it) else { continue };
                let made = stage.end.files.pieces.iter().filter(|piece| match &piece.origin {
                    Origin::Made(Artifact { step, stage, .. }) | Origin::Below(Artifact { step, stage, .. }) => {
                        (*stage, *step) == (index, at)
                    }
                    _ => false,
                });
                if made.into_iter().any(|piece| is_shipped(case.model, index, &piece.path)) {
                    let flags = flags(compiler, step, command);
                    all.push(Compiled { compiler, step, command, skip, flags });
                }
                skip += 1;
            }
        }
    }
    all
}

/// The flags in the compiler's variable; none where nobody knows them.
fn flags(compiler: &Compiler, step: &Step<'_>, command: &Command) -> Option<String> {
    let name = &compiler.flags_variable;
    if let Some((_, word)) = command.assignments.iter().find(|(own, _)| own == name) {
        return (!word.is_open).then(|| word.text.clone());
    }
    match step.before.scope.variables.get(name) {
        Some(variable) => variable.value.clone(),
        None => Some(String::new()),
    }
}

impl Compiled<'_> {
    /// Whether one of its words may be any flag: `$FLAGS`, `$(flags)`. The value of a flag and a path may be what they
    /// like.
    pub fn is_open(&self) -> bool {
        let mut words = self.command.words.iter();
        words.any(|word| word.is_open && !word.text.starts_with('-') && !word.text.contains('/'))
    }

    /// The words of the command that are about it: the program and what it shall do.
    pub fn name(&self) -> String {
        let words: Vec<&str> = self.command.words.iter().take(2).map(|word| word.text.as_str()).collect();
        words.join(" ")
    }

    /// Where the name of the command stands.
    pub fn place(&self, case: &Case<'_>) -> Place {
        case.source.nth_word(self.step.instruction, &self.name(), self.skip)
    }

    /// The edit that puts flags behind the name of the command, where that stands in the instruction once.
    pub fn insert(&self, case: &Case<'_>, flags: &str) -> Option<Edit> {
        let place = case.source.instruction(self.step.instruction);
        let text = &case.source.text[place.bytes.clone()];
        let name = self.name();
        let mut found = text.match_indices(&name);
        let (Some((at, _)), None) = (found.next(), found.next()) else { return None };
        let end = place.bytes.start + at + name.len();
        Some(Edit { bytes: end..end, text: format!(" {flags}") })
    }
}
