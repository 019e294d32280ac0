//! An image that does not say which port it listens on.

use crate::check::{Case, Edit, Finding, Rule, Run, Severity};

/// The rule.
pub(super) const RULE: Rule =
    Rule { id: "no-exposed-port", severity: Severity::Note, is_default: false, run: Run::Dockerfile(check) };

fn check(case: &Case<'_>, found: &mut Vec<Finding>) {
    let (Some(stage), Some((port, place))) = (case.model.last(), case.listens) else { return };
    let starts = [&stage.end.entrypoint, &stage.end.cmd];
    let step = starts.into_iter().flatten().filter_map(|start| start.step).min();
    let (Some(step), true) = (step, stage.end.exposed.is_empty()) else { return };
    let start = stage.steps[step].instruction;
    let above = case.source.lines(start.span).bytes.start;
    found.push(
        Finding::new(case.source.instruction(start), format!("no EXPOSE says that the program listens on {port}"))
            .because(format!("{place} says so, but `docker run -P`, Compose and whoever reads the image are not told"))
            .help(format!("write `EXPOSE {port}`"))
            .fix("say the port", vec![Edit { bytes: above..above, text: format!("EXPOSE {port}\n") }]),
    );
}
