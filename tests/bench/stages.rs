//! How long each stage of `msgen init` takes in process: `cargo bench --bench stages`.

use std::path::{Path, PathBuf};

use msgen::catalog::Catalog;
use msgen::context::Context;
use msgen::document::Document;
use msgen::interview::{Given, Interview, interview};
use msgen::plan::plan;
use msgen::prompt::defaults::Defaults;
use msgen::render::render;

fn main() {
    divan::main();
}

const FIXTURES: &[&str] = &["go-hello", "go-vendor", "seed-s4"];

fn folder(fixture: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(fixture)
}

fn answered(catalog: &Catalog, fixture: &str) -> Interview {
    let context = Context::open(&folder(fixture)).expect("the fixture is there");
    interview(catalog, &context, &Given::default(), &mut Defaults { accept: true })
        .expect("the fixture needs no answer")
}

#[divan::bench]
fn open_the_catalog() -> Catalog {
    Catalog::open(None).expect("the embedded templates are right")
}

#[divan::bench(args = FIXTURES)]
fn read_and_answer(bencher: divan::Bencher<'_, '_>, fixture: &str) {
    let catalog = open_the_catalog();
    bencher.bench_local(|| answered(&catalog, fixture));
}

#[divan::bench(args = FIXTURES)]
fn plan_and_render(bencher: divan::Bencher<'_, '_>, fixture: &str) {
    let catalog = open_the_catalog();
    let interview = answered(&catalog, fixture);
    bencher.bench_local(|| {
        let (plan, _) = plan(&catalog, &interview).expect("the combination works");
        render(&catalog, &plan, &interview, None).expect("the templates are right")
    });
}

#[divan::bench(args = FIXTURES)]
fn parse_the_dockerfile(bencher: divan::Bencher<'_, '_>, fixture: &str) {
    let catalog = open_the_catalog();
    let interview = answered(&catalog, fixture);
    let (plan, _) = plan(&catalog, &interview).expect("the combination works");
    let draft = render(&catalog, &plan, &interview, None).expect("the templates are right");
    bencher.bench_local(|| Document::parse("Dockerfile", &draft.files[0].content));
}
