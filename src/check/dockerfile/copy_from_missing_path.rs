//! A `COPY --from` of something that the other stage has not.

use super::copy_from_cache_mount::cache_mount;
use crate::check::reach::is_pattern;
use crate::check::{Case, Finding, Rule, Run, Severity};
use crate::model::{Action, CopyFrom};

/// The rule.
pub(super) const RULE: Rule =
    Rule { id: "copy-from-missing-path", severity: Severity::Error, is_default: true, run: Run::Dockerfile(check) };

fn check(case: &Case<'_>, found: &mut Vec<Finding>) {
    for step in case.model.stages.iter().filter(|stage| stage.is_used).flat_map(|stage| &stage.steps) {
        let Action::Copy(copy) = &step.action else { continue };
        let CopyFrom::Stage(from) = copy.from else { continue };
        for (written, source) in copy.written.iter().zip(&copy.sources) {
            let Some(source) = source.as_ref().filter(|source| !is_pattern(source)) else { continue };
            let path = crate::ignore::clean(&format!("/{source}"));
            let is_gone = case.model.find(from, &path).exists == Some(false);
            if !is_gone || cache_mount(case.model, from, &path).is_some() {
                continue;
            }
            let stage = &case.model.stages[from].stage;
            let name = stage.name.map_or_else(|| format!("stage {from}"), |name| format!("stage {name}"));
            found.push(
                Finding::new(case.source.word(step.instruction, written), format!("{name} makes no `{path}`"))
                    .because(format!("the build stops: `\"{path}\": not found`"))
                    .help(format!("copy what line {} and the lines below it make", stage.from.span.start)),
            );
        }
    }
}
