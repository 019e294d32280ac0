//! One container, hardened: its network, its start, its state, its words.

use crate::engine::{Call, Engine, Litter, Program, Reply};
use crate::error::Result;

use super::{Expected, Record};

/// Everything is taken away that a service can do without.
const HARDENED: [&str; 6] = ["--read-only", "--cap-drop=ALL", "--security-opt", "no-new-privileges", "--tmpfs", "/tmp"];

/// Without masquerading nothing in the container reaches another machine; the published port still answers.
const UNMASKED: &str = "com.docker.network.bridge.enable_ip_masquerade=false";

/// As many lines of its log are kept.
const LINES: &str = "40";

/// Its state, as a Go template prints it; the error comes last, for it may hold anything.
const STATE: &str =
    "{{.Id}} {{.State.Running}} {{.State.Pid}} {{.State.ExitCode}} {{.State.OOMKilled}} {{.State.Error}}";

/// What a container is started with: [`HARDENED`], and the folders that the program may write to.
pub(super) fn hardened(expected: &Expected) -> Vec<String> {
    // A volume begins as the image's folder, with its owner; a tmpfs would belong to root.
    let own = expected.writable.iter().flat_map(|folder| ["--volume", folder]);
    HARDENED.into_iter().chain(own).map(str::to_owned).collect()
}

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

    /// Starts `tag` on this network, with its port published on the loopback interface, and its own folders mounted as a
    /// deployment would mount them.
    pub fn run(
        engine: &'a dyn Engine,
        litter: &Litter,
        tag: &str,
        network: Option<String>,
        expected: &Expected,
        record: &mut Record,
    ) -> Result<Self> {
        let mut arguments = hardened(expected);
        if let Some(network) = network {
            arguments.extend(["--network".to_owned(), network]);
        }
        arguments.extend(["--publish".to_owned(), format!("127.0.0.1::{}", expected.port)]);
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

#[cfg(test)]
mod tests {
    use super::{Expected, hardened};

    #[test]
    fn folders_of_the_programs_own_are_mounted() {
        let expected = |writable: &[&str]| Expected {
            port: 8080,
            paths: Vec::new(),
            user: None,
            has_shell: None,
            artifact: None,
            certificates: false,
            time_zones: false,
            sources: Vec::new(),
            is_compiled: true,
            writable: writable.iter().map(|folder| (*folder).to_owned()).collect(),
            is_classic: false,
        };
        assert!(hardened(&expected(&[])).ends_with(&["--tmpfs".to_owned(), "/tmp".to_owned()]));
        let mounted = hardened(&expected(&["/data", "/cache"])).join(" ");
        assert!(mounted.ends_with("--tmpfs /tmp --volume /data --volume /cache"), "{mounted}");
    }
}
