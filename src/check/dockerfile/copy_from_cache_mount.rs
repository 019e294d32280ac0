//! A `COPY --from` of something that lies in a cache mount, and so in no layer.

use crate::check::{Case, Finding, Rule, Run, Severity};
use crate::model::{Action, CopyFrom, Model, Step};

/// The rule.
pub(super) const RULE: Rule =
    Rule { id: "copy-from-cache-mount", severity: Severity::Error, is_default: true, run: Run::Dockerfile(check) };

fn check(case: &Case<'_>, found: &mut Vec<Finding>) {
    for step in case.model.stages.iter().filter(|stage| stage.is_used).flat_map(|stage| &stage.steps) {
        let Action::Copy(copy) = &step.action else { continue };
        let CopyFrom::Stage(from) = copy.from else { continue };
        for (written, source) in copy.written.iter().zip(&copy.sources) {
            let Some(path) = source.as_ref().map(|source| crate::ignore::clean(&format!("/{source}"))) else {
                continue;
            };
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
}

/// The step of a stage that mounts a cache over `path`, and where.
pub(super) fn cache_mount<'m>(model: &'m Model<'_>, stage: usize, path: &str) -> Option<(&'m Step<'m>, String)> {
    model.stages.get(stage)?.steps.iter().find_map(|step| {
        let mounts = step.instruction.flags_named("mount").filter_map(|flag| flag.value.as_deref());
        let caches = mounts.filter(|mount| mount.split(',').any(|part| part == "type=cache"));
        let targets = caches.filter_map(|mount| {
            let keys = ["target=", "dst=", "destination="];
            let target = mount.split(',').find_map(|part| keys.iter().find_map(|key| part.strip_prefix(key)))?;
            step.before.absolute(&step.before.scope.expand(target, model.document.escape)?)
        });
        let covers = |target: &String| {
            path == target || path.strip_prefix(target.as_str()).is_some_and(|rest| rest.starts_with('/'))
        };
        targets.into_iter().find(covers).map(|target| (step, target))
    })
}
