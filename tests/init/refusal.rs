//! What cannot work is refused with exit 3 before a byte is written; what is doubtful gets a warning.

use super::{init, stops};
use crate::command::Project;

#[test]
fn cgo_on_scratch_without_static_linking_is_refused() {
    let words = ["refused: Go on scratch", "C library", "--base distroless", "--set static=true"];
    stops("go-cgo", &["--base", "scratch"], 3, &words);
    assert_eq!(init(&Project::of("go-cgo"), &["--base", "scratch", "--set", "static=true"]).code, 0);
}

#[test]
fn cxx_on_alpine_without_static_linking_is_refused() {
    stops("go-cxx", &["--base", "alpine"], 3, &["libstdc++", "--base distroless"]);
}

#[test]
fn uid_0_is_refused_unless_it_is_allowed_and_then_warned_about() {
    for base in ["scratch", "alpine", "distroless"] {
        for user in ["0", "0:0", "0:1000", "root"] {
            stops("go-hello", &["--base", base, "--user", user], 3, &["root", "--user 65532:65532", "--allow-root"]);
        }
        let run = init(&Project::of("go-hello"), &["--base", base, "--user", "0", "--allow-root"]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        assert!(run.stderr.contains("warning: the program runs as root, as asked"), "{}", run.stderr);
    }
}

#[test]
fn a_user_by_name_is_refused_where_the_base_does_not_know_it() {
    for base in ["scratch", "alpine", "distroless"] {
        let words = ["user = app", "--user 65532:65532", "--set user-name=app"];
        stops("go-hello", &["--base", base, "--user", "app"], 3, &words);
    }
    stops("go-hello", &["--base", "scratch", "--user", "nobody"], 3, &["scratch has no /etc/passwd"]);
}

#[test]
fn a_name_the_base_knows_becomes_its_number() {
    for (base, name, user) in [("distroless", "nonroot", "65532:65532"), ("alpine", "nobody", "65534:65534")] {
        let project = Project::of("go-hello");
        assert_eq!(init(&project, &["--base", base, "--user", name]).code, 0);
        assert!(project.read("Dockerfile").contains(&format!("\nUSER {user}\n")), "{base}");
    }
}

#[test]
fn a_program_that_listens_on_loopback_only_is_refused() {
    stops("go-loopback", &[], 3, &["loopback only", "main.go:19", "--set loopback=no"]);
    assert_eq!(init(&Project::of("go-loopback"), &["--set", "loopback=no"]).code, 0);
}

#[test]
fn one_variable_for_port_and_interface_is_refused() {
    let flags = ["--set", "port-variable=LISTEN", "--set", "host-variable=LISTEN"];
    stops("go-hello", &flags, 3, &["`LISTEN`", "port-form=address"]);
}

#[test]
fn a_builder_that_does_not_fit_the_base_is_refused() {
    let alpine = ["--base", "alpine", "--set", "builder=trixie"];
    stops("go-cgo", &alpine, 3, &["linked against glibc", "Alpine has musl", "--set builder=ONE of: alpine"]);
    stops("go-cgo", &["--set", "builder=alpine"], 3, &["linked against musl", "trixie, bookworm"]);
    stops("go-cgo", &["--set", "builder=debian"], 3, &["the release of `debian` moves"]);
    stops("go-cgo", &["--set", "static=yes", "--set", "builder=trixie"], 3, &["statically with musl"]);
    let old = ["--language-version", "1.23", "--set", "builder=trixie"];
    stops("go-hello", &old, 3, &["there is no `trixie` image for Go 1.23", "alpine, bookworm"]);
}

#[test]
fn a_builder_with_a_newer_glibc_than_the_runtime_is_refused_and_never_suggested() {
    let release = ["--set", "base-release=debian12"];
    let both = ["--set", "base-release=debian12", "--set", "builder=trixie"];
    stops("go-cgo", &both, 3, &["needs glibc 2.41", "has 2.36", "--set builder=ONE of: bookworm"]);
    let project = Project::of("go-cgo");
    assert_eq!(init(&project, &release).code, 0);
    assert!(project.read("Dockerfile").contains("-bookworm AS builder"));
    let static_program = Project::of("go-hello");
    assert_eq!(init(&static_program, &both).code, 0, "a static program needs no glibc");
}

#[test]
fn a_port_below_1024_is_warned_about() {
    let run = init(&Project::of("go-env"), &["--port", "80"]);
    assert_eq!(run.code, 0);
    assert!(run.stderr.contains("warning: port 80 is privileged"), "{}", run.stderr);
    let run = init(&Project::of("go-env"), &["--port", "1024"]);
    assert!(!run.stderr.contains("privileged"), "{}", run.stderr);
}

#[test]
fn a_choice_past_its_end_of_life_is_warned_about_on_stderr() {
    let run = init(&Project::of("go-hello"), &["--base", "alpine", "--set", "base-release=3.20"]);
    assert!(run.stderr.contains("warning: Alpine 3.20 is past its end of life (2026-04)"), "{}", run.stderr);
    assert!(run.stderr.contains("--set base-release=3.24"), "{}", run.stderr);
    assert_eq!((run.code, run.stdout.as_str()), (0, ""));
    let run = init(&Project::of("go-hello"), &["--language-version", "1.22"]);
    assert!(run.stderr.contains("warning: Go 1.22 is past its end of life"), "{}", run.stderr);
    let run = init(&Project::of("go-hello"), &["--language-version", "9.99"]);
    assert!(run.stderr.contains("warning: Go 9.99 is not in msgen's catalog"), "{}", run.stderr);
    let run = init(&Project::of("go-hello"), &["--base", "alpine"]);
    assert!(!run.stderr.contains("warning"), "{}", run.stderr);
}

#[test]
fn the_end_of_life_of_an_image_is_judged_by_the_day_of_the_run() {
    let flags = ["init", "-y", "--base", "alpine", "--set", "base-release=3.21"];
    let on = |day: &str| Project::of("go-hello").msgen_with(&flags, &[("SOURCE_DATE_EPOCH", day)], "").stderr;
    assert!(!on("1793491199").contains("end of life"), "2026-10-31");
    assert!(on("1793491200").contains("end of life"), "2026-11-01");
}
