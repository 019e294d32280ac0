//! The tests, one binary: a module per theme.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should say so and stop")]

mod catalog;
mod chart;
mod check;
mod command;
mod compare;
mod config;
mod context;
mod detect_c;
mod detect_dotnet;
mod detect_go;
mod detect_jvm;
mod detect_node;
mod detect_python;
mod detect_rust;
mod detect_zig;
mod detection;
mod document;
mod evidence;
mod explain;
mod ignore;
mod image;
mod init;
mod interview;
mod model;
mod precision;
mod property;
mod readme;
mod reason;
mod report;
mod snapshot;
mod terminal;
mod verify;
mod write;
