//! Explains a Dockerfile, a rule or a message, as Markdown.
//!
//! ```text
//! words ─► Query ─┬─► Whole, Lines ─► Subject (model, reasons, findings) ─► here, word ─┐
//!                 ├─► Rule ─► its page ────────────────────────────────────────────────┼─► Markdown
//!                 └─► Message ─► templates/messages.toml ──────────────────────────────┘
//! ```

mod here;
mod query;
mod word;

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::check::Finding;
use crate::check::page::Page;
use crate::document::{Instruction, Item, Span};
use crate::error::{Error, Result};
use crate::markdown::{block, code};
use crate::model::{Model, StageModel, Step};
use crate::reason::Reason;
use crate::verify::Message;

pub use query::{Query, Topic, nobody_knows};
pub use word::Words;

/// A Dockerfile, and what is known of it.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'a> {
    /// What it makes. Its instructions have their reasons where msgen wrote them.
    pub model: &'a Model<'a>,
    /// The reasons by id.
    pub reasons: &'a BTreeMap<String, Reason>,
    /// What was found in it.
    pub findings: &'a [Finding],
    /// What instructions do by themselves.
    pub words: &'a Words,
}

/// An instruction in its place.
struct Place<'a> {
    instruction: &'a Instruction,
    /// Its stage, and its step there; none for what stands above the first stage, and no step for a FROM.
    stage: Option<(usize, Option<&'a Step<'a>>)>,
}

/// The page of a rule.
#[must_use]
pub fn rule(page: &Page) -> String {
    format!("# {}\n\n{}: {}\n\n{}", page.title, "Rule", code(&page.id), page.markdown())
}

/// A known message.
#[must_use]
pub fn message(message: &Message) -> String {
    format!("# {}\n\n## Cause\n\n{}\n\n## What to do\n\n{}\n", message.id, message.cause, message.fix)
}

impl<'a> Subject<'a> {
    /// Every instruction, short, stage by stage.
    #[must_use]
    pub fn whole(&self) -> String {
        let mut text = format!("# {}\n", self.model.document.name);
        for instruction in self.model.document.global() {
            self.listed(&mut text, &self.place(instruction));
        }
        for stage in &self.model.stages {
            let _ = writeln!(text, "\n## {}\n", self.heading(stage));
            let here = here::image(&stage.end.image);
            if !here.is_empty() && !matches!(stage.base, crate::model::Base::Stage(_)) {
                let _ = writeln!(text, "{}\n", here.join(" "));
            }
            for instruction in [stage.stage.from].into_iter().chain(stage.stage.instructions.iter().copied()) {
                self.listed(&mut text, &self.place(instruction));
            }
        }
        text
    }

    /// The instructions in these lines, at length. A comment is about the instruction below it.
    ///
    /// # Errors
    /// There is nothing in these lines.
    pub fn lines(&self, lines: Span) -> Result<String> {
        let document = self.model.document;
        let mut text = String::new();
        for item in document.items() {
            if let Item::Directive { name, line, raw, .. } = item
                && lines.contains(*line)
            {
                let _ = writeln!(text, "# {}, line {line}\n\n{}", document.name, block("dockerfile", raw));
                let _ = writeln!(text, "{}\n", self.words.of(&format!("# {name}")).unwrap_or_default());
            }
        }
        let mut found: Vec<&Instruction> =
            document.instructions().filter(|it| it.span.start <= lines.end && it.span.end >= lines.start).collect();
        if found.is_empty() && text.is_empty() {
            found.extend(document.instructions().find(|instruction| instruction.span.start > lines.end));
        }
        for instruction in found {
            self.at_length(&mut text, &self.place(instruction));
        }
        if text.is_empty() {
            let last = document.instructions().last().map_or(0, |instruction| instruction.span.end);
            let what = format!("there is no instruction in line {lines}");
            return Err(Error::bad_input(what).at(document.name.clone()).help(format!("its last line is {last}")));
        }
        Ok(text)
    }

    fn place(&self, instruction: &'a Instruction) -> Place<'a> {
        let stage = self.model.stages.iter().enumerate().find_map(|(index, stage)| {
            let step = stage.steps.iter().find(|step| step.instruction.span == instruction.span);
            (step.is_some() || stage.stage.from.span == instruction.span).then_some((index, step))
        });
        Place { instruction, stage }
    }

    fn heading(&self, stage: &StageModel<'_>) -> String {
        let last = if stage.stage.index + 1 == self.model.stages.len() { "Final stage" } else { "Stage" };
        let unused = if stage.is_used { "" } else { " (the final stage takes nothing from it)" };
        format!("{last} {}, from {}{unused}", here::stage_name(stage), here::base(self.model, stage))
    }

    fn reasons_of(&self, instruction: &Instruction) -> Vec<&'a Reason> {
        instruction.reasons.iter().filter_map(|id| self.reasons.get(id)).collect()
    }

    fn findings_at(&self, span: Span) -> impl Iterator<Item = &'a Finding> {
        let name = &self.model.document.name;
        let is_here = move |finding: &&Finding| finding.place.file == *name && span.contains(finding.place.lines.start);
        self.findings.iter().filter(is_here)
    }

    /// The first line of an instruction, and a sign that there are more.
    fn first_line(&self, instruction: &Instruction) -> String {
        let mut lines = instruction.raw.lines();
        let first = lines.next().unwrap_or_default().trim();
        let more = if lines.next().is_some() { " …" } else { "" };
        format!("{}{more}", first.trim_end_matches(self.model.document.escape).trim_end())
    }

    /// One item of the list.
    fn listed(&self, text: &mut String, place: &Place<'a>) {
        let instruction = place.instruction;
        let reasons = self.reasons_of(instruction);
        let told = if reasons.is_empty() {
            let own = self.words.of(&instruction.keyword).unwrap_or_default();
            let deed = self.deed(place);
            if deed.is_empty() {
                own.split_inclusive(". ").next().unwrap_or_default().trim().to_owned()
            } else {
                deed.join(" ")
            }
        } else {
            reasons.iter().map(|reason| format!("{}.", reason.title)).collect::<Vec<_>>().join(" ")
        };
        let first = self.first_line(instruction);
        // Writing into a String cannot fail.
        let _ = writeln!(text, "- {}, {}: {told}", lines(instruction.span, ["Line", "Lines"]), code(&first));
        for finding in self.findings_at(instruction.span) {
            let _ = writeln!(text, "  - {}", found(finding));
        }
    }

    /// An instruction at length.
    fn at_length(&self, text: &mut String, place: &Place<'a>) {
        let Place { instruction, stage } = place;
        let span = instruction.span;
        // Writing into a String cannot fail.
        let _ = writeln!(text, "# {}, {}\n", self.model.document.name, lines(span, ["line", "lines"]));
        let _ = writeln!(text, "{}", block("dockerfile", &instruction.raw));
        let reasons = self.reasons_of(instruction);
        for reason in &reasons {
            let _ = writeln!(text, "## {}\n", reason.title);
            for (heading, section) in reason.sections() {
                let _ = writeln!(text, "### {heading}\n\n{section}\n");
            }
        }
        if reasons.is_empty() {
            let _ = writeln!(text, "## What it does\n\n{}\n", self.words.of(&instruction.keyword).unwrap_or_default());
            for flag in &instruction.flags {
                if let Some(does) = self.words.of_flag(instruction, flag) {
                    let _ = writeln!(text, "- {} {does}", code(&flag.to_string()));
                }
            }
        }
        let mut known = self.deed(place);
        if let Some((index, step)) = stage {
            let stage = &self.model.stages[*index];
            known.insert(0, format!("{}.", self.heading(stage)));
            known.extend(match step {
                Some(step) => here::state(&step.before),
                None => here::image(&stage.end.image),
            });
        }
        if !known.is_empty() {
            let _ = writeln!(text, "\n## What is known here\n");
            for line in known {
                let _ = writeln!(text, "- {line}");
            }
        }
        let findings: Vec<&Finding> = self.findings_at(span).collect();
        if !findings.is_empty() {
            let _ = writeln!(text, "\n## What is wrong here\n");
        }
        for finding in findings {
            let _ = writeln!(text, "- {}", found(finding));
        }
        text.push('\n');
    }

    fn deed(&self, place: &Place<'_>) -> Vec<String> {
        match place.stage {
            Some((index, Some(step))) => here::deed(self.model, index, step),
            _ => Vec::new(),
        }
    }
}

/// `line 3`, `lines 3-4`.
fn lines(span: Span, words: [&str; 2]) -> String {
    format!("{} {span}", words[usize::from(span.start < span.end)])
}

/// A finding in a line of Markdown.
fn found(finding: &Finding) -> String {
    let level = finding.severity.word();
    format!("{level} {}: {}; `msgen explain {}` says more", code(finding.rule), finding.message, finding.rule)
}
