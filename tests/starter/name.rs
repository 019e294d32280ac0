//! Names that come into a starter: no character of them can end a line, close a quote or begin an expression.

use std::path::Path;

use msgen::starter::{Origin, own_profile, service};

use super::{assert_refused, desk, run, starter};
use crate::property::catalog;

#[test]
fn a_service_has_a_name_that_every_language_and_registry_takes() {
    for name in ["a", "api", "hello-api", "lab2", "a1-b2"] {
        assert_eq!(service(catalog(), Some(name), Path::new("lab")).unwrap(), name);
    }
    let long = "a".repeat(41);
    for name in [
        "",
        "A",
        "2api",
        "-a",
        "a-",
        "a--b",
        "a_b",
        "a.b",
        "a/b",
        "..",
        "a b",
        "a\nb",
        "${{ github.token }}",
        "a\"b",
        "{{ x }}",
        "naïve",
        "$(id)",
        &long,
    ] {
        let desk = desk();
        let run = run(&desk, &["--profile", "plain", &format!("--name={name}")]);
        assert_refused(&desk, &run, 2, &["is not the name of a service", "--name hello-api"]);
    }
}

#[test]
fn a_name_that_a_build_tool_has_for_itself_is_refused() {
    // Each was tried: Make and CMake take the first for a target of theirs, Cargo refuses the second, and the third
    // stands twice in a Cargo.lock.
    for name in ["test", "build", "libc"] {
        let desk = desk();
        let run = run(&desk, &["--profile", "plain", "--name", name]);
        assert_refused(
            &desk,
            &run,
            2,
            &[&format!("`{name}` is a name that a build tool"), &format!("--name {name}-api")],
        );
    }
}

#[test]
fn no_service_has_the_name_of_a_package_that_it_stands_on() {
    let lock = starter(&["--profile", "plain", "--language", "rust"]).read("lab/Cargo.lock");
    let packages: Vec<&str> = lock.lines().filter_map(|line| line.strip_prefix("name = ")).collect();
    assert!(packages.contains(&"\"signal-hook\""), "{packages:?}");
    for name in packages.iter().map(|name| name.trim_matches('"')).filter(|name| *name != "lab") {
        assert!(service(catalog(), Some(name), Path::new("lab")).is_err(), "{name}");
    }
}

#[test]
fn without_a_name_the_folder_gives_one() {
    for (folder, name) in [
        ("lab", "lab"),
        ("My Lab 2", "my-lab-2"),
        ("a/b/app_go", "app-go"),
        ("2026", "service"),
        ("ünder", "nder"),
        ("---", "service"),
        ("/", "service"),
        ("test", "service"),
    ] {
        assert_eq!(service(catalog(), None, Path::new(folder)).unwrap(), name, "{folder}");
    }
}

#[test]
fn msgen_is_named_by_a_repository_and_a_whole_commit() {
    let commit = "0123456789abcdef0123456789abcdef01234567";
    let origin = Origin::parse(&format!("acme-2/ms.gen_x@{commit}")).unwrap();
    assert_eq!((origin.repository.as_str(), origin.commit.as_str()), ("acme-2/ms.gen_x", commit));
    for wrong in [
        "acme/msgen".to_owned(),
        "acme/msgen@main".to_owned(),
        "acme/msgen@v1.0.0".to_owned(),
        format!("acme/msgen@{}", &commit[1..]),
        format!("acme/msgen@{}", commit.to_uppercase()),
        format!("acme/msgen@{commit}\n"),
        format!("acme/msgen@{commit} # x"),
        format!("msgen@{commit}"),
        format!("/msgen@{commit}"),
        format!("acme/@{commit}"),
        format!("acme/../msgen@{commit}"),
        format!("acme/..@{commit}"),
        format!("-acme/msgen@{commit}"),
        format!("acme/-msgen@{commit}"),
        format!("ac me/msgen@{commit}"),
        format!("acme/msgen: x@{commit}"),
        format!("acme/${{{{ secrets.X }}}}@{commit}"),
        format!("acme/$(id)@{commit}"),
        format!("acme\n/msgen@{commit}"),
        format!("https://example.com/acme/msgen@{commit}"),
        String::new(),
    ] {
        let desk = desk();
        let run = run(&desk, &["--profile", "plain", &format!("--msgen={wrong}")]);
        assert_refused(&desk, &run, 2, &["is not OWNER/NAME@COMMIT", "40 digits"]);
    }
}

#[test]
fn a_profile_of_ones_own_has_an_id_of_its_own() {
    let known = ["plain".to_owned()];
    assert_eq!(own_profile("my-course-lab2", &known).unwrap(), "my-course-lab2");
    for wrong in ["", "..", "a/b", "../x", "A", "a b", "a\nb", "a\"", "a_b", "${{x}}"] {
        assert!(own_profile(wrong, &known).unwrap_err().what.contains("is not an id"), "{wrong:?}");
    }
    assert!(own_profile("plain", &known).unwrap_err().what.contains("already"));
}
