//! A Dockerfile in the report that is not the one that was built.

use super::build_log::{BuildLog, LogStage};
use super::markdown::{Listing, Markdown};
use super::recipe::{Step, steps};
use super::relation::{Relation, is_about, is_whole, relate};
use crate::check::{Finding, ReportCase, Rule, Run, Severity, Source};
use crate::document::{Document, Stage};

/// The rule.
pub(super) const RULE: Rule =
    Rule { id: "listed-dockerfile-differs", severity: Severity::Warning, is_default: true, run: Run::Report(check) };

fn check(case: &ReportCase<'_>, markdown: &Markdown, found: &mut Vec<Finding>) {
    let logs: Vec<BuildLog> = markdown.listings.iter().filter_map(BuildLog::read).collect();
    for listing in &markdown.listings {
        let Some(document) = dockerfile(listing) else { continue };
        let (relation, what) = match case.dockerfile {
            Some((_, whole)) => (against_file(&document, whole), "the Dockerfile"),
            None => (against_logs(&document, &logs), "the build whose log stands in this report"),
        };
        let Relation::Differs(line, expected) = relation else { continue };
        let Some(place) = place(case.source, listing, line) else { continue };
        let said = case.source.text[place.bytes.clone()].trim().to_owned();
        let because = match expected {
            Some(step) => format!("{what} has `{step}` there"),
            None => format!("{what} has nothing there"),
        };
        found.push(
            Finding::new(place, format!("this listing is not what was built: `{said}`"))
                .because(because)
                .help("list the file as it is; between msgen's marks `msgen init` and `msgen verify` keep it so"),
        );
    }
}

/// The Dockerfile that a listing shows, or a part of one.
fn dockerfile(listing: &Listing) -> Option<Document> {
    let is_named = matches!(listing.language.as_str(), "dockerfile" | "docker" | "containerfile");
    if !is_named && !listing.is_words() {
        return None;
    }
    let document = Document::parse("", &listing.text()).ok()?;
    let steps: Vec<Step> = document.instructions().map(Step::new).collect();
    let is_understood = steps.iter().all(|step| step.is_instruction() || step.is_gap());
    (is_understood && (is_named || document.stages().next().is_some())).then_some(document)
}

/// The place of a line of a listing in the report.
fn place(source: &Source, listing: &Listing, line: usize) -> Option<crate::check::Place> {
    let (number, text) = listing.lines.get(line.checked_sub(1)?)?;
    let whole = source.line(*number);
    let end = whole.bytes.end;
    Some(source.at(end.saturating_sub(text.trim_start().len()).max(whole.bytes.start)..end))
}

/// How a listing relates to the Dockerfile.
fn against_file(listing: &Document, whole: &Document) -> Relation {
    let whole: Vec<Step> = whole.instructions().map(Step::new).collect();
    let listing = steps(listing);
    if is_about(&listing, &whole) { relate(&listing, &whole, false, is_whole(&listing)) } else { Relation::Other }
}

/// How a listing relates to the builds of the report: what one of them shows is enough.
fn against_logs(listing: &Document, logs: &[BuildLog]) -> Relation {
    let mut differs = Relation::Other;
    for log in logs {
        let relation = if log.is_classic { against_classic(listing, log) } else { against_log(listing, log) };
        match relation {
            Relation::Part => return Relation::Part,
            Relation::Differs(..) if differs == Relation::Other => differs = relation,
            _ => {}
        }
    }
    differs
}

fn against_classic(listing: &Document, log: &BuildLog) -> Relation {
    match log.stages.first().and_then(logged) {
        Some(whole) => {
            let listing = steps(listing);
            relate(&listing, &whole, true, is_whole(&listing))
        }
        None => Relation::Other,
    }
}

/// The steps of a stage; none where the log does not have them all.
fn logged(stage: &LogStage) -> Option<Vec<Step>> {
    stage.all()?.into_iter().map(Step::logged).collect()
}

/// Stage by stage, for what a log of `BuildKit` counts.
fn against_log(listing: &Document, log: &BuildLog) -> Relation {
    let is_whole = is_whole(&steps(listing));
    let names: Vec<&str> = listing.stages().filter_map(|stage| stage.name).collect();
    let mut relation = Relation::Other;
    for stage in listing.stages() {
        let name = stage.name.map_or_else(|| format!("stage-{}", stage.index), str::to_owned);
        let known = log.stages.iter().find(|known| known.name == name || known.name.is_empty());
        let Some(whole) = known.and_then(logged) else { continue };
        match relate(&counted(&stage, &names), &whole, true, is_whole) {
            differs @ Relation::Differs(..) => return differs,
            Relation::Part => relation = Relation::Part,
            Relation::Other => {}
        }
    }
    relation
}

fn counted(stage: &Stage<'_>, names: &[&str]) -> Vec<Step> {
    let steps = std::iter::once(stage.from).chain(stage.instructions.iter().copied()).map(Step::new);
    steps.filter(|step| step.is_counted(names)).collect()
}
