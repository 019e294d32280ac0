//! For a workflow's log: the commands from which GitHub makes annotations.
//!
//! Source of the form and of what is escaped in it: GitHub, "Workflow commands for GitHub Actions", and `actions/toolkit`
//! (`packages/core/src/command.ts`).

use std::fmt::Write as _;

use super::Checked;
use crate::check::Severity;

/// A command for each finding.
#[must_use]
pub fn github(checked: &Checked) -> String {
    let mut text = String::new();
    for finding in &checked.findings {
        let level = match finding.severity {
            Severity::Note => "notice",
            Severity::Warning => "warning",
            Severity::Error => "error",
        };
        let place = &finding.place;
        let (file, title) = (property(&place.file), property(finding.rule));
        // Writing into a String cannot fail.
        let _ = writeln!(
            text,
            "::{level} file={file},line={},endLine={},col={},title={title}::{}",
            place.lines.start,
            place.lines.end,
            place.column,
            escaped(&finding.told())
        );
    }
    text
}

fn escaped(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    escaped(text).replace(':', "%3A").replace(',', "%2C")
}
