//! What a course demands of a folder as a whole: a report, and the answers that it fixes.

use std::collections::BTreeMap;

use super::{Finding, Place, Rule, Run, Severity, Source};
use crate::catalog::Profile;
use crate::config::{Config, Lock, Table};

/// The rules, in the order of their ids.
pub(super) const RULES: &[&Rule] = &[&CHANGED, &MISSING];

/// An answer that the course fixes, and the submission does not.
const CHANGED: Rule =
    Rule { id: "locked-answer-changed", severity: Severity::Error, is_default: true, run: Run::Project };

/// No report where the profile demands one.
pub(super) const MISSING: Rule =
    Rule { id: "missing-report", severity: Severity::Warning, is_default: true, run: Run::Project };

/// The finding that there is no report at `path`, as findings call it.
#[must_use]
pub fn missing_report(profile: &Profile, path: &str) -> Finding {
    // What is not there has one line, which is empty.
    let finding = Finding::new(Source::new(path, "").line(1), "there is no report")
        .because(format!("{} demands one", profile.who()))
        .help("`msgen init` writes its skeleton; what is asked in it is yours to answer");
    Finding { rule: MISSING.id, severity: MISSING.severity, ..finding }
}

/// Each answer that the course fixes and that `own` does not hold; `toml` is the text of `own`, none where there is no
/// msgen.toml, which then is called `name`.
#[must_use]
pub fn changed(locks: &BTreeMap<String, Lock>, own: &Config, toml: Option<&Source>, name: &str) -> Vec<Finding> {
    let Some(toml) = toml else {
        let fixed: Vec<&str> = locks.keys().map(String::as_str).collect();
        let message = format!("there is no msgen.toml, and the course fixes {}", fixed.join(", "));
        let finding = Finding::new(Source::new(name, "").line(1), message)
            .help("take it from the course's starter again, and run `msgen init`");
        return if locks.is_empty() { Vec::new() } else { vec![signed(finding)] };
    };
    locks.iter().filter_map(|(question, lock)| one(question, lock, own, toml)).collect()
}

fn one(question: &str, lock: &Lock, own: &Config, toml: &Source) -> Option<Finding> {
    let wanted = lock.answer.to_string();
    let locked = own.locked.get(question).map(|lock| lock.answer.to_string());
    let answered = own.answers.get(question).map(ToString::to_string);
    let (place, what) = match (locked, answered) {
        (Some(other), _) if other != wanted => {
            (own.place_in(Table::Locked, question), format!("it says that the course fixes `{other}`"))
        }
        (_, Some(other)) if other != wanted => (own.place(question), format!("`{other}` is answered")),
        (None, None) => (None, "it is not fixed here any more".to_owned()),
        _ => return None,
    };
    let message = format!("`{question}`: the course fixes `{wanted}`, and {what}");
    let because = if lock.message.is_empty() { String::new() } else { format!("the course says: {}", lock.message) };
    let help = "take the line from the course's starter again, and run `msgen init`";
    Some(signed(Finding::new(line_of(place, toml), message).because(because).help(help)))
}

fn signed(finding: Finding) -> Finding {
    Finding { rule: CHANGED.id, severity: CHANGED.severity, ..finding }
}

/// The line of a place such as `msgen.toml:4`; the first where it names none.
fn line_of(place: Option<&str>, toml: &Source) -> Place {
    let line = place.and_then(|place| place.rsplit(':').next()?.parse().ok()).unwrap_or(1);
    toml.line(line)
}
