//! Rendering: from a plan to the text of every file. A pure function: the same plan gives the same bytes.

mod engine;

use std::collections::BTreeMap;

use serde::Serialize;

use crate::answers::Source;
use crate::catalog::{Catalog, Profile};
use crate::document::Document;
use crate::draft::{Draft, DraftFile};
use crate::error::Result;
use crate::interview::Interview;
use crate::plan::Plan;
use crate::reason::{Comments, Reason, annotate};

use engine::Engine;

/// Path of the Dockerfile below the folder.
pub const DOCKERFILE: &str = "Dockerfile";
/// Path of the ignore file below the folder.
pub const DOCKERIGNORE: &str = ".dockerignore";

/// Renders every file of the plan.
///
/// # Errors
/// A template or a reason cannot be read or is wrong: the error shows file, line and caret.
pub fn render(catalog: &Catalog, plan: &Plan, interview: &Interview) -> Result<Draft> {
    let mut engine = Engine::new(catalog);
    let Rendered { document, text: dockerfile, reasons } = dockerfile(catalog, &mut engine, plan, comments(interview))?;
    engine.add("dockerignore.tera", "dockerignore.tera")?;
    let ignore = tidy_lines(&engine.render("dockerignore.tera", plan)?);
    let mut files =
        vec![DraftFile::whole(DOCKERFILE, dockerfile.as_str()), DraftFile::whole(DOCKERIGNORE, ignore.as_str())];
    let path = interview.answers.text("report");
    if !path.is_empty() {
        let profile = catalog.profile(interview.answers.text("profile"))?;
        let stages = stages(&document, &reasons);
        let facts = ReportFacts::new(plan, interview, &profile, stages, &dockerfile, &ignore);
        engine.add_folder("reports/blocks")?;
        engine.add("report.md.tera", &format!("reports/{}/report.md.tera", profile.id))?;
        let report = tidy_lines(&engine.render("report.md.tera", &facts)?);
        files.push(DraftFile::report(path, report));
    }
    Ok(Draft { files })
}

fn comments(interview: &Interview) -> Comments {
    match interview.answers.text("comments") {
        "none" => Comments::None,
        "full" => Comments::Full,
        _ => Comments::Brief,
    }
}

/// The Dockerfile, and the reasons of its instructions.
struct Rendered {
    document: Document,
    text: String,
    reasons: BTreeMap<String, Reason>,
}

/// Renders the Dockerfile, takes the reason markers out, and puts the comments in.
fn dockerfile(catalog: &Catalog, engine: &mut Engine<'_>, plan: &Plan, comments: Comments) -> Result<Rendered> {
    engine.add_language(&plan.language.id)?;
    engine.add("init.tera", "init.tera")?;
    engine.add("rootfs.tera", "rootfs.tera")?;
    engine.add("Dockerfile.tera", "Dockerfile.tera")?;
    let text = engine.render("Dockerfile.tera", plan)?;
    let document = Document::parse(DOCKERFILE, &text)?.take_markers()?.tidy();
    let ids: Vec<String> = document.instructions().flat_map(|instruction| instruction.reasons.clone()).collect();
    let reasons = catalog.reasons(ids.iter().map(String::as_str))?;
    let document = annotate(document, comments, &reasons)?;
    let text = document.to_string();
    Ok(Rendered { document, text, reasons })
}

/// Takes trailing blanks and runs of empty lines out, and ends the text with one line break.
fn tidy_lines(text: &str) -> String {
    let mut lines: Vec<&str> = Vec::new();
    for line in text.lines().map(str::trim_end) {
        if !(line.is_empty() && lines.last().is_none_or(|last| last.is_empty())) {
            lines.push(line);
        }
    }
    while lines.last().is_some_and(|last| last.is_empty()) {
        lines.pop();
    }
    format!("{}\n", lines.join("\n"))
}

/// What the templates of a report see.
#[derive(Debug, Serialize)]
struct ReportFacts<'a> {
    image: &'a str,
    language: &'a crate::plan::LanguageVersion,
    base: BaseFacts<'a>,
    builder_image: String,
    runtime_image: String,
    port: u16,
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
}

#[derive(Debug, Serialize)]
struct AnswerFacts<'a> {
    question: &'a str,
    title: &'a str,
    value: String,
    source: String,
}

#[derive(Debug, Serialize)]
struct StageFacts {
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
    title: String,
}

impl<'a> ReportFacts<'a> {
    fn new(
        plan: &'a Plan,
        interview: &'a Interview,
        profile: &'a Profile,
        stages: Vec<StageFacts>,
        dockerfile: &'a str,
        ignore: &'a str,
    ) -> Self {
        Self {
            image: &plan.image,
            language: &plan.language,
            base: BaseFacts { id: &plan.runtime.base, title: &plan.runtime.base_title },
            builder_image: plan.builder.image.to_string(),
            runtime_image: plan.runtime.image.to_string(),
            port: plan.runtime.port.get(),
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
            profile: ProfileFacts { id: &profile.id, title: &profile.title, path: interview.answers.text("report") },
        }
    }
}

/// Where an answer came from, in words that a second run from `msgen.toml` gives again.
fn origin(source: &Source) -> String {
    match source {
        Source::Default => "default".to_owned(),
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

/// The stages of the document, each instruction with the titles of its reasons.
fn stages(document: &Document, known: &BTreeMap<String, Reason>) -> Vec<StageFacts> {
    let mut stages = Vec::new();
    for stage in document.stages() {
        let mut instructions = Vec::new();
        for instruction in std::iter::once(stage.from).chain(stage.instructions.iter().copied()) {
            let reasons = instruction.reasons.iter().filter_map(|id| known.get(id));
            instructions.push(InstructionFacts {
                line: instruction.span.start,
                keyword: instruction.keyword.clone(),
                text: instruction.raw.lines().next().unwrap_or_default().to_owned(),
                reasons: reasons
                    .map(|reason| ReasonFacts { id: reason.id.clone(), title: reason.title.clone() })
                    .collect(),
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
