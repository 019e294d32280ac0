//! One container, hardened: its network, its start, its state, its words.

use crate::engine::{Call, Engine, Litter, Program, Reply};
use crate::error::Result;

use super::Record;

/// Everything is taken away that a service can do without.
pub(super) const HARDENED: [&str; 6] =
    ["--read-only", "--cap-drop=ALL", "--security-opt", "no-new-privileges", "--tmpfs", "/tmp"];

/// Without masquerading nothing in the container reaches another machine; the published port still answers.
const UNMASKED: &str = "com.docker.network.bridge.enable_ip_masquerade=false";

/// As many lines of its log are kept.
const LINES: &str = "40";

/// Its state, as a Go template prints it; the error comes last, for it may hold anything.
const STATE: &str =
    "{{.Id}} {{.State.Running}} {{.State.Pid}} {{.State.ExitCode}} {{.State.OOMKilled}} {{.State.Error}}";

/// A container that was created; whether it runs is another question.
pub(super) struct Container<'a> {
    engine: &'a dyn Engine,
    name: String,
    /// What it was started with, beside its names and its image.
    pub arguments: Vec<String>,
    /// What the engine said when it started it.
    pub reply: Reply,
}

/// What the engine says of a container.
#[derive(Debug, Default)]
pub(super) struct State {
    /// Its id.
    pub id: String,
    /// Whether it runs.
    pub is_running: bool,
    /// Its process 1, as the engine's machine numbers it; 0 where it does not run.
    pub pid: u32,
    /// Its exit code; none where the engine does not know the container.
    pub exit_code: Option<i64>,
    /// Whether the kernel killed it for its memory.
    pub is_starved: bool,
    /// Why the engine could not start it; empty where it could.
    pub error: String,
}

impl<'a> Container<'a> {
    /// Makes a network that leads nowhere; none where the engine cannot, and then its own is taken.
    pub fn network(engine: &dyn Engine, litter: &Litter) -> Result<Option<String>> {
        if engine.program() == Program::Podman {
            // Its networks always masquerade.
            return Ok(None);
        }
        let name = litter.name("net");
        let call = Call::new(["network", "create", "--label", &litter.label(), "--opt", UNMASKED, &name]);
        Ok(engine.call(&call)?.is_ok().then_some(name))
    }

    /// Starts `tag` on this network with `port` published on the loopback interface.
    pub fn run(
        engine: &'a dyn Engine,
        litter: &Litter,
        tag: &str,
        network: Option<String>,
        port: u16,
        record: &mut Record,
    ) -> Result<Self> {
        let mut arguments: Vec<String> = HARDENED.map(str::to_owned).into();
        if let Some(network) = network {
            arguments.extend(["--network".to_owned(), network]);
        }
        arguments.extend(["--publish".to_owned(), format!("127.0.0.1::{port}")]);
        let name = litter.name("run");
        let call = Call::new(["run", "--detach", "--name", &name, "--label", &litter.label()])
            .with(arguments.iter().map(String::as_str))
            .with([tag]);
        let reply = engine.call(&call)?;
        record.transcript("run", engine.program(), &call, &reply);
        Ok(Self { engine, name, arguments, reply })
    }

    /// The port of the loopback interface that leads to `port` of it; none while it does not run.
    pub fn published(&self, port: u16) -> Result<Option<u16>> {
        let reply = self.engine.call(&Call::new(["port", &self.name, &format!("{port}/tcp")]))?;
        let mut ports = reply.stdout.lines().filter_map(|line| line.trim().rsplit(':').next()?.parse().ok());
        Ok(ports.next().filter(|_| reply.is_ok()))
    }

    /// Its state.
    pub fn state(&self) -> Result<State> {
        let reply = self.engine.call(&Call::new(["container", "inspect", "--format", STATE, &self.name]))?;
        let mut words = reply.stdout.trim().splitn(6, ' ');
        let mut next = || words.next().unwrap_or_default();
        let (id, running, pid, code, starved, error) = (next(), next(), next(), next(), next(), next());
        Ok(State {
            id: id.to_owned(),
            is_running: running == "true",
            pid: pid.parse().unwrap_or_default(),
            exit_code: code.parse().ok(),
            is_starved: starved == "true",
            error: error.to_owned(),
        })
    }

    /// The end of what the program wrote.
    pub fn log(&self) -> Result<String> {
        let reply = self.engine.call(&Call::new(["logs", "--tail", LINES, &self.name]))?;
        let said = if reply.is_ok() { reply.said() } else { String::new() };
        Ok(anstream::adapter::strip_str(&said).to_string())
    }

    /// A call that ends in its name, and is kept as a transcript.
    pub fn shown(&self, id: &str, call: &Call, record: &mut Record) -> Result<Reply> {
        let reply = self.engine.call(call)?;
        record.transcript(id, self.engine.program(), call, &reply);
        Ok(reply)
    }

    /// Its line in the engine's list of containers.
    pub fn list(&self, record: &mut Record) -> Result<()> {
        let format = "table {{.Image}}\t{{.Status}}\t{{.Ports}}";
        let filter = format!("name={}", self.name);
        let call = Call::new(["container", "ls", "--all", "--filter", &filter, "--format", format]);
        self.shown("ps", &call, record).map(drop)
    }

    /// Its processes, as the engine sees them.
    pub fn top(&self, record: &mut Record) -> Result<Reply> {
        let columns: &[&str] = match self.engine.program() {
            Program::Docker => &["-o", "pid,uid,gid,args"],
            // Podman has columns of its own; these three are the numbers inside the container.
            Program::Podman => &["hpid", "user", "group", "args"],
        };
        let call = Call::new(["container", "top", &self.name]).with(columns.iter().copied());
        self.shown("top", &call, record)
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.name
    }
}

/// Tries to start a shell in the image, and keeps what came of it.
pub(super) fn try_shell(engine: &dyn Engine, litter: &Litter, tag: &str, record: &mut Record) -> Result<()> {
    let call = Call::new(["run", "--rm", "--name", &litter.name("shell"), "--label", &litter.label()])
        .with(["--network", "none"])
        .with(HARDENED)
        .with(["--entrypoint", "sh", tag, "-c", "echo a shell runs"]);
    let reply = engine.call(&call)?;
    record.transcript("shell", engine.program(), &call, &reply);
    Ok(())
}
