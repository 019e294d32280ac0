//! Tera with msgen's filters. Each template is loaded when it is needed, from wherever the catalog has it.

use std::collections::BTreeMap;

use serde::Serialize;
use tera::{Context, Kwargs, State, Tera};

use crate::catalog::Catalog;
use crate::error::{Error, Result};

/// The template with a language's own stages.
const STAGES: &str = "language/stages.tera";

/// How every language's image of a single stage ends.
const SINGLE_END: &str = "single-end.tera";

/// Templates of one language and of the shared skeletons.
pub(super) struct Engine<'a> {
    catalog: &'a Catalog,
    tera: Tera,
    /// Name in `{% include %}` → path in the templates folder.
    loaded: BTreeMap<String, String>,
    sources: Vec<(String, String)>,
}

impl<'a> Engine<'a> {
    /// An engine without templates.
    pub(super) fn new(catalog: &'a Catalog) -> Self {
        let mut tera = Tera::default();
        tera.autoescape_on(Vec::<&'static str>::new());
        tera.register_filter("exec_form", exec_form);
        tera.register_filter("cell", cell);
        tera.register_filter("code", code);
        tera.register_filter("prose", prose);
        Self { catalog, tera, loaded: BTreeMap::new(), sources: Vec::new() }
    }

    /// Makes the template at `path` known as `name`.
    pub(super) fn add(&mut self, name: &str, path: &str) -> Result<()> {
        let text = self.catalog.templates().require(path)?.into_owned();
        self.loaded.insert(name.to_owned(), path.to_owned());
        self.sources.push((name.to_owned(), text));
        Ok(())
    }

    /// Makes every template of a folder known by its path.
    pub(super) fn add_folder(&mut self, folder: &str) -> Result<()> {
        for path in self.catalog.templates().list(folder, ".tera") {
            self.add(&path, &path)?;
        }
        Ok(())
    }

    /// Makes the templates of a language known as `language/…`, over those of the language it is like. Stages of its own
    /// are the one template that a language may leave out.
    pub(super) fn add_language(&mut self, id: &str) -> Result<()> {
        self.add(SINGLE_END, SINGLE_END)?;
        let like = self.catalog.head(id)?.like;
        let mut templates = BTreeMap::new();
        for folder in like.as_deref().into_iter().chain([id]).map(|language| format!("languages/{language}")) {
            for path in self.catalog.templates().list(&folder, ".tera") {
                let name = path.replacen(&folder, "language", 1);
                templates.insert(name, path);
            }
        }
        for (name, path) in &templates {
            self.add(name, path)?;
        }
        if !templates.contains_key(STAGES) {
            self.sources.push((STAGES.to_owned(), String::new()));
        }
        Ok(())
    }

    /// Renders the template `name` with `values`.
    pub(super) fn render(&mut self, name: &str, values: &impl Serialize) -> Result<String> {
        let pending = std::mem::take(&mut self.sources);
        self.tera.add_raw_templates(pending).map_err(|error| self.broken(&error))?;
        let context = Context::from_serialize(values).map_err(|error| self.broken(&error))?;
        self.tera.render(name, &context).map_err(|error| self.broken(&error))
    }

    /// Tera's own report with file, line and caret, under the names of the files as a person knows them.
    fn broken(&self, error: &tera::Error) -> Error {
        let report = error.to_string();
        let mut report = report.strip_prefix("error: ").unwrap_or(&report).to_owned();
        let mut place = None;
        for (name, path) in &self.loaded {
            let shown = self.catalog.templates().place(path);
            if report.contains(name.as_str()) && (*name != *path || shown != *path) {
                report = report.replace(name.as_str(), &shown);
                place = Some(shown);
            }
        }
        let error = Error::bad_input(format!("a template cannot be rendered\n{}", report.trim_end()));
        match place {
            Some(place) => error.at(place).help("mend the template, or leave out --templates"),
            None => error,
        }
    }
}

/// An argument vector as a JSON array, the way ENTRYPOINT and CMD take it.
#[expect(clippy::needless_pass_by_value, reason = "the signature is Tera's")]
fn exec_form(arguments: Vec<String>, _: Kwargs, _: &State) -> String {
    let quoted: Vec<String> =
        arguments.iter().map(|argument| serde_json::Value::from(argument.as_str()).to_string()).collect();
    format!("[{}]", quoted.join(", "))
}

/// A text in a cell of a Markdown table.
fn cell(text: &str, _: Kwargs, _: &State) -> String {
    text.replace('|', "\\|").replace(['\n', '\r'], " ")
}

/// A text as code in a sentence or a cell, whatever backticks are in it.
fn code(text: &str, _: Kwargs, _: &State) -> String {
    let text = text.replace('|', "\\|").replace(['\n', '\r'], " ");
    let ticks = "`".repeat(longest_run(&text, '`') + 1);
    let pad = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{ticks}{pad}{text}{pad}{ticks}")
}

/// A text of somebody else's in a sentence or a cell: on one line, and no HTML.
fn prose(text: &str, _: Kwargs, _: &State) -> String {
    text.replace('|', "\\|").replace('<', "\\<").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The longest run of `wanted` in `text`.
pub(super) fn longest_run(text: &str, wanted: char) -> usize {
    let (mut longest, mut run) = (0, 0);
    for character in text.chars() {
        run = if character == wanted { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    longest
}
