//! Ports, interfaces, the variables that set them, and health paths.

use super::*;

#[track_caller]
fn assert_listens(body: &str, expected: &[(&str, &str)]) {
    assert_answers(&detect_main(body), expected);
}

#[test]
fn a_literal_address_gives_the_port() {
    for (body, port) in [
        (r#"TcpListener::bind("0.0.0.0:3000").await.unwrap();"#, "3000"),
        (r#"let l = tokio::net::TcpListener::bind(&"[::]:3001").await?;"#, "3001"),
        ("let addr = SocketAddr::from(([0, 0, 0, 0], 3_002)); TcpListener::bind(addr).await", "3002"),
        (r#"let addr: SocketAddr = "0.0.0.0:3003".parse().unwrap(); Server::bind(&addr).serve(app)"#, "3003"),
        (r#"TcpListener::bind(("0.0.0.0", 3004u16));"#, "3004"),
        ("TcpListener::bind(SocketAddrV4::new(Ipv4Addr::UNSPECIFIED, 3005));", "3005"),
        (
            "TcpListener::bind(SocketAddr::new(IpAddr::V4(Ipv4Addr::new(0, 0, 0, 0)), PORT));\n---\nconst PORT: u16 = 3006;",
            "3006",
        ),
        ("HttpServer::new(|| App::new()).bind((\"0.0.0.0\", 3007))?.run().await", "3007"),
        ("warp::serve(routes).run(([0, 0, 0, 0], 3008)).await;", "3008"),
        ("let port = 3009; TcpListener::bind(format!(\"0.0.0.0:{port}\"));", "3009"),
        ("let port = 3010; TcpListener::bind(format!(\"{}:{}\", \"0.0.0.0\", port));", "3010"),
        ("serve(\"0.0.0.0:3011\");\n---\nfn serve(addr: &str) { TcpListener::bind(addr); }", "3011"),
        ("TcpListener::bind(\"0.0.0.0:0\");", ""),
        ("TcpStream::connect(\"db:5432\");", ""),
        ("TcpListener::bind(unknown());", ""),
        ("UnixListener::bind(\"/run/app.sock:1\");", ""),
    ] {
        println!("{body}");
        assert_listens(body, &[("port", port), ("port-variable", ""), ("loopback", "")]);
    }
}

#[test]
fn a_variable_with_a_default_is_found_in_its_usual_shapes() {
    for body in [
        r#"let port = env::var("PORT").unwrap_or("8080".to_string()); TcpListener::bind(format!("0.0.0.0:{port}"));"#,
        r#"let port = std::env::var("PORT").unwrap_or_else(|_| "8080".into()); TcpListener::bind(format!("0.0.0.0:{}", port));"#,
        r#"let port: u16 = env::var("PORT").ok().and_then(|p| p.parse().ok()).unwrap_or(8080); TcpListener::bind(("0.0.0.0", port));"#,
        r#"let port = match env::var("PORT") { Ok(p) => p.parse().unwrap(), Err(_) => 8080 }; TcpListener::bind(SocketAddr::from(([0, 0, 0, 0], port)));"#,
        r#"let port = if let Ok(p) = env::var("PORT") { p } else { "8080".to_string() }; TcpListener::bind(format!("0.0.0.0:{port}"));"#,
        "let port = port(); TcpListener::bind(format!(\"0.0.0.0:{port}\"));\n---\nfn port() -> u16 { env::var(\"PORT\").map_or(8080, |p| p.parse().unwrap()) }",
        "let port = get_env(\"PORT\", \"8080\"); TcpListener::bind(format!(\"0.0.0.0:{port}\"));\n---\nfn get_env(key: &str, or: &str) -> String { env::var(key).unwrap_or(or.to_string()) }",
        "let args = Args::parse(); TcpListener::bind((\"0.0.0.0\", args.port));\n---\n#[derive(Parser)] struct Args { #[arg(long, env = \"PORT\", default_value_t = 8080)] port: u16 }",
        "let args = Args::parse(); TcpListener::bind((\"0.0.0.0\", args.port));\n---\n#[derive(Parser)] struct Args { #[clap(long, env, default_value = \"8080\")]\n pub port: u16 }",
        "let config = Config { port: env::var(\"PORT\").unwrap_or(\"8080\".into()) }; HttpServer::new(f).bind(format!(\"0.0.0.0:{}\", config.port));",
        r#"let port = env::var("PORT").unwrap_or("8080".into()); framework::start(&port);"#,
    ] {
        println!("{body}");
        assert_listens(body, &[("port", "8080"), ("port-variable", "PORT"), ("loopback", "")]);
    }
}

#[test]
fn an_interface_can_be_a_variable_too() {
    assert_listens(
        r#"let host = env::var("HOST").unwrap_or("127.0.0.1".into());
           let port = env::var("PORT").unwrap_or("3000".into());
           TcpListener::bind(format!("{host}:{port}"));"#,
        &[("port", "3000"), ("port-variable", "PORT"), ("host-variable", "HOST"), ("loopback", "yes")],
    );
}

#[test]
fn a_loopback_address_is_seen_only_where_nothing_else_is_served() {
    assert_listens(r#"TcpListener::bind("127.0.0.1:3000");"#, &[("port", "3000"), ("loopback", "yes")]);
    assert_listens(r#"TcpListener::bind("localhost:3000");"#, &[("loopback", "yes")]);
    assert_listens("TcpListener::bind((Ipv4Addr::LOCALHOST, 3000));", &[("loopback", "yes")]);
    let two = detect_main(r#"TcpListener::bind("0.0.0.0:80"); TcpListener::bind("127.0.0.1:9090");"#);
    assert_answers(&two, &[("loopback", "")]);
    assert_eq!(two.doubt("port"), ["80", "9090"]);
}

#[test]
fn the_name_of_a_variable_may_be_the_second_argument() {
    assert_listens(
        "let host = env_or(Ipv4Addr::UNSPECIFIED, \"HOST\")?; let port = env_or(5000, \"PORT\")?;\n\
         TcpListener::bind(SocketAddrV4::new(host, port));\n---\n\
         fn env_or<T: FromStr>(default: T, name: &'static str) -> Result<T> {\n\
         match env::var(name) { Ok(text) => Ok(text.parse()?), Err(_) => Ok(default) } }",
        &[("port", "5000"), ("port-variable", "PORT"), ("host-variable", "HOST"), ("loopback", "")],
    );
}

#[test]
fn rocket_brings_its_own_variables() {
    assert_listens(
        "rocket::build().mount(\"/\", routes![index]).launch().await",
        &[
            ("port", "8000"),
            ("port-variable", "ROCKET_PORT"),
            ("host-variable", "ROCKET_ADDRESS"),
            ("loopback", "yes"),
            ("handles-stop", "yes"),
        ],
    );
}

#[test]
fn the_route_for_health_is_found_in_the_usual_frameworks() {
    for (body, path) in [
        (r#"Router::new().route("/health", get(health))"#, "/health"),
        (r#"Router::new().route("/", get(a)).route("/healthz", get(b)).route("/ping", get(c))"#, "/healthz"),
        ("App::new().service(h)\n---\n#[get(\"/health\")] async fn h() -> &'static str { \"ok\" }", "/health"),
        (r#"App::new().route("/status", web::get().to(h))"#, "/status"),
        (r#"Route::new().at("/livez", get(h))"#, "/livez"),
        (r#"warp::path("health").map(|| "ok")"#, "/health"),
        (r#"warp::path!("healthz").map(|| "ok")"#, "/healthz"),
        (r#"match request.url() { "/health" => ok(), _ => not_found() }"#, "/health"),
        (r#"Router::new().nest("/api", Router::new().route("/x", get(h))).route("/health", get(h))"#, "/health"),
        (
            "Router::new().nest(\"/api\", api())\n---\nfn api() -> Router { Router::new().route(\"/health\", get(h)) }",
            "",
        ),
        ("App::new().service(web::scope(\"/api\").service(h))\n---\n#[get(\"/health\")] async fn h() {}", ""),
        (r#"client.get("/health").send()"#, ""),
        (r#"#[post("/health")] async fn h() {}"#, ""),
    ] {
        println!("{body}");
        assert_listens(body, &[("health-path", path)]);
    }
}
