//! `CMake`: the commands of `CMakeLists.txt` and of the files it includes, as far as they say which programs there are.

mod condition;
mod parse;
mod scope;
mod target;

use self::parse::Command;
use self::scope::Scope;
use self::target::Targets;
use super::build::Build;
use super::path;
use crate::answers::Evidence;
use crate::context::Context;

const FILE: &str = "CMakeLists.txt";

/// Files that are read and commands that are followed at most, should files include each other or loops stand in loops.
const MOST_FILES: usize = 200;
const MOST_COMMANDS: usize = 20_000;

/// What `CMakeLists.txt` builds, where there is one.
pub(super) fn read(context: &Context) -> Option<Build> {
    context.read(FILE)?;
    let mut reader = Reader {
        context,
        build: Build { system: "cmake", file: FILE.to_owned(), ..Build::default() },
        targets: Targets::default(),
        files: 0,
        followed: 0,
    };
    reader.file(FILE, &mut Scope::root());
    let Reader { mut build, targets, .. } = reader;
    targets.finish(&mut build);
    Some(build)
}

struct Reader<'c> {
    context: &'c Context,
    build: Build,
    targets: Targets,
    files: usize,
    followed: usize,
}

impl Reader<'_> {
    /// Reads the file at `path`, if it is there.
    fn file(&mut self, path: &str, scope: &mut Scope) {
        self.files += 1;
        let Some(text) = self.context.read(path).filter(|_| self.files <= MOST_FILES) else { return };
        self.commands(&parse::commands(&text), path, scope);
    }

    /// Follows the commands, without those of branches that are not taken.
    fn commands(&mut self, commands: &[Command], path: &str, scope: &mut Scope) {
        let mut at = 0;
        while let Some(command) = commands.get(at) {
            self.followed += 1;
            if self.followed > MOST_COMMANDS {
                return;
            }
            match command.name.as_str() {
                "if" => at = self.branches(commands, at, path, scope),
                "foreach" => {
                    let end = parse::end(commands, at);
                    let (variable, items) = scope.items(command);
                    for item in items.iter().take(100) {
                        scope.set(&variable, item);
                        self.commands(&commands[at + 1..end], path, scope);
                    }
                    at = end;
                }
                "function" | "macro" | "while" => at = parse::end(commands, at),
                "return" => return,
                _ => self.command(command, path, scope),
            }
            at += 1;
        }
    }

    /// Follows the branch of an `if` that is taken, or every one that may be; the place of its `endif`.
    fn branches(&mut self, commands: &[Command], at: usize, path: &str, scope: &mut Scope) -> usize {
        let end = parse::end(commands, at);
        let mut starts = parse::branches(commands, at, end);
        starts.push(end);
        for pair in starts.windows(2) {
            let (start, stop) = (pair[0], pair[1]);
            let head = &commands[start];
            if head.arguments.iter().any(|argument| argument.text.contains("BUILD_TESTING")) {
                self.build.test_option.get_or_insert_with(|| evidence(path, head));
            }
            let taken = if head.name == "else" { Some(true) } else { condition::holds(&head.arguments, scope) };
            if taken != Some(false) {
                self.commands(&commands[start + 1..stop], path, scope);
            }
            if taken == Some(true) {
                break;
            }
        }
        end
    }

    fn command(&mut self, command: &Command, path: &str, scope: &mut Scope) {
        let arguments = scope.arguments(command);
        let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let seen = || evidence(path, command);
        self.name_files(&words, path, scope);
        match (command.name.as_str(), words.as_slice()) {
            ("project", [name, rest @ ..]) => scope.project(name, rest, path::folder(path)),
            ("set", [variable, values @ ..]) => {
                let values: Vec<&str> =
                    values.iter().copied().take_while(|word| !matches!(*word, "CACHE" | "PARENT_SCOPE")).collect();
                scope.set(variable, &values.join(";"));
            }
            ("list", ["APPEND", variable, values @ ..]) => scope.append(variable, values),
            ("unset", [variable, ..]) => scope.unset(variable),
            ("option", [variable, rest @ ..]) => {
                let is_on = rest.get(1).is_some_and(|value| condition::is_true(value));
                scope.default(variable, if is_on { "ON" } else { "OFF" });
            }
            ("include", ["CTest", ..]) => {
                self.build.test_option.get_or_insert_with(seen);
                scope.default("BUILD_TESTING", "OFF");
            }
            ("include", [file, ..]) => self.include(file, path, scope),
            ("add_subdirectory", [folder, ..]) => {
                let inside = scope.relative(folder, path::folder(path));
                if let Some(inside) = inside.filter(|_| !words.contains(&"EXCLUDE_FROM_ALL")) {
                    let mut inner = scope.enter(&inside);
                    self.file(&format!("{inside}/{FILE}"), &mut inner);
                }
            }
            ("aux_source_directory", [folder, variable]) => {
                let Some(folder) = scope.relative(folder, path::folder(path)) else { return };
                let files: Vec<&str> = self.context.files().filter(|file| path::folder(file) == folder).collect();
                scope.set(variable, &files.join(";"));
            }
            ("find_package", [name, ..]) => {
                let is_required = words.contains(&"REQUIRED");
                self.library(name, is_required, seen());
            }
            ("pkg_check_modules" | "pkg_search_module", [_, modules @ ..]) => {
                let is_required = words.contains(&"REQUIRED");
                let options = ["REQUIRED", "QUIET", "IMPORTED_TARGET", "GLOBAL", "NO_CMAKE_PATH"];
                for module in modules.iter().filter(|module| !options.contains(module)) {
                    let name = module.split(['<', '>', '=']).next().unwrap_or_default();
                    self.library(name, is_required, seen());
                }
            }
            (name, _) => self.targets.command(name, &words, path::folder(path), scope, &seen),
        }
    }

    /// A library that the project looks for. One it can do without counts only where the toolchain image may have it.
    fn library(&mut self, name: &str, is_required: bool, evidence: Evidence) {
        let is_known = super::library::find(name).is_some_and(|(_, place)| place != super::library::Place::Other);
        if is_required || is_known {
            self.build.libraries.push((name.to_owned(), evidence));
        }
    }

    /// Reads an included file: by its path, or a module of the project by its name.
    fn include(&mut self, file: &str, path: &str, scope: &mut Scope) {
        let module = format!("{file}.cmake");
        let places = [file.to_owned(), module.clone(), format!("cmake/{module}"), format!("CMake/{module}")];
        let found = places
            .iter()
            .filter_map(|place| scope.relative(place, path::folder(path)))
            .find(|place| self.context.files().any(|file| file == place));
        if let Some(found) = found {
            // Relative paths in an included file count from the folder of the file that includes it.
            let text = self.context.read(&found).unwrap_or_default();
            self.files += 1;
            if self.files <= MOST_FILES {
                self.commands(&parse::commands(&text), path, scope);
            }
        }
    }

    /// Remembers every file of the project that the arguments name: the build cannot do without.
    fn name_files(&mut self, words: &[&str], path: &str, scope: &Scope) {
        for word in words.iter().filter(|word| !word.contains(';')) {
            let Some(file) = scope.relative(word, path::folder(path)).filter(|file| !file.is_empty()) else { continue };
            let is_folder = || words.contains(&"DIRECTORY") && self.context.is_dir(&file);
            if self.context.files().any(|known| known == file) || is_folder() {
                self.build.named.insert(file);
            }
        }
    }
}

fn evidence(path: &str, command: &Command) -> Evidence {
    let arguments: Vec<&str> = command.arguments.iter().take(4).map(|argument| argument.text.as_str()).collect();
    let more = if command.arguments.len() > 4 { " …" } else { "" };
    Evidence::new(path, command.line, format!("{}({}{more})", command.name, arguments.join(" ")))
}
