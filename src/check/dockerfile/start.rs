//! What an image starts, as far as its Dockerfile says so.

use crate::document::Instruction;
use crate::model::{Command, Model, Origin, Piece, StageModel, Start, State, Step, commands, is_below, is_shell};

/// Programs that only start the program behind them.
const INITS: &[&str] = &["tini", "dumb-init", "catatonit", "docker-init", "exec", "env", "nohup"];

/// A program that the final stage starts.
#[derive(Debug)]
pub(super) struct Started<'c> {
    /// The program as written.
    pub program: String,
    /// The words behind it.
    pub arguments: Vec<String>,
    /// The instruction that says so.
    pub instruction: &'c Instruction,
}

impl Started<'_> {
    /// Its path, where it is one and does not depend on the `PATH`.
    pub fn path(&self, state: &State) -> Option<String> {
        if self.program.contains('/') { state.absolute(&self.program) } else { None }
    }

    /// The file that the runtime of the image is told to run, if it is the program: `node server.js`, `java -jar x.jar`.
    pub fn script(&self, state: &State) -> Option<&str> {
        let (runtime, _) = state.image.runtime.as_ref()?;
        let is_runtime = name(&self.program).strip_prefix(runtime.as_str()).is_some_and(is_version);
        let mut words = self.arguments.iter().map(String::as_str);
        let script = words.next().and_then(|word| if word == "-jar" { words.next() } else { Some(word) })?;
        let has_extension = name(script).rsplit_once('.').is_some_and(|(stem, _)| !stem.is_empty());
        (is_runtime && has_extension && !script.starts_with('-') && !script.contains('$')).then_some(script)
    }
}

/// The programs that an image starts when nobody says otherwise, where the final stage itself names them.
pub(super) fn started<'c>(stage: &'c StageModel<'_>) -> Vec<Started<'c>> {
    let (Some(entrypoint), Some(cmd)) = (&stage.end.entrypoint, &stage.end.cmd) else { return Vec::new() };
    let first = if entrypoint.words.is_empty() { cmd } else { entrypoint };
    let behind: &[String] = if entrypoint.words.is_empty() || entrypoint.is_shell_form { &[] } else { &cmd.words };
    let instruction = |start: &Start| Some(stage.steps.get(start.step?)?.instruction);
    if first.is_shell_form {
        let Some(instruction) = instruction(first) else { return Vec::new() };
        return first.words.last().map(|line| in_line(line, instruction)).unwrap_or_default();
    }
    let words: Vec<String> = first.words.iter().chain(behind).cloned().collect();
    // A script of the base by that name sets things up, and runs its arguments.
    let is_setup = |word: &String| entrypoint.step.is_none() && name(word).contains("entrypoint");
    let own = words.iter().position(|word| !is_wrapping(word) && !is_setup(word)).unwrap_or_default();
    if let [shell, flag, line] = &words[own..]
        && is_shell(shell)
        && flag == "-c"
    {
        let Some(instruction) = instruction(first).or_else(|| instruction(cmd)) else { return Vec::new() };
        return in_line(line, instruction);
    }
    let said = if own < first.words.len() { instruction(first) } else { instruction(cmd) };
    // What the base starts, it has; what it is told to run with it, this stage says.
    let (Some(instruction), Some(program)) = (said.or_else(|| instruction(cmd)), words.get(own)) else {
        return Vec::new();
    };
    vec![Started { program: program.clone(), arguments: words[own + 1..].to_vec(), instruction }]
}

/// What a line for a shell starts.
fn in_line<'c>(line: &str, instruction: &'c Instruction) -> Vec<Started<'c>> {
    let commands = commands(line).unwrap_or_default();
    commands.iter().filter(|command| !command.is_conditional).filter_map(|command| of(command, instruction)).collect()
}

/// What a command of a shell form starts; none where only the shell knows.
fn of<'c>(command: &Command, instruction: &'c Instruction) -> Option<Started<'c>> {
    let mut words = command.words.iter().skip_while(|word| is_wrapping(&word.text));
    let program = words.next().filter(|word| !word.is_open)?.text.clone();
    Some(Started { program, arguments: words.map(|word| word.text.clone()).collect(), instruction })
}

fn is_wrapping(word: &str) -> bool {
    INITS.contains(&name(word)) || word == "--" || word == "-g"
}

/// The file name of a path.
pub(super) fn name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or_default()
}

/// Whether a text is a number with dots, or nothing: what may follow a runtime's name.
pub(super) fn is_version(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
}

/// Whether the shell that shell forms are for is missing.
pub(super) fn lacks_shell(state: &State) -> bool {
    match state.shell.first().map(String::as_str) {
        None | Some("/bin/sh") => state.has_shell == Some(false),
        Some(other) => state.has_program(name(other)) == Some(false),
    }
}

/// Whether a step may have put anything anywhere, programs and shells too.
pub(super) fn is_open(state: &State) -> bool {
    state.files.pieces.iter().any(|piece| piece.path == "/" && piece.origin == Origin::Anything)
}

/// Whether something that came later may lie in one of the folders of programs, under a name that nobody lists.
pub(super) fn brings_programs(state: &State) -> bool {
    const FOLDERS: &[&str] =
        &["/", "/bin", "/sbin", "/usr", "/usr/bin", "/usr/sbin", "/usr/local", "/usr/local/bin", "/busybox"];
    let is_one = |piece: &&Piece| piece.is_tree && FOLDERS.contains(&piece.path.as_str());
    state.files.pieces.iter().any(|piece| is_one(&piece) || is_shell(&piece.path))
}

/// The step that put what lies at `path` into the final stage, the last one that may have.
pub(super) fn putting<'c>(model: &'c Model<'_>, path: &str) -> Option<&'c Step<'c>> {
    let stage = model.last()?;
    let covers = |piece: &&Piece| piece.path == path || piece.is_tree && is_below(path, &piece.path);
    stage.steps.get(stage.end.files.pieces.iter().rev().find(covers)?.step)
}
