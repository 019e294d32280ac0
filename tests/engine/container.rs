//! A container, started with everything taken away that a service can do without.

use std::fs;
use std::time::{Duration, Instant};

use crate::Result;
use crate::docker::Docker;
use crate::plan::Runtime;
use crate::process::tail;
use crate::scrap::Scrap;

/// What a hardened container is started with.
const HARDENED: [&str; 6] = ["--read-only", "--cap-drop=ALL", "--security-opt", "no-new-privileges", "--tmpfs", "/tmp"];

/// How long the engine waits after SIGTERM before it kills: long enough to tell a slow stop from none.
const PATIENCE: &str = "10";

/// The exit code of a process that was killed.
const KILLED: i32 = 137;

/// A program that gets SIGTERM ends within this time.
const STOP: Duration = Duration::from_secs(2);

/// A started container. It goes away with its test's [`Scrap`].
pub struct Container {
    id: String,
}

impl Container {
    /// Starts `image`, with `port` published on a free port of the loopback interface.
    pub fn start(image: &str, port: u16, scrap: &Scrap) -> Result<Self> {
        let publish = format!("127.0.0.1::{port}");
        let docker = Docker::new(["run", "--detach", "--label", &scrap.label(), "--publish", &publish]);
        Ok(Self { id: docker.with(HARDENED).with([image]).run()? })
    }

    /// Runs `image` in the foreground until it ends; returns its exit code and all that was said.
    pub fn attached(image: &str, scrap: &Scrap) -> Result<(Option<i32>, String)> {
        let finished = Docker::new(["run", "--rm", "--label", &scrap.label()]).with(HARDENED).with([image]).finish()?;
        Ok((finished.code, finished.said()))
    }

    /// The port of the loopback interface that reaches `port` of the container; none while it does not run.
    pub fn published(&self, port: u16) -> Result<u16> {
        let answer = Docker::new(["port", &self.id, &format!("{port}/tcp")]).run()?;
        let number = answer.lines().next().and_then(|line| line.rsplit(':').next()).and_then(|port| port.parse().ok());
        number.ok_or_else(|| format!("docker port says `{answer}`").into())
    }

    /// One value of its state, as a Go template names it.
    fn state(&self, field: &str) -> Result<String> {
        Docker::new(["container", "inspect", "--format", &format!("{{{{.State.{field}}}}}"), &self.id]).run()
    }

    /// Whether it runs.
    pub fn is_running(&self) -> Result<bool> {
        Ok(self.state("Running")? == "true")
    }

    /// The end of what the program said, for an error message.
    pub fn log(&self) -> String {
        let said = Docker::new(["logs", "--tail", "20", &self.id]).finish().map(|finished| finished.said());
        let state = self.state("Status").unwrap_or_default();
        format!("container: {state}, and its log ends with\n{}", tail(&said.unwrap_or_default(), 20))
    }

    /// Looks at the process from outside, through the kernel's eyes, and tells what is not as planned.
    ///
    /// What an image or the engine says of a user is a wish; only the kernel knows who a process is. This needs an
    /// engine that runs on this machine, and not in a virtual one beside it.
    pub fn process(&self, plan: &Runtime) -> Result<Vec<String>> {
        let pid = self.state("Pid")?;
        let read = |file: &str| {
            let path = format!("/proc/{pid}/{file}");
            fs::read_to_string(&path)
                .map_err(|error| format!("{path}: {error}: the engine must run on this machine, on Linux"))
        };
        let (status, arguments) = (read("status")?, read("cmdline")?);
        let fields = |name: &str| -> Vec<&str> {
            let line = status.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'));
            line.map(|line| line.split_whitespace().collect()).unwrap_or_default()
        };
        let mut faults = Vec::new();
        for (name, wanted) in [("Uid", plan.user.uid), ("Gid", plan.user.gid)] {
            if fields(name) != vec![wanted.to_string(); 4] {
                faults.push(format!("the kernel says {name} {:?} where {wanted} was asked for", fields(name)));
            }
        }
        if fields("Groups").contains(&"0") && plan.user.gid != 0 {
            faults.push("the process belongs to group 0".to_owned());
        }
        if fields("CapEff").iter().any(|set| set.bytes().any(|digit| digit != b'0')) || fields("CapEff").is_empty() {
            faults.push(format!("the process has capabilities: {:?}", fields("CapEff")));
        }
        if arguments.trim_end_matches('\0').split('\0').ne(plan.start.command.iter()) {
            faults.push(format!("process 1 is {:?} and not {:?}", arguments.replace('\0', " "), plan.start.command));
        }
        Ok(faults)
    }

    /// Stops it as `docker stop` does, and tells what was not right about its end.
    pub fn stop(&self) -> Result<Vec<String>> {
        let start = Instant::now();
        Docker::new(["stop", "--time", PATIENCE, &self.id]).run()?;
        let took = start.elapsed();
        let mut faults = Vec::new();
        if took >= STOP {
            faults.push(format!("docker stop took {took:.1?}, and {STOP:.0?} is the limit"));
        }
        if self.state("ExitCode")?.parse() == Ok(KILLED) {
            faults.push("it did not end on SIGTERM, and was killed".to_owned());
        }
        Ok(faults)
    }
}
