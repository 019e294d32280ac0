//! What `npm start` would run, as an argument vector.

use super::package::Package;
use super::shell::{self, Command};
use crate::answers::Evidence;

/// How a script starts the service.
#[derive(Debug, Clone)]
pub(super) struct Start {
    pub(super) by: By,
    /// Options of Node.js itself.
    pub(super) options: Vec<String>,
    /// The file, as the script names it.
    pub(super) file: String,
    /// What follows the file.
    pub(super) arguments: Vec<String>,
    /// A port that the script sets by a variable.
    pub(super) port: Option<i64>,
    pub(super) evidence: Evidence,
}

impl Start {
    /// A file without options or arguments.
    pub(super) fn of_file(by: By, file: String, evidence: Evidence) -> Self {
        Self { by, options: Vec::new(), file, arguments: Vec::new(), port: None, evidence }
    }
}

/// What runs the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum By {
    /// Node.js itself.
    Node,
    /// The command-line program of a dependency, which has the port and the file as arguments.
    Tool(&'static str),
    /// `next start`.
    Next,
    /// `nest start`.
    Nest,
    /// `tsx`, `ts-node` and the like, which compile while they run.
    TypeScript(&'static str),
    /// A server for development, or for files that the browser runs.
    Static,
}

/// Scripts that may start the service, the one that a platform would run first.
const SCRIPTS: &[&str] = &["start", "start:prod", "start:production", "production", "serve"];

/// Programs that run TypeScript files, and the package each comes from.
const COMPILERS: &[(&str, &str)] = &[
    ("tsx", "tsx"),
    ("ts-node", "ts-node"),
    ("ts-node-esm", "ts-node"),
    ("ts-node-dev", "ts-node"),
    ("tsnd", "ts-node"),
];

/// Programs that only serve what a browser runs, or only serve a developer.
const STATIC: &[&str] =
    &["vite", "serve", "http-server", "react-scripts", "astro", "ng", "parcel", "webpack-dev-server", "gatsby"];

/// Programs of dependencies that are the service, with the package each comes from.
const TOOLS: &[(&str, &str)] =
    &[("fastify", "fastify-cli"), ("react-router-serve", "@react-router/serve"), ("remix-serve", "@remix-run/serve")];

/// Options of Node.js that take the next word with them.
const WITH_VALUE: &[&str] = &["-r", "--require", "--import", "--loader", "--experimental-loader", "-C", "--conditions"];

/// What starts the service: a script that runs Node.js on a file wins over one that needs a tool.
pub(super) fn find(package: &Package) -> Option<Start> {
    let found: Vec<Start> = SCRIPTS.iter().filter_map(|name| of_script(package, name, 5)).collect();
    let rank = |start: &&Start| match start.by {
        By::Node => 0,
        By::Next | By::Nest | By::Tool(_) => 1,
        By::TypeScript(_) => 2,
        By::Static => 3,
    };
    found.iter().min_by_key(rank).cloned()
}

fn of_script(package: &Package, name: &str, depth: usize) -> Option<Start> {
    let script = package.script(name)?;
    let evidence = package.evidence(&["scripts", name], format!("{name}: {script}"));
    let commands = shell::commands(script);
    commands.iter().rev().find_map(|command| of_command(package, command, &evidence, depth))
}

fn of_command(package: &Package, command: &Command, evidence: &Evidence, depth: usize) -> Option<Start> {
    let (program, words) = command.words.split_first()?;
    let program = program.rsplit('/').next().unwrap_or(program);
    let start = |by, options, file: &str, arguments: &[String]| {
        let port = command.variables.iter().find(|(name, _)| name == "PORT").and_then(|(_, value)| value.parse().ok());
        let (file, arguments) = (file.to_owned(), arguments.to_vec());
        Some(Start { by, options, file, arguments, port, evidence: evidence.clone() })
    };
    if matches!(program, "npm" | "pnpm" | "yarn" | "bun") {
        let mut names = words.iter().filter(|word| !word.starts_with('-') && *word != "run" && *word != "run-script");
        return of_script(package, names.next()?, depth.checked_sub(1)?);
    }
    if let Some((_, package)) = COMPILERS.iter().find(|(name, _)| *name == program) {
        let file = words.iter().find(|word| is_file(word))?;
        return start(By::TypeScript(package), Vec::new(), file, &[]);
    }
    if let Some((_, tool)) = TOOLS.iter().find(|(name, tool)| *name == program && package.requires(tool)) {
        return start(By::Tool(tool), Vec::new(), &format!("node_modules/.bin/{program}"), words);
    }
    match program {
        "node" => {
            let (options, file, arguments) = of_node(words)?;
            let by = if options.iter().any(|option| option.starts_with("--watch")) { return None } else { By::Node };
            start(by, options, file, arguments)
        }
        "nodemon" | "pm2" | "pm2-runtime" | "node-dev" => {
            let file = words.iter().find(|word| is_file(word) && !word.contains(".config."))?;
            let by = if is_typescript(file) { By::TypeScript("ts-node") } else { By::Node };
            start(by, Vec::new(), file, &[])
        }
        "next" if words.first().is_some_and(|word| word == "start") => start(By::Next, Vec::new(), "", &[]),
        "nest" => start(By::Nest, Vec::new(), "", &[]),
        _ if STATIC.contains(&program) => start(By::Static, Vec::new(), program, &[]),
        _ => None,
    }
}

/// Options, file and arguments of a `node` command; what only helps a developer is left out.
fn of_node(words: &[String]) -> Option<(Vec<String>, &str, &[String])> {
    let mut options = Vec::new();
    let mut at = 0;
    while let Some(word) = words.get(at).filter(|word| word.starts_with('-')) {
        let wants_value = WITH_VALUE.contains(&word.as_str());
        let is_local = ["--env-file", "--inspect", "--inspect-brk"].iter().any(|local| word.starts_with(local));
        if !is_local {
            options.push(word.clone());
            options.extend(words.get(at + 1).filter(|_| wants_value).cloned());
        }
        at += 1 + usize::from(wants_value);
    }
    Some((options, words.get(at)?, &words[at + 1..]))
}

fn is_file(word: &str) -> bool {
    !word.starts_with('-')
        && word.rsplit_once('.').is_some_and(|(_, end)| ["ts", "mts", "cts", "js", "mjs", "cjs"].contains(&end))
}

/// Whether a file is TypeScript.
pub(super) fn is_typescript(file: &str) -> bool {
    file.rsplit_once('.').is_some_and(|(_, end)| ["ts", "mts", "cts"].contains(&end))
}
