//! A process with a time limit: nothing in these tests can hang, and Ctrl-C ends all of them.

use std::io::{Read, Write};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use crate::Result;

/// How often a running process is looked at.
const PERIOD: Duration = Duration::from_millis(10);

/// How long the pipes of a process that has ended may still be held open by its children.
const DRAIN: Duration = Duration::from_secs(2);

/// Whether the person wants it all to stop.
static INTERRUPTED: AtomicBool = AtomicBool::new(false);

/// From now on every process is killed, but for those that clear away: so every test fails, and cleans up behind itself.
pub fn interrupt() {
    INTERRUPTED.store(true, Ordering::Relaxed);
}

/// Whether the person wants it all to stop.
pub fn is_interrupted() -> bool {
    INTERRUPTED.load(Ordering::Relaxed)
}

/// When a process is killed.
#[derive(Clone, Copy)]
pub struct Limit {
    /// After so long.
    pub time: Duration,
    /// Whether an interrupt leaves it alone.
    pub clears_away: bool,
}

impl Limit {
    /// So long, or until an interrupt.
    pub const fn seconds(seconds: u64) -> Self {
        Self { time: Duration::from_secs(seconds), clears_away: false }
    }
}

/// A process that has ended.
pub struct Finished {
    /// Its exit code; none if it was killed.
    pub code: Option<i32>,
    /// What it wrote to its standard output.
    pub stdout: String,
    /// What it wrote to its standard error.
    pub stderr: String,
}

impl Finished {
    /// Everything it said.
    pub fn said(&self) -> String {
        format!("{}{}", self.stdout, self.stderr)
    }
}

/// Runs `command` to its end, or kills it at its limit: then its last words say why.
pub fn finish(command: &mut Command, input: &str, limit: Limit) -> Result<Finished> {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| format!("{}: {error}", command.get_program().display()))?;
    // A process that reads nothing may end before it was written to: that is its own affair.
    if let Some(mut stdin) = child.stdin.take() {
        let _ = stdin.write_all(input.as_bytes());
    }
    let (stdout, stderr) = (Pipe::read(child.stdout.take()), Pipe::read(child.stderr.take()));

    let start = Instant::now();
    let (code, killed) = loop {
        if let Some(status) = child.try_wait()? {
            break (status.code(), String::new());
        }
        let late = start.elapsed() > limit.time;
        if late || (is_interrupted() && !limit.clears_away) {
            child.kill()?;
            child.wait()?;
            let why =
                if late { format!("took more than {} s", limit.time.as_secs()) } else { "interrupted".to_owned() };
            break (None, format!("\nkilled: {why}\n"));
        }
        thread::sleep(PERIOD);
    };
    Ok(Finished { code, stdout: stdout.text(), stderr: stderr.text() + &killed })
}

/// The last `count` lines of a log.
pub fn tail(log: &str, count: usize) -> String {
    let lines: Vec<&str> = log.lines().collect();
    lines[lines.len().saturating_sub(count)..].join("\n")
}

/// A pipe that is read by a thread of its own, so that a process never waits for its reader.
struct Pipe {
    bytes: Arc<Mutex<Vec<u8>>>,
    reader: Option<thread::JoinHandle<()>>,
}

impl Pipe {
    fn read(pipe: Option<impl Read + Send + 'static>) -> Self {
        let bytes = Arc::new(Mutex::new(Vec::new()));
        let sink = Arc::clone(&bytes);
        let reader = pipe.map(|mut pipe| {
            thread::spawn(move || {
                let mut buffer = [0; 8192];
                while let Ok(count @ 1..) = pipe.read(&mut buffer) {
                    sink.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(&buffer[..count]);
                }
            })
        });
        Self { bytes, reader }
    }

    /// What came through: to its end, or as much as came while a child of the process kept it open.
    fn text(&self) -> String {
        let start = Instant::now();
        while self.reader.as_ref().is_some_and(|reader| !reader.is_finished()) && start.elapsed() < DRAIN {
            thread::sleep(Duration::from_millis(1));
        }
        String::from_utf8_lossy(&self.bytes.lock().unwrap_or_else(PoisonError::into_inner)).into_owned()
    }
}
