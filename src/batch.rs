//! A folder of submissions, each judged by itself: what comes of it is a table with one row each.
//!
//! ```text
//! DIR ─► submissions ─► service (where it lies) ─► a process of msgen itself ─► Row ─► JSON, sheet, table
//! ```
//!
//! The process is `crate::command`'s; here is what needs none.

mod row;
mod service;
mod sheet;
mod table;
mod word;

pub use row::{Criterion, Row, Status};
pub use service::{Entries, check_within, service, submissions};
pub use sheet::sheet;
pub use table::{summary, table};
pub use word::{printable, tail};
