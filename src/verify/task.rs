//! A process, as the kernel of the engine's machine tells of it.

use super::container::State;
use crate::engine::Engine;
use crate::evidence::{ImageFacts, ProcessFacts};

/// Programs that start another one and pass signals on to it.
pub(super) const INITS: [&str; 5] = ["tini", "tini-static", "docker-init", "dumb-init", "catatonit"];

/// A process, as the kernel tells of it.
pub(super) struct Task {
    pid: u32,
    status: String,
    arguments: Vec<String>,
}

impl Task {
    /// Reads it; none where it is not there, or the engine runs elsewhere.
    pub fn read(engine: &dyn Engine, pid: u32) -> Option<Self> {
        let status = engine.kernel(&format!("/proc/{pid}/status")).filter(|_| pid != 0)?;
        let arguments = engine.kernel(&format!("/proc/{pid}/cmdline"))?;
        let arguments = arguments.trim_end_matches('\0').split('\0').map(str::to_owned).collect();
        Some(Self { pid, status, arguments })
    }

    /// The value of a field.
    pub fn field(&self, name: &str) -> Option<&str> {
        self.status.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':')).map(str::trim)
    }

    /// The value of a field that is a mask.
    pub fn mask(&self, name: &str) -> Option<u64> {
        self.field(name).and_then(|mask| u64::from_str_radix(mask, 16).ok())
    }

    /// Whether it is process 1 of the container: an engine elsewhere gives a number that means another process here.
    pub fn is_ours(&self, engine: &dyn Engine, state: &State, image: &ImageFacts) -> bool {
        let levels: Vec<&str> = self.field("NSpid").unwrap_or_default().split_whitespace().collect();
        if levels.len() < 2 || levels.last() != Some(&"1") {
            return false;
        }
        let cgroup = engine.kernel(&format!("/proc/{}/cgroup", self.pid)).unwrap_or_default();
        if !state.id.is_empty() && cgroup.contains(&state.id) {
            return true;
        }
        let command: Vec<&String> = image.config.entrypoint.iter().chain(&image.config.cmd).collect();
        // A script's interpreter comes before it.
        self.arguments.len() >= command.len()
            && self.arguments.iter().rev().zip(command.iter().rev()).all(|(own, wanted)| own == *wanted)
    }

    /// Whether it only starts the program.
    pub fn is_init(&self) -> bool {
        let name = self.arguments.first().and_then(|first| first.rsplit('/').next()).unwrap_or_default();
        INITS.contains(&name)
    }

    /// The process that it started; none where there are several, or none can be told.
    pub fn only_child(&self, engine: &dyn Engine) -> Option<Self> {
        let children = engine.kernel(&format!("/proc/{0}/task/{0}/children", self.pid))?;
        let mut children = children.split_whitespace();
        let child = children.next()?.parse().ok().filter(|_| children.next().is_none())?;
        Self::read(engine, child)
    }

    /// What the evidence says of it.
    pub fn facts(&self, engine: &dyn Engine) -> Option<ProcessFacts> {
        let map = |name: &str| engine.kernel(&format!("/proc/{}/{name}", self.pid)).unwrap_or_default();
        let (uids, gids) = (map("uid_map"), map("gid_map"));
        // Real, effective, saved, of the file system.
        let effective = |name: &str| self.field(name)?.split_whitespace().nth(1)?.parse::<u32>().ok();
        let groups = self.field("Groups").unwrap_or_default().split_whitespace();
        let groups = groups.filter_map(|group| group.parse().ok()).map(|group| inside(group, &gids)).collect();
        Some(ProcessFacts {
            uid: inside(effective("Uid")?, &uids),
            gid: inside(effective("Gid")?, &gids),
            groups,
            capabilities: self.field("CapEff").map(str::to_owned),
            no_new_privileges: self.field("NoNewPrivs").map(|value| value == "1"),
            arguments: self.arguments.clone(),
            method: "the kernel's /proc/PID/status".to_owned(),
        })
    }
}

/// An id of this machine as the container sees it: `map` has lines of first inside, first outside, and how many.
fn inside(id: u32, map: &str) -> u32 {
    let mut ranges = map.lines().filter_map(|line| {
        let mut numbers = line.split_whitespace().map(|word| word.parse::<u32>().ok());
        Some((numbers.next()??, numbers.next()??, numbers.next()??))
    });
    let found = ranges.find_map(|(inner, outer, count)| {
        let offset = id.checked_sub(outer).filter(|offset| *offset < count)?;
        inner.checked_add(offset)
    });
    found.unwrap_or(id)
}
