//! Reasons: why an instruction is there, told once for the listing, the comments, the report and the rules' advice.

mod comment;

use serde::Serialize;

pub use comment::{Comments, annotate};

use crate::error::Result;
use crate::page::Kind;

/// How the page of a reason looks.
const KIND: Kind<4> = Kind {
    name: "reason",
    title: "What the instruction achieves",
    sections: ["What it does", "Why", "What breaks without it", "See it yourself"],
};

/// Why an instruction is there. Its texts are Markdown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reason {
    /// Names the practice: `cache-mount`. The file is called after it.
    pub id: String,
    /// One line that says what the instruction achieves.
    pub title: String,
    /// What the instruction does.
    pub what: String,
    /// Why it is done, and done this way.
    pub why: String,
    /// What breaks without it.
    pub without: String,
    /// How to see it with one's own eyes.
    pub see: String,
}

impl Reason {
    /// Reads `<id>.md`: a title, then the four sections. `path` gives the id, and is what errors show.
    ///
    /// # Errors
    /// The file name is not an id, the title is missing or too long, or a section is missing, empty, unknown or out of
    /// order.
    pub fn parse(path: &str, text: &str) -> Result<Self> {
        let page = KIND.read(path, text)?;
        let [what, why, without, see] = page.sections;
        Ok(Self { id: page.id, title: page.title, what, why, without, see })
    }

    /// Its sections: heading and Markdown.
    #[must_use]
    pub fn sections(&self) -> [(&'static str, &str); 4] {
        let [what, why, without, see] = KIND.sections;
        [(what, &self.what), (why, &self.why), (without, &self.without), (see, &self.see)]
    }
}
