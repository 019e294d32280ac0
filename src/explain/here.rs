//! What is known at an instruction: what it does here, and what its stage is before it. Each is a sentence of Markdown.

use crate::document::Instruction;
use crate::markdown::code;
use crate::model::{Action, Base, Command, Copy, CopyFrom, Image, Libc, Model, StageModel, State, Step};

/// So many commands of a RUN are named.
const MOST_COMMANDS: usize = 6;

/// The name of a stage, as a person would call it.
pub(super) fn stage_name(stage: &StageModel<'_>) -> String {
    match stage.stage.name {
        Some(name) => code(name),
        None => stage.stage.index.to_string(),
    }
}

/// What a stage starts from.
pub(super) fn base(model: &Model<'_>, stage: &StageModel<'_>) -> String {
    match &stage.base {
        Base::Scratch => "nothing (`scratch`)".to_owned(),
        Base::Image(name) => code(name),
        Base::Stage(index) => {
            model.stages.get(*index).map(|below| format!("stage {}", stage_name(below))).unwrap_or_default()
        }
        Base::Unknown => format!("{}, which only the build knows", code(stage.stage.base)),
    }
}

/// What is known of an image: what it brings and lacks.
pub(super) fn image(image: &Image) -> Vec<String> {
    let mut known = Vec::new();
    known.extend(image.distribution.as_ref().map(|release| format!("It is {release}.")));
    known.extend(image.shell.map(|shell| if shell { "It has a shell." } else { "It has no shell." }.to_owned()));
    known.extend(image.libc.as_ref().map(|libc| match libc {
        Libc::None => "It has no C library: only static programs start.".to_owned(),
        Libc::Musl => "Its C library is musl.".to_owned(),
        Libc::Glibc(None) => "Its C library is glibc.".to_owned(),
        Libc::Glibc(Some(version)) => format!("Its C library is glibc {version}."),
    }));
    let manager = image.package_manager.as_deref();
    known.extend(manager.map(|name| match name {
        "" => "It has no package manager.".to_owned(),
        name => format!("Its package manager is {}.", code(name)),
    }));
    known.extend(image.runtime.as_ref().map(|(name, version)| match version {
        Some(version) => format!("It brings {name} {version}."),
        None => format!("It brings {name}."),
    }));
    let start = [&image.entrypoint, &image.cmd].into_iter().flatten().flatten();
    let start: Vec<&str> = start.map(String::as_str).collect();
    if !start.is_empty() {
        known.push(format!("It starts {} unless told otherwise.", code(&start.join(" "))));
    }
    known.extend(image.ends.iter().map(|(what, month)| format!("{what} gets no more fixes after {month}.")));
    known
}

/// What a stage is before an instruction.
pub(super) fn state(state: &State) -> Vec<String> {
    let mut known = Vec::new();
    known.extend(state.user.as_ref().map(|user| match user.as_str() {
        "" => "The user is root.".to_owned(),
        user => format!("The user is {}.", code(user)),
    }));
    known.extend(state.workdir.as_ref().map(|folder| format!("The working directory is {}.", code(folder))));
    known.extend(state.has_shell.filter(|has| !has).map(|_| "There is no shell.".to_owned()));
    known
}

/// What an instruction does here, where more is known than its keyword says.
pub(super) fn deed(model: &Model<'_>, index: usize, step: &Step<'_>) -> Vec<String> {
    let stage = &model.stages[index];
    let instruction = step.instruction;
    match &step.action {
        Action::Copy(copy) => copied(model, copy),
        Action::Run(Some(commands)) => ran(commands).into_iter().collect(),
        Action::Run(None) => Vec::new(),
        Action::Other => match instruction.keyword.as_str() {
            "USER" => vec![format!("Everything below runs as {}.", code(&instruction.arguments))],
            "WORKDIR" => {
                let folder = step.before.scope.expand(&instruction.arguments, model.document.escape);
                let folder = folder.and_then(|folder| step.before.absolute(&folder));
                folder.map(|folder| format!("The folder is {}.", code(&folder))).into_iter().collect()
            }
            "EXPOSE" => vec![format!("The port is {}.", code(&instruction.arguments))],
            "ENTRYPOINT" | "CMD" => started(stage, instruction),
            _ => Vec::new(),
        },
    }
}

fn copied(model: &Model<'_>, copy: &Copy) -> Vec<String> {
    let from = match &copy.from {
        CopyFrom::Context => "the build context".to_owned(),
        CopyFrom::Stage(index) => format!("stage {}", stage_name(&model.stages[*index])),
        CopyFrom::Image(name) => format!("the image {}", code(name)),
        CopyFrom::Unknown => "somewhere that only the build knows".to_owned(),
    };
    let sources: Vec<String> = copy.written.iter().map(|source| code(source)).collect();
    let sources = if sources.is_empty() { "a here-document".to_owned() } else { sources.join(", ") };
    let target = code(copy.target.as_deref().unwrap_or(&copy.written_target));
    let mut told = vec![format!("It copies {sources} from {from} to {target}.")];
    if let CopyFrom::Stage(index) = copy.from {
        for source in copy.sources.iter().flatten() {
            let artifact = model.find(index, source).artifact;
            let step = artifact.and_then(|made| model.stages.get(made.stage)?.steps.get(made.step));
            let made = step.map(|step| format!("{} is made in line {}.", code(source), step.instruction.span.start));
            told.extend(made);
        }
    }
    told
}

fn ran(commands: &[Command]) -> Option<String> {
    let short = |command: &Command| {
        let mut words: Vec<&str> = Vec::new();
        for word in command.words.iter().filter(|word| !word.text.starts_with('-')).take(2) {
            words.push(&word.text);
        }
        code(&words.join(" "))
    };
    let named: Vec<String> = commands.iter().filter(|command| !command.words.is_empty()).map(short).collect();
    let more = named.len().saturating_sub(MOST_COMMANDS);
    let listed = named.iter().take(MOST_COMMANDS).cloned().collect::<Vec<_>>().join(", ");
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    (!named.is_empty()).then(|| format!("It runs {listed}{more}."))
}

fn started(stage: &StageModel<'_>, instruction: &Instruction) -> Vec<String> {
    let is_last = |keyword: &str| {
        let mut all = stage.steps.iter().map(|step| step.instruction).filter(|other| other.keyword == keyword);
        all.next_back().is_some_and(|last| last.span == instruction.span)
    };
    if !is_last(&instruction.keyword) {
        return vec![format!("A later {} replaces it.", instruction.keyword)];
    }
    let command = stage.end.command().filter(|words| !words.is_empty());
    command.map(|words| format!("A container starts {}.", code(&words.join(" ")))).into_iter().collect()
}
