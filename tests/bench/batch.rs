//! How long `msgen check --recursive` takes for two hundred submissions: `cargo bench --bench batch`. The wall clock of five
//! runs of the program, of which the best says what the machine can, and one run alone what a person waits for.

#[path = "../batch/course.rs"]
#[expect(dead_code, reason = "the test that shares it also reads what shall be found")]
mod course;
#[path = "../batch/fault.rs"]
mod fault;
#[path = "../batch/hostile.rs"]
mod hostile;

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// The day on which the submissions are written and checked: 2026-11-21.
const TODAY: &str = "1795219200";

/// As many are checked.
const COUNT: usize = 200;

const RUNS: usize = 5;

fn main() {
    let work = tempfile::tempdir().expect("a folder");
    let planted = course::write(work.path(), COUNT);
    let with_faults = planted.iter().filter(|planted| !planted.faults.is_empty()).count();
    println!("{COUNT} submissions, {with_faults} of them with {} faults", faults(&planted));
    let mut best = Duration::MAX;
    for run in 1..=RUNS {
        let took = check(work.path());
        println!("run {run}: {:5.2} s", took.as_secs_f64());
        best = best.min(took);
    }
    println!("best: {:5.2} s, {} ms for each submission", best.as_secs_f64(), best.as_millis() / COUNT as u128);
}

fn faults(planted: &[course::Planted]) -> usize {
    planted.iter().map(|planted| planted.faults.len()).sum()
}

fn check(folder: &Path) -> Duration {
    let mut command = Command::new(env!("CARGO_BIN_EXE_msgen"));
    command.args(["check", "--recursive", "--format", "csv"]).args(course::FLAGS).arg(folder);
    command.env("SOURCE_DATE_EPOCH", TODAY).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let start = Instant::now();
    let status = command.status().expect("msgen runs");
    assert_eq!(status.code(), Some(1), "something was planted");
    start.elapsed()
}
