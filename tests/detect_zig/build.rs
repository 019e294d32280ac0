//! `build.zig` and `build.zig.zon`: executables, options, packages, versions.

use super::*;

const MAIN: (&str, &str) = ("src/main.zig", "pub fn main() void {}\n");

fn zon(fields: &str) -> String {
    format!(".{{\n    .name = .app,\n    .version = \"0.1.0\",\n    {fields}\n}}\n")
}

fn with_manifest(fields: &str) -> Result<Findings, Error> {
    detect(&[SCRIPT, MAIN, ("build.zig.zon", &zon(fields))])
}

/// A script with these statements in `build`.
fn script(body: &str) -> String {
    format!("const std = @import(\"std\");\npub fn build(b: *std.Build) void {{\n{body}\n}}\n")
}

fn refused(found: Result<Findings, Error>, kind: ErrorKind, text: &str) {
    let error = found.err().unwrap();
    assert_eq!(error.kind, kind, "{error:?}");
    assert!(error.to_string().contains(text), "{error:?}");
}

#[test]
fn the_releases_are_those_of_the_catalog() {
    let language = Catalog::open(None).unwrap().language("zig").unwrap();
    let releases = language.tables.version.as_ref().unwrap().releases.iter();
    for release in releases {
        assert_eq!(release.checksums.len(), 2, "{}: one checksum for each machine that builds", release.id);
        let found = with_manifest(&format!(".minimum_zig_version = \"{}\",", release.id)).unwrap();
        assert!(!found.said("language-version").is_empty(), "{}", release.id);
    }
}

#[test]
fn a_package_gets_the_newest_patch_of_the_minor_release_it_asks_for() {
    for (asked, got) in [
        ("0.17.0", "0.17.0"),
        ("0.15.1", "0.15.2"),
        ("0.15.0-dev.77+abcdef", "0.15.2"),
        ("0.14.0", "0.14.1"),
        ("0.13.0", "0.13.0"),
    ] {
        let found = with_manifest(&format!(".minimum_zig_version = \"{asked}\",")).unwrap();
        assert_eq!(found.said("language-version"), got, "{asked}");
        assert_eq!(found.evidence("language-version"), format!("build.zig.zon:4 (minimum_zig_version {asked})"));
    }
}

#[test]
fn a_release_that_cannot_be_installed_is_refused_with_its_line() {
    for asked in ["0.18.0-dev.3+abc", "0.9.1", "0.15.3", "new"] {
        refused(with_manifest(&format!(".minimum_zig_version = \"{asked}\",")), ErrorKind::Refused, "build.zig.zon:4");
    }
}

#[test]
fn a_name_in_quotes_is_older_than_every_manifest_with_a_fingerprint() {
    let old = ".{ .name = \"app\", .version = \"0.1.0\" }";
    let found = detect(&[SCRIPT, MAIN, ("build.zig.zon", old)]).unwrap();
    assert_eq!(found.said("language-version"), "0.13.0");
}

#[test]
fn a_manifest_that_is_no_value_is_an_error() {
    refused(detect(&[SCRIPT, MAIN, ("build.zig.zon", "name = app")]), ErrorKind::BadInput, "build.zig.zon:1");
    refused(detect(&[SCRIPT, MAIN, ("build.zig.zon", "")]), ErrorKind::BadInput, "build.zig.zon");
}

#[test]
fn a_package_by_url_has_to_be_fetched() {
    let found =
        with_manifest(".dependencies = .{ .@\"a b\" = .{ .url = \"https://e.x/a.tar.gz\", .hash = \"a-1\" } },");
    let found = found.unwrap();
    assert_answers(&found, &[("dependencies", "yes"), ("manifests", "build.zig, build.zig.zon")]);
    assert_eq!(found.evidence("dependencies"), "build.zig.zon:4 (a b: https://e.x/a.tar.gz)");
}

#[test]
fn a_package_by_url_without_a_hash_is_an_error() {
    refused(
        with_manifest(".dependencies = .{ .a = .{ .url = \"https://e.x/a.tar.gz\" } },"),
        ErrorKind::BadInput,
        "zig fetch --save=a https://e.x/a.tar.gz",
    );
}

#[test]
fn a_package_by_path_brings_its_own_manifests() {
    let root = zon(".dependencies = .{ .a = .{ .path = \"libs/a\" } },");
    let a = zon(".dependencies = .{ .b = .{ .path = \"../b\" } }, .paths = .{ \"data\", \"LICENSE\", \"\" },");
    let found = detect(&[
        SCRIPT,
        MAIN,
        ("build.zig.zon", &root),
        ("libs/a/build.zig.zon", &a),
        ("libs/a/data/x.bin", "x"),
        ("libs/b/build.zig", ""),
    ])
    .unwrap();
    assert_answers(
        &found,
        &[
            ("manifests", "build.zig, build.zig.zon, libs/a/build.zig.zon, libs/b/build.zig"),
            ("sources", "libs/a/data"),
            ("dependencies", ""),
        ],
    );
}

#[test]
fn a_package_outside_the_folder_is_refused_and_a_missing_one_is_an_error() {
    refused(
        with_manifest(".dependencies = .{ .a = .{ .path = \"../a\" } },"),
        ErrorKind::Refused,
        "../a lies outside the build context",
    );
    refused(
        with_manifest(".dependencies = .{ .a = .{ .path = \"libs/a\" } },"),
        ErrorKind::BadInput,
        "there is no folder libs/a",
    );
}

#[test]
fn one_executable_is_the_target() {
    let found = detect(&[SCRIPT, MAIN]).unwrap();
    assert_answers(
        &found,
        &[("target", "app"), ("binary", "app"), ("target-option", ""), ("optimize", ""), ("strip-option", "")],
    );
}

#[test]
fn several_installed_executables_are_a_doubt_and_tools_are_none() {
    let text = script(
        "const name = \"server\";
        const target = b.standardTargetOptions(.{});
        const a = b.addExecutable(.{ .name = name, .root_source_file = .{ .path = \"a.zig\" }, .target = target });
        const c = b.addExecutable(.{ .name = \"client\" });
        const tool = b.addExecutable(.{ .name = \"generate\" });
        _ = b.addRunArtifact(tool);
        b.installArtifact(a);
        b.getInstallStep().dependOn(&b.addInstallArtifact(c, .{}).step);",
    );
    assert_eq!(detect(&[("build.zig", &text)]).unwrap().doubt("target"), ["server", "client"]);
    let one = text.replace("b.getInstallStep().dependOn(&b.addInstallArtifact(c, .{}).step);", "");
    assert_eq!(detect(&[("build.zig", &one)]).unwrap().said("target"), "server");
}

#[test]
fn a_name_that_only_the_script_knows_is_asked_for() {
    let text = script(
        "for (examples) |example| {
            const exe = b.addExecutable(.{ .name = example.name });
            b.installArtifact(exe);
        }",
    );
    let found = detect(&[("build.zig", &text)]).unwrap();
    assert_answers(&found, &[("target", ""), ("binary", "")]);
}

#[test]
fn a_script_that_makes_or_installs_no_executable_is_an_error() {
    refused(
        detect(&[("build.zig", &script("_ = b.addModule(\"m\", .{});"))]),
        ErrorKind::BadInput,
        "makes no executable",
    );
    refused(
        detect(&[("build.zig", &script("const e = b.addExecutable(.{ .name = \"x\" });"))]),
        ErrorKind::BadInput,
        "b.installArtifact(exe)",
    );
}

#[test]
fn options_that_the_script_does_not_take_are_not_passed() {
    let text = script(
        "// b.standardTargetOptions(.{}) and b.standardOptimizeOption(.{})
        const strip = b.option(bool, \"strip\", \"no debug data\") orelse false;
        const exe = b.addExecutable(.{ .name = \"x\", .strip = strip });
        b.installArtifact(exe);",
    );
    let found = detect(&[("build.zig", &text)]).unwrap();
    assert_answers(&found, &[("target-option", "no"), ("optimize", "project"), ("strip-option", "yes")]);
}

#[test]
fn options_may_be_taken_in_a_file_that_the_script_imports() {
    let text = script(
        "const o = @import(\"build/options.zig\").all(b);\nb.installArtifact(b.addExecutable(.{ .name = \"x\" }));",
    );
    let options = ("build/options.zig", "pub fn all(b: anytype) void {\n_ = b.standardTargetOptions(.{});\n}\n");
    let found = detect(&[("build.zig", &text), options]).unwrap();
    assert_answers(&found, &[("target-option", ""), ("optimize", "project"), ("target", "x")]);
}

#[test]
fn a_library_of_the_system_is_one_unless_it_is_the_c_library() {
    let text = |library: &str| {
        script(&format!(
            "const exe = b.addExecutable(.{{ .name = \"x\" }});\nexe.linkSystemLibrary(\"{library}\");\nb.installArtifact(exe);"
        ))
    };
    assert_eq!(detect(&[("build.zig", &text("sqlite3"))]).unwrap().said("system-library"), "yes");
    assert_eq!(detect(&[("build.zig", &text("pthread"))]).unwrap().said("system-library"), "");
}

#[test]
fn files_that_the_script_names_are_sources() {
    let text = script(
        "const exe = b.addExecutable(.{ .name = \"x\" });
        exe.addCSourceFile(.{ .file = b.path(\"c/one.c\") });
        exe.addIncludePath(b.path(\"include\"));
        exe.addIncludePath(b.path(\"gone\"));
        b.installArtifact(exe);",
    );
    let found = detect(&[("build.zig", &text), ("c/one.c", ""), ("include/one.h", "")]).unwrap();
    assert_answers(&found, &[("sources", "c/one.c, include"), ("compiles-c", "yes")]);
}
