//! What crates need besides Rust, as `Cargo.lock` tells.

use super::*;

/// Detects in a package that depends on `direct`, with a lock file of `crates` and what each depends on.
fn detect_crates(direct: &[&str], crates: &[(&str, &[&str])]) -> Findings {
    let dependencies = direct.iter().map(|name| format!("{name} = \"1\"\n")).collect::<Vec<_>>().concat();
    let manifest = format!("[package]\nname = \"app\"\n[dependencies]\n{dependencies}");
    let mut lock = "version = 4\n".to_owned();
    for (name, needs) in crates {
        let needs = needs.iter().map(|name| format!(" \"{name}\",\n")).collect::<Vec<_>>().concat();
        let head = format!("\n[[package]]\nname = \"{name}\"\nversion = \"1.0.0\"\n");
        lock.extend([head, format!("dependencies = [\n{needs}]\n")]);
    }
    detect(&[("Cargo.toml", &manifest), ("Cargo.lock", &lock), ("src/main.rs", "fn main() {}")]).unwrap()
}

#[test]
fn rust_alone_needs_nothing() {
    let found = detect_crates(&["serde"], &[("serde", &[])]);
    assert_answers(
        &found,
        &[("native", ""), ("build-tools", ""), ("openssl", ""), ("certificates", ""), ("locked", "")],
    );
}

#[test]
fn c_code_needs_a_compiler() {
    let found = detect_crates(&["ring"], &[("ring", &["cc"]), ("cc", &[])]);
    assert_answers(&found, &[("native", "c"), ("build-tools", "")]);
    assert_eq!(found.evidence("native"), "Cargo.lock:11 (name = \"cc\")");
}

#[test]
fn tools_that_crates_call_are_named() {
    let cmake = detect_crates(&["z"], &[("z", &["cmake"]), ("cmake", &["cc"]), ("cc", &[])]);
    assert_answers(&cmake, &[("native", "tools"), ("build-tools", "cmake")]);
    let own = detect_crates(&["cmake"], &[("cmake", &["cc"]), ("cc", &[])]);
    assert_answers(&own, &[("native", "tools"), ("build-tools", "cmake")]);
    let without = detect_crates(&["aws-lc-sys"], &[("aws-lc-sys", &["cmake", "cc"]), ("cmake", &["cc"]), ("cc", &[])]);
    assert_answers(&without, &[("native", "c"), ("build-tools", "")]);
    let protoc = detect_crates(&["prost-build"], &[("prost-build", &[])]);
    assert_answers(&protoc, &[("native", "tools"), ("build-tools", "protoc")]);
    let rocks = detect_crates(
        &["librocksdb-sys"],
        &[("librocksdb-sys", &["bindgen 0.72"]), ("bindgen", &["clang-sys"]), ("clang-sys", &[])],
    );
    assert_answers(&rocks, &[("native", "tools"), ("build-tools", "libclang")]);
}

#[test]
fn the_openssl_of_the_system_is_told_from_a_bundled_one() {
    let system =
        detect_crates(&["openssl-sys"], &[("openssl-sys", &["cc", "pkg-config"]), ("cc", &[]), ("pkg-config", &[])]);
    assert_answers(&system, &[("openssl", "yes"), ("native", "c"), ("certificates", "yes")]);
    let bundled = detect_crates(
        &["openssl-sys"],
        &[("openssl-sys", &["cc", "openssl-src"]), ("cc", &[]), ("openssl-src", &["cc"])],
    );
    assert_answers(&bundled, &[("openssl", ""), ("native", "c"), ("build-tools", "perl")]);
}

#[test]
fn a_library_that_no_base_has_is_seen() {
    let system = detect_crates(&["pq-sys"], &[("pq-sys", &["pkg-config"]), ("pkg-config", &[])]);
    assert_answers(&system, &[("shared-library", "yes")]);
    let bundled = detect_crates(&["libsqlite3-sys"], &[("libsqlite3-sys", &["cc"]), ("cc", &[])]);
    assert_answers(&bundled, &[("shared-library", ""), ("native", "c")]);
}

#[test]
fn crates_for_tests_and_other_systems_do_not_count() {
    let manifest = "[package]\nname = \"app\"\n[dev-dependencies]\nnative-tls = \"0.2\"\n[target.'cfg(windows)'.dependencies]\ncc = \"1\"\n";
    let lock = "[[package]]\nname = \"app\"\ndependencies = [\"native-tls\", \"cc\"]\n[[package]]\nname = \"native-tls\"\n[[package]]\nname = \"cc\"\n";
    let found = detect(&[("Cargo.toml", manifest), ("Cargo.lock", lock), ("src/main.rs", "fn main() {}")]).unwrap();
    assert_answers(&found, &[("certificates", ""), ("native", "")]);
}

#[test]
fn a_missing_lock_file_is_said() {
    let found = detect(&[PACKAGE, ("src/main.rs", "fn main() {}")]).unwrap();
    assert_answers(&found, &[("locked", "no")]);
    assert_eq!(found.evidence("locked"), "Cargo.toml (no Cargo.lock beside it)");
}

#[test]
fn what_only_an_idle_feature_turns_on_does_not_count() {
    let lock = "[[package]]\nname = \"web\"\ndependencies = [\"openssl-sys\"]\n[[package]]\nname = \"openssl-sys\"\n\
        [[package]]\nname = \"native-tls\"\n";
    for (features, openssl, certificates) in [
        ("default = [\"rustls\"]\nrustls = []\nopenssl = [\"web/openssl\", \"dep:native-tls\"]", "", "yes"),
        ("default = [\"openssl\"]\nopenssl = [\"web/openssl\"]", "yes", "yes"),
        ("", "yes", "yes"),
    ] {
        let manifest = format!(
            "[package]\nname = \"app\"\n[dependencies]\nweb = \"1\"\nnative-tls = {{ version = \"1\", optional = true }}\n[features]\n{features}\n"
        );
        let found =
            detect(&[("Cargo.toml", &manifest), ("Cargo.lock", lock), ("src/main.rs", "fn main() {}")]).unwrap();
        assert_answers(&found, &[("openssl", openssl), ("certificates", certificates)]);
    }
}
