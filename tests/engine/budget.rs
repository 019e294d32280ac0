//! What a case's image may weigh: `tests/engine/sizes.json`, in bytes, one line for each case.
//!
//! Only what the Dockerfile adds to the base image counts, so the number does not depend on which build of the base a
//! machine has. A case fails when it adds more than its entry by more than [`PERCENT`] and by more than [`SLACK`].
//! `SIZES=overwrite cargo test --test engine` writes the entries of the cases that it runs anew; then read the diff.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use libtest_mimic::Trial;

use crate::Result;
use crate::case::Case;

/// What may be added without a word, of the entry.
const PERCENT: u64 = 5;

/// What may be added without a word, in bytes: a label, a longer path, a few more instructions of a compiler.
const SLACK: u64 = 4096;

/// What to do about a number that is no longer right.
const RENEW: &str = "SIZES=overwrite cargo test --test engine";

/// The entries.
pub type Budget = BTreeMap<String, u64>;

fn path() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/engine/sizes.json")
}

/// Whether this run writes the entries anew.
fn overwrites() -> bool {
    std::env::var("SIZES").is_ok_and(|value| value == "overwrite")
}

/// Reads the entries.
pub fn read() -> Result<Budget> {
    let path = path();
    let text = match fs::read_to_string(&path) {
        Err(_) if overwrites() => "{}".to_owned(),
        text => text.map_err(|error| format!("{}: {error}; {RENEW}", path.display()))?,
    };
    Ok(serde_json::from_str(&text).map_err(|error| format!("{}: {error}", path.display()))?)
}

/// What is wrong with a case that adds so many bytes to its base image.
pub fn fault(budget: &Budget, case: &str, bytes: u64) -> Option<String> {
    if overwrites() {
        return None;
    }
    let Some(&entry) = budget.get(case) else {
        return Some(format!("it has no entry in tests/engine/sizes.json: {RENEW} {case}"));
    };
    grew(entry, bytes).then(|| {
        format!(
            "it adds {bytes} bytes to its base image, where its entry says {entry}: more than {PERCENT} % and {SLACK} \
             bytes above it; if that is right: {RENEW} {case}"
        )
    })
}

/// Whether `bytes` is too much where `entry` was expected.
fn grew(entry: u64, bytes: u64) -> bool {
    bytes > entry + SLACK && bytes > entry + entry * PERCENT / 100
}

/// The cases that became so much smaller that their entries no longer guard them.
pub fn slack(budget: &Budget, found: &BTreeMap<String, u64>) -> Vec<String> {
    let loose = found.iter().filter_map(|(case, &bytes)| Some((case, *budget.get(case)?, bytes)));
    let loose = loose.filter(|&(_, entry, bytes)| !overwrites() && grew(bytes, entry));
    loose
        .map(|(case, entry, bytes)| format!("{case} adds {bytes} bytes, and its entry still says {entry}: {RENEW}"))
        .collect()
}

/// Writes the entries anew where that is asked for: what was `found`, and the entries of cases that did not run.
pub fn renew(budget: &Budget, found: &BTreeMap<String, u64>, cases: &BTreeSet<String>) -> Result<()> {
    if !overwrites() {
        return Ok(());
    }
    let mut budget = budget.clone();
    budget.extend(found.iter().map(|(case, bytes)| (case.clone(), *bytes)));
    budget.retain(|case, _| cases.contains(case));
    Ok(fs::write(path(), serde_json::to_string_pretty(&budget)? + "\n")?)
}

/// The test that no entry is left of a case that is gone, and the test of the limit itself.
pub fn trials(cases: &[Case]) -> Vec<Trial> {
    let cases: BTreeSet<String> = cases.iter().map(|case| case.name.clone()).collect();
    let stale = move || {
        let stale: Vec<String> = read()?.into_keys().filter(|case| !cases.contains(case)).collect();
        if stale.is_empty() || overwrites() {
            return Ok(());
        }
        Err(format!("tests/engine/sizes.json has entries of no case: {}; {RENEW}", stale.join(", ")).into())
    };
    let limit = || {
        let wrong = [
            (1_000_000, 1_050_000, false),
            (1_000_000, 1_050_001, true),
            (1_000_000, 900_000, false),
            (1_000, 5_096, false),
            (1_000, 5_097, true),
            (0, 4_097, true),
        ]
        .into_iter()
        .find(|&(entry, bytes, alarm)| grew(entry, bytes) != alarm);
        wrong.map_or(Ok(()), |wrong| Err(format!("{wrong:?}").into()))
    };
    vec![
        Trial::test("budget::every_entry_is_of_a_case", stale),
        Trial::test("budget::more_than_five_percent_and_four_kilobytes_is_too_much", limit),
    ]
}
