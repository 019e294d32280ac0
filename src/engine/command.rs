//! The real engine: the person's own command, found on the path.

use std::fs;
use std::process;
use std::thread;
use std::time::{Duration, Instant};

use super::guard::Guard;
use super::http::{self, Answer};
use super::process::{is_interrupted, run};
use super::{Call, Engine, Program, Reply};
use crate::error::{Error, ErrorKind, Result};

/// How long an engine may take to say that it is there.
const THERE: Duration = Duration::from_secs(20);

/// The command.
pub struct Command {
    program: Program,
    start: Instant,
    guard: Option<Guard>,
}

impl Command {
    /// The command of `program`; nothing is asked of it yet.
    #[must_use]
    pub fn new(program: Program) -> Self {
        Self { program, start: Instant::now(), guard: None }
    }

    /// Tells `guard` of every process, so that none goes on when msgen is killed.
    #[must_use]
    pub fn guarded(mut self, guard: Option<Guard>) -> Self {
        self.guard = guard;
        self
    }

    /// Asks whether an engine answers.
    ///
    /// # Errors
    /// [`ErrorKind::NoEngine`]: none does; the help says how to get one.
    pub fn answers(&self) -> Result<()> {
        let format = match self.program {
            Program::Docker => "{{.Server.Version}}",
            Program::Podman => "{{.Client.Version}}",
        };
        let said = match self.call(&Call::new(["version", "--format", format]).limit(THERE)) {
            Ok(reply) if reply.is_ok() => return Ok(()),
            Ok(reply) if reply.is_late => format!("no answer for {} s", THERE.as_secs()),
            Ok(reply) => reply.said().lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or("").to_owned(),
            Err(error) if error.kind == ErrorKind::Interrupted => return Err(error),
            Err(error) => error.what,
        };
        let help = match self.program {
            Program::Docker => {
                "start Docker, or install it: https://docs.docker.com/engine/install/; or --engine podman"
            }
            Program::Podman => "install Podman: https://podman.io/docs/installation; or --engine docker",
        };
        let what = format!("no engine: `{} version` says: {said}", self.program);
        Err(Error::new(ErrorKind::NoEngine, what).help(help))
    }
}

impl Engine for Command {
    fn program(&self) -> Program {
        self.program
    }

    fn call(&self, call: &Call) -> Result<Reply> {
        let name = self.program.to_string();
        let mut command = process::Command::new(&name);
        command.args(&call.arguments).env("NO_COLOR", "1");
        command.envs(call.environment.iter().map(|(name, value)| (name, value)));
        if let Some(folder) = &call.folder {
            command.current_dir(folder);
        }
        let mut pid = None;
        let reply = run(&mut command, call, |started| {
            pid = Some(started);
            self.guard.iter().for_each(|guard| guard.began(started));
        });
        self.guard.iter().zip(pid).for_each(|(guard, pid)| guard.ended(pid));
        let reply = reply.map_err(|error| Error::failed(format!("`{name}` cannot be started: {error}")))?;
        if is_interrupted() && !call.clears_away {
            return Err(Error::new(ErrorKind::Interrupted, "stopped; what was started is removed"));
        }
        Ok(reply)
    }

    fn get(&self, port: u16, path: &str) -> Result<Answer, String> {
        http::get(port, path)
    }

    fn kernel(&self, path: &str) -> Option<String> {
        fs::read(path).ok().map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
    }

    fn now(&self) -> Duration {
        self.start.elapsed()
    }

    fn wait(&self, time: Duration) {
        thread::sleep(time);
    }
}
