//! `msgen man`.

use clap::CommandFactory;

use crate::cli::Cli;
use crate::error::{Error, Result};
use crate::output;

/// Prints the manual page.
pub(super) fn run() -> Result<()> {
    let mut page = Vec::new();
    clap_mangen::Man::new(Cli::command())
        .render(&mut page)
        .map_err(|error| Error::failed(format!("the manual page cannot be made: {error}")))?;
    output::data(&page)
}
