//! What the detector says about every fixture.

use std::fs;

use super::*;

const NOTHING_SPECIAL: &[(&str, &str)] = &[
    ("port", "8080"),
    ("health-path", "/health"),
    ("language-version", ""),
    ("locked", ""),
    ("native", ""),
    ("build-tools", ""),
    ("openssl", ""),
    ("shared-library", ""),
    ("sources", ""),
    ("features", ""),
    ("lto", ""),
    ("strip", ""),
    ("certificates", ""),
    ("time-zones", ""),
    ("temp", ""),
    ("assets", ""),
    ("port-variable", ""),
    ("host-variable", ""),
    ("loopback", ""),
    ("handles-stop", "yes"),
];

#[test]
fn every_fixture_tells_what_makes_it_special() {
    let cases: Vec<(&str, Vec<(&str, &str)>)> = vec![
        ("rust-assets", vec![("binary", "album"), ("assets", "static/index.html")]),
        (
            "rust-axum",
            vec![
                ("binary", "greeter"),
                ("port", "3000"),
                ("port-variable", "PORT"),
                ("host-variable", "HOST"),
                ("loopback", "yes"),
            ],
        ),
        ("rust-bins", vec![("package", "post-office"), ("binary", ""), ("port", "")]),
        ("rust-build", vec![("binary", "pages"), ("sources", "ABOUT.md, pages/index.html, words.txt")]),
        ("rust-cc", vec![("binary", "checksum"), ("native", "c"), ("sources", "native, native/checksum.c")]),
        ("rust-client", vec![("binary", "watcher"), ("certificates", "yes"), ("temp", "yes")]),
        ("rust-cmake", vec![("native", "tools"), ("build-tools", "cmake"), ("sources", "native")]),
        ("rust-nolock", vec![("binary", "unlocked"), ("locked", "no")]),
        ("rust-openssl", vec![("openssl", "yes"), ("native", "c"), ("certificates", "yes")]),
        ("rust-std", vec![("binary", "hello"), ("handles-stop", "")]),
        ("rust-workspace", vec![("package", "shop-server"), ("binary", "shopd"), ("bin", "shopd"), ("lto", "no")]),
    ];
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    for (fixture, special) in &cases {
        let found = detect_in(&fixtures.join(fixture)).unwrap();
        let usual = NOTHING_SPECIAL.iter().filter(|(question, _)| special.iter().all(|(known, _)| known != question));
        println!("{fixture}");
        assert_answers(&found, &special.iter().chain(usual).copied().collect::<Vec<_>>());
    }
    let folders = fs::read_dir(fixtures).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let unknown: Vec<_> =
        folders.filter(|name| name.starts_with("rust-") && cases.iter().all(|(known, _)| known != name)).collect();
    assert!(unknown.is_empty(), "no expectations for {unknown:?}");
}

#[test]
fn the_programs_of_rust_bins_are_a_doubt() {
    let found = detect_in(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/rust-bins")).unwrap();
    assert_eq!(found.doubt("binary"), ["api", "worker"]);
    assert_eq!(found.doubt("port"), ["8080", "9090"]);
}
