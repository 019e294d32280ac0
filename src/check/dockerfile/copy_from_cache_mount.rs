//! A `COPY --from` of something that lies in a cache mount, and so in no layer.

use crate::check::reach::from_stages;
use crate::check::{Case, Finding, Rule, Run, Severity};
use crate::model::{Model, Step, is_inside};

/// The rule.
pub(super) const RULE: Rule =
    Rule { id: "copy-from-cache-mount", severity: Severity::Error, is_default: true, run: Run::Dockerfile(check) };

fn check(case: &Case<'_>, found: &mut Vec<Finding>) {
    for (step, from, written, path) in from_stages(case.model) {
        let Some((mounting, target)) = cache_mount(case.model, from, &path) else { continue };
        if case.model.find(from, &path).exists == Some(true) {
            continue;
        }
        let line = mounting.instruction.span.start;
        found.push(
            Finding::new(
                case.source.word(step.instruction, written),
                format!("`{path}` lies in the cache mount of line {line}, and in no layer"),
            )
            .because(format!("the build stops: `\"{path}\": not found`"))
            .help(format!("copy it out of `{target}` at the end of the same RUN, and copy that")),
        );
    }
}

/// The step of a stage that mounts a cache over `path`, and where.
pub(super) fn cache_mount<'m>(model: &'m Model<'_>, stage: usize, path: &str) -> Option<(&'m Step<'m>, String)> {
    model.stages.get(stage)?.steps.iter().find_map(|step| {
        let mounts = step.instruction.flags_named("mount").filter(|mount| mount.part("type") == Some("cache"));
        let mut targets = mounts.filter_map(|mount| {
            step.before.absolute(&step.before.scope.expand(mount.mount_target()?, model.document.escape)?)
        });
        targets.find(|target| is_inside(path, target)).map(|target| (step, target))
    })
}
