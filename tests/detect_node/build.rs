//! What is built, and TypeScript.

use super::{assert_answers, detect};

const SETTINGS: (&str, &str) =
    ("tsconfig.json", "{\n  // a comment\n  \"compilerOptions\": {\"outDir\": \"./build\", \"rootDir\": \"src\",},\n}");

#[test]
fn the_compilers_output_is_what_runs() {
    let package =
        r#"{"scripts": {"build": "tsc -p .", "start": "node build/index.js"}, "devDependencies": {"typescript": "5"}}"#;
    let found = detect(&[("package.json", package), SETTINGS, ("src/index.ts", ""), ("public/a.css", "")]).unwrap();
    assert_answers(
        &found,
        &[
            ("build", "run, build"),
            ("entry", "build/index.js"),
            ("files", "build, package.json, public"),
            ("dependencies", ""),
            ("installs", "yes"),
        ],
    );
}

#[test]
fn a_development_start_means_what_the_build_makes_of_it() {
    let package = r#"{"scripts": {"build": "tsc", "start": "tsx watch src/server.ts"}, "devDependencies": {"tsx": "4", "typescript": "5"}}"#;
    let found = detect(&[("package.json", package), SETTINGS, ("src/server.ts", "")]).unwrap();
    assert_answers(&found, &[("entry", "build/server.js"), ("files", "build, package.json")]);
}

#[test]
fn a_bundler_writes_where_its_option_says_or_where_the_start_script_looks() {
    let package = r#"{"scripts": {"build": "esbuild src/a.ts --bundle --outdir=out", "start": "node out/a.js"}}"#;
    assert_answers(&detect(&[("package.json", package), ("src/a.ts", "")]).unwrap(), &[("files", "out, package.json")]);
    let package = r#"{"scripts": {"build": "tsup", "start": "node dist/index.cjs"}}"#;
    let found = detect(&[("package.json", package), SETTINGS, ("src/index.ts", "")]).unwrap();
    assert_answers(&found, &[("entry", "dist/index.cjs"), ("files", "dist, package.json")]);
}

#[test]
fn without_a_build_script_the_compiler_itself_is_run() {
    let package = r#"{"scripts": {"start": "node build/index.js"}, "devDependencies": {"typescript": "5"}}"#;
    let found = detect(&[("package.json", package), SETTINGS, ("src/index.ts", "")]).unwrap();
    assert_answers(&found, &[("build", "exec, tsc"), ("entry", "build/index.js")]);
}

#[test]
fn typescript_that_is_only_types_is_run_as_it_is() {
    let package = r#"{"scripts": {"start": "tsx src/index.ts"}, "devDependencies": {"tsx": "4"}}"#;
    let code = ("src/index.ts", "import type { A } from './a.ts';\nconst a: number = 1;");
    let found = detect(&[("package.json", package), code]).unwrap();
    assert_answers(&found, &[("entry", "src/index.ts"), ("build", ""), ("needs-compiler", "")]);
    let old = detect(&[("package.json", package), code, (".nvmrc", "20")]).unwrap();
    assert_answers(&old, &[("entry", "src/index.ts"), ("needs-compiler", "yes")]);
}

#[test]
fn typescript_that_stands_for_code_needs_a_compiler() {
    let package = r#"{"scripts": {"start": "ts-node src/index.ts"}, "devDependencies": {"ts-node": "10"}}"#;
    let codes = [
        ("enum A { B }", "enum"),
        ("export namespace A { }", "namespace"),
        ("class A { constructor(private readonly a: number) {} }", "a property in a constructor's parameters"),
        ("@Controller()\nclass A {}", "a decorator"),
        ("import { a } from './a';", "an import without the .ts of its file"),
        ("import { a } from './a.js';", "an import without the .ts of its file"),
    ];
    for (code, what) in codes {
        let found = detect(&[("package.json", package), ("src/index.ts", code)]).unwrap();
        assert_answers(&found, &[("entry", "src/index.ts"), ("needs-compiler", "yes")]);
        assert!(
            found.evidence("needs-compiler").contains(&format!("({what}: ")),
            "{code}: {}",
            found.evidence("needs-compiler")
        );
    }
    let tsx = r#"{"scripts": {"start": "tsx src/index.ts"}, "dependencies": {"tsx": "4"}}"#;
    let found = detect(&[("package.json", tsx), ("src/index.ts", "enum A { B }")]).unwrap();
    assert_answers(&found, &[("entry", "src/index.ts"), ("node-options", "--import, tsx"), ("needs-compiler", "")]);
}

#[test]
fn next_is_known_with_and_without_standalone_output() {
    let package = r#"{"scripts": {"build": "next build", "start": "next start"}, "dependencies": {"next": "15"}}"#;
    let plain = detect(&[("package.json", package), ("app/page.js", "")]).unwrap();
    assert_answers(&plain, &[("framework", "next"), ("standalone", ""), ("static-site", "")]);
    let settings = ("next.config.ts", "const config = { output: 'standalone' };\nexport default config;");
    let found =
        detect(&[("package.json", package), settings, ("public/a.txt", ""), ("src/app/api/health/route.ts", "")])
            .unwrap();
    assert_answers(
        &found,
        &[
            ("standalone", "yes"),
            ("public", "yes"),
            ("entry", "server.js"),
            ("health-path", "/api/health"),
            ("host-variable", "HOSTNAME"),
        ],
    );
    let export =
        detect(&[("package.json", package), ("next.config.mjs", "export default { output: \"export\" };")]).unwrap();
    assert_answers(&export, &[("static-site", "yes")]);
    let commented =
        detect(&[("package.json", package), ("next.config.mjs", "export default { /* output: 'standalone' */ };")])
            .unwrap();
    assert_answers(&commented, &[("standalone", "")]);
}

#[test]
fn a_site_for_the_browser_is_told_from_a_service() {
    let site = r#"{"scripts": {"build": "vite build", "preview": "vite preview"}, "devDependencies": {"vite": "8"}}"#;
    assert_answers(&detect(&[("package.json", site), ("src/main.ts", "")]).unwrap(), &[("static-site", "yes")]);
    let react = r#"{"scripts": {"start": "react-scripts start", "build": "react-scripts build"}, "dependencies": {"react-scripts": "5"}}"#;
    assert_answers(&detect(&[("package.json", react), ("src/index.js", "")]).unwrap(), &[("static-site", "yes")]);
    let served = r#"{"scripts": {"build": "vite build", "start": "node server.js"}, "dependencies": {"express": "5"}, "devDependencies": {"vite": "8"}}"#;
    let found = detect(&[("package.json", served), ("server.js", "")]).unwrap();
    assert_answers(&found, &[("static-site", ""), ("entry", "server.js")]);
}

#[test]
fn prisma_makes_its_client_before_the_build() {
    let package = r#"{"scripts": {"build": "tsc", "start": "node build/a.js"}, "devDependencies": {"prisma": "6"}}"#;
    let schema = ("prisma/schema.prisma", "generator client {\n  provider = \"prisma-client-js\"\n}\n");
    let found = detect(&[("package.json", package), SETTINGS, schema, ("src/a.ts", "")]).unwrap();
    assert_answers(&found, &[("prisma", "yes"), ("prisma-modules", "yes")]);
    let output =
        ("prisma/schema.prisma", "generator client {\n  provider = \"prisma-client\"\n  output = \"../src/made\"\n}\n");
    let found = detect(&[("package.json", package), SETTINGS, output, ("src/a.ts", "")]).unwrap();
    assert_answers(&found, &[("prisma", "yes"), ("prisma-modules", "")]);
}
