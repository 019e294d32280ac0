//! Compares one rendered file with what is on disk and with what msgen remembers of it.

use std::collections::BTreeMap;

use super::change::{Change, Status};
use crate::config::{FileRecord, fingerprint};
use crate::draft::{DraftFile, FileKind};
use crate::error::Result;
use crate::report::{Edited, Merge, Report, merge};
use crate::teach::{OwnWords, without_answers};

/// The change from `current` to `file`, given the `record` of what msgen last wrote there.
///
/// # Errors
/// The marks of a report, rendered or existing, are broken.
pub(super) fn compare(
    file: &DraftFile,
    current: Option<Vec<u8>>,
    record: &FileRecord,
    edits: Edited,
) -> Result<Change> {
    match file.kind {
        FileKind::Whole => Ok(whole(file, current, record)),
        FileKind::Report => report(file, current, record, edits),
        FileKind::Taken => Ok(taken(file, current)),
    }
}

fn taken(file: &DraftFile, current: Option<Vec<u8>>) -> Change {
    let status = match &current {
        None => Status::Create,
        Some(bytes) if bytes == file.content.as_bytes() => Status::Identical,
        Some(_) => Status::Update,
    };
    change(file, status, current, file.content.clone(), FileRecord::default())
}

fn whole(file: &DraftFile, current: Option<Vec<u8>>, record: &FileRecord) -> Change {
    let status = status_of_whole(&file.content, current.as_deref(), record);
    let record = FileRecord { fingerprint: Some(unanswered(&file.content)), blocks: BTreeMap::new() };
    change(file, status, current, file.content.clone(), record)
}

fn status_of_whole(next: &str, current: Option<&[u8]>, record: &FileRecord) -> Status {
    let Some(bytes) = current else { return Status::Create };
    if bytes == next.as_bytes() {
        return Status::Identical;
    }
    let Ok(text) = std::str::from_utf8(bytes) else { return conflict("is not text") };
    match &record.fingerprint {
        None => conflict("exists and was not written by msgen"),
        // Git may have checked the file out with CRLF: that is no edit.
        Some(known) if *known == unanswered(text) || *known == unanswered(&text.replace("\r\n", "\n")) => {
            match &unasked(text, next)[..] {
                [] => Status::Update,
                ids => conflict(&format!("has answers to what is not asked any more: {}", ids.join(", "))),
            }
        }
        Some(_) => conflict("was edited since msgen wrote it"),
    }
}

/// The fingerprint of what msgen itself wrote of a file: the answers in it are its author's.
fn unanswered(text: &str) -> String {
    fingerprint(without_answers(text).as_bytes())
}

/// The questions whose answers in `text` would be gone in `next`.
fn unasked(text: &str, next: &str) -> Vec<String> {
    let own = OwnWords::read(text);
    own.missing_in(&OwnWords::read(next)).into_iter().map(|answer| answer.id.clone()).collect()
}

fn report(file: &DraftFile, current: Option<Vec<u8>>, record: &FileRecord, edits: Edited) -> Result<Change> {
    let rendered = Report::parse_rendered(&file.content, &format!("{}, as rendered", file.path))?.fingerprints();
    let rendered_record = FileRecord { fingerprint: None, blocks: rendered };
    let as_rendered = |status, current| change(file, status, current, file.content.clone(), rendered_record.clone());

    let Some(bytes) = current else { return Ok(as_rendered(Status::Create, None)) };
    let Ok(existing) = std::str::from_utf8(&bytes) else {
        return Ok(as_rendered(conflict("is not text"), Some(bytes)));
    };
    if existing == file.content {
        return Ok(as_rendered(Status::Identical, Some(bytes)));
    }
    let merged = merge(&file.path, existing, &file.content, &record.blocks, edits)?;
    let Some(Merge { text, missing, edited }) = merged else {
        let why = "has no msgen marks, so msgen cannot tell its own parts from yours";
        return Ok(as_rendered(conflict(why), Some(bytes)));
    };
    let status = if text == existing {
        Status::Identical
    } else if edited.is_empty() || edits == Edited::Keep {
        Status::Update
    } else {
        conflict(&format!("has blocks that were edited since msgen wrote them: {}", edited.join(", ")))
    };
    let kept = if edits == Edited::Keep { edited } else { Vec::new() };
    let mut refreshed = rendered_record;
    refreshed.blocks.retain(|id, _| !kept.contains(id));
    let record = FileRecord { fingerprint: None, blocks: merged_record(&text, &file.path, &refreshed, record)? };
    let mut change = change(file, status, Some(bytes), text, record);
    change.missing_blocks = missing;
    change.kept_blocks = kept;
    Ok(change)
}

/// The blocks of the merged text: refreshed ones as rendered, others as remembered; removed ones are forgotten.
fn merged_record(
    merged: &str,
    path: &str,
    rendered: &FileRecord,
    known: &FileRecord,
) -> Result<BTreeMap<String, String>> {
    let blocks = Report::parse(merged, path)?;
    let print_of = |id: &String| rendered.blocks.get(id).or_else(|| known.blocks.get(id)).cloned();
    Ok(blocks.blocks().iter().filter_map(|block| Some((block.id.clone(), print_of(&block.id)?))).collect())
}

fn conflict(why: &str) -> Status {
    Status::Conflict { why: why.to_owned() }
}

fn change(file: &DraftFile, status: Status, current: Option<Vec<u8>>, next: String, record: FileRecord) -> Change {
    let (missing_blocks, kept_blocks) = (Vec::new(), Vec::new());
    Change { path: file.path.clone(), status, decision: None, missing_blocks, kept_blocks, current, next, record }
}
