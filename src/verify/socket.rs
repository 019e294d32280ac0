//! Sockets that listen in a container, by the kernel's tables.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use crate::engine::Engine;

/// The state of a socket that listens, in the kernel's tables.
const LISTEN: &str = "0A";

/// Docker's own resolver, which listens in every container on a network that somebody made.
const RESOLVER: IpAddr = IpAddr::V4(Ipv4Addr::new(127, 0, 0, 11));

/// The sockets that listen in the container of the process `pid`; none where the tables cannot be read.
pub(super) fn listening(engine: &dyn Engine, pid: u32) -> Option<Vec<SocketAddr>> {
    let tables = ["tcp", "tcp6"].map(|name| engine.kernel(&format!("/proc/{pid}/net/{name}")));
    if tables.iter().all(Option::is_none) {
        return None;
    }
    let mut sockets: Vec<SocketAddr> =
        tables.iter().flatten().flat_map(|table| table.lines().filter_map(line)).collect();
    sockets.retain(|socket| socket.ip() != RESOLVER);
    sockets.sort_unstable();
    sockets.dedup();
    Some(sockets)
}

/// The socket of a line, if it listens.
fn line(line: &str) -> Option<SocketAddr> {
    let mut words = line.split_whitespace().skip(1);
    let (address, port) = words.next()?.split_once(':')?;
    let state = words.nth(1)?;
    Some(SocketAddr::new(ip(address)?, u16::from_str_radix(port, 16).ok()?)).filter(|_| state == LISTEN)
}

/// An address as the kernel writes it: words of 32 bits, each with its bytes in the machine's order.
fn ip(address: &str) -> Option<IpAddr> {
    let word = |at: usize| u32::from_str_radix(address.get(at..at + 8)?, 16).ok().map(u32::to_ne_bytes);
    if address.len() == 8 {
        return word(0).map(|bytes| IpAddr::V4(Ipv4Addr::from(bytes)));
    }
    let words = [word(0)?, word(8)?, word(16)?, word(24)?];
    let mut bytes = [0; 16];
    for (to, from) in bytes.iter_mut().zip(words.as_flattened()) {
        *to = *from;
    }
    let address = Ipv6Addr::from(bytes);
    Some(address.to_ipv4_mapped().map_or(IpAddr::V6(address), IpAddr::V4))
}
