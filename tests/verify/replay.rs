//! An engine that says again what a real one said.
//!
//! Its clock stands still but for what calls took and for what was waited, so a test of a limit of minutes takes no
//! time.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::time::Duration;

use msgen::engine::{Answer, Call, Engine, Litter, Program, Reply};
use msgen::error::{Error, Result};

use super::recording::{Got, ID, Recorded, Recording};

/// Says again what was recorded.
pub struct Replay {
    recording: Recording,
    id: String,
    /// How often each call was made, and each path asked for.
    made: RefCell<BTreeMap<String, usize>>,
    now: Cell<Duration>,
}

impl Replay {
    /// For a run that leaves its things in `litter`.
    pub fn new(recording: Recording, litter: &Litter) -> Self {
        let id = litter.id().to_owned();
        Self { recording, id, made: RefCell::default(), now: Cell::new(Duration::from_secs(1)) }
    }

    /// Which time it is that this is asked for, from 0.
    fn time(&self, what: String) -> usize {
        let mut made = self.made.borrow_mut();
        let time = made.entry(what).or_default();
        *time += 1;
        *time - 1
    }

    fn pass(&self, time: Duration) {
        self.now.set(self.now.get() + time);
    }
}

impl Engine for Replay {
    fn program(&self) -> Program {
        self.recording.program
    }

    /// The same call again gets the next reply that was recorded for it, and the last one again when there is no next.
    fn call(&self, call: &Call) -> Result<Reply> {
        let arguments: Vec<String> = call.arguments.iter().map(|word| word.replace(&self.id, ID)).collect();
        let said: Vec<&Recorded> = self.recording.calls.iter().filter(|known| known.arguments == arguments).collect();
        let time = self.time(arguments.join(" "));
        let Some(reply) = said.get(time).or(said.last()) else {
            return Err(Error::failed(format!("this call was never recorded: {}", arguments.join(" "))));
        };
        let took = Duration::from_millis(reply.took);
        self.pass(took);
        let (stdout, stderr) = (reply.stdout.replace(ID, &self.id), reply.stderr.replace(ID, &self.id));
        Ok(Reply { code: reply.code, stdout, stderr, took, is_late: false, signal: None })
    }

    fn get(&self, _port: u16, path: &str) -> Result<Answer, String> {
        self.pass(Duration::from_millis(1));
        let answers = self.recording.answers.get(path).map(Vec::as_slice).unwrap_or_default();
        let time = self.time(format!("GET {path}"));
        match answers.get(time).or(answers.last()) {
            Some(Got::Answer { head, body }) => {
                let status = head.split(' ').nth(1).and_then(|status| status.parse().ok());
                let status = status.ok_or("no status")?;
                Ok(Answer { status, head: head.clone(), body: body.clone(), took: Duration::from_millis(1) })
            }
            Some(Got::Error(error)) => Err(error.clone()),
            None => Err(format!("{path} was never asked for")),
        }
    }

    fn kernel(&self, path: &str) -> Option<String> {
        self.recording.kernel.get(path).cloned()
    }

    fn now(&self) -> Duration {
        self.now.get()
    }

    fn wait(&self, time: Duration) {
        self.pass(time);
    }
}
