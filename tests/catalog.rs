//! The contract between templates, manifests and code: every name leads somewhere, and nothing lies unused.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use clap::CommandFactory;
use msgen::catalog::Outcome;
use msgen::cli::Cli;
use msgen::config::Config;
use msgen::context::Context;
use msgen::draft::Draft;
use msgen::error::Result;
use msgen::interview::{Given, Interview};
use msgen::question::Question;
use serde::Deserialize;

use crate::command::fixtures;
use crate::property::{catalog, draft};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every file below `folder` whose name ends in `suffix`: its path below the root, and its text.
fn texts(folder: &str, suffix: &str) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut open: Vec<PathBuf> = vec![root().join(folder)];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.strip_prefix(root()).unwrap().to_str().unwrap().replace('\\', "/");
            if path.is_dir() {
                open.push(path);
            } else if name.ends_with(suffix) {
                found.insert(name, fs::read_to_string(path).unwrap());
            }
        }
    }
    assert!(!found.is_empty(), "nothing in {folder} ends in {suffix}");
    found
}

/// The ids in a marker line, whatever the conditions around them.
fn ids(marker: &str) -> Vec<String> {
    let mut text = String::new();
    let mut rest = marker;
    while let Some(start) = rest.find("{%").into_iter().chain(rest.find("{{")).min() {
        text += &rest[..start];
        let end = rest[start..].find(['}']).map_or(rest.len(), |end| start + end);
        rest = rest[end..].trim_start_matches('}');
        text.push(' ');
    }
    (text + rest).split_whitespace().map(str::to_owned).collect()
}

#[test]
fn every_reason_that_a_template_names_has_its_page_and_every_page_is_named() {
    let mut named: BTreeSet<String> = catalog().bases.iter().map(|base| base.reason.clone()).collect();
    for text in texts("templates", ".tera").values() {
        named.extend(text.lines().filter_map(|line| line.trim_start().strip_prefix("#:")).flat_map(ids));
    }
    let pages: BTreeSet<String> = texts("templates/reasons", ".md")
        .keys()
        .map(|path| path.trim_start_matches("templates/reasons/").trim_end_matches(".md").to_owned())
        .collect();
    assert_eq!(named.difference(&pages).collect::<Vec<_>>(), Vec::<&String>::new(), "these have no page");
    assert_eq!(pages.difference(&named).collect::<Vec<_>>(), Vec::<&String>::new(), "no template names these");
    assert!(named.len() > 20, "{named:?}");
    catalog().reasons(named.iter().map(String::as_str)).expect("every page can be read");
}

#[test]
fn the_ids_of_a_marker_are_found_behind_conditions_too() {
    assert_eq!(ids(" a{% if x == \"y\" %} b{% else %} c{% endif %} {{ runtime.reason }} d"), ["a", "b", "c", "d"]);
}

/// The draft of a case under `snapshots/`, with the interview that led to it.
fn case(language: &str, case: &str, more: &[(&str, &str)]) -> (Interview, Draft) {
    try_case(language, case, more).unwrap_or_else(|error| panic!("{language}/{case}: {error}"))
}

/// The draft of a case under `snapshots/` with `more` answers, if they are right.
pub(crate) fn try_case(language: &str, case: &str, more: &[(&str, &str)]) -> Result<(Interview, Draft)> {
    #[derive(Deserialize)]
    struct Case {
        fixture: String,
    }
    let folder = root().join("snapshots").join(language).join(case);
    let read =
        |name: &str| fs::read_to_string(folder.join(name)).unwrap_or_else(|error| panic!("{case}/{name}: {error}"));
    let Case { fixture } = toml::from_str(&read("case.toml")).unwrap();
    let context = Context::open(&fixtures().join(fixture)).unwrap();
    let mut given = Given::default();
    given.file(&Config::parse_answers(&read("answers.toml"), case).unwrap());
    for (id, value) in more {
        given.flag(id, value, "--set");
    }
    draft(&context, &given)
}

#[test]
fn every_template_loads() {
    let mut templates: BTreeSet<String> = texts("templates", ".tera").into_keys().collect();
    let mut loaded = |path: String| assert!(templates.remove(&path), "{path} is not there");
    for shared in ["Dockerfile.tera", "dockerignore.tera", "init.tera", "rootfs.tera", "single-end.tera"] {
        loaded(format!("templates/{shared}"));
    }
    for language in catalog().languages() {
        let cells = catalog().language(&language).unwrap().tables.cells.clone();
        let proved = cells.iter().find_map(|cell| cell.case().map(str::to_owned)).expect("a case");
        for profile in catalog().profiles() {
            case(&language, &proved, &[("profile", &profile)]);
        }
    }
    for profile in catalog().profiles() {
        loaded(format!("templates/reports/{profile}/report.md.tera"));
    }
    // The engine loads these folders as a whole, with every profile and every language; the last one with every starter.
    let folders = ["templates/reports/blocks/", "templates/languages/", "templates/starter/"];
    let whole = |path: &String| folders.iter().any(|folder| path.starts_with(folder));
    templates.retain(|path| !whole(path));
    assert_eq!(templates, BTreeSet::new(), "nothing loads these");
}

#[test]
fn every_manifest_is_right_and_lies_where_its_id_says() {
    for path in texts("templates/bases", ".toml").keys() {
        let id = path.trim_start_matches("templates/bases/").trim_end_matches(".toml");
        let base = catalog().base(id).unwrap_or_else(|| panic!("{path} has another id"));
        assert!(!base.releases.is_empty() && !base.flavours.is_empty(), "{path}");
    }
    for id in catalog().languages() {
        let language = catalog().language(&id).unwrap();
        assert_eq!(language.head.id, id);
        if let Some(version) = &language.tables.version {
            assert!(version.releases.iter().any(|release| release.id == version.default), "{id}");
        }
        let detector = language.head.detector.as_deref();
        assert!(detector.is_none_or(|name| msgen::detect::detector(name).is_some()), "{id}: no detector {detector:?}");
        for base in &catalog().bases {
            assert!(
                language.tables.cells.iter().any(|cell| cell.speaks_of(&base.id)),
                "{id} says nothing of {}",
                base.id
            );
        }
    }
    for id in catalog().profiles() {
        let profile = catalog().profile(&id).unwrap();
        assert_eq!(profile.id, id);
        for base in &profile.bases {
            assert!(catalog().base(base).is_some(), "{id} names the base {base}");
        }
    }
}

/// The questions of a language: the shared ones and its own.
fn questions(language: &str) -> Vec<Question> {
    let own = catalog().language(language).unwrap().tables.questions.clone();
    catalog().questions.iter().cloned().chain(own).collect()
}

#[test]
fn every_question_has_an_id_of_its_own_and_a_default_that_is_an_answer() {
    for language in catalog().languages() {
        let mut seen = BTreeSet::new();
        for question in questions(&language) {
            assert!(seen.insert(question.id.clone()), "{language}: two questions are called {}", question.id);
            assert!(question.id.chars().all(|c| c.is_ascii_lowercase() || c == '-'), "{}", question.id);
            if let Some(default) = &question.default {
                assert_eq!(question.check(default), Ok(()), "{language}: the default of {}", question.id);
                let listed = question.options.is_empty() || question.options.contains(&default.to_string());
                assert!(listed, "{language}: the default of {} is not among its options", question.id);
            }
        }
        let cells = catalog().language(&language).unwrap().tables.cells.clone();
        for id in cells.iter().flat_map(|cell| cell.when.keys()) {
            assert!(seen.contains(id), "{language}: a cell asks for `{id}`, which is no question");
        }
    }
}

#[test]
fn every_cell_has_a_case_that_really_uses_it() {
    for id in catalog().languages() {
        let language = catalog().language(&id).unwrap();
        for (index, cell) in language.tables.cells.iter().enumerate().filter(|(_, cell)| cell.refused.is_none()) {
            let place = format!("{id}, cell {index} ({} {})", cell.base, cell.linking);
            let proof = cell.case().unwrap_or_else(|| panic!("{place} has no case"));
            let (interview, draft) = case(&id, proof, &[]);
            assert_eq!(interview.answers.text("base"), cell.base, "{place}: {proof}");
            let Outcome::Works(used) = language.outcome(&cell.base, &interview.answers) else { panic!("{place}") };
            let used = language.tables.cells.iter().position(|other| std::ptr::eq(other, used));
            assert_eq!(used, Some(index), "{place}: {proof} uses another cell");
            let base = catalog().base(&cell.base).unwrap();
            let flavour = language.flavour(base, cell).unwrap();
            let answers = &interview.answers;
            let image = flavour.reference(answers.text("base-release"), answers.text("language-version"));
            assert!(draft.files[0].content.contains(&format!("\nFROM {image} AS runtime\n")), "{place}: {proof}");
        }
    }
}

/// The string literals of a Rust file, each with its line. Comments are left out.
fn literals(text: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let mut chars = text.chars().peekable();
    let (mut line, mut open): (usize, Option<(usize, String)>) = (1, None);
    while let Some(c) = chars.next() {
        line += usize::from(c == '\n');
        match (&mut open, c) {
            (Some((_, literal)), '\\') => literal.extend(chars.next()),
            (Some(_), '"') => found.extend(open.take()),
            (Some((_, literal)), c) => literal.push(c),
            (None, '"') => open = Some((line, String::new())),
            (None, '/') if chars.peek() == Some(&'/') => while chars.next_if(|&c| c != '\n').is_some() {},
            // A character literal may be a quote.
            (None, '\'') if chars.peek() == Some(&'"') => {
                chars.next();
            }
            _ => {}
        }
    }
    found
}

#[test]
fn nothing_in_the_code_but_its_detector_knows_a_language_by_name() {
    let mut words: BTreeSet<String> = BTreeSet::new();
    let mut detectors = Vec::new();
    for id in catalog().languages() {
        let language = catalog().language(&id).unwrap();
        detectors.extend(language.head.detector.clone());
        let images =
            language.tables.builders.iter().filter_map(|builder| builder.image.split(':').next().map(str::to_owned));
        words.extend(images.chain(language.head.markers.clone()).chain([language.head.title.clone(), id]));
    }
    // A base may be a toolchain image too.
    words.retain(|word| catalog().base(word).is_none());
    // One letter may stand for anything: "the C library".
    words.retain(|word| word.len() > 1);
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let names = |text: &str, word: &str| {
        text.match_indices(word).any(|(at, _)| {
            !text[..at].chars().next_back().is_some_and(is_word)
                && !text[at + word.len()..].chars().next().is_some_and(is_word)
        })
    };
    assert!(
        words.contains("Go") && names("a Go-like word", "Go") && !names("Google", "Go"),
        "this test could not fail"
    );
    let own = |path: &String| {
        detectors
            .iter()
            .any(|id| *path == format!("src/detect/{id}.rs") || path.starts_with(&format!("src/detect/{id}/")))
    };
    for (path, text) in texts("src", ".rs").iter().filter(|(path, _)| !own(path)) {
        for (line, literal) in literals(text) {
            let source = text.lines().nth(line - 1).unwrap_or_default();
            let registration = path == "src/detect.rs" && source.contains("=> Some(&");
            let known = words.iter().find(|word| names(&literal, word));
            assert!(registration || known.is_none(), "{path}:{line} knows {known:?}: {literal:?}");
        }
    }
}

#[test]
fn the_literals_of_a_file_are_found() {
    let text = "// \"no\"\nlet a = \"one\\\"1\"; let q = '\"';\n/// \"no\"\nf(\"two\n2\"); // \"no\"\n";
    assert_eq!(literals(text), [(2, "one\"1".to_owned()), (4, "two\n2".to_owned())]);
}

#[test]
fn no_source_file_is_longer_than_400_lines() {
    for (path, text) in texts("src", ".rs").into_iter().chain(texts("tests", ".rs")) {
        assert!(text.lines().count() <= 400, "{path} has {} lines", text.lines().count());
    }
}

#[test]
fn every_flag_that_answers_is_a_question_with_a_flag_and_every_such_question_has_one() {
    /// Flags under the same heading that answer no question by themselves.
    const OTHERS: &[&str] = &["set", "answers", "templates", "no-report", "teach"];
    let command = Cli::command();
    let init = command.find_subcommand("init").unwrap();
    for arguments in [init.get_arguments(), command.get_arguments()] {
        let flags: BTreeSet<&str> = arguments
            .filter(|argument| argument.get_help_heading() == Some("Answers"))
            .filter_map(|argument| argument.get_long())
            .filter(|flag| !OTHERS.contains(flag))
            .collect();
        let questions: BTreeSet<&str> =
            catalog().questions.iter().filter(|q| q.has_flag).map(|q| q.id.as_str()).collect();
        assert_eq!(flags, questions);
    }
    for language in catalog().languages() {
        let own = catalog().language(&language).unwrap().tables.questions.clone();
        let flagged = own.iter().find(|question| question.has_flag).map(|question| &question.id);
        assert_eq!(flagged, None, "{language}: a question of one language is answered by --set");
    }
}
