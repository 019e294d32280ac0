//! What the program needs from the system: certificates, zones, folders and files.

use super::*;

#[test]
fn outbound_tls_needs_certificates() {
    for (import, body, certificates) in [
        ("net/http", r#"http.Get("https://example.com")"#, "yes"),
        ("net/http", "http.Post(url, kind, body)", "yes"),
        ("net/http", r#"http.NewRequestWithContext(ctx, "GET", url, nil)"#, "yes"),
        ("net/http", "c := &http.Client{}", "yes"),
        ("net/http", "http.DefaultClient.Do(r)", "yes"),
        ("crypto/tls", r#"tls.Dial("tcp", addr, nil)"#, "yes"),
        ("net/smtp", "smtp.SendMail(addr, nil, from, to, text)", "yes"),
        ("net/http", r#"http.Get("http://127.0.0.1:8080/health")"#, ""),
        ("net/http", r#"http.HandleFunc("/", h); w.Header().Get("https://")"#, ""),
        ("example.com/http", "http.Get(url)", ""),
    ] {
        assert_answers(&detect_main(&[import], body), &[("certificates", certificates)]);
    }
}

#[test]
fn a_dependency_may_dial_out_and_write_temporary_files() {
    let manifest = "module a\n\nrequire (\n\tx.y/z v1.0.0 // indirect\n\tb.c/d v1.2.3\n)\n";
    let found = detect(&[("go.mod", manifest), ("main.go", "package main\nfunc main() {}\n")]).unwrap();
    assert_answers(&found, &[("certificates", "yes"), ("temp", "yes"), ("dependencies", "yes")]);
    assert_eq!(found.evidence("certificates"), "go.mod:5 (require b.c/d v1.2.3)");
}

#[test]
fn a_zone_by_name_needs_the_zones() {
    for (imports, body, zones) in [
        (&["time"][..], r#"time.LoadLocation("Europe/Berlin")"#, "yes"),
        (&["time"], "time.LoadLocation(name)", "yes"),
        (&["time"], r#"time.LoadLocation("UTC"); time.LoadLocation("Local"); time.LoadLocation("")"#, ""),
        (&["time", "time/tzdata"], r#"time.LoadLocation("Europe/Berlin")"#, ""),
    ] {
        assert_answers(&detect_main(imports, body), &[("time-zones", zones)]);
    }
}

#[test]
fn temporary_files_need_the_temporary_folder() {
    for (body, temp, writes) in [
        (r#"os.CreateTemp("", "x")"#, "yes", ""),
        ("os.TempDir()", "yes", ""),
        (r#"r.FormFile("file")"#, "yes", ""),
        ("r.ParseMultipartForm(1 << 20)", "yes", ""),
        (r#"os.WriteFile("/tmp/state", data, 0o600)"#, "yes", ""),
        ("r.MultipartReader()", "", ""),
        (r#"os.WriteFile("/tmpfile", data, 0o600)"#, "", "/tmpfile"),
    ] {
        assert_answers(&detect_main(&["os", "net/http"], body), &[("temp", temp), ("writes", writes)]);
    }
}

#[test]
fn written_paths_are_listed() {
    for (body, writes) in [
        (r#"os.Create("data/app.log")"#, "data/app.log"),
        (
            r#"os.MkdirAll("/var/lib/app", 0o755); os.WriteFile(filepath.Join("data", "x"), b, 0)"#,
            "/var/lib/app, data/x",
        ),
        (r#"os.OpenFile("visits", os.O_RDWR|os.O_CREATE, 0o644)"#, "visits"),
        (r#"os.OpenFile("visits", os.O_RDONLY, 0)"#, ""),
        (r#"os.Create("/dev/null"); os.Create(name)"#, ""),
    ] {
        assert_answers(&detect_main(&["os", "path/filepath"], body), &[("writes", writes)]);
    }
}

#[test]
fn files_read_at_run_time_are_listed_when_they_exist() {
    let imports = ["net/http", "os", "html/template", "embed"];
    let body = r#"
        http.Handle("/", http.FileServer(http.Dir("./static")))
        t := template.Must(template.ParseGlob("web/templates/*.html"))
        template.ParseFiles("static/one.html", "pages/a.html")
        os.ReadFile("config.json"); os.ReadFile("gone.json"); os.ReadFile("../outside"); os.ReadFile("/etc/hosts")
        http.Dir(".")
        os.Create("made.txt"); os.Open("made.txt")"#;
    let main = program(&imports, body);
    let files = ["static/one.html", "web/templates/a.html", "pages/a.html", "config.json", "made.txt", "unused/x"];
    let files: Vec<_> = files.iter().map(|path| (*path, "")).chain([MOD, ("main.go", &main)]).collect();
    assert_answers(&detect(&files).unwrap(), &[("assets", "config.json, pages/a.html, static, web")]);
}
