//! What a `RUN` leaves behind.

use super::command::{Leaves, Link, Row, words_behind};
use super::file::Piece;
use super::path::{is_inside, rooted};
use super::{Artifact, Command, Commands, Libc, Linking, Origin, Scope, State, Word};

/// A `RUN` on its way through its commands.
pub(super) struct Run<'a> {
    /// What is known of commands.
    pub commands: &'a Commands,
    /// The state, as the commands so far left it; its working directory and variables are those of the shell.
    pub state: State,
    /// The stage.
    pub stage: usize,
    /// The step.
    pub step: usize,
    /// Finds what lies at a path of the state so far.
    pub find: &'a dyn Fn(&State, &str) -> super::Found,
    /// The subshells one is in, the outermost first.
    pub subshells: Vec<Subshell>,
}

/// A subshell, and what is as it was when it ends.
pub(super) struct Subshell {
    id: usize,
    workdir: Option<String>,
    scope: Scope,
}

impl Run<'_> {
    /// Follows one command.
    pub(super) fn follow(&mut self, command: &Command) {
        self.enter(&command.subshells);
        for (name, value) in command.assignments.iter().filter(|_| command.words.is_empty()) {
            let value = self.word(value);
            self.state.scope.set(name, value, false);
        }
        if command.is_conditional {
            // It may leave what it leaves, or nothing; that a user or a program may be there is what counts of these.
            if let Some((row, about)) = self.commands.of(command) {
                self.accounts(command, row, about);
            }
            return self.put("/", true, Origin::Anything);
        }
        for written in &command.writes {
            self.named(written, None);
        }
        if command.words.is_empty() {
            return;
        }
        let Some((row, about)) = self.commands.of(command) else { return self.put("/", true, Origin::Anything) };
        self.accounts(command, row, about);
        let names: Vec<&Word> = words_behind(command).skip(about - 1).collect();
        match row.leaves {
            Leaves::Nothing | Leaves::Packages | Leaves::Users => {}
            Leaves::Named => names.iter().for_each(|word| self.named(word, None)),
            Leaves::Copied | Leaves::Moved => self.copied(&names, row.leaves == Leaves::Moved),
            Leaves::Removed => {
                for path in names.iter().filter_map(|word| self.path(word)).collect::<Vec<_>>() {
                    self.put(&path, true, Origin::Removed);
                }
            }
            Leaves::Flagged => {
                if let Some(word) = flag(command, &row.flags) {
                    self.named(&word, None);
                }
            }
            Leaves::Files | Leaves::Program => self.made(command, row),
            Leaves::Directory => self.state.workdir = names.first().and_then(|word| self.path(word)),
            Leaves::Exports => {
                for word in names {
                    if let Some((name, value)) = word.text.split_once('=') {
                        let value =
                            if word.is_open { self.state.scope.expand(value, '\\') } else { Some(value.to_owned()) };
                        self.state.scope.set(name, value, false);
                    }
                }
            }
        }
    }

    /// Leaves the subshells that the next command is not in, and enters those that it is.
    fn enter(&mut self, subshells: &[usize]) {
        let common = self.subshells.iter().zip(subshells).take_while(|(own, id)| own.id == **id).count();
        while self.subshells.len() > common {
            if let Some(Subshell { workdir, scope, .. }) = self.subshells.pop() {
                (self.state.workdir, self.state.scope) = (workdir, scope);
            }
        }
        for id in &subshells[common..] {
            let (workdir, scope) = (self.state.workdir.clone(), self.state.scope.clone());
            self.subshells.push(Subshell { id: *id, workdir, scope });
        }
    }

    /// Packages and users.
    fn accounts(&mut self, command: &Command, row: &Row, about: usize) {
        let names: Vec<&Word> = words_behind(command).skip(about - 1).collect();
        match row.leaves {
            Leaves::Packages => {
                let names = names.iter().map(|word| word.text.split(['=', '~', '<', '>']).next().unwrap_or_default());
                self.state.packages.extend(names.map(str::to_owned));
            }
            Leaves::Users => self.users(command, row, &names),
            _ => {}
        }
    }

    /// Users that are added, and their id where the command says it.
    fn users(&mut self, command: &Command, row: &Row, names: &[&Word]) {
        let id = flag(command, &row.flags).and_then(|word| word.text.parse().ok());
        match &mut self.state.users {
            Some(_) if names.iter().any(|word| word.is_open) => self.state.users = None,
            // Which of the words is the name depends on the flags before it: each may be.
            Some(users) => users.extend(names.iter().map(|word| (word.text.clone(), id))),
            None => {}
        }
    }

    /// The last name becomes what the one before it is.
    fn copied(&mut self, names: &[&Word], is_moved: bool) {
        let Some((target, sources)) = names.split_last() else { return };
        for source in sources {
            let Some(path) = self.path(source) else { return self.put("/", true, Origin::Anything) };
            let artifact = (self.find)(&self.state, &path).artifact;
            let linking = artifact.and_then(|artifact| artifact.linking);
            // The target may be a folder; where it is not, it is the file itself, which counts last.
            if let (Some(target), Some((_, name))) = (self.path(target), path.rsplit_once('/')) {
                let made = Origin::Made(self.artifact(linking.clone()));
                self.put(&format!("{target}/{name}"), true, made);
            }
            self.named(target, linking);
            if is_moved {
                self.put(&path, true, Origin::Removed);
            }
        }
    }

    /// What a compiler or a build system makes.
    fn made(&mut self, command: &Command, row: &Row) {
        let linking = match row.leaves {
            Leaves::Program => self.linking(command, row),
            _ => Some(Linking::Data),
        };
        if let Some(word) = flag(command, &row.flags) {
            return self.named(&word, linking);
        }
        let variable = row.below_variable.as_ref().filter(|name| self.state.scope.variables.contains_key(*name));
        let folder = match (variable, &row.below) {
            (Some(name), _) => self.variable(command, name),
            (None, Some(folder)) => Some(folder.clone()),
            (None, None) => return,
        };
        let path = folder.and_then(|folder| self.state.absolute(&folder));
        match path {
            Some(path) => {
                let below = Origin::Below(self.artifact(linking));
                self.put(&path, true, below);
            }
            None => self.put("/", true, Origin::Anything),
        }
    }

    /// How a program is linked: none where a variable decides that nobody knows.
    fn linking(&self, command: &Command, row: &Row) -> Option<Linking> {
        for link in &row.links {
            match self.holds(command, link) {
                Some(true) if link.is_static => return Some(Linking::Static),
                Some(true) => break,
                Some(false) => {}
                None => return None,
            }
        }
        self.state.image.libc.clone().filter(|libc| *libc != Libc::None).map(Linking::Dynamic)
    }

    /// Whether a condition holds; none where nobody knows.
    fn holds(&self, command: &Command, link: &Link) -> Option<bool> {
        if let (Some(name), Some(wanted)) = (&link.variable, &link.holds) {
            let is_set = self.state.scope.variables.contains_key(name) || assigned(command, name).is_some();
            return if is_set { self.variable(command, name).map(|value| value.contains(wanted)) } else { Some(false) };
        }
        if let Some(wanted) = &link.holds {
            return Some(command.words.iter().any(|word| word.text.contains(wanted)));
        }
        let is_libc = match (self.state.image.libc.as_ref()?, link.libc.as_deref()) {
            (_, None) => true,
            (Libc::Musl, Some(wanted)) => wanted == "musl",
            (Libc::Glibc(_), Some(wanted)) => wanted == "glibc",
            (Libc::None, Some(_)) => false,
        };
        Some(is_libc && !link.without_packages.iter().any(|package| self.state.packages.contains(package)))
    }

    /// The value of a variable, set for the command or before it.
    fn variable(&self, command: &Command, name: &str) -> Option<String> {
        match assigned(command, name) {
            Some(word) => self.word(word),
            None => self.state.scope.value(name).map(str::to_owned),
        }
    }

    /// A path that the command makes.
    fn named(&mut self, word: &Word, linking: Option<Linking>) {
        let Some(path) = self.path(word) else { return self.put("/", true, Origin::Anything) };
        let made = Origin::Made(self.artifact(linking));
        self.put(&path, true, made);
    }

    fn artifact(&self, linking: Option<Linking>) -> Artifact {
        Artifact { stage: self.stage, step: self.step, linking }
    }

    fn put(&mut self, path: &str, is_tree: bool, origin: Origin) {
        let step = self.step;
        self.state.files.pieces.push(Piece { path: rooted(path), is_tree, origin, step });
    }

    /// A word as an absolute path, where one knows it.
    fn path(&self, word: &Word) -> Option<String> {
        self.word(word).and_then(|path| self.state.absolute(&path))
    }

    /// A word with its variables replaced, where one knows them.
    fn word(&self, word: &Word) -> Option<String> {
        if !word.is_open {
            return Some(word.text.clone());
        }
        let has_more = word.text.replace("${", "").contains(['`', '*', '?', '[', '{']) || word.text.contains("$(");
        if has_more || word.text.starts_with('~') {
            return None;
        }
        self.state.scope.expand(&word.text, '\\')
    }
}

/// The word that a command sets a variable to for itself.
fn assigned<'c>(command: &'c Command, name: &str) -> Option<&'c Word> {
    command.assignments.iter().rev().find(|(own, _)| own == name).map(|(_, word)| word)
}

/// The value of the first of the flags: `-o VALUE`, `-oVALUE` for no flag of one letter, `--output=VALUE`.
fn flag(command: &Command, flags: &[String]) -> Option<Word> {
    let mut words = command.words.iter();
    while let Some(word) = words.next() {
        if flags.contains(&word.text) {
            return words.next().cloned();
        }
        if let Some((name, value)) = word.text.split_once('=')
            && flags.iter().any(|flag| flag == name)
        {
            return Some(Word { text: value.to_owned(), ..word.clone() });
        }
    }
    None
}

/// What lay under a mount is not in the layer: what the commands put there is gone when they have ended.
pub(super) fn unmount(state: &mut State, before: usize, target: &str) {
    let mut index = 0;
    state.files.pieces.retain(|piece| {
        index += 1;
        index <= before || !is_inside(&piece.path, target)
    });
}
