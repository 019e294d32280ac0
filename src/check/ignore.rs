//! Comments that say not to judge what stands below them: `# msgen ignore=rule-id[,rule-id] why it does not hold here`.
//!
//! They stand right above an instruction of a Dockerfile or a pattern of a `.dockerignore`. In a report they are HTML
//! comments, and stand right above the paragraph, table or listing: `<!-- msgen ignore=rule-id reason -->`.

use super::switch::unknown;
use super::{Finding, Place, Rule, Run, Severity, Source, rules};
use crate::document::{Document, Item, Span};
use crate::report::Fence;

/// The rules on the comments themselves.
pub(super) const RULES: &[&Rule] = &[&WITHOUT_REASON, &UNUSED];

/// A comment that gives no reason.
const WITHOUT_REASON: Rule =
    Rule { id: "ignore-without-reason", severity: Severity::Warning, is_default: true, run: Run::Project };

/// A comment that nothing is found below.
const UNUSED: Rule = Rule { id: "unused-ignore", severity: Severity::Note, is_default: true, run: Run::Project };

/// A finding that a comment kept from being told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hidden {
    /// The id of its rule.
    pub rule: &'static str,
    /// The comment.
    pub place: Place,
}

/// A comment that says not to judge what stands below it.
struct Ignore {
    /// The line of the comment.
    place: Place,
    /// The ids of the rules.
    rules: Vec<String>,
    /// Whether it says why.
    has_reason: bool,
    /// The lines it is about; none where nothing stands right below.
    covers: Option<Span>,
}

/// Takes away what the comments of a file say not to judge, and adds what is wrong with the comments; also, which rules
/// were kept from speaking, and where. `is_whole` says whether everything was known that rules look at: else a comment
/// without use may have one elsewhere.
pub(super) fn apply(source: &Source, findings: Vec<Finding>, is_whole: bool) -> (Vec<Finding>, Vec<Hidden>) {
    let ignores = ignores(source);
    if ignores.is_empty() {
        return (findings, Vec::new());
    }
    let hides = |ignore: &Ignore, rule: &str, finding: &Finding| {
        finding.rule == rule
            && finding.place.file == source.name
            && ignore.covers.is_some_and(|lines| lines.contains(finding.place.lines.start))
    };
    let mut faults = Vec::new();
    for ignore in &ignores {
        if !ignore.has_reason {
            faults.push(without_reason(ignore));
            continue;
        }
        let is_unused = |rule: &&String| !findings.iter().any(|finding| hides(ignore, rule, finding));
        let unused: Vec<&String> = ignore.rules.iter().filter(is_unused).collect();
        let all = unused.len() == ignore.rules.len();
        let reported = unused.into_iter().filter(|rule| is_whole || !is_rule(rule));
        faults.extend(reported.map(|rule| self::unused(source, ignore, rule, all)));
    }
    let hidden_by = |finding: &Finding| {
        let mut with_reason = ignores.iter().filter(|ignore| ignore.has_reason);
        with_reason.find(|ignore| ignore.rules.iter().any(|rule| hides(ignore, rule, finding)))
    };
    let mut hidden = Vec::new();
    let mut kept = Vec::new();
    for finding in findings {
        match hidden_by(&finding) {
            Some(ignore) => hidden.push(Hidden { rule: finding.rule, place: ignore.place.clone() }),
            None => kept.push(finding),
        }
    }
    kept.extend(faults);
    (kept, hidden)
}

fn without_reason(ignore: &Ignore) -> Finding {
    let finding = Finding::new(ignore.place.clone(), "the comment gives no reason, so it switches nothing off")
        .because("nobody who reads it later can tell a decision from an oversight")
        .help(format!("write behind it why: ignore={} it is started behind a proxy", ignore.rules.join(",")));
    Finding { rule: WITHOUT_REASON.id, severity: WITHOUT_REASON.severity, ..finding }
}

fn unused(source: &Source, ignore: &Ignore, rule: &str, is_all: bool) -> Finding {
    let place = ignore.place.clone();
    let finding = if ignore.covers.is_none() {
        Finding::new(place, "nothing stands right below the comment").help("move it to the line above what it is about")
    } else if is_rule(rule) {
        Finding::new(place, format!("`{rule}` finds nothing below the comment"))
            .because("it would hide the fault if it came back")
            .help("remove it")
    } else {
        let error = unknown(rule);
        Finding::new(place, error.what).help(error.help.unwrap_or_default())
    };
    let finding = if is_all && is_rule(rule) {
        let edit = finding.place.lines_removed(source);
        finding.fix("remove the comment", vec![edit])
    } else {
        finding
    };
    Finding { rule: UNUSED.id, severity: UNUSED.severity, ..finding }
}

fn is_rule(id: &str) -> bool {
    rules().iter().any(|rule| rule.id == id)
}

/// The comments of a file.
fn ignores(source: &Source) -> Vec<Ignore> {
    if !source.text.contains("msgen") || !source.text.contains("ignore=") {
        return Vec::new();
    }
    let is_named = |end: &str| source.name.ends_with(end);
    if is_named(".md") {
        in_report(source)
    } else if is_named(".dockerignore") {
        in_lines(source)
    } else {
        Document::parse(&source.name, &source.text).map(|document| in_document(source, &document)).unwrap_or_default()
    }
}

/// The comments above instructions.
fn in_document(source: &Source, document: &Document) -> Vec<Ignore> {
    let mut found: Vec<Ignore> = Vec::new();
    let mut open = 0;
    for item in document.items() {
        match item {
            Item::Comment { text, line, .. } => found.extend(read(source, *line, text)),
            Item::Instruction(instruction) => {
                found[open..].iter_mut().for_each(|ignore| ignore.covers = Some(instruction.span));
                open = found.len();
            }
            Item::Blank { .. } | Item::Directive { .. } => open = found.len(),
        }
    }
    found
}

/// The comments above patterns.
fn in_lines(source: &Source) -> Vec<Ignore> {
    let mut found: Vec<Ignore> = Vec::new();
    let mut open = 0;
    for line in 1..=source.line_count() {
        let text = source.line_text(line);
        if let Some(comment) = text.strip_prefix('#') {
            found.extend(read(source, line, comment));
            continue;
        }
        if !text.trim().is_empty() {
            found[open..].iter_mut().for_each(|ignore| ignore.covers = Some(Span { start: line, end: line }));
        }
        open = found.len();
    }
    found
}

/// The comments above what stands together in a report: up to the next empty line, or to the end of a fence.
fn in_report(source: &Source) -> Vec<Ignore> {
    let mut found: Vec<Ignore> = Vec::new();
    let (mut fence, mut open) = (Fence::default(), 0);
    for line in 1..=source.line_count() {
        let text = source.line_text(line);
        let is_fenced = fence.holds(text);
        let inner = text.trim().strip_prefix("<!--").and_then(|rest| rest.strip_suffix("-->"));
        if let Some(ignore) = inner.filter(|_| !is_fenced).and_then(|inner| read(source, line, inner)) {
            found.push(ignore);
        } else if text.trim().is_empty() && !is_fenced {
            open = found.len();
        } else {
            for ignore in &mut found[open..] {
                ignore.covers = Some(Span { start: ignore.place.lines.start + 1, end: line });
            }
        }
    }
    found
}

/// The comment at `line` that says `text`, if it is one.
fn read(source: &Source, line: usize, text: &str) -> Option<Ignore> {
    let mut rest = text.trim().strip_prefix("msgen")?.trim_start().strip_prefix("ignore=")?;
    let mut rules = Vec::new();
    loop {
        let end = rest.find(|c: char| c == ',' || c.is_whitespace()).unwrap_or(rest.len());
        rules.extend(Some(&rest[..end]).filter(|id| !id.is_empty()).map(|id| (*id).to_owned()));
        rest = rest[end..].trim_start();
        match rest.strip_prefix(',') {
            Some(more) => rest = more.trim_start(),
            None => break,
        }
    }
    let has_reason = rest.chars().any(char::is_alphanumeric);
    Some(Ignore { place: source.line(line), rules, has_reason, covers: None })
}
