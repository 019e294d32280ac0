//! A container, started with everything taken away that a service can do without.

use std::thread;
use std::time::{Duration, Instant};

use crate::docker::Docker;
use crate::plan::Runtime;
use crate::process::tail;
use crate::scrap::Scrap;
use crate::{Result, task};

/// What a hardened container is started with.
const HARDENED: [&str; 6] = ["--read-only", "--cap-drop=ALL", "--security-opt", "no-new-privileges", "--tmpfs", "/tmp"];

/// The health check is asked more often than the image says: the test waits for its answer. What it runs is the image's.
const HEALTH: &str = "--health-interval=1s";

/// A program that answers is called healthy within this time.
const HEALTHY: Duration = Duration::from_secs(60);

/// How many seconds the engine waits after SIGTERM before it kills. No test looks at the time that a stop takes: on a
/// busy machine the engine's own part in it is longer than the program's.
const PATIENCE: &str = "10";

/// The exit code of a process that was killed.
const KILLED: i32 = 137;

/// A started container. It goes away with its test's [`Scrap`].
pub struct Container {
    id: String,
}

impl Container {
    /// Starts `image` as it is planned, with its port published on a free port of the loopback interface.
    pub fn start(image: &str, plan: &Runtime, scrap: &Scrap) -> Result<Self> {
        let publish = format!("127.0.0.1::{}", plan.port);
        let docker = Docker::new(["run", "--detach", "--label", &scrap.label(), "--publish", &publish]);
        let docker = docker.with(HARDENED).with((!plan.health.is_empty()).then_some(HEALTH));
        Ok(Self { id: docker.with([image]).run()? })
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

    /// Looks at its processes from outside, and tells what is not as planned.
    pub fn process(&self, plan: &Runtime) -> Result<Vec<String>> {
        let pid = self.state("Pid")?;
        task::faults(pid.parse().map_err(|error| format!("the pid `{pid}`: {error}"))?, plan)
    }

    /// Waits until the engine calls it healthy; tells what its health check said if that takes too long.
    pub fn becomes_healthy(&self) -> Result<Vec<String>> {
        let start = Instant::now();
        loop {
            match self.state("Health.Status")?.as_str() {
                "healthy" => return Ok(Vec::new()),
                state if start.elapsed() > HEALTHY => {
                    let said =
                        Docker::new(["container", "inspect", "--format", "{{json .State.Health.Log}}", &self.id])
                            .run()?;
                    return Ok(vec![format!("{state}, and not healthy, after {} s: {said}", HEALTHY.as_secs())]);
                }
                _ => thread::sleep(Duration::from_millis(100)),
            }
        }
    }

    /// Stops it as `docker stop` does, and tells what was not right about its end.
    pub fn stop(&self) -> Result<Vec<String>> {
        Docker::new(["stop", "--time", PATIENCE, &self.id]).run()?;
        let is_killed = self.state("ExitCode")?.parse() == Ok(KILLED);
        Ok(is_killed.then(|| "it did not end on SIGTERM, and was killed".to_owned()).into_iter().collect())
    }
}
