//! What a rule has to say for itself: `templates/rules/<id>.md`.

use serde::Serialize;

use super::Rule;
use crate::catalog::Catalog;
use crate::error::Result;
use crate::page::Kind;

/// How the page of a rule looks.
const KIND: Kind<6> = Kind {
    name: "rule",
    title: "What is wrong, in one line",
    sections: ["What it is", "What happens", "Before", "After", "See it yourself", "Elsewhere"],
};

/// The page of a rule. Its texts are Markdown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Page {
    /// The id of the rule.
    pub id: String,
    /// What is wrong, in one line.
    pub title: String,
    /// What it is, what happens, an example before and after, how to see it, and who else says it.
    pub sections: Vec<(&'static str, String)>,
}

impl Page {
    /// Reads the page of a rule.
    ///
    /// # Errors
    /// It is missing, or not laid out as the others are: the error names file and line.
    pub fn of(catalog: &Catalog, rule: &Rule) -> Result<Self> {
        let path = format!("rules/{}.md", rule.id);
        Self::parse(&path, catalog.templates().require(&path)?.as_ref())
    }

    /// Reads the text of a page; `path` gives the id, and is what errors show.
    ///
    /// # Errors
    /// It is not laid out as the others are: the error names file and line.
    pub fn parse(path: &str, text: &str) -> Result<Self> {
        let page = KIND.read(path, text)?;
        let sections = KIND.sections.into_iter().zip(page.sections).collect();
        Ok(Self { id: page.id, title: page.title, sections })
    }

    /// The text of a section.
    #[must_use]
    pub fn section(&self, heading: &str) -> &str {
        self.sections.iter().find(|(own, _)| *own == heading).map_or("", |(_, text)| text)
    }

    /// The whole page as Markdown, without its title.
    #[must_use]
    pub fn markdown(&self) -> String {
        self.sections.iter().flat_map(|(heading, text)| ["## ", heading, "\n\n", text, "\n\n"]).collect()
    }
}
