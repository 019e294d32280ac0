//! The container: answers, process, end.

use serde::Serialize;

use crate::evidence::{AnswerFacts, ImageFacts, ProcessFacts, RunFacts, duration, thousands};

/// The started container.
#[derive(Debug, Serialize)]
pub(super) struct Run {
    arguments: String,
    answers: Vec<AnswerRow>,
    /// From the start to the first answer, in a sentence.
    first_answer: String,
    /// What is known of the program's process: what, its value, and where that was read.
    process: Vec<ProcessRow>,
}

#[derive(Debug, Serialize)]
struct AnswerRow {
    path: String,
    status: u16,
    content_type: String,
    time: String,
}

#[derive(Debug, Serialize)]
struct ProcessRow {
    what: &'static str,
    value: String,
    method: String,
}

impl Run {
    pub(super) fn new(run: &RunFacts, image: Option<&ImageFacts>) -> Self {
        let first_answer = match run.first_answer {
            Some(time) => format!("From the start of the container to the first answer it took {}.", duration(time)),
            None => "The program never answered.".to_owned(),
        };
        Self {
            arguments: run.arguments.join(" "),
            answers: run.answers.iter().map(AnswerRow::new).collect(),
            first_answer,
            process: rows(run, image),
        }
    }
}

impl AnswerRow {
    fn new(answer: &AnswerFacts) -> Self {
        let AnswerFacts { path, status, milliseconds, content_type, .. } = answer;
        let content_type = if content_type.is_empty() { "none" } else { content_type };
        Self {
            path: path.clone(),
            status: *status,
            content_type: content_type.to_owned(),
            time: duration(*milliseconds),
        }
    }
}

/// How many capabilities a mask holds.
pub(super) fn capabilities(mask: &str) -> Option<u32> {
    u64::from_str_radix(mask, 16).ok().map(u64::count_ones)
}

fn rows(run: &RunFacts, image: Option<&ImageFacts>) -> Vec<ProcessRow> {
    let mut rows = Vec::new();
    let mut add = |what: &'static str, value: Option<String>, method: &str| {
        rows.extend(value.map(|value| ProcessRow { what, value, method: method.to_owned() }));
    };
    let user = image.map(|image| &image.config.user);
    let user = user.map(|user| if user.is_empty() { "none, which is root".to_owned() } else { user.clone() });
    add("Configured user", user, "the image's configuration");
    if let Some(process) = &run.process {
        let ProcessFacts { uid, gid, groups, no_new_privileges, arguments, method, .. } = process;
        let groups: Vec<String> = groups.iter().map(u32::to_string).collect();
        add("User of the process", Some(uid.to_string()), method);
        add("Group of the process", Some(gid.to_string()), method);
        add("Further groups", Some(or_none(groups.join(", "))), method);
        add("Effective capabilities", process.capabilities.as_deref().and_then(effective), method);
        let gains = no_new_privileges.map(|is_barred| if is_barred { "no" } else { "yes" }.to_owned());
        add("Can gain privileges", gains, method);
        add("Command line", Some(arguments.join(" ")).filter(|line| !line.is_empty()), method);
    }
    if let Some(memory) = &run.memory {
        add("Memory", Some(format!("{} bytes", thousands(memory.bytes))), &memory.method);
    }
    let sockets = run.listening.as_ref().map(|sockets| or_none(sockets.join(", ")));
    add("Listens on", sockets, "the kernel's table of sockets");
    if let Some(stop) = &run.stop {
        let how = if stop.killed { "killed, for SIGTERM did not end it" } else { "ended by itself after SIGTERM" };
        let value = format!("{how}; exit code {}; the command took {}", stop.exit_code, duration(stop.milliseconds));
        add("End", Some(value), "the engine's stop command, timed");
    }
    rows
}

fn or_none(text: String) -> String {
    if text.is_empty() { "none".to_owned() } else { text }
}

fn effective(mask: &str) -> Option<String> {
    let count = capabilities(mask)?;
    Some(if count == 0 { format!("none (mask {mask})") } else { format!("{count} (mask {mask})") })
}
