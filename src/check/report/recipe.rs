//! The steps of a listing, of a Dockerfile or of a build, as two of them are compared.

use std::fmt;

use super::build_log::short;
use crate::document::{Document, Instruction, Item};
use crate::plan::ImageRef;

/// An instruction: keyword, and the rest with single blanks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Step {
    keyword: String,
    rest: String,
    /// The first line of it in its text.
    pub(super) line: usize,
    /// Whether only a builder knows what it says in the end: variables, here-documents.
    is_open: bool,
}

/// What stands for something that was left out.
const GAPS: [&str; 2] = ["...", "…"];

/// The steps of a document. A comment that says that something was left out is one of them.
pub(super) fn steps(document: &Document) -> Vec<Step> {
    let step = |item: &Item| match item {
        Item::Instruction(instruction) => Some(Step::new(instruction)),
        Item::Comment { text, line, .. } if GAPS.iter().any(|gap| text.starts_with(gap)) => Some(Step::gap(*line)),
        _ => None,
    };
    document.items().iter().filter_map(step).collect()
}

impl Step {
    /// The step of an instruction.
    pub(super) fn new(instruction: &Instruction) -> Self {
        let flags = instruction.flags.iter().map(ToString::to_string);
        // Both are the working directory.
        let words =
            instruction.arguments.split_whitespace().map(|word| if word == "./" { "." } else { word }.to_owned());
        let rest: Vec<String> = match &instruction.json {
            Some(list) => flags.chain([format!("{list:?}")]).collect(),
            None => flags.chain(words).collect(),
        };
        let heredocs = instruction.heredocs.iter().map(|_| instruction.raw.trim_end().to_owned());
        let rest: Vec<String> = rest.into_iter().chain(heredocs).collect();
        Self {
            keyword: instruction.keyword.clone(),
            rest: rest.join(" "),
            line: instruction.span.start,
            is_open: instruction.raw.contains('$') || !instruction.heredocs.is_empty(),
        }
    }

    fn gap(line: usize) -> Self {
        Self { keyword: GAPS[0].to_owned(), rest: String::new(), line, is_open: false }
    }

    /// A step as a build log shows it; none where its text was cut or is no instruction.
    pub(super) fn logged(text: &str) -> Option<Self> {
        let document = Document::parse("", text).ok()?;
        document.instructions().next().map(Self::new)
    }

    /// Whether a build log would count it: what makes files or looks at them, and a base that is an image.
    pub(super) fn is_counted(&self, stages: &[&str]) -> bool {
        match self.keyword.as_str() {
            "RUN" | "COPY" | "ADD" | "WORKDIR" => true,
            "FROM" => !self.base().eq_ignore_ascii_case("scratch") && !stages.contains(&self.base()),
            _ => false,
        }
    }

    /// Whether it is an instruction and no ellipsis.
    pub(super) fn is_instruction(&self) -> bool {
        self.keyword.chars().all(|letter| letter.is_ascii_uppercase())
    }

    /// Whether it stands for what was left out.
    pub(super) fn is_gap(&self) -> bool {
        GAPS.iter().any(|gap| self.keyword.starts_with(gap))
    }

    pub(super) fn is_from(&self) -> bool {
        self.keyword == "FROM"
    }

    /// Whether it may stand before the first stage.
    pub(super) fn is_global(&self) -> bool {
        self.keyword == "ARG" || self.is_gap()
    }

    /// Whether it says what a container starts.
    pub(super) fn is_start(&self) -> bool {
        matches!(self.keyword.as_str(), "CMD" | "ENTRYPOINT")
    }

    /// Whether both have the same keyword.
    pub(super) fn is_kind_of(&self, other: &Self) -> bool {
        self.keyword == other.keyword
    }

    /// Whether both are `FROM` of one image, whatever its tag; what only a builder knows may be any.
    pub(super) fn has_repository_of(&self, other: &Self) -> bool {
        let image =
            |step: &Self| ImageRef::parse(short(step.base())).ok().map(|image| (image.registry, image.repository));
        let (own, others) = (image(self), image(other));
        self.is_from() && other.is_from() && (own.is_none() || others.is_none() || own == others)
    }

    /// Whether both say the same, as far as it can be told.
    pub(super) fn is_like(&self, other: &Self, is_log: bool) -> bool {
        if !self.is_kind_of(other) {
            return false;
        }
        if !is_log {
            return self.rest == other.rest;
        }
        if self.is_open || other.is_open || self.rest == other.rest {
            return true;
        }
        if self.is_from() {
            return short(self.base()) == short(other.base());
        }
        // A terminal that is too narrow cuts the text of a step.
        other.rest.len() > 40 && self.rest.starts_with(&other.rest)
    }

    /// What `FROM` names.
    fn base(&self) -> &str {
        self.rest.split(' ').find(|word| !word.starts_with("--")).unwrap_or_default()
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.keyword, self.rest)
    }
}
