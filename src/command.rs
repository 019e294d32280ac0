//! The subcommands: each composes the modules below it, and decides nothing by itself.

mod check;
mod compare;
mod completions;
mod explain;
mod guard;
mod init;
mod list;
mod man;
mod project;
mod sources;
mod starter;
mod verify;

use crate::cli::{Cli, Command};
use crate::error::Result;

/// Runs what the command line says.
///
/// # Errors
/// Whatever stopped it; its kind decides the exit code.
pub fn run(cli: Cli) -> Result<()> {
    match cli.command {
        None => init::run(&cli.init),
        Some(Command::Init(init)) => init::run(&init),
        Some(Command::Check(check)) => check::run(&check),
        Some(Command::Explain(explain)) => explain::run(&explain),
        Some(Command::Starter(starter)) => starter::run(&starter),
        Some(Command::List(list)) => list::run(&list),
        Some(Command::Completions { shell }) => completions::run(shell),
        Some(Command::Man) => man::run(),
        Some(Command::Compare(compare)) => compare::run(&compare),
        Some(Command::Verify(verify)) => verify::run(&verify),
        Some(Command::Guard { engine, id, folder }) => guard::run(engine, &id, &folder),
    }
}
