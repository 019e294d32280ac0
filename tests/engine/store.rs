//! A second engine beside the person's own, for a moment, with the store that theirs has not: Docker's own, or
//! containerd's.
//!
//! It lives in namespaces of its own. An engine without a bridge removes `docker0` wherever it finds one, and that must
//! not be the person's; and when the namespaces end, so does everything that it started or mounted. It needs root, Linux
//! and a `dockerd` on the path.

use std::fs::{self, File};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::Result;
use crate::docker::Docker;
use crate::process::{is_interrupted, tail};

/// The namespaces, and that nothing in them goes on without `unshare`.
const NAMESPACES: [&str; 6] = ["--net", "--mount", "--pid", "--mount-proc", "--fork", "--kill-child"];

/// It runs no containers, so it needs no network.
const ARGUMENTS: [&str; 4] = ["--bridge=none", "--iptables=false", "--ip6tables=false", "--userland-proxy=false"];

/// An engine on a busy machine answers within this time.
const START: Duration = Duration::from_secs(90);

/// How often it is asked.
const PERIOD: Duration = Duration::from_millis(200);

/// What only containerd's store says of itself.
const CONTAINERD: &str = "io.containerd.snapshotter";

/// Whether an engine has containerd's store.
pub fn is_containerd(docker: Docker) -> Result<bool> {
    Ok(docker.with(["info", "--format", "{{json .DriverStatus}}"]).run()?.contains(CONTAINERD))
}

/// A running engine. Dropping it ends it and removes everything that it has.
pub struct Second {
    process: Child,
    /// Short, because the path of a socket must be.
    folder: TempDir,
}

impl Second {
    /// Starts one; or tells why none can be started here.
    pub fn start(has_containerd: bool) -> Result<std::result::Result<Self, String>> {
        let folder = tempfile::Builder::new().prefix("msgen-engine-").tempdir()?;
        let path = |name: &str| folder.path().join(name).display().to_string();
        let settings = serde_json::json!({"features": {"containerd-snapshotter": has_containerd}});
        fs::write(path("settings"), settings.to_string())?;
        let log = File::create(path("log"))?;
        let mut command = Command::new("unshare");
        command.args(NAMESPACES).arg("dockerd").args(ARGUMENTS);
        command.args(["--config-file", &path("settings"), "--data-root", &path("data"), "--exec-root", &path("run")]);
        command.args(["--pidfile", &path("pid"), "--host", &format!("unix://{}", path("socket"))]);
        command.stdin(Stdio::null()).stdout(log.try_clone()?).stderr(log);
        let process = match command.spawn() {
            Ok(process) => process,
            Err(error) => return Ok(Err(format!("no second engine can be started: unshare: {error}"))),
        };
        let mut second = Self { process, folder };
        let start = Instant::now();
        loop {
            if second.docker().with(["version"]).finish()?.code == Some(0) {
                return Ok(Ok(second));
            }
            let has_ended = second.process.try_wait()?.is_some();
            if has_ended || is_interrupted() || start.elapsed() > START {
                let said = fs::read_to_string(second.folder.path().join("log")).unwrap_or_default();
                return Ok(Err(format!("no second engine can be started: {}", tail(said.trim(), 1))));
            }
            thread::sleep(PERIOD);
        }
    }

    /// A call of this engine, without arguments.
    pub fn docker(&self) -> Docker {
        let socket = format!("unix://{}", self.folder.path().join("socket").display());
        Docker::new(["--host", &socket])
    }

    /// Its folder, for files.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }
}

impl Drop for Second {
    fn drop(&mut self) {
        let ended = self.process.kill().and_then(|()| self.process.wait());
        if let Err(error) = ended {
            eprintln!("engine tests: a second engine goes on, {}: {error}", self.process.id());
        }
    }
}
