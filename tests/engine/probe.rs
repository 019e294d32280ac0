//! HTTP, as little of it as is needed to ask a container whether it answers.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::thread;
use std::time::{Duration, Instant};

use crate::Result;
use crate::case::Probe;
use crate::container::Container;

/// How long one question may take.
const ANSWER: Duration = Duration::from_secs(20);

/// How long a program may take from its start to its first answer, on a busy machine.
const READY: Duration = Duration::from_secs(60);

/// An answer.
struct Reply {
    status: u16,
    body: String,
}

/// Asks all of `probes`, as soon as the container answers at all, and tells which answers are not right.
pub fn ask(container: &Container, port: u16, probes: &[Probe]) -> Result<Vec<String>> {
    let port = published(container, port)?;
    wait(container, port)?;
    let faults = probes.iter().filter_map(|probe| match get(port, &probe.path) {
        Err(error) => Some(format!("GET {}: {}", probe.path, error.message().unwrap_or_default())),
        Ok(reply) if reply.status != probe.status => {
            Some(format!("GET {}: status {} and not {}: {}", probe.path, reply.status, probe.status, reply.body))
        }
        Ok(reply) => {
            let wanted = probe.contains.as_ref().filter(|wanted| !reply.body.contains(wanted.as_str()))?;
            Some(format!("GET {}: no `{wanted}` in {}", probe.path, reply.body))
        }
    });
    Ok(faults.collect())
}

/// The published port, or what became of a container that has none.
fn published(container: &Container, port: u16) -> Result<u16> {
    container
        .published(port)
        .map_err(|error| format!("{}\n{}", error.message().unwrap_or_default(), container.log()).into())
}

/// Waits for any answer at all. Until the program listens, the engine's own proxy takes the connection and drops it.
fn wait(container: &Container, port: u16) -> Result<()> {
    let start = Instant::now();
    loop {
        match get(port, "/") {
            Ok(_) => return Ok(()),
            Err(_) if !container.is_running()? => {
                return Err(format!("it ended before it answered\n{}", container.log()).into());
            }
            Err(error) if start.elapsed() > READY => {
                let error = error.message().unwrap_or_default().to_owned();
                return Err(format!("no answer for {} s: {error}\n{}", READY.as_secs(), container.log()).into());
            }
            Err(_) => thread::sleep(Duration::from_millis(50)),
        }
    }
}

/// One question. HTTP/1.0 has no chunks and no connection to keep: the answer is everything until the end.
fn get(port: u16, path: &str) -> Result<Reply> {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let mut stream = TcpStream::connect_timeout(&address, ANSWER)?;
    stream.set_read_timeout(Some(ANSWER))?;
    stream.set_write_timeout(Some(ANSWER))?;
    // In one piece: a small service reads once.
    stream.write_all(format!("GET {path} HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n").as_bytes())?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    let answer = String::from_utf8_lossy(&answer);
    let (head, body) = answer.split_once("\r\n\r\n").ok_or("the answer has no end of its head")?;
    let status = head.strip_prefix("HTTP/1.").and_then(|rest| rest.get(2..5)).and_then(|status| status.parse().ok());
    Ok(Reply { status: status.ok_or_else(|| format!("no status in `{head}`"))?, body: body.to_owned() })
}
