//! What people and the workflow read in a starter: rendered from `templates/starter/`.

use serde::Serialize;

use super::settled::Settled;
use super::{Origin, Wish};
use crate::answers::{Source, Value};
use crate::catalog::{Catalog, STARTER};
use crate::draft::DraftFile;
use crate::error::Result;
use crate::interview::Interview;
use crate::question::Ask;
use crate::reason::Comments;
use crate::render::{comments, page};

/// The files, each with its template.
const PAGES: &[(&str, &str)] = &[
    ("README.md", "README.md.tera"),
    ("INSTRUCTOR.md", "INSTRUCTOR.md.tera"),
    (".github/workflows/lab.yml", "workflow.yml.tera"),
    (".gitattributes", "gitattributes.tera"),
];

/// What every page sees.
#[derive(Serialize)]
pub(super) struct Facts<'a> {
    /// The profile, under the id that students use.
    profile: &'a str,
    /// The profile that it was made from: a copy has another id.
    made_from: &'a str,
    course: Course<'a>,
    language: Language<'a>,
    name: &'a str,
    port: i64,
    suggested: Vec<Row<'a>>,
    locked: Vec<Row<'a>>,
    /// Files of the service.
    files: Vec<&'a str>,
    /// The folder of templates in the starter, or nothing.
    templates: &'a str,
    msgen: Option<&'a Origin>,
    /// The oldest Rust that builds msgen.
    rust: &'a str,
}

/// What the profile says of the course.
#[derive(Serialize)]
struct Course<'a> {
    title: &'a str,
    bases: &'a [String],
    numeric_user: bool,
    size_budget_mb: Option<u32>,
    required_sections: &'a [String],
}

#[derive(Serialize)]
struct Language<'a> {
    id: &'a str,
    title: &'a str,
}

#[derive(Serialize)]
struct Row<'a> {
    id: &'a str,
    title: &'a str,
    answer: String,
    message: &'a str,
}

/// A question that a person is asked, with the answer that is proposed.
#[derive(Serialize)]
struct Asked<'a> {
    title: &'a str,
    help: &'a str,
    answer: String,
}

/// What pages see beside the facts once `msgen init` was tried.
#[derive(Serialize)]
struct Tried<'a> {
    #[serde(flatten)]
    facts: &'a Facts<'a>,
    base: &'a str,
    report: &'a str,
    evidence: &'a str,
    /// What `msgen init` asks a person for.
    asked: Vec<Asked<'a>>,
    /// Whether the Dockerfile asks its author why each line is there.
    asks: bool,
}

impl<'a> Facts<'a> {
    /// The facts of a starter with the files of a `service`.
    pub(super) fn new(
        wish: &'a Wish,
        settled: &'a Settled,
        service: &'a [DraftFile],
        templates: Option<&'a str>,
    ) -> Self {
        let answer = |id: &'a str, value: &Value, message: &'a str| {
            let question = settled.question(id);
            let title = question.map_or(id, |question| question.title.as_str());
            Row { id, title, answer: value.to_string(), message }
        };
        let profile = &settled.profile;
        Self {
            profile: wish.own_profile.as_ref().unwrap_or(&wish.profile),
            made_from: &wish.profile,
            course: Course {
                title: &profile.title,
                bases: &profile.bases,
                numeric_user: profile.numeric_user,
                size_budget_mb: profile.size_budget_mb,
                required_sections: &profile.required_sections,
            },
            language: Language { id: &settled.language.head.id, title: &settled.language.head.title },
            name: &wish.name,
            port: settled.port(),
            suggested: settled.defaults.iter().map(|(id, value)| answer(id, value, "")).collect(),
            locked: settled.locked.iter().map(|(id, lock)| answer(id, &lock.answer, &lock.message)).collect(),
            files: service.iter().map(|file| file.path.as_str()).filter(|path| !path.starts_with('.')).collect(),
            templates: templates.unwrap_or_default(),
            msgen: wish.origin.as_ref(),
            rust: env!("CARGO_PKG_RUST_VERSION"),
        }
    }
}

/// The questions that are always asked, and that the course leaves open.
fn asked(interview: &Interview) -> Vec<Asked<'_>> {
    let open = interview.questions.iter().filter(|question| question.ask == Ask::Always);
    open.filter_map(|question| {
        let answer = interview.answers.get(&question.id)?;
        let is_open = !matches!(answer.source, Source::Locked(_));
        is_open.then(|| Asked { title: &question.title, help: &question.help, answer: answer.value.to_string() })
    })
    .collect()
}

/// A msgen.toml without answers, for the tables to be filled in.
pub(super) fn config(catalog: &Catalog, facts: &Facts<'_>) -> Result<String> {
    page(catalog, &format!("{STARTER}/msgen.toml.tera"), facts)
}

/// The pages of a starter from which `msgen init` takes these answers.
pub(super) fn files(catalog: &Catalog, facts: &Facts<'_>, interview: &Interview) -> Result<Vec<DraftFile>> {
    let answers = &interview.answers;
    let tried = Tried {
        facts,
        base: answers.text("base"),
        report: answers.text("report"),
        evidence: answers.text("evidence"),
        asked: asked(interview),
        asks: comments(answers) == Comments::Teach,
    };
    let file = |(path, template): &(&str, &str)| {
        Ok(DraftFile::whole(*path, page(catalog, &format!("{STARTER}/{template}"), &tried)?))
    };
    PAGES.iter().map(file).collect()
}
