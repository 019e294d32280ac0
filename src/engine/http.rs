//! One HTTP question over the loopback interface, and its answer: as much of HTTP as a probe needs.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::time::{Duration, Instant};

/// How long a connection, and each part of an answer, may take.
const PATIENCE: Duration = Duration::from_secs(5);

/// How long a whole answer may take.
const WHOLE: Duration = Duration::from_secs(10);

/// As much of an answer is read: a page that never ends is not waited for (1 MiB).
const LARGEST: usize = 1 << 20;

/// An answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// Its status.
    pub status: u16,
    /// The first line and the headers, as they came.
    pub head: String,
    /// The body, as far as it was read.
    pub body: String,
    /// How long it took, from connecting to its end.
    pub took: Duration,
}

impl Answer {
    /// The value of a header.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        let pairs = self.head.lines().filter_map(|line| line.split_once(':'));
        pairs.map(|(key, value)| (key, value.trim())).find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|pair| pair.1)
    }
}

/// Asks `http://127.0.0.1:PORT PATH`. HTTP/1.0 has no chunks and no connection to keep: the answer is everything until
/// the end.
pub(super) fn get(port: u16, path: &str) -> Result<Answer, String> {
    let start = Instant::now();
    let answer = exchange(port, path, start).map_err(|error| error.to_string())?;
    let took = start.elapsed();
    let answer = String::from_utf8_lossy(&answer);
    if answer.is_empty() {
        return Err("the connection was closed without an answer".to_owned());
    }
    let (head, body) = answer.split_once("\r\n\r\n").ok_or("what came back is no HTTP answer")?;
    let status = head.strip_prefix("HTTP/1.").and_then(|rest| rest.get(2..5)).and_then(|status| status.parse().ok());
    let status = status.ok_or("what came back is no HTTP answer")?;
    Ok(Answer { status, head: head.to_owned(), body: body.to_owned(), took })
}

fn exchange(port: u16, path: &str, start: Instant) -> std::io::Result<Vec<u8>> {
    let mut stream = TcpStream::connect_timeout(&SocketAddr::from((Ipv4Addr::LOCALHOST, port)), PATIENCE)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    // In one piece: a service that reads once, answers and closes would break the pipe under the rest.
    let question = format!("GET {path} HTTP/1.0\r\nHost: 127.0.0.1:{port}\r\nUser-Agent: msgen\r\n\r\n");
    stream.write_all(question.as_bytes())?;
    let (mut answer, mut buffer) = (Vec::new(), [0; 8192]);
    while answer.len() < LARGEST && start.elapsed() < WHOLE {
        match stream.read(&mut buffer)? {
            0 => break,
            count => answer.extend_from_slice(&buffer[..count]),
        }
    }
    Ok(answer)
}

#[cfg(test)]
mod tests {
    use std::io::{Read, Write};
    use std::net::{Ipv4Addr, TcpListener};
    use std::thread;

    use super::get;

    /// So many questions: where one is sent in pieces, a server meets a piece in most of them.
    const QUESTIONS: usize = 200;

    /// Else a small service, which reads once, answers half a question.
    #[test]
    fn a_question_arrives_whole() {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
        let port = listener.local_addr().expect("its address").port();
        let server = thread::spawn(move || {
            let mut read = Vec::new();
            for client in listener.incoming().take(QUESTIONS) {
                let mut client = client.expect("a connection");
                let mut question = [0; 4096];
                let count = client.read(&mut question).expect("a question");
                client.write_all(b"HTTP/1.0 200 OK\r\n\r\nhello\n").expect("an answer");
                read.push(String::from_utf8_lossy(&question[..count]).into_owned());
            }
            read
        });
        let answers: Vec<_> = (0..QUESTIONS).map(|_| get(port, "/").map(|answer| answer.status)).collect();
        let whole = format!("GET / HTTP/1.0\r\nHost: 127.0.0.1:{port}\r\nUser-Agent: msgen\r\n\r\n");
        assert_eq!(server.join().expect("the server"), vec![whole; QUESTIONS]);
        assert_eq!(answers, vec![Ok(200); QUESTIONS]);
    }
}
