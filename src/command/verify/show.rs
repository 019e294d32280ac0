//! What `verify` says on stderr: the checks, then the figures.

use crate::evidence::{Build, Check, Evidence, ImageFacts, Outcome, Role, duration, percent, thousands};
use crate::output;

/// Shows every check, and the figures worth a glance.
pub(super) fn evidence(evidence: &Evidence) {
    output::heading("\nChecks");
    evidence.checks.iter().for_each(check);
    output::heading("\nMeasured");
    for image in &evidence.images {
        self::image(image);
    }
    let stage = evidence.image(Role::BuildStage);
    let last = evidence.image(Role::Final);
    if let Some(reduction) = stage.zip(last).and_then(|(stage, last)| last.unpacked.reduction_from(&stage.unpacked)) {
        output::say(&format!("  {:15}{} less than the build stage", "", percent(reduction)));
    }
    for timing in &evidence.timings {
        let name = match timing.build {
            Build::First => "build",
            Build::Cold => "cold build",
            Build::Warm => "warm build",
            Build::Touched => "touched build",
        };
        output::say(&format!("  {name:15}{}", duration(timing.milliseconds)));
    }
    if let Some(run) = &evidence.run {
        run.first_answer.iter().for_each(|time| output::say(&format!("  {:15}{}", "first answer", duration(*time))));
        run.stop.iter().for_each(|stop| output::say(&format!("  {:15}{}", "stop", duration(stop.milliseconds))));
    }
}

fn check(check: &Check) {
    match &check.outcome {
        Outcome::Passed { detail } if detail.is_empty() => output::passed(&check.title),
        Outcome::Passed { detail } => output::passed(&format!("{} {detail}", check.title)),
        Outcome::Skipped { why } => output::skipped(&format!("{} Not looked at: {why}", check.title)),
        Outcome::Failed { detail, cause, help } => {
            output::failed(&format!("{} ({})", check.title, check.id));
            for (word, text) in [("saw", detail), ("cause", cause), ("help", help)] {
                let text = text.replace('\n', "\n           ");
                if !text.is_empty() {
                    output::say(&format!("    {:6} {text}", format!("{word}:")));
                }
            }
        }
    }
}

fn image(image: &ImageFacts) {
    let name = match image.role {
        Role::BuildStage => "build stage",
        Role::Final => "final image",
    };
    let packed = image.packed.as_ref().map(|size| format!(", {} packed", thousands(size.bytes))).unwrap_or_default();
    let (layers, files) = (image.layers.len(), image.contents.files);
    output::say(&format!(
        "  {name:15}{} bytes{packed}; {layers} layers, {files} files",
        thousands(image.unpacked.bytes)
    ));
}
