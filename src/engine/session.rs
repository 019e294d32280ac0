//! One run against an engine: it answers, a guard watches, Ctrl-C is caught, and at the end everything is removed.

use super::guard::Guard;
use super::process::{interrupt, is_interrupted};
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
        catch();
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

/// Lets Ctrl-C end what runs and clear away; a second one stops at once, and the guard clears away.
fn catch() {
    // A second handler is refused, and then the first one is in place already.
    let _ = ctrlc::set_handler(|| {
        if is_interrupted() {
            std::process::exit(ErrorKind::Interrupted.exit_code().into());
        }
        output::say("\nstopping, and removing what was started …");
        interrupt();
    });
}
