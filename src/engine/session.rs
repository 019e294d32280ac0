//! One run against an engine: it answers, a guard watches, Ctrl-C is caught, and at the end everything is removed.

use std::sync::atomic::{AtomicBool, Ordering};

use super::guard::Guard;
use super::process::interrupt;
use super::{Command, Litter, Program};
use crate::error::{ErrorKind, Result};
use crate::output;

/// An engine that answers, and what is made in it. It goes away with this value.
pub struct Session {
    /// The engine.
    pub engine: Command,
    /// What the run makes.
    pub litter: Litter,
    guard: Option<Guard>,
}

impl Session {
    /// Asks for the engine, and gets ready to clear away behind the run.
    ///
    /// # Errors
    /// No engine answers, or no temporary folder can be made.
    pub fn open(program: Program) -> Result<Self> {
        let engine = Command::new(program);
        engine.answers()?;
        catch("stopping, and removing what was started …");
        let litter = Litter::new()?;
        let guard = Guard::start(program, &litter);
        Ok(Self { engine: engine.guarded(guard.clone()), litter, guard })
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        match self.litter.clear(&self.engine) {
            Ok(()) => self.guard.iter().for_each(Guard::dismiss),
            Err(error) => output::say(&format!("something may be left behind: {}", error.what)),
        }
    }
}

/// Lets Ctrl-C say so, and end what runs, so that it can be cleared away; a second one stops at once.
pub fn catch(says: &'static str) {
    // Not the process's own flag: a child that heard of it first may have set that.
    let asked = AtomicBool::new(false);
    // A second handler is refused, and then the first one is in place already.
    let _ = ctrlc::set_handler(move || {
        if asked.swap(true, Ordering::Relaxed) {
            std::process::exit(ErrorKind::Interrupted.exit_code().into());
        }
        output::say(&format!("\n{says}"));
        interrupt();
    });
}
