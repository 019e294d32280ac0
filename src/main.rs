//! The `msgen` program: parse, run, exit code.

use std::process::ExitCode;

use clap::Parser;
use msgen::cli::Cli;
use msgen::{command, output};

fn main() -> ExitCode {
    match command::run(Cli::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            output::fail(&error);
            ExitCode::from(error.kind.exit_code())
        }
    }
}
