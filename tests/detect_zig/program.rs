//! The program itself: where it listens, what it needs.

use super::*;

#[test]
fn a_literal_address_says_port_and_interface() {
    for call in [
        "std.net.Address.parseIp(\"0.0.0.0\", 9000)",
        "std.net.Address.parseIp4(\"0.0.0.0\", 9_000)",
        "std.net.Address.initIp4(.{ 0, 0, 0, 0 }, 9000)",
        "std.net.Address.initIp4([4]u8{ 0, 0, 0, 0 }, 9000)",
        "std.Io.net.IpAddress.parse(\"::\", 9000)",
        "std.Io.net.IpAddress.resolve(io, \"0.0.0.0\", 9000)",
    ] {
        let found = detect_main(&format!("const a = try {call};\nvar s = try a.listen(.{{}});"));
        assert_answers(&found, &[("port", "9000"), ("loopback", ""), ("port-variable", "")]);
    }
}

#[test]
fn an_address_of_somewhere_else_is_not_the_service() {
    let found = detect_main(
        "const dns = try Address.parseIp(\"8.8.8.8\", 53);
        const a = Address.initIp4(.{ 127, 0, 0, 1 }, 8080);
        var s = try a.listen(.{});",
    );
    assert_answers(&found, &[("port", "8080"), ("loopback", "yes")]);
}

#[test]
fn a_client_listens_nowhere() {
    assert_answers(
        &detect_main("const a = try Address.parseIp(\"127.0.0.1\", 5432);"),
        &[("port", ""), ("loopback", "")],
    );
}

#[test]
fn constants_fields_and_functions_are_followed() {
    let found = detect_main(
        "const a = Address.initIp4(any, config.port);\nvar s = a.listen(.{});\n---\nconst any = .{ 0, 0, 0, 0 };\nconst Config = struct { port: u16 = 4000 };",
    );
    assert_answers(&found, &[("port", "4000")]);
    let found = detect_main(
        "const a: net.IpAddress = .{ .ip4 = .unspecified(try port(init)) };\nvar s = a.listen(io, .{});\n---
fn port(init: std.process.Init) error{Bad}!u16 {
    const text = init.environ_map.get(\"HTTP_PORT\") orelse return 3000;
    return std.fmt.parseInt(u16, text, 10);
}",
    );
    assert_answers(
        &found,
        &[("port", "3000"), ("port-variable", "HTTP_PORT"), ("port-form", "port"), ("loopback", "")],
    );
}

#[test]
fn variables_of_the_environment_are_read_in_every_way_zig_had() {
    for call in
        ["std.process.getEnvVarOwned(gpa, \"PORT\")", "std.posix.getenv(\"PORT\")", "init.environ.getPosix(\"PORT\")"]
    {
        let found = detect_main(&format!(
            "const text = {call} catch \"8081\";\nconst a = try Address.parseIp(\"0.0.0.0\", try std.fmt.parseInt(u16, text, 10));\nvar s = try a.listen(.{{}});"
        ));
        assert_answers(&found, &[("port-variable", "PORT"), ("port", "8081")]);
    }
}

#[test]
fn the_default_of_a_variable_may_stand_among_arguments() {
    let found = detect_main(
        "const port = try std.fmt.parseInt(u16, init.environ_map.get(\"PORT\") orelse \"5000\", 10);\nconst a = try net.IpAddress.parseIp4(\"0.0.0.0\", port);\nvar s = try a.listen(io, .{});",
    );
    assert_answers(&found, &[("port-variable", "PORT"), ("port", "5000")]);
}

#[test]
fn a_server_of_a_package_takes_its_port_in_its_options() {
    let found = detect_main(
        "var server = try httpz.Server(void).init(gpa, .{ .address = .localhost(5882) }, {});\ntry server.listen();\n---\nconst httpz = @import(\"httpz\");",
    );
    assert_answers(&found, &[("port", "5882"), ("loopback", "yes")]);
    let found = detect_main(
        "var l = zap.HttpListener.init(.{ .port = 3000, .interface = \"0.0.0.0\" });\ntry l.listen();\n---\nconst zap = @import(\"zap\");",
    );
    assert_answers(&found, &[("port", "3000"), ("loopback", "")]);
}

#[test]
fn two_ports_are_a_doubt() {
    let found = detect_main(
        "var a = try (try Address.parseIp(\"0.0.0.0\", 8080)).listen(.{});\nvar b = try (try Address.parseIp(\"0.0.0.0\", 9090)).listen(.{});",
    );
    assert_eq!(found.doubt("port"), ["8080", "9090"]);
}

#[test]
fn only_what_the_executable_imports_counts() {
    let found = detect(&[
        SCRIPT,
        ("src/main.zig", "const s = @import(\"server.zig\");\npub fn main() !void { try s.run(); }\n"),
        (
            "src/server.zig",
            "pub fn run() !void {\nvar s = try (try Address.parseIp(\"0.0.0.0\", 8080)).listen(.{});\n}\n",
        ),
        ("examples/other.zig", "var s = try (try Address.parseIp(\"0.0.0.0\", 1234)).listen(.{});\n"),
    ])
    .unwrap();
    assert_answers(&found, &[("port", "8080")]);
    assert_eq!(found.evidence("port"), "src/server.zig:2 (Address.parseIp(\"0.0.0.0\", 8080))");
}

#[test]
fn tests_comments_and_texts_are_no_code() {
    let found = detect_main(
        "// const a = try Address.parseIp(\"0.0.0.0\", 1111);
        const help =
            \\\\Address.parseIp(\"0.0.0.0\", 2222)
        ;
        var s = try (try Address.parseIp(\"0.0.0.0\", 8080)).listen(.{});
---
test \"a server\" {
    var s = try (try Address.parseIp(\"127.0.0.1\", 3333)).listen(.{});
    std.posix.sigaction(.TERM, &action, null);
}
test {
    _ = \"/health\";
}",
    );
    assert_answers(&found, &[("port", "8080"), ("handles-stop", ""), ("health-path", ""), ("loopback", "")]);
}

#[test]
fn a_handler_for_sigterm_is_seen_and_one_for_another_signal_is_none() {
    for call in ["std.posix.sigaction(.TERM, &a, null)", "posix.sigaction(posix.SIG.TERM, &a, null)"] {
        assert_answers(&detect_main(&format!("{call};")), &[("handles-stop", "yes")]);
    }
    assert_answers(&detect_main("std.posix.sigaction(.PIPE, &a, null);"), &[("handles-stop", "")]);
}

#[test]
fn the_most_telling_health_path_wins() {
    let found = detect_main("if (eql(u8, path, \"/ping\")) {} else if (eql(u8, path, \"/healthz\")) {}");
    assert_answers(&found, &[("health-path", "/healthz")]);
}

#[test]
fn what_the_program_needs_from_the_system_is_seen() {
    let found = detect_main(
        "var client: std.http.Client = .{ .allocator = gpa, .io = io };
        const zone = try std.fs.openFileAbsolute(\"/usr/share/zoneinfo/Europe/Berlin\", .{});
        const scratch = \"/tmp/upload\";",
    );
    assert_answers(&found, &[("certificates", "yes"), ("time-zones", "yes"), ("temp", "yes")]);
}

#[test]
fn files_of_the_project_that_the_program_opens_go_with_it() {
    let main = "pub fn main() !void {
        const a = try std.fs.cwd().openFile(\"data/words.txt\", .{});
        const b = try std.fs.cwd().openFile(\"/etc/hosts\", .{});
        const c = try std.fs.cwd().createFile(\"log.txt\", .{});
        const page = @embedFile(\"page.html\");
    }\n";
    let found = detect(&[SCRIPT, ("src/main.zig", main), ("data/words.txt", "a"), ("src/page.html", "p")]).unwrap();
    assert_answers(&found, &[("assets", "data/words.txt"), ("writes", "log.txt"), ("embed", "src/page.html")]);
}

#[test]
fn the_fixtures_are_read_as_they_are_meant() {
    assert_answers(
        &fixture("zig-hello"),
        &[
            ("target", "hello"),
            ("language-version", "0.17.0"),
            ("port", "8080"),
            ("handles-stop", "yes"),
            ("health-path", "/health"),
            ("strip-option", "yes"),
        ],
    );
    assert_answers(
        &fixture("zig-deps"),
        &[
            ("target", "page"),
            ("port", "3000"),
            ("port-variable", "PORT"),
            ("handles-stop", "yes"),
            ("embed", "src/page.html"),
            ("manifests", "build.zig, build.zig.zon, libs/http/build.zig, libs/http/build.zig.zon"),
        ],
    );
    assert_answers(&fixture("zig-plain"), &[("target", "plain"), ("handles-stop", ""), ("optimize", "project")]);
    let targets = fixture("zig-targets");
    assert_eq!(targets.doubt("target"), ["api", "migrate"]);
    assert_answers(&targets, &[("port", "9000"), ("compiles-c", "yes")]);
}
