//! What a run leaves behind in words: the sizes, and the cases that were not proved here. No case is left out in silence.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use libtest_mimic::Completion;

use crate::Result;
use crate::docker::Engine;
use crate::size::Sizes;

/// Every test that measures, or that may be left out, holds it; when the last one lets go, its parts are printed in
/// this order: after all work, and before the closing line of the run.
pub struct Ledger {
    /// What was measured.
    pub sizes: Sizes,
    /// What was left out.
    pub not_proved: NotProved,
}

impl Ledger {
    /// For a run on this engine.
    pub fn new(engine: Engine) -> Result<Self> {
        Ok(Self { sizes: Sizes::new(engine)?, not_proved: NotProved::default() })
    }
}

/// The cases that this machine does not prove, each with the reason.
#[derive(Default)]
pub struct NotProved(Mutex<BTreeMap<String, String>>);

impl NotProved {
    /// Leaves a case out.
    pub fn add(&self, case: &str, why: &str) -> Completion {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(case.to_owned(), why.to_owned());
        Completion::ignored_with(why)
    }
}

impl Drop for NotProved {
    fn drop(&mut self) {
        let cases = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if cases.is_empty() {
            return;
        }
        println!("\nnot proved here: {}", cases.len());
        let width = cases.keys().map(String::len).max().unwrap_or(0);
        for (case, why) in cases.iter() {
            println!("  {case:width$}  {why}");
        }
    }
}
