//! One line of a report: a mark, the edge of a fence, or the author's text.

use super::Block;
use crate::error::{Error, Result};

/// A line that msgen reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark<'l> {
    Begin(&'l str),
    End(&'l str),
}

impl<'l> Mark<'l> {
    /// The mark that stands alone on `line`; an error where it starts like one and is none.
    pub(super) fn read(line: &'l str) -> Option<Result<Self>> {
        let inner = line.trim().strip_prefix("<!--")?.strip_suffix("-->")?.trim();
        let inner = inner.strip_prefix("msgen:").filter(|rest| rest.starts_with(|c: char| c.is_ascii_alphabetic()))?;
        let (verb, id) = inner.split_once(char::is_whitespace).unwrap_or((inner, ""));
        let id = id.trim();
        Some(match verb {
            "begin" | "end" if !is_block_id(id) => Err(bad_id(id)),
            "begin" => Ok(Self::Begin(id)),
            "end" => Ok(Self::End(id)),
            _ => Err(Error::bad_input(format!("`msgen:{verb}` is neither a begin nor an end mark"))
                .help("write <!-- msgen:begin ID --> or <!-- msgen:end ID -->")),
        })
    }
}

/// Whether `id` can name a block: `[a-z][a-z0-9-]*`.
#[must_use]
pub fn is_block_id(id: &str) -> bool {
    id.starts_with(|first: char| first.is_ascii_lowercase())
        && id.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}

/// Whether we are inside a Markdown fence, line by line.
#[derive(Debug, Default)]
pub(crate) struct Fence {
    /// The character and length of the fence that is open.
    open: Option<(char, usize)>,
}

impl Fence {
    /// Whether a fence is open behind the last line.
    pub(crate) fn is_open(&self) -> bool {
        self.open.is_some()
    }

    /// Takes the next line; whether it belongs to a fence, its edges included.
    ///
    /// Any indentation is accepted: a fence inside a list item is indented by as much as the item.
    pub(crate) fn holds(&mut self, line: &str) -> bool {
        let line = line.trim();
        let Some(edge) = line.chars().next().filter(|first| matches!(first, '`' | '~')) else {
            return self.open.is_some();
        };
        let length = line.chars().take_while(|character| *character == edge).count();
        let rest = &line[length..];
        match self.open {
            Some((open, least)) => {
                if edge == open && length >= least && rest.is_empty() {
                    self.open = None;
                }
                true
            }
            // Backticks followed by more backticks on the same line are code within a sentence.
            None if length >= 3 && !(edge == '`' && rest.contains('`')) => {
                self.open = Some((edge, length));
                true
            }
            None => false,
        }
    }
}

const KEEP_PAIRS: &str = "every block has one begin mark and one end mark, with the same id and no block inside";

pub(super) fn bad_id(id: &str) -> Error {
    Error::bad_input(format!("`{id}` cannot name a block of the report"))
        .help("an id is lower-case letters, digits and hyphens, and starts with a letter")
}

pub(super) fn nested(id: &str, outer: &Block) -> Error {
    Error::bad_input(format!("the block `{id}` begins inside the block `{}` of line {}", outer.id, outer.line))
        .help(format!("put <!-- msgen:end {} --> above this line", outer.id))
}

pub(super) fn twice(first: &Block) -> Error {
    Error::bad_input(format!("the block `{}` is here a second time, first on line {}", first.id, first.line))
        .help("remove one of the two, with both its marks")
}

pub(super) fn other_end(id: &str, open: &Block) -> Error {
    Error::bad_input(format!("the end mark of `{id}` stands inside the block `{}` of line {}", open.id, open.line))
        .help(KEEP_PAIRS)
}

pub(super) fn end_without_begin(id: &str) -> Error {
    Error::bad_input(format!("the end mark of `{id}` has no begin mark above it"))
        .help(format!("put <!-- msgen:begin {id} --> where the block starts, or remove this line"))
}

pub(super) fn begin_without_end(block: &Block) -> Error {
    let id = &block.id;
    Error::bad_input(format!("the block `{id}` has no end mark"))
        .help(format!("put <!-- msgen:end {id} --> where the block ends, or remove this line"))
}
