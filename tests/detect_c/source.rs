//! What the source files say.

use super::*;

const MAKEFILE: (&str, &str) = ("Makefile", "server: server.c\n");

/// Detects in a program with this body of `main`; what stands before a line `---` stands before it.
fn with(body: &str) -> Findings {
    let (before, body) = body.split_once("---\n").unwrap_or(("", body));
    detect(&[MAKEFILE, ("server.c", &format!("{before}\nint main(void)\n{{\n{body}\n}}\n"))])
}

#[test]
fn the_port_is_what_the_socket_is_bound_to() {
    for body in [
        "address.sin_port = htons(9001);",
        "#define PORT 9001\n---\naddress.sin_port = htons(PORT);",
        "#define PORT (9001u)\n---\naddress.sin_port = htons(PORT);",
        "int port = 9001; address.sin_port = htons(port);",
        "enum { LISTEN = 9001 };\n---\naddress.sin_port = htons((uint16_t)LISTEN);",
        "static constexpr int kPort{9001};\n---\naddress.sin_port = htons(kPort);",
        "static int serve(int number) { a.sin_port = htons(number); }\n---\nserve(9001);",
        "getaddrinfo(NULL, \"9001\", &hints, &result);",
        "#define ADDRESS \"http://0.0.0.0:9001\"\n---\nmg_http_listen(&mgr, ADDRESS, fn, NULL);",
        "server.listen(\"0.0.0.0\", 9001);",
        "app.port(9001).multithreaded().run();",
        "#define DEFAULT_PORT 9001\n---\nrun(DEFAULT_PORT);",
    ] {
        assert_eq!(with(body).said("port"), "9001", "{body}");
    }
}

#[test]
fn several_ports_are_a_doubt_and_no_port_is_none() {
    assert_eq!(with("a.sin_port = htons(80); b.sin_port = htons(81);").doubt("port"), ["80", "81"]);
    for body in
        ["listen(fd, 16);", "a.sin_port = htons(0);", "// htons(8080)\nputs(\"htons(8080)\");", "int support = 5;"]
    {
        assert_answers(&with(body), &[("port", "")]);
    }
}

#[test]
fn the_environment_may_set_port_and_interface() {
    let found =
        with("const char *p = getenv(\"PORT\"); const char *h = getenv(\"HOST\"); a.sin_port = htons(atoi(p));");
    assert_answers(&found, &[("port-variable", "PORT"), ("host-variable", "HOST"), ("port", "")]);
    assert_answers(&with("auto p = std::getenv(\"APP_PORT\"); getenv(\"HOME\");"), &[("port-variable", "APP_PORT")]);
    assert_answers(&with("getenv(\"PORT\"); getenv(\"ADMIN_PORT\");"), &[("port-variable", "")]);
}

#[test]
fn what_a_variable_that_is_not_set_gives_way_to_is_the_port() {
    let start = "const char *port = getenv(\"PORT\"); if (!port) port = \"5000\";";
    for number in [
        "atoi(port)",
        "(uint16_t)atoi(port)",
        "strtol(port, NULL, 10)",
        "static_cast<std::uint16_t>(std::atoi(port))",
        "static_cast<uint16_t>(std::stoi(port))",
    ] {
        let found = with(&format!("{start} a.sin_port = htons({number});"));
        assert_answers(&found, &[("port", "5000"), ("port-variable", "PORT")]);
    }
    assert_answers(&with(&format!("{start} a.sin_port = htons(offset(port));")), &[("port", "")]);
}

#[test]
fn an_interface_that_nobody_else_reaches_is_told() {
    for body in [
        "a.sin_addr.s_addr = htonl(INADDR_LOOPBACK); bind(s, 0, 0);",
        "bind(s, inet_addr(\"127.0.0.1\"), 0);",
        "svr.listen(\"localhost\", 80);",
    ] {
        assert_answers(&with(body), &[("loopback", "yes")]);
    }
    for body in [
        "a.sin_addr.s_addr = INADDR_ANY; bind(s, 0, 0);",
        "connect(s, inet_addr(\"127.0.0.1\"), 0);",
        "bind(s, local ? \"127.0.0.1\" : \"0.0.0.0\");",
    ] {
        assert_answers(&with(body), &[("loopback", "")]);
    }
}

#[test]
fn a_handler_of_sigterm_is_seen() {
    for body in [
        "signal(SIGTERM, stop);",
        "sigaction(SIGTERM, &action, NULL);",
        "if (signal(SIGTERM, stop) == SIG_ERR) return 1;",
        "std::signal(SIGTERM, [](int) { exit(0); });",
        "sigaddset(&set, SIGTERM); sigwait(&set, &got);",
        "boost::asio::signal_set signals(io, SIGINT, SIGTERM);",
        "uv_signal_start(&handle, on_signal, SIGTERM);",
    ] {
        assert_answers(&with(body), &[("handles-stop", "yes")]);
    }
    for body in [
        "signal(SIGTERM, SIG_IGN);",
        "signal(SIGTERM, SIG_DFL);",
        "kill(child, SIGTERM);",
        "signal(SIGPIPE, SIG_IGN);",
        "if (number == SIGTERM) return;",
    ] {
        assert_answers(&with(body), &[("handles-stop", "")]);
    }
}

#[test]
fn the_health_path_is_read_off_requests() {
    assert_answers(&with("strncmp(request, \"GET /healthz HTTP/1.1\", 20);"), &[("health-path", "/healthz")]);
    assert_answers(&with("CROW_ROUTE(app, \"/ping\")([] {}); path == \"/health\";"), &[("health-path", "/health")]);
    assert_answers(&with("strcmp(path, \"/healthy-food\");"), &[("health-path", "")]);
}

#[test]
fn files_at_run_time_are_brought_or_told() {
    let found = detect(&[
        MAKEFILE,
        (
            "server.c",
            "int main(void) { fopen(\"pages/index.html\", \"r\"); fopen(\"missing.txt\", \"r\"); fopen(\"log.txt\", \"a\");\n\
             fopen(\"/var/lib/app.db\", \"w+\"); open(\"config.ini\", O_RDONLY); open(\"state\", O_CREAT | O_WRONLY, 0600); }",
        ),
        ("pages/index.html", "x"),
        ("config.ini", "x"),
    ]);
    assert_answers(
        &found,
        &[("assets", "config.ini, pages/index.html"), ("writes", "/var/lib/app.db, log.txt, state")],
    );
    let streams = detect(&[
        MAKEFILE,
        ("server.cpp", "int main() { std::ifstream in(\"page.html\"); std::ofstream out(\"out.txt\"); }"),
        ("page.html", "x"),
    ]);
    assert_answers(&streams, &[("assets", "page.html"), ("writes", "out.txt")]);
}

#[test]
fn temporary_files_certificates_and_zones_are_told() {
    assert_answers(&with("mkstemp(name);"), &[("temp", "yes")]);
    assert_answers(&with("fopen(\"/tmp/x\", \"w\");"), &[("temp", "yes"), ("writes", "")]);
    assert_answers(&with("SSL_connect(ssl);"), &[("certificates", "yes")]);
    assert_answers(&with("setenv(\"TZ\", zone, 1);"), &[("time-zones", "yes")]);
    assert_answers(&with("localtime(&now);"), &[("time-zones", ""), ("temp", ""), ("certificates", "")]);
}

#[test]
fn what_tests_and_other_peoples_code_say_counts_for_nothing() {
    let found = detect(&[
        MAKEFILE,
        ("server.c", "int main(void) { a.sin_port = htons(8080); }"),
        ("tests/client.c", "int main(void) { a.sin_port = htons(1); signal(SIGTERM, stop); }"),
        ("third_party/http/http.c", "void f(void) { a.sin_port = htons(2); }"),
    ]);
    assert_answers(&found, &[("port", "8080"), ("handles-stop", "")]);
}

#[test]
fn a_name_means_what_its_own_file_says() {
    let found = detect(&[
        ("Makefile", "all: a b\na: a.o\nb: b.o\n"),
        ("a.c", "#define PORT 7001\nint main(void) { x.sin_port = htons(PORT); }"),
        ("b.c", "#define PORT 7002\nint main(void) { x.sin_port = htons(PORT); }"),
    ]);
    assert_eq!(found.doubt("port"), ["7001", "7002"]);
}
