//! What the templates of a report see of the plan.

use std::collections::BTreeMap;

use serde::Serialize;

use super::measured::{Compared, Measured, Place};
use crate::answers::Source;
use crate::catalog::Profile;
use crate::document::Document;
use crate::evidence::Seen;
use crate::interview::Interview;
use crate::plan::Plan;
use crate::reason::{Comments, Reason};

/// What the templates of a report see.
#[derive(Debug, Serialize)]
pub(super) struct ReportFacts<'a> {
    image: &'a str,
    language: &'a crate::plan::LanguageVersion,
    base: BaseFacts<'a>,
    builder_image: String,
    runtime_image: String,
    port: u16,
    /// The folders that the program may write to, beside `/tmp`.
    writable: &'a [String],
    uid: u32,
    gid: u32,
    binary: &'a str,
    health_path: &'a str,
    syntax: &'a str,
    linking: &'a str,
    ignores_stop: bool,
    answers: Vec<AnswerFacts<'a>>,
    dockerfile: &'a str,
    dockerignore: &'a str,
    stages: Vec<StageFacts>,
    profile: ProfileFacts<'a>,
    /// What `msgen verify` saw; none where it was not run yet.
    measured: Option<Measured>,
    /// What `msgen compare` saw; none where it was not run yet.
    comparison: Option<Compared>,
}

#[derive(Debug, Serialize)]
struct BaseFacts<'a> {
    id: &'a str,
    title: &'a str,
}

#[derive(Debug, Serialize)]
struct ProfileFacts<'a> {
    id: &'a str,
    title: &'a str,
    path: &'a str,
    scan_rows: &'a [String],
}

#[derive(Debug, Serialize)]
struct AnswerFacts<'a> {
    question: &'a str,
    title: &'a str,
    value: String,
    source: String,
}

#[derive(Debug, Serialize)]
pub(super) struct StageFacts {
    name: String,
    base: String,
    instructions: Vec<InstructionFacts>,
}

#[derive(Debug, Serialize)]
struct InstructionFacts {
    line: usize,
    keyword: String,
    text: String,
    reasons: Vec<ReasonFacts>,
}

#[derive(Debug, Serialize)]
struct ReasonFacts {
    id: String,
    /// Its title; its question where the author shall find the reason.
    title: String,
    /// The same as a sentence.
    sentence: String,
}

impl ReasonFacts {
    fn new(reason: &Reason, comments: Comments) -> Self {
        let (title, end) = match comments {
            Comments::Teach => (reason.question.clone(), ""),
            Comments::None | Comments::Brief | Comments::Full => (reason.title.clone(), "."),
        };
        Self { id: reason.id.clone(), sentence: format!("{title}{end}"), title }
    }
}

impl<'a> ReportFacts<'a> {
    /// The facts of a report with these `stages` and `files`: the Dockerfile, and the ignore file.
    pub(super) fn new(
        plan: &'a Plan,
        interview: &'a Interview,
        profile: &'a Profile,
        stages: Vec<StageFacts>,
        files: [&'a str; 2],
        seen: Option<&Seen>,
    ) -> Self {
        let [dockerfile, ignore] = files;
        let report = interview.answers.text("report");
        let evidence_folder = relative(report, interview.answers.text("evidence"));
        let place = Place { evidence: &evidence_folder, health_path: &plan.health_path, profile, dockerfile, ignore };
        Self {
            image: &plan.image,
            language: &plan.language,
            base: BaseFacts { id: &plan.runtime.base, title: &plan.runtime.base_title },
            builder_image: plan.builder.image.to_string(),
            runtime_image: plan.runtime.image.to_string(),
            port: plan.runtime.port.get(),
            writable: &plan.rootfs.writable,
            uid: plan.runtime.user.uid,
            gid: plan.runtime.user.gid,
            binary: plan.runtime.start.executable(),
            health_path: &plan.health_path,
            syntax: &plan.syntax,
            linking: &plan.linking,
            ignores_stop: plan.ignores_stop,
            answers: answers(interview),
            dockerfile: dockerfile.trim_end(),
            dockerignore: ignore.trim_end(),
            stages,
            profile: ProfileFacts {
                id: &profile.id,
                title: &profile.title,
                path: report,
                scan_rows: &profile.scan_rows,
            },
            measured: seen.and_then(|seen| seen.evidence.as_ref()).map(|evidence| Measured::new(evidence, &place)),
            comparison: seen
                .and_then(|seen| seen.comparison.as_ref())
                .map(|comparison| Compared::new(comparison, &place)),
        }
    }
}

/// Where an answer came from, in words that a second run from `msgen.toml` gives again.
fn origin(source: &Source) -> String {
    match source {
        Source::Default => "default".to_owned(),
        Source::Suggested(_) => "suggested by the course".to_owned(),
        Source::Locked(_) => "fixed by the course".to_owned(),
        Source::Detected(evidence) => evidence.to_string(),
        Source::File(_) | Source::Env(_) | Source::Flag(_) | Source::Prompt => "given".to_owned(),
    }
}

/// The answers that somebody or something gave: defaults of questions nobody asked would only hide them.
fn answers(interview: &Interview) -> Vec<AnswerFacts<'_>> {
    interview
        .shown()
        .map(|(question, answer)| AnswerFacts {
            question: &question.id,
            title: &question.title,
            value: answer.value.to_string(),
            source: origin(&answer.source),
        })
        .collect()
}

/// The stages of the document, each instruction with the titles of its reasons; with their questions where the comments
/// ask them too.
pub(super) fn stages(document: &Document, known: &BTreeMap<String, Reason>, comments: Comments) -> Vec<StageFacts> {
    let mut stages = Vec::new();
    for stage in document.stages() {
        let mut instructions = Vec::new();
        for instruction in std::iter::once(stage.from).chain(stage.instructions.iter().copied()) {
            let reasons = instruction.reasons.iter().filter_map(|id| known.get(id));
            instructions.push(InstructionFacts {
                line: instruction.span.start,
                keyword: instruction.keyword.clone(),
                text: instruction.raw.lines().next().unwrap_or_default().to_owned(),
                reasons: reasons.map(|reason| ReasonFacts::new(reason, comments)).collect(),
            });
        }
        stages.push(StageFacts {
            name: stage.name.unwrap_or_default().to_owned(),
            base: stage.base.to_owned(),
            instructions,
        });
    }
    stages
}

/// How a link in the file `from` names `to`; both are relative to the same folder.
fn relative(from: &str, to: &str) -> String {
    let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut above: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    let mut below: Vec<&str> = to.split('/').collect();
    while !above.is_empty() && above.first() == below.first() {
        above.remove(0);
        below.remove(0);
    }
    let parts: Vec<&str> = above.iter().map(|_| "..").chain(below).collect();
    if parts.is_empty() { ".".to_owned() } else { parts.join("/") }
}

#[cfg(test)]
mod tests {
    use super::relative;

    #[test]
    fn a_link_goes_up_to_the_shared_folder_and_down_again() {
        assert_eq!(relative("docs/IMAGE.md", "docs/evidence"), "evidence");
        assert_eq!(relative("IMAGE.md", "evidence"), "evidence");
        assert_eq!(relative("a/b/R.md", "a/c/evidence"), "../c/evidence");
        assert_eq!(relative("submissions/lab6.md", "docs/evidence"), "../docs/evidence");
        assert_eq!(relative("docs/IMAGE.md", "docs"), ".");
    }
}
