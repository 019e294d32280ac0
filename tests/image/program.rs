//! What the kernel starts, and what it says about itself.

use msgen::evidence::ProgramFacts;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::elf::Elf;
use super::made::{Saved, Tar, gzip, starting};

/// The program of an image that has `config` and one layer.
fn program(config: &Value, layer: Tar) -> Option<ProgramFacts> {
    Saved::docker(&json!({ "config": config }), &[layer.done()]).read().unwrap().contents.program
}

/// Where the program is of an image that has `config` and one layer.
fn path(config: &Value, layer: Tar) -> Option<String> {
    program(config, layer).map(|program| program.path)
}

/// What a program says of itself: linking, machine, loader, libraries.
fn said(bytes: &[u8]) -> (String, String, Option<String>, Vec<String>) {
    let program = starting(&["/app"], Tar::new().file("app", 0o755, bytes)).contents.program.unwrap();
    (program.linking, program.machine, program.interpreter, program.libraries)
}

fn owned(
    linking: &str,
    machine: &str,
    interpreter: Option<&str>,
    libraries: &[&str],
) -> (String, String, Option<String>, Vec<String>) {
    let libraries = libraries.iter().map(|&name| name.to_owned()).collect();
    (linking.to_owned(), machine.to_owned(), interpreter.map(str::to_owned), libraries)
}

#[test]
fn the_entrypoint_comes_before_the_command() {
    let layer = || Tar::new().file("a", 0o755, "").file("b", 0o755, "");
    assert_eq!(path(&json!({"Entrypoint": ["/a"], "Cmd": ["/b"]}), layer()).as_deref(), Some("/a"));
    assert_eq!(path(&json!({"Cmd": ["/b"]}), layer()).as_deref(), Some("/b"));
    assert_eq!(path(&json!({}), layer()), None);
    assert_eq!(path(&json!({"Cmd": ["/c"]}), layer()), None);
}

#[test]
fn a_relative_path_starts_at_the_working_directory() {
    let layer =
        || Tar::new().file("srv/app", 0o755, "").file("app", 0o755, "").symlink("link", "srv/deep").folder("srv/deep");
    assert_eq!(path(&json!({"Cmd": ["./app"], "WorkingDir": "/srv"}), layer()).as_deref(), Some("/srv/app"));
    assert_eq!(path(&json!({"Cmd": ["./app"]}), layer()).as_deref(), Some("/app"));
    assert_eq!(path(&json!({"Cmd": ["../app"], "WorkingDir": "/link"}), layer()).as_deref(), Some("/srv/app"));
}

#[test]
fn a_bare_name_is_looked_for_on_the_images_path() {
    let layer = || Tar::new().file("one/app", 0o644, "").file("two/app", 0o755, "").file("usr/bin/app", 0o755, "");
    let given = json!({"Cmd": ["app"], "Env": ["HOME=/", "PATH=/none:/one:/two"]});
    assert_eq!(path(&given, layer()).as_deref(), Some("/two/app"));
    assert_eq!(path(&json!({"Cmd": ["app"]}), layer()).as_deref(), Some("/usr/bin/app"));
    assert_eq!(path(&json!({"Cmd": ["other"]}), layer()), None);
}

#[test]
fn links_are_followed_through_folders_and_out_of_the_root_never() {
    let layer = Tar::new().symlink("bin", "usr/bin").symlink("usr/bin/run", "../lib/../../../opt/current/run");
    let layer = layer.symlink("opt/current", "v2").file("opt/v2/run", 0o751, "12345");
    let program = program(&json!({"Cmd": ["/bin/run"]}), layer).unwrap();
    assert_eq!((program.path.as_str(), program.bytes, program.mode.as_str()), ("/opt/v2/run", 5, "0751"));
}

#[test]
fn links_in_a_circle_lead_to_nothing() {
    let layer = Tar::new().symlink("a", "b").symlink("b", "a");
    assert_eq!(path(&json!({"Cmd": ["/a"]}), layer), None);
}

#[test]
fn a_hard_link_has_the_bytes_of_its_own_layer() {
    let lower = Tar::new().file("bin/tool", 0o755, "#!/lower\n").hardlink("app", 0o755, "bin/tool").done();
    let upper = Tar::new().file("bin/tool", 0o755, "#!/upper/longer\n").done();
    let config = json!({"config": {"Cmd": ["/app"]}});
    let program = Saved::docker(&config, &[lower, upper]).read().unwrap().contents.program.unwrap();
    assert_eq!((program.bytes, program.interpreter.as_deref()), (9, Some("/lower")));
}

#[test]
fn a_program_in_a_packed_layer_is_read() {
    let layer = Tar::new().file("app", 0o755, "#!/bin/sh\n").done();
    let packed = gzip(&layer);
    let saved = Saved::docker(&json!({"config": {"Cmd": ["/app"]}}), &[packed]);
    assert_eq!(saved.read().unwrap().contents.program.unwrap().interpreter.as_deref(), Some("/bin/sh"));
}

#[test]
fn a_static_program_needs_nothing() {
    let elf = Elf { is_wide: true, is_little: true, machine: 62, interpreter: None, libraries: &[] };
    assert_eq!(said(&elf.bytes()), owned("static", "amd64", None, &[]));
}

#[test]
fn a_dynamic_program_names_its_loader_and_its_libraries() {
    let (loader, libraries) = ("/lib64/ld-linux-x86-64.so.2", ["libssl.so.3", "libc.so.6"]);
    let elf = Elf { is_wide: true, is_little: true, machine: 62, interpreter: Some(loader), libraries: &libraries };
    assert_eq!(said(&elf.bytes()), owned("dynamic", "amd64", Some(loader), &libraries));
}

#[test]
fn machines_are_called_as_docker_calls_them() {
    let machines = [
        (true, true, 183, "arm64"),
        (true, true, 243, "riscv64"),
        (true, true, 21, "ppc64le"),
        (true, false, 22, "s390x"),
        (false, true, 3, "386"),
        (false, true, 40, "arm"),
        (false, false, 8, "8"),
    ];
    for (is_wide, is_little, machine, name) in machines {
        let elf = Elf { is_wide, is_little, machine, interpreter: Some("/lib/ld.so.1"), libraries: &["libc.so"] };
        assert_eq!(said(&elf.bytes()), owned("dynamic", name, Some("/lib/ld.so.1"), &["libc.so"]));
    }
}

#[test]
fn a_broken_program_is_unknown() {
    let elf =
        Elf { is_wide: true, is_little: true, machine: 62, interpreter: Some("/lib/ld"), libraries: &["libc.so"] };
    let mut broken = elf.bytes();
    assert_eq!(said(&broken[..20]), owned("unknown", "", None, &[]));
    broken[32..40].fill(0xff);
    assert_eq!(said(&broken), owned("unknown", "", None, &[]));
    assert_eq!(said(b""), owned("unknown", "", None, &[]));
}

#[test]
fn a_script_names_its_interpreter() {
    assert_eq!(said(b"#! /usr/bin/env python3\nprint()\n"), owned("script", "", Some("/usr/bin/env"), &[]));
    assert_eq!(said(b"#!\n"), owned("script", "", None, &[]));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    /// Its head, its segments and its names may say anything: it is read, or unknown, and the image is read anyway.
    #[test]
    fn a_garbled_program_never_stops_the_reading(garbled in prop::collection::vec((4_usize..700, any::<u8>()), 1..12)) {
        let elf = Elf { is_wide: true, is_little: true, machine: 62, interpreter: Some("/lib/ld"), libraries: &["libc.so"] };
        let mut bytes = elf.bytes();
        for (at, byte) in garbled {
            bytes[at] = byte;
        }
        prop_assert!(["static", "dynamic", "unknown"].contains(&said(&bytes).0.as_str()));
    }
}
