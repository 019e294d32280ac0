//! msgen writes a multi-stage Dockerfile, a .dockerignore and a report skeleton for a project.
//!
//! ```text
//! flags, MSGEN_*, msgen.toml, detection, defaults
//!      └─► interview ─► Answers ─► plan ─► Plan ─► render ─► Draft ─► write
//! ```
//!
//! `interview` decides nothing that `plan` could, `render` computes nothing that `plan` could, and only `context`,
//! `config` and `write` touch the disk.

pub mod aging;
pub mod answers;
pub mod batch;
pub mod bounded;
pub mod catalog;
pub mod chart;
pub mod check;
pub mod cli;
pub mod clock;
pub mod command;
pub mod compare;
pub mod config;
pub mod context;
pub mod detect;
pub mod document;
pub mod draft;
pub mod engine;
pub mod error;
pub mod evidence;
pub mod explain;
pub mod ignore;
pub mod image;
pub mod interview;
pub mod markdown;
pub mod model;
pub mod nearest;
pub mod output;
mod page;
pub mod plan;
pub mod prompt;
pub mod question;
pub mod reason;
pub mod render;
pub mod report;
pub mod starter;
pub mod teach;
pub mod verify;
pub mod write;
