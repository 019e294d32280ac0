//! Ports, interfaces, health routes and files, in source and in the settings of frameworks.

use super::*;

#[test]
fn a_port_is_found_through_names_methods_and_variables() {
    for (body, port, variable) in [
        ("HttpServer.create(new InetSocketAddress(8080), 0);", "8080", ""),
        ("int port = 9_000; new ServerSocket(port);", "9000", ""),
        ("new ServerSocket(PORT);---static final int PORT = 8081;", "8081", ""),
        ("new ServerSocket(Integer.parseInt(System.getenv(\"PORT\")));", "", "PORT"),
        ("new ServerSocket(Integer.parseInt(System.getenv().getOrDefault(\"PORT\", \"8082\")));", "8082", "PORT"),
        (
            "new ServerSocket(port());---static int port() { var p = System.getenv(\"APP_PORT\"); return p == null ? 8083 : Integer.parseInt(p); }",
            "8083",
            "APP_PORT",
        ),
        ("new ServerSocket(args.length > 0 ? Integer.parseInt(args[0]) : 8084);", "8084", ""),
        ("start(); String p = System.getenv(\"PORT\");", "", "PORT"),
        ("new Socket().connect(new InetSocketAddress(5432));", "", ""),
    ] {
        assert_answers(&detect_main(body), &[("port", port), ("port-variable", variable)]);
    }
    assert_eq!(detect_main("new ServerSocket(8080); new ServerSocket(9090);").doubt("port"), ["8080", "9090"]);
}

#[test]
fn an_interface_that_nobody_reaches_is_told() {
    assert_answers(
        &detect_main("new InetSocketAddress(\"127.0.0.1\", 8080);"),
        &[("loopback", "yes"), ("host-variable", "")],
    );
    assert_answers(&detect_main("new InetSocketAddress(\"0.0.0.0\", 8080);"), &[("loopback", "")]);
    assert_answers(
        &detect_main("new InetSocketAddress(System.getenv().getOrDefault(\"HOST\", \"localhost\"), 8080);"),
        &[("loopback", "yes"), ("host-variable", "HOST")],
    );
}

/// Detects in a Kotlin program with this `main`.
fn kotlin(body: &str) -> Findings {
    let main = format!("package com.example\nimport io.javalin.Javalin\nfun main() {{\n{body}\n}}\n");
    detect(&[("build.gradle.kts", "plugins { application }"), ("src/main/kotlin/Main.kt", &main)]).unwrap()
}

#[test]
fn the_frameworks_of_kotlin_name_their_arguments() {
    for (body, port, variable, loopback) in [
        ("embeddedServer(Netty, port = 8080, host = \"0.0.0.0\") {}.start(wait = true)", "8080", "", ""),
        ("embeddedServer(Netty, 8081) {}.start(wait = true)", "8081", "", ""),
        (
            "embeddedServer(CIO, host = \"127.0.0.1\", port = System.getenv(\"PORT\")?.toInt() ?: 8082) {}",
            "8082",
            "PORT",
            "yes",
        ),
        (
            "val port = System.getenv(\"PORT\")\n    ?.toIntOrNull()\n    ?: 8083\nval other = 1\nembeddedServer(Netty, port) {}",
            "8083",
            "PORT",
            "",
        ),
        ("Javalin.create().start(7070)", "7070", "", ""),
        ("Javalin.create().start(\"localhost\", 7071)", "7071", "", "yes"),
    ] {
        assert_answers(&kotlin(body), &[("port", port), ("port-variable", variable), ("loopback", loopback)]);
    }
}

#[test]
fn ktor_reads_its_own_settings() {
    let conf = "ktor {\n  deployment {\n    port = 8085\n    port = ${?PORT}\n  }\n  application { modules = [ com.example.ModuleKt.module ] }\n}\n";
    let files = [
        ("build.gradle.kts", "plugins { id(\"io.ktor.plugin\") version \"3.3.0\" }"),
        (
            "src/main/kotlin/Main.kt",
            "package a\nfun main(args: Array<String>) = io.ktor.server.netty.EngineMain.main(args)\n",
        ),
    ];
    let found = detect(&[files[0], files[1], ("src/main/resources/application.conf", conf)]).unwrap();
    assert_answers(&found, &[("port", "8085"), ("port-variable", "PORT"), ("packaging", "jar")]);
    let yaml = "ktor:\n  deployment:\n    port: \"$PORT:8086\"\n";
    let found = detect(&[files[0], files[1], ("src/main/resources/application.yaml", yaml)]).unwrap();
    assert_answers(&found, &[("port", "8086"), ("port-variable", "PORT")]);
}

#[test]
fn a_framework_can_always_be_told_its_port() {
    let library = |id: &str| {
        format!(
            "<dependency><groupId>{}</groupId><artifactId>{}</artifactId></dependency>",
            id.split_once(':').unwrap().0,
            id.split_once(':').unwrap().1
        )
    };
    let found = |libraries: &[&str], settings: &str| {
        let body = pom(&format!(
            "<dependencies>{}</dependencies>",
            libraries.iter().map(|id| library(id)).collect::<String>()
        ));
        detect(&[
            ("pom.xml", &body),
            ("src/main/java/Main.java", &class("")),
            ("src/main/resources/application.properties", settings),
        ])
        .unwrap()
    };
    let spring = [
        "org.springframework.boot:spring-boot-starter-webflux",
        "org.springframework.boot:spring-boot-starter-actuator",
    ];
    assert_answers(
        &found(&spring, ""),
        &[("port", "8080"), ("port-variable", "SERVER_PORT"), ("health-path", "/actuator/health"), ("loopback", "")],
    );
    let settings =
        "# server.port=1\nserver.port = 8081\nserver.address=127.0.0.1\nmanagement.endpoints.web.base-path=/manage\n";
    assert_answers(
        &found(&spring, settings),
        &[
            ("port", "8081"),
            ("health-path", "/manage/health"),
            ("loopback", "yes"),
            ("host-variable", "SERVER_ADDRESS"),
        ],
    );
    assert_answers(
        &found(&["io.quarkus:quarkus-rest"], "quarkus.http.port=8082"),
        &[("port", "8082"), ("port-variable", "QUARKUS_HTTP_PORT")],
    );
}

#[test]
fn a_route_for_health_is_found_with_its_prefix() {
    for (body, path) in [
        ("server.createContext(\"/healthz\", x);", "/healthz"),
        ("app.get(\"/health\", c -> {}); app.get(\"/ready\", c -> {});", "/health"),
        ("call(\"see /health\"); client.send(URI.create(\"/health\"));", ""),
    ] {
        assert_answers(&detect_main(body), &[("health-path", path)]);
    }
    assert_answers(&kotlin("routing { route(\"/api\") { get(\"/health\") { } } }"), &[("health-path", "/api/health")]);
}

#[test]
fn files_of_the_project_go_into_the_image_and_others_are_told() {
    let found = detect(&[
        ("pom.xml", &pom("")),
        ("config/words.txt", "words"),
        ("src/main/java/Main.java", &class("Files.readString(Path.of(\"config/words.txt\")); new FileWriter(\"log.txt\"); Files.createTempFile(\"a\", \"b\"); new File(\"none.txt\");")),
    ])
    .unwrap();
    assert_answers(&found, &[("assets", "config/words.txt"), ("writes", "log.txt"), ("temp", "yes")]);
}
