//! The process that checks one submission: msgen itself.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use crate::batch::{Row, tail};
use crate::cli::Check;
use crate::engine::process::{interrupt, run};
use crate::engine::{Call, Reply};
use crate::error::{Error, Result};
use crate::interview::PREFIX;

/// Bytes that are kept of what a process prints: a hundred times what the report of a whole lab leads to (4 MiB).
const MOST_PRINTED: usize = 4 << 20;

/// Bytes that a process may have: forty times what it takes (1 GiB). Only Linux holds another process to it.
#[cfg(target_os = "linux")]
const MOST_MEMORY: u64 = 1 << 30;

/// SIGINT: Ctrl-C reaches every process of the terminal, and the child may be gone before msgen itself has heard of it.
const INTERRUPT: i32 = 2;

/// How a submission is checked.
pub(super) struct Child {
    program: PathBuf,
    arguments: Vec<OsString>,
    limit: Duration,
}

impl Child {
    pub(super) fn new(flags: &Check) -> Result<Self> {
        let program = std::env::current_exe()
            .map_err(|error| Error::failed(format!("msgen cannot find its own program: {error}")))?;
        Ok(Self { program, arguments: arguments(flags)?, limit: Duration::from_secs(flags.batch.limit) })
    }

    /// The row of the submission `name`, whose service lies in `folder`.
    pub(super) fn row(&self, name: &str, folder: &Path) -> Row {
        let mut command = Command::new(&self.program);
        // Inside the folder: findings then call files as the author does, and no name of a folder is taken for a flag.
        command.args(&self.arguments).current_dir(folder).env("RUST_BACKTRACE", "0");
        for (variable, _) in std::env::vars_os() {
            if variable.as_encoded_bytes().starts_with(PREFIX.as_bytes()) {
                command.env_remove(variable);
            }
        }
        let shown = folder.to_string_lossy();
        match run(&mut command, &Call::new([]).limit(self.limit).at_most(MOST_PRINTED), bound_memory) {
            Ok(reply) => self.read(name, &shown, &reply),
            Err(error) => Row::failed(name, Some(&shown), format!("its check cannot be started: {error}")),
        }
    }

    fn read(&self, name: &str, folder: &str, reply: &Reply) -> Row {
        let failed = |what: String| Row::failed(name, Some(folder), what);
        let said = tail(&reply.stderr);
        if reply.is_late {
            return failed(format!("its check took longer than {} s, and was stopped", self.limit.as_secs()));
        }
        if reply.signal == Some(INTERRUPT) {
            interrupt();
        }
        if let Some(signal) = reply.signal {
            return failed(format!("its check crashed (signal {signal}): {said}"));
        }
        if reply.stdout.len() >= MOST_PRINTED {
            return failed(format!("its check finds more than fits into {} MiB", MOST_PRINTED >> 20));
        }
        match (Row::read(name, folder, &reply.stdout), reply.code) {
            (None, _) => failed(said.strip_prefix("error: ").unwrap_or(&said).to_owned()),
            // Found nothing and yet not well, or something worse than a finding: then it says so, and only there.
            (Some(row), Some(0)) => row,
            (Some(row), Some(1)) if !row.is_clean() => row,
            (Some(row), _) => row.but(said),
        }
    }
}

/// What the process is called with: the flags that say how to judge, and `.` for the folder that it runs in. No submission
/// may weaken its own judgement.
fn arguments(flags: &Check) -> Result<Vec<OsString>> {
    let mut arguments: Vec<OsString> = ["check", "--strict", "--format=json", "--color=never"].map(Into::into).into();
    arguments.extend(flags.course.profile.iter().map(|id| format!("--profile={id}").into()));
    arguments.extend(flags.severity.map(|severity| format!("--severity={}", severity.word()).into()));
    arguments.extend(flags.rule.iter().map(|id| format!("--rule={id}").into()));
    arguments.extend(flags.off.iter().map(|id| format!("--off={id}").into()));
    arguments.extend(flags.all_rules.then(|| "--all-rules".into()));
    arguments.extend(flags.no_context.then(|| "--no-context".into()));
    for (flag, folder) in [("--templates", &flags.templates), ("--starter", &flags.course.starter)] {
        if let Some(folder) = folder {
            arguments.extend([flag.into(), absolute(folder)?.into()]);
        }
    }
    arguments.push(".".into());
    Ok(arguments)
}

/// The path as seen from any folder.
fn absolute(path: &Path) -> Result<PathBuf> {
    std::path::absolute(path)
        .map_err(|error| Error::bad_input(format!("there is no such path: {error}")).at(path.display().to_string()))
}

#[cfg(target_os = "linux")]
fn bound_memory(pid: u32) {
    use rustix::process::{Pid, Resource, Rlimit, prlimit};
    let bound = Rlimit { current: Some(MOST_MEMORY), maximum: Some(MOST_MEMORY) };
    if let Some(pid) = i32::try_from(pid).ok().and_then(Pid::from_raw) {
        // Where it cannot be set, the limit of time is left.
        let _ = prlimit(Some(pid), Resource::As, bound);
    }
}

#[cfg(not(target_os = "linux"))]
fn bound_memory(_pid: u32) {}

#[cfg(all(test, unix))]
#[expect(clippy::unwrap_used, reason = "a test that cannot continue should say so and stop")]
mod tests {
    use std::time::{Duration, Instant};

    use super::Child;
    use crate::batch::{Row, Status};

    /// The row of a check that does what a shell script says, and may take so many seconds.
    fn within(limit: u64, script: &str) -> Row {
        let arguments = ["-c", script].map(Into::into).into();
        let child = Child { program: "/bin/sh".into(), arguments, limit: Duration::from_secs(limit) };
        child.row("name", std::env::temp_dir().as_path())
    }

    fn row(script: &str) -> Row {
        within(60, script)
    }

    fn error(script: &str) -> String {
        let row = row(script);
        assert_eq!(row.status, Status::Error, "{script}");
        row.error.unwrap()
    }

    #[test]
    fn a_check_that_hangs_is_stopped_at_its_limit() {
        let start = Instant::now();
        let said = within(1, "exec sleep 100").error.unwrap();
        assert_eq!(said, "its check took longer than 1 s, and was stopped");
        assert!(start.elapsed() < Duration::from_secs(30));
    }

    #[test]
    fn a_check_that_crashes_says_with_what_signal_and_what_it_said_last() {
        let said = error("echo before >&2; printf 'the \\033[31mend\\n' >&2; kill -ABRT $$");
        assert_eq!(said, "its check crashed (signal 6): before; the \\u{1b}[31mend");
    }

    #[test]
    fn what_is_no_answer_of_a_check_is_a_row_with_what_it_said() {
        assert_eq!(error("echo 'error: no such thing' >&2; exit 2"), "no such thing");
        assert_eq!(error("echo nonsense; echo 'thread panicked' >&2; exit 101"), "thread panicked");
        assert_eq!(error("printf '{\"findings\": []}'; echo 'error: half of it' >&2; exit 1"), "error: half of it");
    }

    #[test]
    fn no_check_fills_memory_with_what_it_prints() {
        let said = error("head -c 300000000 /dev/zero; head -c 300000000 /dev/zero >&2");
        assert_eq!(said, "its check finds more than fits into 4 MiB");
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn no_check_takes_all_of_the_memory() {
        // It is set a moment after the start: the script waits for it, but not for ever.
        let wait = "while [ $(ulimit -v) = unlimited ] && [ $((n += 1)) -lt 200 ]; do sleep 0.1; done";
        assert_eq!(error(&format!("{wait}; ulimit -v >&2; exit 2")), "1048576", "KiB");
    }

    #[test]
    fn an_answer_with_a_rubric_has_its_points_and_its_criteria() {
        let criteria =
            r#"[{"id":"b1","state":"met","points":2,"earned":2},{"id":"b2","state":"by-hand","points":null}]"#;
        let rubric = format!(r#"{{"profile":"x","criteria":{criteria},"points":2.0,"possible":3.5}}"#);
        let findings = r#"[{"rule":"a","severity":"note"},{"rule":"a","severity":"error"}]"#;
        let row = row(&format!("echo '{{\"findings\":{findings},\"rubric\":{rubric},\"error\":null}}'; exit 1"));
        assert_eq!((row.status, row.errors, row.warnings, row.notes), (Status::Findings, 1, 0, 1));
        assert_eq!((row.earned, row.possible), (Some(2.0), Some(3.5)));
        let states: Vec<(&str, &str)> = row.criteria.iter().map(|one| (one.id.as_str(), one.state.as_str())).collect();
        assert_eq!(states, [("b1", "met"), ("b2", "by-hand")]);
        assert_eq!((row.rules["a"], row.error), (2, None));
    }

    #[test]
    fn an_answer_that_names_an_error_is_a_row_with_it_and_with_what_was_found() {
        let said = r#"{"findings":[{"rule":"a","severity":"note"}],"error":{"what":"it is a pipe","place":"x.md","help":null}}"#;
        let row = row(&format!("echo '{said}'; exit 2"));
        assert_eq!((row.status, row.notes, row.error.as_deref()), (Status::Error, 1, Some("it is a pipe (x.md)")));
    }
}
