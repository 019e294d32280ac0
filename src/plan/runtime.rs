//! The final stage: user, port, environment, start, and where the program lies.

use std::collections::BTreeMap;
use std::num::NonZeroU16;

use serde::Serialize;

use super::image::ImageRef;
use super::placeholder::Placeholders;
use super::start::{self, Start};
use super::user::{User, UserAnswer};
use super::{Notice, Scope};
use crate::answers::Value;
use crate::catalog::{ArtifactKind, Flavour};
use crate::error::{Error, Result};
use crate::interview::VERSION;

/// The final stage.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Runtime {
    /// Id of the base.
    pub base: String,
    /// The base's name.
    pub base_title: String,
    /// Id of the reason for the base.
    pub reason: String,
    /// The image of the base.
    pub image: ImageRef,
    /// Who runs the program.
    pub user: User,
    /// The port the program listens on.
    pub port: NonZeroU16,
    /// Working directory, or empty for the base's own.
    pub workdir: String,
    /// How the program is started.
    pub start: Start,
    /// Variables that the language's programs need, in the order of their names.
    pub environment: Vec<Entry>,
    /// Variables that make the program listen where the image says, in the order of their names.
    pub listening: Vec<Entry>,
    /// The argument vector of the health check; empty without one.
    pub health: Vec<String>,
    /// Labels, in the order of their keys.
    pub labels: Vec<Entry>,
    /// Files or folders of the build context that the program opens at run time, each with its place in the image.
    pub assets: Vec<Asset>,
}

/// A variable or a label. They are lists, not maps: Tera gives the entries of a map in a random order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Entry {
    /// Name of the variable, or key of the label.
    pub name: String,
    /// Its value.
    pub value: String,
}

fn entries(map: BTreeMap<String, String>) -> Vec<Entry> {
    map.into_iter().map(|(name, value)| Entry { name, value }).collect()
}

/// A file or folder of the build context that the final stage needs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Asset {
    /// Path in the build context.
    pub from: String,
    /// Path in the image.
    pub to: String,
}

/// What the build stage makes: a program, a file that an interpreter reads, or a folder of such files.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Artifact {
    /// What of these it is.
    pub kind: ArtifactKind,
    /// Its file name; a folder has none.
    pub name: String,
    /// Where the build stage leaves it.
    pub built: String,
    /// Where it is in the image.
    pub path: String,
}

/// Decides where the program is built and where it lies in the image.
pub(super) fn artifact(scope: &Scope<'_>) -> Artifact {
    const BUILT: &str = "/out";
    let kind = scope.cell.artifact;
    let workdir = scope.answers.text("workdir").trim_end_matches('/');
    if kind == ArtifactKind::Folder {
        return Artifact { kind, name: String::new(), built: BUILT.to_owned(), path: workdir.to_owned() };
    }
    let name = format!("{}{}", scope.answers.text("binary"), scope.cell.suffix);
    let folder = if workdir.is_empty() { scope.base.program_folder.clone() } else { format!("{workdir}/") };
    Artifact { kind, built: format!("{BUILT}/{name}"), path: format!("{folder}{name}"), name }
}

/// Decides the final stage.
pub(super) fn runtime(scope: &Scope<'_>, artifact: &Artifact, notices: &mut Vec<Notice>) -> Result<Runtime> {
    let answers = scope.answers;
    let image = image(scope)?;
    let port = port(scope)?;
    let asked = UserAnswer::parse(answers.text("user")).map_err(Error::bad_input)?;
    let user = asked
        .resolve(&scope.flavour.users, &scope.base.title, scope.default_user())
        .map_err(|error| error.at(super::guard::place_of(answers, "user")))?;
    let workdir = answers.text("workdir").to_owned();
    let path = Some(answers.text("health-path")).filter(|path| !path.is_empty()).unwrap_or("/");
    let own = [
        ("program", artifact.path.clone()),
        ("interpreter", scope.cell.interpreter.clone()),
        ("port", port.to_string()),
        ("path", path.to_owned()),
        ("url", format!("http://127.0.0.1:{port}{path}")),
    ];
    let placeholders = Placeholders::new(own, answers);
    let (listening, flags) = listening(scope, port, notices);
    let assets = answers
        .list("assets")
        .iter()
        .map(|from| Asset { from: from.clone(), to: format!("{}/{from}", workdir.trim_end_matches('/')) })
        .collect();
    Ok(Runtime {
        base: scope.base.id.clone(),
        base_title: scope.base.title.clone(),
        reason: scope.base.reason.clone(),
        labels: entries(labels(scope, &image)),
        image,
        user,
        port,
        workdir,
        start: start::start(scope, &placeholders, flags)?,
        environment: environment(scope, &placeholders)?,
        listening: entries(listening),
        health: health(scope, &placeholders, notices)?,
        assets,
    })
}

/// The image of the final stage. A release that its reference has no place for is refused, not ignored.
fn image(scope: &Scope<'_>) -> Result<ImageRef> {
    let answers = scope.answers;
    let (flavour, version) = (scope.flavour, answers.text(VERSION));
    if !flavour.has_release() && answers.get("base-release").is_some_and(|answer| answer.source.is_explicit()) {
        return Err(Error::refused(format!("{} follows its own releases", flavour.image))
            .at(super::guard::place_of(answers, "base-release"))
            .help("leave out base-release"));
    }
    let has_version =
        |other: &Flavour| other.versions.is_empty() || other.versions.iter().any(|known| known == version);
    if !has_version(flavour) {
        let known = flavour.versions.join(", ");
        let title = scope.language.versioned();
        let image = flavour.reference(answers.text("base-release"), "…");
        return Err(Error::refused(format!("{image} is there for {title} {known} only, and {version} is needed"))
            .at(super::guard::place_of(answers, VERSION))
            .help(match scope.other_base(has_version) {
                Some(base) => format!("--base {base}, or --language-version ONE of: {known}"),
                None => format!("--language-version ONE of: {known}"),
            }));
    }
    ImageRef::parse(&flavour.reference(answers.text("base-release"), version))
        .map_err(|what| Error::bad_input(format!("the runtime image {what}")).at("base-release"))
}

/// Variables that the language's programs need, those of the cell over those of the language.
fn environment(scope: &Scope<'_>, placeholders: &Placeholders<'_>) -> Result<Vec<Entry>> {
    let mut variables = scope.language.tables.environment.clone();
    variables.extend(scope.cell.environment.clone());
    let filled = variables.into_iter().map(|(name, value)| {
        let value = placeholders.fill(&value).map_err(|what| Error::bad_input(format!("{name}: {what}")))?;
        Ok(Entry { name, value })
    });
    filled.filter(|entry| entry.as_ref().map_or(true, |entry| !entry.value.is_empty())).collect()
}

/// The health check, where one is asked for and something in the image can run it.
fn health(scope: &Scope<'_>, placeholders: &Placeholders<'_>, notices: &mut Vec<Notice>) -> Result<Vec<String>> {
    if !scope.answers.flag("health-check") {
        return Ok(Vec::new());
    }
    let own = &scope.cell.health;
    let command = if own.is_empty() { &scope.flavour.health } else { own };
    if command.is_empty() {
        notices.push(Notice {
            what: format!(
                "there is no HEALTHCHECK: nothing in {} can ask the program whether it is well",
                scope.flavour.reference(scope.answers.text("base-release"), scope.answers.text(VERSION))
            ),
            help: match scope.other_base(|flavour| !flavour.health.is_empty()) {
                Some(base) => format!("let the orchestrator ask over the network, or --base {base}"),
                None => "let the orchestrator ask over the network".to_owned(),
            },
        });
    }
    placeholders.arguments(command).map_err(Error::bad_input)
}

fn port(scope: &Scope<'_>) -> Result<NonZeroU16> {
    match scope.answers.get("port").map(|answer| &answer.value) {
        Some(Value::Integer(port)) => u16::try_from(*port).ok().and_then(NonZeroU16::new),
        _ => None,
    }
    .ok_or_else(|| Error::bad_input("the port is not a number from 1 to 65535").at("--port"))
}

/// What makes the program listen on `port`, on all interfaces: variables and arguments that its source reads. Where it
/// reads none and says another port, the person is told.
fn listening(
    scope: &Scope<'_>,
    port: NonZeroU16,
    notices: &mut Vec<Notice>,
) -> (BTreeMap<String, String>, Vec<String>) {
    let answers = scope.answers;
    let (mut variables, mut flags) = (BTreeMap::new(), Vec::new());
    let value = match answers.text("port-form") {
        "address" => format!(":{port}"),
        _ => port.to_string(),
    };
    let elsewhere = scope.detected_port.filter(|(detected, _)| *detected != port.get());
    let says_port = scope.language.start(answers).is_some_and(|start| start.iter().any(|part| part.contains("{port}")));
    match (answers.text("port-variable"), answers.text("port-flag")) {
        _ if says_port => {}
        ("", "") => {
            if let Some((detected, evidence)) = elsewhere {
                notices.push(Notice {
                    what: format!("the image exposes port {port}, but the source listens on {detected}: {evidence}"),
                    help: format!("--port {detected}, or change the source"),
                });
            }
        }
        ("", flag) => {
            if elsewhere.is_some() || answers.flag("loopback") {
                flags.push(format!("-{flag}={value}"));
            }
        }
        (variable, _) => {
            variables.insert(variable.to_owned(), value);
        }
    }
    let host = answers.text("host-variable");
    if !host.is_empty() && answers.flag("loopback") {
        variables.insert(host.to_owned(), "0.0.0.0".to_owned());
    }
    (variables, flags)
}

/// Labels by the OCI image specification's annotation keys.
fn labels(scope: &Scope<'_>, image: &ImageRef) -> BTreeMap<String, String> {
    const PREFIX: &str = "org.opencontainers.image";
    let mut labels = BTreeMap::new();
    labels.insert(format!("{PREFIX}.title"), scope.answers.text("name").to_owned());
    if image.repository != "scratch" {
        labels.insert(format!("{PREFIX}.base.name"), canonical(image));
    }
    if let Some(source) = source_url(scope.answers.text("module")) {
        labels.insert(format!("{PREFIX}.source"), source);
    }
    labels
}

/// The full reference that registries use, as `base.name` wants it: Docker Hub's host and namespace are spelt out.
fn canonical(image: &ImageRef) -> String {
    match &image.registry {
        Some(_) => image.to_string(),
        None if image.repository.contains('/') => format!("docker.io/{image}"),
        None => format!("docker.io/library/{image}"),
    }
}

/// The repository page of a module whose path starts with the host of a well-known forge.
fn source_url(module: &str) -> Option<String> {
    let mut parts = module.split('/');
    let (host, owner, repository) = (parts.next()?, parts.next()?, parts.next()?);
    matches!(host, "github.com" | "gitlab.com" | "codeberg.org" | "bitbucket.org")
        .then(|| format!("https://{host}/{owner}/{repository}"))
}
