//! Ports, interfaces, the variables and flags that set them, and health paths.

use msgen::answers::Value;

use super::*;

const ALL: &[&str] = &["cmp", "flag", "fmt", "go.uber.org/zap", "net", "net/http", "os", "strconv", "strings"];

#[track_caller]
fn assert_listens(body: &str, expected: &[(&str, &str)]) {
    assert_answers(&detect_main(ALL, body), expected);
}

#[test]
fn a_literal_address_gives_the_port() {
    for (body, port) in [
        (r#"http.ListenAndServe(":8080", nil)"#, "8080"),
        (r#"log.Fatal(http.ListenAndServe("0.0.0.0:81", nil))"#, "81"),
        ("http.ListenAndServe(`:8443`, nil)", "8443"),
        (r#"http.ListenAndServeTLS(":https", "", "", nil)"#, "443"),
        (r#"l, err := net.Listen("tcp", ":7000"); _ = l"#, "7000"),
        (r#"s := &http.Server{ReadTimeout: 5, Addr: ":9090"}; s.ListenAndServe()"#, "9090"),
        (r#"var srv http.Server; srv.Addr = ":9091"; srv.ListenAndServe()"#, "9091"),
        ("http.ListenAndServe(addr, nil)\n---\nconst addr = \":8081\"", "8081"),
        ("http.ListenAndServe(addr, nil)\n---\nvar (\n  other = 1\n  addr string = \":8082\"\n)", "8082"),
        (r#"port := "5000"; http.ListenAndServe(":"+port, nil)"#, "5000"),
        (r#"port := 5001; http.ListenAndServe(fmt.Sprintf(":%d", port), nil)"#, "5001"),
        (r#"host, port := "", "5002"; http.ListenAndServe(net.JoinHostPort(host, port), nil)"#, "5002"),
        ("run(\":5003\")\n---\nfunc run(addr string) { http.ListenAndServe(addr, nil) }", "5003"),
        (r#"http.ListenAndServe(fmt.Sprint(":", 5004), nil)"#, "5004"),
        (r#"http.ListenAndServe(":0", nil)"#, ""),
        (r#"http.ListenAndServe(":99999", nil)"#, ""),
        ("http.ListenAndServe(unknown(), nil)", ""),
        (r#"net.Listen("unix", "/run/app.sock:1")"#, ""),
        (r#"net.Dial("tcp", "db:5432")"#, ""),
    ] {
        assert_listens(body, &[("port", port), ("port-variable", ""), ("port-flag", ""), ("loopback", "")]);
    }
}

#[test]
fn a_variable_with_a_default_is_found_in_its_usual_shapes() {
    for body in [
        r#"port := os.Getenv("PORT"); if port == "" { port = "8080" }; http.ListenAndServe(":"+port, nil)"#,
        r#"port := "8080"; if p := os.Getenv("PORT"); p != "" { port = p }; http.ListenAndServe(":"+port, nil)"#,
        r#"port, ok := os.LookupEnv("PORT"); if !ok { port = "8080" }; http.ListenAndServe(":"+port, nil)"#,
        r#"http.ListenAndServe(":" + cmp.Or(os.Getenv("PORT"), "8080"), nil)"#,
        r#"http.ListenAndServe(fmt.Sprintf("%s:%s", "", getEnv("PORT", "8080")), nil)"#,
        r#"port := config.EnvOr("PORT", "8080"); http.ListenAndServe(":"+port, nil)"#,
        "addr := \":8080\"\nif p := os.Getenv(\"PORT\"); p != \"\" {\n addr = \":\" + p\n}\nhttp.ListenAndServe(addr, nil)",
        "http.ListenAndServe(addr(), nil)\n---\nfunc addr() string {\n p := os.Getenv(\"PORT\")\n if p == \"\" {\n return \":8080\"\n }\n return \":\" + p\n}",
        "http.ListenAndServe(\":\" + or(\"PORT\", \"8080\"), nil)\n---\nfunc or(key, def string) string {\n if v := os.Getenv(key); v != \"\" { return v }\n return def\n}",
        "http.ListenAndServe(\":\" + getEnv(name, fallback), nil)\n---\nconst (\n name = \"PORT\"\n fallback = \"8080\"\n)",
        "cfg := config{Port: 8080}\nif p, err := strconv.Atoi(os.Getenv(\"PORT\")); err == nil {\n cfg.Port = p\n}\nhttp.ListenAndServe(fmt.Sprintf(\":%d\", cfg.Port), nil)",
        "var c config; env.Parse(&c); http.ListenAndServe(\":\"+c.Port, nil)\n---\ntype config struct {\n Port string `env:\"PORT\" envDefault:\"8080\"`\n}",
        "s := Server{port: getEnv(\"PORT\", \"8080\")}\ns.Run()\n---\nfunc (s *Server) Run() { http.ListenAndServe(\":\"+s.port, nil) }",
    ] {
        assert_listens(body, &[("port", "8080"), ("port-variable", "PORT"), ("port-form", "port"), ("port-flag", "")]);
    }
}

#[test]
fn a_variable_can_hold_a_whole_address() {
    assert_listens(
        r#"http.ListenAndServe(getEnv("LISTEN_ADDR", "127.0.0.1:3000"), nil)"#,
        &[("port", "3000"), ("port-variable", "LISTEN_ADDR"), ("port-form", "address"), ("loopback", "yes")],
    );
    assert_listens(
        r#"http.ListenAndServe(os.Getenv("ADDR"), nil)"#,
        &[("port", ""), ("port-variable", "ADDR"), ("port-form", "address"), ("loopback", "")],
    );
}

#[test]
fn a_flag_gives_port_and_form() {
    for (body, form) in [
        (r#"addr := flag.String("addr", ":9000", "usage"); flag.Parse(); http.ListenAndServe(*addr, nil)"#, "address"),
        (r#"p := flag.Int("addr", 9000, "usage"); http.ListenAndServe(fmt.Sprintf(":%d", *p), nil)"#, "port"),
        (r#"var a string; flag.StringVar(&a, "addr", ":9000", "usage"); http.ListenAndServe(a, nil)"#, "address"),
        (
            r#"var c config; flag.IntVar(&c.port, "addr", 9000, ""); http.ListenAndServe(":" + strconv.Itoa(c.port), nil)"#,
            "port",
        ),
        (
            "http.ListenAndServe(addr, nil)\n---\nvar addr string\nfunc init() { flag.StringVarP(&addr, \"addr\", \"a\", \":9000\", \"\") }",
            "address",
        ),
        ("http.ListenAndServe(*addr, nil)\n---\nvar addr = flag.String(\"addr\", \":9000\", \"\")", "address"),
    ] {
        assert_listens(body, &[("port", "9000"), ("port-flag", "addr"), ("port-form", form), ("port-variable", "")]);
    }
    assert_listens(
        r#"addr := flag.String("addr", getEnv("ADDR", ":9000"), "usage"); http.ListenAndServe(*addr, nil)"#,
        &[("port", "9000"), ("port-flag", "addr"), ("port-variable", "ADDR"), ("port-form", "address")],
    );
}

#[test]
fn frameworks_open_ports_by_their_own_methods() {
    for (import, body, port, variable) in [
        ("github.com/gin-gonic/gin", r#"r := gin.Default(); r.Run(":8081")"#, "8081", ""),
        ("github.com/gin-gonic/gin", "r := gin.Default(); r.Run()", "8080", "PORT"),
        ("github.com/labstack/echo/v4", r#"e := echo.New(); e.Logger.Fatal(e.Start(":1323"))"#, "1323", ""),
        ("github.com/gofiber/fiber/v2", r#"app := fiber.New(); app.Listen(":3000")"#, "3000", ""),
        ("github.com/valyala/fasthttp", r#"fasthttp.ListenAndServe(":8082", nil)"#, "8082", ""),
        ("example.com/other", r#"e := other.New(); e.Start(":1323"); e.Run()"#, "", ""),
    ] {
        assert_answers(&detect_main(&[import], body), &[("port", port), ("port-variable", variable)]);
    }
}

#[test]
fn several_ports_are_a_doubt_with_the_one_a_variable_sets_first() {
    let found = detect_main(
        ALL,
        r#"go http.ListenAndServe(":6060", nil)
        http.ListenAndServe(":" + getEnv("PORT", "8080"), nil)
        http.ListenAndServe(":6060", nil)"#,
    );
    assert_eq!(found.doubt("port"), ["8080", "6060"]);
    assert_answers(&found, &[("port-variable", "PORT")]);
}

#[test]
fn a_listener_that_is_not_understood_leaves_a_doubt_about_the_others() {
    let found = detect_main(
        ALL,
        r#"fs := flag.NewFlagSet("app", 0); fs.Int("port", 9898, "port of the service"); zap.String("addr", ":1")
        http.ListenAndServe(":"+decoded["port"], nil)
        http.ListenAndServe(":9999", nil)"#,
    );
    assert_eq!(found.doubt("port"), ["9898", "9999"]);
    assert_answers(&found, &[("port-flag", "port"), ("port-form", "port")]);
}

#[test]
fn other_peoples_addresses_are_not_ours() {
    let found = detect_main(
        &["net/http", "github.com/redis/go-redis/v9"],
        r#"c := redis.NewClient(&redis.Options{Addr: "localhost:6379"})
        cfg := config{Addr: ":8080"}
        http.ListenAndServe(cfg.Addr, nil)"#,
    );
    assert_answers(&found, &[("port", "8080"), ("loopback", "")]);
}

#[test]
fn configuration_in_another_package_is_followed() {
    let main = program(
        &["net/http", "example.com/app/config"],
        r#"cfg := config.Load(); http.ListenAndServe(":"+cfg.Port, nil)"#,
    );
    let config = "package config\nimport \"os\"\ntype Config struct { Port string }\nfunc Load() *Config {\n\treturn &Config{\n\t\tPort: getEnv(\"PORT\", \"8000\"),\n\t}\n}\nfunc getEnv(k, d string) string { return d }\n";
    let found = detect(&[MOD, ("main.go", &main), ("config/config.go", config)]).unwrap();
    assert_answers(&found, &[("port", "8000"), ("port-variable", "PORT")]);
    assert_eq!(found.evidence("port"), "config/config.go:6 (getEnv(\"PORT\", \"8000\"))");
    assert_eq!(found.value("port"), Some(&Value::Integer(8000)));
}

#[test]
fn an_unknown_framework_leaves_the_variable_with_the_telling_name() {
    let found = detect_main(&["os"], r#"start(getEnv("PORT", "4000"), getEnv("DB_PORT", "5432"))"#);
    assert_answers(&found, &[("port", "4000"), ("port-variable", "PORT"), ("port-form", "port")]);
    let found = detect_main(&["os"], r#"start(os.Getenv("PORT"))"#);
    assert_answers(&found, &[("port", ""), ("port-variable", "PORT"), ("port-form", "port")]);
}

#[test]
fn a_listener_on_loopback_is_found_with_the_variable_that_frees_it() {
    for (body, loopback, variable) in [
        (r#"http.ListenAndServe("127.0.0.1:8080", nil)"#, "yes", ""),
        (r#"http.ListenAndServe("localhost:8080", nil)"#, "yes", ""),
        (r#"http.ListenAndServe("[::1]:8080", nil)"#, "yes", ""),
        (r#"http.ListenAndServe("0.0.0.0:8080", nil)"#, "", ""),
        (r#"http.ListenAndServe("127.0.0.1:8080", nil); http.ListenAndServe(":8081", nil)"#, "", ""),
        (r#"http.ListenAndServe(getEnv("HOST", "127.0.0.1") + ":8080", nil)"#, "yes", "HOST"),
        (r#"http.ListenAndServe(net.JoinHostPort(getEnv("BIND", "localhost"), "8080"), nil)"#, "yes", "BIND"),
        (r#"http.ListenAndServe(getEnv("HOST", "0.0.0.0") + ":8080", nil)"#, "", "HOST"),
        (r#"http.ListenAndServe(os.Getenv("HOST") + ":8080", nil)"#, "", "HOST"),
    ] {
        assert_listens(body, &[("loopback", loopback), ("host-variable", variable)]);
    }
}

#[test]
fn the_health_path_is_a_registered_route() {
    for (body, path) in [
        (r#"http.HandleFunc("/health", h)"#, "/health"),
        (r#"mux.HandleFunc("GET /healthz", h)"#, "/healthz"),
        (r#"mux.HandleFunc("POST /health", h)"#, ""),
        (r#"r.GET("/ping", h); r.GET("/healthz", h); r.GET("/", h)"#, "/healthz"),
        (r#"api := r.Group("/api"); api.GET("/health", h)"#, "/api/health"),
        (r#"api := r.Group("/v1"); api.GET("/health", h)"#, ""),
        (r#"r.Route("/api", func(r chi.Router) { r.Get("/health", h) })"#, "/api/health"),
        (r#"switch r.URL.Path { case "/ready": ok() }"#, "/ready"),
        (r#"if r.URL.Path == "/status" { ok() }"#, "/status"),
        (r#"http.Get("http://other/health"); log.Println("/health")"#, ""),
    ] {
        assert_listens(body, &[("health-path", path)]);
    }
}
