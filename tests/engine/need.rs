//! What a case needs that this machine may not have: base images, and hosts that its build downloads from.
//!
//! Each image and each host is asked for once in a run. A case of a cell that the catalogue calls proved must find all
//! of it, or it fails; only a case of a cell that is not proved here may go without, and is then named at the end.

use std::collections::BTreeMap;
use std::fs;
use std::net::{TcpStream, ToSocketAddrs};
use std::path::Path;
use std::sync::{LazyLock, Mutex, PoisonError, mpsc};
use std::thread;
use std::time::Duration;

use msgen::document::Document;

use crate::Result;
use crate::docker::Docker;
use crate::process::{Limit, tail};

/// How long a registry may take to send an image, or to say that it does not.
const PULL: Limit = Limit::seconds(300);

/// How long a host may take to answer, its name's lookup included.
const CONNECT: Duration = Duration::from_secs(5);

/// How often a host is asked, and the time between: one lookup that fails says little where the machine is busy.
const TRIES: usize = 3;
const PAUSE: Duration = Duration::from_secs(3);

/// What a need that is a host begins with.
const HOST: &str = "host:";

/// The image that is none.
const SCRATCH: &str = "scratch";

/// The answers so far: what is missing, or nothing.
type Asked = LazyLock<Mutex<BTreeMap<String, Option<String>>>>;

/// What of `needs`, and of the images that the Dockerfile of `folder` names, cannot be had; nothing if all is there.
pub fn missing(needs: &[String], folder: &Path) -> Result<Option<String>> {
    for need in needs {
        let host = need.strip_prefix(HOST).ok_or_else(|| format!("`{need}` is no need: {HOST}NAME"))?;
        if let Some(why) = host_missing(host) {
            return Ok(Some(why));
        }
    }
    Ok(images(folder)?.iter().find_map(|image| image_missing(image)))
}

/// The images that the Dockerfile of `folder` names: what its stages start from, what they copy from, and the frontend.
pub fn images(folder: &Path) -> Result<Vec<String>> {
    let dockerfile = Document::parse("Dockerfile", &fs::read_to_string(folder.join("Dockerfile"))?)?;
    let stages: Vec<_> = dockerfile.stages().collect();
    let mut images: Vec<String> = dockerfile.directive("syntax").map(ToOwned::to_owned).into_iter().collect();
    for (index, stage) in stages.iter().enumerate() {
        let is_stage = |name: &str| {
            let mut earlier = stages[..index].iter().filter_map(|stage| stage.name);
            name.parse::<usize>().is_ok() || earlier.any(|known| known.eq_ignore_ascii_case(name))
        };
        let copied = stage.instructions.iter().filter_map(|instruction| instruction.flag("from"));
        for image in copied.chain([stage.base]) {
            if image != SCRATCH && !is_stage(image) && !images.iter().any(|known| known == image) {
                images.push(image.to_owned());
            }
        }
    }
    Ok(images)
}

/// Whether the engine has the image, without asking a registry.
pub fn is_here(image: &str) -> bool {
    Docker::new(["image", "inspect", "--format", "{{.Id}}", image]).run().is_ok()
}

/// Why the engine has not got the image; nothing if it has, or could pull it.
fn image_missing(image: &str) -> Option<String> {
    static ASKED: Asked = LazyLock::new(Mutex::default);
    once(&ASKED, image, || {
        if is_here(image) {
            return None;
        }
        match Docker::new(["image", "pull", "--quiet", image]).limit(PULL).finish() {
            Ok(pulled) if pulled.code == Some(0) => None,
            Ok(pulled) => Some(format!("the image {image} is not here: {}", tail(pulled.said().trim(), 1))),
            Err(error) => Some(error.message().unwrap_or_default().to_owned()),
        }
    })
}

/// Why the host cannot be reached; nothing if it can.
fn host_missing(host: &str) -> Option<String> {
    static ASKED: Asked = LazyLock::new(Mutex::default);
    once(&ASKED, host, || {
        let mut answer = reach(host);
        for _ in 1..TRIES {
            if answer.is_ok() {
                break;
            }
            thread::sleep(PAUSE);
            answer = reach(host);
        }
        answer.err().map(|error| format!("{host} cannot be reached: {error}"))
    })
}

fn reach(host: &str) -> std::result::Result<(), String> {
    let (sender, receiver) = mpsc::channel();
    let name = host.to_owned();
    // A lookup has no time limit of its own: where it takes too long its thread is left to itself.
    thread::spawn(move || sender.send(connect(&name)));
    receiver.recv_timeout(CONNECT).unwrap_or_else(|_| Err("no answer".to_owned()))
}

fn connect(host: &str) -> std::result::Result<(), String> {
    let mut addresses = (host, 443).to_socket_addrs().map_err(|error| error.to_string())?;
    let address = addresses.next().ok_or("its name leads to no address")?;
    TcpStream::connect_timeout(&address, CONNECT).map(drop).map_err(|error| error.to_string())
}

/// Asks once in a run, whoever else asks at the same time.
fn once(asked: &Asked, name: &str, ask: impl FnOnce() -> Option<String>) -> Option<String> {
    let mut asked = asked.lock().unwrap_or_else(PoisonError::into_inner);
    asked.entry(name.to_owned()).or_insert_with(ask).clone()
}
