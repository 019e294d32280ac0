//! What the templates of a report see of the evidence: every figure as the text that stands in the report.
//!
//! ```text
//! measured
//! ├── size   the images: bytes, reduction, layers, what is in them
//! └── run    the container: answers, process, end
//! ```
//!
//! What was not seen is said with its reason, and never left to the author to make up.

mod run;
mod size;

use std::collections::BTreeMap;

use serde::Serialize;

use super::DOCKERIGNORE;
use super::transcript::show;
use crate::catalog::Profile;
use crate::evidence::comparison::{CHART_FILE, Comparison};
use crate::evidence::{Build, Evidence, Outcome, Role, Setting, Timing, duration, thousands};
use run::Run;
use size::Images;

/// Where the evidence is shown, and with what.
pub(super) struct Place<'a> {
    /// The folder of the evidence, as the report links to it.
    pub(super) evidence: &'a str,
    /// Path to ask whether the program is well, or empty.
    pub(super) health_path: &'a str,
    pub(super) profile: &'a Profile,
    /// The Dockerfile as it is rendered now.
    pub(super) dockerfile: &'a str,
    /// The ignore file as it is rendered now.
    pub(super) ignore: &'a str,
}

/// What `msgen verify` saw.
#[derive(Debug, Serialize)]
pub(super) struct Measured {
    /// The line that every measured block begins with where the files changed since; empty where they did not.
    stale: String,
    /// Where and when it was measured, in a sentence.
    setting: String,
    /// The build context, in a sentence.
    context: String,
    images: Images,
    timings: Vec<TimingFacts>,
    timing_methods: Vec<String>,
    run: Option<Run>,
    /// Why there is no run, in a sentence.
    not_run: String,
    checks: Vec<CheckFacts>,
    passed: usize,
    failed: usize,
    skipped: usize,
    /// What stands in each place for a transcript.
    shown: BTreeMap<&'static str, String>,
}

/// What `msgen compare` saw.
#[derive(Debug, Serialize)]
pub(super) struct Compared {
    stale: String,
    table: String,
    /// The chart, as the report links to it.
    chart: String,
    setting: String,
}

#[derive(Debug, Serialize)]
struct TimingFacts {
    build: &'static str,
    time: String,
}

#[derive(Debug, Serialize)]
struct CheckFacts {
    title: String,
    outcome: &'static str,
    detail: String,
}

/// The transcripts that a report has a place for, each with the checks that say why it may be missing.
const PLACES: &[(&str, &[&str])] = &[
    ("build", &["builds"]),
    ("sizes", &["builds"]),
    ("store", &[]),
    ("files", &["builds"]),
    ("linking", &["builds", "program-fits-base"]),
    ("shell", &["builds", "no-shell"]),
    ("run", STARTS),
    ("ps", STARTS),
    ("root", ANSWERS),
    ("health", &["builds", "program-fits-base", "starts", "answers", "health-answers"]),
    ("user", &["builds", "runs-as-non-root-user"]),
    ("top", &["builds", "program-fits-base", "starts", "process-non-root"]),
    ("stop", STOPS),
    ("exit", STOPS),
];

const STARTS: &[&str] = &["builds", "program-fits-base", "starts"];
const ANSWERS: &[&str] = &["builds", "program-fits-base", "starts", "answers"];
const STOPS: &[&str] = &["builds", "program-fits-base", "starts", "stops-on-sigterm"];

/// A detail in a table is cut at so many characters.
const MOST_DETAIL: usize = 300;

impl Measured {
    /// The facts of `evidence`.
    pub(super) fn new(evidence: &Evidence, place: &Place<'_>) -> Self {
        let count = |outcome: &str| evidence.checks.iter().filter(|check| word(&check.outcome) == outcome).count();
        let shown = PLACES.iter().map(|(id, checks)| (*id, transcript(evidence, place, id, checks))).collect();
        Self {
            stale: stale(evidence, place),
            setting: setting(&evidence.setting, &evidence.taken, &evidence.msgen),
            context: context(evidence),
            images: Images::new(evidence, place.profile),
            timings: evidence.timings.iter().map(TimingFacts::new).collect(),
            timing_methods: distinct(evidence.timings.iter().map(|timing| timing.method.as_str())),
            run: evidence.run.as_ref().map(|run| Run::new(run, evidence.image(Role::Final))),
            not_run: missing(evidence, STARTS),
            checks: evidence.checks.iter().map(CheckFacts::new).collect(),
            passed: count("passed"),
            failed: count("failed"),
            skipped: count("skipped"),
            shown,
        }
    }
}

impl Compared {
    /// The facts of `comparison`.
    pub(super) fn new(comparison: &Comparison, place: &Place<'_>) -> Self {
        let chosen = comparison.rows.iter().find(|row| row.is_chosen);
        let is_same = chosen.is_some_and(|row| row.dockerfile.holds(place.dockerfile));
        let setting = comparison.setting.as_ref();
        Self {
            stale: if is_same { String::new() } else { stale_line("Dockerfile", "compare") },
            table: crate::compare::table::markdown(comparison),
            chart: format!("{}/{CHART_FILE}", place.evidence),
            setting: setting.map(|place| setting_of(comparison, place)).unwrap_or_default(),
        }
    }
}

fn setting_of(comparison: &Comparison, place: &Setting) -> String {
    setting(place, &comparison.taken, &comparison.msgen)
}

impl TimingFacts {
    fn new(timing: &Timing) -> Self {
        let build = match timing.build {
            Build::First => "The first, with whatever the builder had in its cache",
            Build::Cold => "Without the builder's layer cache",
            Build::Warm => "Again, with nothing changed",
            Build::Touched => "Again, with one source file changed",
        };
        Self { build, time: duration(timing.milliseconds) }
    }
}

impl CheckFacts {
    fn new(check: &crate::evidence::Check) -> Self {
        let detail = match &check.outcome {
            Outcome::Passed { detail } => detail.clone(),
            Outcome::Failed { detail, cause, help } => sentences(&[detail, cause, help]),
            Outcome::Skipped { why } => why.clone(),
        };
        Self { title: check.title.clone(), outcome: word(&check.outcome), detail: shortened(&detail) }
    }
}

fn word(outcome: &Outcome) -> &'static str {
    match outcome {
        Outcome::Passed { .. } => "passed",
        Outcome::Failed { .. } => "failed",
        Outcome::Skipped { .. } => "skipped",
    }
}

/// The parts that say something, each ending as a sentence does.
fn sentences(parts: &[&String]) -> String {
    let parts = parts.iter().map(|part| part.trim()).filter(|part| !part.is_empty());
    parts
        .map(|part| if part.ends_with(['.', '!', '?']) { part.to_owned() } else { format!("{part}.") })
        .collect::<Vec<_>>()
        .join(" ")
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(MOST_DETAIL) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}

/// What stands in the place of the transcript `id`: itself, or why it is missing.
fn transcript(evidence: &Evidence, place: &Place<'_>, id: &str, checks: &[&str]) -> String {
    match evidence.transcript(id) {
        Some(transcript) => show(transcript, place.evidence) + if id == "build" { cached(evidence) } else { "" },
        None if id == "health" && place.health_path.is_empty() => {
            "Not asked: no answer names a health path. With `--set health-path=/…` msgen asks it.\n".to_owned()
        }
        None => missing(evidence, checks) + "\n",
    }
}

/// A build that took steps from its cache shows less than a cold one, and says so.
fn cached(evidence: &Evidence) -> &'static str {
    let is_cold = evidence.timings.iter().any(|timing| timing.build == Build::Cold);
    let output = evidence.transcript("build").map(|build| build.output.as_str()).unwrap_or_default();
    if !is_cold && ["CACHED", "Using cache"].iter().any(|word| output.contains(word)) {
        "\nSteps that say so came from the builder's cache; `msgen verify --cold` runs every one of them.\n"
    } else {
        ""
    }
}

/// Why something was not measured: the first of `checks` that does not hold, or that was skipped.
fn missing(evidence: &Evidence, checks: &[&str]) -> String {
    for id in checks {
        let Some(check) = evidence.checks.iter().find(|check| check.id == *id) else { continue };
        match &check.outcome {
            Outcome::Passed { .. } => {}
            Outcome::Failed { .. } => {
                return format!("Not measured, because a check failed: {}.", check.title.trim_end_matches('.'));
            }
            Outcome::Skipped { why } => return format!("Not measured: {}.", why.trim_end_matches('.')),
        }
    }
    "Not measured: the last `msgen verify` took nothing of this kind.".to_owned()
}

/// Where and when something was measured.
fn setting(setting: &Setting, taken: &str, msgen: &str) -> String {
    let Setting { engine, version, builder, store, platform } = setting;
    let taken = taken.replace('T', " ").replace('Z', " UTC");
    format!(
        "Measured on {taken} by msgen {msgen} with {engine} {version} (builder `{builder}`, image store `{store}`) for \
         `{platform}`."
    )
}

fn context(evidence: &Evidence) -> String {
    let Some(context) = &evidence.context else { return missing(evidence, &["context-clean"]) };
    let (files, bytes) = (thousands(context.files), thousands(context.size.bytes));
    let unwanted = match context.unwanted.as_slice() {
        [] => "None of them is a secret or a file of version control.".to_owned(),
        unwanted => format!("**Among them are files that no image should hold: {}.**", unwanted.join(", ")),
    };
    format!("The builder can see {files} files of {bytes} bytes ({}). {unwanted}", context.size.method)
}

/// The line above figures of another Dockerfile or ignore file; empty where they are of these.
fn stale(evidence: &Evidence, place: &Place<'_>) -> String {
    let is_same = evidence.dockerfile.holds(place.dockerfile);
    let is_ignored_same = match &evidence.ignore {
        None => place.ignore.is_empty(),
        Some(file) => file.path != DOCKERIGNORE || file.holds(place.ignore),
    };
    match (is_same, is_ignored_same) {
        (true, true) => String::new(),
        (false, true) => stale_line("Dockerfile", "verify"),
        (true, false) => stale_line("`.dockerignore`", "verify"),
        (false, false) => stale_line("Dockerfile and `.dockerignore`", "verify"),
    }
}

fn stale_line(what: &str, again: &str) -> String {
    format!("> **Stale:** this was measured with another {what}; run `msgen {again}` again.\n")
}

/// Each text once, in the order of its first place.
fn distinct<'a>(texts: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for text in texts {
        if !found.iter().any(|known| known == text) {
            found.push(text.to_owned());
        }
    }
    found
}
