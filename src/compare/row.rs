//! What was seen of a candidate, in one row.

use super::{Candidate, Losses};
use crate::catalog::Catalog;
use crate::error::Error;
use crate::evidence::comparison::{Fault, Measured, NOT_VERIFIED, Row};
use crate::evidence::{Check, Evidence, FileFacts, ImageFacts, Outcome, Role, Setting};
use crate::render::DOCKERFILE;

/// The row of a candidate. Figures of another setting than the others' are not put beside them.
pub(super) fn row(
    catalog: &Catalog,
    candidate: &Candidate,
    seen: &Result<Evidence, Error>,
    setting: Option<&Setting>,
    losses: &Losses,
) -> Row {
    let evidence = seen.as_ref().ok().filter(|evidence| is_comparable(&evidence.setting, setting));
    let image = evidence.and_then(|evidence| evidence.image(Role::Final)).map(measured);
    let run = evidence.and_then(|evidence| evidence.run.as_ref());
    let faults = match (seen, evidence) {
        (Err(error), _) => vec![fault(&error.what, error.help.as_deref())],
        (Ok(_), None) => vec![fault("it was measured in another setting than the others", None)],
        (Ok(_), Some(evidence)) => evidence.checks.iter().filter_map(failed).collect(),
    };
    Row {
        id: candidate.id.clone(),
        title: candidate.title.clone(),
        kind: candidate.kind,
        is_chosen: candidate.is_chosen,
        from: candidate.from.clone(),
        dockerfile: FileFacts::of(DOCKERFILE, candidate.dockerfile.as_bytes()),
        gives_up: losses.of(catalog, candidate, image.as_ref()),
        image,
        timings: evidence.map(|evidence| evidence.timings.clone()).unwrap_or_default(),
        first_answer: run.and_then(|run| run.first_answer),
        stop: run.and_then(|run| run.stop.clone()),
        faults,
    }
}

/// Whether figures of the two settings may stand side by side. A candidate without an image has no platform.
fn is_comparable(own: &Setting, others: Option<&Setting>) -> bool {
    others.is_none_or(|others| own == others || own.platform.is_empty())
}

fn measured(image: &ImageFacts) -> Measured {
    let contents = &image.contents;
    Measured {
        unpacked: image.unpacked.clone(),
        packed: image.packed.clone(),
        layers: image.layers.len() as u64,
        files: contents.files,
        executables: contents.executables,
        packages: contents.packages.iter().map(|packages| packages.count).sum(),
        shells: contents.shells.clone(),
        package_managers: contents.package_managers.clone(),
        set_uid: contents.set_uid.len() as u64,
        certificates: !contents.certificates.is_empty(),
        time_zones: contents.time_zones > 0,
        user: image.config.user.clone(),
    }
}

fn failed(check: &Check) -> Option<Fault> {
    match &check.outcome {
        Outcome::Failed { detail, cause, help } => {
            let (detail, cause, help) = (detail.clone(), cause.clone(), help.clone());
            Some(Fault { id: check.id.clone(), detail, cause, help })
        }
        Outcome::Passed { .. } | Outcome::Skipped { .. } => None,
    }
}

fn fault(what: &str, help: Option<&str>) -> Fault {
    Fault {
        id: NOT_VERIFIED.to_owned(),
        detail: what.to_owned(),
        cause: String::new(),
        help: help.unwrap_or_default().to_owned(),
    }
}
