//! A program that was built against a newer glibc than the one it meets.

use super::start;
use crate::check::{Case, Finding, Rule, Run, Severity};
use crate::model::{Image, Libc, Linking};

/// The rule.
pub(super) const RULE: Rule =
    Rule { id: "builder-newer-than-runtime", severity: Severity::Error, is_default: true, run: Run::Dockerfile(check) };

fn check(case: &Case<'_>, found: &mut Vec<Finding>) {
    let Some(stage) = case.model.last() else { return };
    let Some(Libc::Glibc(Some(has))) = &stage.end.image.libc else { return };
    for started in start::started(stage) {
        let Some(path) = started.path(&stage.end) else { continue };
        let Some(artifact) = case.model.find(stage.stage.index, &path).artifact else { continue };
        let Some(Linking::Dynamic(Libc::Glibc(Some(needs)))) = &artifact.linking else { continue };
        if !is_newer(needs, has) {
            continue;
        }
        let builder = &case.model.stages[artifact.stage];
        found.push(
            Finding::new(
                case.source.instruction(stage.stage.from),
                format!(
                    "`{path}` is built against glibc {needs} ({}), and {} has glibc {has}",
                    ground(&builder.end.image),
                    stage.end.image.name,
                ),
            )
            .because(format!(
                "the loader refuses it as soon as it needs one new symbol: `version 'GLIBC_{needs}' not found`"
            ))
            .help("build and run on the same release of the distribution, and name it in both tags"),
        );
    }
}

/// The image, with what it stands on where its tag does not say so.
fn ground(image: &Image) -> String {
    match &image.distribution {
        Some(release) if !image.is_release_named => format!("{}, today {release}", image.name),
        _ => image.name.clone(),
    }
}

fn is_newer(one: &str, other: &str) -> bool {
    let numbers = |text: &str| text.split('.').map(str::parse).collect::<Result<Vec<u32>, _>>().ok();
    matches!((numbers(one), numbers(other)), (Some(one), Some(other)) if one > other)
}
