//! An engine that passes everything on to a real one, and writes down what that says.

#[path = "../verify/recording.rs"]
mod recording;

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use msgen::engine::{Answer, Call, Engine, Litter, Program, Reply};
use msgen::error::Result;

use recording::{Got, ID, Recorded, Recording, TAG};

/// Passes everything on to a real engine, and writes down what it says.
pub struct Recorder<'a> {
    engine: &'a dyn Engine,
    id: String,
    recording: RefCell<Recording>,
}

impl<'a> Recorder<'a> {
    /// For a run that leaves its things in `litter`.
    pub fn new(engine: &'a dyn Engine, litter: &Litter) -> Self {
        let program = engine.program();
        let recording = Recording { program, calls: Vec::new(), answers: BTreeMap::new(), kernel: BTreeMap::new() };
        Self { engine, id: litter.id().to_owned(), recording: RefCell::new(recording) }
    }

    /// Writes the recording to a file; `tag` is the image that was started.
    pub fn write(&self, path: &Path, tag: &str) -> std::io::Result<()> {
        let mut recording = self.recording.borrow().clone();
        // A program that does not answer is asked hundreds of times, and says the same each time.
        recording.answers.values_mut().for_each(Vec::dedup);
        let text = serde_json::to_string_pretty(&recording)?;
        std::fs::write(path, text.replace(tag, TAG).replace(&self.id, ID) + "\n")
    }
}

impl Engine for Recorder<'_> {
    fn program(&self) -> Program {
        self.engine.program()
    }

    fn call(&self, call: &Call) -> Result<Reply> {
        let reply = self.engine.call(call)?;
        let recorded = Recorded {
            arguments: call.arguments.clone(),
            code: reply.code,
            stdout: reply.stdout.clone(),
            stderr: reply.stderr.clone(),
            took: u64::try_from(reply.took.as_millis()).unwrap_or(u64::MAX),
        };
        let calls = &mut self.recording.borrow_mut().calls;
        // The state of a container is asked for again and again: only what differs from the last time is kept.
        let last = calls.iter().rev().find(|known| known.arguments == recorded.arguments);
        if last.is_none_or(|last| {
            (last.code, &last.stdout, &last.stderr) != (recorded.code, &recorded.stdout, &recorded.stderr)
        }) {
            calls.push(recorded);
        }
        Ok(reply)
    }

    fn get(&self, port: u16, path: &str) -> Result<Answer, String> {
        let answer = self.engine.get(port, path);
        let got = match &answer {
            Ok(answer) => Got::Answer { head: answer.head.clone(), body: answer.body.clone() },
            Err(error) => Got::Error(error.clone()),
        };
        self.recording.borrow_mut().answers.entry(path.to_owned()).or_default().push(got);
        answer
    }

    fn kernel(&self, path: &str) -> Option<String> {
        let text = self.engine.kernel(path)?;
        self.recording.borrow_mut().kernel.insert(path.to_owned(), text.clone());
        Some(text)
    }

    fn now(&self) -> Duration {
        self.engine.now()
    }

    fn wait(&self, time: Duration) {
        self.engine.wait(time);
    }
}
