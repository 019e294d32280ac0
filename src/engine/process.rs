//! A process that ends: by itself, at its limit, or when the person interrupts.

use std::convert::Infallible;
use std::io::{self, IsTerminal, Read, Write};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use super::{Call, Reply};

/// How often a running process is looked at.
const PERIOD: Duration = Duration::from_millis(5);

/// How soon one is looked at that has closed its pipes: it is about to end.
const SHORTEST: Duration = Duration::from_micros(50);

/// How long the pipes of a process that has ended may still be held open by its children.
const DRAIN: Duration = Duration::from_secs(2);

/// Whether the person wants it all to stop.
static INTERRUPTED: AtomicBool = AtomicBool::new(false);

/// From now on every process is killed, but for those that clear away.
pub fn interrupt() {
    INTERRUPTED.store(true, Ordering::Relaxed);
}

/// Whether the person wants it all to stop.
#[must_use]
pub fn is_interrupted() -> bool {
    INTERRUPTED.load(Ordering::Relaxed)
}

/// Runs `command`, which has its arguments already, as `call` wants it; `watch` is told of its process.
///
/// # Errors
/// It cannot be started or waited for.
pub fn run(command: &mut Command, call: &Call, watch: impl FnOnce(u32)) -> io::Result<Reply> {
    let is_terminal = call.is_shown && io::stderr().is_terminal();
    let stderr = if is_terminal { Stdio::inherit() } else { Stdio::piped() };
    let start = Instant::now();
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(stderr).spawn()?;
    watch(child.id());
    // A process that reads nothing may end before it was written to: that is its own affair.
    if let Some(mut stdin) = child.stdin.take() {
        let _ = stdin.write_all(call.input.as_bytes());
    }
    let (open, closed) = mpsc::channel();
    let stdout = Pipe::read(child.stdout.take(), call, open.clone());
    let stderr = Pipe::read(child.stderr.take(), call, open);
    let (status, is_late) = end(&mut child, call, start, &closed)?;
    let took = start.elapsed();
    let code = status.and_then(|status| status.code());
    let signal = status.and_then(signal);
    Ok(Reply { code, stdout: stdout.text(), stderr: stderr.text(), took, is_late, signal })
}

#[cfg(unix)]
fn signal(status: ExitStatus) -> Option<i32> {
    std::os::unix::process::ExitStatusExt::signal(&status)
}

#[cfg(not(unix))]
fn signal(_status: ExitStatus) -> Option<i32> {
    None
}

/// Waits for its end, or makes it: then there is no status, and whether it was late. A process that ends closes its pipes:
/// `closed` is told, and nobody waits longer than needed.
fn end(
    child: &mut Child,
    call: &Call,
    start: Instant,
    closed: &Receiver<Infallible>,
) -> io::Result<(Option<ExitStatus>, bool)> {
    let mut pause = SHORTEST;
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok((Some(status), false));
        }
        let is_late = start.elapsed() > call.limit;
        if is_late || (is_interrupted() && !call.clears_away) {
            child.kill()?;
            child.wait()?;
            return Ok((None, is_late));
        }
        if closed.recv_timeout(PERIOD) == Err(RecvTimeoutError::Disconnected) {
            thread::sleep(pause);
            pause = PERIOD.min(pause * 2);
        }
    }
}

/// A pipe that is read by a thread of its own, so that a process never waits for its reader.
struct Pipe {
    bytes: Arc<Mutex<Vec<u8>>>,
    reader: Option<JoinHandle<()>>,
}

impl Pipe {
    /// Reads to the end, and drops `open` there.
    fn read(pipe: Option<impl Read + Send + 'static>, call: &Call, open: Sender<Infallible>) -> Self {
        let (is_shown, most) = (call.is_shown, call.most);
        let bytes = Arc::new(Mutex::new(Vec::new()));
        let sink = Arc::clone(&bytes);
        let reader = pipe.map(|mut pipe| {
            thread::spawn(move || {
                let _open = open;
                let mut buffer = [0; 8192];
                while let Ok(count @ 1..) = pipe.read(&mut buffer) {
                    if is_shown {
                        // Talk that cannot be delivered is not worth failing for.
                        let _ = io::stderr().write_all(&buffer[..count]);
                    }
                    let mut sink = sink.lock().unwrap_or_else(PoisonError::into_inner);
                    let kept = count.min(most - sink.len());
                    sink.extend_from_slice(&buffer[..kept]);
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
