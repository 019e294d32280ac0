//! Pages: a Markdown file `<id>.md` with a title and sections that are the same for all of its kind.

use std::path::Path;

use crate::error::{Error, Result};
use crate::report::Fence;

/// The longest title: it is printed on one line.
const LONGEST_TITLE: usize = 90;

/// What the pages of one kind have in common.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Kind<const N: usize> {
    /// What a page is about: `reason`.
    pub(crate) name: &'static str,
    /// What its title says: `What the instruction achieves`.
    pub(crate) title: &'static str,
    /// Its sections, in the order in which they must stand.
    pub(crate) sections: [&'static str; N],
}

/// A page that was read.
#[derive(Debug)]
pub(crate) struct Page<const N: usize> {
    /// Its id, from the file name.
    pub(crate) id: String,
    /// Its title.
    pub(crate) title: String,
    /// The Markdown of each section.
    pub(crate) sections: [String; N],
}

impl<const N: usize> Kind<N> {
    /// Reads a page. `path` gives the id, and is what errors show.
    ///
    /// # Errors
    /// The file name is not an id, the title is missing or too long, or a section is missing, empty, unknown or out of
    /// order.
    pub(crate) fn read(&self, path: &str, text: &str) -> Result<Page<N>> {
        let file = Path::new(path);
        let id = file.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
        if !is_id(id) || file.extension().is_none_or(|extension| extension != "md") {
            let error = Error::bad_input(format!("the file name is not that of a {}", self.name)).at(path);
            return Err(error.help("call it <id>.md, with an id made of a-z, 0-9 and -"));
        }
        Ok(Page { id: id.to_owned(), title: self.title(path, text)?, sections: self.sections(path, text)? })
    }

    /// The title, from the first line.
    fn title(&self, path: &str, text: &str) -> Result<String> {
        let title = text.lines().next().and_then(|line| line.strip_prefix("# ")).unwrap_or_default().trim();
        if title.is_empty() {
            return Err(error(path, 1, "the first line is not a title").help(format!("begin with: # {}", self.title)));
        }
        let length = title.chars().count();
        if length > LONGEST_TITLE {
            return Err(error(path, 1, format!("the title has {length} characters, {LONGEST_TITLE} are allowed")));
        }
        Ok(title.to_owned())
    }

    /// The texts of the sections.
    fn sections(&self, path: &str, text: &str) -> Result<[String; N]> {
        let mut texts = [const { String::new() }; N];
        let mut starts = Vec::new();
        let mut fence = Fence::default();
        let refuse_empty = |texts: &[String; N], starts: &[usize]| match starts.len().checked_sub(1) {
            Some(last) if texts[last].trim().is_empty() => {
                Err(error(path, starts[last], format!("the section `{}` is empty", self.sections[last])))
            }
            _ => Ok(()),
        };
        for (line, number) in text.lines().zip(1..).skip(1) {
            if !fence.holds(line) && is_heading(line) {
                refuse_empty(&texts, &starts)?;
                self.expect_section(path, number, line, starts.len())?;
                starts.push(number);
            } else if let Some(section) = starts.len().checked_sub(1) {
                texts[section].push_str(line.trim_end());
                texts[section].push('\n');
            } else if !line.trim().is_empty() {
                return Err(error(path, number, "there is text between the title and the first section"));
            }
        }
        let last = text.lines().count().max(1);
        if let Some(missing) = self.sections.get(starts.len()) {
            return Err(error(path, last, format!("the section `## {missing}` is missing")));
        }
        refuse_empty(&texts, &starts)?;
        Ok(texts.map(|text| text.trim_end().trim_start_matches('\n').to_owned()))
    }

    /// Checks that the heading at `number` opens the section with `index`.
    fn expect_section(&self, path: &str, number: usize, line: &str, index: usize) -> Result<()> {
        let Some(wanted) = self.sections.get(index) else {
            return Err(error(path, number, format!("`{line}` comes after the last section")));
        };
        if line.strip_prefix("## ").map(str::trim) == Some(wanted) {
            return Ok(());
        }
        Err(error(path, number, format!("`{line}` stands where `## {wanted}` should")))
    }
}

/// Whether `text` can be the id of a page: `[a-z0-9-]+`.
#[must_use]
pub(crate) fn is_id(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-'))
}

/// Whether a line is a Markdown heading of any level.
pub(crate) fn is_heading(line: &str) -> bool {
    let rest = line.trim_start_matches('#');
    rest.len() < line.len() && (rest.is_empty() || rest.starts_with(' '))
}

fn error(path: &str, line: usize, what: impl Into<String>) -> Error {
    Error::bad_input(what).at(format!("{path}:{line}"))
}
