//! A container's processes through the kernel's eyes.
//!
//! What an image or the engine says of a user is a wish; only the kernel knows who a process is. This needs an engine
//! that runs on this machine, and not in a virtual one beside it.

use std::fs;

use crate::Result;
use crate::plan::Runtime;

/// What an init's own arguments end with.
const END: &str = "--";

/// Looks at the process `pid`, which is process 1 of its container, and tells what is not as planned. Where an init
/// starts the program, the program is looked at as well.
pub fn faults(pid: u32, plan: &Runtime) -> Result<Vec<String>> {
    let command = plan.start.command.as_slice();
    let mut faults = Task::read(pid)?.faults("process 1", plan, command);
    if plan.start.init.is_empty() {
        return Ok(faults);
    }
    let program = match command.split_first() {
        Some((first, [end, program @ ..])) if *first == plan.start.init && end == END => program,
        _ => return Err(format!("the plan has the init {}, and starts {command:?}", plan.start.init).into()),
    };
    match children(pid)?.as_slice() {
        [child] => faults.extend(Task::read(*child)?.faults("the program", plan, program)),
        others => faults.push(format!("the init has {} children, where the program was expected", others.len())),
    }
    Ok(faults)
}

/// A process.
struct Task {
    status: String,
    arguments: Vec<String>,
    /// The file that the kernel executes, as the container names it.
    executable: String,
}

impl Task {
    fn read(pid: u32) -> Result<Self> {
        let status = read(&format!("/proc/{pid}/status"))?;
        let arguments = read(&format!("/proc/{pid}/cmdline"))?;
        let executable = fs::read_link(format!("/proc/{pid}/exe"))?.to_string_lossy().into_owned();
        let arguments = arguments.trim_end_matches('\0').split('\0').map(ToOwned::to_owned).collect();
        Ok(Self { status, arguments, executable })
    }

    /// The values of a field.
    fn fields(&self, name: &str) -> Vec<&str> {
        let line = self.status.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'));
        line.map(|line| line.split_whitespace().collect()).unwrap_or_default()
    }

    /// What of it is not as planned, when it was started with `command`.
    fn faults(&self, who: &str, plan: &Runtime, command: &[String]) -> Vec<String> {
        let mut faults = Vec::new();
        for (name, wanted) in [("Uid", plan.user.uid), ("Gid", plan.user.gid)] {
            if self.fields(name) != vec![wanted.to_string(); 4] {
                faults
                    .push(format!("{who}: the kernel says {name} {:?}, and {wanted} was asked for", self.fields(name)));
            }
        }
        if self.fields("Groups").contains(&"0") && plan.user.gid != 0 {
            faults.push(format!("{who} belongs to group 0"));
        }
        let capabilities = self.fields("CapEff");
        if capabilities.is_empty() || capabilities.iter().any(|set| set.bytes().any(|digit| digit != b'0')) {
            faults.push(format!("{who} has capabilities: {capabilities:?}"));
        }
        // A script's interpreter comes before it. A program that gives itself a title writes it over its arguments.
        let is_retitled = self.arguments.len() == 1 && command.first() == Some(&self.executable);
        if !self.arguments.ends_with(command) && !is_retitled {
            faults.push(format!("{who} is {:?} and not {command:?}", self.arguments));
        }
        faults
    }
}

/// The processes that `pid` has started.
fn children(pid: u32) -> Result<Vec<u32>> {
    let mut found = Vec::new();
    for entry in fs::read_dir("/proc")? {
        let Some(child) = entry?.file_name().to_str().and_then(|name| name.parse().ok()) else { continue };
        // A process may end while the list is read.
        let status = fs::read_to_string(format!("/proc/{child}/status")).unwrap_or_default();
        let parent = status.lines().find_map(|line| line.strip_prefix("PPid:"));
        if parent.and_then(|parent| parent.trim().parse().ok()) == Some(pid) {
            found.push(child);
        }
    }
    Ok(found)
}

fn read(path: &str) -> Result<String> {
    fs::read_to_string(path)
        .map_err(|error| format!("{path}: {error}: the engine must run on this machine, on Linux").into())
}
