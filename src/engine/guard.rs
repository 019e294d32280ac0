//! The guard: a process of its own that waits for msgen's end at a pipe. Where msgen did not clear away itself, because it
//! was killed, the guard does, and ends what msgen had started.

use std::io::{BufRead, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use super::litter::{NAME, clear};
use super::{Engine, Litter, Program};

/// The hidden subcommand that a guard is.
pub const GUARD: &str = "guard";

/// What the guard is told when there is nothing to do for it.
const DONE: &str = "done";

/// A call that was under way when msgen was killed may still make something: the guard looks several times.
const LOOKS: u32 = 4;
const BETWEEN: Duration = Duration::from_millis(700);

/// The process that clears away when msgen cannot.
#[derive(Clone)]
pub struct Guard {
    pipe: Arc<Mutex<Option<ChildStdin>>>,
}

impl Guard {
    /// Starts a guard for a run: msgen itself, with the hidden subcommand [`GUARD`]. None where it cannot be started:
    /// then only a kill leaves something behind.
    #[must_use]
    pub fn start(program: Program, litter: &Litter) -> Option<Self> {
        let mut command = Command::new(std::env::current_exe().ok()?);
        command.arg(GUARD).arg(program.to_string()).arg(litter.id()).arg(litter.folder());
        command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
        own_group(&mut command);
        let mut child: Child = command.spawn().ok()?;
        let pipe = child.stdin.take();
        // It ends by itself; this only collects it.
        thread::spawn(move || child.wait());
        Some(Self { pipe: Arc::new(Mutex::new(pipe)) })
    }

    /// A process of the run began.
    pub(super) fn began(&self, pid: u32) {
        self.tell(&format!("+{pid}"));
    }

    /// It ended.
    pub(super) fn ended(&self, pid: u32) {
        self.tell(&format!("-{pid}"));
    }

    /// Everything is cleared away: the guard has nothing to do.
    pub fn dismiss(&self) {
        self.tell(DONE);
        self.pipe.lock().unwrap_or_else(PoisonError::into_inner).take();
    }

    fn tell(&self, line: &str) {
        if let Some(pipe) = self.pipe.lock().unwrap_or_else(PoisonError::into_inner).as_mut() {
            let _ = writeln!(pipe, "{line}");
        }
    }
}

/// What a guard does: waits for the end of its standard input, and clears away unless it was told that nothing is left.
pub fn guard(engine: &dyn Engine, id: &str, folder: &Path) {
    let mut running: Vec<u32> = Vec::new();
    for line in std::io::stdin().lock().lines().map_while(std::result::Result::ok) {
        match line.split_at_checked(1) {
            _ if line == DONE => return,
            Some(("+", pid)) => running.extend(pid.parse::<u32>()),
            Some(("-", pid)) => running.retain(|known| Ok(*known) != pid.parse()),
            _ => {}
        }
    }
    running.into_iter().for_each(kill);
    for _ in 0..LOOKS {
        let _ = clear(engine, id);
        thread::sleep(BETWEEN);
    }
    let _ = clear(engine, id);
    remove_folder(folder);
}

/// Removes the folder of a run, and no other.
fn remove_folder(folder: &Path) {
    let is_ours = folder.file_name().is_some_and(|name| name.to_string_lossy().starts_with(NAME));
    if is_ours {
        let _ = std::fs::remove_dir_all(PathBuf::from(folder));
    }
}

/// A guard must not hear the Ctrl-C that is meant for msgen.
#[cfg(unix)]
fn own_group(command: &mut Command) {
    use std::os::unix::process::CommandExt;
    command.process_group(0);
}

#[cfg(not(unix))]
fn own_group(_command: &mut Command) {}

#[cfg(unix)]
fn kill(pid: u32) {
    use rustix::process::{Pid, Signal, kill_process};
    if let Some(pid) = i32::try_from(pid).ok().and_then(Pid::from_raw) {
        let _ = kill_process(pid, Signal::KILL);
    }
}

#[cfg(not(unix))]
fn kill(_pid: u32) {}
