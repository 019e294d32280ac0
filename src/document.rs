//! A Dockerfile that is understood and still printed back byte for byte, whoever wrote it.
//!
//! ```text
//! text ─► Document::parse ─► items (directive, comment, blank, instruction) ─► stages()
//!             │ cut::    lines, continuations, keyword, flags, exec form
//!             │ words::   a line as the words of a shell
//!             │ heredoc:: which words open a here-document, and its body
//!             └ template only: take_markers() ─► tidy() ─► reason::annotate()
//! ```
//!
//! It accepts what `BuildKit`'s own parser accepts, and understands it in the same way. Whether an instruction exists and
//! has the arguments it needs is not asked here: that is the work of the check rules.

mod cut;
mod heredoc;
mod instruction;
mod parse;
mod stage;
mod tidy;
mod words;

use std::fmt;

use serde::Serialize;

pub use heredoc::Heredoc;
pub use instruction::{Flag, Instruction, Span};
pub use stage::Stage;

pub(crate) use cut::assignment;

use crate::error::{Error, Result};

/// A parsed Dockerfile. Printing it gives the text it was parsed from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Document {
    /// The file name that errors show as their place.
    pub name: String,
    /// The character that continues a line: a backslash unless `# escape=` says otherwise.
    pub escape: char,
    /// Whether the text began with a UTF-8 byte order mark.
    pub bom: bool,
    items: Vec<Item>,
}

/// One piece of a Dockerfile: whole lines, in the order of the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Item {
    /// A parser directive: `# syntax=…`, `# escape=…` or `# check=…`, before anything else.
    Directive {
        /// Its name, in lower case.
        name: String,
        /// What stands behind the `=`, without the white space around it.
        value: String,
        /// Its line, counted from 1.
        line: usize,
        /// The line as written, with its line end.
        raw: String,
    },
    /// A comment line between instructions.
    Comment {
        /// What stands behind the `#`, without the white space around it.
        text: String,
        /// Its line, counted from 1.
        line: usize,
        /// The line as written, with its line end.
        raw: String,
    },
    /// An empty line, or one of white space only.
    Blank {
        /// Its line, counted from 1.
        line: usize,
        /// The line as written, with its line end.
        raw: String,
    },
    /// An instruction with its continuation lines and here-documents.
    Instruction(Instruction),
}

impl Document {
    /// Reads a Dockerfile. `name` is what errors show as the file, in front of the line.
    ///
    /// # Errors
    /// There is no instruction, a here-document has no end, a parser directive is repeated, the escape character is
    /// neither backslash nor backtick, an exec form holds something else than strings, or a continuation has no keyword.
    pub fn parse(name: &str, text: &str) -> Result<Self> {
        parse::document(name, text)
    }

    /// Everything in the file, in order.
    #[must_use]
    pub fn items(&self) -> &[Item] {
        &self.items
    }

    /// The instructions, in order.
    pub fn instructions(&self) -> impl Iterator<Item = &Instruction> {
        self.items.iter().filter_map(Item::as_instruction)
    }

    /// The instruction that covers `line`, counted from 1.
    #[must_use]
    pub fn at(&self, line: usize) -> Option<&Instruction> {
        self.instructions().find(|instruction| instruction.span.contains(line))
    }

    /// The value of a parser directive, by its name in lower case.
    #[must_use]
    pub fn directive(&self, wanted: &str) -> Option<&str> {
        self.items.iter().find_map(|item| match item {
            Item::Directive { name, value, .. } if name == wanted => Some(value.as_str()),
            _ => None,
        })
    }

    /// The instructions before the first `FROM`: its `ARG`s.
    pub fn global(&self) -> impl Iterator<Item = &Instruction> {
        self.instructions().take_while(|instruction| instruction.keyword != "FROM")
    }

    /// The stages, in order; the last one is the final stage.
    pub fn stages(&self) -> impl Iterator<Item = Stage<'_>> {
        stage::stages(self).into_iter()
    }

    /// The same document, in which each instruction that stands word for word in `other` has the reasons it has there:
    /// the first of several that say the same has those of the first, and so on.
    #[must_use]
    pub fn with_reasons_of(mut self, other: &Self) -> Self {
        let mut left: Vec<&Instruction> = other.instructions().collect();
        for item in &mut self.items {
            if let Item::Instruction(instruction) = item
                && let Some(at) = left.iter().position(|known| known.raw == instruction.raw)
            {
                instruction.reasons.clone_from(&left.remove(at).reasons);
            }
        }
        self
    }

    /// The same document with other items; their lines are counted anew.
    #[must_use]
    pub(crate) fn with_items(mut self, items: Vec<Item>) -> Self {
        self.items = items;
        let mut next = 1;
        for item in &mut self.items {
            let start = next;
            next += item.raw().split_inclusive('\n').count();
            match item {
                Item::Directive { line, .. } | Item::Comment { line, .. } | Item::Blank { line, .. } => *line = start,
                Item::Instruction(instruction) => instruction.move_to(Span { start, end: next - 1 }),
            }
        }
        self
    }

    /// An error at `line` of this document.
    pub(crate) fn error(&self, line: usize, what: impl Into<String>) -> Error {
        Error::bad_input(what).at(format!("{}:{line}", self.name))
    }
}

impl Item {
    /// The text as written, with line ends.
    #[must_use]
    pub fn raw(&self) -> &str {
        match self {
            Self::Directive { raw, .. } | Self::Comment { raw, .. } | Self::Blank { raw, .. } => raw,
            Self::Instruction(instruction) => &instruction.raw,
        }
    }

    /// The instruction, if it is one.
    #[must_use]
    pub fn as_instruction(&self) -> Option<&Instruction> {
        match self {
            Self::Instruction(instruction) => Some(instruction),
            _ => None,
        }
    }

    /// A new empty line.
    pub(crate) fn blank() -> Self {
        Self::Blank { line: 0, raw: "\n".to_owned() }
    }

    /// A new comment line that says `text`.
    pub(crate) fn comment(text: &str) -> Self {
        let raw = if text.is_empty() { "#\n".to_owned() } else { format!("# {text}\n") };
        Self::Comment { text: text.trim().to_owned(), line: 0, raw }
    }
}

impl fmt::Display for Document {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.bom {
            f.write_str(cut::BOM)?;
        }
        self.items.iter().try_for_each(|item| f.write_str(item.raw()))
    }
}
