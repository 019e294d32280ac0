//! Marked blocks: the parts of a report that msgen refreshes, inside a text that belongs to its author.
//!
//! ```text
//! <!-- msgen:begin dockerfile -->
//! …refreshed by msgen…
//! <!-- msgen:end dockerfile -->
//! ```
//!
//! The rule, made to hold whatever a block contains:
//!
//! 1. A mark stands alone on its line; blanks around it do not matter.
//! 2. Outside every block, a line inside a Markdown fence is not a mark: an author may show one in an example.
//! 3. Inside a block fences mean nothing and only the block's own end mark closes it; any other mark there is an
//!    error, never guessed at.
//! 4. In a freshly *rendered* report every mark counts, fence or not ([`Report::parse_rendered`]). Content that holds
//!    a mark then always leaves a mark without its partner, or an id twice: it is refused before it can be written.

mod mark;
mod merge;

use std::collections::BTreeMap;
use std::ops::Range;

use crate::config::fingerprint;
use crate::error::{Error, Result};

pub use mark::is_block_id;
pub use merge::{Edited, Merge, merge};

pub(crate) use mark::Fence;
use mark::Mark;

/// A report and where its marked blocks are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report<'t> {
    text: &'t str,
    blocks: Vec<Block>,
}

/// One marked block of a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// The id in both marks.
    pub id: String,
    /// Line of the begin mark, counted from 1.
    pub line: usize,
    /// The bytes between the line of the begin mark and the line of the end mark.
    pub content: Range<usize>,
}

impl<'t> Report<'t> {
    /// Finds the blocks of a report that an author may have edited; `file_name` is how errors call it.
    ///
    /// # Errors
    /// With its line: an end mark without begin mark or the reverse, a block in a block, an id used twice, a bad id,
    /// a mark that is neither begin nor end.
    pub fn parse(text: &'t str, file_name: &str) -> Result<Self> {
        find(text, file_name, true)
    }

    /// Finds the blocks of a report that was just rendered, where a mark counts even inside a fence, so that content
    /// holding a mark is refused.
    ///
    /// # Errors
    /// As for [`Report::parse`].
    pub fn parse_rendered(text: &'t str, file_name: &str) -> Result<Self> {
        find(text, file_name, false)
    }

    /// The blocks in the order of the text.
    #[must_use]
    pub fn blocks(&self) -> &[Block] {
        &self.blocks
    }

    /// The content of block `id`, with the line endings of the text.
    #[must_use]
    pub fn content(&self, id: &str) -> Option<&'t str> {
        let block = self.blocks.iter().find(|block| block.id == id)?;
        self.text.get(block.content.clone())
    }

    /// The fingerprint of each block's content, by id, the same for LF and CRLF.
    #[must_use]
    pub fn fingerprints(&self) -> BTreeMap<String, String> {
        let blocks = self.blocks.iter();
        blocks.map(|block| (block.id.clone(), content_fingerprint(&self.text[block.content.clone()]))).collect()
    }
}

/// One block with its marks, ready to stand in a report.
///
/// # Errors
/// `id` is not `[a-z][a-z0-9-]*`, or `content` holds a mark, with its line in the content.
pub fn block(id: &str, content: &str) -> Result<String> {
    if !is_block_id(id) {
        return Err(mark::bad_id(id));
    }
    if let Some(at) = content.lines().position(|line| Mark::read(line).is_some()) {
        return Err(Error::bad_input(format!("the content of the block `{id}` holds a mark of its own"))
            .at(format!("block {id}, line {}", at + 1))
            .help("take the line with `<!-- msgen:` out of what is listed there"));
    }
    let newline = if content.is_empty() || content.ends_with('\n') { "" } else { "\n" };
    Ok(format!("<!-- msgen:begin {id} -->\n{content}{newline}<!-- msgen:end {id} -->\n"))
}

/// Whether `line` would be read as a mark.
pub(crate) fn is_mark(line: &str) -> bool {
    Mark::read(line).is_some()
}

/// The fingerprint of a block's content, whatever its line endings.
fn content_fingerprint(content: &str) -> String {
    fingerprint(content.replace("\r\n", "\n").as_bytes())
}

/// Walks the lines of `text`; with `fences`, marks in a fence outside every block are text.
fn find<'t>(text: &'t str, file_name: &str, fences: bool) -> Result<Report<'t>> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut open: Option<Block> = None;
    let mut fence = Fence::default();
    let mut offset = 0;
    for (number, line) in (1..).zip(text.split_inclusive('\n')) {
        let start = offset;
        offset += line.len();
        let place = |error: Error| error.at(format!("{file_name}:{number}"));
        if fences && open.is_none() && fence.holds(line) {
            continue;
        }
        match Mark::read(line).transpose().map_err(place)? {
            None => {}
            Some(Mark::Begin(id)) => {
                if let Some(outer) = &open {
                    return Err(place(mark::nested(id, outer)));
                }
                if let Some(first) = blocks.iter().find(|block| block.id == id) {
                    return Err(place(mark::twice(first)));
                }
                open = Some(Block { id: id.to_owned(), line: number, content: offset..offset });
            }
            Some(Mark::End(id)) => match open.take() {
                Some(mut block) if block.id == id => {
                    block.content.end = start;
                    blocks.push(block);
                }
                Some(block) => return Err(place(mark::other_end(id, &block))),
                None => return Err(place(mark::end_without_begin(id))),
            },
        }
    }
    match open {
        None => Ok(Report { text, blocks }),
        Some(block) => Err(mark::begin_without_end(&block).at(format!("{file_name}:{}", block.line))),
    }
}
