//! Instructions side by side: those of a listing, and those of the Dockerfile or of the build that it should show.

use super::build_log::short;
use crate::document::{Document, Instruction};

/// An instruction as two are compared: keyword, and the rest with single blanks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Step {
    keyword: String,
    rest: String,
    /// The first line of it in its text.
    pub(super) line: usize,
    /// Whether only a builder knows what it says in the end: variables, here-documents.
    is_open: bool,
}

/// How a listing relates to what it should show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Relation {
    /// It is it, or a part of it.
    Part,
    /// It is something else altogether.
    Other,
    /// It is near, and differs first at this step of the listing, where the other has that.
    Differs(usize, Option<String>),
}

impl Step {
    /// The step of an instruction.
    pub(super) fn new(instruction: &Instruction) -> Self {
        let flags = instruction.flags.iter().map(ToString::to_string);
        let words = instruction.arguments.split_whitespace().map(str::to_owned);
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
        self.keyword.starts_with("...") || self.keyword.starts_with('…')
    }

    pub(super) fn is_from(&self) -> bool {
        self.keyword == "FROM"
    }

    /// Whether both say the same, as far as it can be told.
    pub(super) fn is_like(&self, other: &Self, is_log: bool) -> bool {
        if self.keyword != other.keyword {
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

/// Finds how `listing` relates to `whole`; `is_log` where that is what a build log has.
pub(super) fn relate(listing: &[Step], whole: &[Step], is_log: bool) -> Relation {
    let segments: Vec<&[Step]> = listing.split(Step::is_gap).filter(|segment| !segment.is_empty()).collect();
    let shared = listing.iter().filter(|step| whole.iter().any(|other| step.is_like(other, is_log))).count();
    let all: usize = segments.iter().map(|segment| segment.len()).sum();
    let is_near = shared >= 2 && shared * 2 >= all;
    for segment in segments {
        let (length, follows) = longest(segment, whole, is_log);
        if length < segment.len() {
            if !is_near {
                return Relation::Other;
            }
            let expected = follows.map(|step| format!("{} {}", step.keyword, step.rest));
            return Relation::Differs(segment[length].line, expected);
        }
    }
    Relation::Part
}

/// How much of a segment stands somewhere in `whole` without a gap, from its beginning, and what follows there.
fn longest<'w>(segment: &[Step], whole: &'w [Step], is_log: bool) -> (usize, Option<&'w Step>) {
    let starts = 0..whole.len();
    let run = |start: usize| {
        segment.iter().zip(&whole[start..]).take_while(|(step, other)| step.is_like(other, is_log)).count()
    };
    let best = starts.map(|start| (run(start), start)).max_by_key(|(length, start)| (*length, usize::MAX - start));
    match best {
        Some((length, start)) if length > 0 => (length, whole.get(start + length)),
        _ => (0, None),
    }
}
