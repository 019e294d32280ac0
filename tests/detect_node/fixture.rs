//! What is found in the fixtures.

use std::path::Path;

use super::{Findings, assert_answers, detect_in};

fn fixture(name: &str) -> Findings {
    detect_in(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name)).unwrap()
}

#[test]
fn express() {
    let found = fixture("node-express");
    assert_answers(
        &found,
        &[
            ("entry", "app.js"),
            ("files", "app.js, package.json, public, routes"),
            ("port", "3000"),
            ("port-variable", "PORT"),
            ("health-path", "/health"),
            ("handles-stop", "yes"),
            ("name", "guestbook"),
            ("install-scripts", ""),
        ],
    );
    assert_eq!(found.evidence("port"), "app.js:8 (process.env.PORT || 3000)");
}

#[test]
fn fastify_in_typescript() {
    assert_answers(
        &fixture("node-fastify"),
        &[
            ("language-version", "26"),
            ("build", "run, build"),
            ("entry", "dist/server.js"),
            ("node-options", "--enable-source-maps"),
            ("port", "8080"),
            ("port-variable", "PORT"),
            ("loopback", ""),
            ("health-path", "/health"),
        ],
    );
}

#[test]
fn package_managers() {
    assert_answers(
        &fixture("node-pnpm"),
        &[("package-manager", "pnpm"), ("package-manager-version", "10.12.1"), ("port", "4000")],
    );
    assert_answers(
        &fixture("node-yarn"),
        &[("package-manager", "yarn"), ("host-variable", "HOST"), ("loopback", "yes")],
    );
    assert_answers(
        &fixture("node-berry"),
        &[("package-manager", "berry"), ("package-manager-version", "4.12.0"), ("plug-and-play", "")],
    );
}

#[test]
fn native_addons_and_frameworks() {
    assert_answers(&fixture("node-native"), &[("install-scripts", "yes"), ("compiler", ""), ("port", "3000")]);
    assert_answers(
        &fixture("node-nest"),
        &[
            ("entry", "dist/main"),
            ("node-options", "--enable-source-maps"),
            ("health-path", "/health"),
            ("handles-stop", "yes"),
            ("port", "3000"),
        ],
    );
    assert_answers(&fixture("node-next"), &[("standalone", "yes"), ("health-path", "/health"), ("public", "yes")]);
    assert_answers(&fixture("node-strip"), &[("entry", "src/main.ts"), ("dependencies", ""), ("build", "")]);
}
