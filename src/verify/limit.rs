//! How long anything may take: what hangs ends at a stated limit.

use std::time::Duration;

/// The limits of one run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// A build.
    pub build: Duration,
    /// A container, from its start to its first answer.
    pub start: Duration,
    /// A container, from SIGTERM to the kill.
    pub stop: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            build: Duration::from_secs(1800),
            start: Duration::from_secs(60),
            // The grace that engines themselves give.
            stop: Duration::from_secs(10),
        }
    }
}
