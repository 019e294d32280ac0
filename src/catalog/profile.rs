//! A report profile: what one course or organisation demands of the report.

use serde::Deserialize;

/// The manifest `reports/<id>/profile.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Profile {
    /// Its id in answers.
    pub id: String,
    /// A few words, for prompts.
    pub title: String,
    /// One line: who it is for.
    pub summary: String,
    /// Where the report is written unless a path is given.
    pub path: String,
    /// Runtime bases the course accepts; all where it says nothing.
    #[serde(default)]
    pub bases: Vec<String>,
    /// Whether the course wants a numeric user.
    #[serde(default)]
    pub numeric_user: bool,
    /// The size the course wants the image to stay under, in decimal megabytes.
    #[serde(default)]
    pub size_budget_mb: Option<u32>,
    /// Titles of the sections the report must have.
    #[serde(default)]
    pub required_sections: Vec<String>,
}
