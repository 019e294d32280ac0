//! Packages, workspaces, binary targets and toolchains.

use super::*;

const MAIN: &str = "fn main() {}\n";

#[test]
fn the_program_is_named_as_cargo_names_it() {
    let head = "[package]\nname = \"app\"\n";
    let cases: &[(&str, Files<'_>, &str)] = &[
        ("", &[("src/main.rs", MAIN)], "app"),
        ("[[bin]]\nname = \"appd\"\npath = \"src/main.rs\"\n", &[("src/main.rs", MAIN)], "appd"),
        ("[[bin]]\nname = \"appd\"\npath = \"src/server.rs\"\n", &[("src/server.rs", MAIN)], "appd"),
        ("", &[("src/bin/server.rs", MAIN), ("src/lib.rs", "")], "server"),
        ("", &[("src/bin/server/main.rs", MAIN), ("src/bin/server/web.rs", "")], "server"),
        ("default-run = \"b\"\n", &[("src/bin/a.rs", MAIN), ("src/bin/b.rs", MAIN)], "b"),
        ("autobins = false\n[[bin]]\nname = \"a\"\n", &[("src/bin/a.rs", MAIN), ("src/bin/b.rs", MAIN)], "a"),
    ];
    for (tail, files, name) in cases {
        let manifest = format!("{head}{tail}");
        let mut all = vec![("Cargo.toml", manifest.as_str())];
        all.extend_from_slice(files);
        let found = detect(&all).unwrap();
        assert_answers(&found, &[("binary", name), ("bin", name), ("package", "app")]);
    }
}

#[test]
fn a_feature_that_the_program_requires_is_asked_for() {
    let manifest = "[package]\nname = \"app\"\n[[bin]]\nname = \"app\"\nrequired-features = [\"server\"]\n";
    let found = detect(&[("Cargo.toml", manifest), ("src/main.rs", MAIN)]).unwrap();
    assert_answers(&found, &[("features", "server"), ("binary", "app")]);
}

#[test]
fn several_programs_are_a_doubt() {
    let found = detect(&[PACKAGE, ("src/main.rs", MAIN), ("src/bin/tool.rs", MAIN)]).unwrap();
    assert_eq!(found.doubt("binary"), ["app", "tool"]);
    assert_answers(&found, &[("package", "app"), ("bin", "")]);
}

fn workspace<'a>(head: &'a str, members: &[(&'a str, &'a str)]) -> Vec<(String, String)> {
    let mut files = vec![("Cargo.toml".to_owned(), head.to_owned())];
    for (dir, main) in members {
        let name = dir.rsplit('/').next().unwrap();
        files.push((format!("{dir}/Cargo.toml"), format!("[package]\nname = \"{name}\"\n")));
        files.push((format!("{dir}/{main}"), MAIN.to_owned()));
    }
    files
}

#[track_caller]
fn detect_workspace(head: &str, members: &[(&str, &str)]) -> Result<Findings, Error> {
    let files = workspace(head, members);
    detect(&files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect::<Vec<_>>())
}

#[test]
fn the_program_of_a_workspace_is_that_of_its_members() {
    let head = "[workspace]\nmembers = [\"crates/*\"]\nexclude = [\"crates/old\"]\n";
    let library = ("crates/core", "src/lib.rs");
    let one =
        detect_workspace(head, &[library, ("crates/server", "src/main.rs"), ("crates/old", "src/main.rs")]).unwrap();
    assert_answers(&one, &[("package", "server"), ("binary", "server"), ("bin", "server")]);
    let two =
        detect_workspace(head, &[library, ("crates/api", "src/main.rs"), ("crates/worker", "src/main.rs")]).unwrap();
    assert_eq!(two.doubt("binary"), ["api", "worker"]);
    assert_answers(&two, &[("package", "")]);
    let errand = detect_workspace(
        "[workspace]\nmembers = [\"a\", \"xtask\"]\n",
        &[("a", "src/main.rs"), ("xtask", "src/main.rs")],
    )
    .unwrap();
    assert_answers(&errand, &[("binary", "a")]);
    let default = "[workspace]\nmembers = [\"a\", \"b\"]\ndefault-members = [\"b\"]\n";
    let chosen = detect_workspace(default, &[("a", "src/main.rs"), ("b", "src/main.rs")]).unwrap();
    assert_answers(&chosen, &[("package", "b"), ("binary", "b")]);
}

#[test]
fn a_project_without_a_program_is_refused() {
    assert_refused(&[PACKAGE, ("src/lib.rs", "")], ErrorKind::BadInput, "Cargo.toml");
}

#[test]
fn a_path_dependency_outside_the_folder_is_refused() {
    let manifest = "[package]\nname = \"app\"\n\n[dependencies]\nshared = { path = \"../shared\" }\n";
    assert_refused(&[("Cargo.toml", manifest), ("src/main.rs", MAIN)], ErrorKind::Refused, "Cargo.toml:5");
    let inside = "[package]\nname = \"app\"\n[dependencies]\nshared = { path = \"shared\" }\n";
    let shared = ("shared/Cargo.toml", "[package]\nname = \"shared\"\n");
    let listens = ("shared/src/lib.rs", "pub fn run() { TcpListener::bind(\"0.0.0.0:5000\"); }");
    let found = detect(&[("Cargo.toml", inside), ("src/main.rs", MAIN), shared, listens]).unwrap();
    assert_answers(&found, &[("port", "5000")]);
}

#[test]
fn a_member_alone_is_refused() {
    let manifest = "[package]\nname = \"app\"\nversion.workspace = true\n";
    assert_refused(&[("Cargo.toml", manifest), ("src/main.rs", MAIN)], ErrorKind::Refused, "Cargo.toml:3");
}

#[test]
fn a_manifest_that_cannot_be_read_names_its_line() {
    assert_refused(&[("Cargo.toml", "[package]\nname = app\n")], ErrorKind::BadInput, "Cargo.toml:2");
}

#[test]
fn a_pinned_release_is_followed_and_anything_else_needs_rustup() {
    for (path, text, version, file) in [
        ("rust-toolchain.toml", "[toolchain]\nchannel = \"1.90.0\"\n", "1.90", ""),
        ("rust-toolchain.toml", "[toolchain]\nchannel = \"1.90\"\ncomponents = [\"clippy\"]\n", "1.90", ""),
        ("rust-toolchain", "1.88.0\n", "1.88", ""),
        ("rust-toolchain.toml", "[toolchain]\nchannel = \"stable\"\n", "", ""),
        ("rust-toolchain.toml", "[toolchain]\nchannel = \"nightly-2026-01-01\"\n", "", "yes"),
        ("rust-toolchain", "nightly\n", "", "yes"),
    ] {
        let found = detect(&[PACKAGE, (path, text), ("src/main.rs", MAIN)]).unwrap();
        assert_answers(&found, &[("language-version", version), ("toolchain-file", file)]);
    }
    let manifest = "[package]\nname = \"app\"\nrust-version = \"1.91\"\n";
    let pin = ("rust-toolchain", "1.90\n");
    assert_refused(&[("Cargo.toml", manifest), pin, ("src/main.rs", MAIN)], ErrorKind::BadInput, "Cargo.toml:3");
}

#[test]
fn the_configuration_is_let_in_only_where_the_project_needs_it() {
    let linker = "[build]\nrustflags = [\"-C\", \"link-arg=-fuse-ld=mold\", \"--cfg\", \"tokio_unstable\"]\n";
    let found = detect(&[PACKAGE, (".cargo/config.toml", linker), ("src/main.rs", MAIN)]).unwrap();
    assert_answers(&found, &[("sources", ""), ("condition", "tokio_unstable")]);
    let two = "[build]\nrustflags = \"--cfg one --cfg=two\"\n";
    let place = ".cargo/config.toml:2 (rustflags = \"--cfg one --cfg=two\")";
    assert_refused(&[PACKAGE, (".cargo/config.toml", two), ("src/main.rs", MAIN)], ErrorKind::Refused, place);
    let vendored = "[source.crates-io]\nreplace-with = \"v\"\n[source.v]\ndirectory = \"vendor\"\n";
    let found = detect(&[PACKAGE, (".cargo/config.toml", vendored), ("src/main.rs", MAIN)]).unwrap();
    assert_answers(&found, &[("sources", ".cargo/config.toml, vendor"), ("condition", "")]);
}

#[test]
fn a_profile_of_the_project_is_left_alone() {
    for (line, lto, strip) in [
        ("lto = \"thin\"", "no", ""),
        ("codegen-units = 16", "no", ""),
        ("strip = false", "", "no"),
        ("strip = true", "", ""),
        ("panic = \"abort\"", "", ""),
    ] {
        let manifest = format!("[package]\nname = \"app\"\n[profile.release]\n{line}\n");
        let found = detect(&[("Cargo.toml", &manifest), ("src/main.rs", MAIN)]).unwrap();
        assert_answers(&found, &[("lto", lto), ("strip", strip)]);
    }
}
