//! The engine's own build checks.

use super::{Options, Record, Subject};
use crate::engine::{Call, Engine, Program};
use crate::error::Result;

pub(super) const ID: &str = "build-checks-clean";
const TITLE: &str = "The engine's build checks find nothing.";

/// What the checks say when they find nothing.
const CLEAN: &str = "no warnings found";

/// Runs the checks on the Dockerfile.
pub(super) fn check(engine: &dyn Engine, subject: &Subject, options: &Options, record: &mut Record) -> Result<()> {
    if engine.program() == Program::Podman {
        record.skipped(ID, TITLE, "Podman has no build checks");
        return Ok(());
    }
    if subject.expected.is_classic {
        record.skipped(ID, TITLE, "the legacy builder has no build checks");
        return Ok(());
    }
    let builder = options.builder.iter().flat_map(|name| ["--builder", name.as_str()]);
    let call = Call::new(["buildx", "build", "--check", "--file", &subject.dockerfile])
        .with(builder)
        .with(["."])
        .inside(&subject.folder)
        .limit(options.limits.build);
    let reply = engine.call(&call)?;
    record.transcript("lint", engine.program(), &call, &reply);
    if reply.is_ok() && reply.stdout.contains(CLEAN) {
        record.passed(ID, TITLE, "");
    } else if reply.stdout.contains("WARNING: ") {
        let warnings: Vec<&str> =
            reply.stdout.lines().filter_map(|line| line.strip_prefix("WARNING: ")).map(str::trim).collect();
        let help = "each warning's page says what it means and how to mend it";
        record.failed(ID, TITLE, warnings.join("\n"), "", help);
    } else {
        let said = reply.stderr.lines().rev().map(str::trim).find(|line| !line.is_empty()).unwrap_or("no reason given");
        record.skipped(ID, TITLE, format!("the checks could not be run: {said}"));
    }
    Ok(())
}
