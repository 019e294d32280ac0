//! Modules, workspaces, programs, and the files that the compiler needs.

use super::*;

const MAIN: &str = "package main\n\nfunc main() {}\n";

#[test]
fn the_module_says_its_name_and_the_version_it_needs() {
    let cases = [
        ("go 1.24\n", "1.24"),
        ("go 1.24.3\n", "1.24"),
        ("go 1.23rc1\n", "1.23"),
        ("go 1.22\ntoolchain go1.25.1\n", "1.25"),
        ("go 1.25\ntoolchain go1.24.2\n", "1.25"),
        ("go 1.9\n", "1.9"),
        ("toolchain default\n", ""),
        ("// go 1.30\n", ""),
        ("", ""),
    ];
    for (lines, version) in cases {
        let found =
            detect(&[("go.mod", &format!("module example.com/app // ours\n{lines}")), ("main.go", MAIN)]).unwrap();
        assert_answers(&found, &[("language-version", version), ("module", "example.com/app")]);
    }
}

#[test]
fn the_binary_is_named_as_go_build_names_it() {
    for (module, binary) in [
        ("example.com/app", "app"),
        ("example.com/app/v2", "app"),
        ("example.com/app/v1", "v1"),
        ("app", "app"),
        ("\"example.com/quoted\"", "quoted"),
        ("gopkg.in/yaml.v3", "yaml.v3"),
    ] {
        let found = detect(&[("go.mod", &format!("module {module}\n")), ("main.go", MAIN)]).unwrap();
        assert_answers(&found, &[("binary", binary), ("main", ".")]);
    }
    let found = detect(&[MOD, ("cmd/server/main.go", MAIN)]).unwrap();
    assert_answers(&found, &[("binary", "server"), ("main", "./cmd/server")]);
}

#[test]
fn several_programs_are_a_doubt_with_the_likely_one_first() {
    let files = ["cmd/worker/main.go", "cmd/app/main.go", "tools/gen/main.go", "cmd/api/main.go"];
    let files: Vec<_> = files.iter().map(|path| (*path, MAIN)).chain([MOD]).collect();
    let found = detect(&files).unwrap();
    assert_eq!(found.doubt("main"), ["./cmd/app", "./cmd/api", "./cmd/worker", "./tools/gen"]);
    assert_answers(&found, &[("binary", ""), ("module", "example.com/app")]);
}

#[test]
fn of_several_programs_those_that_open_a_port_come_first() {
    let imports = "package main\n\nimport \"example.com/app/web\"\n\nfunc main() { web.Run() }\n";
    let web = "package web\n\nimport \"net/http\"\n\nfunc Run() { http.ListenAndServe(address(), nil) }\n";
    let files = [MOD, ("cmd/app/main.go", MAIN), ("cmd/migrate/main.go", MAIN)];
    let found = detect(&[&files[..], &[("cmd/server/main.go", imports), ("web/web.go", web)]].concat()).unwrap();
    assert_eq!(found.doubt("main"), ["./cmd/server", "./cmd/app", "./cmd/migrate"]);
}

#[test]
fn programs_for_developers_raise_no_doubt() {
    let found = detect(&[MOD, ("main.go", MAIN), ("examples/a/main.go", MAIN), ("scripts/b/main.go", MAIN)]).unwrap();
    assert_answers(&found, &[("main", "."), ("binary", "app")]);
    let found = detect(&[MOD, ("tools/only/main.go", MAIN)]).unwrap();
    assert_answers(&found, &[("main", "./tools/only")]);
}

#[test]
fn files_that_are_not_built_for_linux_hold_no_program() {
    let cases = [
        ("gen.go", "//go:build ignore\n\npackage main\nfunc main() {}\n"),
        ("gen.go", "// +build ignore\n\npackage main\nfunc main() {}\n"),
        ("gen.go", "//go:build windows || (darwin && !cgo)\n\npackage main\nfunc main() {}\n"),
        ("main_test.go", MAIN),
        ("main_windows.go", MAIN),
        ("main_darwin_arm64.go", MAIN),
        ("_main.go", MAIN),
        ("_attic/main.go", MAIN),
        ("testdata/main.go", MAIN),
        ("main.go", "package main\n\n// func main() {}\nfunc (app) main() {}\n"),
        ("main.go", "package app\n\nfunc main() {}\n"),
        ("nested/main.go", MAIN),
    ];
    for (path, text) in cases {
        let found = detect(&[MOD, ("nested/go.mod", "module example.com/other\n"), (path, text)]).unwrap();
        assert_answers(&found, &[("main", ""), ("binary", "")]);
    }
    for (path, text) in [
        ("main_linux_amd64.go", MAIN),
        ("windows.go", MAIN),
        ("main.go", "//go:build !windows && (linux || darwin) && !dev\n\npackage main\nfunc main() {}\n"),
        ("main.go", "// A comment.\n\n/* Another. */ package main\nfunc main() {}\n"),
    ] {
        assert_answers(&detect(&[MOD, (path, text)]).unwrap(), &[("main", ".")]);
    }
}

#[test]
fn the_dependency_layer_gets_every_manifest() {
    let cases: &[(Files, &str, &str)] = &[
        (&[("go.mod", "module a\n")], "go.mod", "no"),
        (&[("go.mod", "module a\nrequire b.c/d v1.0.0\n"), ("go.sum", "")], "go.mod, go.sum", "yes"),
        (
            &[
                ("go.mod", "module a\nrequire b.c/d v0.0.0\nreplace b.c/d v0.0.0 => ./lib/../d // here\n"),
                ("d/go.mod", "module b.c/d\n"),
            ],
            "go.mod, d/go.mod",
            "no",
        ),
        (
            &[
                ("go.mod", "module a\nrequire b.c/d v0.0.0\nreplace b.c/d => ./d\n"),
                ("d/go.mod", "module b.c/d\nrequire (\n\te.f/g v1.2.3\n)\n"),
                ("d/go.sum", ""),
            ],
            "go.mod, d/go.mod, d/go.sum",
            "yes",
        ),
        (&[("go.mod", "module a\nrequire b.c/d v1.0.0\nreplace b.c/d => e.f/d v1.0.0\n")], "go.mod", "yes"),
        (
            &[
                ("go.work", "go 1.24\nuse (\n\t./service\n\t./lib // shared\n)\n"),
                ("go.work.sum", ""),
                ("service/go.mod", "module a/service\nrequire a/lib v0.0.0\n"),
                ("service/go.sum", ""),
                ("lib/go.mod", "module a/lib\n"),
                ("stray/go.mod", "module a/stray\n"),
            ],
            "go.work, go.work.sum, service/go.mod, service/go.sum, lib/go.mod",
            "no",
        ),
    ];
    for (files, manifests, dependencies) in cases {
        let found = detect(files).unwrap();
        assert_answers(&found, &[("manifests", manifests), ("dependencies", dependencies)]);
    }
}

#[test]
fn a_workspace_needs_the_version_of_its_most_demanding_member() {
    let found = detect(&[
        ("go.work", "go 1.23\nuse ./a\nuse ./b\n"),
        ("a/go.mod", "module m/a\ngo 1.22\n"),
        ("a/cmd/run/main.go", MAIN),
        ("b/go.mod", "module m/b\ngo 1.25.0\n"),
    ])
    .unwrap();
    assert_answers(
        &found,
        &[("language-version", "1.25"), ("main", "./a/cmd/run"), ("module", "m/a"), ("binary", "run")],
    );
    assert_eq!(found.evidence("language-version"), "b/go.mod:2 (go 1.25.0)");
}

#[test]
fn a_module_outside_the_build_context_is_refused() {
    let required = "module a\n\nrequire b.c/d v0.0.0\nreplace b.c/d => ../d\n";
    let error = assert_refused(&[("go.mod", required)], ErrorKind::Refused, "go.mod:4");
    assert!(error.help.unwrap().contains("go mod vendor"));
    assert_refused(&[("go.mod", &required.replace("../d", "/src/d"))], ErrorKind::Refused, "go.mod:4");
    assert_refused(&[("go.work", "go 1.24\nuse ../lib\n")], ErrorKind::Refused, "go.work:2");

    let vendored = detect(&[("go.mod", required), ("vendor/modules.txt", "")]).unwrap();
    assert_answers(&vendored, &[("vendor", "yes"), ("manifests", "go.mod")]);
    assert!(detect(&[("go.mod", "module a\nreplace b.c/unused => ../d\n")]).is_ok());
}

#[test]
fn a_manifest_that_go_could_not_use_is_an_error() {
    assert_refused(&[("go.mod", "go 1.24\n")], ErrorKind::BadInput, "go.mod");
    assert_refused(&[("go.work", "use ./gone\n")], ErrorKind::BadInput, "go.work:1");
    assert_refused(
        &[("go.mod", "module a\nrequire b.c/d v0.0.0\nreplace b.c/d => ./d\n")],
        ErrorKind::BadInput,
        "go.mod:3",
    );
    assert!(detect(&[]).unwrap().0.is_empty());
}

#[test]
fn embedded_files_are_named_from_the_root() {
    let text = "package main\n\nimport \"embed\"\n\n//go:embed all:static \"a b.txt\" `c.txt`\n//go:embed   migrations/*.sql\nvar files embed.FS\n\n// //go:embed no\n//go:embedded no\nfunc main() {}\n";
    let found = detect(&[MOD, ("cmd/app/main.go", text)]).unwrap();
    let expected = "cmd/app/a b.txt, cmd/app/c.txt, cmd/app/migrations/*.sql, cmd/app/static";
    assert_answers(&found, &[("embed", expected)]);
    assert!(found.evidence("embed").starts_with("cmd/app/main.go:5 (//go:embed all:static"));
}

#[test]
fn other_sources_are_found_beside_go_files_only() {
    let found = detect(&[MOD, ("main.go", MAIN), ("sum_amd64.s", ""), ("sum.h", ""), ("docs/example.c", "")]).unwrap();
    assert_answers(&found, &[("sources", "**/*.h, **/*.s"), ("cgo", "")]);
}

#[test]
fn cgo_is_seen_in_the_source_and_in_known_modules() {
    let c = "package main\n\n// #cgo linux LDFLAGS: -lssl -lm\n// #include <math.h>\nimport \"C\"\n\nfunc main() {}\n";
    let found = detect(&[MOD, ("main.go", c)]).unwrap();
    assert_answers(&found, &[("cgo", "yes"), ("openssl", "yes"), ("cxx", "")]);
    assert_eq!(found.evidence("cgo"), "main.go:5 (import \"C\")");

    let found = detect(&[MOD, ("main.go", &c.replace("-lssl", "-lstdc++"))]).unwrap();
    assert_answers(&found, &[("cgo", "yes"), ("openssl", ""), ("cxx", "yes")]);
    let found = detect(&[MOD, ("main.go", &c.replace("-lssl", "")), ("shape.cpp", "")]).unwrap();
    assert_answers(&found, &[("cxx", "yes"), ("sources", "**/*.cpp")]);

    for (module, cgo) in [
        ("github.com/mattn/go-sqlite3 v1.14.0", "yes"),
        ("github.com/confluentinc/confluent-kafka-go/v2 v2.3.0", "yes"),
        ("github.com/mattn/go-sqlite3-pure v1.0.0", ""),
        ("modernc.org/sqlite v1.30.0", ""),
    ] {
        let manifest = format!("module a\nrequire {module} // indirect\n");
        assert_answers(&detect(&[("go.mod", &manifest), ("main.go", MAIN)]).unwrap(), &[("cgo", cgo)]);
    }
}

#[test]
fn only_what_the_program_imports_speaks_for_it() {
    let found = detect(&[
        MOD,
        ("cmd/app/main.go", "package main\n\nimport \"example.com/app/internal/web\"\n\nfunc main() { web.Run() }\n"),
        (
            "internal/web/web.go",
            "package web\nimport \"net/http\"\nfunc Run() { http.ListenAndServe(\":8080\", nil) }\n",
        ),
        (
            "internal/unused/unused.go",
            "package unused\nimport \"net/http\"\nimport \"C\"\nfunc Run() { http.ListenAndServe(\":1\", nil) }\n",
        ),
        (
            "examples/demo/main.go",
            "package main\nimport \"net/http\"\nfunc main() { http.ListenAndServe(\":2\", nil) }\n",
        ),
    ])
    .unwrap();
    assert_answers(&found, &[("port", "8080"), ("cgo", ""), ("main", "./cmd/app")]);
}
