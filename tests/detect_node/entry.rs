//! Which file starts the service.

use super::{assert_answers, detect};

/// The entry for a start script, in a project with a few files.
fn started(script: &str) -> super::Findings {
    let package = format!(
        r#"{{"main": "lib/main.js", "scripts": {{"start": "{script}", "serve:it": "node server.js", "loop": "npm run loop"}}}}"#
    );
    let files =
        [("package.json", &*package), ("server.js", ""), ("lib/main.js", ""), ("bin/www", ""), ("src/index.js", "")];
    detect(&files).unwrap()
}

#[test]
fn the_start_script_is_read_as_an_argument_vector() {
    let scripts = [
        ("node server.js", "server.js"),
        ("node ./server", "server.js"),
        ("node .", "lib/main.js"),
        ("node src", "src/index.js"),
        ("node ./bin/www", "bin/www"),
        ("NODE_ENV=production node server.js", "server.js"),
        ("cross-env A=b node server.js", "server.js"),
        ("npm run serve:it", "server.js"),
        ("yarn serve:it", "server.js"),
        ("echo hello && node server.js", "server.js"),
        ("nodemon server.js", "server.js"),
        ("pm2-runtime server.js", "server.js"),
        ("npm run loop", "lib/main.js"),
        ("node missing.js", "lib/main.js"),
    ];
    for (script, entry) in scripts {
        assert_eq!(started(script).answer("entry").as_deref(), Some(entry), "{script}");
    }
}

#[test]
fn options_and_arguments_stay_where_they_are() {
    let found = started("node --enable-source-maps -r ./lib/main.js --env-file=.env server.js --config a.json");
    assert_answers(
        &found,
        &[
            ("entry", "server.js"),
            ("node-options", "--enable-source-maps, -r, ./lib/main.js"),
            ("arguments", "--config, a.json"),
        ],
    );
    assert!(found.evidence("entry").starts_with("package.json:1 (start: node --enable-source-maps"));
}

#[test]
fn a_port_that_the_script_sets_is_the_port() {
    assert_answers(&started("PORT=5000 node server.js"), &[("port", "5000")]);
}

#[test]
fn a_script_for_production_wins_over_one_that_needs_a_tool() {
    let package = r#"{"scripts": {"build": "nest build", "start": "nest start", "start:prod": "node dist/main"},
        "dependencies": {"@nestjs/core": "11"}}"#;
    let found = detect(&[("package.json", package), ("src/main.ts", "")]).unwrap();
    assert_answers(&found, &[("entry", "dist/main"), ("build", "run, build"), ("files", "dist, package.json")]);
}

#[test]
fn without_a_script_a_usual_name_is_taken_and_several_are_a_doubt() {
    let one = detect(&[("package.json", "{}"), ("app.js", "")]).unwrap();
    assert_answers(&one, &[("entry", "app.js")]);
    let several = detect(&[("package.json", "{}"), ("app.js", ""), ("server.mjs", "")]).unwrap();
    assert_eq!(several.doubt("entry"), ["server.mjs", "app.js"]);
    let none = detect(&[("package.json", r#"{"main": "index.js"}"#), ("lib/a.js", "")]).unwrap();
    assert_answers(&none, &[("entry", "")]);
    assert!(none.doubt("entry").is_empty());
    let bin = detect(&[("package.json", r#"{"bin": {"serve": "./cli.mjs"}}"#), ("cli.mjs", "")]).unwrap();
    assert_answers(&bin, &[("entry", "cli.mjs")]);
}

#[test]
fn the_program_of_a_dependency_is_started_by_its_own_file() {
    let package = r#"{"scripts": {"start": "fastify start -l info app.js"}, "dependencies": {"fastify": "5", "fastify-cli": "7"}}"#;
    let found = detect(&[("package.json", package), ("app.js", "")]).unwrap();
    assert_answers(
        &found,
        &[
            ("entry", "node_modules/.bin/fastify"),
            ("arguments", "start, -l, info, app.js"),
            ("host-variable", "FASTIFY_ADDRESS"),
            ("port", "3000"),
        ],
    );
}

#[test]
fn a_name_with_a_scope_loses_it() {
    let found = detect(&[("package.json", r#"{"name": "@shop/Api", "main": "a.js"}"#), ("a.js", "")]).unwrap();
    assert_answers(&found, &[("name", "api")]);
}

#[test]
fn only_what_runs_is_copied_where_nothing_is_built() {
    let found = detect(&[
        ("package.json", r#"{"scripts": {"start": "node app.js"}}"#),
        ("app.js", "require('./scripts/seed'); require('./routes');"),
        ("routes/index.js", ""),
        ("scripts/seed.js", ""),
        ("test/app.test.js", ""),
        ("docs/a.txt", ""),
        ("README.md", ""),
        ("jest.config.js", ""),
        ("docker-compose.yml", ""),
        ("views/index.ejs", ""),
    ]);
    assert_answers(&found.unwrap(), &[("files", "app.js, package.json, routes, scripts, views")]);
}
