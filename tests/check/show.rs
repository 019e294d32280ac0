//! How findings are shown: each form beside the file that it must be (`SNAPSHOTS=overwrite cargo test check::show`
//! writes them anew).

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use msgen::catalog::Catalog;
use msgen::check::page::Page;
use msgen::check::show::{Checked, Data, github, plain, sarif};
use msgen::check::{Edit, Finding, Severity, Source};
use msgen::document::Span;
use serde_json::Value;

const DOCKERFILE: &str = "\
FROM alpine:3.23 AS build
# Umlaute: äöü
RUN apk add \\
    curl \\
    git \\
    make \\
    tar
FROM alpine:3.23
COPY --from=build /out/größe /srv/
CMD [\"./größe\", \"50%\"]
";

const IGNORE: &str = "*.env\r\n!.env\r\n";

fn signed(rule: &'static str, severity: Severity, finding: Finding) -> Finding {
    Finding { rule, severity, ..finding }
}

/// Findings of every severity, in two files, with and without what may be missing.
fn sample() -> Checked {
    let dockerfile = Source::new("my app/Dockerfile", DOCKERFILE);
    let ignore = Source::new("my app/.dockerignore", IGNORE);
    let start = dockerfile.at(DOCKERFILE.find("./größe").unwrap()..DOCKERFILE.find("\", \"50%").unwrap());
    let edit = start.replaced("/srv/größe");
    let start = Finding::new(start, "`./größe` is looked up: in 50% of cases, elsewhere")
        .because("two lines\nof what follows")
        .help("name it with its whole path: /srv/größe")
        .fix("write the whole path", vec![edit]);
    let long = Finding::new(
        dockerfile.at(DOCKERFILE.find("RUN").unwrap()..DOCKERFILE.find("\nFROM alpine:3.23\nC").unwrap()),
        "five lines",
    );
    let line = ignore.lines(Span { start: 2, end: 2 });
    let gone = Edit { bytes: line.bytes.clone(), text: String::new() };
    let secret = Finding::new(line, "the line lets `.env` in again").fix("remove the line", vec![gone]);
    let mut checked = Checked::default();
    let found = vec![
        signed("unused-ignore", Severity::Note, long),
        signed("relative-start-command", Severity::Error, start),
        signed("ignore-without-reason", Severity::Warning, secret),
    ];
    checked.add([&dockerfile, &ignore], found);
    checked
}

fn pages(checked: &Checked) -> BTreeMap<&'static str, Page> {
    checked.pages(&Catalog::open(None).unwrap()).unwrap()
}

/// The text without its styles.
fn unstyled(text: &str) -> String {
    anstream::adapter::strip_str(text).to_string()
}

/// The expected file; the pages of the rules are not what is tested, and stand in it as `…`.
fn compare(name: &str, text: &str) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/check/shown").join(name);
    if std::env::var("SNAPSHOTS").is_ok_and(|value| value == "overwrite") {
        fs::write(file, text).unwrap();
    } else {
        let expected = fs::read_to_string(file).unwrap_or_default();
        assert_eq!(text, expected, "{name}: SNAPSHOTS=overwrite cargo test check::show writes it anew");
    }
}

#[test]
fn people_see_the_lines_and_what_to_do() {
    let checked = sample();
    let text = plain(&checked, &pages(&checked), 100);
    assert!(text.contains("\u{1b}["), "it is coloured for whoever wants it");
    compare("plain.txt", &unstyled(&text));
}

#[test]
fn programs_see_everything() {
    let checked = sample();
    let data = serde_json::to_string_pretty(&Data::of(&checked, None)).unwrap();
    compare("data.json", &(data.replace(env!("CARGO_PKG_VERSION"), "VERSION") + "\n"));
}

#[test]
fn a_workflow_sees_commands_with_everything_escaped() {
    compare("github.txt", &github(&sample()));
}

fn sarif_of(checked: &Checked) -> Value {
    sarif(checked, &pages(checked))
}

#[test]
fn code_scanning_sees_rules_places_and_fixes() {
    let mut log = sarif_of(&sample());
    for rule in log["runs"][0]["tool"]["driver"]["rules"].as_array_mut().unwrap() {
        for key in ["shortDescription", "fullDescription", "help"] {
            rule[key] = Value::from("…");
        }
    }
    let text = serde_json::to_string_pretty(&log).unwrap().replace(env!("CARGO_PKG_VERSION"), "VERSION");
    compare("sarif.json", &(text + "\n"));
}

#[test]
fn the_sarif_log_is_what_sarif_demands() {
    let schema = serde_json::from_str(include_str!("sarif.schema.json")).unwrap();
    let validator = jsonschema::draft202012::new(&schema).expect("a schema");
    for checked in [sample(), Checked::default()] {
        let log = sarif_of(&checked);
        let faults: Vec<String> = validator.iter_errors(&log).map(|error| error.to_string()).collect();
        assert_eq!(faults, Vec::<String>::new());
        for result in log["runs"][0]["results"].as_array().unwrap() {
            let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
            assert_eq!(log["runs"][0]["tool"]["driver"]["rules"][index]["id"], result["ruleId"]);
        }
    }
    let mut wrong = sarif_of(&sample());
    wrong["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"]["startLine"] = Value::from(0);
    assert!(!validator.is_valid(&wrong), "the schema tells right from wrong");
}

#[test]
fn the_summary_counts_by_severity() {
    assert_eq!(Checked::default().summary(), "0 files checked, no findings");
    assert_eq!(sample().summary(), "3 findings in 2 files: 1 error, 1 warning, 1 note; --fix can mend 2");
}

#[test]
fn what_two_dockerfiles_share_is_told_once() {
    let mut checked = sample();
    let again = sample();
    checked.add(&again.files, again.findings);
    assert_eq!(checked, sample());
}

#[test]
fn what_the_finding_before_has_said_is_not_said_again() {
    let mut checked = sample();
    let start = checked.findings[1].clone();
    checked.findings = vec![start.clone(), start.clone(), Finding { help: "another".to_owned(), ..start }];
    let text = unstyled(&plain(&checked, &pages(&checked), 100));
    let count = |part: &str| text.matches(part).count();
    assert_eq!(count("error[relative-start-command]"), 3);
    assert_eq!((count("two lines"), count("name it with"), count("help: another"), count("--fix can")), (1, 1, 1, 1));
}
