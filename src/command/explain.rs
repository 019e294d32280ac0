//! `msgen explain`: understand what is asked, and say it.

use std::collections::BTreeMap;
use std::io::{self, Read as _};
use std::path::Path;
use std::rc::Rc;

use super::project::{Course, Project, Projects};
use crate::check::page::Page;
use crate::check::project::{Subject, dockerfiles};
use crate::check::switch::{Switches, Wish};
use crate::cli::{Explain, ExplainFormat};
use crate::document::Document;
use crate::error::{Error, Result};
use crate::explain::{self, Query, Topic, Words, nobody_knows};
use crate::ignore::IgnoreFile;
use crate::markdown;
use crate::model::Model;
use crate::output;
use crate::render::{DOCKERFILE, explained};
use crate::verify::Messages;

/// Runs `msgen explain`.
pub(super) fn run(flags: &Explain) -> Result<()> {
    output::set_color(flags.color);
    let mut projects = Projects::new(flags.templates.clone(), true, Course::default());
    let query = Query::parse(&flags.what, Path::exists)?;
    let text = match &query.topic {
        Topic::Rule(rule) => explain::rule(&Page::of(&projects.nowhere()?.library.catalog, rule)?),
        Topic::Message(text) => message(&mut projects, text)?,
        Topic::Input => message(&mut projects, &input()?)?,
        Topic::Whole | Topic::Lines(_) => dockerfile(&mut projects, &query)?,
    };
    match flags.format {
        ExplainFormat::Markdown => output::data(text.as_bytes()),
        ExplainFormat::Plain => output::styled(&markdown::terminal(&text, output::width())),
    }
}

fn message(projects: &mut Projects, text: &str) -> Result<String> {
    let messages = Messages::read(&projects.nowhere()?.library.catalog)?;
    messages.explain(text).map(explain::message).ok_or_else(|| nobody_knows(text))
}

fn input() -> Result<String> {
    let mut bytes = Vec::new();
    io::stdin()
        .read_to_end(&mut bytes)
        .map_err(|error| Error::failed(format!("standard input cannot be read: {error}")))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// Explains a Dockerfile, or some of its lines.
fn dockerfile(projects: &mut Projects, query: &Query) -> Result<String> {
    let (folder, name) = if query.path.is_dir() {
        let found = dockerfiles(&query.path)?.into_iter().next();
        (query.path.as_path(), found.unwrap_or_else(|| DOCKERFILE.to_owned()))
    } else {
        let name = query.path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        (query.path.parent().unwrap_or(Path::new("")), name)
    };
    let project = projects.at(folder)?;
    if let Some(error) = project.errors.first() {
        return Err(error.clone());
    }
    let subject = Subject::dockerfile(&project.root, &name, true)?;
    let Subject::Dockerfile(source, ignore) = &subject else { return Ok(String::new()) };
    let (planned, reasons) = planned(&project)?.unzip();
    let document = Document::parse(&source.name, &source.text)?;
    let document = match &planned {
        Some(planned) => document.with_reasons_of(planned),
        None => document,
    };
    let around = project.around_of(&subject);
    let switches = Switches::new(&project.config, &Wish::default())?;
    let mut findings = subject.check(&around)?;
    findings.retain(|finding| switches.counts(finding));
    let ignore = ignore.as_ref().map(|ignore| IgnoreFile::parse(&ignore.name, &ignore.text));
    let model = Model::of(&document, around.known, around.context, ignore.as_ref());
    let words = Words::read(around.catalog)?;
    let reasons = reasons.unwrap_or_default();
    let subject = explain::Subject { model: &model, reasons: &reasons, findings: &findings, words: &words };
    match query.topic {
        Topic::Lines(lines) => subject.lines(lines),
        _ => Ok(subject.whole()),
    }
}

/// The Dockerfile that msgen.toml leads to, and its reasons.
fn planned(project: &Rc<Project>) -> Result<Option<(Document, BTreeMap<String, crate::reason::Reason>)>> {
    let planned = project.planned.as_ref();
    planned.map(|planned| explained(&project.library.catalog, &planned.plan, &planned.interview)).transpose()
}
