//! Which rules are judged, and which findings count.

use std::collections::BTreeMap;

use super::{Finding, Severity, rules};
use crate::config::{CONFIG_FILE, Config};
use crate::error::{Error, Result};
use crate::nearest::nearest;

/// Which rules are judged, and which findings count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Switches {
    /// The rules that are off, each with where that is said.
    off: BTreeMap<&'static str, String>,
    least: Severity,
}

/// Where it is said of a rule that nobody switched on.
const BY_DEFAULT: &str = "by default (--rule switches it on)";

/// What somebody wants other than by default, for this run alone.
#[derive(Debug, Clone, Default)]
pub struct Wish {
    /// Rules to judge.
    pub on: Vec<String>,
    /// Rules not to judge.
    pub off: Vec<String>,
    /// Whether to judge those that are off by default.
    pub all: bool,
    /// The lowest level that counts.
    pub severity: Option<Severity>,
}

impl Switches {
    /// The defaults, then what the project says, then what is wished for this run.
    ///
    /// # Errors
    /// There is no rule of that name: the error says where it is named, and the nearest one.
    pub fn new(config: &Config, wish: &Wish) -> Result<Self> {
        let (known, project) = (rules(), config.check());
        let find =
            |id: &String, place: &str| known.iter().find(|rule| rule.id == *id).ok_or_else(|| unknown(id).at(place));
        let place = |id: &String| config.place_of_rule(id).unwrap_or(CONFIG_FILE);
        let others = known.iter().filter(|rule| !(rule.is_default || wish.all));
        let mut off: BTreeMap<&str, String> = others.map(|rule| (rule.id, BY_DEFAULT.to_owned())).collect();
        for id in &project.on {
            off.remove(find(id, place(id))?.id);
        }
        for id in &project.off {
            off.insert(find(id, place(id))?.id, place(id).to_owned());
        }
        for id in &wish.on {
            off.remove(find(id, "--rule")?.id);
        }
        for id in &wish.off {
            off.insert(find(id, "--off")?.id, "--off".to_owned());
        }
        Ok(Self { off, least: wish.severity.or(project.severity).unwrap_or(Severity::Note) })
    }

    /// Whether a finding is shown and counted.
    #[must_use]
    pub fn counts(&self, finding: &Finding) -> bool {
        finding.severity >= self.least && !self.off.contains_key(finding.rule)
    }

    /// The rules that are off, each with where that is said.
    #[must_use]
    pub fn off(&self) -> &BTreeMap<&'static str, String> {
        &self.off
    }
}

/// There is no rule of that name.
#[must_use]
pub fn unknown(id: &str) -> Error {
    let known: Vec<&str> = rules().iter().map(|rule| rule.id).collect();
    let help = match nearest(id, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "`msgen list --rules` names them all".to_owned(),
    };
    Error::bad_input(format!("there is no rule `{}`", id.escape_debug())).help(help)
}
