//! Builds: the final stage and the build stage, cold, warm, and after an edit.

use std::io::{IsTerminal, stderr};
use std::path::Path;

use super::{Options, Record, Subject};
use crate::document::{Document, Stage};
use crate::engine::{Call, Engine, Litter, Program, Reply};
use crate::error::{Error, Result};
use crate::evidence::{Build, Timing};

/// The check that a build passes or fails.
pub(super) const ID: &str = "builds";
const TITLE: &str = "The image builds.";

/// As many lines of a build's log say why it failed.
const LINES: usize = 12;

/// What a timing is of; the rest of its method says what the builder had.
const CLOCK: &str = "wall-clock time of the whole build command";

/// See that the builder that was asked for is there, before anything is made.
pub(super) fn builder(engine: &dyn Engine, subject: &Subject, options: &Options) -> Result<()> {
    let Some(name) = &options.builder else { return Ok(()) };
    let wrong = |what: String, help: &str| Err(Error::bad_input(what).at(format!("--builder {name}")).help(help));
    if engine.program() == Program::Podman {
        return wrong("Podman has one builder only".to_owned(), "leave it out, or --engine docker");
    }
    if subject.expected.is_classic {
        return wrong("msgen.toml asks for the legacy builder".to_owned(), "leave it out, or syntax = \"buildkit\"");
    }
    let reply = engine.call(&Call::new(["buildx", "inspect", name]))?;
    if reply.is_ok() {
        return Ok(());
    }
    let said = reply.said();
    let said = said.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or("no reason given");
    wrong(format!("the builder cannot be used: {said}"), "`docker buildx ls` names those there are")
}

/// The call that builds `folder` into `tag`.
pub(super) fn call(program: Program, subject: &Subject, options: &Options, folder: &Path, tag: &str) -> Call {
    let call = match program {
        Program::Podman => Call::new(["build"]),
        Program::Docker if subject.expected.is_classic => Call::new(["build"]).variable("DOCKER_BUILDKIT", "0"),
        Program::Docker => {
            let builder = options.builder.iter().flat_map(|name| ["--builder", name.as_str()]);
            Call::new(["buildx", "build", "--progress", progress(), "--load"]).with(builder)
        }
    };
    call.with(["--file", subject.dockerfile.as_str(), "--tag", tag]).inside(folder).limit(options.limits.build)
}

/// How the builder shows its progress.
fn progress() -> &'static str {
    if stderr().is_terminal() { "auto" } else { "plain" }
}

/// Builds the final stage as it was found: cold where that is wanted. Returns its tag; none where it does not build.
pub(super) fn first(
    engine: &dyn Engine,
    litter: &Litter,
    subject: &Subject,
    options: &Options,
    record: &mut Record,
) -> Result<(Option<String>, Vec<Timing>)> {
    let tag = litter.tag("final");
    let call = call(engine.program(), subject, options, &subject.folder, &tag);
    let call = if options.is_cold { call.with(["--no-cache"]) } else { call }.with(["."]).shown();
    let mut reply = engine.call(&call)?;
    reply.stderr = log(engine, subject, options, &reply)?;
    record.transcript("build", engine.program(), &call, &reply);
    if !reply.is_ok() {
        let (detail, cause, help) = failure(&reply, options);
        record.failed(ID, TITLE, detail, cause, help);
        return Ok((None, Vec::new()));
    }
    record.passed(ID, TITLE, "");
    let (build, had) = if options.is_cold {
        (Build::Cold, "without the layer cache (--no-cache); cache mounts and base images as they were")
    } else {
        (Build::First, "with whatever the builder had in its cache")
    };
    Ok((Some(tag), vec![timing(build, &reply, had)]))
}

/// Builds the final stage once more with nothing changed, and says how long that took.
pub(super) fn warm(
    engine: &dyn Engine,
    litter: &Litter,
    subject: &Subject,
    options: &Options,
) -> Result<Option<Timing>> {
    let call = call(engine.program(), subject, options, &subject.folder, &litter.tag("warm"));
    let reply = engine.call(&call.with(["."]))?;
    Ok(reply.is_ok().then(|| timing(Build::Warm, &reply, "again, with nothing changed")))
}

/// Builds the build stage, and returns its tag.
pub(super) fn stage(
    engine: &dyn Engine,
    litter: &Litter,
    subject: &Subject,
    options: &Options,
    target: &str,
) -> Result<Option<String>> {
    let tag = litter.tag("build-stage");
    let call = call(engine.program(), subject, options, &subject.folder, &tag);
    let reply = engine.call(&call.with(["--target", target, "."]))?;
    Ok(reply.is_ok().then_some(tag))
}

/// Gives every stage of a legacy build a tag: that builder leaves the last image of each stage behind without a name,
/// and what has a tag of the run is removed with the run.
pub(super) fn tag_stages(
    engine: &dyn Engine,
    litter: &Litter,
    subject: &Subject,
    options: &Options,
    folder: &Path,
) -> Result<()> {
    let stages = subject.document.stages().count();
    if !subject.expected.is_classic {
        return Ok(());
    }
    for stage in subject.document.stages().take(stages.saturating_sub(1)) {
        let name = stage.name.map_or_else(|| stage.index.to_string(), str::to_owned);
        let call = call(engine.program(), subject, options, folder, &litter.tag("stage"));
        engine.call(&call.with(["--target", &name, "."]))?;
    }
    Ok(())
}

pub(super) fn timing(build: Build, reply: &Reply, had: &str) -> Timing {
    let milliseconds = u64::try_from(reply.took.as_millis()).unwrap_or(u64::MAX);
    Timing { build, milliseconds, method: format!("{CLOCK}, {had}") }
}

/// What a build said. Where the person saw it on a terminal, the builder remembers it.
fn log(engine: &dyn Engine, subject: &Subject, options: &Options, reply: &Reply) -> Result<String> {
    if !reply.stderr.is_empty() || engine.program() == Program::Podman || subject.expected.is_classic {
        return Ok(reply.stderr.clone());
    }
    let builder = options.builder.iter().flat_map(|name| ["--builder", name.as_str()]);
    let asked = engine.call(&Call::new(["buildx", "history", "logs", "--progress", "plain"]).with(builder))?;
    Ok(if asked.is_ok() { asked.said() } else { String::new() })
}

/// Why a build failed: its last words, the cause and the fix.
fn failure(reply: &Reply, options: &Options) -> (String, String, String) {
    let said = reply.said();
    let end = last_words(&said);
    if reply.is_late {
        let limit = options.limits.build.as_secs();
        let help = "look at its last step, or give it longer: --build-limit SECONDS";
        return (end, format!("the build took longer than {limit} s and was ended"), help.to_owned());
    }
    match options.messages.explain(&said) {
        Some(message) => (end, message.cause.clone(), message.fix.clone()),
        None => (end, String::new(), "read the last lines of the build's log".to_owned()),
    }
}

/// The last lines of the step that failed, as its command said them; where no step says that it failed, those of the
/// whole log.
fn last_words(log: &str) -> String {
    let lines = || log.lines().map(str::trim_end).filter(|line| !line.is_empty());
    let failed =
        lines().find_map(|line| line.split_once(" ERROR: ").map(|(step, _)| step).filter(|step| is_step(step)));
    // `#10 12.08 text`: step, seconds, and what was said.
    let said = |line| {
        let (seconds, text) = str::strip_prefix(line, failed?)?.trim_start().split_once(' ')?;
        seconds.parse::<f64>().ok().map(|_| text)
    };
    let mut words: Vec<&str> = lines().filter_map(said).collect();
    if words.is_empty() {
        words = lines().collect();
    }
    words[words.len().saturating_sub(LINES)..].join("\n")
}

/// Whether a word is how `BuildKit` numbers its steps: `#10`.
fn is_step(word: &str) -> bool {
    word.strip_prefix('#').is_some_and(|number| number.parse::<u32>().is_ok())
}

/// The stage that makes what the final stage takes: the one it copies from most often, the last of several.
pub(super) fn build_stage(document: &Document) -> Option<Stage<'_>> {
    let mut stages: Vec<Stage<'_>> = document.stages().collect();
    let last = stages.pop()?;
    let is_called = |stage: &Stage<'_>, name: &str| {
        name.parse() == Ok(stage.index) || stage.name.is_some_and(|known| known.eq_ignore_ascii_case(name))
    };
    let copies = |stage: &Stage<'_>| {
        let froms = last.instructions.iter().filter_map(|instruction| instruction.flag("from"));
        froms.filter(|name| is_called(stage, name)).count()
    };
    let best = stages.into_iter().map(|stage| (copies(&stage), stage)).filter(|(count, _)| *count > 0);
    best.max_by_key(|(count, stage)| (*count, stage.index)).map(|(_, stage)| stage)
}

#[cfg(test)]
mod tests {
    use super::last_words;

    #[test]
    fn the_command_that_failed_has_the_last_words() {
        let whole = "#1 [builder 1/2] FROM docker.io/library/image\n#1 DONE 0.1s\n\n#12 [builder 2/2] RUN make\n\
                   #12 0.412 main.c:3:2: undefined: run\n#1 0.1 not this\n#12 0.500   \n#12 ERROR: process did not complete\n\
                   ------\n > [builder 2/2] RUN make:\n------\nDockerfile:2\n   2 | >>> RUN make\nERROR: failed\n";
        assert_eq!(last_words(whole), "main.c:3:2: undefined: run");
        let long: String = (0..20).map(|line| format!("#2 1.0 line {line}\n")).collect::<Vec<_>>().concat();
        assert_eq!(last_words(&format!("{long}#2 ERROR: x\n")).lines().next(), Some("line 8"));
        for silent in ["#3 ERROR: no such image\nERROR: failed", "Step 1/2 : FROM x\n\nno such image\n", ""] {
            let all: Vec<&str> = silent.lines().filter(|line| !line.is_empty()).collect();
            assert_eq!(last_words(silent), all.join("\n"), "{silent}");
        }
    }
}
