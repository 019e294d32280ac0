//! What a profile demands of the Dockerfile, the report and the folder.

use msgen::catalog::Profile;
use msgen::check::{ReportCase, Source, check_report};

use super::given::{NONE, dockerfile};
use crate::command::Project;
use crate::property::catalog;

/// A profile with nothing but what `text` says.
fn profile(text: &str) -> Profile {
    let head = "id = \"mine\"\ntitle = \"Mine\"\nsummary = \"s\"\npath = \"docs/LAB.md\"\n";
    toml::from_str(&format!("{head}{text}")).unwrap()
}

/// The lines of a Dockerfile at which a rule finds something, by a profile that says `demand`.
fn lines(rule: &str, demand: &str, text: &str) -> Vec<usize> {
    dockerfile(text).judged_by(profile(demand)).lines(rule)
}

/// What a rule says of a report, with its lines.
fn said(rule: &str, demand: &str, text: &str) -> Vec<(usize, String)> {
    let (source, profile) = (Source::new("report.md", text), profile(demand));
    let case =
        ReportCase { source: &source, dockerfile: None, seen: None, profile: Some(&profile), catalog: catalog() };
    let found = check_report(&case).into_iter().filter(|finding| finding.rule == rule);
    found.map(|finding| (finding.place.lines.start, finding.message)).collect()
}

#[test]
fn a_base_is_accepted_by_what_it_is_and_not_by_what_it_is_called() {
    let demand = "bases = [\"scratch\", \"distroless\"]";
    let found = |text: &str| lines("base-not-allowed", demand, text);
    for fine in [
        "FROM scratch\n",
        "FROM gcr.io/distroless/static-debian12:nonroot\n",
        "FROM golang:1.27 AS build\nFROM scratch AS base\nFROM base\n",
        "FROM mcr.microsoft.com/dotnet/aspnet:9.0-noble-chiseled\n",
        "ARG BASE\nFROM $BASE\n",
    ] {
        assert_eq!(found(fine), NONE, "{fine}");
    }
    assert_eq!(found("FROM scratch AS a\nFROM alpine:3.23\n"), [2]);
    assert_eq!(found("FROM alpine:3.23 AS base\nFROM scratch AS other\nFROM base\n"), [1]);
    assert_eq!(found("FROM somebody/scratch:1\n"), [1]);
    assert_eq!(found("FROM somebody/distrolessly:1\n"), [1]);
    assert_eq!(found("ARG BASE=alpine:3.23\nFROM ${BASE}\n"), [2], "a variable is judged by its default");
    assert_eq!(lines("base-not-allowed", "bases = [\"alpine\"]", "FROM node:22-alpine3.23\n"), NONE);
    assert_eq!(lines("base-not-allowed", "", "FROM alpine:3.23\n"), NONE, "who demands nothing gets nothing");
}

#[test]
fn a_forbidden_tag_is_told_once() {
    let found = |demand: &str, text: &str| {
        let given = dockerfile(text).judged_by(profile(demand));
        (given.lines("forbidden-tag"), given.lines("unpinned-base-image"))
    };
    let (latest, both) = ("forbidden-tags = [\"latest\"]", "forbidden-tags = [\"latest\", \"alpine\"]");
    assert_eq!(found(latest, "FROM golang AS a\nFROM alpine:latest\nCOPY --from=a /x /x\n"), (vec![], vec![1, 2]));
    assert_eq!(found(both, "FROM golang:alpine AS a\nFROM a\n"), (vec![1], vec![]));
    assert_eq!(found(latest, "FROM golang:latest AS unused\nFROM scratch\n"), (vec![1], vec![]));
    assert_eq!(found(latest, "ARG GO=golang\nFROM $GO\n"), (vec![2], vec![]));
    assert_eq!(found(latest, "FROM scratch\n"), (vec![], vec![]));
    let digest = format!("@sha256:{}", "0".repeat(64));
    assert_eq!(found(latest, &format!("FROM golang{digest}\n")), (vec![], vec![]), "a digest needs no tag");
    assert_eq!(found(latest, &format!("FROM golang:latest{digest}\n")), (vec![1], vec![]));
}

#[test]
fn a_user_by_name_is_found_on_every_base_and_the_profile_is_named() {
    for text in [
        "FROM alpine:3.23\nRUN adduser -D app\nUSER app\n",
        "FROM alpine:3.23\nRUN addgroup -S app && adduser -S -G app app\nUSER app:app\n",
        "FROM gcr.io/distroless/static-debian12\nENV A=b\nUSER nonroot\n",
        "FROM gcr.io/distroless/static-debian12\nENV A=b\nUSER nonroot:nonroot\n",
        "FROM alpine:3.23 AS b\nFROM scratch\nCOPY --from=b /etc/passwd /etc/passwd\nUSER nobody\n",
    ] {
        let given = dockerfile(&format!("{text}CMD [\"/x\"]\n")).judged_by(profile("numeric-user = true"));
        let found = given.only("non-numeric-user");
        assert!(found.because.starts_with("the profile `mine` (Mine) demands a user by number; "), "{}", found.because);
    }
    let unknown = "FROM scratch\nUSER app\nCMD [\"/x\"]\n";
    assert_eq!(lines("non-numeric-user", "numeric-user = true", unknown), NONE, "another rule says more");
    assert_eq!(lines("unknown-user", "numeric-user = true", unknown), [2]);
    let numbered = "FROM gcr.io/distroless/static-debian12:nonroot\nCMD [\"/x\"]\n";
    assert_eq!(lines("non-numeric-user", "numeric-user = true", numbered), NONE);
}

#[test]
fn a_dockerignore_is_demanded_whatever_is_copied_and_an_empty_one_is_none() {
    let text = "FROM scratch\nCOPY app /app\nUSER 1:1\nCMD [\"/app\"]\n";
    let given = |demand: &str| dockerfile(text).with(&[("app", "x")]).judged_by(profile(demand));
    let found = |given: super::given::Given| given.lines("missing-dockerignore");
    assert_eq!(found(given("")), NONE);
    assert_eq!(found(given("dockerignore = true")), [1]);
    assert_eq!(found(given("dockerignore = true").ignoring("# nothing\r\n\r\n")), [1]);
    assert_eq!(found(given("dockerignore = true").ignoring("*.tmp\n")), NONE);
    assert_eq!(found(given("dockerignore = true").alone()), NONE, "nobody knows what lies beside it");
}

#[test]
fn evidence_that_the_author_took_away_is_missed() {
    let demand = "required-evidence = [\"sizes\", \"slot-run\"]";
    let report = |sizes: &str, slot: &str| {
        let block = |id: &str, text: &str| {
            if text.is_empty() {
                String::new()
            } else {
                format!("<!-- msgen:begin {id} -->\n{text}\n<!-- msgen:end {id} -->\n\n")
            }
        };
        format!("# Lab\n\n{}{}{}", block("sizes", sizes), block("slot-sizes", slot), block("slot-run", "it runs"))
    };
    let said =
        |text: &str| said("evidence-missing", demand, text).into_iter().map(|(_, said)| said).collect::<Vec<_>>();
    let (waits, open) = ("| Final image | not measured |", "TODO: paste the output");
    assert_eq!(said(&report("5 bytes", "")), Vec::<String>::new());
    assert_eq!(said(&report("", "5 bytes")), Vec::<String>::new(), "by hand is as good");
    assert_eq!(said(&report(waits, "5 bytes")), Vec::<String>::new());
    assert_eq!(said(&report("5 bytes", open)), Vec::<String>::new());
    assert_eq!(said(&report("", "")), ["the block `sizes` is not there"]);
    assert_eq!(said(&report(" ", "")), ["the block `sizes` is empty"]);
    assert_eq!(said(&report(waits, open)), ["sizes and 1 more blocks wait for a measurement"]);
    assert_eq!(said(&report("5 bytes", "").replace('\n', "\r\n")), Vec::<String>::new(), "CRLF says the same");
    let broken = report("5 bytes", "").replace("<!-- msgen:end slot-run -->", "");
    assert!(said(&broken)[0].starts_with("the evidence cannot be found between the marks"), "{:?}", said(&broken));
}

#[test]
fn the_table_of_a_scan_has_every_row_and_a_number_in_every_cell() {
    let demand = "scan-rows = [\"CRITICAL\", \"HIGH\"]\nrequired-sections = [\"Trivy scan\"]";
    let said = |text: &str| said("scan-missing", demand, text);
    let table = |rows: &str| format!("## Trivy scan\n\n| Severity | Ours | Theirs |\n| --- | --- | --- |\n{rows}");
    let fine = table("| Critical | 0 | **1,024** |\n| `high` | 3 (1 fixed) | 0 |\n");
    assert_eq!(said(&fine), []);
    assert_eq!(said(&fine.replace('\n', "\r\n")), []);
    let told = |line: usize, message: &str| vec![(line, message.to_owned())];
    assert_eq!(said("# x\n\n## Trivy scan\n\nnone\n"), told(3, "there is no table with the rows CRITICAL, HIGH"));
    assert_eq!(said(&table("| CRITICAL | 0 | 0 |\n")), told(3, "the table has no row `HIGH`"));
    assert_eq!(
        said(&table("| CRITICAL | 0 | 0 |\n| HIGH | 0 | |\n")),
        told(6, "the row `HIGH` has no number for Theirs")
    );
    assert_eq!(
        said(&table("| CRITICAL | 0 | ? |\n| HIGH | 0 | 1 |\n")),
        told(5, "the row `CRITICAL` has no number for Theirs")
    );
    assert_eq!(said(&table("| CRITICAL | | |\n| HIGH | | |\n")), told(3, "the table has no number for CRITICAL, HIGH"));
    assert_eq!(
        said("| HIGH |\n| --- |\n| CRITICAL |\n| HIGH |\n"),
        told(1, "the table has no number for CRITICAL, HIGH")
    );
}

#[test]
fn a_report_that_the_profile_demands_is_missed_once() {
    let rules = |project: &Project, flags: &[&str]| {
        let run = project.msgen(&[&["check", "--format", "json"], flags].concat());
        let data: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
        let found = data["findings"].as_array().unwrap().iter();
        let found =
            found.map(|one| (one["rule"].as_str().unwrap().to_owned(), one["file"].as_str().unwrap().to_owned()));
        found.filter(|(rule, _)| rule.contains("missing")).collect::<Vec<_>>()
    };
    let missing = |path: &str| vec![("missing-report".to_owned(), path.to_owned())];
    let project = Project::of("go-hello");
    assert_eq!(project.msgen(&["init", "-y", "--profile", "devops-core"]).code, 0);
    std::fs::remove_file(project.root().join("docs/LAB02.md")).unwrap();
    assert_eq!(rules(&project, &[]), missing("docs/LAB02.md"), "drift does not say it again");
    assert_eq!(rules(&project, &["--profile", "devops-intro-lab6"]), missing("docs/LAB02.md"), "where its answers say");
    std::fs::remove_file(project.root().join("msgen.toml")).unwrap();
    assert_eq!(rules(&project, &[]), [], "nobody demands it");
    assert_eq!(rules(&project, &["--profile", "devops-intro-lab6"]), missing("submissions/lab6.md"));
    let run = project.msgen(&["check", "--profile", "devops-core", "--format", "sarif"]);
    assert!(run.stdout.contains("missing-report") && !run.stdout.contains("\"region\": null"), "{}", run.stdout);
}

#[test]
fn a_profile_is_demanded_of_the_main_dockerfile_alone() {
    let text = "FROM alpine:3.23\nUSER 1:1\nCMD [\"/bin/true\"]\n";
    let project = Project::with("lab", &[("Dockerfile", text), ("Dockerfile.dev", text)]);
    let run = project.msgen(&["check", "--profile", "devops-core", "--format", "github"]);
    let found: Vec<&str> = run.stdout.lines().filter(|line| line.contains("base-not-allowed")).collect();
    assert!(found.len() == 1 && found[0].contains("file=Dockerfile,"), "{found:?}");
}

#[test]
fn every_rule_check_block_and_section_that_a_profile_names_exists() {
    for id in catalog().profiles() {
        let profile = catalog().profile(&id).unwrap();
        let template = catalog().templates().require(&format!("reports/{id}/report.md.tera")).unwrap();
        for section in &profile.required_sections {
            assert!(template.contains(&format!("\n## {section}\n")), "{id}: {section}");
        }
        for block in &profile.required_evidence {
            assert!(template.contains(&format!("<!-- msgen:begin {block} -->")), "{id}: {block}");
        }
        for base in &profile.bases {
            assert!(catalog().base(base).is_some(), "{id}: {base}");
        }
        assert!(id == "plain" || !profile.criteria.is_empty() && profile.points.is_some_and(|points| points > 0.0));
        for criterion in &profile.criteria {
            let known = |rule: &String| msgen::check::rules().iter().any(|known| known.id == *rule && known.is_default);
            assert!(criterion.rules.iter().all(known), "{id}: {}", criterion.id);
            let known = |check: &String| msgen::verify::CHECKS.contains(&check.as_str());
            assert!(criterion.checks.iter().all(known), "{id}: {}", criterion.id);
        }
        for question in
            profile.starter.defaults.keys().chain(profile.starter.messages.keys()).chain(&profile.starter.lock)
        {
            assert!(catalog().questions.iter().any(|known| known.id == *question), "{id}: {question}");
        }
        if let Some(base) = profile.starter.defaults.get("base") {
            assert!(profile.accepts(&base.to_string()), "{id}: the suggested base");
        }
    }
}

#[test]
fn the_checks_that_a_profile_can_name_are_those_of_the_evidence() {
    let evidence = crate::evidence::sample();
    let ids = evidence["checks"].as_array().unwrap().iter().map(|check| check["id"].as_str().unwrap().to_owned());
    let unknown: Vec<String> = ids.filter(|id| !msgen::verify::CHECKS.contains(&id.as_str())).collect();
    assert_eq!(unknown, Vec::<String>::new());
}
