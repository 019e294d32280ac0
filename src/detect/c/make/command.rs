//! Commands of a recipe: what links a program, and what installs a file.

use crate::detect::c::path;

/// A command that links a program.
#[derive(Debug)]
pub(super) struct Link {
    pub output: String,
    pub inputs: Vec<String>,
    pub libraries: Vec<String>,
    /// Whether the compiler is called by its name and not through a variable.
    pub is_fixed: bool,
    /// Whether the program is linked statically anyway.
    pub is_static: bool,
}

/// A file that is installed.
#[derive(Debug)]
pub(super) struct Install {
    pub from: String,
    pub to: String,
}

/// The commands of a line, without what make reads itself.
fn commands(text: &str) -> impl Iterator<Item = Vec<&str>> {
    let parts = text.split(['\n', ';']).flat_map(|part| part.split("&&"));
    parts.map(|part| {
        let part = part.trim().trim_start_matches(['@', '-', '+']);
        part.split_whitespace().collect::<Vec<_>>()
    })
}

/// `text` with what the shell would ask other programs for: the libraries that pkg-config names, and nothing else.
fn answered(text: &str) -> String {
    let mut parts = text.split('`');
    let mut answer = parts.next().unwrap_or_default().to_owned();
    while let Some(command) = parts.next() {
        answer.push_str(&super::expand::shell(command));
        answer.push_str(parts.next().unwrap_or_default());
    }
    while let Some(start) = answer.find("$(") {
        let end = answer[start..].find(')').map_or(answer.len(), |end| start + end + 1);
        let inner = super::expand::shell(answer[start + 2..end].trim_end_matches(')'));
        answer.replace_range(start..end, &inner);
    }
    answer
}

/// The program that a line links: `text` is the line with its variables replaced, `written` without.
pub(super) fn link(text: &str, written: &str) -> Option<Link> {
    commands(&answered(text)).find_map(|words| {
        // Variables before the command, and programs that only pass it on.
        let start = words
            .iter()
            .position(|word| !word.contains('=') && !matches!(*word, "ccache" | "distcc" | "time" | "$"))?;
        let compiler = words.get(start).filter(|word| is_compiler(word))?;
        let words = &words[start + 1..];
        let stops = ["-c", "-shared", "-E", "-M", "-MM", "-S", "-fsyntax-only", "--version", "-dumpmachine", "-r"];
        if words.iter().any(|word| stops.contains(word) || word.starts_with("-print")) {
            return None;
        }
        let at = words.iter().position(|word| *word == "-o");
        let output = match at {
            Some(at) => (*words.get(at + 1)?).to_owned(),
            None => words.iter().find_map(|word| word.strip_prefix("-o").filter(|name| !name.is_empty()))?.to_owned(),
        };
        let is_library = [".so", ".a", ".o", ".d", ".dll", ".dylib"].iter().any(|end| output.contains(end));
        if is_library {
            return None;
        }
        let is_input = |word: &&&str| {
            [".o", ".c", ".cc", ".cpp", ".cxx", ".C"].iter().any(|end| word.ends_with(end)) && !word.starts_with('-')
        };
        let inputs =
            words.iter().filter(is_input).filter(|word| **word != output).map(|word| (*word).to_owned()).collect();
        let is_fixed = written.split_whitespace().any(|word| word.trim_start_matches(['@', '-']) == *compiler);
        Some(Link {
            output,
            inputs,
            libraries: libraries(&words.join(" ")),
            is_fixed,
            is_static: words.contains(&"-static"),
        })
    })
}

/// The libraries that the words of a command name.
pub(super) fn libraries(text: &str) -> Vec<String> {
    let text = answered(text);
    let named = text.split_whitespace().filter(|word| word.starts_with("-l") && word.len() > 2).map(str::to_owned);
    let threads = text.split_whitespace().filter(|word| *word == "-pthread").map(|_| "-lpthread".to_owned());
    named.chain(threads).collect()
}

/// Whether a word is a C or C++ compiler: `gcc`, `x86_64-linux-gnu-g++`, `clang-18`.
fn is_compiler(word: &str) -> bool {
    let name = path::name(word);
    let name = name.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.').trim_end_matches('-');
    let last = name.rsplit('-').next().unwrap_or(name);
    ["cc", "gcc", "c99", "c11", "clang", "c++", "g++", "clang++", "tcc", "c"].contains(&last) && word != "c"
}

/// The folder in which a line calls make again.
pub(super) fn submake(text: &str) -> Option<String> {
    commands(text).find_map(|words| {
        let is_make = words.first().is_some_and(|word| path::name(word) == "make");
        let at = words.iter().position(|word| *word == "-C")?;
        words.get(at + 1).filter(|_| is_make).map(|folder| (*folder).to_owned())
    })
}

/// The goal for which a line calls make again, in the same folder.
pub(super) fn goal_again(text: &str) -> Option<&str> {
    let rest = text.trim_start_matches(['@', '-', '+']).trim().strip_prefix("$(MAKE)")?;
    if rest.contains("-C") {
        return None;
    }
    rest.split_whitespace().find(|word| !word.starts_with('-') && !word.contains('='))
}

/// The folders that a line makes.
pub(super) fn folders(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for words in commands(text) {
        let makes = match words.first() {
            Some(&"mkdir") => true,
            Some(word) => path::name(word) == "install" && words.iter().any(|word| *word == "-d" || *word == "-dm755"),
            None => false,
        };
        if makes {
            let names = words[1..].iter().filter(|word| !word.starts_with('-'));
            found.extend(names.map(|name| unquoted(name).trim_end_matches('/').to_owned()));
        }
    }
    found
}

/// The files that a line installs.
pub(super) fn install(text: &str) -> Vec<Install> {
    let mut found = Vec::new();
    for words in commands(text) {
        let Some(first) = words.first() else { continue };
        let is_install = matches!(path::name(first), "install" | "ginstall");
        if !is_install && *first != "cp" || words.iter().any(|word| *word == "-d" || *word == "-dm755") {
            continue;
        }
        let mut names = Vec::new();
        let mut folder = None;
        let mut rest = words[1..].iter();
        while let Some(word) = rest.next() {
            match *word {
                "-m" | "-o" | "-g" | "--mode" if is_install => _ = rest.next(),
                "-t" => folder = rest.next().map(|word| unquoted(word)),
                word if word.starts_with('-') => {}
                word => names.push(unquoted(word)),
            }
        }
        let to = match folder {
            Some(folder) => format!("{}/", folder.trim_end_matches('/')),
            None => match names.pop() {
                Some(last) if names.len() > 1 => format!("{}/", last.trim_end_matches('/')),
                Some(last) => last.to_owned(),
                None => continue,
            },
        };
        found.extend(names.into_iter().map(|from| Install { from: from.to_owned(), to: to.clone() }));
    }
    found
}

fn unquoted(word: &str) -> &str {
    word.trim_matches(['"', '\''])
}
