//! For code scanning: SARIF 2.1.0, of which GitHub and others read the rules, the places and the fixes.
//!
//! Source of the form: OASIS, "Static Analysis Results Interchange Format (SARIF) Version 2.1.0".

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::ops::Range;

use serde_json::{Value, json};

use super::Checked;
use crate::check::page::Page;
use crate::check::{Finding, Severity, Source, rules};

/// Letters of a path that stand for themselves in a URI.
const PLAIN: &[u8] = b"-._~/";

/// Everything as a SARIF log.
#[must_use]
pub fn sarif(checked: &Checked, pages: &BTreeMap<&str, Page>) -> Value {
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "msgen",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": pages.iter().map(|(id, page)| rule(id, page)).collect::<Vec<_>>(),
            }},
            "columnKind": "unicodeCodePoints",
            "artifacts": checked.files.iter().map(|file| json!({ "location": location(&file.name) })).collect::<Vec<_>>(),
            "results": checked.findings.iter().map(|finding| result(finding, checked, pages)).collect::<Vec<_>>(),
        }],
    })
}

fn rule(id: &str, page: &Page) -> Value {
    let rule = rules().into_iter().find(|rule| rule.id == id);
    json!({
        "id": id,
        "shortDescription": { "text": page.title },
        "fullDescription": { "text": page.section("What it is") },
        "help": { "text": page.markdown(), "markdown": page.markdown() },
        "defaultConfiguration": {
            "enabled": rule.is_none_or(|rule| rule.is_default),
            "level": rule.map_or(Severity::Warning, |rule| rule.severity).word(),
        },
    })
}

fn result(finding: &Finding, checked: &Checked, pages: &BTreeMap<&str, Page>) -> Value {
    let source = checked.file(&finding.place.file);
    let mut result = json!({
        "ruleId": finding.rule,
        "level": finding.severity.word(),
        "message": { "text": finding.told() },
        "locations": [{ "physicalLocation": { "artifactLocation": location(&finding.place.file) } }],
    });
    // A file that is not there has no region.
    if let Some(source) = source {
        result["locations"][0]["physicalLocation"]["region"] = region(source, &finding.place.bytes);
    }
    if let Some(index) = pages.keys().position(|id| *id == finding.rule) {
        result["ruleIndex"] = json!(index);
    }
    if let Some((fix, source)) = finding.fix.as_ref().zip(source) {
        let replacement = |edit: &crate::check::Edit| json!({ "deletedRegion": region(source, &edit.bytes), "insertedContent": { "text": edit.text } });
        result["fixes"] = json!([{
            "description": { "text": fix.title },
            "artifactChanges": [{
                "artifactLocation": location(&finding.place.file),
                "replacements": fix.edits.iter().map(replacement).collect::<Vec<_>>(),
            }],
        }]);
    }
    result
}

/// The end of a region is the place behind its last letter.
fn region(source: &Source, bytes: &Range<usize>) -> Value {
    let (start, end) = (source.position(bytes.start), source.position(bytes.end));
    json!({ "startLine": start.0, "startColumn": start.1, "endLine": end.0, "endColumn": end.1 })
}

fn location(path: &str) -> Value {
    let mut uri = String::new();
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || PLAIN.contains(&byte) {
            uri.push(char::from(byte));
        } else {
            // Writing into a String cannot fail.
            let _ = write!(uri, "%{byte:02X}");
        }
    }
    json!({ "uri": uri })
}
