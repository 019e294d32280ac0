//! `msgen compare`: what a comparison says, and what it never says.

use std::fs;
use std::path::Path;

use msgen::compare::{Candidates, Losses, candidates, collect, table};
use msgen::context::Context;
use msgen::document::Document;
use msgen::evidence::comparison::{Comparison, Fault, Kind, Measured, Row, SCHEMA, Skipped};
use msgen::evidence::{Build, Evidence, FileFacts, Setting, Size, StopFacts, Timing};
use msgen::interview::Given;
use msgen::plan::plan;
use msgen::render::single_stage;

use crate::command::fixtures;
use crate::property::catalog;

/// A comparison of a Go program, as a real one looks.
pub(crate) fn comparison() -> Comparison {
    let mut scratch = row("scratch", Kind::Base, 8_342_606, 3_120_441);
    (scratch.is_chosen, scratch.from) = (true, "scratch".to_owned());
    scratch.gives_up = vec![
        "no shell: nothing for `docker exec` to start".to_owned(),
        "a clause that is so long that no terminal of a hundred columns can show it in one line beside the name"
            .to_owned(),
    ];
    let mut distroless = row("distroless", Kind::Base, 10_402_411, 3_901_002);
    "gcr.io/distroless/static-debian13:nonroot".clone_into(&mut distroless.from);
    let mut alpine = row("alpine", Kind::Base, 16_211_904, 6_702_118);
    "alpine:3.24".clone_into(&mut alpine.from);
    let mut single = row("single-stage", Kind::SingleStage, 312_411_907, 98_000_311);
    (single.title, single.from) = ("single stage".to_owned(), "golang:1.27-alpine".to_owned());
    single.image.as_mut().unwrap().user = String::new();
    Comparison {
        schema: SCHEMA,
        msgen: "0.1.0".to_owned(),
        taken: "2026-11-21T12:00:00Z".to_owned(),
        setting: Some(setting()),
        rows: vec![scratch, distroless, alpine, single],
        skipped: Vec::new(),
    }
}

fn setting() -> Setting {
    Setting {
        engine: "docker".to_owned(),
        version: "28.5.2".to_owned(),
        builder: "buildkit".to_owned(),
        store: "overlay2".to_owned(),
        platform: "linux/amd64".to_owned(),
    }
}

/// A candidate that was built, started, and answered.
pub(crate) fn row(id: &str, kind: Kind, unpacked: u64, packed: u64) -> Row {
    Row {
        id: id.to_owned(),
        title: id.to_owned(),
        kind,
        is_chosen: false,
        from: format!("{id}:1"),
        dockerfile: FileFacts { path: "Dockerfile".to_owned(), fingerprint: "0".repeat(64) },
        image: Some(Measured {
            unpacked: Size { bytes: unpacked, method: "regular files of all layers, added up".to_owned() },
            packed: Some(Size { bytes: packed, method: "each layer through gzip -n -6".to_owned() }),
            layers: 3,
            files: 1_204,
            executables: 17,
            packages: 15,
            shells: Vec::new(),
            package_managers: Vec::new(),
            set_uid: 0,
            certificates: true,
            time_zones: false,
            user: "65532:65532".to_owned(),
        }),
        timings: vec![
            Timing { build: Build::First, milliseconds: 42_310, method: "wall clock".to_owned() },
            Timing { build: Build::Warm, milliseconds: 640, method: "wall clock".to_owned() },
        ],
        first_answer: Some(212),
        stop: Some(StopFacts { milliseconds: 143, exit_code: 0, killed: false }),
        faults: Vec::new(),
        gives_up: Vec::new(),
    }
}

/// A check that failed, with a cause.
pub(crate) fn fault(id: &str, cause: &str) -> Fault {
    Fault { id: id.to_owned(), detail: "seen".to_owned(), cause: cause.to_owned(), help: String::new() }
}

#[test]
fn the_smallest_is_the_smallest_of_those_that_answered() {
    let mut comparison = comparison();
    assert_eq!(comparison.smallest().unwrap().id, "scratch");
    comparison.rows[0].first_answer = None;
    assert_eq!(comparison.smallest().unwrap().id, "distroless");
    comparison.rows.iter_mut().for_each(|row| row.first_answer = None);
    assert!(comparison.smallest().is_none());
}

#[test]
fn a_ratio_is_made_of_figures_of_one_method_only() {
    let mut comparison = comparison();
    let less = |comparison: &Comparison| comparison.reduction(&comparison.rows[0]);
    // 1 - 8342606 / 312411907 = 0.973296…
    assert_eq!(less(&comparison), Some(9733));
    assert_eq!(comparison.reduction(&comparison.rows[3]), None, "the single-stage image against itself");
    comparison.rows[0].image.as_mut().unwrap().unpacked.method = "docker image ls".to_owned();
    assert_eq!(less(&comparison), None);
}

#[test]
fn the_table_fits_into_a_hundred_columns_and_stacks_where_it_cannot() {
    let mut comparison = comparison();
    let wide = table::terminal(&comparison, 100);
    assert!(wide.lines().all(|line| line.chars().count() <= 100), "{wide}");
    assert_eq!(wide.matches("unpacked, bytes").count(), 1, "{wide}");
    let more = (0..8).map(|at| row(&format!("another-base-{at}"), Kind::Base, 1_000_000_000, 400_000_000));
    comparison.rows.extend(more);
    let stacked = table::terminal(&comparison, 100);
    assert!(stacked.lines().all(|line| line.chars().count() <= 100), "{stacked}");
    assert!(stacked.matches("unpacked, bytes").count() > 1, "{stacked}");
    assert_eq!(stacked.matches("1,000,000,000").count(), 8, "{stacked}");
}

#[test]
fn columns_of_the_table_are_aligned() {
    let text = table::terminal(&comparison(), 100);
    let ends: Vec<usize> = text.lines().take_while(|line| !line.is_empty()).map(|line| line.chars().count()).collect();
    assert!(ends.len() > 10 && ends.windows(2).all(|pair| pair[0] == pair[1]), "{text}");
}

#[test]
fn markdown_has_as_many_cells_in_every_line_and_names_the_smallest() {
    let mut comparison = comparison();
    comparison.rows[1].title = "a | b".to_owned();
    let text = table::markdown(&comparison);
    let cells = |line: &str| line.replace("\\|", "").matches('|').count();
    let lines: Vec<&str> = text.lines().take_while(|line| line.starts_with('|')).collect();
    assert!(lines.len() > 10 && lines.iter().all(|line| cells(line) == 6), "{text}");
    let smallest = "The smallest is scratch: 8,342,606 bytes unpacked, 97.33 % less than the single-stage image.";
    assert!(text.contains(smallest), "{text}");
    assert!(text.contains("- scratch: no shell: nothing for `docker exec` to start"), "{text}");
}

#[test]
fn what_was_not_measured_is_no_number_and_a_line_without_any_figure_is_left_out() {
    let mut comparison = comparison();
    comparison.rows[2].image = None;
    comparison.rows[2].first_answer = None;
    comparison.rows[2].faults = vec![fault("builds", "no such package")];
    let text = table::terminal(&comparison, 100);
    let line = |heading: &str| text.lines().find(|line| line.starts_with(heading)).unwrap_or_default().to_owned();
    assert_eq!(line("unpacked, bytes").split_whitespace().nth(4), Some("–"), "{text}");
    assert!(text.contains("alpine        could not be built: no such package"), "{text}");
    assert!(!text.contains("touched build"), "{text}");
}

#[test]
fn a_base_that_is_refused_is_listed_with_the_reason() {
    let mut comparison = comparison();
    comparison.skipped = vec![Skipped { id: "scratch".to_owned(), why: "a jar needs a Java runtime".to_owned() }];
    let (terminal, markdown) = (table::terminal(&comparison, 100), table::markdown(&comparison));
    assert!(terminal.contains("\nLeft out:\nscratch       a jar needs a Java runtime\n"), "{terminal}");
    assert!(markdown.contains("\nLeft out:\n\n- scratch: a jar needs a Java runtime\n"), "{markdown}");
}

#[test]
fn a_comparison_reads_back_as_it_was_written_and_an_unknown_field_is_an_error() {
    let comparison = comparison();
    let text = serde_json::to_string(&comparison).unwrap();
    assert_eq!(serde_json::from_str::<Comparison>(&text).unwrap(), comparison);
    let other = text.replacen("\"rows\"", "\"guessed\":1,\"rows\"", 1);
    assert!(serde_json::from_str::<Comparison>(&other).is_err());
}

#[test]
fn every_case_has_an_image_of_a_single_stage_that_starts_from_its_toolchain() {
    let folders = |path: &Path| {
        let entries = std::fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path());
        entries.filter(|path| path.is_dir()).collect::<Vec<_>>()
    };
    let name = |path: &Path| path.file_name().unwrap().to_str().unwrap().to_owned();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("snapshots");
    let cases = folders(&root).into_iter().flat_map(|language| folders(&language));
    for case in cases.filter(|case| case.join("case.toml").is_file()) {
        let (language, case) = (name(case.parent().unwrap()), name(&case));
        let name = format!("{language}/{case}");
        let (interview, _) = crate::catalog::try_case(&language, &case, &[]).unwrap();
        let (plan, _) = plan(catalog(), &interview).unwrap();
        let text = single_stage(catalog(), &plan).unwrap().unwrap_or_else(|| panic!("{language} has none"));
        let document = Document::parse("Dockerfile", &text).unwrap();
        assert_eq!(document.stages().count(), 1, "{name}\n{text}");
        let last: Vec<&str> = text.lines().rev().take(2).collect();
        assert!(last[0].starts_with("CMD [\""), "{name}\n{text}");
        assert_eq!(last[1], format!("EXPOSE {}", plan.runtime.port), "{name}\n{text}");
    }
}

/// The candidates of a fixture with these answers.
fn of_fixture(fixture: &str, answers: &[(&str, &str)]) -> Candidates {
    let context = Context::open(&fixtures().join(fixture)).unwrap();
    let mut given = Given::default();
    for (question, answer) in answers {
        given.flag(question, answer, "--set");
    }
    candidates(catalog(), &context, &given).unwrap()
}

fn ids(candidates: &Candidates) -> Vec<&str> {
    candidates.candidates.iter().map(|candidate| candidate.id.as_str()).collect()
}

#[test]
fn every_base_is_a_candidate_and_the_single_stage_is_the_last() {
    let all = of_fixture("go-hello", &[("base", "distroless")]);
    assert_eq!(ids(&all), ["scratch", "distroless", "alpine", "single-stage"]);
    assert!(all.skipped.is_empty());
    let chosen: Vec<&str> = all.candidates.iter().filter(|one| one.is_chosen).map(|one| one.id.as_str()).collect();
    assert_eq!(chosen, ["distroless"]);
    let from: Vec<&str> = all.candidates.iter().map(|candidate| candidate.from.as_str()).collect();
    assert_eq!(from, ["scratch", "gcr.io/distroless/static-debian13:nonroot", "alpine:3.24", "golang:1.27-alpine"]);
}

#[test]
fn a_base_that_the_program_cannot_have_is_skipped_with_the_reason_and_the_way_out() {
    let all = of_fixture("java-hello", &[]);
    assert!(!ids(&all).contains(&"scratch"));
    let skipped = all.skipped.iter().find(|skipped| skipped.id == "scratch").unwrap();
    assert!(
        skipped.why.contains("a jar needs a Java runtime") && skipped.why.contains("--base distroless"),
        "{}",
        skipped.why
    );
}

#[test]
fn where_the_chosen_base_is_refused_the_others_are_compared() {
    let all = of_fixture("java-hello", &[("base", "scratch")]);
    assert_eq!(ids(&all), ["distroless", "alpine", "single-stage"]);
    assert!(all.candidates.iter().all(|candidate| !candidate.is_chosen));
}

#[test]
fn an_answer_about_one_base_is_not_carried_to_another_and_every_other_answer_is() {
    let about = [
        ("base", "distroless"),
        ("user", "nonroot"),
        ("base-release", "debian12"),
        ("builder", "trixie"),
        ("port", "9000"),
    ];
    let all = of_fixture("go-hello", &about);
    assert_eq!(ids(&all), ["scratch", "distroless", "alpine", "single-stage"], "{:?}", all.skipped);
    for candidate in &all.candidates {
        assert_eq!(candidate.plan.runtime.port.get(), 9000, "{}", candidate.id);
        let own = if candidate.is_chosen || candidate.kind == Kind::SingleStage {
            "golang:1.27-trixie"
        } else {
            "golang:1.27-alpine"
        };
        assert_eq!(candidate.plan.builder.image.to_string(), own, "{}", candidate.id);
    }
    assert_eq!(all.candidates[1].from, "gcr.io/distroless/static-debian12:nonroot");
    assert_eq!(all.candidates[2].from, "alpine:3.24");
    let numeric = of_fixture("go-hello", &[("user", "1234:1234")]);
    assert!(numeric.candidates.iter().all(|candidate| candidate.plan.runtime.user.uid == 1234));
}

#[test]
fn a_candidate_is_built_from_what_its_ignore_file_lets_in() {
    let all = of_fixture("go-hello", &[]);
    let ignore = &all.candidates[0].plan.ignore;
    for (path, is_sent) in [
        ("main.go", true),
        ("internal/x/y.go", true),
        ("go.mod", true),
        ("main_test.go", false),
        (".git/config", false),
        (".env", false),
        ("README.md", false),
    ] {
        assert_eq!(ignore.lets_in(path), is_sent, "{path}");
    }
    let node = of_fixture("node-express", &[]);
    let ignore = &node.candidates[0].plan.ignore;
    assert!(
        ignore.lets_in("routes/health.js")
            && !ignore.lets_in("node_modules/express/index.js")
            && !ignore.may_hold("node_modules")
    );
}

fn evidence() -> Evidence {
    serde_json::from_str(&fs::read_to_string(fixtures().join("evidence/evidence.json")).unwrap()).unwrap()
}

#[test]
fn a_row_holds_what_was_seen_and_an_error_is_a_row_too() {
    let all = of_fixture("go-hello", &[("base", "scratch")]);
    let mut seen = all.candidates.into_iter();
    let measured = vec![
        (seen.next().unwrap(), Ok(evidence())),
        (seen.next().unwrap(), Err(msgen::error::Error::failed("the archive ends too early"))),
    ];
    let comparison = collect(catalog(), &measured, &Losses::read(catalog()).unwrap());
    let evidence = evidence();
    let image = evidence.image(msgen::evidence::Role::Final).unwrap();
    let row = &comparison.rows[0];
    assert_eq!(row.unpacked(), Some(image.unpacked.bytes));
    assert_eq!(row.image.as_ref().unwrap().files, image.contents.files);
    assert_eq!(row.timings, evidence.timings);
    assert_eq!(row.first_answer, evidence.run.unwrap().first_answer);
    assert_eq!(comparison.setting, Some(evidence.setting));
    assert_eq!(comparison.rows[1].trouble(), "could not be built: the archive ends too early");
}

#[test]
fn figures_of_another_setting_do_not_stand_beside_the_others() {
    let all = of_fixture("go-hello", &[("base", "scratch")]);
    let mut other = evidence();
    other.setting.store = "another".to_owned();
    let seen = all.candidates.into_iter().zip([Ok(evidence()), Ok(other)]).collect::<Vec<_>>();
    let comparison = collect(catalog(), &seen, &Losses::read(catalog()).unwrap());
    assert!(comparison.rows[0].image.is_some());
    assert!(comparison.rows[1].image.is_none() && comparison.rows[1].timings.is_empty());
    assert!(comparison.rows[1].trouble().contains("another setting"), "{}", comparison.rows[1].trouble());
}

#[test]
fn every_candidate_says_what_one_gives_up_with_it() {
    let all = of_fixture("go-hello", &[("base", "scratch")]);
    let failed = || Err(msgen::error::Error::failed("not built"));
    let seen = all.candidates.into_iter().map(|candidate| (candidate, failed())).collect::<Vec<_>>();
    let comparison = collect(catalog(), &seen, &Losses::read(catalog()).unwrap());
    let says = |at: usize, wanted: &str| comparison.rows[at].gives_up.iter().any(|clause| clause.contains(wanted));
    for (at, wanted) in [
        (0, "no shell"),
        (0, "no C library"),
        (0, "no certificates"),
        (1, "no shell"),
        (2, "musl"),
        (3, "the toolchain"),
    ] {
        assert!(says(at, wanted), "{}: {:?}", comparison.rows[at].id, comparison.rows[at].gives_up);
    }
    for (at, unwanted) in
        [(1, "no certificates"), (1, "time zones"), (2, "no shell"), (2, "package manager"), (3, "no shell")]
    {
        assert!(!says(at, unwanted), "{}: {:?}", comparison.rows[at].id, comparison.rows[at].gives_up);
    }
}
