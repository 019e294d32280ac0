//! What the source says: port, interface, health route, signals, files.

use super::{assert_answers, detect, detect_code};

/// Port, variable, host variable and loopback of a program.
fn listens(manifest: &str, code: &str) -> (String, String, String, String) {
    let found = detect_code(manifest, code);
    let answer = |question| found.answer(question).unwrap_or_default();
    (answer("port"), answer("port-variable"), answer("host-variable"), answer("loopback"))
}

#[track_caller]
fn assert_listens(code: &str, expected: (&str, &str, &str, &str)) {
    let (port, variable, host, loopback) = listens("", code);
    assert_eq!((&*port, &*variable, &*host, &*loopback), expected, "{code}");
}

#[test]
fn a_port_is_found_however_it_is_written() {
    assert_listens("app.listen(3000)", ("3000", "", "", ""));
    assert_listens("app.listen(process.env.PORT || 8080, () => {})", ("8080", "PORT", "", ""));
    assert_listens("app.listen(process.env['APP_PORT'] ?? '4000')", ("4000", "APP_PORT", "", ""));
    assert_listens(
        "const PORT = process.env.PORT || 5000;\napp.listen(PORT, function () { log(1) })",
        ("5000", "PORT", "", ""),
    );
    assert_listens(
        "const port: number = parseInt(process.env.PORT || '3001', 10)\nserver.listen(port)",
        ("3001", "PORT", "", ""),
    );
    assert_listens(
        "const port = Number(process.env.PORT ?? 8_080);\nawait app.listen({ port, host: '0.0.0.0' });",
        ("8080", "PORT", "", ""),
    );
    assert_listens("const { PORT = 3000 } = process.env;\napp.listen(PORT)", ("3000", "PORT", "", ""));
    assert_listens(
        "const config = { port: +process.env.PORT || 7000 };\napp.listen(config.port)",
        ("7000", "PORT", "", ""),
    );
    assert_listens("app.listen(configService.get<number>('PORT', 3100))", ("3100", "PORT", "", ""));
}

#[test]
fn a_port_in_a_comment_or_a_text_is_none() {
    assert_listens(
        "// app.listen(1111)\nconst a = 'app.listen(2222)'; const r = /app.listen(3333)/;\napp.listen(4444)",
        ("4444", "", "", ""),
    );
}

#[test]
fn two_ports_are_a_doubt_unless_a_variable_sets_one() {
    let found = detect_code("", "app.listen(3000);\nmetrics.listen(9090);");
    assert_eq!(found.doubt("port"), ["3000", "9090"]);
    assert_listens("metrics.listen(9090);\napp.listen(process.env.PORT || 3000);", ("3000", "PORT", "", ""));
}

#[test]
fn an_interface_is_found_as_second_argument_or_property() {
    assert_listens("server.listen(3000, '127.0.0.1')", ("3000", "", "", "yes"));
    assert_listens("server.listen(3000, 'localhost', () => {})", ("3000", "", "", "yes"));
    assert_listens("server.listen(3000, '0.0.0.0')", ("3000", "", "", ""));
    assert_listens(
        "const host = process.env.HOST || '127.0.0.1';\nserver.listen(3000, host)",
        ("3000", "", "HOST", "yes"),
    );
    assert_listens("server.listen({ host: 'localhost', port: 3000 })", ("3000", "", "", "yes"));
    assert_listens("server.listen(3000, 511)", ("3000", "", "", ""));
}

#[test]
fn a_name_that_others_have_too_is_taken_for_the_service_only_where_that_is_clear() {
    let package = ("package.json", r#"{"scripts": {"start": "node server.js"}}"#);
    let mail = ("a.js", "module.exports = { host: 'localhost', port: 25 };");
    let database =
        ("b.js", "module.exports = { host: process.env.DB_HOST || 'localhost', port: process.env.DB_PORT || 5432 };");
    let own = (
        "c.js",
        "module.exports = { host: getEnvVariable('APP_HOST', { or: '0.0.0.0' }), port: getEnvVariable('APP_PORT', 8080) };",
    );
    let plain = ("d.js", "module.exports = { host: '0.0.0.0', port: 8080 };");
    let listens = |files: &[(&str, &str)]| {
        let required: Vec<String> = files.iter().map(|(path, _)| format!("require('./{path}');\n")).collect();
        let server = format!("{}const host = config.host;\nserver.listen(config.port, host);", required.concat());
        let found = detect(&[&[package, ("server.js", &server)], files].concat()).unwrap();
        ["port", "port-variable", "host-variable", "loopback"].map(|id| found.answer(id).unwrap_or_default())
    };
    assert_eq!(listens(&[mail, database, own]), ["8080", "APP_PORT", "APP_HOST", ""]);
    assert_eq!(listens(&[mail, database, plain])[1..], ["", "", ""], "two hosts, and nobody knows which");
    assert_eq!(listens(&[mail])[3], "yes");
    assert_eq!(listens(&[database])[1..], ["", "", ""]);
}

#[test]
fn fastify_listens_on_loopback_unless_told() {
    let fastify = r#", "dependencies": {"fastify": "5"}"#;
    assert_eq!(listens(fastify, "app.listen({ port: 3000 })").3, "yes");
    assert_eq!(listens(fastify, "app.listen({ port: 3000, host: '0.0.0.0' })").3, "");
    assert_eq!(listens(fastify, "app.listen({ port: 3000, host: process.env.HOST ?? 'localhost' })").2, "HOST");
}

#[test]
fn hapi_and_hono_take_an_object() {
    let hapi = r#", "dependencies": {"@hapi/hapi": "21"}"#;
    let code = "const server = Hapi.server({ port: 3000, host: 'localhost' });";
    assert_eq!(listens(hapi, code), ("3000".into(), String::new(), String::new(), "yes".into()));
    let hono = r#", "dependencies": {"@hono/node-server": "1"}"#;
    let code = "serve({ fetch: app.fetch, port: Number(process.env.PORT) || 8787 });";
    assert_eq!(listens(hono, code), ("8787".into(), "PORT".into(), String::new(), String::new()));
}

#[test]
fn what_the_entry_does_not_import_is_no_part_of_the_service() {
    let found = detect(&[
        ("package.json", r#"{"scripts": {"start": "node src/server.js"}}"#),
        ("src/server.js", "import { app } from './app.js';\napp.listen(3000);"),
        ("src/app.js", "export const app = make();\napp.get('/healthz', f);"),
        ("src/mock.js", "fake.listen(9999);"),
    ]);
    assert_answers(&found.unwrap(), &[("port", "3000"), ("health-path", "/healthz")]);
}

#[test]
fn a_health_route_is_found_in_every_framework() {
    let codes = [
        "app.get('/health', f)",
        "router.get(\"/health/\", f)",
        "app.use('/health', health)",
        "server.route({ method: 'GET', path: '/health' })",
        "if (request.url === '/health') {}",
        "switch (path) { case '/health': }",
        "class A { @Get('health') a() {} }",
        "@Controller('health') class A {}",
    ];
    for code in codes {
        assert_eq!(detect_code("", code).answer("health-path").as_deref(), Some("/health"), "{code}");
    }
    assert_eq!(detect_code("", "cache.get('health'); fetch('/health')").answer("health-path"), None);
}

#[test]
fn a_handler_for_sigterm_is_seen() {
    let codes = [
        "process.on('SIGTERM', stop)",
        "process.once(\"SIGTERM\", () => {})",
        "for (const s of ['SIGINT', 'SIGTERM']) process.on(s, stop)",
        "app.enableShutdownHooks()",
    ];
    for code in codes {
        assert_eq!(detect_code("", code).answer("handles-stop").as_deref(), Some("yes"), "{code}");
    }
    let grace = r#", "dependencies": {"close-with-grace": "2"}"#;
    assert_eq!(detect_code(grace, "closeWithGrace(f)").answer("handles-stop").as_deref(), Some("yes"));
    for code in ["process.on('SIGINT', stop)", "child.kill('SIGTERM')", "// process.on('SIGTERM')"] {
        assert_eq!(detect_code("", code).answer("handles-stop"), None, "{code}");
    }
}

#[test]
fn files_that_are_written_are_named() {
    let found =
        detect_code("", "fs.writeFileSync('data/db.json', x); fs.mkdirSync('/tmp/a'); fs.appendFile(`log/${day}`, x)");
    assert_answers(&found, &[("writes", "data/db.json")]);
}

#[test]
fn a_folder_that_the_built_program_reads_is_brought() {
    let found = detect(&[
        (
            "package.json",
            r#"{"scripts": {"build": "tsc", "start": "node dist/a.js"}, "devDependencies": {"typescript": "5"}}"#,
        ),
        ("tsconfig.json", r#"{"compilerOptions": {"outDir": "dist"}}"#),
        (
            "src/a.ts",
            "fs.readFileSync(path.join(__dirname, '..', 'data', 'a.json')); app.use(express.static('web/dist'));",
        ),
        ("data/a.json", "{}"),
        ("web/dist/index.html", ""),
    ]);
    assert_answers(&found.unwrap(), &[("files", "data, dist, package.json, web")]);
}
