//! Source that is copied before the dependencies are downloaded.

use crate::catalog::Download;
use crate::check::reach::{FromContext, from_context};
use crate::check::{Case, Finding, Rule, Run, Severity};
use crate::context::Context;
use crate::ignore::covered_by;
use crate::model::Action;
use crate::model::{Base, Command, CopyFrom, Step};

/// The rule.
pub(super) const RULE: Rule = Rule {
    id: "source-before-dependencies",
    severity: Severity::Warning,
    is_default: true,
    run: Run::Dockerfile(check),
};

fn check(case: &Case<'_>, found: &mut Vec<Finding>) {
    let copies: Vec<FromContext<'_>> = from_context(case.model).collect();
    for (index, stage) in case.model.stages.iter().enumerate().filter(|(_, stage)| stage.is_used) {
        for download in &case.catalog.checks.downloads {
            let Some((at, command, what)) = first(case, index, download) else { continue };
            if is_cached(&stage.steps[at]) || is_offline(case, download, &stage.steps[at], command) {
                continue;
            }
            let mut before = copies.iter().filter(|copy| copy.stage == index && copy.index < at);
            if !before.clone().any(|copy| brings_manifest(copy, download)) || is_new(&stage.steps[..=at], download) {
                continue;
            }
            let Some((copy, source)) = before.find_map(|copy| Some((copy, source(copy, download)?))) else { continue };
            let line = stage.steps[at].instruction.span.start;
            let (will, why) = if case.context.is_none_or(|context| asks(context, download)) {
                ("downloads the", "")
            } else {
                ("would download", "there are none yet; once there are, ")
            };
            found.push(
                Finding::new(
                    case.source.word(copy.step.instruction, source),
                    format!("source is copied before `{what}` {will} dependencies (line {line})"),
                )
                .because(format!(
                    "{why}each edit of the source throws the layer of the download away, and everything is fetched again"
                ))
                .help(format!("copy {} first, download, and copy the source then", manifests(download))),
            );
        }
    }
}

/// The first download in a stage, with the name of its command, unless one of the stages below it has downloaded already.
fn first<'m>(case: &'m Case<'_>, index: usize, download: &'m Download) -> Option<(usize, &'m Command, &'m str)> {
    let model = case.model;
    let mut below = index;
    while let Base::Stage(lower) = model.stages[below].base {
        below = lower;
        if model.stages[below].steps.iter().flat_map(Step::commands).any(|command| fetches(download, command).is_some())
        {
            return None;
        }
    }
    for (at, step) in model.stages[index].steps.iter().enumerate() {
        // Dependencies may come from another stage as they are.
        let is_from_elsewhere = matches!(&step.action, Action::Copy(copy) if copy.from != CopyFrom::Context);
        if is_from_elsewhere && !download.builds.is_empty() {
            return None;
        }
        for command in step.commands() {
            if let Some(name) = fetches(download, command) {
                return Some((at, command, name));
            }
            if let Some(name) = download.builds.iter().find(|known| command.is(known).is_some()) {
                // What the same tool did in an instruction above, nobody knows: it may have downloaded.
                let above = model.stages[index].steps[..at].iter().flat_map(Step::commands);
                let mut programs = above.filter_map(|other| other.words.first()).map(|word| &word.text);
                let is_first = command.words.first().is_some_and(|own| programs.all(|other| *other != own.text));
                return is_first.then_some((at, command, name));
            }
        }
    }
    None
}

/// The name of a command that downloads.
fn fetches<'d>(download: &'d Download, command: &Command) -> Option<&'d String> {
    if command.words.iter().any(|word| download.without.contains(&word.text)) {
        return None;
    }
    let has_flag = download.needs.is_empty() || command.words.iter().any(|word| download.needs.contains(&word.text));
    let named = download.commands.iter().find(|known| has_flag && command.is(known).is_some());
    named.or_else(|| download.alone.iter().find(|known| command.is(known).is_some() && command.words.len() == 1))
}

/// What is downloaded stays in a cache mount, whatever comes before.
fn is_cached(step: &Step<'_>) -> bool {
    step.instruction.flags_named("mount").any(|mount| mount.part("type") == Some("cache"))
}

/// Whether nothing is fetched: the dependencies lie in the context, or a flag forbids it.
fn is_offline(case: &Case<'_>, download: &Download, step: &Step<'_>, command: &Command) -> bool {
    let forbids = |text: &str| download.offline.iter().any(|word| text.split_whitespace().any(|part| part == word));
    let vendored = |context: &Context| download.vendored.iter().any(|folder| context.is_dir(folder));
    command.words.iter().any(|word| forbids(&word.text))
        || command.assignments.iter().any(|(_, word)| forbids(&word.text))
        || step.before.scope.variables.values().any(|variable| variable.value.as_deref().is_some_and(forbids))
        || case.context.is_some_and(vendored)
}

/// Whether a manifest of the context asks for anything, as far as its words tell.
fn asks(context: &Context, download: &Download) -> bool {
    let is_named = |path: &str| download.manifests.iter().any(|name| path.rsplit('/').next() == Some(name));
    let mut manifests = context.files().filter(|path| is_named(path)).filter_map(|path| context.read(path)).peekable();
    let asks = |text: &str| download.asks.iter().any(|word| text.contains(word));
    download.asks.is_empty() || manifests.peek().is_none() || manifests.any(|text| asks(&text))
}

/// Whether a `COPY` brings a file that says what is downloaded: one that is written out anew has no layer of its own.
fn brings_manifest(copy: &FromContext<'_>, download: &Download) -> bool {
    let mut names = copy.sources().map(|(_, path)| path.rsplit('/').next().unwrap_or_default().to_owned());
    let fits =
        |name: &str| is_manifest(download, name) || download.manifests.iter().any(|known| covered_by(name, known));
    copy.whole().is_some() || names.any(|name| fits(&name))
}

fn is_manifest(download: &Download, name: &str) -> bool {
    download.manifests.iter().chain(&download.settings).any(|known| covered_by(known, name))
}

/// Whether the manifest is made by a command of the stage.
fn is_new(steps: &[Step<'_>], download: &Download) -> bool {
    let mut commands = steps.iter().flat_map(Step::commands);
    commands.any(|command| download.makes.iter().any(|known| command.is(known).is_some()))
}

/// What of a `COPY` is source, as written.
fn source<'c>(copy: &'c FromContext<'_>, download: &Download) -> Option<&'c str> {
    let is_source = |path: &str| {
        let name = path.rsplit('/').next().unwrap_or_default();
        let is_named = download.sources.iter().any(|source| source == path || covered_by(source, name));
        is_named && !is_manifest(download, name)
    };
    copy.whole().or_else(|| copy.sources().find(|(_, path)| is_source(path)).map(|(written, _)| written))
}

/// The manifests that are there as a rule.
fn manifests(download: &Download) -> String {
    download.manifests.iter().take(2).cloned().collect::<Vec<_>>().join(" and ")
}
