//! Questions: what can be answered, and the one validator that every value passes, wherever it comes from.

use std::num::NonZeroU16;

use serde::{Deserialize, Serialize};

use crate::answers::Value;

mod charset;

/// A question as a manifest declares it: an answer has the same id as a flag, a variable and a key.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Question {
    /// Kebab-case id: the key in `msgen.toml`, `MSGEN_<ID>` in the environment, `--set <id>=` on the command line.
    pub id: String,
    /// A few words, for prompts and tables.
    pub title: String,
    /// One line: what the answer decides.
    pub help: String,
    /// The shape and the limits of an answer.
    pub kind: Kind,
    /// The possible answers of a [`Kind::Choice`] that are fixed.
    #[serde(default)]
    pub options: Vec<String>,
    /// Where the possible answers of a [`Kind::Choice`] come from when they are not fixed.
    #[serde(default)]
    pub options_from: Option<OptionsFrom>,
    /// The answer when nothing else says one.
    #[serde(default)]
    pub default: Option<Value>,
    /// When a person at the terminal is asked.
    #[serde(default)]
    pub ask: Ask,
    /// Whether it has a flag of its own; every question can be answered with `--set`.
    #[serde(default, rename = "flag")]
    pub has_flag: bool,
}

impl Question {
    /// Checks a value against the kind. The empty value is right where it is the default too: it stands for none.
    ///
    /// # Errors
    /// One sentence that says what is wrong with the value.
    pub fn check(&self, value: &Value) -> Result<(), String> {
        if value.is_empty() && self.default.as_ref() == Some(value) {
            return Ok(());
        }
        self.kind.check(value)
    }

    /// The flag that answers this question, without a value.
    #[must_use]
    pub fn flag(&self) -> String {
        if self.has_flag { format!("--{}", self.id) } else { format!("--set {}=…", self.id) }
    }

    /// The flag that answers this question with `value`, ready to be pasted.
    #[must_use]
    pub fn flag_with(&self, value: &Value) -> String {
        let value = match value {
            Value::List(items) => items.join(","),
            other => other.to_string(),
        };
        if self.has_flag { format!("--{} {value}", self.id) } else { format!("--set {}={value}", self.id) }
    }
}

/// When a person at the terminal is asked.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ask {
    /// Unless a flag, a variable or a file has answered it.
    Always,
    /// Only when detection found several answers, or none where there is no default.
    #[default]
    InDoubt,
}

/// A list of the catalog that a choice is made from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OptionsFrom {
    /// The languages of the catalog.
    Languages,
    /// The runtime bases of the catalog.
    Bases,
    /// The releases of the chosen base.
    Releases,
    /// The toolchain images of the chosen language.
    Builders,
    /// The report profiles of the catalog.
    Profiles,
}

/// The shape and the limits of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// One of a list.
    Choice,
    /// Yes or no.
    Bool,
    /// A TCP port, 1 to 65535.
    Port,
    /// A user: `UID`, `UID:GID` or a name.
    User,
    /// A version: one to three numbers with dots.
    Version,
    /// A file name: letters, digits, dot, dash, underscore.
    Name,
    /// Several names.
    Names,
    /// The name of an image: lower-case path components.
    ImageName,
    /// An image reference: `[registry/]repository[:tag][@digest]`.
    Image,
    /// A user name as `/etc/passwd` takes it.
    UserName,
    /// The path of a Go-like module: `example.com/name`.
    Module,
    /// An object in a module: `package.module:attribute`.
    Application,
    /// A folder of the project: `.` or a relative path.
    Folder,
    /// Relative paths inside the project.
    Paths,
    /// Patterns of a `.dockerignore`: relative paths with `*` and `?`.
    Patterns,
    /// An absolute path in the image.
    AbsolutePath,
    /// Several absolute paths in the image.
    AbsolutePaths,
    /// The path of the report below the folder (`docs/IMAGE.md`), or no.
    Report,
    /// A folder that msgen writes into, below the folder of the project (`docs/evidence`).
    Output,
    /// An environment variable's name.
    Variable,
    /// The path of an HTTP request: `/health`.
    HttpPath,
    /// Arguments of the program: no quotes, blanks or variables.
    Arguments,
    /// Texts that msgen shows but never writes into a file that is executed.
    Texts,
}

impl Kind {
    /// Whether answers of this kind are lists.
    #[must_use]
    pub fn is_list(self) -> bool {
        matches!(self, Self::Names | Self::Paths | Self::Patterns | Self::AbsolutePaths | Self::Arguments | Self::Texts)
    }

    /// Gives a value the shape of the kind where that loses nothing: a user id may be a bare number in a file, and a
    /// folder of the project starts with `./`.
    #[must_use]
    pub fn shape(self, value: &Value) -> Value {
        match (self, value) {
            (Self::User, Value::Integer(uid)) => Value::Text(uid.to_string()),
            (Self::Folder, Value::Text(folder)) if folder != "." && !folder.starts_with("./") => {
                Value::Text(format!("./{folder}"))
            }
            _ => value.clone(),
        }
    }

    /// Turns what was typed (a flag, a variable, a prompt) into a value of the kind's shape, not yet checked.
    ///
    /// # Errors
    /// The text has not the shape at all: a port that is no number, a yes-or-no that is neither.
    pub fn read(self, text: &str) -> Result<Value, String> {
        match self {
            Self::Bool => match text {
                "true" | "yes" | "1" => Ok(Value::Bool(true)),
                "false" | "no" | "0" => Ok(Value::Bool(false)),
                _ => Err(format!("`{text}` is neither yes nor no")),
            },
            Self::Report if matches!(text, "no" | "false") => Ok(Value::Bool(false)),
            Self::Port => {
                text.parse().map(Value::Integer).map_err(|_| format!("`{text}` is not a number from 1 to 65535"))
            }
            _ if self.is_list() => Ok(Value::List(
                text.split(',').map(str::trim).filter(|item| !item.is_empty()).map(str::to_owned).collect(),
            )),
            _ => Ok(Value::Text(text.to_owned())),
        }
    }

    /// Checks a value against the kind. Every value passes here before anything is made of it, so nothing that a
    /// template writes can hold a line break, a quote or a `$`.
    ///
    /// # Errors
    /// One sentence that says what is wrong with the value.
    pub fn check(self, value: &Value) -> Result<(), String> {
        match (self, value) {
            (Self::Bool, Value::Bool(_)) | (Self::Report, Value::Bool(false)) => Ok(()),
            (Self::Bool, _) => Err("is neither true nor false".to_owned()),
            (Self::Port, Value::Integer(port)) => match u16::try_from(*port).ok().and_then(NonZeroU16::new) {
                Some(_) => Ok(()),
                None => Err(format!("{port} is not a port: give a number from 1 to 65535")),
            },
            (Self::Port, _) => Err("is not a number from 1 to 65535".to_owned()),
            (_, Value::List(items)) if self.is_list() => items.iter().try_for_each(|item| self.check_text(item)),
            (_, Value::List(_)) => Err("takes one value, not a list".to_owned()),
            (_, Value::Text(_)) if self.is_list() => Err("takes a list of texts".to_owned()),
            (_, Value::Text(text)) => self.check_text(text),
            (_, Value::Integer(_) | Value::Bool(_)) => Err("takes a text in quotes".to_owned()),
        }
    }

    /// Checks one text (of a list, or the only one).
    fn check_text(self, text: &str) -> Result<(), String> {
        match self {
            Self::Version => charset::version(text),
            Self::ImageName => charset::image_name(text),
            Self::Image => crate::plan::ImageRef::parse(text).map(|_| ()),
            Self::UserName => charset::user_name(text),
            Self::User => crate::plan::UserAnswer::parse(text).map(|_| ()),
            Self::Module => charset::module(text),
            Self::Application => charset::application(text),
            Self::Folder | Self::Paths => charset::relative_path(text),
            Self::Patterns => charset::pattern(text),
            Self::AbsolutePaths if text == "/" => Err("`/` is the whole image: name a folder in it".to_owned()),
            Self::AbsolutePath | Self::AbsolutePaths => charset::absolute_path(text),
            Self::Report => charset::report_path(text),
            Self::Output => charset::output_path(text),
            Self::Variable => charset::variable(text),
            Self::HttpPath => charset::http_path(text),
            Self::Arguments => charset::argument(text),
            Self::Texts => charset::one_line(text),
            Self::Name | Self::Names | Self::Choice | Self::Bool | Self::Port => charset::name(text),
        }
    }
}

/// Checks a user name as `useradd` takes it.
///
/// # Errors
/// One sentence that says what is wrong with it.
pub(crate) fn check_user_name(text: &str) -> Result<(), String> {
    charset::user_name(text)
}
