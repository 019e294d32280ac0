//! Turns a rendered template into the file that is written: takes its reason markers, and tidies its white space.

use super::{Document, Item, cut};
use crate::error::Result;

/// How a template's line that names reasons begins.
const MARKER: &str = "#:";

impl Document {
    /// Attaches the ids of `#: id [id …]` lines to the instruction below them, and removes those lines. Several marker
    /// lines may follow each other; an id that is named twice counts once.
    ///
    /// # Errors
    /// A marker is not directly above an instruction, names no id, or names one that is not made of `a-z`, `0-9`, `-`.
    pub fn take_markers(self) -> Result<Self> {
        let mut kept = Vec::with_capacity(self.items.len());
        let mut pending: Option<(usize, Vec<String>)> = None;
        for item in &self.items {
            if let (Item::Comment { line, .. }, Some(ids)) = (item, marker(item.raw())) {
                let (_, found) = pending.get_or_insert_with(|| (*line, Vec::new()));
                self.add_ids(*line, ids, found)?;
                continue;
            }
            let mut item = item.clone();
            let ids = pending.take();
            if let Item::Instruction(instruction) = &mut item {
                self.refuse_inner_markers(instruction.span.start, &instruction.raw)?;
                for id in ids.into_iter().flat_map(|(_, ids)| ids) {
                    if !instruction.reasons.contains(&id) {
                        instruction.reasons.push(id);
                    }
                }
            } else if let Some((line, _)) = ids {
                return Err(self.misplaced(line));
            }
            kept.push(item);
        }
        match pending {
            Some((line, _)) => Err(self.misplaced(line)),
            None => Ok(self.with_items(kept)),
        }
    }

    /// Makes the white space even: one blank line between items at the most, none at the start and the end, one line
    /// feed at the end of every line and of the file, no white space before it, no blank line inside a continued
    /// instruction. The text of here-documents stays as it is.
    ///
    /// What the builder sees never changes. For that, a blank line stays above a first comment that would turn into a
    /// parser directive or a `#!` line, and above a first word that would turn into a byte order mark.
    #[must_use]
    pub fn tidy(mut self) -> Self {
        let mut items: Vec<Item> = Vec::with_capacity(self.items.len());
        let began_with_shebang = self.items.first().is_some_and(|item| cut::is_shebang(item.raw()));
        for mut item in std::mem::take(&mut self.items) {
            match &mut item {
                Item::Blank { .. } if matches!(items.last(), None | Some(Item::Blank { .. })) => continue,
                Item::Blank { raw, .. } => "\n".clone_into(raw),
                Item::Directive { raw, .. } | Item::Comment { raw, .. } => *raw = format!("{}\n", raw.trim_end()),
                Item::Instruction(instruction) => instruction.raw = tidy_instruction(&instruction.raw, self.escape),
            }
            items.push(item);
        }
        while matches!(items.last(), Some(Item::Blank { .. })) {
            items.pop();
        }
        let directive = |item: &Item| matches!(item, Item::Comment { raw, .. } if cut::directive(raw).is_some());
        let shebang = |item: &Item| cut::is_shebang(item.raw()) && !began_with_shebang;
        let would_turn = |item: &Item| directive(item) || shebang(item) || item.raw().starts_with('\u{feff}');
        if items.first().is_some_and(would_turn) {
            items.insert(0, Item::blank());
        }
        self.with_items(items)
    }

    /// Adds the ids of a marker at `line` to `found`.
    fn add_ids(&self, line: usize, ids: &str, found: &mut Vec<String>) -> Result<()> {
        if ids.is_empty() {
            return Err(self.error(line, "a reason marker names no reason").help("write #: reason-id"));
        }
        for id in ids.split_whitespace() {
            if !crate::page::is_id(id) {
                let error = self.error(line, format!("`{id}` cannot be a reason"));
                return Err(error.help("a reason's id is made of a-z, 0-9 and -"));
            }
            found.push(id.to_owned());
        }
        Ok(())
    }

    /// A marker between continuation lines would name reasons for nothing.
    fn refuse_inner_markers(&self, start: usize, raw: &str) -> Result<()> {
        let lines: Vec<&str> = raw.split_inclusive('\n').collect();
        let (_, head) = cut::join(&lines, self.escape);
        match lines[..head].iter().position(|line| marker(line).is_some()) {
            Some(index) => Err(self.misplaced(start + index)),
            None => Ok(()),
        }
    }

    fn misplaced(&self, line: usize) -> crate::error::Error {
        self.error(line, "a reason marker is not directly above an instruction")
            .help("move the `#:` line to the line above the instruction it explains")
    }
}

/// The ids on a marker line, as one text.
fn marker(line: &str) -> Option<&str> {
    line.trim().strip_prefix(MARKER).map(str::trim)
}

/// The instruction's lines without blank ones between them and without white space at their ends.
fn tidy_instruction(raw: &str, escape: char) -> String {
    let lines: Vec<&str> = raw.split_inclusive('\n').collect();
    let (head, body) = lines.split_at(cut::join(&lines, escape).1);
    let mut tidy = String::with_capacity(raw.len() + 1);
    for (index, line) in head.iter().map(|line| cut::chomp(line)).enumerate() {
        if index > 0 && cut::is_blank(line) {
            continue;
        }
        // White space behind the escape character may be what keeps the line from being continued.
        let trimmed = line.trim_end();
        let same = cut::continued(trimmed, escape).is_some() == cut::continued(line, escape).is_some();
        tidy.push_str(if same { trimmed } else { line });
        tidy.push('\n');
    }
    if let Some((end, content)) = body.split_last() {
        tidy.extend(content.iter().copied());
        tidy.push_str(cut::chomp(end));
        tidy.push('\n');
    }
    tidy
}
