//! Guards: combinations that cannot work are refused, doubtful ones get a notice.

use super::runtime::{Artifact, Runtime};
use super::{Notice, Scope};
use crate::answers::Answers;
use crate::catalog::ArtifactKind;
use crate::error::{Error, Result};

/// Ports below this one are privileged on engines and orchestrators that keep the kernel's default.
const FIRST_UNPRIVILEGED_PORT: u16 = 1024;

/// Where the answer to `question` was given, for an error message.
pub(super) fn place_of(answers: &Answers, question: &str) -> String {
    match answers.get(question) {
        Some(answer) => format!("{question} = {} (from {})", answer.value, answer.source),
        None => question.to_owned(),
    }
}

/// Refuses what cannot work and collects what the person should know.
pub(super) fn combination(
    scope: &Scope<'_>,
    artifact: &Artifact,
    runtime: &Runtime,
    notices: &mut Vec<Notice>,
) -> Result<()> {
    root(scope, runtime, notices)?;
    notices.extend(base_of_profile(scope));
    one_variable_for_both(scope.answers)?;
    loopback(scope)?;
    program_path(scope, artifact)?;
    let mut tell = |what: String, help: &str| notices.push(Notice { what, help: help.to_owned() });
    if runtime.port.get() < FIRST_UNPRIVILEGED_PORT {
        tell(
            format!(
                "port {} is privileged: Docker and containerd let a non-root user listen on it, CRI-O and the host network do not",
                runtime.port
            ),
            "choose a port from 1024 up, and publish it as any other with docker run -p",
        );
    }
    if ignores_stop(scope) {
        tell(
            format!(
                "{} programs ignore SIGTERM as process 1 unless they handle it: docker stop waits ten seconds, then kills",
                scope.language.head.title
            ),
            "handle SIGTERM and say --set handles-stop=true, or --set init=true for an init process in the image",
        );
    }
    if let Some(remark) = &scope.cell.notice {
        tell(remark.what.clone(), &remark.help);
    }
    if scope.answers.get("strip").is_some() && !scope.answers.flag("strip") {
        tell(
            "the program keeps its symbol table and debug data, which only a debugger reads".to_owned(),
            "leave out strip=no",
        );
    }
    for path in scope.answers.list("writes") {
        if !scope.answers.list("writable").iter().any(|folder| path.starts_with(folder.as_str())) {
            tell(
                format!("the program writes `{path}`, which user {} cannot do in the image", runtime.user),
                "--set writable=/FOLDER for a folder of its own, or mount a volume there",
            );
        }
    }
    Ok(())
}

/// Whether process 1 ignores SIGTERM: the language's programs do, nobody saw a handler, and no init process is asked for.
pub(super) fn ignores_stop(scope: &Scope<'_>) -> bool {
    let answers = scope.answers;
    scope.language.head.ignores_sigterm && !answers.flag("handles-stop") && !answers.flag("init")
}

/// Uid 0 only where it was asked for twice.
fn root(scope: &Scope<'_>, runtime: &Runtime, notices: &mut Vec<Notice>) -> Result<()> {
    if runtime.user.uid != 0 {
        return Ok(());
    }
    let nearest = format!("--user {}", scope.default_user());
    if !scope.answers.flag("allow-root") {
        return Err(Error::refused("the program would run as root: whoever takes it over owns the container")
            .at(place_of(scope.answers, "user"))
            .help(format!("{nearest}, or --allow-root if it must be")));
    }
    notices.push(Notice { what: "the program runs as root, as asked".to_owned(), help: nearest });
    Ok(())
}

/// A base that the report's profile does not accept: the work may still be somebody's, the points will not.
fn base_of_profile(scope: &Scope<'_>) -> Option<Notice> {
    let profile = scope.catalog.profile(scope.answers.text("profile")).ok()?;
    if profile.accepts(&scope.base.id) {
        return None;
    }
    let what = format!("the final image is on {}, which {} does not accept", scope.base.id, profile.who());
    Some(Notice { what, help: format!("it accepts {}: --base …", profile.bases.join(", ")) })
}

/// A program must not take the place of a folder that the engine or the base has at the root.
fn program_path(scope: &Scope<'_>, artifact: &Artifact) -> Result<()> {
    const TAKEN: &[&str] = &[
        "bin", "boot", "data", "dev", "etc", "home", "lib", "lib64", "media", "mnt", "opt", "proc", "root", "run",
        "sbin", "srv", "sys", "tmp", "usr", "var",
    ];
    let path = &artifact.path;
    if artifact.kind == ArtifactKind::Folder && matches!(path.as_str(), "" | "/") {
        return Err(Error::refused("the program is a folder of files, and cannot take the place of the whole image")
            .at(place_of(scope.answers, "workdir"))
            .help("--set workdir=/app, or another folder of its own"));
    }
    if path.strip_prefix('/').is_some_and(|name| TAKEN.contains(&name)) {
        return Err(Error::refused(format!("{path} is a folder of the image: the program cannot have this path"))
            .at(place_of(scope.answers, "binary"))
            .help("--set binary=NAME for another name, or --set workdir=/app for a folder of its own"));
    }
    Ok(())
}

/// A variable has one value: it cannot say both the port and the interface.
fn one_variable_for_both(answers: &Answers) -> Result<()> {
    let variable = answers.text("host-variable");
    if variable.is_empty() || variable != answers.text("port-variable") {
        return Ok(());
    }
    Err(Error::refused(format!("the variable `{variable}` cannot set both the port and the interface"))
        .at(place_of(answers, "host-variable"))
        .help("--set host-variable= for none; --set port-form=address where the variable takes both, as in :8080"))
}

/// A program that listens on loopback only is reached by nobody, unless a variable or a flag can say otherwise.
fn loopback(scope: &Scope<'_>) -> Result<()> {
    let answers = scope.answers;
    if !answers.flag("loopback") {
        return Ok(());
    }
    let address = answers.text("port-form") == "address";
    let by_port = address && !(answers.text("port-variable").is_empty() && answers.text("port-flag").is_empty());
    if by_port || !answers.text("host-variable").is_empty() {
        return Ok(());
    }
    Err(Error::refused("the program listens on loopback only: nothing outside the container reaches it")
        .at(place_of(answers, "loopback"))
        .help("let it listen on all interfaces (0.0.0.0, or no host at all); or, if an argument can say so, --set arguments=… --set loopback=no"))
}
