//! A `COPY --from` of something that the other stage has not.

use super::copy_from_cache_mount::cache_mount;
use crate::check::reach::{from_stages, is_pattern};
use crate::check::{Case, Finding, Rule, Run, Severity};

/// The rule.
pub(super) const RULE: Rule =
    Rule { id: "copy-from-missing-path", severity: Severity::Error, is_default: true, run: Run::Dockerfile(check) };

fn check(case: &Case<'_>, found: &mut Vec<Finding>) {
    for (step, from, written, path) in from_stages(case.model).filter(|(.., path)| !is_pattern(path)) {
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
