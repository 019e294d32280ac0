//! Variables, as the builder replaces them.
//!
//! The rules are those of the "Environment replacement" section of the Dockerfile reference, and of `BuildKit`'s
//! `frontend/dockerfile/shell`. What cuts patterns out of a value (`${x#…}`, `${x/…/…}`) counts as unknown.

use std::collections::BTreeMap;
use std::iter::Peekable;
use std::str::Chars;

/// How deep `${a:-${b:-…}}` may nest: nobody writes more, and the stack is not the author's to spend.
const DEEPEST: usize = 50;

/// How long an expansion may get (bytes); what is longer is known to nobody. Variables made of variables grow as powers
/// do, and Linux takes no longer value (`MAX_ARG_STRLEN`).
const LONGEST: usize = 128 << 10;

/// The variables in scope.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Scope {
    /// By name.
    pub variables: BTreeMap<String, Variable>,
}

/// A variable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Variable {
    /// Its value; none where only the build knows it (an `ARG` without a default, `TARGETARCH`).
    pub value: Option<String>,
    /// Whether an `ARG` set it, which `--build-arg` may change, and not an `ENV`.
    pub is_argument: bool,
}

impl Scope {
    /// `text` with its variables replaced and its quotes removed, as in `COPY`, `ENV`, `FROM` and their like; none where
    /// a variable is unknown, or the builder would refuse the text. A variable that is not set is replaced by nothing.
    #[must_use]
    pub fn expand(&self, text: &str, escape: char) -> Option<String> {
        let mut expansion = Expansion { scope: self, rest: text.chars().peekable(), escape, depth: 0 };
        expansion.read_to(None)
    }

    /// The same where nobody gives the build a value for an `ARG` that has none of its own.
    #[must_use]
    pub fn without_build_arguments(&self) -> Self {
        let is_given = |variable: &Variable| variable.value.is_some() || !variable.is_argument;
        let variables = self.variables.iter().filter(|(_, variable)| is_given(variable));
        Self { variables: variables.map(|(name, variable)| (name.clone(), variable.clone())).collect() }
    }

    /// The value of a variable, where one knows it.
    #[must_use]
    pub fn value(&self, name: &str) -> Option<&str> {
        self.variables.get(name)?.value.as_deref()
    }

    /// Sets a variable.
    pub(super) fn set(&mut self, name: &str, value: Option<String>, is_argument: bool) {
        self.variables.insert(name.to_owned(), Variable { value, is_argument });
    }
}

/// A text on its way through the builder's word processing.
struct Expansion<'a> {
    scope: &'a Scope,
    rest: Peekable<Chars<'a>>,
    escape: char,
    depth: usize,
}

impl Expansion<'_> {
    /// Reads up to `stop`, which must come, or to the end.
    fn read_to(&mut self, stop: Option<char>) -> Option<String> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return None;
        }
        let mut text = String::new();
        loop {
            let next = self.rest.next();
            if next == stop {
                break;
            }
            if text.len() > LONGEST {
                return None;
            }
            match next? {
                '\'' => self.single_quotes(&mut text)?,
                '"' => self.double_quotes(&mut text)?,
                '$' => text.push_str(&self.variable()?),
                letter if letter == self.escape => text.extend(self.rest.next()),
                letter => text.push(letter),
            }
        }
        self.depth -= 1;
        Some(text)
    }

    fn single_quotes(&mut self, text: &mut String) -> Option<()> {
        loop {
            match self.rest.next()? {
                '\'' => return Some(()),
                letter => text.push(letter),
            }
        }
    }

    fn double_quotes(&mut self, text: &mut String) -> Option<()> {
        loop {
            match self.rest.next()? {
                '"' => return Some(()),
                _ if text.len() > LONGEST => return None,
                '$' => text.push_str(&self.variable()?),
                letter if letter == self.escape => {
                    let escape = self.escape;
                    let special = self.rest.next_if(|next| matches!(next, '"' | '$') || *next == escape);
                    text.push(special.unwrap_or(letter));
                }
                letter => text.push(letter),
            }
        }
    }

    /// What stands for a variable, behind its `$`.
    fn variable(&mut self) -> Option<String> {
        if self.rest.next_if_eq(&'{').is_none() {
            let name = self.name();
            return if name.is_empty() { Some("$".to_owned()) } else { self.value(&name).text() };
        }
        let name = self.name();
        if name.is_empty() {
            return None;
        }
        let value = self.value(&name);
        let operator = self.rest.next()?;
        if operator == '}' {
            return value.text();
        }
        let (operator, is_empty_unset) = if operator == ':' { (self.rest.next()?, true) } else { (operator, false) };
        let word = matches!(operator, '-' | '+' | '?').then(|| self.read_to(Some('}')))?;
        let is_set = match &value {
            Value::Unknown => return None,
            Value::Unset => false,
            Value::Set(text) => !(is_empty_unset && text.is_empty()),
        };
        match (operator, is_set) {
            ('-', false) | ('+', true) => word,
            ('+', false) => Some(String::new()),
            ('?', false) => None,
            _ => value.text(),
        }
    }

    fn value(&self, name: &str) -> Value {
        match self.scope.variables.get(name) {
            None => Value::Unset,
            Some(Variable { value: None, .. }) => Value::Unknown,
            Some(Variable { value: Some(text), .. }) => Value::Set(text.clone()),
        }
    }

    fn name(&mut self) -> String {
        let mut name = String::new();
        while let Some(letter) = self.rest.next_if(|next| next.is_ascii_alphanumeric() || *next == '_') {
            name.push(letter);
        }
        name
    }
}

/// What is known of a variable that a text names.
enum Value {
    /// It is not set: nothing stands for it.
    Unset,
    /// It has this value.
    Set(String),
    /// Only the build knows.
    Unknown,
}

impl Value {
    /// What stands for it, where one knows.
    fn text(self) -> Option<String> {
        match self {
            Self::Unset => Some(String::new()),
            Self::Set(text) => Some(text),
            Self::Unknown => None,
        }
    }
}
