//! Drift: what msgen wrote, what is there, and what it would write today.
//!
//! | The file | is as recorded | is not |
//! |---|---|---|
//! | and as msgen writes it today | in step | in step |
//! | and otherwise | the templates are newer, or the answers changed | edited by hand |
//!
//! `msgen.toml` remembers the fingerprint of each file, and of the templates and the answers it was made of
//! ([`Written`]): that tells which of the two has changed since.

use std::path::Path;

use serde::Serialize;
use similar::DiffTag;

use super::{Finding, Place, Rule, Run, Severity, Source, removed_question};
use crate::bounded;
use crate::catalog::Catalog;
use crate::config::{CONFIG_FILE, Config, Written};
use crate::draft::Draft;
use crate::error::Result;
use crate::evidence::Seen;
use crate::interview::Interview;
use crate::plan::Plan;
use crate::render::{DOCKERFILE, DOCKERIGNORE, render, report};
use crate::report::Report;
use crate::teach::{OwnWords, without_answers};
use crate::write::{Change, Status, by_lines, differences};

/// The block of a report that lists the Dockerfile.
const LISTING: &str = "dockerfile";

/// How the files of a project relate to what msgen would write today.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Drift {
    /// Each file that msgen writes, in the order of writing.
    pub files: Vec<FileDrift>,
    /// The questions that were taken out of the Dockerfile.
    #[serde(skip)]
    removed: Option<Finding>,
}

/// One file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FileDrift {
    /// Where it is: relative to the folder, with `/`.
    pub path: String,
    /// How it relates to what msgen would write.
    pub state: State,
    /// The same in a sentence without a full stop; empty where it is in step.
    pub why: String,
    /// What `msgen init` would change, as a unified diff; empty where it is in step.
    pub diff: String,
    /// Where the difference begins; for a missing file, its record in msgen.toml.
    #[serde(skip)]
    place: Option<Place>,
}

/// How a file relates to what msgen would write.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// It is what msgen would write.
    InStep,
    /// It is neither what msgen wrote nor what it would write.
    EditedByHand,
    /// It is what msgen wrote, and msgen's templates have changed since.
    TemplatesNewer,
    /// It is what msgen wrote, and the answers or the project have changed since.
    AnswersChanged,
    /// It is not there.
    FileMissing,
}

/// The rules of drift, in the order of their ids.
pub(super) const RULES: &[&Rule] = &[
    &rule("answers-changed", Severity::Warning),
    &rule("edited-by-hand", Severity::Note),
    &rule("file-missing", Severity::Warning),
    &rule("templates-newer", Severity::Note),
];

const fn rule(id: &'static str, severity: Severity) -> Rule {
    Rule { id, severity, is_default: true, run: Run::Project }
}

/// What msgen.toml shall remember of the run that writes the files.
///
/// # Errors
/// A template cannot be read.
pub fn written(catalog: &Catalog, interview: &Interview) -> Result<Written> {
    let msgen = env!("CARGO_PKG_VERSION").to_owned();
    Ok(Written { msgen, answers: interview.fingerprint(), templates: catalog.templates().fingerprint()? })
}

/// Compares the project in `folder`, whose msgen.toml is `config`, with what `msgen init` would write for these answers.
/// Reads, and changes nothing. A project without msgen.toml has no drift, and no business here.
///
/// # Errors
/// As for [`render`] and [`differences`]; the evidence cannot be read.
pub fn drift(catalog: &Catalog, folder: &Path, config: &Config, interview: &Interview, plan: &Plan) -> Result<Drift> {
    let seen = Seen::load(folder, interview.answers.text("evidence"))?;
    let draft = render(catalog, plan, interview, seen.as_ref())?;
    let mut changes = differences(folder, &draft, config)?;

    // `msgen verify` writes the report on the files as they are: what it wrote is in step too, and so is what was written
    // before the author answered the questions in the Dockerfile.
    let [dockerfile, ignore] = [DOCKERFILE, DOCKERIGNORE].map(|path| text_of(&changes, path).to_owned());
    let listed = as_listed(&dockerfile, text_of(&changes, interview.answers.text("report")));
    for written in [Some(dockerfile), listed].into_iter().flatten() {
        let Some(file) = report(catalog, plan, interview, [&written, &ignore], seen.as_ref()).ok().flatten() else {
            continue;
        };
        let verified = differences(folder, &Draft { files: vec![file] }, config)?;
        let in_step = verified.into_iter().filter(|change| change.status == Status::Identical);
        for change in in_step {
            changes.iter_mut().filter(|other| other.path == change.path).for_each(|other| *other = change.clone());
        }
    }
    // All templates are hashed for this: only where it decides something.
    let now = changes.iter().any(is_outdated).then(|| written(catalog, interview)).transpose()?;
    let toml = bounded::text(folder, CONFIG_FILE, bounded::HAND).unwrap_or_default();
    let toml = Source::new(CONFIG_FILE, toml);
    let files: Vec<_> = changes.iter().map(|change| FileDrift::new(change, config, now.as_ref(), &toml)).collect();
    let edited =
        files.iter().zip(&changes).find(|(file, _)| file.path == DOCKERFILE && file.state == State::EditedByHand);
    let removed = edited.and_then(|(_, change)| removed_question::finding(change));
    Ok(Drift { files, removed })
}

/// The Dockerfile with the answers that its listing in a report has, where these are others.
fn as_listed(dockerfile: &str, on_disk: &str) -> Option<String> {
    let parsed = Report::parse(on_disk, "").ok()?;
    let listed = OwnWords::read(parsed.content(LISTING)?);
    if listed == OwnWords::read(dockerfile) {
        return None;
    }
    Some(listed.put_into(&without_answers(dockerfile)).into_owned())
}

fn text_of<'c>(changes: &'c [Change], path: &str) -> &'c str {
    let change = changes.iter().find(|change| change.path == path);
    change.and_then(Change::current).unwrap_or_default()
}

impl Drift {
    /// The same, but for the file at `path`.
    #[must_use]
    pub fn without(mut self, path: &str) -> Self {
        self.files.retain(|file| file.path != path);
        self
    }

    /// Each file that is out of step.
    #[must_use]
    pub fn findings(&self) -> Vec<Finding> {
        self.files.iter().filter_map(FileDrift::finding).chain(self.removed.clone()).collect()
    }
}

impl FileDrift {
    fn new(change: &Change, config: &Config, now: Option<&Written>, toml: &Source) -> Self {
        let state = state(change, config.written.as_ref(), now);
        let path = &change.path;
        let why = match state {
            State::InStep => String::new(),
            State::EditedByHand => change.conflict(),
            State::FileMissing if config.files.contains_key(path) => {
                format!("{path} was written by msgen, and is not there any more")
            }
            State::FileMissing => format!("{path} was never written"),
            State::TemplatesNewer => match (&config.written, now) {
                (Some(old), Some(now)) if old.msgen != now.msgen => {
                    format!("{path} was written by msgen {}, and msgen {} writes it differently", old.msgen, now.msgen)
                }
                _ => format!("{path} was written from older templates"),
            },
            State::AnswersChanged => {
                format!("{path} was written from other answers, or of another state of the project")
            }
        };
        let place = match state {
            State::InStep => None,
            State::FileMissing => Some(record(path, toml)),
            _ => Some(first_difference(change)),
        };
        let diff = if state == State::InStep { String::new() } else { change.diff() };
        Self { path: path.clone(), state, why, diff, place }
    }

    /// The id of the rule that it breaks.
    #[must_use]
    pub fn rule(&self) -> Option<&'static str> {
        match self.state {
            State::InStep => None,
            State::EditedByHand => Some("edited-by-hand"),
            State::TemplatesNewer => Some("templates-newer"),
            State::AnswersChanged => Some("answers-changed"),
            State::FileMissing => Some("file-missing"),
        }
    }

    fn finding(&self) -> Option<Finding> {
        let (because, help) = match self.state {
            State::InStep => return None,
            State::EditedByHand => (
                "the next `msgen init` stops here and asks, for it would lose the edit",
                "say it by an answer, which `msgen init` keeps; or leave it, and switch this rule off with a reason",
            ),
            State::TemplatesNewer => ("", "`msgen init --dry-run` shows what would change, `msgen init` writes it"),
            State::AnswersChanged => (
                "the file still says what was true when it was written",
                "`msgen init --dry-run` shows what would change, `msgen init` writes it",
            ),
            State::FileMissing => ("", "`msgen init` writes it"),
        };
        let rule = RULES.iter().find(|rule| Some(rule.id) == self.rule())?;
        let finding = Finding::new(self.place.clone()?, self.why.clone()).because(because).help(help);
        Some(Finding { rule: rule.id, severity: rule.severity, ..finding })
    }
}

/// Whether the file is as msgen wrote it, and not as msgen would write it now.
fn is_outdated(change: &Change) -> bool {
    // Git may have checked the file out with CRLF: that is no drift.
    let is_next = |text: &str| text.replace("\r\n", "\n") == change.next();
    matches!(change.status, Status::Update) && !change.current().is_some_and(is_next)
}

fn state(change: &Change, old: Option<&Written>, now: Option<&Written>) -> State {
    match &change.status {
        Status::Identical => State::InStep,
        Status::Create => State::FileMissing,
        Status::Update if !is_outdated(change) => State::InStep,
        Status::Update => match old.zip(now) {
            // Who did not write down what the files were made of was an older msgen.
            None => State::TemplatesNewer,
            Some((old, now))
                if old.answers == now.answers && (&old.msgen, &old.templates) != (&now.msgen, &now.templates) =>
            {
                State::TemplatesNewer
            }
            Some(_) => State::AnswersChanged,
        },
        Status::Conflict { .. } => State::EditedByHand,
    }
}

/// The first line of the file that `msgen init` would change.
fn first_difference(change: &Change) -> Place {
    let text = change.current().unwrap_or_default();
    let diff = by_lines(text, change.next());
    let first = diff.ops().iter().find(|op| op.tag() != DiffTag::Equal).map_or(0, |op| op.old_range().start);
    let source = Source::new(&change.path, text);
    source.line((first + 1).min(source.line_count()))
}

/// The line of msgen.toml that records a file; its first line where none does.
fn record(path: &str, toml: &Source) -> Place {
    let mut lines = 1..=toml.line_count();
    let is_record = |line: &usize| {
        let text = toml.line_text(*line).trim();
        text.strip_prefix("[files.").is_some_and(|rest| rest.trim_start_matches('"').starts_with(path))
    };
    toml.line(lines.find(is_record).unwrap_or(1))
}
