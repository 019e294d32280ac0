//! Evidence as a file: its form, and what is said of a file that has another one.

use std::fs;
use std::path::Path;

use msgen::error::ErrorKind;
use msgen::evidence::{Evidence, FileFacts, SCHEMA, Seen, Setting, Size, percent, thousands};
use serde_json::{Value, json};

use crate::command::fixtures;

/// What `msgen verify` saw of a Go program on scratch.
pub(crate) fn sample() -> Value {
    read(&fixtures().join("evidence/evidence.json"))
}

/// What `msgen compare` saw of it.
pub(crate) fn comparison() -> Value {
    read(&fixtures().join("evidence/comparison.json"))
}

fn read(path: &Path) -> Value {
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

fn schema() -> Value {
    read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/evidence/schema.json"))
}

fn faults(evidence: &Value) -> Vec<String> {
    let validator = jsonschema::draft202012::new(&schema()).expect("a schema");
    validator.iter_errors(evidence).map(|error| error.to_string()).collect()
}

/// Evidence of nothing: no engine said anything.
fn nothing() -> Evidence {
    let none = String::new;
    Evidence {
        schema: SCHEMA,
        msgen: none(),
        taken: "2026-11-21T12:00:00Z".to_owned(),
        setting: Setting {
            engine: "podman".to_owned(),
            version: none(),
            builder: none(),
            store: none(),
            platform: none(),
        },
        dockerfile: FileFacts { path: none(), fingerprint: msgen::config::fingerprint(b"") },
        ignore: None,
        context: None,
        images: Vec::new(),
        timings: Vec::new(),
        run: None,
        checks: Vec::new(),
        transcripts: Vec::new(),
    }
}

#[test]
fn full_and_empty_evidence_have_the_form_of_the_schema() {
    assert_eq!(faults(&sample()), [""; 0]);
    assert_eq!(faults(&serde_json::to_value(nothing()).unwrap()), [""; 0]);
    assert_eq!(schema()["properties"]["schema"]["const"], SCHEMA);
}

#[test]
fn what_msgen_reads_it_writes_again() {
    let evidence: Evidence = serde_json::from_value(sample()).unwrap();
    assert_eq!(serde_json::to_value(evidence).unwrap(), sample());
}

#[test]
fn every_outcome_of_a_check_has_the_form_of_the_schema() {
    let mut evidence = sample();
    evidence["checks"] = json!([
        {"id": "a", "title": "A.", "outcome": "failed", "detail": "d", "cause": "", "help": "h"},
        {"id": "b", "title": "B.", "outcome": "skipped", "why": "w"},
    ]);
    assert_eq!(faults(&evidence), [""; 0]);
    let read: Evidence = serde_json::from_value(evidence.clone()).unwrap();
    assert_eq!(serde_json::to_value(read).unwrap(), evidence);
    evidence["checks"][1]["outcome"] = json!("failed");
    assert_ne!(faults(&evidence), [""; 0], "a failure without its detail");
}

#[test]
fn the_schema_names_every_field_and_allows_no_other() {
    let mut objects = 0;
    let mut open = vec![schema()];
    while let Some(value) = open.pop() {
        if let Some(properties) = value.get("properties").and_then(Value::as_object) {
            let mut names: Vec<&str> = properties.keys().map(String::as_str).collect();
            let mut required: Vec<&str> =
                value["required"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
            names.sort_unstable();
            required.sort_unstable();
            assert_eq!(names, required);
            assert_eq!(value["additionalProperties"], false, "{names:?}");
            objects += 1;
        }
        match value {
            Value::Object(fields) => open.extend(fields.into_iter().map(|(_, value)| value)),
            Value::Array(items) => open.extend(items),
            _ => {}
        }
    }
    assert!(objects > 15, "{objects} objects");

    let mut evidence = sample();
    evidence["images"][0]["weight"] = json!(1);
    assert_ne!(faults(&evidence), [""; 0]);
}

#[test]
fn numbers_read_as_people_write_them() {
    let shown: Vec<String> = [0, 999, 1000, 8_342_606, 1_000_000_000].map(thousands).into();
    assert_eq!(shown, ["0", "999", "1,000", "8,342,606", "1,000,000,000"]);
    assert_eq!([0, 5, 9_733, 10_000].map(percent), ["0.00 %", "0.05 %", "97.33 %", "100.00 %"]);
}

#[test]
fn sizes_of_different_methods_have_no_reduction() {
    let size = |bytes, method: &str| Size { bytes, method: method.to_owned() };
    assert_eq!(size(25, "a").reduction_from(&size(100, "a")), Some(7_500));
    assert_eq!(size(1, "a").reduction_from(&size(3, "a")), Some(6_667));
    assert_eq!(size(25, "a").reduction_from(&size(100, "b")), None);
    assert_eq!(size(101, "a").reduction_from(&size(100, "a")), None);
}

/// A project folder whose evidence folder holds these files.
fn kept(files: &[(&str, String)]) -> tempfile::TempDir {
    let root = tempfile::tempdir().unwrap();
    fs::create_dir_all(root.path().join("docs/evidence")).unwrap();
    for (name, text) in files {
        fs::write(root.path().join("docs/evidence").join(name), text).unwrap();
    }
    root
}

#[test]
fn kept_evidence_is_read_back() {
    let load = |files: &[(&str, String)]| Seen::load(kept(files).path(), "docs/evidence").expect("right");
    assert_eq!(load(&[]), None);
    let seen = load(&[("evidence.json", sample().to_string())]).expect("evidence");
    assert!(seen.evidence.is_some() && seen.comparison.is_none());
    let seen = load(&[("compare.json", comparison().to_string())]).expect("a comparison");
    assert!(seen.evidence.is_none() && seen.comparison.is_some());
}

#[test]
fn evidence_of_another_form_is_an_error_that_says_how_to_take_it_again() {
    let refusal = |name: &str, text: &str| {
        let root = kept(&[(name, text.to_owned())]);
        let error = Seen::load(root.path(), "docs/evidence").expect_err("refused");
        assert_eq!(error.kind, ErrorKind::BadInput);
        assert_eq!(error.place.as_deref(), Some(format!("docs/evidence/{name}").as_str()));
        format!("{} | {}", error.what, error.help.unwrap_or_default())
    };
    let other = refusal("evidence.json", r#"{"schema": 99, "anything": []}"#);
    assert!(other.contains("form 99") && other.contains("`msgen verify`"), "{other}");
    let broken = refusal("evidence.json", "{\"schema\": 1,\n<<<<<<< HEAD\n");
    assert!(broken.contains("line 2") && broken.contains("`msgen verify`"), "{broken}");
    let incomplete = refusal("evidence.json", "{\"schema\": 1}");
    assert!(incomplete.contains("missing field"), "{incomplete}");
    let other = refusal("compare.json", r#"{"schema": 0}"#);
    assert!(other.contains("form 0") && other.contains("`msgen compare`"), "{other}");
}
