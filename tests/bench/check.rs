//! How long `msgen check` takes for a thousand Dockerfiles in one process: `cargo bench --bench check`.
//!
//! The Dockerfiles are those of `snapshots/`, each as often as it takes to be a thousand.

use std::fs;
use std::path::{Path, PathBuf};

use msgen::aging::Month;
use msgen::catalog::Catalog;
use msgen::check::{Case, Source, check_dockerfile};
use msgen::document::Document;
use msgen::model::{Known, Model};

fn main() {
    divan::main();
}

/// As many are checked.
const COUNT: usize = 1000;

fn texts() -> Vec<String> {
    let mut folders: Vec<PathBuf> = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("snapshots")];
    let mut texts = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("snapshots can be read").filter_map(Result::ok) {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.ends_with("Dockerfile") {
                texts.push(fs::read_to_string(path).expect("a snapshot is text"));
            }
        }
    }
    texts.sort_unstable();
    texts.into_iter().cycle().take(COUNT).collect()
}

/// The findings of one text, from its bytes.
fn check(catalog: &Catalog, known: &Known, text: &str) -> usize {
    let document = Document::parse("Dockerfile", text).expect("a snapshot is a Dockerfile");
    let model = Model::of(&document, known, None, None);
    let source = Source::new("Dockerfile", text);
    let case = Case {
        source: &source,
        model: &model,
        context: None,
        ignore: None,
        listens: None,
        catalog,
        month: &Month::of(0),
        profile: None,
    };
    check_dockerfile(&case).len()
}

#[divan::bench]
fn a_thousand_dockerfiles_on_one_core(bencher: divan::Bencher<'_, '_>) {
    let catalog = Catalog::open(None).expect("the embedded templates are right");
    let known = Known::read(&catalog).expect("the tables are right");
    let texts = texts();
    bencher.bench_local(|| texts.iter().map(|text| check(&catalog, &known, text)).sum::<usize>());
}

#[divan::bench]
fn what_is_known_of_images_and_commands() -> Known {
    Known::read(&Catalog::open(None).expect("the embedded templates are right")).expect("the tables are right")
}
