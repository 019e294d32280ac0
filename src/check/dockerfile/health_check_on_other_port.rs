//! A health check that asks a port on which nothing listens.

use super::health_check;
use crate::check::{Case, Finding, Rule, Run, Severity};

/// The rule.
pub(super) const RULE: Rule = Rule {
    id: "health-check-on-other-port",
    severity: Severity::Warning,
    is_default: true,
    run: Run::Dockerfile(check),
};

/// How a health check calls its own container.
const SELF: &[&str] = &["localhost:", "127.0.0.1:", "0.0.0.0:", "[::1]:"];

fn check(case: &Case<'_>, found: &mut Vec<Finding>) {
    let Some(stage) = case.model.last() else { return };
    let Some(check) = health_check::last(stage) else { return };
    let Some(asked) = port(&check.instruction.arguments) else { return };
    let exposed: Option<Vec<u16>> = stage.end.exposed.iter().map(|(port, _)| number(port)).collect();
    let is_exposed = exposed.as_ref().is_none_or(|ports| ports.contains(&asked));
    let (message, help) = match case.listens {
        Some((port, _)) if port == asked => return,
        Some((port, place)) if !is_exposed || stage.end.exposed.is_empty() => {
            (format!("the health check asks port {asked}, and the program listens on {port} ({place})"), port)
        }
        None if !is_exposed => match exposed.as_deref() {
            Some([only]) => (format!("the health check asks port {asked}, and EXPOSE names {only}"), *only),
            _ => return,
        },
        _ => return,
    };
    let whole = case.source.instruction(check.instruction);
    let at = case.source.text[whole.bytes.clone()].find(&format!(":{asked}")).map(|at| whole.bytes.start + at + 1);
    let place = at.map_or(whole, |at| case.source.at(at..at + asked.to_string().len()));
    let edit = place.replaced(help.to_string());
    let finding = Finding::new(place, message)
        .because("nothing answers there: the container is never healthy, however well the program works")
        .help(format!("ask port {help}"));
    found.push(if at.is_some() { finding.fix(format!("ask port {help}"), vec![edit]) } else { finding });
}

/// The port that a text asks on its own container, where it is one and the same throughout.
fn port(text: &str) -> Option<u16> {
    let ports = SELF.iter().flat_map(|own| text.match_indices(own).map(move |(at, _)| &text[at + own.len()..]));
    let mut ports = ports.map(|rest| {
        let end = rest.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(rest.len());
        rest[..end].parse().ok()
    });
    let first: Option<u16> = ports.next()?;
    ports.all(|other| other == first).then_some(first).flatten()
}

/// The number of `8080/tcp`; none of a range or a variable.
fn number(port: &str) -> Option<u16> {
    port.split('/').next()?.parse().ok()
}
