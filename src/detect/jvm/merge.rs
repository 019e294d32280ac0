//! One list of findings from several: of modules that may be meant, or of build tools that may be used.

use crate::answers::{Evidence, Value};
use crate::detect::{Finding, Found};

/// Questions that only a person can answer where modules or build tools differ; of the others the default is right for all.
const DECIDING: &[&str] = &["build-tool", "main", "packaging", "task", "main-class", "port", "language-version"];

/// All that was found for one question.
struct Merged {
    question: &'static str,
    candidates: Vec<(Value, Evidence)>,
    /// How many lists answer it.
    answers: usize,
}

/// The findings of a project that two build tools can build.
pub(super) fn either(maven: &[Finding], gradle: &[Finding]) -> Vec<Finding> {
    let says = |list: &[Finding], question| list.iter().any(|other| other.question == question);
    let by_both = |finding: &Finding| says(maven, finding.question) && says(gradle, finding.question);
    let shared = |list: &[Finding]| list.iter().filter(|finding| by_both(finding)).cloned().collect();
    let mut findings = several(vec![shared(maven), shared(gradle)]);
    // `jar` is only asked for Maven, and `task` only for Gradle: the other tool says nothing of them.
    findings.extend(maven.iter().chain(gradle).filter(|finding| !by_both(finding)).cloned());
    findings
}

/// The findings of several lists: sure where all say the same, in doubt where a person has to decide.
pub(super) fn several(each: Vec<Vec<Finding>>) -> Vec<Finding> {
    let all = each.len();
    let mut merged: Vec<Merged> = Vec::new();
    for Finding { question, found } in each.into_iter().flatten() {
        let candidates = match found {
            Found::Sure(value, evidence) => vec![(value, evidence)],
            Found::Doubt(candidates) => candidates,
        };
        match merged.iter_mut().find(|known| known.question == question) {
            None => merged.push(Merged { question, candidates, answers: 1 }),
            Some(known) => known.add(candidates),
        }
    }
    merged.into_iter().filter_map(|known| known.finding(all)).collect()
}

impl Merged {
    fn add(&mut self, candidates: Vec<(Value, Evidence)>) {
        self.answers += 1;
        for (value, evidence) in candidates {
            if self.candidates.iter().all(|(known, _)| *known != value) {
                self.candidates.push((value, evidence));
            }
        }
    }

    /// What `all` lists together say.
    fn finding(mut self, all: usize) -> Option<Finding> {
        let is_for_all = self.answers == all;
        if is_for_all && self.candidates.len() == 1 {
            let (value, evidence) = self.candidates.remove(0);
            return Some(Finding::sure(self.question, value, evidence));
        }
        // A port that only some of them say is no answer for the others either.
        let is_open = (is_for_all || self.question == "port") && DECIDING.contains(&self.question);
        is_open.then(|| Finding::doubt(self.question, self.candidates))
    }
}
