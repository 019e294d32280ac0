//! The variables of a `CMake` folder.

use std::collections::BTreeMap;

use super::parse::Command;
use crate::detect::c::path;

/// What the folder of the sources and that of the build stand for while paths are read.
const SOURCE: &str = "\u{1}source";
pub(super) const BINARY: &str = "\u{1}binary";

/// Variables, and where they are read.
#[derive(Debug, Clone)]
pub(super) struct Scope {
    variables: BTreeMap<String, String>,
    has_project: bool,
}

impl Scope {
    /// The variables of the top folder before its first command.
    pub fn root() -> Self {
        let mut scope = Self { variables: BTreeMap::new(), has_project: false };
        let source = ["CMAKE_SOURCE_DIR", "PROJECT_SOURCE_DIR", "CMAKE_CURRENT_SOURCE_DIR", "CMAKE_CURRENT_LIST_DIR"];
        let binary = ["CMAKE_BINARY_DIR", "PROJECT_BINARY_DIR", "CMAKE_CURRENT_BINARY_DIR"];
        let fixed = [
            ("CMAKE_INSTALL_PREFIX", "/usr/local"),
            ("CMAKE_SYSTEM_NAME", "Linux"),
            ("CMAKE_BUILD_TYPE", "Release"),
            ("UNIX", "ON"),
            ("LINUX", "ON"),
            ("PROJECT_IS_TOP_LEVEL", "ON"),
            ("BUILD_TESTING", "OFF"),
            ("CMAKE_EXECUTABLE_SUFFIX", ""),
            ("WIN32", "OFF"),
            ("APPLE", "OFF"),
            ("MSVC", "OFF"),
            ("MINGW", "OFF"),
            ("ANDROID", "OFF"),
            ("EMSCRIPTEN", "OFF"),
            ("CMAKE_CROSSCOMPILING", "OFF"),
        ];
        let folders = [
            ("BIN", "bin"),
            ("SBIN", "sbin"),
            ("LIBEXEC", "libexec"),
            ("SYSCONF", "etc"),
            ("LOCALSTATE", "var"),
            ("LIB", "lib"),
            ("INCLUDE", "include"),
            ("DATAROOT", "share"),
            ("DATA", "share"),
            ("DOC", "share/doc"),
            ("MAN", "share/man"),
        ];
        scope.variables.extend(source.map(|name| (name.to_owned(), SOURCE.to_owned())));
        scope.variables.extend(binary.map(|name| (name.to_owned(), BINARY.to_owned())));
        scope.variables.extend(fixed.map(|(name, value)| (name.to_owned(), value.to_owned())));
        for (name, folder) in folders {
            scope.set(&format!("CMAKE_INSTALL_{name}DIR"), folder);
            scope.set(&format!("CMAKE_INSTALL_FULL_{name}DIR"), &format!("/usr/local/{folder}"));
        }
        scope
    }

    /// The variables that a folder below starts with.
    pub fn enter(&self, folder: &str) -> Self {
        let mut inner = self.clone();
        inner.set("CMAKE_CURRENT_SOURCE_DIR", &format!("{SOURCE}/{folder}"));
        inner.set("CMAKE_CURRENT_LIST_DIR", &format!("{SOURCE}/{folder}"));
        inner.set("CMAKE_CURRENT_BINARY_DIR", &format!("{BINARY}/{folder}"));
        inner
    }

    /// Names the project of the folder.
    pub fn project(&mut self, name: &str, rest: &[&str], folder: &str) {
        if !self.has_project {
            self.set("CMAKE_PROJECT_NAME", name);
            self.has_project = true;
        }
        self.set("PROJECT_NAME", name);
        self.set("PROJECT_SOURCE_DIR", &format!("{SOURCE}/{folder}"));
        self.set("PROJECT_BINARY_DIR", &format!("{BINARY}/{folder}"));
        if let Some(at) = rest.iter().position(|word| *word == "VERSION") {
            self.set("PROJECT_VERSION", rest.get(at + 1).copied().unwrap_or_default());
        }
    }

    pub fn get(&self, variable: &str) -> Option<&str> {
        self.variables.get(variable).map(String::as_str)
    }

    pub fn set(&mut self, variable: &str, value: &str) {
        self.variables.insert(variable.to_owned(), value.to_owned());
    }

    /// Sets a variable that has no value yet.
    pub fn default(&mut self, variable: &str, value: &str) {
        self.variables.entry(variable.to_owned()).or_insert_with(|| value.to_owned());
    }

    pub fn unset(&mut self, variable: &str) {
        self.variables.remove(variable);
    }

    /// Adds to a list.
    pub fn append(&mut self, variable: &str, values: &[&str]) {
        let old = self.get(variable).unwrap_or_default();
        let all: Vec<&str> = std::iter::once(old).filter(|old| !old.is_empty()).chain(values.iter().copied()).collect();
        self.set(variable, &all.join(";"));
    }

    /// `text` with its variables replaced; what has no value is taken out, as `CMake` does.
    pub fn expand(&self, text: &str) -> String {
        let mut text = text.to_owned();
        // The innermost reference first, so that `${${name}_FILES}` works; each round takes one out.
        for _ in 0..100 {
            let Some(start) = text.rfind("${") else { break };
            let Some(length) = text[start..].find('}') else { break };
            let value = self.get(&text[start + 2..start + length]).unwrap_or_default().to_owned();
            text.replace_range(start..=start + length, &value);
            if text.len() > 1 << 16 {
                break;
            }
        }
        text
    }

    /// The arguments of a command with variables replaced and lists taken apart.
    pub fn arguments(&self, command: &Command) -> Vec<String> {
        let mut all = Vec::new();
        for argument in &command.arguments {
            if argument.is_raw {
                all.push(argument.text.clone());
            } else if argument.is_quoted {
                all.push(self.expand(&argument.text));
            } else {
                let text = self.expand(&argument.text);
                all.extend(text.split(';').filter(|part| !part.is_empty()).map(str::to_owned));
            }
        }
        all
    }

    /// The variable and the values of a `foreach`.
    pub fn items(&self, command: &Command) -> (String, Vec<String>) {
        let mut arguments = self.arguments(command);
        if arguments.is_empty() {
            return (String::new(), Vec::new());
        }
        let variable = arguments.remove(0);
        let mut items = Vec::new();
        let mut are_lists = false;
        for argument in arguments {
            match argument.as_str() {
                "IN" | "RANGE" => {}
                "ITEMS" => are_lists = false,
                "LISTS" => are_lists = true,
                list if are_lists => {
                    let list = self.get(list).unwrap_or_default();
                    items.extend(list.split(';').filter(|item| !item.is_empty()).map(str::to_owned));
                }
                item => items.push(item.to_owned()),
            }
        }
        (variable, items)
    }

    /// A path of the sources, relative to the project; `None` for a path outside it or of the build.
    #[expect(clippy::unused_self, reason = "reads like the other questions about a scope")]
    pub fn relative(&self, text: &str, folder: &str) -> Option<String> {
        match text.strip_prefix(SOURCE) {
            Some(rest) => path::join("", rest),
            None if text.starts_with(['/', '\u{1}', '-', '$']) => None,
            None => path::join(folder, text),
        }
    }

    /// A folder for programs: whether it lies among the sources, and its path there or in the build folder.
    #[expect(clippy::unused_self, reason = "reads like the other questions about a scope")]
    pub fn output(&self, text: &str, folder: &str) -> Option<(bool, String)> {
        match (text.strip_prefix(BINARY), text.strip_prefix(SOURCE)) {
            (Some(rest), _) => Some((false, path::join("", rest)?)),
            (_, Some(rest)) => Some((true, path::join("", rest)?)),
            _ if text.starts_with(['/', '$']) => None,
            _ => Some((false, path::join(folder, text)?)),
        }
    }
}
