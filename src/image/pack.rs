//! Packing: how many bytes a layer takes on its way through a network.
//!
//! What a store keeps packed was packed by whoever pushed or built it, at a level that nobody told. So every layer is
//! packed anew, always in the same way, and figures of different stores can be compared.

use std::io::{self, Read, Write};
use std::process::{Child, Command, Stdio};
use std::thread;

use crate::engine::process::is_interrupted;
use crate::error::{Error, ErrorKind, Result};

/// The command, and what it is told: no name and no time in its output, and its own usual level.
const GZIP: &str = "gzip";
const ARGUMENTS: [&str; 2] = ["-n", "-6"];

/// A variable in which some versions look for further arguments.
const VARIABLE: &str = "GZIP";

/// A way of packing.
pub trait Pack {
    /// The way, in a clause, with the version of what packs.
    fn method(&self) -> String;

    /// How many bytes a layer's archive has when it is packed.
    ///
    /// # Errors
    /// It cannot be read or packed, or the person interrupted.
    fn pack(&self, tar: &mut dyn Read) -> Result<u64>;
}

/// The person's own `gzip`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gzip {
    version: String,
}

impl Gzip {
    /// The one on the path; none where there is none, or where it does not pack.
    #[must_use]
    pub fn find() -> Option<Self> {
        let said = Command::new(GZIP).arg("--version").env_remove(VARIABLE).stdin(Stdio::null()).output().ok()?;
        let said =
            String::from_utf8_lossy(if said.stdout.is_empty() { &said.stderr } else { &said.stdout }).into_owned();
        // BusyBox does not know `--version`, and gives its own in the help that it shows.
        let line = said.lines().find(|line| line.starts_with("BusyBox")).or_else(|| said.lines().next())?;
        let version = line.split(" (").next().unwrap_or(line).trim().to_owned();
        let gzip = Self { version };
        gzip.pack(&mut io::empty()).ok().map(|_| gzip)
    }
}

impl Pack for Gzip {
    fn method(&self) -> String {
        format!("bytes of each layer's archive through `{GZIP} {}` ({})", ARGUMENTS.join(" "), self.version)
    }

    fn pack(&self, tar: &mut dyn Read) -> Result<u64> {
        let failed = |error: io::Error| Error::failed(format!("`{GZIP}` cannot pack a layer: {error}"));
        let mut command = Command::new(GZIP);
        command.args(ARGUMENTS).env_remove(VARIABLE).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().map_err(failed)?;
        let packed = through(&mut child, tar);
        if packed.is_err() {
            // It waits for more; what it says to its end is of no use.
            let _ = child.kill();
        }
        let status = child.wait().map_err(failed)?;
        if is_interrupted() {
            return Err(Error::new(ErrorKind::Interrupted, "stopped; what was started is removed"));
        }
        match packed.map_err(failed)? {
            bytes if status.success() => Ok(bytes),
            _ => Err(Error::failed(format!("`{GZIP} {}` ended with {status}", ARGUMENTS.join(" ")))),
        }
    }
}

/// Writes everything to the process, and counts what comes back, both at once: its pipes are short.
fn through(child: &mut Child, tar: &mut dyn Read) -> io::Result<u64> {
    let mut stdin = child.stdin.take();
    let mut stdout = child.stdout.take();
    let count = thread::spawn(move || stdout.as_mut().map_or(Ok(0), |stdout| io::copy(stdout, &mut io::sink())));
    let mut buffer = vec![0; 1 << 16];
    while !is_interrupted() {
        let read = match tar.read(&mut buffer) {
            Ok(0) => break,
            Ok(read) => read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        stdin.iter_mut().try_for_each(|stdin| stdin.write_all(&buffer[..read]))?;
    }
    drop(stdin);
    count.join().unwrap_or_else(|_| Err(io::Error::other("its output cannot be read")))
}
