//! Writes the reasons of each instruction above it, as comments for people.
//!
//! The layout: a comment stands directly above its instruction, with one blank line above the comment. A comment that
//! the template itself has there belongs to the same block. An instruction whose reasons were all told before follows
//! directly only if it is there for the reasons of the comment above it; else a blank line keeps it from looking so.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{Reason, teach};
use crate::document::{Document, Instruction, Item, assignment};
use crate::error::Result;
use crate::markdown::{is_fence, list_marker, wrap};

/// The widest comment line, without its `# `.
pub(super) const WIDTH: usize = 98;

/// How much of the reasons is written into the Dockerfile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Comments {
    /// Nothing.
    None,
    /// The title of each reason, once per stage.
    Brief,
    /// What it does, why, and what breaks without it. A reason that was told in the same stage is named by its title.
    Full,
    /// The question of each reason, once per stage, with a place for the author's own answer; never the reason.
    Teach,
}

/// Writes the reasons attached to each instruction above it. The instructions stay as they are; only their lines move.
///
/// # Errors
/// An instruction is there for a reason that `reasons` does not have, even where no comment is wanted.
pub fn annotate(document: Document, comments: Comments, reasons: &BTreeMap<String, Reason>) -> Result<Document> {
    let mut items = Vec::with_capacity(document.items().len());
    let mut told = BTreeSet::new();
    let mut group: Vec<&Reason> = Vec::new();
    for item in document.items() {
        if let Item::Instruction(instruction) = item {
            if instruction.keyword == "FROM" {
                told.clear();
            }
            let reasons = look_up(&document, instruction, reasons)?;
            let lines = block(&reasons, comments, &mut told);
            let belongs = reasons.iter().all(|reason| group.iter().any(|other| other.title == reason.title));
            if comments != Comments::None && !(lines.is_empty() && belongs) {
                set_off(&mut items);
                write(&mut items, &lines);
                group = reasons;
            }
        }
        items.push(item.clone());
    }
    Ok(document.with_items(items))
}

/// The reasons of an instruction.
fn look_up<'a>(
    document: &Document,
    instruction: &Instruction,
    reasons: &'a BTreeMap<String, Reason>,
) -> Result<Vec<&'a Reason>> {
    let find = |id: &String| {
        reasons.get(id).ok_or_else(|| {
            let what = format!("there is no reason `{id}` for {}", instruction.keyword);
            document.error(instruction.span.start, what).help(format!("write templates/reasons/{id}.md"))
        })
    };
    instruction.reasons.iter().map(find).collect()
}

/// The comment lines for an instruction, without `# `.
fn block<'a>(reasons: &[&'a Reason], comments: Comments, told: &mut BTreeSet<&'a str>) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut is_long = false;
    for reason in reasons {
        let is_new = told.insert(&reason.title);
        let in_full = is_new && comments == Comments::Full;
        if comments == Comments::None || (comments != Comments::Full && !is_new) {
            continue;
        }
        if comments == Comments::Teach {
            lines.extend(teach::asked(reason));
            continue;
        }
        if !lines.is_empty() && (is_long || in_full) {
            lines.push(String::new());
        }
        lines.push(reason.title.clone());
        if in_full {
            lines.extend(full(reason));
        }
        is_long = in_full;
    }
    lines
}

/// The three texts of a reason, each below an empty line.
fn full(reason: &Reason) -> Vec<String> {
    let texts = [("", &reason.what), ("Why: ", &reason.why), ("Without it: ", &reason.without)];
    let mut lines = Vec::new();
    for (label, text) in texts {
        lines.push(String::new());
        let opens_list = list_marker(text).is_some() || is_fence(text);
        let between = if opens_list && !label.is_empty() { "\n" } else { "" };
        lines.extend(wrap(&format!("{label}{between}{text}"), WIDTH));
    }
    lines
}

/// Sees to a blank line above the next item, and above the comments that already stand there for it.
fn set_off(items: &mut Vec<Item>) {
    let above = items.iter().rposition(|item| !matches!(item, Item::Comment { .. })).map_or(0, |last| last + 1);
    if above > 0 && !matches!(items[above - 1], Item::Blank { .. }) {
        items.insert(above, Item::blank());
    }
}

/// Adds comment lines at the end of `items`.
fn write(items: &mut Vec<Item>, lines: &[String]) {
    // The very first line of a file could be taken for a parser directive.
    if items.is_empty() && lines.first().is_some_and(|first| assignment(&format!("# {first}")).is_some()) {
        items.push(Item::comment(""));
    }
    items.extend(lines.iter().map(|line| Item::comment(line)));
}
