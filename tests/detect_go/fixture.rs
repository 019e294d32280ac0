//! What the detector says about every fixture.

use std::fs;

use super::*;

const NOTHING_SPECIAL: &[(&str, &str)] = &[
    ("main", "."),
    ("port", "8080"),
    ("health-path", "/health"),
    ("manifests", "go.mod"),
    ("dependencies", "no"),
    ("language-version", "1.24"),
    ("vendor", ""),
    ("sources", ""),
    ("embed", ""),
    ("cgo", ""),
    ("certificates", ""),
    ("time-zones", ""),
    ("temp", ""),
    ("writes", ""),
    ("assets", ""),
    ("port-variable", ""),
    ("port-flag", ""),
    ("port-form", ""),
    ("host-variable", ""),
    ("loopback", ""),
];

#[test]
fn every_fixture_tells_what_makes_it_special() {
    let seed = [("language-version", "1.21"), ("port-variable", "PORT"), ("port-form", "port")];
    let with_host = |port: &'static str| {
        [&seed[..], &[("port", port), ("host-variable", "HOST"), ("binary", "devops-info-service")]].concat()
    };
    let deps = [("dependencies", "yes"), ("certificates", "yes"), ("temp", "yes"), ("manifests", "go.mod, go.sum")];
    let cases: Vec<(&str, Vec<(&str, &str)>)> = vec![
        ("go-hello", vec![("binary", "hello"), ("module", "example.com/hello")]),
        ("go-deps", deps.to_vec()),
        ("go-vendor", [&deps[..], &[("vendor", "yes"), ("binary", "vendored")]].concat()),
        ("go-mains", vec![("main", ""), ("port-variable", "PORT"), ("port-form", "port")]),
        ("go-embed", vec![("embed", "static, templates/*.html")]),
        ("go-assets", vec![("assets", "static, templates")]),
        ("go-cgo", vec![("cgo", "yes"), ("sources", "**/*.c, **/*.h"), ("cxx", ""), ("openssl", "")]),
        ("go-cxx", vec![("cgo", "yes"), ("cxx", "yes"), ("sources", "**/*.cpp, **/*.h")]),
        ("go-zones", vec![("time-zones", "yes")]),
        ("go-client", vec![("certificates", "yes")]),
        ("go-temp", vec![("temp", "yes")]),
        (
            "go-env",
            vec![
                ("port", "5000"),
                ("port-variable", "PORT"),
                ("port-form", "port"),
                ("host-variable", "HOST"),
                ("loopback", "yes"),
            ],
        ),
        ("go-flag", vec![("port", "9000"), ("port-flag", "addr"), ("port-form", "address")]),
        ("go-loopback", vec![("loopback", "yes")]),
        (
            "go-work",
            vec![("main", "./service"), ("manifests", "go.work, lib/go.mod, service/go.mod"), ("binary", "service")],
        ),
        ("seed-s0", with_host("5000")),
        ("seed-s1", with_host("5000")),
        ("seed-s2", with_host("8000")),
        ("seed-s3", [&seed[..], &[("binary", "app-go")]].concat()),
        ("seed-s4", with_host("8080")),
    ];
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    for (fixture, special) in &cases {
        let found = detect_in(&fixtures.join(fixture)).unwrap();
        let usual = NOTHING_SPECIAL.iter().filter(|(question, _)| special.iter().all(|(known, _)| known != question));
        println!("{fixture}");
        assert_answers(&found, &special.iter().chain(usual).copied().collect::<Vec<_>>());
    }
    let folders = fs::read_dir(fixtures).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let unknown: Vec<_> = folders
        .filter(|name| name.starts_with("go-") || name.starts_with("seed-"))
        .filter(|name| cases.iter().all(|(known, _)| known != name))
        .collect();
    assert!(unknown.is_empty(), "no expectations for {unknown:?}");
}

#[test]
fn the_programs_of_go_mains_are_a_doubt() {
    let found = detect_in(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/go-mains")).unwrap();
    assert_eq!(found.doubt("main"), ["./cmd/api", "./cmd/worker", "./tools/gen"]);
}
