//! Rendering: from a plan, and from what was seen of its image, to the text of every file. A pure function: the same
//! values give the same bytes.
//!
//! ```text
//! render
//! ├── engine      Tera with msgen's filters
//! ├── facts       what the templates of a report see of the plan
//! ├── measured    what they see of the evidence
//! ├── single      the single-stage Dockerfile of a beginner, to compare with
//! └── transcript  what was run and what it said, as Markdown
//! ```

mod engine;
mod facts;
mod measured;
mod single;
mod transcript;

use std::collections::BTreeMap;

use serde::Serialize;

use crate::answers::Answers;
use crate::catalog::Catalog;
use crate::document::Document;
use crate::draft::{Draft, DraftFile};
use crate::error::Result;
use crate::evidence::Seen;
use crate::interview::Interview;
use crate::plan::Plan;
use crate::reason::{Comments, Reason, annotate};
use crate::report::Fence;

use engine::Engine;
use facts::ReportFacts;

pub use single::single_stage;

/// Path of the Dockerfile below the folder.
pub const DOCKERFILE: &str = "Dockerfile";
/// Path of the ignore file below the folder.
pub const DOCKERIGNORE: &str = ".dockerignore";

/// Renders every file of the plan; the report shows what was `seen`.
///
/// # Errors
/// A template or a reason cannot be read or is wrong: the error shows file, line and caret.
pub fn render(catalog: &Catalog, plan: &Plan, interview: &Interview, seen: Option<&Seen>) -> Result<Draft> {
    let mut engine = Engine::new(catalog);
    let rendered = dockerfile(catalog, &mut engine, plan, interview)?;
    engine.add("dockerignore.tera", "dockerignore.tera")?;
    let ignore = tidy_lines(&engine.render("dockerignore.tera", plan)?);
    let mut files =
        vec![DraftFile::whole(DOCKERFILE, rendered.text.as_str()), DraftFile::whole(DOCKERIGNORE, ignore.as_str())];
    files.extend(report_on(catalog, &mut engine, plan, interview, &rendered, &ignore, seen)?);
    Ok(Draft { files })
}

/// Renders the report alone, on the Dockerfile and the ignore file as they are: somebody may have edited them. An
/// instruction that is as msgen writes it keeps its reasons. None where no report is wanted.
///
/// # Errors
/// As for [`render`], and the Dockerfile is none.
pub fn report(
    catalog: &Catalog,
    plan: &Plan,
    interview: &Interview,
    [written, ignore]: [&str; 2],
    seen: Option<&Seen>,
) -> Result<Option<DraftFile>> {
    let mut engine = Engine::new(catalog);
    let rendered = dockerfile(catalog, &mut engine, plan, interview)?;
    let document = Document::parse(DOCKERFILE, written)?.with_reasons_of(&rendered.document);
    let rendered = Rendered { document, text: written.to_owned(), reasons: rendered.reasons };
    report_on(catalog, &mut engine, plan, interview, &rendered, ignore, seen)
}

/// The text that one template of the folder gives with `values`, as it stands.
///
/// # Errors
/// The template is missing or wrong: the error shows file, line and caret.
pub(crate) fn template(catalog: &Catalog, path: &str, values: &impl Serialize) -> Result<String> {
    let mut engine = Engine::new(catalog);
    engine.add(path, path)?;
    engine.render(path, values)
}

/// [`template`], as a text for people: no trailing blanks, no runs of empty lines.
///
/// # Errors
/// As for [`template`].
pub(crate) fn page(catalog: &Catalog, path: &str, values: &impl Serialize) -> Result<String> {
    Ok(tidy_lines(&template(catalog, path, values)?))
}

/// The Dockerfile as it is planned, each instruction with its reasons, and these reasons by id.
///
/// # Errors
/// As for [`render`].
pub fn explained(
    catalog: &Catalog,
    plan: &Plan,
    interview: &Interview,
) -> Result<(Document, BTreeMap<String, Reason>)> {
    let rendered = dockerfile(catalog, &mut Engine::new(catalog), plan, interview)?;
    Ok((rendered.document, rendered.reasons))
}

fn report_on(
    catalog: &Catalog,
    engine: &mut Engine<'_>,
    plan: &Plan,
    interview: &Interview,
    dockerfile: &Rendered,
    ignore: &str,
    seen: Option<&Seen>,
) -> Result<Option<DraftFile>> {
    let path = interview.answers.text("report");
    if path.is_empty() {
        return Ok(None);
    }
    let profile = catalog.profile(interview.answers.text("profile"))?;
    let stages = facts::stages(&dockerfile.document, &dockerfile.reasons, comments(&interview.answers));
    let facts = ReportFacts::new(plan, interview, &profile, stages, [&dockerfile.text, ignore], seen);
    engine.add_folder("reports/blocks")?;
    engine.add("report.md.tera", &format!("reports/{}/report.md.tera", profile.id))?;
    let report = tidy_lines(&engine.render("report.md.tera", &facts)?);
    Ok(Some(DraftFile::report(path, report)))
}

/// How much the Dockerfile explains, by these answers.
pub(crate) fn comments(answers: &Answers) -> Comments {
    match answers.text("comments") {
        "none" => Comments::None,
        "full" => Comments::Full,
        "teach" => Comments::Teach,
        _ => Comments::Brief,
    }
}

/// The Dockerfile, and the reasons of its instructions.
struct Rendered {
    document: Document,
    text: String,
    reasons: BTreeMap<String, Reason>,
}

/// Renders the Dockerfile, takes the reason markers out, and puts the comments in, with what the author answered.
fn dockerfile(catalog: &Catalog, engine: &mut Engine<'_>, plan: &Plan, interview: &Interview) -> Result<Rendered> {
    engine.add_language(&plan.language.id)?;
    engine.add("init.tera", "init.tera")?;
    engine.add("rootfs.tera", "rootfs.tera")?;
    engine.add("Dockerfile.tera", "Dockerfile.tera")?;
    let text = engine.render("Dockerfile.tera", plan)?;
    let document = Document::parse(DOCKERFILE, &text)?.take_markers()?.tidy();
    let ids: Vec<String> = document.instructions().flat_map(|instruction| instruction.reasons.clone()).collect();
    let reasons = catalog.reasons(ids.iter().map(String::as_str))?;
    let document = annotate(document, comments(&interview.answers), &reasons)?;
    let asking = document.to_string();
    let text = interview.own_words.put_into(&asking).into_owned();
    // An answer may have more lines than the place that was left for it.
    let document = Document::parse(DOCKERFILE, &text)?.with_reasons_of(&document);
    Ok(Rendered { document, text, reasons })
}

/// Takes trailing blanks and runs of empty lines out, and ends the text with one line break. In a fence empty lines stay:
/// what was really said is shown as it was.
fn tidy_lines(text: &str) -> String {
    let mut lines: Vec<&str> = Vec::new();
    let mut fence = Fence::default();
    for line in text.lines().map(str::trim_end) {
        let is_fenced = fence.holds(line);
        if is_fenced || !(line.is_empty() && lines.last().is_none_or(|last| last.is_empty())) {
            lines.push(line);
        }
    }
    while lines.last().is_some_and(|last| last.is_empty()) {
        lines.pop();
    }
    format!("{}\n", lines.join("\n"))
}
