//! An `EXPOSE` that is not the port the program listens on.

use crate::check::{Case, Finding, Rule, Run, Severity};
use crate::model::State;

/// The rule.
pub(super) const RULE: Rule =
    Rule { id: "exposed-port-differs", severity: Severity::Warning, is_default: false, run: Run::Dockerfile(check) };

fn check(case: &Case<'_>, found: &mut Vec<Finding>) {
    let (Some(stage), Some((port, source))) = (case.model.last(), case.listens) else { return };
    let exposed: Vec<(u16, u16)> = stage.end.exposed.iter().filter_map(|(text, _)| range(text)).collect();
    let is_known = exposed.len() == stage.end.exposed.len() && !exposed.is_empty();
    if !is_known || exposed.iter().any(|(low, high)| (*low..=*high).contains(&port)) || may_change(&stage.end) {
        return;
    }
    let Some((text, Some(step))) = stage.end.exposed.first() else { return };
    let finding = Finding::new(
        case.source.word(stage.steps[*step].instruction, text),
        format!("EXPOSE says {text}, and the program listens on {port} ({source})"),
    )
    .because(format!("`docker run -P` and Compose publish {text}, where nothing answers"))
    .help(format!("write `EXPOSE {port}`"));
    let is_written = finding.place.bytes.len() == text.len();
    let edit = finding.place.replaced(port.to_string());
    found.push(if is_written && stage.end.exposed.len() == 1 && !text.contains('/') {
        finding.fix("expose the port it listens on", vec![edit])
    } else {
        finding
    });
}

/// The ports that a word of `EXPOSE` names: `8080`, `8080/tcp`, `8000-8010`; none for a port of UDP.
fn range(text: &str) -> Option<(u16, u16)> {
    let (ports, protocol) = text.split_once('/').unwrap_or((text, "tcp"));
    let (low, high) = ports.split_once('-').unwrap_or((ports, ports));
    protocol.eq_ignore_ascii_case("tcp").then_some(())?;
    Some((low.parse().ok()?, high.parse().ok()?))
}

/// Whether a variable or the start command may set another port than the source says: a name speaks of one, or an exposed
/// port stands there.
fn may_change(state: &State) -> bool {
    let names =
        |text: &str| state.exposed.iter().any(|(port, _)| text.contains(port.split('/').next().unwrap_or_default()));
    let mut variables = state.scope.variables.iter();
    variables.any(|(name, variable)| {
        name.to_ascii_uppercase().contains("PORT") || variable.value.as_deref().is_none_or(names)
    }) || state.command().is_none_or(|words| words.iter().any(|word| names(word) || word.contains('$')))
}
