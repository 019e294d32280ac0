//! The final stage: user, port, environment, start, and where the program lies.

use std::collections::BTreeMap;
use std::num::NonZeroU16;

use serde::Serialize;

use super::image::ImageRef;
use super::user::{User, UserAnswer};
use super::{Notice, Scope};
use crate::answers::Value;
use crate::error::{Error, Result};

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
    /// Environment variables, in the order of their names.
    pub environment: Vec<Entry>,
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

/// How the program is started: always in exec form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Start {
    /// Whether it is the image's CMD instead of its ENTRYPOINT.
    pub replaceable: bool,
    /// The argument vector.
    pub command: Vec<String>,
}

/// The program.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Artifact {
    /// Its file name.
    pub name: String,
    /// Where the build stage leaves it.
    pub built: String,
    /// Where it is in the image.
    pub path: String,
}

/// Decides where the program is built and where it lies in the image.
pub(super) fn artifact(scope: &Scope<'_>) -> Artifact {
    let name = scope.answers.text("binary").to_owned();
    let folder = match scope.answers.text("workdir") {
        "" => scope.base.program_folder.clone(),
        workdir => format!("{}/", workdir.trim_end_matches('/')),
    };
    Artifact { built: format!("/out/{name}"), path: format!("{folder}{name}"), name }
}

/// Decides the final stage.
pub(super) fn runtime(scope: &Scope<'_>, artifact: &Artifact, notices: &mut Vec<Notice>) -> Result<Runtime> {
    let answers = scope.answers;
    let release = answers.text("base-release");
    let image = ImageRef::parse(&scope.flavour.image.replace("{release}", release))
        .map_err(|what| Error::bad_input(format!("the runtime image {what}")).at("base-release"))?;
    let port = port(scope)?;
    let default = User { uid: scope.base.user.uid, gid: scope.base.user.gid };
    let asked = UserAnswer::parse(answers.text("user")).map_err(Error::bad_input)?;
    let user = asked
        .resolve(&scope.flavour.users, &scope.base.title, default)
        .map_err(|error| error.at(super::guard::place_of(answers, "user")))?;
    let workdir = answers.text("workdir").to_owned();
    let mut command = vec![artifact.path.clone()];
    let environment = listening(scope, port, &mut command, notices);
    command.extend_from_slice(answers.list("arguments"));
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
        start: Start { replaceable: answers.text("start") == "cmd", command },
        environment: entries(environment),
        assets,
    })
}

fn port(scope: &Scope<'_>) -> Result<NonZeroU16> {
    match scope.answers.get("port").map(|answer| &answer.value) {
        Some(Value::Integer(port)) => u16::try_from(*port).ok().and_then(NonZeroU16::new),
        _ => None,
    }
    .ok_or_else(|| Error::bad_input("the port is not a number from 1 to 65535").at("--port"))
}

/// Makes the program listen on `port`, on all interfaces, by the variable or flag that its source reads; where the
/// source reads none and says another port, the person is told.
fn listening(
    scope: &Scope<'_>,
    port: NonZeroU16,
    command: &mut Vec<String>,
    notices: &mut Vec<Notice>,
) -> BTreeMap<String, String> {
    let answers = scope.answers;
    let mut environment = BTreeMap::new();
    let value = match answers.text("port-form") {
        "address" => format!(":{port}"),
        _ => port.to_string(),
    };
    let elsewhere = scope.detected_port.filter(|(detected, _)| *detected != port.get());
    match (answers.text("port-variable"), answers.text("port-flag")) {
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
                command.push(format!("-{flag}={value}"));
            }
        }
        (variable, _) => {
            environment.insert(variable.to_owned(), value);
        }
    }
    let host = answers.text("host-variable");
    if !host.is_empty() && answers.flag("loopback") {
        environment.insert(host.to_owned(), "0.0.0.0".to_owned());
    }
    environment
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
