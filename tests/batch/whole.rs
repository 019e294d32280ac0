//! Two hundred submissions, and every planted fault.

use std::collections::BTreeSet;

use serde_json::Value;

use super::course::{FLAGS, Outcome, Planted, write};
use crate::command::msgen;

#[test]
fn of_two_hundred_submissions_every_planted_fault_is_found_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let planted = write(folder.path(), 200);
    let mut command = msgen();
    let output =
        command.args(["check", "--recursive", "--format=json"]).args(FLAGS).arg(folder.path()).output().unwrap();
    assert_eq!(output.status.code(), Some(1), "{}", String::from_utf8_lossy(&output.stderr));
    let json: Value = serde_json::from_slice(&output.stdout).unwrap();
    let rows = json["rows"].as_array().unwrap();
    assert_eq!(rows.len(), 200);
    let mut wrong = Vec::new();
    for planted in &planted {
        let row = rows.iter().find(|row| row["submission"] == *planted.name).unwrap();
        if let Err(what) = judge(planted, row) {
            wrong.push(format!("{:?} ({}): {what}", planted.name, planted.faults.join(", ")));
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

fn judge(planted: &Planted, row: &Value) -> Result<(), String> {
    let found: BTreeSet<&str> = row["rules"].as_object().unwrap().keys().map(String::as_str).collect();
    let (status, error) = (row["status"].as_str().unwrap(), row["error"].as_str());
    match &planted.outcome {
        Outcome::Error(said) if status == "error" && error.is_some_and(|error| error.contains(said)) => Ok(()),
        Outcome::Rules(rules) if error.is_none() && *rules == found => {
            let right = if rules.is_empty() { "clean" } else { "findings" };
            if status == right { Ok(()) } else { Err(format!("it is {status}")) }
        }
        wanted => Err(format!("wanted {wanted:?}, found {found:?}, error {error:?}")),
    }
}
