//! Follows the instructions of a document.

use super::copy::{self, Copy};
use super::file::{BuildContext, Piece, find_in};
use super::run::{Run, unmount};
use super::text::{pairs, split};
use super::{Base, Command, Known, Model, Origin, Scope, StageModel, Start, State, shell};
use crate::context::Context;
use crate::document::{Document, Instruction, Stage};
use crate::ignore::IgnoreFile;

/// `ARG`s that every build sets by itself (the Dockerfile reference, "Automatic platform ARGs in the global scope").
const PLATFORM: [&str; 8] = [
    "BUILDPLATFORM",
    "BUILDOS",
    "BUILDARCH",
    "BUILDVARIANT",
    "TARGETPLATFORM",
    "TARGETOS",
    "TARGETARCH",
    "TARGETVARIANT",
];

/// One instruction, and what it finds when it comes.
#[derive(Debug, Clone)]
pub struct Step<'d> {
    /// The instruction. `ONBUILD` is a step of its own that does nothing.
    pub instruction: &'d Instruction,
    /// What the stage is before it.
    pub before: State,
    /// What it does.
    pub action: Action,
}

/// What an instruction does, as far as the rules ask more than its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// `RUN`: its commands, those of a here-document included; none where nobody can take them apart, or an exec form.
    Run(Option<Vec<Command>>),
    /// `COPY` and `ADD`.
    Copy(Copy),
    /// Any other.
    Other,
}

impl Step<'_> {
    /// What it copies, where it copies from the build context.
    #[must_use]
    pub fn copied_from_context(&self) -> Option<&Copy> {
        match &self.action {
            Action::Copy(copy) if copy.from == copy::CopyFrom::Context => Some(copy),
            _ => None,
        }
    }

    /// The commands of a `RUN` that can be taken apart; none of any other instruction.
    pub fn commands(&self) -> impl Iterator<Item = &Command> {
        let commands = if let Action::Run(Some(commands)) = &self.action { commands.as_slice() } else { &[] };
        commands.iter()
    }
}

/// Follows the document.
pub(super) fn follow<'d>(
    document: &'d Document,
    known: &Known,
    context: Option<&'d Context>,
    ignore: Option<&'d IgnoreFile>,
) -> Model<'d> {
    let mut global = Scope::default();
    for name in PLATFORM {
        global.set(name, None, true);
    }
    for argument in document.global().filter(|instruction| instruction.keyword == "ARG") {
        declare(&mut global, &argument.arguments, document.escape, None);
    }
    let mut model = Model { document, global, stages: Vec::new(), source: BuildContext { context, ignore } };
    for stage in document.stages() {
        let stage = Follower { model: &model, known, index: model.stages.len() }.stage(stage);
        model.stages.push(stage);
    }
    mark_used(&mut model);
    model
}

/// The stage of that name or number before `before`.
pub(super) fn named<'n>(names: impl Iterator<Item = Option<&'n str>>, name: &str, before: usize) -> Option<usize> {
    let names: Vec<Option<&str>> = names.take(before).collect();
    let by_name = names.iter().rposition(|own| own.is_some_and(|own| own.eq_ignore_ascii_case(name)));
    by_name.or_else(|| name.parse().ok().filter(|index| *index < names.len()))
}

/// Marks the stages that the final one is made from.
fn mark_used(model: &mut Model<'_>) {
    let mut waiting: Vec<usize> = model.stages.len().checked_sub(1).into_iter().collect();
    while let Some(index) = waiting.pop() {
        if std::mem::replace(&mut model.stages[index].is_used, true) {
            continue;
        }
        let stage = &model.stages[index];
        let base = if let Base::Stage(below) = stage.base { Some(below) } else { None };
        let mounts = stage.steps.iter().flat_map(|step| step.instruction.flags_named("mount"));
        let lent = mounts.filter_map(|flag| flag.part("from")).filter_map(|name| model.named(name, index));
        let copied = stage.steps.iter().filter_map(|step| match &step.action {
            Action::Copy(Copy { from: copy::CopyFrom::Stage(other), .. }) => Some(*other),
            _ => None,
        });
        let more: Vec<usize> = base.into_iter().chain(lent).chain(copied).collect();
        waiting.extend(more);
    }
}

/// Declares the variables of an `ARG`. One without a default has the value of `outer`, if that has one.
fn declare(scope: &mut Scope, arguments: &str, escape: char, outer: Option<&Scope>) {
    for word in split(arguments, escape) {
        let (name, default) = word.split_once('=').map_or((word.as_str(), None), |(name, value)| (name, Some(value)));
        let value = match default {
            Some(default) => scope.expand(default, escape),
            None => outer.and_then(|outer| outer.value(name)).map(str::to_owned),
        };
        // What ENV set stays: an ARG of the same name never wins over it.
        if scope.variables.get(name).is_none_or(|variable| variable.is_argument) {
            scope.set(name, value, true);
        }
    }
}

/// Follows one stage behind those of the model.
pub(super) struct Follower<'m, 'd> {
    pub(super) model: &'m Model<'d>,
    pub(super) known: &'m Known,
    pub(super) index: usize,
}

impl<'d> Follower<'_, 'd> {
    fn stage(&self, written: Stage<'d>) -> StageModel<'d> {
        let base = self.base(written.base);
        let mut state = self.start(&base);
        let mut steps = Vec::with_capacity(written.instructions.len());
        for instruction in &written.instructions {
            let before = state.clone();
            let action = self.step(&mut state, instruction, steps.len());
            steps.push(Step { instruction, before, action });
        }
        StageModel { stage: written, base, steps, end: state, is_used: false }
    }

    fn step(&self, state: &mut State, instruction: &Instruction, step: usize) -> Action {
        let escape = self.model.document.escape;
        let expanded = |state: &State| state.scope.expand(&instruction.arguments, escape);
        match instruction.keyword.as_str() {
            "ARG" => {
                let mut scope = std::mem::take(&mut state.scope);
                declare(&mut scope, &instruction.arguments, escape, Some(&self.model.global));
                state.scope = scope;
            }
            "ENV" => {
                // The values of one ENV do not see each other.
                let values = pairs(&instruction.arguments, escape);
                let values: Vec<_> =
                    values.into_iter().map(|(name, value)| (name, state.scope.expand(&value, escape))).collect();
                for (name, value) in values {
                    state.scope.set(&name, value, false);
                }
            }
            "WORKDIR" => {
                state.workdir = expanded(state).and_then(|path| state.absolute(&path));
                let folder = state.workdir.clone().unwrap_or_else(|| "/".to_owned());
                let origin = state.workdir.as_ref().map_or(Origin::Anything, |_| Origin::Folder);
                state.files.pieces.push(Piece { path: folder, is_tree: origin == Origin::Anything, origin, step });
            }
            "USER" => state.user = expanded(state),
            "SHELL" => {
                if let Some(words) = &instruction.json {
                    state.shell.clone_from(words);
                }
            }
            "EXPOSE" => {
                let ports = split(&instruction.arguments, escape);
                let ports = ports.iter().filter_map(|port| state.scope.expand(port, escape));
                state.exposed.extend(ports.map(|port| (port, Some(step))));
            }
            "ENTRYPOINT" => {
                state.entrypoint = Some(command(state, instruction, step));
                // The base's CMD is meant for the base's ENTRYPOINT: a new one drops it.
                if state.cmd.as_ref().is_none_or(|cmd| cmd.step.is_none()) {
                    state.cmd = Some(Start::default());
                }
            }
            "CMD" => state.cmd = Some(command(state, instruction, step)),
            "COPY" | "ADD" => {
                let copy = copy::read(self.model, self.index, state, instruction);
                copy::put(self.model, state, &copy, instruction, step);
                return Action::Copy(copy);
            }
            "RUN" => return Action::Run(self.run(state, instruction, step)),
            _ => {}
        }
        Action::Other
    }

    /// Follows the commands of a `RUN`. What another shell than a POSIX one does is not known.
    fn run(&self, state: &mut State, instruction: &Instruction, step: usize) -> Option<Vec<Command>> {
        let commands = commands(state, instruction);
        let before = state.files.pieces.len();
        let find = |state: &State, path: &str| find_in(&self.model.stages, self.model.source, state, path);
        let mut run = Run {
            commands: &self.known.commands,
            state: state.clone(),
            stage: self.index,
            step,
            find: &find,
            subshells: Vec::new(),
        };
        match &commands {
            Some(commands) => commands.iter().for_each(|command| run.follow(command)),
            None => run.state.files.pieces.push(Piece::anything(step)),
        }
        let Run { state: after, .. } = run;
        state.files = after.files;
        state.users = after.users;
        state.packages = after.packages;
        for flag in instruction.flags_named("mount") {
            if let Some(target) = flag.mount_target().and_then(|target| state.absolute(target)) {
                unmount(state, before, &target);
            }
        }
        commands
    }
}

/// The start command that an instruction sets.
fn command(state: &State, instruction: &Instruction, step: usize) -> Start {
    match &instruction.json {
        Some(words) => Start { words: words.clone(), is_shell_form: false, step: Some(step) },
        None => {
            let words = state.shell.iter().cloned().chain([instruction.arguments.clone()]).collect();
            Start { words, is_shell_form: true, step: Some(step) }
        }
    }
}

/// The commands of a `RUN`, where a POSIX shell runs it.
fn commands(state: &State, instruction: &Instruction) -> Option<Vec<Command>> {
    if !shell::is_shell(state.shell.first()?) || instruction.json.is_some() {
        return None;
    }
    match instruction.heredocs.first() {
        // `RUN <<EOF` runs the text; behind a command it is that command's input.
        Some(heredoc) if instruction.arguments.trim_start().starts_with("<<") => {
            (!heredoc.content.starts_with("#!")).then(|| shell::commands(&heredoc.content)).flatten()
        }
        Some(_) => None,
        None => shell::commands(&instruction.arguments),
    }
}
