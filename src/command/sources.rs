//! Where answers come from: flags, variables, msgen.toml, a file of answers.

use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use crate::bounded;
use crate::cli::{AnswerFlags, Init};
use crate::config::{CONFIG_FILE, Config};
use crate::error::{Error, Result};
use crate::interview::{Given, PREFIX, TEMPLATES_VARIABLE};

/// The msgen.toml of `folder`, empty where there is none.
pub(super) fn config(folder: &Path) -> Result<Config> {
    match bounded::text(folder, CONFIG_FILE, bounded::HAND) {
        Ok(text) => Config::parse(&text, CONFIG_FILE),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Config::default()),
        Err(error) => {
            let what = format!("msgen.toml cannot be read: {error}");
            let error = if bounded::is_input(&error) { Error::bad_input(what) } else { Error::failed(what) };
            Err(error.at(folder.join(CONFIG_FILE).display().to_string()).help("mend or remove it"))
        }
    }
}

/// The folder of templates to lay over the embedded ones: flag, then variable, then msgen.toml.
pub(super) fn templates(init: &Init, config: &Config) -> Option<PathBuf> {
    let from_config = || config.templates.as_ref().map(|path| init.folder.join(path));
    init.answers.templates.clone().or_else(templates_variable).or_else(from_config)
}

/// The folder that the variable `MSGEN_TEMPLATES` names.
pub(super) fn templates_variable() -> Option<PathBuf> {
    std::env::var_os(TEMPLATES_VARIABLE).filter(|path| !path.is_empty()).map(PathBuf::from)
}

/// Everything that was said without being asked, weakest source first.
pub(super) fn given(init: &Init, config: &Config) -> Result<Given> {
    let mut given = Given::default();
    given.course(config);
    given.file(config);
    given.environment(variables()?.into_iter());
    if let Some(file) = &init.answers.answers {
        given.file(&answers_file(file)?);
    }
    flags(&init.answers, &mut given)?;
    Ok(given)
}

/// The variables of the environment, as far as their names are text.
fn variables() -> Result<Vec<(String, String)>> {
    let mut variables = Vec::new();
    for (name, value) in std::env::vars_os() {
        let Ok(name) = name.into_string() else { continue };
        match value.into_string() {
            Ok(value) => variables.push((name, value)),
            Err(_) if name.starts_with(PREFIX) && name != TEMPLATES_VARIABLE => {
                return Err(Error::bad_input("the variable is not text (UTF-8)")
                    .at(name)
                    .help("give it another value"));
            }
            Err(_) => {}
        }
    }
    Ok(variables)
}

/// Reads the file given with `--answers`.
fn answers_file(file: &str) -> Result<Config> {
    let (name, text) = if file == "-" {
        let mut text = String::new();
        let read = io::stdin().read_to_string(&mut text);
        ("standard input".to_owned(), read.map(|_| text))
    } else {
        (file.to_owned(), fs::read_to_string(file))
    };
    let text = text.map_err(|error| {
        Error::bad_input(format!("the answers cannot be read: {error}"))
            .at(name.clone())
            .help("--answers FILE, or - for standard input")
    })?;
    Config::parse_answers(&text, &name)
}

/// The flags that answer questions.
pub(super) fn flags(flags: &AnswerFlags, given: &mut Given) -> Result<()> {
    let own = [
        ("language", &flags.language),
        ("base", &flags.runtime.base),
        ("port", &flags.runtime.port),
        ("user", &flags.runtime.user),
        ("language-version", &flags.language_version),
        ("profile", &flags.profile),
        ("report", &flags.report),
        ("comments", &flags.comments),
        ("syntax", &flags.syntax),
    ];
    for set in &flags.set {
        let Some((question, value)) = set.split_once('=') else {
            return Err(Error::bad_input(format!("`{}` is not ID=VALUE", set.escape_debug()))
                .at("--set")
                .help("for example --set binary=api"));
        };
        given.flag(question, value, &format!("--set {question}"));
    }
    for (question, value) in own {
        if let Some(value) = value {
            given.flag(question, value, &format!("--{question}"));
        }
    }
    if flags.no_report {
        given.flag("report", "no", "--no-report");
    }
    if flags.teach {
        given.flag("comments", "teach", "--teach");
    }
    if flags.allow_root {
        given.flag("allow-root", "yes", "--allow-root");
    }
    Ok(())
}
