//! What the detector says about every fixture.

use super::*;

#[test]
fn every_fixture_of_c_tells_what_makes_it_special() {
    let server: &[(&str, &str)] = &[("health-path", "/health"), ("loopback", ""), ("temp", ""), ("own-library", "")];
    let cases: &[(&str, &[(&str, &str)])] = &[
        (
            "c-make",
            &[("build", "make"), ("target", "server"), ("port", "8080"), ("handles-stop", "yes"), ("linked", "")],
        ),
        ("c-silent", &[("target", "main"), ("port", "9000"), ("handles-stop", "")]),
        (
            "c-cmake",
            &[
                ("build", "cmake"),
                ("target", "usr/local/bin/hello"),
                ("port", "8081"),
                ("port-variable", "PORT"),
                ("test-option", "yes"),
            ],
        ),
        ("c-meson", &[("build", "meson"), ("target", "usr/local/bin/greeter"), ("port", "7070"), ("linked", "")]),
        (
            "c-install",
            &[
                ("target", "usr/local/bin/noticed"),
                ("installed", "usr/local/share/noticed"),
                ("sources", "share/notice.txt"),
                ("port", "8000"),
            ],
        ),
        ("c-zlib", &[("target", "squeeze"), ("linked", "base"), ("libraries", "z")]),
        ("c-sqlite", &[("target", "counter"), ("linked", "archive"), ("archives", "sqlite3")]),
        ("c-assets", &[("target", "pages-server"), ("assets", "pages/index.html"), ("fixed-compiler", "yes")]),
        (
            "cpp-cmake",
            &[
                ("target", "usr/local/bin/board"),
                ("port", "8085"),
                ("port-variable", "BOARD_PORT"),
                ("test-option", ""),
            ],
        ),
        ("cpp-make", &[("target", "counter"), ("port", "8086"), ("fixed-compiler", "")]),
        ("cpp-meson", &[("target", "usr/local/bin/clock"), ("port", "8087")]),
        (
            "cpp-vendored",
            &[("target", "usr/local/sbin/mirrord"), ("installed", "usr/local/share/mirror"), ("port", "8088")],
        ),
    ];
    for (fixture, expected) in cases {
        let found = detect_in(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(fixture));
        assert_answers(&found, server);
        assert_answers(&found, expected);
    }
}

#[test]
fn the_fixtures_with_several_programs_are_in_doubt() {
    let doubts = |fixture: &str, question: &str| {
        detect_in(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(fixture)).doubt(question)
    };
    assert_eq!(doubts("c-targets", "target"), ["bin/gateway", "bin/reporter"]);
    assert_eq!(doubts("c-targets", "port"), ["8080", "8090"]);
    assert_eq!(doubts("cpp-targets", "target"), ["usr/local/bin/post-server", "usr/local/bin/postadm"]);
    assert_eq!(doubts("cpp-targets", "port"), ["8089", "8099"]);
}
