//! Readiness and answers.

use std::time::Duration;

use super::container::Container;
use super::{Expected, Messages, Record};
use crate::engine::{Answer, Engine};
use crate::error::Result;
use crate::evidence::{AnswerFacts, Transcript};

/// The checks.
pub(super) const ANSWERS: (&str, &str) = ("answers", "The program answers HTTP on its port.");
pub(super) const HEALTH: (&str, &str) = ("health-answers", "The health path answers.");

/// The page that every service has.
const ROOT: &str = "/";

/// How long to wait between two questions, and after how many of them to see whether the container still runs.
const PAUSE: Duration = Duration::from_millis(25);
const LOOK: u32 = 10;

/// As much of a body is kept, in characters.
const HEAD: usize = 1000;

/// How the wait for the first answer ended.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Readiness {
    /// It answers, for the first time after so long.
    Answered(Duration),
    /// It ended.
    Ended,
    /// It runs, and does not answer: what the last question met.
    Silent(String),
}

/// Waits for any HTTP answer, or the end of the container, or the limit. Until the program listens, the engine's own
/// proxy may take the connection and drop it, so a connection says nothing.
pub(super) fn wait(
    engine: &dyn Engine,
    container: &Container<'_>,
    port: u16,
    began: Duration,
    limit: Duration,
) -> Result<Readiness> {
    let Some(port) = container.published(port)? else {
        let why = "the engine published no port".to_owned();
        return Ok(if container.state()?.is_running { Readiness::Silent(why) } else { Readiness::Ended });
    };
    for question in 0_u32.. {
        let Err(error) = engine.get(port, ROOT) else {
            return Ok(Readiness::Answered(engine.now().saturating_sub(began)));
        };
        let is_over = engine.now().saturating_sub(began) >= limit;
        if (is_over || question % LOOK == 0) && !container.state()?.is_running {
            return Ok(Readiness::Ended);
        }
        if is_over {
            return Ok(Readiness::Silent(error));
        }
        engine.wait(PAUSE);
    }
    Ok(Readiness::Silent(String::new()))
}

/// A path, and what came back from there.
pub(super) type Asked = (String, Result<Answer, String>);

/// Asks for the root and for every path that is expected to answer, and keeps each answer as a transcript.
pub(super) fn ask(
    engine: &dyn Engine,
    container: &Container<'_>,
    expected: &Expected,
    record: &mut Record,
) -> Result<Vec<Asked>> {
    let port = container.published(expected.port)?.unwrap_or_default();
    let others = expected.paths.iter().map(String::as_str).filter(|path| *path != ROOT);
    let mut asked = Vec::new();
    for path in [ROOT].into_iter().chain(others) {
        let answer = engine.get(port, path);
        let output = match &answer {
            Ok(answer) => format!("{}\n\n{}\n", answer.head.replace('\r', ""), head(&answer.body).trim_end()),
            Err(error) => format!("{error}\n"),
        };
        record.transcripts.push(Transcript {
            id: if path == ROOT { "root" } else { "health" }.to_owned(),
            command: format!("GET http://127.0.0.1:{port}{path}"),
            output,
            exit_code: None,
        });
        asked.push((path.to_owned(), answer));
    }
    Ok(asked)
}

/// The answers, for the evidence.
pub(super) fn facts(asked: &[Asked]) -> Vec<AnswerFacts> {
    let answers = asked.iter().filter_map(|(path, answer)| Some((path, answer.as_ref().ok()?)));
    let facts = answers.map(|(path, answer)| AnswerFacts {
        path: path.clone(),
        status: answer.status,
        milliseconds: u64::try_from(answer.took.as_millis()).unwrap_or(u64::MAX),
        content_type: answer.header("Content-Type").unwrap_or_default().to_owned(),
        body: head(&answer.body),
    });
    facts.collect()
}

/// The beginning of a body.
fn head(body: &str) -> String {
    body.chars().take(HEAD).collect()
}

/// Says whether the answers are right: the first path must succeed, and no other may fail on the server's side.
pub(super) fn check(asked: &[Asked], expected: &Expected, log: &str, messages: &Messages, record: &mut Record) {
    let (root, others): (Vec<_>, Vec<_>) = asked.iter().partition(|(path, _)| path == ROOT);
    judge(ANSWERS, &root, expected, log, messages, record);
    if others.is_empty() {
        record.skipped(HEALTH.0, HEALTH.1, "no health path is known: `--path` or the answer `health-path` names one");
    } else {
        judge(HEALTH, &others, expected, log, messages, record);
    }
}

fn judge(
    (id, title): (&str, &str),
    asked: &[&Asked],
    expected: &Expected,
    log: &str,
    messages: &Messages,
    record: &mut Record,
) {
    let mut seen = Vec::new();
    for (path, answer) in asked {
        let limit = if expected.paths.first() == Some(path) { 400 } else { 500 };
        match answer {
            Ok(answer) if answer.status < limit => {
                seen.push(format!("GET {path}: {} after {} ms", answer.status, answer.took.as_millis()));
            }
            Ok(answer) => {
                let body = head(&answer.body);
                let message = messages.explain(&format!("{body}\n{log}"));
                let (cause, help) = match (message, answer.status) {
                    (Some(message), _) => (message.cause.as_str(), message.fix.as_str()),
                    (None, 500..) => ("the program failed while it answered", "see the program's log and the body"),
                    (None, _) => ("the program has no such page", "name a path that it serves: `--path PATH`"),
                };
                let detail = format!("GET {path}: status {}, {}", answer.status, body.trim_end());
                return record.failed(id, title, detail, cause, help);
            }
            Err(error) => {
                let detail = format!("GET {path}: {error}");
                let cause = "the program answered before, and does not now";
                return record.failed(id, title, detail, cause, "see the program's log");
            }
        }
    }
    record.passed(id, title, seen.join(", "));
}
