//! Which images there are to compare: a plan for every base that the program can have, and the single stage.

use crate::catalog::{Catalog, Flavour};
use crate::context::Context;
use crate::error::{Error, ErrorKind, Result};
use crate::evidence::comparison::{Kind, Skipped};
use crate::interview::{Given, Interview, interview};
use crate::plan::{Plan, plan};
use crate::prompt::defaults::Defaults;
use crate::render::{DOCKERFILE, DOCKERIGNORE, render, single_stage};
use crate::verify::Expected;

/// The id of the image of a single stage.
const SINGLE_STAGE: &str = "single-stage";

/// Answers that are about one base only: on every other one its own default is taken.
const OF_THE_BASE: [&str; 2] = ["base-release", "builder"];

/// An image to compare.
#[derive(Debug, Clone)]
pub struct Candidate {
    /// The base's id, or `single-stage`.
    pub id: String,
    /// The same for people.
    pub title: String,
    /// What it is.
    pub kind: Kind,
    /// Whether it is the base that the project has chosen.
    pub is_chosen: bool,
    /// What its final stage starts from.
    pub from: String,
    /// The answers.
    pub interview: Interview,
    /// The plan that follows from them; a single stage has that of the base it is compared with.
    pub plan: Plan,
    /// The Dockerfile.
    pub dockerfile: String,
    /// The ignore file.
    pub ignore: String,
}

/// What there is to compare, and what there is not.
#[derive(Debug, Clone)]
pub struct Candidates {
    /// The bases in the order of the catalog, then the single stage.
    pub candidates: Vec<Candidate>,
    /// The bases that the program cannot have.
    pub skipped: Vec<Skipped>,
}

/// Plans the program for every base.
///
/// # Errors
/// The answers are not right whatever the base, or no base is possible: then the error is that of the chosen one.
pub fn candidates(catalog: &Catalog, context: &Context, given: &Given) -> Result<Candidates> {
    let asked = ask(catalog, context, given)?;
    let chosen = asked.answers.text("base").to_owned();
    let (mut candidates, mut skipped, mut refusal) = (Vec::new(), Vec::new(), None);
    for base in &catalog.bases {
        let is_chosen = base.id == chosen;
        let planned = if is_chosen {
            candidate(catalog, asked.clone(), true)
        } else {
            ask(catalog, context, &elsewhere(given, &asked, &base.id))
                .and_then(|interview| candidate(catalog, interview, false))
        };
        match planned {
            Ok(candidate) => candidates.push(candidate),
            Err(error) if !matches!(error.kind, ErrorKind::Refused | ErrorKind::BadInput) => return Err(error),
            Err(error) => {
                skipped.push(Skipped { id: base.id.clone(), why: reason(&error) });
                if is_chosen {
                    refusal = Some(error);
                }
            }
        }
    }
    let Some(model) = candidates.iter().find(|candidate| candidate.is_chosen).or(candidates.first()) else {
        return Err(refusal.unwrap_or_else(|| Error::refused("the program runs on no base that msgen knows")));
    };
    match single_stage(catalog, &model.plan)? {
        Some(dockerfile) => {
            let single = Candidate {
                id: SINGLE_STAGE.to_owned(),
                title: "single stage".to_owned(),
                kind: Kind::SingleStage,
                is_chosen: false,
                from: first_base(&dockerfile),
                dockerfile,
                ..model.clone()
            };
            candidates.push(single);
        }
        None => skipped.push(Skipped {
            id: SINGLE_STAGE.to_owned(),
            why: "the language has no template for it (single.tera)".to_owned(),
        }),
    }
    Ok(Candidates { candidates, skipped })
}

fn ask(catalog: &Catalog, context: &Context, given: &Given) -> Result<Interview> {
    interview(catalog, context, given, &mut Defaults { accept: true })
}

/// What was given, for another base: a user by name is one of the chosen base's.
fn elsewhere(given: &Given, asked: &Interview, base: &str) -> Given {
    let mut given = given.clone();
    for question in OF_THE_BASE {
        given.forget(question);
    }
    if !asked.answers.text("user").starts_with(|c: char| c.is_ascii_digit()) {
        given.forget("user");
    }
    given.flag("base", base, "--base");
    given
}

fn candidate(catalog: &Catalog, interview: Interview, is_chosen: bool) -> Result<Candidate> {
    let (plan, _) = plan(catalog, &interview)?;
    let draft = render(catalog, &plan, &interview, None)?;
    let text = |path: &str| {
        let file = draft.files.iter().find(|file| file.path == path);
        file.map(|file| file.content.clone()).unwrap_or_default()
    };
    Ok(Candidate {
        id: plan.runtime.base.clone(),
        title: plan.runtime.base_title.clone(),
        kind: Kind::Base,
        is_chosen,
        from: plan.runtime.image.to_string(),
        dockerfile: text(DOCKERFILE),
        ignore: text(DOCKERIGNORE),
        interview,
        plan,
    })
}

/// Why a base is left out, and what works instead.
fn reason(error: &Error) -> String {
    match &error.help {
        Some(help) => format!("{}; instead: {help}", error.what),
        None => error.what.clone(),
    }
}

fn first_base(dockerfile: &str) -> String {
    let first = dockerfile.lines().find_map(|line| line.strip_prefix("FROM "));
    first.unwrap_or_default().to_owned()
}

impl Candidate {
    /// What is expected of its image. Of a single stage it is known that the toolchain's shell is in it.
    #[must_use]
    pub fn expected(&self, catalog: &Catalog) -> Expected {
        let expected = Expected::of_plan(catalog, &self.plan, &self.interview);
        match self.kind {
            Kind::Base => expected,
            Kind::SingleStage => Expected { user: None, has_shell: Some(true), artifact: None, ..expected },
        }
    }

    /// The image that its final stage starts from, as the catalog knows it.
    pub(super) fn flavour<'a>(&'a self, catalog: &'a Catalog) -> Option<&'a Flavour> {
        let base = catalog.base(&self.plan.runtime.base)?;
        self.interview.language.runtime(base, &self.interview.answers).map(|(_, flavour)| flavour)
    }
}
