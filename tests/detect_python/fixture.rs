//! What the detector says about every fixture.

use std::fs;

use super::*;

/// A fixture, and the answers that make it special.
type Expected = (&'static str, Vec<(&'static str, &'static str)>);

const GUNICORN: [(&str, &str); 3] = [("server", "gunicorn"), ("interface", "wsgi"), ("handles-stop", "yes")];
const UVICORN: [(&str, &str); 3] = [("server", "uvicorn"), ("interface", "asgi"), ("handles-stop", "yes")];
const MODULE: [(&str, &str); 3] = [("server", "module"), ("installer", ""), ("interface", "")];

/// Fixtures whose dependencies no lock file and no hash fixes.
fn without_lock() -> Vec<Expected> {
    vec![
        (
            "plain",
            [
                &MODULE[..],
                &[
                    ("module", "main"),
                    ("port", "8080"),
                    ("port-variable", "PORT"),
                    ("handles-stop", "yes"),
                    ("health-path", "/health"),
                ],
            ]
            .concat(),
        ),
        (
            "deaf",
            [
                &MODULE[..],
                &[
                    ("module", "server"),
                    ("port", "8080"),
                    ("handles-stop", ""),
                    ("health-path", "/health"),
                    ("loopback", ""),
                ],
            ]
            .concat(),
        ),
        ("zones", [&MODULE[..], &[("module", "server"), ("time-zones", "yes"), ("handles-stop", "yes")]].concat()),
        (
            "factory",
            [&GUNICORN[..], &[("application", "shop:create_app"), ("factory", "yes"), ("hashes", "no")]].concat(),
        ),
        (
            "unlocked",
            [&GUNICORN[..], &[("application", "main:app"), ("installer", "project"), ("language-version", "")]]
                .concat(),
        ),
        (
            "development",
            vec![
                ("server", "module"),
                ("interface", "wsgi"),
                ("module", "app"),
                ("port", "5000"),
                ("port-variable", "PORT"),
                ("handles-stop", "yes"),
                ("hashes", "no"),
            ],
        ),
        ("mains", [&UVICORN[..], &[("application", ""), ("installer", "requirements")]].concat()),
        (
            "package",
            vec![
                ("server", "script"),
                ("script", "clock-service"),
                ("package", "yes"),
                ("port", "8000"),
                ("port-variable", "PORT"),
                ("handles-stop", "yes"),
            ],
        ),
    ]
}

/// Fixtures with a lock file or fixed requirements.
fn locked() -> Vec<Expected> {
    vec![
        (
            "flask",
            [
                &GUNICORN[..],
                &[
                    ("application", "app:app"),
                    ("installer", "requirements"),
                    ("hashes", "yes"),
                    ("port", "5000"),
                    ("loopback", ""),
                ],
            ]
            .concat(),
        ),
        ("compiled", [&GUNICORN[..], &[("application", "wsgi:app"), ("build-tools", "yes")]].concat()),
        (
            "fastapi",
            [
                &UVICORN[..],
                &[
                    ("application", "app.main:app"),
                    ("installer", "uv"),
                    ("hashes", "yes"),
                    ("manifests", "pyproject.toml, uv.lock"),
                    ("health-path", "/health"),
                    ("binary", "numbers-service"),
                ],
            ]
            .concat(),
        ),
        (
            "pdm",
            vec![
                ("server", "hypercorn"),
                ("application", "service.web:application"),
                ("installer", "pdm"),
                ("hashes", "yes"),
                ("package", ""),
            ],
        ),
        (
            "django",
            [
                &GUNICORN[..],
                &[
                    ("application", "bookshelf.wsgi:application"),
                    ("installer", "poetry"),
                    ("django", "yes"),
                    ("collect-static", "yes"),
                    ("secret-variable", "DJANGO_SECRET_KEY"),
                    ("time-zones", "yes"),
                    ("health-path", "/health"),
                ],
            ]
            .concat(),
        ),
    ]
}

#[test]
fn every_fixture_tells_what_makes_it_special() {
    let cases = [without_lock(), locked()].concat();
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    for (fixture, special) in &cases {
        println!("{fixture}");
        let found = detect_in(&fixtures.join(format!("python-{fixture}"))).unwrap();
        let usual = [("source-root", ""), ("system-library", ""), ("temp", ""), ("writes", ""), ("worker", "")];
        assert_answers(&found, &[special.as_slice(), &usual].concat());
    }
    let folders = fs::read_dir(fixtures).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let ours: Vec<String> = folders.filter_map(|name| Some(name.strip_prefix("python-")?.to_owned())).collect();
    let unknown: Vec<_> = ours.iter().filter(|name| cases.iter().all(|(known, _)| known != name)).collect();
    assert!(unknown.is_empty(), "no expectations for {unknown:?}");
}

#[test]
fn the_applications_of_python_mains_are_a_doubt() {
    let found = detect_in(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/python-mains")).unwrap();
    assert_eq!(found.doubt("application"), ["api:app", "admin:app"]);
}

#[test]
fn no_lock_file_of_a_fixture_names_another_host_than_the_public_index() {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    for (fixture, lock) in [
        ("python-fastapi", "uv.lock"),
        ("python-django", "poetry.lock"),
        ("python-pdm", "pdm.lock"),
        ("python-flask", "requirements.txt"),
    ] {
        let text = fs::read_to_string(fixtures.join(fixture).join(lock)).unwrap();
        for (at, _) in text.match_indices("://") {
            let host: String = text[at + 3..].chars().take_while(|c| !"/\"' \n".contains(*c)).collect();
            assert!(matches!(host.as_str(), "files.pythonhosted.org" | "pypi.org"), "{fixture}/{lock} names {host}");
        }
    }
}
