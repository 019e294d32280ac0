//! Merge: the freshly rendered blocks go into the author's report, and nothing else changes.

use std::collections::BTreeMap;

use super::{Block, Report, content_fingerprint};
use crate::error::Result;

/// What happens to a block whose content somebody edited.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Edited {
    /// It is refreshed like the others, which loses the edit: somebody has to agree to it.
    Refresh,
    /// It stays as it is.
    Keep,
}

/// An author's report with its blocks refreshed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merge {
    /// The merged text: outside the blocks, byte for byte what the author has.
    pub text: String,
    /// Rendered blocks that the existing report does not have: the author removed them, and they stay removed.
    pub missing: Vec<String>,
    /// Blocks whose content is neither what msgen last wrote nor what it would write now: refreshing them loses an edit,
    /// which [`Edited::Keep`] therefore does not do.
    pub edited: Vec<String>,
}

/// Replaces, in `existing`, the content of each block that `rendered` has too. Blocks that only `existing` has are left
/// as they are, and so are edited ones where `edits` says so. `known_blocks` holds the fingerprint of each block as last
/// written. Inserted lines end the way the block's begin mark does (LF or CRLF).
///
/// `None` where `existing` has no marks at all: then nothing in it is msgen's, and there is nothing to merge.
///
/// # Errors
/// As for [`Report::parse`], with `file_name` and the line; marks that do not fit in `rendered` are a fault of its template.
pub fn merge(
    file_name: &str,
    existing: &str,
    rendered: &str,
    known_blocks: &BTreeMap<String, String>,
    edits: Edited,
) -> Result<Option<Merge>> {
    let fresh = Report::parse_rendered(rendered, &format!("{file_name}, as rendered"))?;
    let old = Report::parse(existing, file_name)?;
    if old.blocks.is_empty() {
        return Ok(None);
    }
    let mut text = String::with_capacity(existing.len() + rendered.len());
    let mut edited = Vec::new();
    let mut done = 0;
    for block in &old.blocks {
        let Some(new_content) = fresh.content(&block.id) else { continue };
        let old_content = &existing[block.content.clone()];
        let old_print = content_fingerprint(old_content);
        let is_known = known_blocks.get(&block.id) == Some(&old_print);
        if !is_known && old_print != content_fingerprint(new_content) {
            edited.push(block.id.clone());
            if edits == Edited::Keep {
                continue;
            }
        }
        text.push_str(&existing[done..block.content.start]);
        text.push_str(&with_line_endings_of(existing, block, new_content));
        done = block.content.end;
    }
    text.push_str(&existing[done..]);

    let is_missing = |block: &&Block| old.content(&block.id).is_none();
    let missing = fresh.blocks.iter().filter(is_missing).map(|block| block.id.clone()).collect();
    Ok(Some(Merge { text, missing, edited }))
}

/// `content` with every line ending as the begin mark of `block` in `existing` ends.
fn with_line_endings_of(existing: &str, block: &Block, content: &str) -> String {
    let lf = content.replace("\r\n", "\n");
    if existing[..block.content.start].ends_with("\r\n") { lf.replace('\n', "\r\n") } else { lf }
}
