//! The rules for reports: one file each.
//!
//! ```text
//! markdown     headings, listings, tables, words            table        cells of a row
//! quantity     numbers with units                           claim        "98 % smaller", "73x"
//! formula      "7.05 + 7.2 = 14.3"                          mention      sizes of named things
//! image_list   what `docker images` prints                  build_log    what a builder prints
//! recipe       instructions side by side                    placeholder  how what is left to fill in looks
//! ```

mod build_log;
mod claim;
mod formula;
mod image_list;
mod markdown;
mod mention;
mod placeholder;
mod quantity;
mod recipe;
mod relation;
mod table;

mod contradicting_size;
mod copied_reason;
mod evidence_missing;
mod image_too_large;
mod leftover_placeholder;
mod listed_dockerfile_differs;
mod missing_section;
mod ragged_table;
mod scan_missing;
mod stale_evidence;
mod unanswered_question;
mod unknown_image_id;
mod wrong_arithmetic;

pub use markdown::Markdown;

use super::Rule;

/// The rules, in the order of their ids.
pub(super) const RULES: &[&Rule] = &[
    &contradicting_size::RULE,
    &copied_reason::RULE,
    &evidence_missing::RULE,
    &image_too_large::RULE,
    &leftover_placeholder::RULE,
    &listed_dockerfile_differs::RULE,
    &missing_section::RULE,
    &ragged_table::RULE,
    &scan_missing::RULE,
    &stale_evidence::RULE,
    &unanswered_question::RULE,
    &unknown_image_id::RULE,
    &wrong_arithmetic::RULE,
];
